-- name: LockFollowUp :one
SELECT state FROM follow_up WHERE request_id = sqlc.arg(request) FOR UPDATE;

-- name: GetFollowUp :one
SELECT state FROM follow_up WHERE request_id = sqlc.arg(request);

-- name: SaveFollowUp :execrows
-- Nothing when somebody else has written this step, or a later one, meanwhile.
INSERT INTO follow_up (request_id, library_id, stage, anchor, ask_at, remind_at, give_up_at, again_at, ends_at, asked_at, running, seq,
  command, at, recorded_at, state, state_version)
VALUES (sqlc.arg(request), sqlc.arg(library), sqlc.arg(stage), sqlc.arg(anchor), sqlc.narg(ask_at), sqlc.narg(remind_at), sqlc.narg(give_up_at),
  sqlc.narg(again_at), sqlc.narg(ends_at), sqlc.narg(asked_at), sqlc.arg(running), sqlc.arg(seq), sqlc.arg(command), sqlc.arg(at), sqlc.arg(recorded_at),
  sqlc.arg(state), sqlc.arg(state_version))
ON CONFLICT (request_id) DO UPDATE SET stage = excluded.stage, anchor = excluded.anchor, ask_at = excluded.ask_at,
  remind_at = excluded.remind_at, give_up_at = excluded.give_up_at, again_at = excluded.again_at, ends_at = excluded.ends_at, asked_at = excluded.asked_at,
  running = excluded.running, seq = excluded.seq, command = excluded.command, at = excluded.at, recorded_at = excluded.recorded_at,
  state = excluded.state, state_version = excluded.state_version
WHERE follow_up.seq = excluded.seq - 1;

-- name: OpenFollowUps :many
SELECT state FROM follow_up
WHERE running AND (ends_at IS NULL OR again_at IS NOT NULL OR ends_at > sqlc.arg(now)::timestamptz) AND request_id > sqlc.arg(after)
ORDER BY request_id LIMIT sqlc.arg(most);

-- name: PeopleToAsk :many
-- For whom the answer was: the requester, and those whose requests were merged into this one. In one order everywhere, so
-- that two follow-ups never wait for each other.
SELECT DISTINCT p.id, (p.erased_at IS NOT NULL)::bool AS erased, (o.person_id IS NOT NULL)::bool AS opted_out
FROM request_state s JOIN person p ON p.id = s.requester LEFT JOIN opt_out o ON o.person_id = p.id
WHERE s.request_id = sqlc.arg(request)
   OR s.request_id IN (SELECT m.source FROM merge_link m WHERE m.survivor = sqlc.arg(request) AND m.state = 'active')
ORDER BY p.id;

-- name: InsertAsk :execrows
-- Nothing for somebody who was asked less than 30 days ago: the constraint decides, also between two who ask at once.
INSERT INTO ask (id, request_id, library_id, person_id, round, state, reason, questionnaire, form, token_hash, asked_at, asked_on, answered_at, created_at)
VALUES (sqlc.arg(id), sqlc.arg(request), (SELECT r.library_id FROM request r WHERE r.id = sqlc.arg(request)), sqlc.arg(person), sqlc.arg(round),
  sqlc.arg(state), sqlc.narg(reason), sqlc.arg(questionnaire), sqlc.arg(form), sqlc.narg(token_hash), sqlc.narg(asked_at), sqlc.narg(asked_on),
  sqlc.narg(answered_at), sqlc.arg(now))
ON CONFLICT DO NOTHING;

-- name: MoveAsk :execrows
-- Why somebody was not asked stays known when they tell us all the same.
UPDATE ask SET state = sqlc.arg(state),
  answered_at = CASE WHEN sqlc.arg(state) = 'answered' THEN coalesce(answered_at, sqlc.arg(at)::timestamptz) END
WHERE id = sqlc.arg(id) AND request_id = sqlc.arg(request) AND state <> sqlc.arg(state);

-- name: AsksHeard :many
-- What people have said meanwhile: the row of an answer, and whether the person opted out, on whatever request.
SELECT a.id, a.person_id, a.round, s.id AS answer, (o.person_id IS NOT NULL)::bool AS opted_out
FROM ask a LEFT JOIN survey_answer s ON s.ask_id = a.id LEFT JOIN opt_out o ON o.person_id = a.person_id
WHERE a.request_id = sqlc.arg(request);

-- name: InsertOptOut :exec
INSERT INTO opt_out (person_id, at)
SELECT a.person_id, sqlc.arg(at) FROM ask a WHERE a.id = sqlc.arg(ask)
ON CONFLICT DO NOTHING;

-- name: HasOptedOut :one
SELECT EXISTS (SELECT FROM opt_out WHERE person_id = sqlc.arg(person));
