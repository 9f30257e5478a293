-- name: CheckPolicyInForce :one
SELECT * FROM library_check_policy WHERE library_id = sqlc.arg(library) ORDER BY version DESC LIMIT 1;

-- name: InsertCheckPolicy :one
-- No row when somebody was faster.
INSERT INTO library_check_policy (library_id, version, rules, updated_by, updated_at)
VALUES (sqlc.arg(library), sqlc.arg(version), sqlc.arg(rules), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id, version) DO NOTHING
RETURNING *;

-- name: SecondReaders :many
-- The librarians of the library of a request who neither own it nor wrote any of it, with what they have in hand and how often they
-- dealt with the same specialty.
WITH asked AS (SELECT s.request_id, s.library_id, s.owner, s.specialty FROM request_state s WHERE s.request_id = sqlc.arg(request)),
wrote AS (
  SELECT unnest(authors) AS person_id FROM search_record WHERE request_id = sqlc.arg(request)
  UNION SELECT run_by FROM search_record WHERE request_id = sqlc.arg(request)
  UNION SELECT unnest(writers) FROM reference WHERE request_id = sqlc.arg(request)
  UNION SELECT unnest(authors) FROM summary WHERE request_id = sqlc.arg(request)
  UNION SELECT person_id FROM report_hand WHERE request_id = sqlc.arg(request)
  UNION SELECT updated_by FROM search_reporting WHERE request_id = sqlc.arg(request)),
reader AS (
  SELECT p.id, p.name FROM asked a JOIN person_role pr ON pr.library_id = a.library_id AND pr.role = 'librarian' JOIN person p ON p.id = pr.person_id
  WHERE p.erased_at IS NULL AND p.id IS DISTINCT FROM a.owner AND NOT EXISTS (SELECT FROM wrote w WHERE w.person_id = p.id)),
sent AS (
  SELECT s.request_id, t.seq, t.reviewer FROM asked a JOIN request_state s ON s.library_id = a.library_id AND s.stage = 'checking'
  CROSS JOIN LATERAL (SELECT x.seq, x.args ->> 'reviewer' AS reviewer FROM transition x
    WHERE x.request_id = s.request_id AND x.command = 'submit-for-check' ORDER BY x.seq DESC LIMIT 1) t)
SELECT r.id, r.name,
  (SELECT count(*) FROM sent c WHERE c.reviewer = r.id::text
     OR EXISTS (SELECT FROM check_review v WHERE v.request_id = c.request_id AND v.check_seq = c.seq AND v.reviewer = r.id))::int AS checks,
  (SELECT count(*) FROM request_state o WHERE o.owner = r.id AND o.open)::int AS requests,
  (SELECT count(*) FROM asked a JOIN request_state d ON d.library_id = a.library_id AND d.specialty = a.specialty AND d.request_id <> a.request_id
   WHERE a.specialty <> '' AND (d.owner = r.id AND d.outcome IN ('answered', 'answered_live', 'nothing_found')
     OR EXISTS (SELECT FROM check_review v WHERE v.request_id = d.request_id AND v.reviewer = r.id)))::int AS experience,
  EXISTS (SELECT FROM web_session w WHERE w.person_id = r.id AND w.seen_at >= sqlc.arg(since)) AS seen
FROM reader r
ORDER BY r.name, r.id;
