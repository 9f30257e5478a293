-- name: PeopleOf :many
-- The people of a library by name. The pattern is the beginning of a name, of a word in it, or of an address, in lower case;
-- empty lets everybody through. Backwards, the page before the cursor, in the same order reversed.
SELECT p.id, p.name, coalesce(p.email, '')::text AS email, p.job_title, p.phone, p.staff_group, p.organisation_id,
  coalesce(o.name, '')::text AS organisation_name,
  array_agg(pr.role ORDER BY pr.role)::text[] AS roles,
  coalesce(array_agg(pr.role ORDER BY pr.role) FILTER (WHERE NOT pr.by_hand), '{}')::text[] AS provided
FROM person_role pr JOIN person p ON p.id = pr.person_id LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE pr.library_id = sqlc.arg(library) AND p.erased_at IS NULL
  AND (sqlc.arg(pattern)::text = '' OR lower(p.name) LIKE sqlc.arg(pattern)::text OR lower(p.name) LIKE '% ' || sqlc.arg(pattern)::text
    OR lower(p.email) LIKE sqlc.arg(pattern)::text)
  AND (sqlc.arg(role)::text = '' OR EXISTS (SELECT FROM person_role r
    WHERE r.person_id = p.id AND r.library_id = sqlc.arg(library) AND r.role = sqlc.arg(role)::text))
  AND (sqlc.narg(one)::uuid IS NULL OR p.id = sqlc.narg(one)::uuid)
  AND (sqlc.narg(after_id)::uuid IS NULL
    OR NOT sqlc.arg(backwards)::bool AND (lower(p.name), p.id) > (SELECT lower(c.name), c.id FROM person c WHERE c.id = sqlc.narg(after_id)::uuid)
    OR sqlc.arg(backwards)::bool AND (lower(p.name), p.id) < (SELECT lower(c.name), c.id FROM person c WHERE c.id = sqlc.narg(after_id)::uuid))
GROUP BY p.id, o.name
ORDER BY CASE WHEN sqlc.arg(backwards)::bool THEN lower(p.name) END DESC, CASE WHEN sqlc.arg(backwards)::bool THEN p.id END DESC,
  lower(p.name), p.id
LIMIT sqlc.arg(most);

-- name: CountPeopleOf :one
SELECT count(DISTINCT p.id) FROM person_role pr JOIN person p ON p.id = pr.person_id
WHERE pr.library_id = sqlc.arg(library) AND p.erased_at IS NULL
  AND (sqlc.arg(pattern)::text = '' OR lower(p.name) LIKE sqlc.arg(pattern)::text OR lower(p.name) LIKE '% ' || sqlc.arg(pattern)::text
    OR lower(p.email) LIKE sqlc.arg(pattern)::text)
  AND (sqlc.arg(role)::text = '' OR pr.role = sqlc.arg(role)::text);

-- name: MatchPeople :many
-- Among the people of several libraries, by the beginning of a name, of a word in it, or of an address.
SELECT DISTINCT p.id, p.name, lower(p.name) AS sort_name, coalesce(p.email, '')::text AS email, p.job_title, p.staff_group,
  p.organisation_id, coalesce(o.name, '')::text AS organisation_name
FROM person_role pr JOIN person p ON p.id = pr.person_id LEFT JOIN organisation o ON o.id = p.organisation_id
WHERE pr.library_id = ANY (sqlc.arg(libraries)::uuid[]) AND p.erased_at IS NULL
  AND (lower(p.name) LIKE sqlc.arg(pattern)::text OR lower(p.name) LIKE '% ' || sqlc.arg(pattern)::text
    OR lower(p.email) LIKE sqlc.arg(pattern)::text)
ORDER BY sort_name, p.id LIMIT sqlc.arg(most);

-- name: LockRoles :exec
-- Whoever changes roles of the library waits for the others, so that two cannot each remove the one who is left.
SELECT FROM library WHERE id = sqlc.arg(library) FOR NO KEY UPDATE;

-- name: CountHolders :one
-- How many others hold the role.
SELECT count(*) FROM person_role pr JOIN person p ON p.id = pr.person_id
WHERE pr.library_id = sqlc.arg(library) AND pr.role = sqlc.arg(role) AND pr.person_id <> sqlc.arg(person) AND p.erased_at IS NULL;

-- name: CountOwned :one
-- How many open requests of the library somebody owns.
SELECT count(*) FROM request_state s
WHERE s.library_id = sqlc.arg(library) AND s.owner = sqlc.arg(person)::uuid AND (s.open OR s.stage = 'merged');

-- name: InsertAccessRequest :execrows
INSERT INTO access_request (id, person_id, library_id, state, asked_at, decided_at)
SELECT sqlc.arg(id), p.id, sqlc.arg(library), sqlc.arg(state), sqlc.arg(now), sqlc.narg(decided)
FROM person p WHERE p.id = sqlc.arg(person) AND p.erased_at IS NULL
ON CONFLICT (person_id, library_id) WHERE state = 'pending' DO NOTHING;

-- name: AccessRequestsOf :many
-- What somebody asked for, the newest first.
SELECT a.id, a.library_id, l.name AS library_name, l.email AS library_email, a.state, a.reason_code, a.asked_at, a.decided_at
FROM access_request a JOIN library l ON l.id = a.library_id
WHERE a.person_id = sqlc.arg(person) ORDER BY a.asked_at DESC, a.id DESC LIMIT 50;

-- name: PendingAccess :many
-- Who waits to be let into a library, the longest first.
SELECT a.id, a.person_id, p.name, coalesce(p.email, '')::text AS email, p.job_title, p.staff_group, a.asked_at
FROM access_request a JOIN person p ON p.id = a.person_id
WHERE a.library_id = sqlc.arg(library) AND a.state = 'pending' AND p.erased_at IS NULL
ORDER BY a.asked_at, a.id LIMIT sqlc.arg(most);

-- name: LockAccessRequest :one
SELECT person_id, state FROM access_request WHERE id = sqlc.arg(id) AND library_id = sqlc.arg(library) FOR UPDATE;

-- name: DecideAccess :exec
UPDATE access_request SET state = sqlc.arg(state), reason_code = sqlc.arg(reason), decided_by = sqlc.narg(by), decided_at = sqlc.arg(now)
WHERE id = sqlc.arg(id);

-- name: LibrariesToAsk :many
-- The libraries here, with how somebody with an address of the domain may come in.
SELECT id, code, name, email, coalesce(settings -> 'email_domains' ? sqlc.arg(domain)::text, false)::bool AS served,
  coalesce((settings ->> 'access_open')::bool, false)::bool AS open
FROM library WHERE NOT outside ORDER BY name, id;
