-- name: InsertOutcomeTag :execrows
INSERT INTO outcome_tag (id, library_id, outcome, kind, target, note, dated, tagged_by, tagged_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(outcome), sqlc.arg(kind), sqlc.arg(target), sqlc.arg(note), sqlc.arg(dated), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, outcome, kind, target) DO NOTHING;

-- name: OutcomeTags :many
-- With what they are evidence of, as the people of the library know it: the reference of a request, the title of a case.
SELECT sqlc.embed(t), coalesce(r.reference, c.texts ->> 'title', cq.texts ->> 'title', t.target)::text AS about,
  coalesce(r.id::text, c.id::text, cq.id::text, '')::text AS place
FROM outcome_tag t
  LEFT JOIN request r ON t.kind = 'request' AND r.id::text = t.target AND r.library_id = t.library_id
  LEFT JOIN case_study c ON t.kind = 'case' AND c.id::text = t.target AND c.library_id = t.library_id
  LEFT JOIN case_quote q ON t.kind = 'quote' AND q.id::text = t.target
  LEFT JOIN case_study cq ON cq.id = q.case_id AND cq.library_id = t.library_id
WHERE t.library_id = sqlc.arg(library) AND (sqlc.arg(outcome)::text = '' OR t.outcome = sqlc.arg(outcome)::text)
  AND (sqlc.narg(from_day)::date IS NULL OR t.dated >= sqlc.narg(from_day)::date) AND (sqlc.narg(to_day)::date IS NULL OR t.dated <= sqlc.narg(to_day)::date)
ORDER BY t.outcome, t.dated DESC, t.id DESC LIMIT sqlc.arg(most);

-- name: CountOutcomeTags :many
SELECT outcome, count(*)::int AS n FROM outcome_tag
WHERE library_id = sqlc.arg(library) AND dated >= sqlc.arg(from_day) AND dated <= sqlc.arg(to_day) GROUP BY outcome;

-- name: TagTargetRequest :one
SELECT coalesce(f.delivered_on, f.received_on)::date AS dated FROM request_fact f
WHERE f.request_id = sqlc.arg(request) AND f.library_id = sqlc.arg(library);

-- name: TagTargetCase :one
SELECT coalesce(c.published_at, c.created_at)::timestamptz AS dated FROM case_study c WHERE c.id = sqlc.arg(id) AND c.library_id = sqlc.arg(library);

-- name: TagTargetQuote :one
SELECT q.consent_on AS dated FROM case_quote q JOIN case_study c ON c.id = q.case_id WHERE q.id = sqlc.arg(id) AND c.library_id = sqlc.arg(library);

-- name: DeleteOutcomeTag :execrows
DELETE FROM outcome_tag WHERE id = sqlc.arg(id) AND library_id = sqlc.arg(library);

-- name: TaggableRequests :many
-- Delivered in the year and not yet evidence of anything, newest first: what the framework suggests to tag.
SELECT f.request_id, r.reference, f.purpose, f.delivered_on, f.rerun, (f.checked = 'approved')::bool AS checked,
  EXISTS (SELECT FROM ask a JOIN survey_answer s ON s.ask_id = a.id WHERE a.request_id = f.request_id)::bool AS answered
FROM request_fact f JOIN request r ON r.id = f.request_id
WHERE f.library_id = sqlc.arg(library) AND f.delivered_on >= sqlc.arg(from_day) AND f.delivered_on <= sqlc.arg(to_day)
  AND NOT EXISTS (SELECT FROM outcome_tag t WHERE t.library_id = f.library_id AND t.kind = 'request' AND t.target = f.request_id::text)
ORDER BY f.delivered_on DESC, f.request_id DESC LIMIT sqlc.arg(most);

-- name: GetAssessment :one
SELECT * FROM outcome_assessment WHERE library_id = sqlc.arg(library) AND year = sqlc.arg(year);

-- name: Assessments :many
SELECT * FROM outcome_assessment WHERE library_id = sqlc.arg(library) ORDER BY year DESC;

-- name: InsertAssessment :one
INSERT INTO outcome_assessment (library_id, year, edition, version, levels, updated_by, updated_at)
VALUES (sqlc.arg(library), sqlc.arg(year), sqlc.arg(edition), 2, sqlc.arg(levels), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, year) DO NOTHING RETURNING *;

-- name: UpdateAssessment :one
UPDATE outcome_assessment SET edition = sqlc.arg(edition), levels = sqlc.arg(levels), version = version + 1, updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND year = sqlc.arg(year) AND version = sqlc.arg(version) RETURNING *;

-- name: InsertOutcomeAction :exec
INSERT INTO outcome_action (id, library_id, year, outcome, action, owner_role, due_on, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(year), sqlc.arg(outcome), sqlc.arg(action), sqlc.arg(owner_role), sqlc.arg(due_on), sqlc.arg(person), sqlc.arg(now));

-- name: OutcomeActions :many
SELECT * FROM outcome_action WHERE library_id = sqlc.arg(library) AND year = sqlc.arg(year) ORDER BY outcome, due_on, id;

-- name: GetOutcomeAction :one
SELECT * FROM outcome_action WHERE id = sqlc.arg(id) AND library_id = sqlc.arg(library);

-- name: UpdateOutcomeAction :one
UPDATE outcome_action SET outcome = sqlc.arg(outcome), action = sqlc.arg(action), owner_role = sqlc.arg(owner_role), due_on = sqlc.arg(due_on),
  done_on = sqlc.narg(done_on), version = version + 1, updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND library_id = sqlc.arg(library) AND version = sqlc.arg(version) RETURNING *;
