-- name: ListPublications :many
-- The publications of a request, each by the record that stands for its group, with what was decided of it.
SELECT r.id, r.type, r.title, r.authors, r.journal, r.year, r.volume, r.issue, r.pages, r.doi, r.pmid, r.url, r.abstract,
     d.version, d.verdict, d.reason, d.note, d.theme, d.tier, d.key_paper, d.decided_by, d.decided_at, d.erased_at,
     f.id AS reference, f.theme AS reference_theme, f.tier AS reference_tier, f.key_paper AS reference_key, k.key::text AS sort_key
FROM record r
CROSS JOIN LATERAL (SELECT CASE sqlc.arg(sort)::text
    WHEN 'title' THEN lower(r.title)
    WHEN 'newest' THEN lpad((9999 - COALESCE(r.year, 0))::text, 4, '0')
    WHEN 'author' THEN lower(COALESCE(r.authors[1], ''))
    ELSE '' END COLLATE "C" AS key) k
LEFT JOIN record_decision d ON d.record_id = r.id
LEFT JOIN reference f ON f.record_id = r.id
WHERE r.request_id = sqlc.arg(request) AND r.group_id = r.id
  AND CASE sqlc.arg(verdict)::text WHEN 'all' THEN true WHEN 'undecided' THEN d.record_id IS NULL ELSE d.verdict = sqlc.arg(verdict)::text END
  AND (sqlc.arg(source)::text = '' OR EXISTS (
    SELECT FROM record m JOIN import i ON i.id = m.import_id JOIN search_record s ON s.id = i.search_id
    WHERE m.request_id = sqlc.arg(request) AND m.group_id = r.id AND s.source = sqlc.arg(source)::text))
  AND NOT EXISTS (SELECT FROM unnest(sqlc.arg(words)::text[]) w
    WHERE position(w IN lower(concat_ws(' ', r.title, r.journal, array_to_string(r.authors, ' '), r.doi, r.pmid, r.abstract))) = 0)
  AND (k.key, r.id) > (sqlc.arg(after_key)::text COLLATE "C", sqlc.arg(after_id)::uuid)
ORDER BY k.key, r.id
LIMIT sqlc.arg(most);

-- name: CountMatching :one
-- How many publications a filter leaves, of those that ListPublications lists, and how many of them are included.
SELECT count(*)::int AS publications, count(*) FILTER (WHERE d.verdict = 'include')::int AS included
FROM record r
LEFT JOIN record_decision d ON d.record_id = r.id
WHERE r.request_id = sqlc.arg(request) AND r.group_id = r.id
  AND CASE sqlc.arg(verdict)::text WHEN 'all' THEN true WHEN 'undecided' THEN d.record_id IS NULL ELSE d.verdict = sqlc.arg(verdict)::text END
  AND (sqlc.arg(source)::text = '' OR EXISTS (
    SELECT FROM record m JOIN import i ON i.id = m.import_id JOIN search_record s ON s.id = i.search_id
    WHERE m.request_id = sqlc.arg(request) AND m.group_id = r.id AND s.source = sqlc.arg(source)::text))
  AND NOT EXISTS (SELECT FROM unnest(sqlc.arg(words)::text[]) w
    WHERE position(w IN lower(concat_ws(' ', r.title, r.journal, array_to_string(r.authors, ' '), r.doi, r.pmid, r.abstract))) = 0);

-- name: PublicationsByID :many
-- The publications that these records belong to, as ListPublications gives them.
SELECT r.id, r.type, r.title, r.authors, r.journal, r.year, r.volume, r.issue, r.pages, r.doi, r.pmid, r.url, r.abstract,
     d.version, d.verdict, d.reason, d.note, d.theme, d.tier, d.key_paper, d.decided_by, d.decided_at, d.erased_at,
     f.id AS reference, f.theme AS reference_theme, f.tier AS reference_tier, f.key_paper AS reference_key, ''::text AS sort_key
FROM record r
LEFT JOIN record_decision d ON d.record_id = r.id
LEFT JOIN reference f ON f.record_id = r.id
WHERE r.request_id = sqlc.arg(request)
  AND r.id IN (SELECT m.group_id FROM record m WHERE m.request_id = sqlc.arg(request) AND m.id = ANY (sqlc.arg(ids)::uuid[]))
ORDER BY r.id;

-- name: FoundIn :many
-- Where the records of some publications were found: one row for each import, with its search.
SELECT r.group_id, r.import_id, i.name, i.origin, i.search_id, s.source, s.source_name, s.platform, count(*)::int AS records
FROM record r
JOIN import i ON i.id = r.import_id
LEFT JOIN search_record s ON s.id = i.search_id
WHERE r.request_id = sqlc.arg(request) AND r.group_id = ANY (sqlc.arg(groups)::uuid[])
GROUP BY r.group_id, r.import_id, i.name, i.origin, i.search_id, s.source, s.source_name, s.platform
ORDER BY r.group_id, r.import_id;

-- name: SelectionAround :one
-- How far the selection has come; the first undecided publication after a record, and the first of all; and what a person decided
-- last before an instant.
SELECT (SELECT count(*) FROM record r WHERE r.request_id = sqlc.arg(request) AND r.group_id = r.id)::int AS publications,
     count(*) FILTER (WHERE d.verdict = 'include')::int AS included,
     count(*) FILTER (WHERE d.verdict = 'maybe')::int AS maybe,
     count(*) FILTER (WHERE d.verdict = 'exclude')::int AS excluded,
     COALESCE((SELECT r.id FROM record r
       WHERE r.request_id = sqlc.arg(request) AND r.group_id = r.id AND r.id > sqlc.arg(after)
         AND NOT EXISTS (SELECT FROM record_decision u WHERE u.record_id = r.id)
       ORDER BY r.id LIMIT 1)::text, '')::text AS next,
     COALESCE((SELECT r.id FROM record r
       WHERE r.request_id = sqlc.arg(request) AND r.group_id = r.id AND r.id <> sqlc.arg(after)
         AND NOT EXISTS (SELECT FROM record_decision u WHERE u.record_id = r.id)
       ORDER BY r.id LIMIT 1)::text, '')::text AS first,
     COALESCE((SELECT p.record_id FROM record_decision p JOIN record r ON r.id = p.record_id AND r.group_id = r.id
       WHERE p.request_id = sqlc.arg(request) AND p.decided_by = sqlc.arg(person)::uuid AND p.record_id <> sqlc.arg(after)
         AND p.decided_at <= COALESCE((SELECT o.decided_at FROM record_decision o
           WHERE o.record_id = sqlc.arg(after) AND o.decided_by = sqlc.arg(person)::uuid), 'infinity')
       ORDER BY p.decided_at DESC, p.record_id DESC LIMIT 1)::text, '')::text AS previous
FROM record_decision d
JOIN record l ON l.id = d.record_id AND l.group_id = l.id
WHERE d.request_id = sqlc.arg(request);
