-- name: ClaimCreation :execrows
-- One row for each creation that may be repeated; none when the key was used before.
INSERT INTO idempotency_key (principal, method, route, request_id, key, body_hash, command_id, result, created_at)
VALUES (sqlc.arg(person), 'POST', sqlc.arg(route), sqlc.arg(request), sqlc.arg(key), sqlc.arg(body_hash), sqlc.arg(first_id),
  sqlc.arg(result), sqlc.arg(now))
ON CONFLICT DO NOTHING;

-- name: CreationOf :one
SELECT body_hash, result FROM idempotency_key
WHERE principal = sqlc.arg(person) AND method = 'POST' AND route = sqlc.arg(route) AND request_id = sqlc.arg(request)
  AND key = sqlc.arg(key);

-- name: InsertOverrides :exec
INSERT INTO guard_override (request_id, person_id, resource, field, start_at, kind, reason_code, at)
SELECT sqlc.narg(request)::uuid, sqlc.arg(person)::uuid, sqlc.arg(resource)::text, unnest(sqlc.arg(fields)::text[]),
  unnest(sqlc.arg(starts)::int[]), unnest(sqlc.arg(kinds)::text[]), unnest(sqlc.arg(reasons)::text[]), sqlc.arg(now)::timestamptz
ON CONFLICT DO NOTHING;
