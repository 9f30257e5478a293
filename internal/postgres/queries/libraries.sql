-- name: InsertLibrary :execrows
INSERT INTO library (id, code, name, nation, email, outside, settings, created_at)
VALUES (sqlc.arg(id), sqlc.arg(code), sqlc.arg(name), sqlc.arg(nation), sqlc.arg(email), sqlc.arg(outside), '{}', sqlc.arg(now))
ON CONFLICT (id) DO NOTHING;

-- name: GetLibrary :one
SELECT * FROM library WHERE id = sqlc.arg(id);

-- name: LibraryByCode :one
SELECT * FROM library WHERE code = sqlc.arg(code);

-- name: InsertOrganisation :execrows
INSERT INTO organisation (id, library_id, name, area, trust, county)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(name), sqlc.arg(area), sqlc.arg(trust), sqlc.arg(county))
ON CONFLICT (id) DO NOTHING;

-- name: Directory :many
-- Libraries by name with the organisations they serve. A filter that is empty lets everything through; without any, the
-- libraries that serve no organisation are listed too.
SELECT l.id, l.code, l.name, l.nation, l.email, l.outside, l.settings, o.id AS organisation, o.name AS organisation_name, o.area, o.trust, o.county
FROM library l LEFT JOIN organisation o ON o.library_id = l.id
WHERE (sqlc.arg(area)::text = '' OR lower(o.area) = lower(sqlc.arg(area)::text))
  AND (sqlc.arg(trust)::text = '' OR lower(o.trust) = lower(sqlc.arg(trust)::text))
  AND (sqlc.arg(county)::text = '' OR lower(o.county) = lower(sqlc.arg(county)::text))
ORDER BY l.name, l.id, o.name, o.id;

-- name: LibrarySettings :one
SELECT settings FROM library WHERE id = sqlc.arg(id);

-- name: SaveLibrarySettings :execrows
UPDATE library SET settings = sqlc.arg(settings), version = version + 1 WHERE id = sqlc.arg(id);

-- name: OpenRequestIDs :many
-- Those whose dates depend on the calendar or will again: see the rule of recompute.
SELECT request_id FROM request_state
WHERE library_id = sqlc.arg(library) AND stage NOT IN ('closed', 'split') ORDER BY request_id;
