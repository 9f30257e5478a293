-- name: TopicOf :one
-- The request with what is said of its topic. The words are those of the newest version of the question.
SELECT t.question, t.background, s.stage, s.open, s.owner, s.delivered_at, f.state, f.topics, f.suggested, f.words, f.decided_by, f.decided_at,
  f.version, o.offered_by, o.offered_at
FROM request_state s
JOIN request_text t ON t.request_id = s.request_id AND t.version = (SELECT max(n.version) FROM request_text n WHERE n.request_id = s.request_id)
LEFT JOIN topic_flag f ON f.request_id = s.request_id
LEFT JOIN swap_offer o ON o.request_id = s.request_id AND o.offered_by = s.owner
WHERE s.request_id = sqlc.arg(request);

-- name: InsertTopicFlag :execrows
INSERT INTO topic_flag (request_id, state, topics, suggested, words, decided_by, decided_at, version)
VALUES (sqlc.arg(request), sqlc.arg(state), sqlc.arg(topics)::text[], sqlc.arg(suggested)::text[], sqlc.arg(words), sqlc.arg(person), sqlc.arg(now), 2)
ON CONFLICT (request_id) DO NOTHING;

-- name: UpdateTopicFlag :execrows
UPDATE topic_flag SET state = sqlc.arg(state), topics = sqlc.arg(topics)::text[], suggested = sqlc.arg(suggested)::text[], words = sqlc.arg(words),
  decided_by = sqlc.arg(person), decided_at = sqlc.arg(now), version = version + 1
WHERE request_id = sqlc.arg(request) AND version = sqlc.arg(version);

-- name: InsertSwapOffer :execrows
-- Only by the owner, and only while the topic is confirmed.
INSERT INTO swap_offer (request_id, offered_by, offered_at)
SELECT s.request_id, s.owner, sqlc.arg(now)::timestamptz FROM request_state s JOIN topic_flag f ON f.request_id = s.request_id AND f.state = 'confirmed'
WHERE s.request_id = sqlc.arg(request) AND s.owner = sqlc.arg(person)::uuid AND s.open
ON CONFLICT (request_id) DO NOTHING;

-- name: DropSwapOffer :exec
DELETE FROM swap_offer WHERE request_id = sqlc.arg(request) AND offered_by = sqlc.arg(person);

-- name: SwapOffers :many
SELECT o.request_id, r.reference, s.specialty, s.type, s.urgency, s.promise_due, s.decision_at, f.topics, o.offered_by, p.name, o.offered_at
FROM swap_offer o JOIN request_state s ON s.request_id = o.request_id AND s.owner = o.offered_by AND s.open
JOIN request r ON r.id = o.request_id JOIN person p ON p.id = o.offered_by JOIN topic_flag f ON f.request_id = o.request_id AND f.state = 'confirmed'
WHERE s.library_id = sqlc.arg(library) ORDER BY s.due_by, o.request_id LIMIT 200;

-- name: GetWellbeingService :one
SELECT * FROM wellbeing_service WHERE library_id = sqlc.arg(library);

-- name: InsertWellbeingService :one
INSERT INTO wellbeing_service (library_id, name, url, phone, note, version, updated_by, updated_at)
VALUES (sqlc.arg(library), sqlc.arg(name), sqlc.arg(url), sqlc.arg(phone), sqlc.arg(note), 2, sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (library_id) DO NOTHING RETURNING *;

-- name: UpdateWellbeingService :one
UPDATE wellbeing_service SET name = sqlc.arg(name), url = sqlc.arg(url), phone = sqlc.arg(phone), note = sqlc.arg(note), version = version + 1,
  updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND version = sqlc.arg(version) RETURNING *;

-- name: MDTTeams :many
-- All teams of a library, or one of them, with who belongs to them; a team of nobody has one row.
SELECT t.id, t.name, t.next_debrief, t.debrief_note, t.version, t.updated_at, m.person_id, p.name AS person_name, m.invited
FROM mdt_team t LEFT JOIN mdt_member m ON m.team_id = t.id LEFT JOIN person p ON p.id = m.person_id
WHERE t.library_id = sqlc.arg(library) AND (sqlc.narg(one)::uuid IS NULL OR t.id = sqlc.narg(one)::uuid)
ORDER BY lower(t.name), t.id, p.name, p.id;

-- name: MDTTeamsOf :many
-- The teams of one person, the next debrief first.
SELECT t.id, t.name, t.next_debrief, t.debrief_note, m.invited
FROM mdt_member m JOIN mdt_team t ON t.id = m.team_id
WHERE t.library_id = sqlc.arg(library) AND m.person_id = sqlc.arg(person) ORDER BY t.next_debrief NULLS LAST, lower(t.name);

-- name: CountMDTTeams :one
SELECT count(*) FROM mdt_team WHERE library_id = sqlc.arg(library);

-- name: InsertMDTTeam :exec
INSERT INTO mdt_team (id, library_id, name, next_debrief, debrief_note, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(name), sqlc.narg(next_debrief), sqlc.arg(debrief_note), sqlc.arg(person), sqlc.arg(now));

-- name: UpdateMDTTeam :one
UPDATE mdt_team SET name = sqlc.arg(name), next_debrief = sqlc.narg(next_debrief), debrief_note = sqlc.arg(debrief_note), version = version + 1,
  updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: DeleteMDTTeam :one
DELETE FROM mdt_team WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: ClearMDTMembers :exec
DELETE FROM mdt_member WHERE team_id = sqlc.arg(team);

-- name: AddMDTMembers :execrows
-- Only people who work in the library.
INSERT INTO mdt_member (team_id, person_id, invited)
SELECT sqlc.arg(team)::uuid, m.person, m.invited
FROM (SELECT unnest(sqlc.arg(people)::uuid[]) AS person, unnest(sqlc.arg(invited)::bool[]) AS invited) m
WHERE EXISTS (SELECT FROM person_role pr WHERE pr.person_id = m.person AND pr.library_id = sqlc.arg(library) AND pr.role IN ('librarian', 'trainee'));

-- name: InsertSignpost :exec
INSERT INTO wellbeing_signpost (id, library_id, on_date, how, by_person, recorded_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(on_date), sqlc.arg(how), sqlc.arg(person), sqlc.arg(now));

-- name: Signposts :many
SELECT w.id, w.on_date, w.how, w.by_person, p.name, w.recorded_at
FROM wellbeing_signpost w JOIN person p ON p.id = w.by_person
WHERE w.library_id = sqlc.arg(library) ORDER BY w.on_date DESC, w.id DESC LIMIT 200;

-- name: WorkMonths :many
-- What was delivered in each month, by one person or by everybody, and how many people did it.
SELECT date_trunc('month', f.delivered_on)::date AS month, count(DISTINCT s.owner)::int AS people, count(*)::int AS delivered,
  (count(*) FILTER (WHERE f.live))::int AS live, (count(*) FILTER (WHERE f.urgency IN ('now', 'urgent')))::int AS urgent
FROM request_fact f JOIN request_state s ON s.request_id = f.request_id
WHERE f.library_id = sqlc.arg(library) AND f.delivered_on >= sqlc.arg(since)::date AND f.delivered_on < sqlc.arg(until)::date
  AND s.owner IS NOT NULL AND (sqlc.narg(person)::uuid IS NULL OR s.owner = sqlc.narg(person)::uuid)
GROUP BY 1 ORDER BY 1;

-- name: WorkSteps :many
-- When people of the library took steps as its staff.
SELECT t.actor, t.at FROM transition t JOIN request_state s ON s.request_id = t.request_id
WHERE s.library_id = sqlc.arg(library) AND t.at >= sqlc.arg(since)::timestamptz AND t.at < sqlc.arg(until)::timestamptz
  AND t.actor_roles && ARRAY['librarian', 'trainee', 'manager']
  AND t.actor = ANY (CASE WHEN sqlc.narg(person)::uuid IS NULL
    THEN ARRAY(SELECT DISTINCT pr.person_id FROM person_role pr
               WHERE pr.library_id = sqlc.arg(library) AND pr.role IN ('librarian', 'trainee', 'manager'))
    ELSE ARRAY[sqlc.narg(person)::uuid] END);

-- name: FlaggedMonths :many
SELECT date_trunc('month', f.received_on)::date AS month, count(*)::int AS flagged
FROM request_fact f JOIN topic_flag t ON t.request_id = f.request_id AND t.state = 'confirmed'
WHERE f.library_id = sqlc.arg(library) AND f.received_on >= sqlc.arg(since)::date AND f.received_on < sqlc.arg(until)::date
GROUP BY 1 ORDER BY 1;

-- name: CheckInMonths :many
SELECT month, people, hard, fine FROM check_in_month WHERE library_id = sqlc.arg(library) AND month >= sqlc.arg(since)::date ORDER BY month;

-- name: DropWellbeingOf :exec
-- An erased person's offers and teams. Their check-ins go by a function of their own.
WITH offers AS (DELETE FROM swap_offer WHERE offered_by = sqlc.arg(person))
DELETE FROM mdt_member WHERE person_id = sqlc.arg(person);

-- name: EraseCheckIns :exec
SELECT erase_check_ins(sqlc.arg(person)::uuid);
