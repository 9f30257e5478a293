-- name: InsertPubMedRun :exec
INSERT INTO pubmed_run (id, request_id, search_id, search_version, state, with_records, most, line_count, import_id, created_by, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), sqlc.arg(search), sqlc.arg(search_version), 'waiting', sqlc.arg(with_records), sqlc.arg(most), sqlc.arg(line_count),
  sqlc.arg(import), sqlc.arg(person), sqlc.arg(now), sqlc.arg(now));

-- name: ListPubMedRuns :many
-- The newest first, with how many records have come.
SELECT r.id, r.search_id, r.state, r.problem, r.problem_line, r.with_records, r.most, r.lines, r.line_count, r.created_by, r.created_at, r.finished_at, r.erased_at,
  i.id AS import_id, coalesce(i.state, '')::text AS import_state, coalesce(i.records, 0)::int AS records, i.expected
FROM pubmed_run r LEFT JOIN import i ON i.id = r.import_id
WHERE r.request_id = sqlc.arg(request) AND r.search_id = sqlc.arg(search)
ORDER BY r.id DESC LIMIT sqlc.arg(most);

-- name: PubMedRunJob :one
SELECT r.id, r.request_id, r.search_id, r.state, r.with_records, r.most, r.import_id, r.created_by, r.search_version, s.version, s.lines AS strategy, r.lines
FROM pubmed_run r JOIN search_record s ON s.id = r.search_id WHERE r.id = sqlc.arg(id);

-- name: NotePubMedLines :execrows
UPDATE pubmed_run SET state = sqlc.arg(state), lines = sqlc.arg(lines), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND finished_at IS NULL AND erased_at IS NULL;

-- name: FinishPubMedRun :execrows
UPDATE pubmed_run SET state = sqlc.arg(state), problem = sqlc.arg(problem), problem_line = sqlc.arg(problem_line), started = true,
  finished_at = sqlc.arg(now)::timestamptz, updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id) AND finished_at IS NULL;

-- name: WriteHits :execrows
-- Only to the lines that were run.
UPDATE search_record SET lines = sqlc.arg(lines), run_at = sqlc.arg(now)::timestamptz, run_by = sqlc.arg(person)::uuid, records_retrieved = sqlc.arg(found),
  version = version + 1, updated_by = sqlc.arg(person)::uuid, updated_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id) AND version = sqlc.arg(version) AND erased_at IS NULL;

-- name: WriteExported :exec
-- How many records of a search were fetched.
UPDATE search_record SET records_exported = sqlc.arg(records), version = version + 1, updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND erased_at IS NULL;

-- name: UnstartedPubMedRuns :many
SELECT id FROM pubmed_run WHERE NOT started ORDER BY id LIMIT sqlc.arg(most);

-- name: PubMedRunStarted :exec
UPDATE pubmed_run SET started = true WHERE id = sqlc.arg(id);

-- name: RestartFetch :execrows
UPDATE import SET size = 0, records = 0, updated_at = sqlc.arg(now) WHERE id = sqlc.arg(id) AND state = 'fetching';

-- name: NoteExpected :exec
UPDATE import SET expected = sqlc.arg(expected)::int WHERE id = sqlc.arg(id) AND state = 'fetching';

-- name: BlankPubMedRuns :execrows
UPDATE pubmed_run SET lines = '[]', erased_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;
