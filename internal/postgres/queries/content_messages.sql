-- name: InsertMessage :exec
INSERT INTO message (id, request_id, kind, author, body, channel, command_id, created_at)
VALUES (sqlc.arg(id), sqlc.arg(request), sqlc.arg(kind), sqlc.arg(author), sqlc.arg(body), sqlc.narg(channel), sqlc.narg(command_id), sqlc.arg(now))
ON CONFLICT (request_id, command_id) DO NOTHING;

-- name: GetMessage :one
SELECT * FROM message WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: MessageOfCommand :one
SELECT * FROM message WHERE request_id = sqlc.arg(request) AND command_id = sqlc.arg(command_id);

-- name: ListMessages :many
-- The thread after a message, oldest first. A message that waits for its command has not been sent.
SELECT m.* FROM message m
WHERE m.request_id = sqlc.arg(request) AND m.id > sqlc.arg(after) AND (sqlc.arg(notes)::boolean OR m.kind <> 'note')
  AND (m.command_id IS NULL
     OR EXISTS (SELECT FROM transition t WHERE t.request_id = m.request_id AND t.command_id = m.command_id))
ORDER BY m.id
LIMIT sqlc.arg(most);

-- name: DropUnsentMessage :one
SELECT drop_unsent_message(sqlc.arg(id)::uuid, sqlc.arg(author)::uuid);
