-- name: InsertTimeEntry :one
INSERT INTO time_entry (id, request_id, person_id, version, stage, minutes, started_at, note, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), sqlc.arg(person), 1, sqlc.arg(stage), sqlc.arg(minutes), sqlc.arg(started_at), sqlc.arg(note),
  sqlc.arg(now), sqlc.arg(now))
RETURNING *;

-- name: UpdateTimeEntry :one
UPDATE time_entry SET version = version + 1, erased_at = NULL, stage = sqlc.arg(stage), minutes = sqlc.arg(minutes), started_at = sqlc.arg(started_at),
  note = sqlc.arg(note), updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND person_id = sqlc.arg(person) AND version = sqlc.arg(version)
  AND (stage, minutes, started_at, note)
  IS DISTINCT FROM (sqlc.arg(stage)::text, sqlc.arg(minutes)::int, sqlc.arg(started_at)::timestamptz, sqlc.arg(note)::text)
RETURNING *;

-- name: DeleteTimeEntry :one
DELETE FROM time_entry
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND person_id = sqlc.arg(person) AND version = sqlc.arg(version)
RETURNING id;

-- name: GetTimeEntry :one
SELECT * FROM time_entry WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND person_id = sqlc.arg(person);

-- name: ListTimeEntries :many
SELECT * FROM time_entry WHERE request_id = sqlc.arg(request) AND person_id = sqlc.arg(person) ORDER BY started_at, id LIMIT sqlc.arg(most);

-- name: TimeTotals :many
SELECT person_id, stage, sum(minutes)::int AS minutes
FROM time_entry WHERE request_id = sqlc.arg(request)
GROUP BY person_id, stage ORDER BY person_id, stage;

-- name: CountTimeEntries :one
SELECT count(*) FROM time_entry WHERE request_id = sqlc.arg(request) AND person_id = sqlc.arg(person);
