-- name: RetractionsOf :many
-- The notices about papers with these identifiers, the newest first.
SELECT number, doi, pmid, title, nature, noticed_on, notice_doi, reasons FROM retraction
WHERE doi <> '' AND doi = ANY (sqlc.arg(dois)::text[]) OR pmid <> '' AND pmid = ANY (sqlc.arg(pmids)::text[])
ORDER BY noticed_on DESC NULLS LAST, number LIMIT sqlc.arg(most);

-- name: ClearRetractions :execrows
DELETE FROM retraction;

-- name: NoteRetractionLoad :exec
INSERT INTO retraction_load (one, loaded_at, notices) VALUES (true, sqlc.arg(now), sqlc.arg(notices))
ON CONFLICT (one) DO UPDATE SET loaded_at = excluded.loaded_at, notices = excluded.notices;

-- name: GetRetractionLoad :one
SELECT loaded_at, notices FROM retraction_load;
