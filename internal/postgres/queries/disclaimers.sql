-- name: ListDisclaimers :many
SELECT * FROM library_disclaimer WHERE library_id = sqlc.arg(library) ORDER BY code;

-- name: GetDisclaimer :one
SELECT * FROM library_disclaimer WHERE library_id = sqlc.arg(library) AND code = sqlc.arg(code);

-- name: InsertDisclaimer :one
-- The first words of a library's own. No row when somebody was faster.
INSERT INTO library_disclaimer (library_id, code, body, version, updated_by, updated_at)
VALUES (sqlc.arg(library), sqlc.arg(code), sqlc.arg(body), 2, sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, code) DO NOTHING
RETURNING *;

-- name: UpdateDisclaimer :one
UPDATE library_disclaimer SET body = sqlc.arg(body), version = version + 1, updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND code = sqlc.arg(code) AND version = sqlc.arg(version)
RETURNING *;
