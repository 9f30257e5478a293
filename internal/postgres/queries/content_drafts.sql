-- name: InsertDraft :one
INSERT INTO request_draft (id, person_id, version, body, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(person), 1, sqlc.arg(body), sqlc.arg(now), sqlc.arg(now))
RETURNING *;

-- name: UpdateDraft :one
UPDATE request_draft SET version = version + 1, body = sqlc.arg(body), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND person_id = sqlc.arg(person) AND version = sqlc.arg(version) AND body IS DISTINCT FROM sqlc.arg(body)
RETURNING *;

-- name: DeleteDraft :one
DELETE FROM request_draft WHERE id = sqlc.arg(id) AND person_id = sqlc.arg(person) AND version = sqlc.arg(version) RETURNING id;

-- name: DropDraft :execrows
DELETE FROM request_draft WHERE id = sqlc.arg(id) AND person_id = sqlc.arg(person);

-- name: GetDraft :one
SELECT * FROM request_draft WHERE id = sqlc.arg(id) AND person_id = sqlc.arg(person);

-- name: ListDrafts :many
SELECT * FROM request_draft WHERE person_id = sqlc.arg(person) ORDER BY id DESC LIMIT sqlc.arg(most);

-- name: CountDrafts :one
SELECT count(*) FROM request_draft WHERE person_id = sqlc.arg(person);
