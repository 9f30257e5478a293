-- name: ListContracts :many
SELECT c.*, p.name FROM staff_contract c JOIN person p ON p.id = c.person_id
WHERE c.library_id = sqlc.arg(library) AND (sqlc.narg(whose)::uuid IS NULL OR c.person_id = sqlc.narg(whose)::uuid)
ORDER BY p.name, c.person_id, c.from_on;

-- name: GetContract :one
SELECT c.*, p.name FROM staff_contract c JOIN person p ON p.id = c.person_id WHERE c.library_id = sqlc.arg(library) AND c.id = sqlc.arg(id);

-- name: InsertContract :exec
INSERT INTO staff_contract (id, library_id, person_id, version, hours, from_on, until_on, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(person), 1, sqlc.arg(hours), sqlc.arg(from_on), sqlc.narg(until_on), sqlc.arg(writer), sqlc.arg(now));

-- name: UpdateContract :one
UPDATE staff_contract SET version = version + 1, hours = sqlc.arg(hours), from_on = sqlc.arg(from_on), until_on = sqlc.narg(until_on),
  updated_by = sqlc.arg(writer), updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
RETURNING id;

-- name: DeleteContract :one
DELETE FROM staff_contract WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: ListLeave :many
SELECT l.*, p.name FROM staff_leave l JOIN person p ON p.id = l.person_id
WHERE l.library_id = sqlc.arg(library) AND l.until_on >= sqlc.arg(since) AND (sqlc.narg(whose)::uuid IS NULL OR l.person_id = sqlc.narg(whose)::uuid)
ORDER BY l.from_on, p.name, l.id;

-- name: GetLeave :one
SELECT l.*, p.name FROM staff_leave l JOIN person p ON p.id = l.person_id WHERE l.library_id = sqlc.arg(library) AND l.id = sqlc.arg(id);

-- name: InsertLeave :exec
INSERT INTO staff_leave (id, library_id, person_id, version, from_on, until_on, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(person), 1, sqlc.arg(from_on), sqlc.arg(until_on), sqlc.arg(writer), sqlc.arg(now));

-- name: DeleteLeave :exec
DELETE FROM staff_leave WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id);

-- name: WorksIn :one
-- Whether somebody works in a library.
SELECT EXISTS (SELECT FROM person_role r JOIN person p ON p.id = r.person_id
  WHERE r.library_id = sqlc.arg(library) AND r.person_id = sqlc.arg(person) AND r.role IN ('librarian', 'trainee', 'manager') AND p.erased_at IS NULL);

-- name: TeamOf :many
SELECT p.id, p.name FROM person p
WHERE p.erased_at IS NULL AND EXISTS (SELECT FROM person_role r WHERE r.person_id = p.id AND r.library_id = sqlc.arg(library) AND r.role IN ('librarian', 'trainee', 'manager'))
  AND (sqlc.narg(whose)::uuid IS NULL OR p.id = sqlc.narg(whose)::uuid)
ORDER BY p.name, p.id;

-- name: OpenWork :many
-- The open requests of a library, or those that one person owns, with what they were estimated at and the time noted on them.
SELECT s.owner, s.type, (s.due_by < sqlc.arg(week_ends)::timestamptz)::boolean AS due, coalesce((t.state ->> 'estimate_minutes')::int, 0)::int AS estimate, coalesce(f.staff_minutes, 0)::int AS noted
FROM request_state s JOIN transition t ON t.request_id = s.request_id AND t.seq = s.seq LEFT JOIN request_fact f ON f.request_id = s.request_id
WHERE s.library_id = sqlc.arg(library) AND s.open AND (sqlc.narg(whose)::uuid IS NULL OR s.owner = sqlc.narg(whose)::uuid);

-- name: TypeHistory :many
-- What was delivered from one day until before another, by type of search, and the time it took.
SELECT purpose, count(*)::int AS requests, count(*) FILTER (WHERE staff_minutes > 0)::int AS timed,
  coalesce(percentile_cont(0.5) WITHIN GROUP (ORDER BY staff_minutes) FILTER (WHERE staff_minutes > 0), 0)::float8 AS median,
  coalesce(percentile_cont(0.75) WITHIN GROUP (ORDER BY staff_minutes) FILTER (WHERE staff_minutes > 0), 0)::float8 AS upper
FROM request_fact
WHERE library_id = sqlc.arg(library) AND delivered_on >= sqlc.arg(from_on) AND delivered_on < sqlc.arg(before)
GROUP BY purpose;

-- name: FirstReceived :one
SELECT min(received_on)::date AS received_on FROM request_fact WHERE library_id = sqlc.arg(library);

-- name: ReplayFacts :many
-- The requests that were there to be answered in a period: received in it or before, and not ended before it. What ended without
-- an answer is left out.
SELECT purpose, urgency, received_on, delivered_on, coalesce(minutes_promised, minutes_first)::int AS promised, staff_minutes, checked, met_agreed
FROM request_fact
WHERE library_id = sqlc.arg(library) AND received_on >= sqlc.arg(oldest) AND received_on <= sqlc.arg(to_on)
  AND (delivered_on >= sqlc.arg(from_on) OR delivered_on IS NULL AND ended_on IS NULL)
ORDER BY received_on, request_id;
