-- name: NewestState :one
SELECT state FROM transition WHERE request_id = sqlc.arg(request) ORDER BY seq DESC LIMIT 1;

-- name: StateAfter :one
SELECT state FROM transition WHERE request_id = sqlc.arg(request) AND command_id = sqlc.arg(command_id);

-- name: StandingOf :one
-- What a person is to a request, empty for who may not know of it, and the newest state.
SELECT coalesce(visible_to(sqlc.arg(person)::uuid, t.request_id), '')::text AS relation, t.state
FROM transition t WHERE t.request_id = sqlc.arg(request) ORDER BY t.seq DESC LIMIT 1;

-- name: WishedFor :one
SELECT needed_by FROM request WHERE id = sqlc.arg(request);

-- name: ShareRequest :execrows
-- It changes what others see, so those who watch the request hear of it.
WITH shared AS (
  UPDATE request SET share_report = sqlc.arg(report), share_identity = sqlc.arg(identity) WHERE id = sqlc.arg(request) RETURNING id)
UPDATE request_state s SET change_seq = nextval('request_change'), change_xid = pg_current_xact_id(), changed_at = now()
FROM shared WHERE s.request_id = shared.id;

-- name: ViewRequest :one
-- One request with everything that its pages show of it, and what the reader is to it: empty for who may not know of it.
SELECT coalesce(visible_to(sqlc.arg(reader)::uuid, s.request_id), '')::text AS relation,
  shared_with(r.share_identity, r.organisation_id, sqlc.arg(reader)::uuid)::boolean AS identity_shared,
  s.request_id, r.reference, s.library_id, l.name AS library_name, s.stage, s.outcome, s.owner, owner.name AS owner_name, s.requester,
  requester.name AS requester_name, s.urgency, s.type, s.specialty, s.running, s.promise_due, s.decision_at, s.received_at, s.stage_since,
  s.seq, s.at, s.first_delivered_at, s.delivered_at, s.closed_at, s.must_agree,
  r.organisation_id, coalesce(o.name, '')::text AS organisation_name, r.on_behalf_of, r.staff_group, t.framework, r.limits, r.product,
  r.needed_by, r.share_report, r.share_identity, r.channel, r.created_by, r.created_at,
  t.version AS text_version, t.question, t.background, t.framework_text, t.exclusions, t.known_papers, t.erased_at, r.erased_at AS request_erased_at,
  (SELECT n.state FROM transition n WHERE n.request_id = s.request_id AND n.seq = s.seq)::jsonb AS state,
  coalesce((SELECT coalesce((d.args ->> 'version')::int, 1) FROM transition d
            WHERE d.request_id = s.request_id AND d.command IN ('deliver', 'correct', 'answer-live')
            ORDER BY d.seq DESC LIMIT 1), 0)::int AS delivered_version,
  coalesce((SELECT f.stage FROM follow_up f WHERE f.request_id = s.request_id), '')::text AS follow_up,
  (SELECT coalesce(jsonb_agg(jsonb_build_object('person', p.id, 'name', p.name, 'relation', rp.relation) ORDER BY rp.relation, p.name, p.id), '[]')
   FROM request_person rp JOIN person p ON p.id = rp.person_id WHERE rp.request_id = s.request_id)::jsonb AS people,
  (SELECT count(*) FROM message m
   WHERE m.request_id = s.request_id AND m.kind <> 'note'
     AND (m.command_id IS NULL OR EXISTS (SELECT FROM transition x WHERE x.request_id = m.request_id AND x.command_id = m.command_id)))::int AS messages,
  (SELECT count(*) FROM message m WHERE m.request_id = s.request_id AND m.kind = 'note')::int AS notes,
  (SELECT count(*) FROM search_record c WHERE c.request_id = s.request_id)::int AS searches,
  (SELECT count(*) FROM reference c WHERE c.request_id = s.request_id)::int AS refs,
  (SELECT count(*) FROM attachment c WHERE c.request_id = s.request_id)::int AS attachments,
  (EXISTS (SELECT FROM request_link k WHERE k.from_request = s.request_id OR k.to_request = s.request_id)
    OR EXISTS (SELECT FROM merge_link m WHERE m.source = s.request_id OR m.survivor = s.request_id))::boolean AS linked,
  EXISTS (SELECT FROM referral f WHERE f.request_id = s.request_id)::boolean AS referred
FROM request_state s
JOIN request r ON r.id = s.request_id
JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
JOIN library l ON l.id = s.library_id
JOIN person requester ON requester.id = s.requester
LEFT JOIN person owner ON owner.id = s.owner
LEFT JOIN organisation o ON o.id = r.organisation_id
WHERE s.request_id = sqlc.arg(request);

-- name: RelatedRequests :many
-- The requests linked to one, of those that the reader may see. Older: the other one was there first.
SELECT x.kind, x.older, s.request_id, r.reference, s.stage, s.outcome
FROM (SELECT k.kind, k.to_request AS other, true AS older FROM request_link k WHERE k.from_request = sqlc.arg(request)
      UNION ALL SELECT k.kind, k.from_request, false FROM request_link k WHERE k.to_request = sqlc.arg(request)
      UNION ALL SELECT 'merged', m.survivor, true FROM merge_link m WHERE m.source = sqlc.arg(request) AND m.state = 'active'
      UNION ALL SELECT 'merged', m.source, false FROM merge_link m WHERE m.survivor = sqlc.arg(request) AND m.state = 'active') x
JOIN request_state s ON s.request_id = x.other
JOIN request r ON r.id = x.other
WHERE visible_to(sqlc.arg(reader)::uuid, x.other) IS NOT NULL
ORDER BY r.reference, x.kind;

-- name: ReferralsOf :many
-- To whom a request was referred, newest first, with the date that a partner here has promised. Nothing else of the
-- partner's request shows before it is delivered.
SELECT f.to_library, l.name AS library_name, f.outside_code, f.partner_request, f.expected, f.created_at,
  p.promise_due AS partner_due, p.delivered_at AS partner_delivered_at
FROM referral f
JOIN library l ON l.id = f.to_library
LEFT JOIN request_state p ON p.request_id = f.partner_request
WHERE f.request_id = sqlc.arg(request) AND (f.opened_at IS NOT NULL OR f.outside_code IS NOT NULL)
ORDER BY f.created_at DESC, f.id DESC;

-- name: StepsOf :many
-- Every transition of a request with the reader's relation. Asks: it was given by somebody of the requester's side.
SELECT (SELECT coalesce(visible_to(sqlc.arg(reader)::uuid, sqlc.arg(request)), ''))::text AS relation, s.owner AS owner_now,
  t.seq, t.command, t.from_stage, t.to_stage, t.actor, coalesce(a.name, '')::text AS actor_name, t.actor_roles, t.at, t.recorded_at,
  t.reason_code, t.args, (t.state -> 'outcome')::jsonb AS outcome, (t.state -> 'clock')::jsonb AS clock,
  (r.erased_at IS NOT NULL)::boolean AS anonymous,
  (t.actor IS NOT NULL AND (t.actor IN (r.requester, s.requester)
   OR EXISTS (SELECT FROM request_person rp WHERE rp.request_id = t.request_id AND rp.person_id = t.actor AND rp.relation <> 'reviewer')))::boolean AS asks
FROM transition t
JOIN request_state s ON s.request_id = t.request_id
JOIN request r ON r.id = t.request_id
LEFT JOIN person a ON a.id = t.actor
WHERE t.request_id = sqlc.arg(request)
ORDER BY t.seq;

-- name: ClockSteps :many
-- Every transition as the promise saw it, with the version of the calendar that was in force when it was recorded.
SELECT t.seq, t.command, t.clock_action, t.to_stage, t.at, t.recorded_at, t.state,
  coalesce((SELECT max(c.version) FROM library_calendar c WHERE c.library_id = s.library_id AND c.created_at <= t.recorded_at), 1)::int AS calendar
FROM transition t JOIN request_state s ON s.request_id = t.request_id
WHERE t.request_id = sqlc.arg(request)
ORDER BY t.seq;

-- name: CalendarVersion :one
SELECT spec FROM library_calendar WHERE library_id = sqlc.arg(library) AND version = sqlc.arg(version);

-- name: OpenStates :many
-- Everything whose workflow should run, in pages: what has not ended, and what has lapsed and may be revived.
SELECT t.state
FROM request_state s JOIN transition t ON t.request_id = s.request_id AND t.seq = s.seq
WHERE s.request_id > sqlc.arg(after) AND (s.stage <> 'closed' OR s.outcome = 'lapsed' AND s.closed_at > sqlc.arg(lapsed_after)::timestamptz)
ORDER BY s.request_id
LIMIT sqlc.arg(most);

-- name: ChangesSince :many
-- What transactions have written that began at since or later and before the oldest one still at work. Rows of one
-- transaction are never parted.
SELECT s.request_id, s.library_id, s.stage, s.owner, s.requester, s.seq, s.change_seq, s.change_xid::text::numeric::bigint AS xid
FROM request_state s
WHERE s.change_xid >= (sqlc.arg(since)::text)::xid8 AND s.change_xid < (sqlc.arg(until)::text)::xid8
ORDER BY s.change_xid
FETCH FIRST 1000 ROWS WITH TIES;

-- name: OldestAtWork :one
-- Every transaction with a smaller number has ended: its rows are seen, or will never be.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::numeric::bigint AS xid;

-- name: OpenByStage :many
SELECT s.stage, count(*)::int AS requests, count(*) FILTER (WHERE s.owner IS NULL)::int AS unowned,
  count(*) FILTER (WHERE s.running AND s.due_by < sqlc.arg(now)::timestamptz)::int AS overdue
FROM request_state s WHERE s.open GROUP BY s.stage;

-- name: OutboxBacklog :one
SELECT count(*)::int AS waiting, count(*) FILTER (WHERE attempts > 0)::int AS failing,
  coalesce(extract(epoch FROM sqlc.arg(now)::timestamptz - min(created_at)), 0)::bigint AS oldest_seconds
FROM outbox WHERE done_at IS NULL;
