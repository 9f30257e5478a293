-- name: InsertReviewFinding :exec
INSERT INTO review_finding (id, request_id, version, subject, check_seq, element, search_id, line, section, severity, body, state, raised_by,
  created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), 1, sqlc.arg(subject), sqlc.arg(check_seq), sqlc.arg(element), sqlc.narg(search), sqlc.narg(line),
  sqlc.arg(section), sqlc.arg(severity), sqlc.arg(body), 'open', sqlc.arg(person), sqlc.arg(now), sqlc.arg(now));

-- name: UpdateReviewFinding :one
UPDATE review_finding SET version = version + 1, erased_at = NULL, element = sqlc.arg(element), search_id = sqlc.narg(search), line = sqlc.narg(line),
  section = sqlc.arg(section), severity = sqlc.arg(severity), body = sqlc.arg(body), updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
RETURNING *;

-- name: StepReviewFinding :one
-- What was done about it is added to what was done before.
UPDATE review_finding SET version = version + 1, erased_at = NULL, state = sqlc.arg(state), steps = steps || sqlc.arg(step)::jsonb, updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
RETURNING *;

-- name: GetReviewFinding :one
SELECT * FROM review_finding WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: ListReviewFindings :many
SELECT * FROM review_finding WHERE request_id = sqlc.arg(request) ORDER BY id;

-- name: CountReviewFindings :one
SELECT count(*)::int FROM review_finding WHERE request_id = sqlc.arg(request);

-- name: UnverifiedFindings :one
-- How many findings that had to be met nobody has verified yet.
SELECT count(*)::int FROM review_finding
WHERE request_id = sqlc.arg(request) AND subject = sqlc.arg(subject) AND severity = 'revision_required' AND state NOT IN ('verified', 'withdrawn');

-- name: RecurringFindings :many
-- What checks of a library found since then, by element and severity; a summary has no elements.
SELECT f.subject, f.element, f.severity, count(*)::int AS findings, count(DISTINCT f.request_id)::int AS requests
FROM review_finding f JOIN request r ON r.id = f.request_id
WHERE r.library_id = sqlc.arg(library) AND f.created_at >= sqlc.arg(since) AND f.state <> 'withdrawn'
GROUP BY f.subject, f.element, f.severity
ORDER BY f.subject, f.element, f.severity;

-- name: BlankReviewFindings :execrows
UPDATE review_finding SET body = '', section = '', version = version + 1, erased_at = sqlc.arg(now),
  steps = (SELECT coalesce(jsonb_agg(s.step - 'note' ORDER BY s.n), '[]') FROM jsonb_array_elements(steps) WITH ORDINALITY AS s (step, n))
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankReviewFindingsBy :exec
-- What a person wrote: findings that they raised, and what was noted about those that they had a part in.
UPDATE review_finding SET body = '', section = '', version = version + 1, erased_at = sqlc.arg(now),
  steps = (SELECT coalesce(jsonb_agg(s.step - 'note' ORDER BY s.n), '[]') FROM jsonb_array_elements(steps) WITH ORDINALITY AS s (step, n))
WHERE erased_at IS NULL
  AND (raised_by = sqlc.arg(person) OR steps @> jsonb_build_array(jsonb_build_object('by', sqlc.arg(person)::uuid)));

-- name: InsertCheckedStrategy :exec
-- The same text may be sent again; it was kept the first time, unless that was erased.
INSERT INTO checked_strategy (request_id, digest, version, searches, authors, frozen_by, created_at)
VALUES (sqlc.arg(request), sqlc.arg(digest), sqlc.arg(version), sqlc.arg(searches), sqlc.arg(authors), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (request_id, digest) DO NOTHING;

-- name: GetCheckedStrategy :one
SELECT * FROM checked_strategy WHERE request_id = sqlc.arg(request) AND digest = sqlc.arg(digest);

-- name: BlankCheckedStrategies :execrows
UPDATE checked_strategy SET searches = '[]', erased_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;
