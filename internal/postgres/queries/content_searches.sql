-- name: InsertSearch :one
INSERT INTO search_record (id, request_id, version, source, source_name, platform, kind, method, multi_db_group, coverage, run_at,
  run_by, is_rerun_of, adapted_from, lines, limits, filters, records_retrieved, records_exported, ai_use, note, alerts, adapted_from_search, authors, trainee,
  created_at, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), 1, sqlc.arg(source), sqlc.arg(source_name), sqlc.arg(platform), sqlc.arg(kind),
  sqlc.arg(method), sqlc.arg(multi_db_group), sqlc.arg(coverage), sqlc.narg(run_at), sqlc.narg(run_by), sqlc.narg(is_rerun_of),
  sqlc.arg(adapted_from), sqlc.arg(lines), sqlc.arg(limits), sqlc.arg(filters), sqlc.narg(records_retrieved),
  sqlc.narg(records_exported), sqlc.arg(ai_use), sqlc.arg(note), sqlc.arg(alerts), sqlc.narg(adapted_from_search), ARRAY[sqlc.arg(person)::uuid], sqlc.arg(trainee),
  sqlc.arg(now), sqlc.arg(person)::uuid, sqlc.arg(now))
RETURNING *;

-- name: UpdateSearch :one
-- Nothing happens to a row at another version, nor to one that says this already: who changed nothing wrote no part of it.
UPDATE search_record SET
  version = version + 1, erased_at = NULL, source = sqlc.arg(source), source_name = sqlc.arg(source_name), platform = sqlc.arg(platform),
  kind = sqlc.arg(kind), method = sqlc.arg(method), multi_db_group = sqlc.arg(multi_db_group), coverage = sqlc.arg(coverage),
  run_at = sqlc.narg(run_at), run_by = sqlc.narg(run_by), is_rerun_of = sqlc.narg(is_rerun_of),
  adapted_from = sqlc.arg(adapted_from), lines = sqlc.arg(lines), limits = sqlc.arg(limits), filters = sqlc.arg(filters),
  records_retrieved = sqlc.narg(records_retrieved), records_exported = sqlc.narg(records_exported), ai_use = sqlc.arg(ai_use),
  note = sqlc.arg(note), alerts = sqlc.arg(alerts), adapted_from_search = sqlc.narg(adapted_from_search),
  authors = CASE WHEN sqlc.arg(person)::uuid = ANY (authors) THEN authors ELSE authors || sqlc.arg(person)::uuid END,
  trainee = trainee OR sqlc.arg(trainee), updated_by = sqlc.arg(person)::uuid, updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
  AND (source, source_name, platform, kind, method, multi_db_group, coverage, run_at, run_by, is_rerun_of, adapted_from, lines,
     limits, filters, records_retrieved, records_exported, ai_use, note, alerts, adapted_from_search)
  IS DISTINCT FROM
    (sqlc.arg(source)::text, sqlc.arg(source_name)::text, sqlc.arg(platform)::text, sqlc.arg(kind)::text,
     sqlc.arg(method)::text, sqlc.arg(multi_db_group)::text, sqlc.arg(coverage)::text, sqlc.narg(run_at)::timestamptz,
     sqlc.narg(run_by)::uuid, sqlc.narg(is_rerun_of)::uuid, sqlc.arg(adapted_from)::text, sqlc.arg(lines)::jsonb,
     sqlc.arg(limits)::jsonb, sqlc.arg(filters)::jsonb, sqlc.narg(records_retrieved)::int, sqlc.narg(records_exported)::int,
     sqlc.arg(ai_use)::jsonb, sqlc.arg(note)::text, sqlc.arg(alerts)::text, sqlc.narg(adapted_from_search)::uuid)
RETURNING *;

-- name: DeleteSearch :one
WITH gone AS (
  DELETE FROM search_record s
  WHERE s.request_id = sqlc.arg(request) AND s.id = sqlc.arg(id) AND s.version = sqlc.arg(version)
  RETURNING s.id
), hand AS (
  INSERT INTO report_hand (request_id, person_id, searches) SELECT sqlc.arg(request)::uuid, sqlc.arg(person)::uuid, true FROM gone ON CONFLICT DO NOTHING
)
SELECT gone.id FROM gone;

-- name: GetSearch :one
SELECT * FROM search_record WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: ListSearches :many
SELECT * FROM search_record WHERE request_id = sqlc.arg(request) ORDER BY id;

-- name: SearchesByID :many
SELECT * FROM search_record WHERE request_id = sqlc.arg(request) AND id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY id;

-- name: CountSearches :one
SELECT count(*) FROM search_record WHERE request_id = sqlc.arg(request);
