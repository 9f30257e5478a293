-- name: NoticeAudience :many
-- The living people among those who are named, and who stand to the request or its library in one of these ways. With
-- merged, those whose requests are merged into it are people of this request too.
WITH asked AS (
  SELECT sqlc.arg(request)::uuid AS id
  UNION ALL
  SELECT m.source FROM merge_link m WHERE m.survivor = sqlc.arg(request)::uuid AND m.state = 'active' AND sqlc.arg(merged)::bool),
audience AS (
  SELECT unnest(sqlc.arg(people)::uuid[]) AS person_id
  UNION
  SELECT rp.person_id FROM request_person rp JOIN asked ON asked.id = rp.request_id
  WHERE rp.relation IN ('delegate', 'copied') AND sqlc.arg(askers)::bool
  UNION
  SELECT s.requester FROM request_state s JOIN asked ON asked.id = s.request_id
  WHERE s.request_id <> sqlc.arg(request)::uuid AND sqlc.arg(askers)::bool
  UNION
  SELECT pr.person_id FROM person_role pr WHERE pr.library_id = sqlc.arg(library)::uuid AND pr.role = sqlc.narg(role)::text)
SELECT p.id FROM audience a JOIN person p ON p.id = a.person_id WHERE p.erased_at IS NULL ORDER BY p.id;

-- name: InsertNotices :execrows
-- A key that is there was queued before. The zero ask is none.
INSERT INTO notice (id, key, request_id, kind, person_id, ask_id, new_records, retracted, exports)
SELECT n.id, n.key, sqlc.arg(request)::uuid, sqlc.arg(kind)::text, n.person, nullif(n.ask, '00000000-0000-0000-0000-000000000000'),
  sqlc.arg(new_records)::int, sqlc.arg(retracted)::int, sqlc.arg(exports)::int
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(keys)::text[]) AS key, unnest(sqlc.arg(people)::uuid[]) AS person,
        unnest(sqlc.arg(asks)::uuid[]) AS ask) n
JOIN person p ON p.id = n.person AND p.erased_at IS NULL
ON CONFLICT (key) DO NOTHING;

-- name: ClaimNotices :many
-- Notices that another worker holds are skipped, not waited for.
WITH mine AS (
  SELECT n.id FROM notice n
  WHERE n.state = 'queued' AND n.next_attempt_at <= now() AND (n.locked_until IS NULL OR n.locked_until <= now())
  ORDER BY n.next_attempt_at, n.id
  LIMIT sqlc.arg(most)
  FOR UPDATE SKIP LOCKED)
UPDATE notice n SET locked_until = now() + sqlc.arg(lease_seconds)::float8 * interval '1 second'
FROM mine JOIN notice x ON x.id = mine.id
  LEFT JOIN request r ON r.id = x.request_id
  LEFT JOIN published_report pr ON pr.id = x.report_id
  LEFT JOIN report_draft rd ON rd.id = x.report_id
  LEFT JOIN report_recipient rr ON rr.id = x.recipient_id
  LEFT JOIN person p ON p.id = x.person_id
  LEFT JOIN library l ON l.id = coalesce(r.library_id, pr.library_id, rd.library_id, x.directory_of)
WHERE n.id = mine.id
RETURNING n.id, n.key, n.kind, n.request_id, n.report_id, n.directory_of, coalesce(r.reference, '')::text AS reference, n.ask_id, coalesce(p.email, rr.email) AS email,
  coalesce(p.name, '')::text AS name, (p.erased_at IS NOT NULL)::bool AS erased, n.attempts, n.queued_at, n.new_records, n.retracted, n.exports,
  coalesce(l.name, '')::text AS library, coalesce(l.email, '')::text AS library_email;

-- name: NoticeSending :execrows
-- The lease is made to last for one letter more.
UPDATE notice SET state = 'sending', locked_until = greatest(locked_until, now() + sqlc.arg(grace_seconds)::float8 * interval '1 second')
WHERE id = sqlc.arg(id) AND state = 'queued' AND locked_until > now();

-- name: NoticeSent :execrows
-- Also for one that was taken for lost meanwhile.
UPDATE notice SET state = 'sent', locked_until = NULL, last_error = '', done_at = now()
WHERE id = sqlc.arg(id) AND state IN ('sending', 'unconfirmed');

-- name: NoticeRetry :execrows
UPDATE notice SET state = 'queued', locked_until = NULL, attempts = attempts + 1, last_error = sqlc.arg(code), next_attempt_at = sqlc.arg(at)
WHERE id = sqlc.arg(id) AND state = 'sending';

-- name: EndNotice :execrows
UPDATE notice SET state = sqlc.arg(state), locked_until = NULL, last_error = sqlc.arg(code), done_at = now(),
  attempts = attempts + sqlc.arg(failed)::int
WHERE id = sqlc.arg(id) AND state = ANY (sqlc.arg(states)::text[]);

-- name: AbandonedNotices :many
UPDATE notice SET state = 'unconfirmed', locked_until = NULL, done_at = now()
WHERE id IN (SELECT n.id FROM notice n WHERE n.state = 'sending' AND n.locked_until <= now() FOR UPDATE SKIP LOCKED)
RETURNING id;

-- name: NoticeStateOf :one
SELECT state FROM notice WHERE id = sqlc.arg(id);

-- name: ListNotices :many
-- Without the people, once it is forgotten who asked.
SELECT n.id, n.kind, p.id AS person_id, p.name, (r.erased_at IS NOT NULL)::bool AS anonymous, n.state, n.attempts, n.last_error, n.queued_at, n.done_at
FROM notice n JOIN person p ON p.id = n.person_id JOIN request r ON r.id = n.request_id
WHERE n.request_id = sqlc.arg(request)::uuid ORDER BY n.queued_at, n.id LIMIT sqlc.arg(most);
