-- name: LockReferenceList :one
-- Makes or locks the list of a request and moves its version on, in one statement: whoever adds, removes or reorders waits.
INSERT INTO reference_list AS l (request_id, version) VALUES (sqlc.arg(request), 2)
ON CONFLICT (request_id) DO UPDATE SET version = l.version + 1
RETURNING version;

-- name: ReferenceListVersion :one
SELECT COALESCE((SELECT version FROM reference_list WHERE request_id = sqlc.arg(request)), 1)::int AS version;

-- name: ReferencePlaces :one
SELECT count(*)::int AS held, COALESCE(max(position), 0)::int AS last FROM reference WHERE request_id = sqlc.arg(request);

-- name: InsertReferences :copyfrom
INSERT INTO reference (id, request_id, version, position, type, title, authors, journal, year, volume, issue, pages, doi, pmid, pmcid,
  url, abstract, note, tier, theme, key_paper, record_id, writers, trainee, created_at, updated_by, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27);

-- name: UpdateReference :one
UPDATE reference SET
  version = version + 1, erased_at = NULL, type = sqlc.arg(type), title = sqlc.arg(title), authors = sqlc.arg(authors), journal = sqlc.arg(journal),
  year = sqlc.narg(year), volume = sqlc.arg(volume), issue = sqlc.arg(issue), pages = sqlc.arg(pages), doi = sqlc.arg(doi),
  pmid = sqlc.arg(pmid), pmcid = sqlc.arg(pmcid), url = sqlc.arg(url), abstract = sqlc.arg(abstract), note = sqlc.arg(note), tier = sqlc.arg(tier),
  theme = sqlc.arg(theme), key_paper = sqlc.arg(key_paper),
  writers = CASE WHEN sqlc.arg(person)::uuid = ANY (writers) THEN writers ELSE writers || sqlc.arg(person)::uuid END,
  trainee = trainee OR sqlc.arg(trainee), updated_by = sqlc.arg(person)::uuid, updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
  AND (type, title, authors, journal, year, volume, issue, pages, doi, pmid, pmcid, url, abstract, note, tier, theme, key_paper)
  IS DISTINCT FROM
    (sqlc.arg(type)::text, sqlc.arg(title)::text, sqlc.arg(authors)::text[], sqlc.arg(journal)::text, sqlc.narg(year)::int,
     sqlc.arg(volume)::text, sqlc.arg(issue)::text, sqlc.arg(pages)::text, sqlc.arg(doi)::text, sqlc.arg(pmid)::text, sqlc.arg(pmcid)::text,
     sqlc.arg(url)::text, sqlc.arg(abstract)::text, sqlc.arg(note)::text, sqlc.arg(tier)::text, sqlc.arg(theme)::text,
     sqlc.arg(key_paper)::boolean)
RETURNING *;

-- name: DeleteReference :one
-- The record it came from is undecided again.
WITH gone AS (
  DELETE FROM reference f
  WHERE f.request_id = sqlc.arg(request) AND f.id = sqlc.arg(id) AND f.version = sqlc.arg(version)
  RETURNING f.id, f.record_id
), undecided AS (
  DELETE FROM record_decision d USING gone WHERE d.record_id = gone.record_id
), hand AS (
  INSERT INTO report_hand (request_id, person_id, searches) SELECT sqlc.arg(request)::uuid, sqlc.arg(person)::uuid, false FROM gone ON CONFLICT DO NOTHING
)
SELECT gone.id FROM gone;

-- name: GetReference :one
SELECT * FROM reference WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: ListReferences :many
SELECT * FROM reference
WHERE request_id = sqlc.arg(request) AND position > sqlc.arg(after)
ORDER BY position
LIMIT sqlc.arg(most);

-- name: AllReferences :many
SELECT * FROM reference WHERE request_id = sqlc.arg(request) ORDER BY position;

-- name: ReferencesByID :many
SELECT * FROM reference WHERE request_id = sqlc.arg(request) AND id = ANY (sqlc.arg(ids)::uuid[]) ORDER BY position;

-- name: ReferenceOrder :many
SELECT id FROM reference WHERE request_id = sqlc.arg(request) ORDER BY position;

-- name: ReorderReferences :execrows
UPDATE reference r SET position = o.place
FROM unnest(sqlc.arg(ids)::uuid[]) WITH ORDINALITY AS o (id, place)
WHERE r.request_id = sqlc.arg(request) AND r.id = o.id;
