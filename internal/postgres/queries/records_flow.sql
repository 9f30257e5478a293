-- name: RecordsByImport :many
-- How many records each import brought, with its search.
SELECT i.id, i.name, i.search_id, s.source, s.source_name, s.platform, s.kind, count(r.id)::int AS records
FROM import i
JOIN record r ON r.import_id = i.id
LEFT JOIN search_record s ON s.id = i.search_id
WHERE i.request_id = sqlc.arg(request)
GROUP BY i.id, i.name, i.search_id, s.source, s.source_name, s.platform, s.kind
ORDER BY i.id;

-- name: PublicationsByImports :many
-- How many publications were found by exactly these imports, and how many of them were included.
SELECT g.imports::uuid[] AS imports, count(*)::int AS publications, count(*) FILTER (WHERE d.verdict = 'include')::int AS included
FROM (SELECT r.group_id, array_agg(DISTINCT r.import_id ORDER BY r.import_id) AS imports
      FROM record r WHERE r.request_id = sqlc.arg(request) GROUP BY r.group_id) g
LEFT JOIN record_decision d ON d.record_id = g.group_id AND d.request_id = sqlc.arg(request)
GROUP BY g.imports
ORDER BY g.imports;

-- name: DecisionsByReason :many
SELECT d.verdict, d.reason, count(*)::int AS publications
FROM record_decision d
JOIN record l ON l.id = d.record_id AND l.group_id = l.id
WHERE d.request_id = sqlc.arg(request)
GROUP BY d.verdict, d.reason
ORDER BY d.verdict, d.reason;

-- name: ReferencesByHand :one
-- References of the report that no search found.
SELECT count(*)::int FROM reference WHERE request_id = sqlc.arg(request) AND record_id IS NULL;
