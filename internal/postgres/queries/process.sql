-- name: TransitionBySeq :one
SELECT command_id, state FROM transition WHERE request_id = sqlc.arg(request) AND seq = sqlc.arg(seq);

-- name: TransitionByCommand :one
SELECT seq, state FROM transition WHERE request_id = sqlc.arg(request) AND command_id = sqlc.arg(command_id);

-- name: LastTransition :one
SELECT seq, state FROM transition WHERE request_id = sqlc.arg(request) ORDER BY seq DESC LIMIT 1;

-- name: InsertTransition :execrows
-- Two attempts at the same step meet at the primary key; the second finds the first's row.
INSERT INTO transition (request_id, seq, command, command_id, from_stage, to_stage, actor, actor_kind, actor_roles, at, recorded_at,
  reason_code, clock_action, args, state, state_version)
VALUES (sqlc.arg(request), sqlc.arg(seq), sqlc.arg(command), sqlc.arg(command_id), sqlc.narg(from_stage), sqlc.arg(to_stage), sqlc.narg(actor),
  sqlc.arg(actor_kind), sqlc.arg(actor_roles), sqlc.arg(at), sqlc.arg(recorded_at), sqlc.arg(reason_code), sqlc.arg(clock_action),
  sqlc.arg(args), sqlc.arg(state), sqlc.arg(state_version))
ON CONFLICT DO NOTHING;

-- name: LockRequestState :one
SELECT seq FROM request_state WHERE request_id = sqlc.arg(request) FOR UPDATE;

-- name: InsertRequestState :exec
INSERT INTO request_state (request_id, library_id, stage, outcome, owner, requester, urgency, type, product, specialty, running, promise_due,
  decision_at, received_at, stage_since, seq, at, first_delivered_at, delivered_at, closed_at, must_agree, change_seq, change_xid)
VALUES (sqlc.arg(request), sqlc.arg(library), sqlc.arg(stage), sqlc.narg(outcome), sqlc.narg(owner), sqlc.arg(requester), sqlc.arg(urgency),
  sqlc.arg(type), sqlc.arg(product), sqlc.arg(specialty), sqlc.arg(running), sqlc.narg(promise_due), sqlc.narg(decision_at), sqlc.arg(received_at), sqlc.arg(at),
  sqlc.arg(seq), sqlc.arg(at), sqlc.narg(first_delivered_at), sqlc.narg(delivered_at), sqlc.narg(closed_at), sqlc.arg(must_agree),
  nextval('request_change'), pg_current_xact_id());

-- name: UpdateRequestState :execrows
UPDATE request_state SET stage = sqlc.arg(stage), outcome = sqlc.narg(outcome), owner = sqlc.narg(owner), requester = sqlc.arg(requester),
  urgency = sqlc.arg(urgency), type = sqlc.arg(type), product = CASE WHEN sqlc.arg(product)::text = '' THEN product ELSE sqlc.arg(product)::text END,
  running = sqlc.arg(running), promise_due = sqlc.narg(promise_due),
  decision_at = sqlc.narg(decision_at), stage_since = CASE WHEN stage = sqlc.arg(stage) THEN stage_since ELSE sqlc.arg(at) END,
  seq = sqlc.arg(seq), at = sqlc.arg(at), first_delivered_at = sqlc.narg(first_delivered_at), delivered_at = sqlc.narg(delivered_at),
  closed_at = sqlc.narg(closed_at), must_agree = sqlc.arg(must_agree), change_seq = nextval('request_change'), change_xid = pg_current_xact_id(),
  changed_at = now()
WHERE request_id = sqlc.arg(request) AND request_state.seq = sqlc.arg(seq)::int - 1;

-- name: InsertReviewer :exec
INSERT INTO request_person (request_id, person_id, relation) VALUES (sqlc.arg(request), sqlc.arg(person), 'reviewer') ON CONFLICT DO NOTHING;

-- name: NextReference :one
SELECT nextval('request_reference')::bigint;

-- name: InsertRequest :exec
INSERT INTO request (id, reference, library_id, organisation_id, requester, on_behalf_of, type, specialty, staff_group, framework, limits,
  product, needed_by, decision_at, share_report, share_identity, channel, created_by, created_at)
SELECT sqlc.arg(id), sqlc.arg(reference), sqlc.arg(library), p.organisation_id, p.id, sqlc.arg(on_behalf_of), sqlc.arg(type), sqlc.arg(specialty),
  coalesce(nullif(sqlc.arg(staff_group)::text, ''), p.staff_group), sqlc.arg(framework), sqlc.arg(limits), sqlc.arg(product), sqlc.narg(needed_by),
  sqlc.narg(decision_at), sqlc.arg(share_report), sqlc.arg(share_identity), sqlc.arg(channel), sqlc.narg(created_by), sqlc.arg(created_at)
FROM person p WHERE p.id = sqlc.arg(requester);

-- name: InsertRequestText :exec
INSERT INTO request_text (request_id, version, library_id, question, background, framework, framework_text, exclusions, known_papers, created_by, created_at)
VALUES (sqlc.arg(request), sqlc.arg(version), sqlc.arg(library), sqlc.arg(question), sqlc.arg(background), sqlc.arg(framework), sqlc.arg(framework_text),
  sqlc.arg(exclusions), sqlc.arg(known_papers), sqlc.narg(created_by), sqlc.arg(created_at));

-- name: InsertRequestPerson :exec
INSERT INTO request_person (request_id, person_id, relation) VALUES (sqlc.arg(request), sqlc.arg(person), sqlc.arg(relation)) ON CONFLICT DO NOTHING;

-- name: InsertRequestLink :exec
INSERT INTO request_link (from_request, to_request, kind) VALUES (sqlc.arg(from_request), sqlc.arg(to_request), sqlc.arg(kind)) ON CONFLICT DO NOTHING;

-- name: ClaimKey :execrows
INSERT INTO idempotency_key (principal, method, route, request_id, key, body_hash, command_id, result, created_at)
VALUES (sqlc.arg(principal), sqlc.arg(method), sqlc.arg(route), sqlc.arg(request), sqlc.arg(key), sqlc.arg(body_hash), sqlc.arg(command_id),
  sqlc.narg(result), sqlc.arg(now))
ON CONFLICT DO NOTHING;

-- name: KeyUsed :one
SELECT body_hash, command_id, result FROM idempotency_key
WHERE principal = sqlc.arg(principal) AND method = sqlc.arg(method) AND route = sqlc.arg(route) AND request_id = sqlc.arg(request) AND key = sqlc.arg(key);

-- name: DropOldKeys :execrows
DELETE FROM idempotency_key WHERE created_at < sqlc.arg(before);

-- name: InsertOutbox :exec
INSERT INTO outbox (kind, key, payload, next_attempt_at, created_at)
VALUES (sqlc.arg(kind), sqlc.arg(key), sqlc.arg(payload), sqlc.arg(at), sqlc.arg(at))
ON CONFLICT (key) DO NOTHING;

-- name: ClaimOutbox :many
-- Rows that another worker holds are skipped, not waited for.
UPDATE outbox SET locked_until = sqlc.arg(until)
WHERE id IN (
  SELECT o.id FROM outbox o
  WHERE o.done_at IS NULL AND o.next_attempt_at <= sqlc.arg(now) AND (o.locked_until IS NULL OR o.locked_until <= sqlc.arg(now))
  ORDER BY o.next_attempt_at, o.id
  LIMIT sqlc.arg(most)
  FOR UPDATE SKIP LOCKED)
RETURNING id, kind, payload, attempts;

-- name: FinishOutbox :exec
UPDATE outbox SET done_at = sqlc.arg(now), locked_until = NULL WHERE id = sqlc.arg(id);

-- name: FinishStart :exec
UPDATE outbox SET done_at = sqlc.arg(now), locked_until = NULL WHERE key = sqlc.arg(key) AND done_at IS NULL;

-- name: RetryOutbox :exec
UPDATE outbox SET attempts = attempts + 1, last_error = sqlc.arg(code), next_attempt_at = sqlc.arg(at), locked_until = NULL WHERE id = sqlc.arg(id);

-- name: DropDoneOutbox :execrows
DELETE FROM outbox WHERE done_at < sqlc.arg(before);

-- name: LockRequests :many
-- In the order of their identifiers, so that two merges never wait for each other.
SELECT request_id, library_id, stage FROM request_state WHERE request_id = ANY(sqlc.arg(requests)::uuid[]) ORDER BY request_id FOR UPDATE;

-- name: MergeLinksAround :many
SELECT source, survivor, state FROM merge_link WHERE source = ANY(sqlc.arg(requests)::uuid[]) OR survivor = ANY(sqlc.arg(requests)::uuid[]);

-- name: ReserveMergeLink :exec
INSERT INTO merge_link (source, survivor, state, created_at) VALUES (sqlc.arg(source), sqlc.arg(survivor), 'reserved', sqlc.arg(now))
ON CONFLICT (source) DO UPDATE SET survivor = excluded.survivor, created_at = excluded.created_at WHERE merge_link.state = 'reserved';

-- name: ReleaseMergeLink :exec
DELETE FROM merge_link WHERE source = sqlc.arg(source) AND state = 'reserved';

-- name: ActivateMergeLink :exec
INSERT INTO merge_link (source, survivor, state, created_at) VALUES (sqlc.arg(source), sqlc.arg(survivor), 'active', sqlc.arg(now))
ON CONFLICT (source) DO UPDATE SET survivor = excluded.survivor, state = 'active';

-- name: DropMergeLink :exec
DELETE FROM merge_link WHERE source = sqlc.arg(source);

-- name: MergedSources :many
SELECT source FROM merge_link WHERE survivor = sqlc.arg(survivor) AND state = 'active';

-- name: StageOf :one
SELECT stage FROM request_state WHERE request_id = sqlc.arg(request) FOR SHARE;

-- name: LinkedTo :many
SELECT to_request, kind FROM request_link WHERE from_request = sqlc.arg(request) AND kind IN ('split_from', 'referred_from');

-- name: InsertSplitPart :exec
INSERT INTO split_part (id, parent, position, text) VALUES (sqlc.arg(id), sqlc.arg(parent), sqlc.arg(position), sqlc.arg(text))
ON CONFLICT (id) DO NOTHING;

-- name: OpenSplitPart :one
UPDATE split_part SET opened_at = sqlc.arg(now) WHERE id = sqlc.arg(id) AND parent = sqlc.arg(parent) RETURNING text;

-- name: DropSplitParts :exec
DELETE FROM split_part WHERE parent = sqlc.arg(parent) AND opened_at IS NULL;

-- name: InsertReferral :exec
INSERT INTO referral (id, request_id, to_library, partner_request, outside_code, expected, created_at)
VALUES (sqlc.arg(id), sqlc.arg(request), sqlc.arg(to_library), sqlc.narg(partner), sqlc.narg(outside), sqlc.narg(expected), sqlc.arg(now))
ON CONFLICT (partner_request) DO NOTHING;

-- name: OpenReferral :one
UPDATE referral SET opened_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND partner_request = sqlc.arg(partner)::uuid RETURNING to_library;

-- name: LibraryForReferral :one
SELECT id, outside FROM library WHERE id = sqlc.arg(id);

-- name: RequestForCopy :one
-- What a part or a partner's request takes over.
SELECT r.on_behalf_of, r.specialty, r.staff_group, t.framework, r.limits, r.product, r.needed_by, r.decision_at, t.question, t.background,
  t.framework_text, t.exclusions, t.known_papers
FROM request r JOIN request_text t ON t.request_id = r.id AND t.version = r.text_version
WHERE r.id = sqlc.arg(request);

-- name: CopiedPeople :many
SELECT person_id FROM request_person WHERE request_id = sqlc.arg(request) AND relation = 'copied';

-- name: ReferredTo :one
SELECT to_library FROM referral WHERE partner_request = sqlc.arg(partner);

-- name: OutboxTask :exec
-- The team hears once of an order that keeps failing.
INSERT INTO team_task (id, library_id, request_id, kind, created_at)
SELECT sqlc.arg(id), rs.library_id, rs.request_id, 'outbox_stuck', sqlc.arg(now)
FROM outbox o JOIN request_state rs ON rs.request_id = (o.payload ->> 'request')::uuid
WHERE o.id = sqlc.arg(row)
  AND NOT EXISTS (SELECT FROM team_task t WHERE t.request_id = rs.request_id AND t.kind = 'outbox_stuck' AND t.done_at IS NULL);
