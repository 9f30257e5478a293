-- name: FindSession :many
-- One row for each role of whoever signed in; one without a role for somebody who has none or has not signed in. An erased
-- person's session is none. One that is over is told apart, so that a form that came too late goes back to its writer only.
SELECT s.id, s.person_id, s.method, s.seen_at, s.data, coalesce(p.name, '')::text AS name, pr.library_id, pr.role,
  (s.expires_at > sqlc.arg(now) AND s.seen_at > sqlc.arg(idle_since))::bool AS counts
FROM web_session s LEFT JOIN person p ON p.id = s.person_id AND p.erased_at IS NULL
  LEFT JOIN person_role pr ON pr.person_id = p.id
WHERE s.token_hash = sqlc.arg(hash) AND (s.person_id IS NULL) = (p.id IS NULL)
ORDER BY pr.library_id, pr.role;

-- name: TouchSession :exec
UPDATE web_session SET seen_at = sqlc.arg(now) WHERE id = sqlc.arg(id) AND seen_at < sqlc.arg(now);

-- name: InsertSession :exec
INSERT INTO web_session (id, token_hash, person_id, method, agent, created_at, seen_at, expires_at, data)
VALUES (sqlc.arg(id), sqlc.arg(hash), sqlc.narg(person), sqlc.arg(method), sqlc.arg(agent), sqlc.arg(now), sqlc.arg(now), sqlc.arg(expires), sqlc.arg(data));

-- name: SaveSession :execrows
-- Only what is there: a session that was revoked meanwhile stays away.
UPDATE web_session SET data = sqlc.arg(data), expires_at = sqlc.arg(expires) WHERE token_hash = sqlc.arg(hash);

-- name: DeleteSession :exec
DELETE FROM web_session WHERE token_hash = sqlc.arg(hash);

-- name: SessionsOf :many
SELECT id, method, agent, created_at, seen_at, expires_at FROM web_session
WHERE person_id = sqlc.arg(person)::uuid AND expires_at > sqlc.arg(now) AND seen_at > sqlc.arg(idle_since)
ORDER BY seen_at DESC, id;

-- name: RevokeSession :execrows
DELETE FROM web_session WHERE id = sqlc.arg(id) AND person_id = sqlc.arg(person)::uuid;

-- name: RevokeSessions :execrows
DELETE FROM web_session WHERE person_id = sqlc.arg(person)::uuid;

-- name: PersonPrincipal :many
-- One row for each role; one without a role for somebody who has none.
SELECT p.name, pr.library_id, pr.role FROM person p LEFT JOIN person_role pr ON pr.person_id = p.id
WHERE p.id = sqlc.arg(person) AND p.erased_at IS NULL
ORDER BY pr.library_id, pr.role;

-- name: PurgeSessions :execrows
-- Kept for a day after they end, so that whose they were is still known.
DELETE FROM web_session WHERE expires_at <= sqlc.arg(before) OR seen_at <= sqlc.arg(idle_before);

-- name: PurgeStash :execrows
DELETE FROM form_stash WHERE expires_at <= sqlc.arg(now);

-- name: PurgeLinks :execrows
-- Kept for a day after they end, so that a link that was spent can say so.
DELETE FROM sign_in_link WHERE expires_at <= sqlc.arg(before);

-- name: InsertStash :execrows
-- Nothing when the forms of this client, or of all, take up too much.
INSERT INTO form_stash (id_hash, client_mac, sealed, expires_at)
SELECT sqlc.arg(id_hash), sqlc.arg(client_mac)::bytea, sqlc.arg(sealed)::bytea, sqlc.arg(expires)
WHERE (SELECT coalesce(sum(octet_length(f.sealed)), 0) FROM form_stash f) + octet_length(sqlc.arg(sealed)::bytea) <= sqlc.arg(most)::bigint
  AND (SELECT coalesce(sum(octet_length(f.sealed)), 0) FROM form_stash f WHERE f.client_mac = sqlc.arg(client_mac)::bytea)
    + octet_length(sqlc.arg(sealed)::bytea) <= sqlc.arg(most_of_client)::bigint;

-- name: TakeStash :one
DELETE FROM form_stash WHERE id_hash = sqlc.arg(id_hash) AND expires_at > sqlc.arg(now) RETURNING sealed;

-- name: InsertLink :execrows
-- Nothing when this address, or this client, asked often enough since the instant.
INSERT INTO sign_in_link (token_hash, address_mac, client_mac, sealed, created_at, expires_at)
SELECT sqlc.arg(hash), sqlc.arg(address_mac)::bytea, sqlc.arg(client_mac)::bytea, sqlc.arg(sealed), sqlc.arg(now)::timestamptz, sqlc.arg(expires)
WHERE (SELECT count(*) FROM sign_in_link l WHERE l.address_mac = sqlc.arg(address_mac)::bytea AND l.created_at > sqlc.arg(since)) < sqlc.arg(most_to_address)::bigint
  AND (SELECT count(*) FROM sign_in_link l WHERE l.client_mac = sqlc.arg(client_mac)::bytea AND l.created_at > sqlc.arg(since)) < sqlc.arg(most_of_client)::bigint;

-- name: GetLink :one
SELECT sealed, expires_at, spent_at FROM sign_in_link WHERE token_hash = sqlc.arg(hash);

-- name: SpendLink :execrows
-- One winner.
UPDATE sign_in_link SET spent_at = sqlc.arg(now) WHERE token_hash = sqlc.arg(hash) AND spent_at IS NULL AND expires_at > sqlc.arg(now);

-- name: LibrariesServing :many
-- The libraries whose settings name the domain.
SELECT id, code, name, email FROM library WHERE NOT outside AND settings -> 'email_domains' ? sqlc.arg(domain)::text ORDER BY name, id;

-- name: IdentityPerson :one
SELECT i.person_id FROM identity i JOIN person p ON p.id = i.person_id
WHERE i.issuer = sqlc.arg(issuer) AND i.subject = sqlc.arg(subject) AND p.erased_at IS NULL;

-- name: InsertIdentity :execrows
INSERT INTO identity (issuer, subject, person_id, created_at, used_at)
VALUES (sqlc.arg(issuer), sqlc.arg(subject), sqlc.arg(person), sqlc.arg(now), sqlc.arg(now))
ON CONFLICT (issuer, subject) DO NOTHING;

-- name: TouchIdentity :exec
UPDATE identity SET used_at = sqlc.arg(now) WHERE issuer = sqlc.arg(issuer) AND subject = sqlc.arg(subject);

-- name: LibraryIDsByCode :many
SELECT id, code FROM library WHERE code = ANY (sqlc.arg(codes)::text[]) AND NOT outside;

-- name: MappedRolesOf :many
SELECT library_id, role FROM mapped_role WHERE person_id = sqlc.arg(person) AND provider = sqlc.arg(provider);

-- name: InsertProvidedRole :execrows
-- A role that is held because a provider says so, unless it is held already.
WITH given AS (
  INSERT INTO person_role (person_id, library_id, role, by_hand)
  VALUES (sqlc.arg(person), sqlc.arg(library), sqlc.arg(role), false) ON CONFLICT DO NOTHING
  RETURNING person_id, library_id, role)
INSERT INTO role_change (id, person_id, library_id, role, given, source, at)
SELECT sqlc.arg(change), g.person_id, g.library_id, g.role, true, sqlc.arg(source), sqlc.arg(now) FROM given g;

-- name: InsertMappedRole :exec
INSERT INTO mapped_role (person_id, library_id, role, provider)
VALUES (sqlc.arg(person), sqlc.arg(library), sqlc.arg(role), sqlc.arg(provider)) ON CONFLICT DO NOTHING;

-- name: DeleteMappedRole :exec
DELETE FROM mapped_role
WHERE person_id = sqlc.arg(person) AND library_id = sqlc.arg(library) AND role = sqlc.arg(role) AND provider = sqlc.arg(provider);

-- name: DeleteUnsupportedRole :execrows
-- A role that nobody gave by hand and no provider gives any more.
WITH taken AS (
  DELETE FROM person_role pr
  WHERE pr.person_id = sqlc.arg(person) AND pr.library_id = sqlc.arg(library) AND pr.role = sqlc.arg(role) AND NOT pr.by_hand
    AND NOT EXISTS (SELECT FROM mapped_role m WHERE m.person_id = pr.person_id AND m.library_id = pr.library_id AND m.role = pr.role)
  RETURNING pr.person_id, pr.library_id, pr.role)
INSERT INTO role_change (id, person_id, library_id, role, given, source, at)
SELECT sqlc.arg(change), t.person_id, t.library_id, t.role, false, sqlc.arg(source), sqlc.arg(now) FROM taken t;

-- name: LockForRoles :exec
-- Two sign-ins of the same person wait for each other.
SELECT FROM person WHERE id = sqlc.arg(person) FOR NO KEY UPDATE;
