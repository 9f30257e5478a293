-- name: AdvanceQuestion :execrows
-- Takes the number of the next version of the text, unless somebody else has.
UPDATE request SET text_version = text_version + 1 WHERE id = sqlc.arg(request) AND text_version = sqlc.arg(version);

-- name: TouchOpenRequest :execrows
-- Its text shows in lists, so those who watch the request hear of it. Nothing for a request that is not open.
UPDATE request_state SET change_seq = nextval('request_change'), change_xid = pg_current_xact_id(), changed_at = now()
WHERE request_id = sqlc.arg(request) AND open;

-- name: QuestionVersions :many
SELECT t.version, t.question, t.background, t.framework, t.framework_text, t.exclusions, t.known_papers, t.created_by, coalesce(p.name, '')::text AS by_name,
  t.created_at, t.erased_at, r.erased_at AS request_erased_at
FROM request_text t JOIN request r ON r.id = t.request_id LEFT JOIN person p ON p.id = t.created_by
WHERE t.request_id = sqlc.arg(request) AND (sqlc.arg(one)::int = 0 OR t.version = sqlc.arg(one)::int)
ORDER BY t.version DESC;

-- name: PresentQuestionVersion :one
SELECT text_version FROM request WHERE id = sqlc.arg(request);

-- name: HoldPerson :one
-- One at a time writes the timers of a person; other rows about the person go on.
SELECT id FROM person WHERE id = sqlc.arg(id) FOR NO KEY UPDATE;

-- name: PauseTimers :execrows
-- Pauses the running timer of a person: that of one request, or the one that is not of it.
UPDATE work_timer SET seconds = seconds + greatest(0, extract(epoch FROM sqlc.arg(now)::timestamptz - started_at))::int, started_at = NULL
WHERE person_id = sqlc.arg(person) AND started_at IS NOT NULL AND (request_id = sqlc.arg(request)) = sqlc.arg(this)::bool;

-- name: StartTimer :exec
INSERT INTO work_timer (person_id, request_id, began_at, started_at) VALUES (sqlc.arg(person), sqlc.arg(request), sqlc.arg(now), sqlc.arg(now))
ON CONFLICT (person_id, request_id) DO UPDATE SET started_at = coalesce(work_timer.started_at, excluded.started_at);

-- name: GetTimer :one
SELECT seconds, began_at, started_at FROM work_timer WHERE person_id = sqlc.arg(person) AND request_id = sqlc.arg(request);

-- name: DropTimer :one
DELETE FROM work_timer WHERE person_id = sqlc.arg(person) AND request_id = sqlc.arg(request) RETURNING seconds, began_at, started_at;

-- name: TimersOf :many
SELECT w.request_id, r.reference, w.seconds, w.began_at, w.started_at
FROM work_timer w JOIN request r ON r.id = w.request_id
WHERE w.person_id = sqlc.arg(person) AND visible_to(w.person_id, w.request_id) IN ('library', 'review')
ORDER BY w.started_at IS NULL, w.began_at DESC, w.request_id LIMIT sqlc.arg(most);

-- name: Meet :many
-- Notes that a person has a request open, and lists who else had it since.
WITH me AS (
  INSERT INTO presence (request_id, person_id, doing, seen_at) VALUES (sqlc.arg(request), sqlc.arg(person), sqlc.arg(doing), sqlc.arg(now))
  ON CONFLICT (request_id, person_id) DO UPDATE SET doing = excluded.doing, seen_at = excluded.seen_at)
SELECT o.person_id, p.name, o.doing, o.seen_at FROM presence o JOIN person p ON p.id = o.person_id
WHERE o.request_id = sqlc.arg(request) AND o.person_id <> sqlc.arg(person) AND o.seen_at > sqlc.arg(since)
ORDER BY p.name, o.person_id;

-- name: ForgetPresence :execrows
DELETE FROM presence WHERE seen_at < sqlc.arg(before);

-- name: ListViews :many
-- What a person saved and what is shared in these libraries, one's own first.
SELECT * FROM saved_view
WHERE owner = sqlc.arg(person) AND library_id = ANY (sqlc.arg(libraries)::uuid[]) OR shared AND library_id = ANY (sqlc.arg(libraries)::uuid[])
ORDER BY owner <> sqlc.arg(person), lower(name), id;

-- name: GetView :one
SELECT * FROM saved_view WHERE id = sqlc.arg(id);

-- name: CountViews :one
SELECT count(*) FILTER (WHERE owner = sqlc.arg(person))::int AS own, count(*) FILTER (WHERE shared AND library_id = sqlc.arg(library))::int AS shared
FROM saved_view WHERE owner = sqlc.arg(person) OR shared AND library_id = sqlc.arg(library);

-- name: InsertView :exec
INSERT INTO saved_view (id, library_id, owner, name, query, shared, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(person), sqlc.arg(name), sqlc.arg(query), sqlc.arg(shared), sqlc.arg(now), sqlc.arg(now));

-- name: UpdateView :one
UPDATE saved_view SET name = sqlc.arg(name), query = sqlc.arg(query), shared = sqlc.arg(shared), version = version + 1, updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND version = sqlc.arg(version) AND (name, query, shared) IS DISTINCT FROM (sqlc.arg(name)::text, sqlc.arg(query)::text, sqlc.arg(shared)::bool)
RETURNING *;

-- name: DeleteView :one
DELETE FROM saved_view WHERE id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: ListTemplates :many
SELECT * FROM message_template WHERE library_id = sqlc.arg(library) ORDER BY kind, lower(name), id;

-- name: GetTemplate :one
SELECT * FROM message_template WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id);

-- name: CountTemplates :one
SELECT count(*)::int FROM message_template WHERE library_id = sqlc.arg(library);

-- name: InsertTemplate :exec
INSERT INTO message_template (id, library_id, name, kind, body, created_at, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(name), sqlc.arg(kind), sqlc.arg(body), sqlc.arg(now), sqlc.arg(person), sqlc.arg(now));

-- name: UpdateTemplate :one
UPDATE message_template SET name = sqlc.arg(name), kind = sqlc.arg(kind), body = sqlc.arg(body), version = version + 1, updated_by = sqlc.arg(person),
  updated_at = sqlc.arg(now)
WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
  AND (name, kind, body) IS DISTINCT FROM (sqlc.arg(name)::text, sqlc.arg(kind)::text, sqlc.arg(body)::text)
RETURNING *;

-- name: DeleteTemplate :one
DELETE FROM message_template WHERE library_id = sqlc.arg(library) AND id = sqlc.arg(id) AND version = sqlc.arg(version) RETURNING id;

-- name: AddStartingTemplates :exec
SELECT add_starting_templates(sqlc.arg(library), sqlc.arg(now));

-- name: UpdatePresentation :one
UPDATE library SET name = sqlc.arg(name), email = sqlc.arg(email), settings = sqlc.arg(settings), version = version + 1
WHERE id = sqlc.arg(id) AND version = sqlc.arg(version)
RETURNING *;

-- name: UpdateProfile :one
-- The organisation is one that a library of the person serves, or the one that it was.
UPDATE person SET name = sqlc.arg(name), job_title = sqlc.arg(job_title), phone = sqlc.arg(phone), staff_group = sqlc.arg(staff_group),
  organisation_id = sqlc.narg(organisation), version = version + 1
WHERE person.id = sqlc.arg(id) AND person.version = sqlc.arg(version) AND erased_at IS NULL
RETURNING *;

-- name: ServedBy :one
-- Whether a library that the person belongs to serves the organisation.
SELECT EXISTS (SELECT FROM organisation o JOIN person_role pr ON pr.library_id = o.library_id
               WHERE o.id = sqlc.arg(organisation) AND pr.person_id = sqlc.arg(person));

-- name: RunningPromises :many
-- The open requests of a library as a change of its calendar finds them, those that are due first at the top.
SELECT s.request_id, r.reference, s.owner, coalesce(o.name, '')::text AS owner_name, (t.state -> 'clock')::jsonb AS clock
FROM request_state s JOIN request r ON r.id = s.request_id JOIN transition t ON t.request_id = s.request_id AND t.seq = s.seq
LEFT JOIN person o ON o.id = s.owner
WHERE s.library_id = sqlc.arg(library) AND s.open
ORDER BY s.due_by, s.request_id;

-- name: TeamLoad :many
-- The open requests of a library by owner, with everybody who works there. The row without a person is the shared pool.
WITH open AS (
  SELECT s.owner, s.stage, s.due_by, (t.state ->> 'estimate_minutes')::int AS estimate,
    CASE WHEN s.owner IS NOT NULL THEN (SELECT sum(e.minutes) FROM time_entry e WHERE e.request_id = s.request_id) END AS logged
  FROM request_state s JOIN transition t ON t.request_id = s.request_id AND t.seq = s.seq
  WHERE s.library_id = sqlc.arg(library) AND s.open),
held AS (
  SELECT o.owner, count(*) AS requests, count(*) FILTER (WHERE o.due_by < sqlc.arg(now)::timestamptz) AS overdue,
    count(*) FILTER (WHERE o.due_by >= sqlc.arg(now)::timestamptz AND o.due_by < sqlc.arg(week_ends)::timestamptz) AS due_this_week,
    count(*) FILTER (WHERE o.stage IN ('clarifying', 'on_hold')) AS waiting, count(*) FILTER (WHERE o.stage = 'checking') AS checking,
    sum(o.estimate) AS estimated, sum(o.logged) AS logged
  FROM open o GROUP BY o.owner),
team AS (
  SELECT pr.person_id, array_agg(pr.role ORDER BY pr.role) AS roles FROM person_role pr JOIN person m ON m.id = pr.person_id
  WHERE pr.library_id = sqlc.arg(library) AND pr.role IN ('librarian', 'trainee', 'manager') AND m.erased_at IS NULL
  GROUP BY pr.person_id)
SELECT p.id AS person_id, coalesce(p.name, '')::text AS name, coalesce(team.roles, '{}')::text[] AS roles, coalesce(h.requests, 0)::int AS requests,
  coalesce(h.overdue, 0)::int AS overdue, coalesce(h.due_this_week, 0)::int AS due_this_week, coalesce(h.waiting, 0)::int AS waiting,
  coalesce(h.checking, 0)::int AS checking, coalesce(h.estimated, 0)::int AS estimated, coalesce(h.logged, 0)::int AS logged
FROM held h FULL JOIN team ON team.person_id = h.owner LEFT JOIN person p ON p.id = coalesce(h.owner, team.person_id)
ORDER BY p.name, p.id;

-- name: DropDeskOf :exec
-- What an erased person kept for themselves. Shared views stay: they are the library's.
WITH timers AS (DELETE FROM work_timer w WHERE w.person_id = sqlc.arg(person)),
  seen AS (DELETE FROM presence o WHERE o.person_id = sqlc.arg(person))
DELETE FROM saved_view v WHERE v.owner = sqlc.arg(person) AND NOT v.shared;
