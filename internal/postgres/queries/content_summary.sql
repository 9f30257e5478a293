-- name: GetSummary :one
SELECT * FROM summary WHERE request_id = sqlc.arg(request);

-- name: StartSummary :one
-- The first words on the empty page, which is version 1. No row when somebody was faster.
INSERT INTO summary (request_id, version, body, bottom_line, product, sections, evidence_table, certainties, authors, trainee, created_at, updated_by,
  updated_at)
VALUES (sqlc.arg(request), 2, sqlc.arg(body), sqlc.arg(bottom_line), sqlc.arg(product), sqlc.arg(sections), sqlc.arg(evidence_table),
  sqlc.arg(certainties), ARRAY[sqlc.arg(person)::uuid], sqlc.arg(trainee), sqlc.arg(now), sqlc.arg(person)::uuid, sqlc.arg(now))
ON CONFLICT (request_id) DO NOTHING
RETURNING *;

-- name: UpdateSummary :one
-- Nothing happens to a text at another version, nor to one that says this already: who changed nothing wrote no part of it.
UPDATE summary SET
  version = version + 1, erased_at = NULL, body = sqlc.arg(body), bottom_line = sqlc.arg(bottom_line), product = sqlc.arg(product),
  sections = sqlc.arg(sections), evidence_table = sqlc.arg(evidence_table), certainties = sqlc.arg(certainties),
  authors = CASE WHEN sqlc.arg(person)::uuid = ANY (authors) THEN authors ELSE authors || sqlc.arg(person)::uuid END,
  trainee = trainee OR sqlc.arg(trainee), updated_by = sqlc.arg(person)::uuid, updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND version = sqlc.arg(version)
  AND (body, bottom_line, product, sections, evidence_table, certainties)
  IS DISTINCT FROM
    (sqlc.arg(body)::text, sqlc.arg(bottom_line)::text, sqlc.arg(product)::text, sqlc.arg(sections)::jsonb,
     sqlc.arg(evidence_table)::jsonb, sqlc.arg(certainties)::jsonb)
RETURNING *;

-- name: LockSummary :one
SELECT * FROM summary WHERE request_id = sqlc.arg(request) FOR UPDATE;

-- name: NewestSummaryVersion :one
SELECT version, digest, authors, trainee, disclaimers FROM summary_version
WHERE request_id = sqlc.arg(request) ORDER BY version DESC LIMIT 1;

-- name: InsertSummaryVersion :exec
INSERT INTO summary_version (request_id, version, body, bottom_line, product, sections, evidence_table, certainties, refs, searches, support,
  disclaimers, methods, question, digest, authors, trainee, frozen_by, created_at)
VALUES (sqlc.arg(request), sqlc.arg(version), sqlc.arg(body), sqlc.arg(bottom_line), sqlc.arg(product), sqlc.arg(sections),
  sqlc.arg(evidence_table), sqlc.arg(certainties), sqlc.arg(refs), sqlc.arg(searches), sqlc.arg(support), sqlc.arg(disclaimers),
  sqlc.narg(methods), sqlc.arg(question), sqlc.arg(digest), sqlc.arg(authors), sqlc.arg(trainee), sqlc.arg(person), sqlc.arg(now));

-- name: GetSummaryVersion :one
SELECT * FROM summary_version WHERE request_id = sqlc.arg(request) AND version = sqlc.arg(version);

-- name: ListSummaryVersions :many
SELECT version, digest, authors, trainee, frozen_by, created_at, erased_at
FROM summary_version
WHERE request_id = sqlc.arg(request)
ORDER BY version DESC;

-- name: ReportKind :one
-- What decides which disclaimers stand on a report, and the library's own words for them. The state is missing while a live answer
-- is being recorded.
SELECT coalesce(s.type, r.type)::text AS type, coalesce(nullif(s.product, ''), r.product)::text AS product,
  coalesce((SELECT jsonb_object_agg(d.code, d.body) FROM library_disclaimer d WHERE d.library_id = r.library_id AND d.body <> ''), '{}')::jsonb AS words
FROM request r LEFT JOIN request_state s ON s.request_id = r.id
WHERE r.id = sqlc.arg(request);

-- name: ReportQuestion :one
-- The question as it reads now, as far as a report shows it.
SELECT t.version, t.question, t.framework, t.framework_text, t.exclusions
FROM request r JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
WHERE r.id = sqlc.arg(request);
