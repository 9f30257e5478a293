-- name: InsertToken :execrows
-- Nothing for somebody who does not exist or was erased.
INSERT INTO api_token (id, person_id, token_hash, label, created_at, expires_at)
SELECT sqlc.arg(id), p.id, sqlc.arg(hash), sqlc.arg(label), sqlc.arg(now), sqlc.narg(expires)
FROM person p WHERE p.id = sqlc.arg(person) AND p.erased_at IS NULL
ON CONFLICT (token_hash) DO NOTHING;

-- name: TokenIssued :one
SELECT id FROM api_token WHERE token_hash = sqlc.arg(hash) AND person_id = sqlc.arg(person);

-- name: RevokeToken :execrows
UPDATE api_token SET revoked_at = coalesce(revoked_at, sqlc.arg(now)) WHERE id = sqlc.arg(id);

-- name: ListTokens :many
SELECT id, person_id, label, created_at, expires_at, revoked_at, last_used_at FROM api_token
WHERE person_id = sqlc.arg(person) ORDER BY created_at, id;

-- name: TokenPrincipal :many
-- One row for each role; one without a role for somebody who has none.
SELECT t.id, t.last_used_at, p.id AS person, p.name, pr.library_id, pr.role
FROM api_token t JOIN person p ON p.id = t.person_id LEFT JOIN person_role pr ON pr.person_id = p.id
WHERE t.token_hash = sqlc.arg(hash) AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > sqlc.arg(now))
  AND p.erased_at IS NULL
ORDER BY pr.library_id, pr.role;

-- name: TouchToken :exec
UPDATE api_token SET last_used_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND (last_used_at IS NULL OR last_used_at < sqlc.arg(before));
