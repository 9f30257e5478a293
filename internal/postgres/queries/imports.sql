-- name: InsertImport :execrows
-- None when it is there already. The search must be one of the request's.
INSERT INTO import (id, request_id, search_id, origin, name, size, sha256, format, state, expected, created_by, created_at, updated_at)
SELECT sqlc.arg(id), sqlc.arg(request), sqlc.narg(search), sqlc.arg(origin), sqlc.arg(name), sqlc.arg(size), sqlc.narg(sha256),
  sqlc.arg(format), sqlc.arg(state), sqlc.narg(expected), sqlc.arg(person), sqlc.arg(now), sqlc.arg(now)
WHERE sqlc.narg(search)::uuid IS NULL
   OR EXISTS (SELECT FROM search_record s WHERE s.id = sqlc.narg(search) AND s.request_id = sqlc.arg(request))
ON CONFLICT (id) DO NOTHING;

-- name: CountImports :one
SELECT count(*) FROM import WHERE request_id = sqlc.arg(request) AND state NOT IN ('refused', 'undone');

-- name: InsertChunk :execrows
INSERT INTO import_chunk (import_id, n, bytes) VALUES (sqlc.arg(import), sqlc.arg(n), sqlc.arg(bytes))
ON CONFLICT (import_id, n) DO NOTHING;

-- name: GrowImport :execrows
-- While it is fetched: more bytes, and how many records have come.
UPDATE import SET size = size + sqlc.arg(bytes), records = greatest(records, sqlc.arg(records)), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND state = 'fetching';

-- name: SealImport :one
-- Everything has come; what was counted while it came is counted anew when it is read.
UPDATE import SET state = 'waiting', records = 0, updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND state = 'fetching'
RETURNING request_id;

-- name: ImportStanding :one
SELECT request_id, state, problem, size, format FROM import WHERE id = sqlc.arg(id);

-- name: RefuseImport :execrows
UPDATE import SET state = 'refused', problem = sqlc.arg(problem), records = 0, warning_count = 0, updated_at = sqlc.arg(now), finished_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND state IN ('waiting', 'fetching', 'reading', 'comparing');

-- name: DropChunks :exec
DELETE FROM import_chunk WHERE import_id = sqlc.arg(import);

-- name: DropRecordsOf :execrows
DELETE FROM record WHERE import_id = sqlc.arg(import);

-- name: BeginReading :execrows
UPDATE import SET state = 'reading', updated_at = sqlc.arg(now) WHERE id = sqlc.arg(id) AND state IN ('waiting', 'reading');

-- name: RecordsRead :one
-- How far the reading came, and how many records the other imports of the request have.
SELECT coalesce(max(r.n), 0)::int AS done,
  (SELECT count(*) FROM record o JOIN import i ON i.id = sqlc.arg(import) WHERE o.request_id = i.request_id AND o.import_id <> i.id)::int AS others
FROM record r WHERE r.import_id = sqlc.arg(import);

-- name: GetChunk :one
SELECT bytes FROM import_chunk WHERE import_id = sqlc.arg(import) AND n = sqlc.arg(n);

-- name: InsertRecords :copyfrom
INSERT INTO record (id, request_id, import_id, n, line, group_id, type, title, authors, journal, year, volume, issue, pages, doi, pmid,
  url, abstract, whole)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: NoteReading :execrows
-- How far the reading came and how much was odd, while it goes on.
UPDATE import SET records = sqlc.arg(records), format = sqlc.arg(format), warning_count = sqlc.arg(warning_count), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND state = 'reading';

-- name: PutWarnings :exec
-- What is there already stays; what was erased does not come back.
INSERT INTO import_warning (import_id, record, n, line, code, detail)
SELECT sqlc.arg(import), v.record, v.n, v.line, v.code, v.detail
FROM (SELECT unnest(sqlc.arg(records)::int[]) AS record, unnest(sqlc.arg(ns)::int[]) AS n, unnest(sqlc.arg(lines)::int[]) AS line,
        unnest(sqlc.arg(codes)::text[]) AS code, unnest(sqlc.arg(details)::text[]) AS detail) v
WHERE EXISTS (SELECT FROM import i WHERE i.id = sqlc.arg(import) AND i.erased_at IS NULL)
ON CONFLICT (import_id, record, n) DO NOTHING;

-- name: WarningsAfter :many
SELECT record, n, line, code, detail FROM import_warning
WHERE import_id = sqlc.arg(import) AND (record, n) > (sqlc.arg(record)::int, sqlc.arg(n)::int)
ORDER BY record, n LIMIT sqlc.arg(most);

-- name: WarningsBefore :many
-- The nearest first.
SELECT record, n, line, code, detail FROM import_warning
WHERE import_id = sqlc.arg(import) AND (record, n) < (sqlc.arg(record)::int, sqlc.arg(n)::int)
ORDER BY record DESC, n DESC LIMIT sqlc.arg(most);

-- name: CountWarnings :one
SELECT count(*)::int FROM import_warning WHERE import_id = sqlc.arg(import);

-- name: DropWarnings :exec
DELETE FROM import_warning WHERE import_id = sqlc.arg(import);

-- name: DropWarningsOf :execrows
-- They quote the files of a request.
DELETE FROM import_warning WHERE import_id IN (SELECT id FROM import WHERE request_id = sqlc.arg(request));

-- name: BeginComparing :execrows
UPDATE import SET state = 'comparing', updated_at = sqlc.arg(now) WHERE id = sqlc.arg(id) AND state IN ('reading', 'comparing');

-- name: FinishImport :execrows
UPDATE import SET state = 'ready', updated_at = sqlc.arg(now), finished_at = sqlc.arg(now) WHERE id = sqlc.arg(id) AND state = 'comparing';

-- name: UndoImport :execrows
UPDATE import SET state = 'undone', problem = '', records = 0, updated_at = sqlc.arg(now), finished_at = coalesce(finished_at, sqlc.arg(now))
WHERE id = sqlc.arg(id) AND state <> 'undone';

-- name: RecordsInUse :one
-- Records of an import of which something was decided, or that the report shows.
SELECT count(*) FROM record r WHERE r.import_id = sqlc.arg(import)
  AND (EXISTS (SELECT FROM record_decision d WHERE d.record_id = r.id) OR EXISTS (SELECT FROM reference f WHERE f.record_id = r.id));

-- name: GroupedWith :many
-- Records of other imports that are one publication with a record of this one.
SELECT o.id FROM record o
WHERE o.request_id = sqlc.arg(request) AND o.import_id <> sqlc.arg(import)
  AND o.group_id IN (SELECT r.group_id FROM record r WHERE r.import_id = sqlc.arg(import));

-- name: GetImport :one
SELECT i.*, coalesce(c.duplicates, 0)::int AS duplicates
FROM import i
LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE r.group_id <> r.id) AS duplicates FROM record r WHERE r.request_id = i.request_id AND r.import_id = i.id) c ON true
WHERE i.request_id = sqlc.arg(request) AND i.id = sqlc.arg(id);

-- name: ListImports :many
-- Duplicates are the records for which another record of their publication stands.
SELECT i.id, i.search_id, i.origin, i.name, i.size, i.format, i.state, i.problem, i.expected, i.records, i.warning_count, i.created_by,
  i.created_at, i.updated_at, i.finished_at, i.erased_at, coalesce(c.duplicates, 0)::int AS duplicates
FROM import i
LEFT JOIN (SELECT r.import_id, count(*) FILTER (WHERE r.group_id <> r.id) AS duplicates FROM record r
           WHERE r.request_id = sqlc.arg(request) GROUP BY r.import_id) c ON c.import_id = i.id
WHERE i.request_id = sqlc.arg(request)
ORDER BY i.id;

-- name: CountPublications :one
-- The records of a request, the publications they are, and the pairs that await a person.
SELECT count(*)::int AS records, count(*) FILTER (WHERE r.group_id = r.id)::int AS publications,
  (SELECT count(*) FROM record_pair p JOIN record x ON x.id = p.a JOIN record y ON y.id = p.b
   WHERE p.request_id = sqlc.arg(request) AND p.verdict = '' AND x.group_id <> y.group_id)::int AS doubtful
FROM record r WHERE r.request_id = sqlc.arg(request);

-- name: BlankImports :execrows
UPDATE import SET name = '', erased_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: DropChunksOf :execrows
-- What waits to be read is not read any more.
DELETE FROM import_chunk WHERE import_id IN (SELECT id FROM import WHERE request_id = sqlc.arg(request));
