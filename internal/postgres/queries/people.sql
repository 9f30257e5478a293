-- name: InsertPerson :execrows
-- Nothing when the identifier or the address is somebody's already.
INSERT INTO person (id, name, email, job_title, phone, staff_group, organisation_id, created_at)
VALUES (sqlc.arg(id), sqlc.arg(name), sqlc.narg(email), sqlc.arg(job_title), sqlc.arg(phone), sqlc.arg(staff_group),
  sqlc.narg(organisation), sqlc.arg(now))
ON CONFLICT DO NOTHING;

-- name: GetPerson :one
SELECT * FROM person WHERE id = sqlc.arg(id);

-- name: PersonByEmail :one
SELECT * FROM person WHERE lower(email) = lower(sqlc.arg(email)::text);

-- name: NamesOf :many
SELECT id, name FROM person WHERE id = ANY (sqlc.arg(people)::uuid[]);

-- name: PersonKnown :one
SELECT EXISTS (SELECT FROM person WHERE id = sqlc.arg(id) AND erased_at IS NULL);

-- name: RolesIn :many
SELECT pr.role FROM person_role pr JOIN person p ON p.id = pr.person_id
WHERE pr.person_id = sqlc.arg(person) AND pr.library_id = sqlc.arg(library) AND p.erased_at IS NULL
ORDER BY pr.role;

-- name: MembershipsOf :many
SELECT pr.library_id, pr.role FROM person_role pr JOIN person p ON p.id = pr.person_id
WHERE pr.person_id = sqlc.arg(person) AND p.erased_at IS NULL
ORDER BY pr.library_id, pr.role;

-- name: HoldsAnywhere :one
SELECT EXISTS (SELECT FROM person_role pr JOIN person p ON p.id = pr.person_id
               WHERE pr.person_id = sqlc.arg(person) AND pr.role = sqlc.arg(role) AND p.erased_at IS NULL);

-- name: InsertRole :execrows
-- Gives a role by hand, also one that a provider gives, and notes it. Nothing for somebody who was erased, or who was given
-- it before.
WITH given AS (
  INSERT INTO person_role (person_id, library_id, role)
  SELECT p.id, sqlc.arg(library), sqlc.arg(role) FROM person p WHERE p.id = sqlc.arg(person) AND p.erased_at IS NULL
  ON CONFLICT (person_id, library_id, role) DO UPDATE SET by_hand = true WHERE NOT person_role.by_hand
  RETURNING person_id, library_id, role)
INSERT INTO role_change (id, person_id, library_id, role, given, source, by_person, at)
SELECT sqlc.arg(change), g.person_id, g.library_id, g.role, true, sqlc.arg(source), sqlc.narg(by), sqlc.arg(now) FROM given g;

-- name: DeleteRole :execrows
WITH taken AS (
  DELETE FROM person_role pr WHERE pr.person_id = sqlc.arg(person) AND pr.library_id = sqlc.arg(library) AND pr.role = sqlc.arg(role)
  RETURNING pr.person_id, pr.library_id, pr.role)
INSERT INTO role_change (id, person_id, library_id, role, given, source, by_person, at)
SELECT sqlc.arg(change), t.person_id, t.library_id, t.role, false, sqlc.arg(source), sqlc.narg(by), sqlc.arg(now) FROM taken t;

-- name: StaffOf :many
-- Who works in a library, by name.
SELECT p.id, p.name, array_agg(pr.role ORDER BY pr.role)::text[] AS roles
FROM person_role pr JOIN person p ON p.id = pr.person_id
WHERE pr.library_id = sqlc.arg(library) AND pr.role = ANY (sqlc.arg(roles)::text[]) AND p.erased_at IS NULL
GROUP BY p.id, p.name ORDER BY p.name, p.id;
