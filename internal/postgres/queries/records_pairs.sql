-- name: LockRecords :exec
-- Whoever changes which records of a request are one publication, or decides of one, waits here for the others.
SELECT pg_advisory_xact_lock(hashtextextended('records/' || sqlc.arg(request)::uuid::text, 0));

-- name: RecordsToCompare :many
-- The next records after one, of every import that has been read whole.
SELECT r.id, (r.import_id = sqlc.arg(import))::bool AS fresh, r.whole
FROM record r JOIN import i ON i.id = r.import_id
WHERE r.request_id = (SELECT o.request_id FROM import o WHERE o.id = sqlc.arg(import)) AND r.id > sqlc.arg(after)
  AND i.state IN ('comparing', 'ready')
ORDER BY r.id LIMIT sqlc.arg(most);

-- name: PutPairs :exec
-- What the rules say now; what a person said stays. A record that has gone meanwhile is in no pair.
INSERT INTO record_pair (request_id, a, b, certainty, rule, fields)
SELECT sqlc.arg(request), v.a, v.b, v.certainty, v.rule, string_to_array(v.fields, ',')
FROM (SELECT unnest(sqlc.arg(a)::uuid[]) AS a, unnest(sqlc.arg(b)::uuid[]) AS b, unnest(sqlc.arg(certainties)::text[]) AS certainty,
        unnest(sqlc.arg(rules)::text[]) AS rule, unnest(sqlc.arg(fields)::text[]) AS fields) v
WHERE EXISTS (SELECT FROM record r WHERE r.id = v.a AND r.request_id = sqlc.arg(request))
  AND EXISTS (SELECT FROM record r WHERE r.id = v.b AND r.request_id = sqlc.arg(request))
ON CONFLICT (a, b) DO UPDATE SET certainty = excluded.certainty, rule = excluded.rule, fields = excluded.fields
WHERE (record_pair.certainty, record_pair.rule, record_pair.fields) IS DISTINCT FROM (excluded.certainty, excluded.rule, excluded.fields);

-- name: Reachable :many
-- The records that links lead to from some, and what chooses among them the one that stands for a publication.
WITH RECURSIVE member (id) AS (
  SELECT unnest(sqlc.arg(seeds)::uuid[])
  UNION
  SELECT n.id FROM member m CROSS JOIN LATERAL (
    SELECT p.b AS id FROM record_pair p WHERE p.a = m.id AND (p.verdict = 'same' OR p.certainty = 'certain' AND p.verdict <> 'different')
    UNION ALL
    SELECT p.a FROM record_pair p WHERE p.b = m.id AND (p.verdict = 'same' OR p.certainty = 'certain' AND p.verdict <> 'different')) n
)
SELECT r.id, r.group_id, d.decided_at, coalesce(d.verdict, '') AS decision,
  ((r.doi <> '')::int * 4 + (r.pmid <> '')::int * 4 + (r.abstract <> '')::int * 4 + (cardinality(r.authors) > 0)::int * 2 + (r.journal <> '')::int
    + (r.year IS NOT NULL)::int + (r.volume <> '')::int + (r.pages <> '')::int)::int AS fullness
FROM member m JOIN record r ON r.id = m.id LEFT JOIN record_decision d ON d.record_id = r.id
WHERE r.request_id = sqlc.arg(request)
ORDER BY r.id;

-- name: PairsFrom :many
-- What joins records, or keeps them apart, by the first of the two. A join for each identifier: of a list of 100,000, as a large import
-- makes it, a generic plan with ANY takes minutes.
SELECT p.a, p.b, p.verdict, p.decided_at
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id) m JOIN record_pair p ON p.a = m.id
WHERE p.verdict <> '' OR p.certainty = 'certain';

-- name: Regroup :exec
UPDATE record r SET group_id = v.lead
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(leads)::uuid[]) AS lead) v
WHERE r.id = v.id AND r.request_id = sqlc.arg(request) AND r.group_id <> v.lead;

-- name: PairPage :many
-- Doubtful: nobody has spoken and the two stand apart. Linked: joined by a person or by a rule. Apart: a person keeps them so.
SELECT p.* FROM record_pair p JOIN record x ON x.id = p.a JOIN record y ON y.id = p.b
WHERE p.request_id = sqlc.arg(request) AND (p.a, p.b) > (sqlc.arg(after_a)::uuid, sqlc.arg(after_b)::uuid)
  AND CASE sqlc.arg(state)::text
    WHEN 'doubtful' THEN p.verdict = '' AND x.group_id <> y.group_id
    WHEN 'linked' THEN x.group_id = y.group_id AND (p.verdict = 'same' OR p.certainty = 'certain')
    ELSE p.verdict = 'different' END
ORDER BY p.a, p.b LIMIT sqlc.arg(most);

-- name: CountPairs :one
SELECT count(*) FILTER (WHERE p.verdict = '' AND x.group_id <> y.group_id)::int AS doubtful,
  count(*) FILTER (WHERE x.group_id = y.group_id AND (p.verdict = 'same' OR p.certainty = 'certain'))::int AS linked,
  count(*) FILTER (WHERE p.verdict = 'different')::int AS apart
FROM record_pair p JOIN record x ON x.id = p.a JOIN record y ON y.id = p.b
WHERE p.request_id = sqlc.arg(request);

-- name: GetPair :one
SELECT * FROM record_pair WHERE request_id = sqlc.arg(request) AND a = sqlc.arg(a) AND b = sqlc.arg(b);

-- name: JudgePair :execrows
UPDATE record_pair SET verdict = sqlc.arg(verdict), decided_by = sqlc.narg(person), decided_at = sqlc.narg(at)
WHERE request_id = sqlc.arg(request) AND a = sqlc.arg(a) AND b = sqlc.arg(b);

-- name: JoinPair :exec
-- By hand: rules that see nothing in the two may not part them again.
INSERT INTO record_pair (request_id, a, b, certainty, rule, verdict, decided_by, decided_at)
VALUES (sqlc.arg(request), sqlc.arg(a), sqlc.arg(b), 'none', 'by_hand', 'same', sqlc.arg(person)::uuid, sqlc.arg(now)::timestamptz)
ON CONFLICT (a, b) DO UPDATE SET verdict = 'same', decided_by = excluded.decided_by, decided_at = excluded.decided_at;

-- name: DropPair :exec
DELETE FROM record_pair WHERE request_id = sqlc.arg(request) AND a = sqlc.arg(a) AND b = sqlc.arg(b) AND certainty = 'none';

-- name: TakeOut :many
-- Every link of a record with another of its publication is a person's word now that they are two. What only a hand had joined is
-- kept too, so that it can be undone.
UPDATE record_pair p SET verdict = 'different', decided_by = sqlc.arg(person)::uuid, decided_at = sqlc.arg(now)::timestamptz
FROM record x, record y
WHERE p.request_id = sqlc.arg(request) AND (p.a = sqlc.arg(record) OR p.b = sqlc.arg(record)) AND x.id = p.a AND y.id = p.b
  AND x.group_id = y.group_id AND (p.verdict = 'same' OR p.certainty = 'certain' AND p.verdict = '')
RETURNING p.a, p.b;

-- name: RecordsByID :many
SELECT r.*, i.name AS import_name, i.origin, i.search_id, coalesce(s.source, '') AS source, coalesce(s.platform, '') AS platform,
  coalesce(d.verdict, '') AS decision
FROM record r JOIN import i ON i.id = r.import_id LEFT JOIN search_record s ON s.id = i.search_id LEFT JOIN record_decision d ON d.record_id = r.id
WHERE r.request_id = sqlc.arg(request) AND r.id = ANY (sqlc.arg(ids)::uuid[])
ORDER BY r.id;

-- name: GroupOf :many
-- The records of the publication that one of them belongs to, the one that stands for it first.
SELECT o.id, count(*) OVER ()::int AS total FROM record r JOIN record o ON o.request_id = r.request_id AND o.group_id = r.group_id
WHERE r.request_id = sqlc.arg(request) AND r.id = sqlc.arg(record)
ORDER BY o.id <> o.group_id, o.id LIMIT sqlc.arg(most);

-- name: LinksAmong :many
SELECT * FROM record_pair
WHERE request_id = sqlc.arg(request) AND a = ANY (sqlc.arg(ids)::uuid[]) AND b = ANY (sqlc.arg(ids)::uuid[])
  AND (verdict = 'same' OR certainty = 'certain' AND verdict = '')
ORDER BY a, b;

-- name: RecordsToExport :many
SELECT r.id, r.whole FROM record r LEFT JOIN record_decision d ON d.record_id = r.id
WHERE r.request_id = sqlc.arg(request) AND r.id > sqlc.arg(after)
  AND CASE sqlc.arg(which)::text WHEN 'unique' THEN r.group_id = r.id WHEN 'included' THEN d.verdict = 'include' ELSE true END
ORDER BY r.id LIMIT sqlc.arg(most);
