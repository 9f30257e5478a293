-- name: InsertAttachment :one
INSERT INTO attachment (id, request_id, version, name, media_type, size, sha256, copy_basis, kept, added_by, from_staff, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), 1, sqlc.arg(name), sqlc.arg(media_type), sqlc.arg(size), sqlc.arg(sha256),
  sqlc.arg(copy_basis), sqlc.arg(kept), sqlc.arg(person), sqlc.arg(from_staff), sqlc.arg(now), sqlc.arg(now))
RETURNING *;

-- name: UpdateAttachment :one
UPDATE attachment SET version = version + 1, erased_at = NULL, name = sqlc.arg(name), copy_basis = sqlc.arg(copy_basis), updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
  AND (name, copy_basis) IS DISTINCT FROM (sqlc.arg(name)::text, sqlc.arg(copy_basis)::text)
RETURNING *;

-- name: GiveAttachmentFile :one
-- Once: what the file is stays as it is from then on.
UPDATE attachment SET version = version + 1, kept = true, copy_basis = sqlc.arg(copy_basis), media_type = sqlc.arg(media_type), size = sqlc.arg(size),
  sha256 = sqlc.arg(sha256), updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version) AND NOT kept AND from_staff AND erased_at IS NULL
RETURNING *;

-- name: DeleteAttachment :one
DELETE FROM attachment
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
RETURNING id;

-- name: GetAttachment :one
SELECT * FROM attachment WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: ListAttachments :many
SELECT * FROM attachment WHERE request_id = sqlc.arg(request) AND (sqlc.arg(from_staff)::boolean OR NOT from_staff) ORDER BY id;

-- name: CountAttachments :one
SELECT count(*) FROM attachment WHERE request_id = sqlc.arg(request);

-- name: InsertAttachmentPiece :exec
INSERT INTO attachment_file (attachment_id, n, bytes) VALUES (sqlc.arg(id), sqlc.arg(n), sqlc.arg(bytes));

-- name: AttachmentPiece :one
SELECT bytes FROM attachment_file WHERE attachment_id = sqlc.arg(id) AND n = sqlc.arg(n);
