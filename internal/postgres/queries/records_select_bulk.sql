-- name: DecideMatching :execrows
-- One decision for the publications that a filter finds, as ListPublications does, but for those that are included. What each was
-- before is kept: the last part still sees the rows as they were when the statement began. Nothing happens unless they are as many as was said.
WITH found AS (
  SELECT r.id
  FROM record r
  LEFT JOIN record_decision d ON d.record_id = r.id
  WHERE r.request_id = sqlc.arg(request) AND r.group_id = r.id
    AND CASE sqlc.arg(of_verdict)::text WHEN 'all' THEN true WHEN 'undecided' THEN d.record_id IS NULL ELSE d.verdict = sqlc.arg(of_verdict)::text END
    AND d.verdict IS DISTINCT FROM 'include'
    AND (sqlc.arg(source)::text = '' OR EXISTS (
      SELECT FROM record m JOIN import i ON i.id = m.import_id JOIN search_record s ON s.id = i.search_id
      WHERE m.request_id = sqlc.arg(request) AND m.group_id = r.id AND s.source = sqlc.arg(source)::text))
    AND NOT EXISTS (SELECT FROM unnest(sqlc.arg(words)::text[]) w
      WHERE position(w IN lower(concat_ws(' ', r.title, r.journal, array_to_string(r.authors, ' '), r.doi, r.pmid, r.abstract))) = 0)
  ORDER BY r.id
  LIMIT sqlc.arg(expected)::int + 1
  FOR NO KEY UPDATE OF r
), bulk AS (
  INSERT INTO bulk_decision (id, request_id, verdict, reason, of_verdict, of_source, by_words, publications, decided_by, decided_at)
  SELECT sqlc.arg(id), sqlc.arg(request), sqlc.arg(verdict), sqlc.arg(reason), sqlc.arg(of_verdict), sqlc.arg(source),
    cardinality(sqlc.arg(words)::text[]) > 0, count(*), sqlc.arg(person), sqlc.arg(now)
  FROM found HAVING count(*) = sqlc.arg(expected)::int
  RETURNING id
), decided AS (
  INSERT INTO record_decision AS d (record_id, request_id, version, verdict, reason, decided_by, decided_at)
  SELECT f.id, sqlc.arg(request), 2, sqlc.arg(verdict), sqlc.arg(reason), sqlc.arg(person), sqlc.arg(now) FROM found f CROSS JOIN bulk
  ON CONFLICT (record_id) DO UPDATE SET
    version = d.version + 1, verdict = EXCLUDED.verdict, reason = EXCLUDED.reason, decided_by = EXCLUDED.decided_by, decided_at = EXCLUDED.decided_at
  RETURNING record_id, version
)
INSERT INTO bulk_decided (bulk_id, record_id, version, verdict, reason, decided_by, decided_at)
SELECT bulk.id, n.record_id, n.version, o.verdict, o.reason, o.decided_by, o.decided_at
FROM decided n
CROSS JOIN bulk
LEFT JOIN record_decision o ON o.record_id = n.record_id;

-- name: TakeBackBulk :one
-- Makes publications what they were before a decision for many, but for those on which somebody has decided since.
WITH was AS (
  SELECT b.record_id, b.version, b.verdict, b.reason, b.decided_by, b.decided_at, k.decided_by AS bulk_by, k.decided_at AS bulk_at
  FROM bulk_decision k JOIN bulk_decided b ON b.bulk_id = k.id
  WHERE k.request_id = sqlc.arg(request) AND k.id = sqlc.arg(id)
), gone AS (
  DELETE FROM record_decision d USING was w
  WHERE d.record_id = w.record_id AND (d.version, d.decided_by, d.decided_at) = (w.version, w.bulk_by, w.bulk_at) AND w.verdict IS NULL
  RETURNING d.record_id
), back AS (
  UPDATE record_decision d SET version = d.version + 1, verdict = w.verdict, reason = w.reason, decided_by = w.decided_by, decided_at = w.decided_at
  FROM was w
  WHERE d.record_id = w.record_id AND (d.version, d.decided_by, d.decided_at) = (w.version, w.bulk_by, w.bulk_at) AND w.verdict IS NOT NULL
  RETURNING d.record_id
)
SELECT ((SELECT count(*) FROM gone) + (SELECT count(*) FROM back))::int AS publications;

-- name: MarkBulkUndone :exec
UPDATE bulk_decision SET undone_by = sqlc.arg(person)::uuid, undone_at = sqlc.arg(now)::timestamptz, undone = sqlc.arg(undone)::int
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: BulkDecisions :many
-- The newest decisions for many of a request; one of them when it is named.
SELECT * FROM bulk_decision
WHERE request_id = sqlc.arg(request) AND (sqlc.narg(id)::uuid IS NULL OR id = sqlc.narg(id)::uuid)
ORDER BY id DESC
LIMIT sqlc.arg(most);
