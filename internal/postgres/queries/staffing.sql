-- name: StaffingYears :many
-- The newest figures of each year.
SELECT DISTINCT ON (year) * FROM staffing_year WHERE library_id = sqlc.arg(library) ORDER BY year DESC, version DESC;

-- name: StaffingYearHistory :many
SELECT * FROM staffing_year WHERE library_id = sqlc.arg(library) AND year = sqlc.arg(year) ORDER BY version DESC LIMIT 200;

-- name: InsertStaffingYear :one
-- No row when somebody was faster.
INSERT INTO staffing_year (library_id, year, version, workforce_wte, qualified_wte, other_wte, contracted_hours, as_of, source, entered_by, entered_at)
VALUES (sqlc.arg(library), sqlc.arg(year), sqlc.arg(version), sqlc.arg(workforce), sqlc.arg(qualified), sqlc.arg(other), sqlc.arg(hours), sqlc.arg(as_of),
  sqlc.arg(source), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, year, version) DO NOTHING
RETURNING *;

-- name: LibraryRules :many
-- Every version of a rule, the newest first.
SELECT * FROM library_rule WHERE library_id = sqlc.arg(library) AND kind = sqlc.arg(kind) ORDER BY version DESC LIMIT 200;

-- name: InsertLibraryRule :one
-- No row when somebody was faster.
INSERT INTO library_rule (library_id, kind, version, rule, updated_by, updated_at)
VALUES (sqlc.arg(library), sqlc.arg(kind), sqlc.arg(version), sqlc.arg(rule), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, kind, version) DO NOTHING
RETURNING *;

-- name: NationalReturnInForce :one
SELECT * FROM national_return WHERE library_id = sqlc.arg(library) AND year = sqlc.arg(year) ORDER BY version DESC LIMIT 1;

-- name: InsertNationalReturn :one
-- No row when somebody was faster.
INSERT INTO national_return (library_id, year, version, rule_version, entered, updated_by, updated_at)
VALUES (sqlc.arg(library), sqlc.arg(year), sqlc.arg(version), sqlc.arg(rule_version), sqlc.arg(entered), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, year, version) DO NOTHING
RETURNING *;

-- name: DeliveredGroups :many
-- What was delivered in a period, in groups that a counting rule takes whole or not at all.
SELECT purpose, product, staff_group, coalesce(outcome, '')::text AS outcome, live, rerun, count(*)::int AS requests
FROM request_fact
WHERE library_id = sqlc.arg(library) AND delivered_on BETWEEN sqlc.arg(from_on) AND sqlc.arg(to_on)
GROUP BY purpose, product, staff_group, outcome, live, rerun;

-- name: ListEmbeddedRoles :many
SELECT * FROM embedded_role WHERE library_id = sqlc.arg(library) ORDER BY specialty, from_on, id;

-- name: GetEmbeddedRole :one
SELECT * FROM embedded_role WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id);

-- name: CountEmbeddedRoles :one
SELECT count(*) FROM embedded_role WHERE library_id = sqlc.arg(library);

-- name: InsertEmbeddedRole :exec
INSERT INTO embedded_role (id, library_id, version, title, specialty, hours, from_on, until_on, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), 1, sqlc.arg(title), sqlc.arg(specialty), sqlc.arg(hours), sqlc.arg(from_on), sqlc.narg(until_on), sqlc.arg(person), sqlc.arg(now));

-- name: UpdateEmbeddedRole :one
UPDATE embedded_role SET version = version + 1, title = sqlc.arg(title), specialty = sqlc.arg(specialty), hours = sqlc.arg(hours),
  from_on = sqlc.arg(from_on), until_on = sqlc.narg(until_on), updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
RETURNING *;

-- name: DeleteEmbeddedRole :one
DELETE FROM embedded_role WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: SpecialtyWork :many
-- What was delivered in a period by specialty and type of search, and the time noted on it.
SELECT lower(btrim(specialty))::text AS specialty, purpose, count(*)::int AS requests, count(*) FILTER (WHERE staff_minutes = 0)::int AS untimed,
  sum(staff_minutes)::bigint AS minutes
FROM request_fact
WHERE library_id = sqlc.arg(library) AND delivered_on BETWEEN sqlc.arg(from_on) AND sqlc.arg(to_on)
GROUP BY 1, 2;

-- name: SavedTime :many
-- What those say who were asked about what was delivered in a period: each person counts once for each request, with the first answer.
WITH first AS (
  SELECT DISTINCT ON (a.request_id, a.person_id) coalesce(nullif(s.answers ->> 'q6_role', ''), f.staff_group) AS staff_group, s.time_saved
  FROM request_fact f JOIN ask a ON a.request_id = f.request_id JOIN survey_answer s ON s.ask_id = a.id
  WHERE f.library_id = sqlc.arg(library) AND f.delivered_on BETWEEN sqlc.arg(from_on) AND sqlc.arg(to_on)
  ORDER BY a.request_id, a.person_id, a.round)
SELECT staff_group::text AS staff_group, time_saved, count(*)::int AS people FROM first GROUP BY 1, 2;

-- name: AskedAbout :one
-- How many people were asked about what was delivered in a period, or told about it unasked; each counts once for each request.
SELECT count(DISTINCT (a.request_id, a.person_id))::int FROM request_fact f JOIN ask a ON a.request_id = f.request_id
WHERE f.library_id = sqlc.arg(library) AND f.delivered_on BETWEEN sqlc.arg(from_on) AND sqlc.arg(to_on) AND (a.asked_at IS NOT NULL OR a.state = 'answered');
