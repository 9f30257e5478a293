-- name: GetReporting :one
SELECT * FROM search_reporting WHERE request_id = sqlc.arg(request);

-- name: SaveReporting :one
-- Version 1 is the row that is not there yet.
INSERT INTO search_reporting (request_id, version, statements, dedup, updated_by, updated_at)
SELECT sqlc.arg(request), 2, sqlc.arg(statements), sqlc.arg(dedup), sqlc.arg(person), sqlc.arg(now)
WHERE sqlc.arg(version)::int = 1 OR EXISTS (SELECT FROM search_reporting o WHERE o.request_id = sqlc.arg(request) AND o.version = sqlc.arg(version)::int)
ON CONFLICT (request_id) DO UPDATE SET version = search_reporting.version + 1, erased_at = NULL, statements = excluded.statements,
  dedup = excluded.dedup, updated_by = excluded.updated_by, updated_at = excluded.updated_at
WHERE search_reporting.version = sqlc.arg(version)::int
RETURNING *;

-- name: BlankReporting :execrows
UPDATE search_reporting SET statements = '[]', dedup = '{}', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: SearchingFacts :one
-- What is known of the searching of a request beside its searches. Records of imports that were taken back do not count.
SELECT s.type, r.reference, coalesce(g.statements, '[]')::jsonb AS statements, coalesce(g.dedup, '{}')::jsonb AS dedup, g.updated_by AS told_by,
  (SELECT count(*) FROM record x JOIN import i ON i.id = x.import_id WHERE x.request_id = s.request_id AND i.state = 'ready')::int AS records,
  (SELECT count(DISTINCT x.group_id) FROM record x JOIN import i ON i.id = x.import_id
   WHERE x.request_id = s.request_id AND i.state = 'ready')::int AS publications,
  (SELECT count(*) FROM record_pair p WHERE p.request_id = s.request_id AND p.verdict <> '')::int AS confirmed,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('at', c.updated_at, 'verdict', c.verdict, 'elements', jsonb_array_length(c.elements)) ORDER BY c.id), '[]')
   FROM check_review c WHERE c.request_id = s.request_id AND c.subject = 'strategy' AND c.verdict <> '')::jsonb AS reviews
FROM request_state s JOIN request r ON r.id = s.request_id LEFT JOIN search_reporting g ON g.request_id = s.request_id
WHERE s.request_id = sqlc.arg(request);

-- name: FindStrategies :many
-- Searches with lines that the reader may copy from: those of the reader's own libraries as they stand, and those of reports that
-- were shared as they were delivered. The newest first; the question, the reference or a line holds what is asked for.
WITH mine AS (
  SELECT c.id, c.request_id, c.source, c.source_name, c.platform, c.kind, c.run_at, c.lines, 'library' AS relation
  FROM search_record c
  JOIN request_state s ON s.request_id = c.request_id
  WHERE s.library_id IN (SELECT w.library_id FROM works_in(sqlc.arg(reader)::uuid) w(library_id)) AND c.erased_at IS NULL AND c.lines <> '[]'),
shared AS (
  SELECT (e.search ->> 'id')::uuid AS id, v.request_id, e.search ->> 'source' AS source, coalesce(e.search ->> 'source_name', '') AS source_name,
    coalesce(e.search ->> 'platform', '') AS platform, e.search ->> 'kind' AS kind, (e.search ->> 'run_at')::timestamptz AS run_at,
    e.search -> 'lines' AS lines, 'shared' AS relation
  FROM request r
  JOIN request_state s ON s.request_id = r.id
  JOIN summary_version v ON v.request_id = r.id AND v.erased_at IS NULL
   AND v.version = (SELECT coalesce((d.args ->> 'version')::int, 1) FROM transition d
                    WHERE d.request_id = r.id AND d.command IN ('deliver', 'correct', 'answer-live') ORDER BY d.seq DESC LIMIT 1)
  CROSS JOIN LATERAL jsonb_array_elements(v.searches) AS e(search)
  WHERE s.delivered_at IS NOT NULL
    AND (r.share_report = 'anyone_nhs'
      OR r.share_report = 'my_organisation' AND r.organisation_id = (SELECT p.organisation_id FROM person p WHERE p.id = sqlc.arg(reader)::uuid))
    AND s.library_id NOT IN (SELECT w.library_id FROM works_in(sqlc.arg(reader)::uuid) w(library_id))
    AND jsonb_typeof(e.search -> 'lines') = 'array'
    AND visible_to(sqlc.arg(reader)::uuid, r.id) = 'shared')
SELECT x.id::uuid AS id, x.request_id::uuid AS request_id, x.source::text AS source, x.source_name::text AS source_name,
  x.platform::text AS platform, x.kind::text AS kind, x.run_at, jsonb_array_length(x.lines)::int AS line_count,
  left(x.lines #>> '{0,text}', 200)::text AS begins, x.relation::text AS relation, r.reference, l.name AS library_name,
  left(coalesce(t.question, ''), 200)::text AS question
FROM (SELECT * FROM mine UNION ALL SELECT * FROM shared) x
JOIN request r ON r.id = x.request_id
JOIN library l ON l.id = r.library_id
LEFT JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
WHERE (sqlc.arg(words)::text = '' OR coalesce(t.tsv @@ websearch_to_tsquery('english', sqlc.arg(words)::text), false)
    OR x.lines::text ILIKE sqlc.arg(pattern)::text OR r.reference = upper(sqlc.arg(words)::text))
  AND (sqlc.arg(source)::text = '' OR x.source = sqlc.arg(source)::text)
  AND (sqlc.arg(platform)::text = '' OR x.platform = sqlc.arg(platform)::text)
  AND (sqlc.narg(before)::uuid IS NULL OR x.id < sqlc.narg(before)::uuid)
ORDER BY x.id DESC
LIMIT sqlc.arg(most);

-- name: ReferenceOf :one
SELECT reference FROM request WHERE id = sqlc.arg(request);
