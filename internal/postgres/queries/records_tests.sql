-- name: TestPapers :many
SELECT * FROM test_paper WHERE request_id = sqlc.arg(request) ORDER BY position, id;

-- name: TestPaper :one
SELECT * FROM test_paper WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: TestPaperPlaces :one
SELECT count(*)::int AS held, COALESCE(max(position), 0)::int AS last FROM test_paper WHERE request_id = sqlc.arg(request);

-- name: InsertTestPapers :copyfrom
INSERT INTO test_paper (id, request_id, version, title, year, doi, pmid, line, position, created_by, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- name: UpdateTestPaper :one
UPDATE test_paper SET version = version + 1, title = sqlc.arg(title), year = sqlc.narg(year), doi = sqlc.arg(doi), pmid = sqlc.arg(pmid),
  line = sqlc.arg(line), updated_at = sqlc.arg(now), erased_at = NULL
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
  AND (title, year, doi, pmid, line) IS DISTINCT FROM
    (sqlc.arg(title)::text, sqlc.narg(year)::int, sqlc.arg(doi)::text, sqlc.arg(pmid)::text, sqlc.arg(line)::text)
RETURNING *;

-- name: DeleteTestPaper :one
DELETE FROM test_paper WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: TestCandidates :many
-- The records that may be a paper of the test set: the same DOI or PMID, or a year in which one was published, give or take one.
SELECT r.id, r.group_id, i.search_id, r.title, r.year, r.doi, r.pmid
FROM record r
JOIN import i ON i.id = r.import_id
WHERE r.request_id = sqlc.arg(request)
  AND (r.doi = ANY (sqlc.arg(dois)::text[]) OR r.pmid = ANY (sqlc.arg(pmids)::text[]) OR r.year IS NULL AND cardinality(sqlc.arg(years)::int[]) > 0
    OR r.year = ANY (sqlc.arg(years)::int[]) OR sqlc.arg(undated)::boolean)
ORDER BY r.id;

-- name: BlankTestPapers :execrows
UPDATE test_paper SET title = '', line = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;
