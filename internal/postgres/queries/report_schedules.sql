-- name: InsertReportSchedule :exec
INSERT INTO report_schedule (id, library_id, title, kind, day, scope, publishes, zone, state, runs_since, created_by, created_at, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(title), sqlc.arg(kind), sqlc.arg(day), sqlc.arg(scope), sqlc.arg(publishes), sqlc.arg(zone), sqlc.arg(state),
  sqlc.arg(now), sqlc.arg(person), sqlc.arg(now), sqlc.arg(person), sqlc.arg(now));

-- name: UpdateReportSchedule :one
-- One that is resumed, or runs on other days from now on, has missed nothing before.
UPDATE report_schedule SET title = sqlc.arg(title), kind = sqlc.arg(kind), day = sqlc.arg(day), scope = sqlc.arg(scope), publishes = sqlc.arg(publishes),
  zone = sqlc.arg(zone), state = sqlc.arg(state), version = version + 1,
  runs_since = CASE WHEN state = 'active' AND kind = sqlc.arg(kind) AND day = sqlc.arg(day) AND zone = sqlc.arg(zone) THEN runs_since ELSE sqlc.arg(now) END,
  updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND library_id = sqlc.arg(library) AND version = sqlc.arg(version) AND state <> 'ended'
RETURNING version;

-- name: ReportSchedules :many
-- Those of a library that have not ended, or one of them.
SELECT sqlc.embed(s) FROM report_schedule s
WHERE s.library_id = sqlc.arg(library) AND s.state <> 'ended' AND (sqlc.narg(one)::uuid IS NULL OR s.id = sqlc.narg(one)::uuid)
ORDER BY s.created_at, s.id LIMIT sqlc.arg(most);

-- name: ReportRecipients :many
SELECT r.id, r.schedule_id, r.person_id, coalesce(p.name, '')::text AS name, coalesce(r.email, '')::text AS email
FROM report_recipient r LEFT JOIN person p ON p.id = r.person_id WHERE r.schedule_id = ANY (sqlc.arg(schedules)::uuid[]) AND r.removed_at IS NULL ORDER BY r.id;

-- name: AddReportRecipients :execrows
-- An address that belongs to somebody of the library is that person's.
INSERT INTO report_recipient (id, schedule_id, person_id, email)
SELECT gen_random_uuid(), sqlc.arg(schedule)::uuid, p.id, CASE WHEN p.id IS NULL THEN a.email END
FROM unnest(sqlc.arg(emails)::text[]) AS a(email) LEFT JOIN person p ON lower(p.email) = lower(a.email) AND p.erased_at IS NULL
  AND EXISTS (SELECT FROM person_role m WHERE m.person_id = p.id AND m.library_id = sqlc.arg(library))
WHERE NOT EXISTS (SELECT FROM report_recipient r WHERE r.schedule_id = sqlc.arg(schedule)::uuid AND r.removed_at IS NULL
  AND (r.person_id = p.id OR lower(r.email) = lower(a.email)));

-- name: AddReportReaders :execrows
-- People of the library.
INSERT INTO report_recipient (id, schedule_id, person_id)
SELECT gen_random_uuid(), sqlc.arg(schedule)::uuid, p.id FROM person p
WHERE p.id = ANY (sqlc.arg(people)::uuid[]) AND p.erased_at IS NULL
  AND EXISTS (SELECT FROM person_role m WHERE m.person_id = p.id AND m.library_id = sqlc.arg(library))
  AND NOT EXISTS (SELECT FROM report_recipient r WHERE r.schedule_id = sqlc.arg(schedule)::uuid AND r.removed_at IS NULL AND r.person_id = p.id);

-- name: DropReportRecipients :exec
-- All but those who stay.
UPDATE report_recipient r SET email = NULL, removed_at = sqlc.arg(now)::timestamptz
WHERE r.schedule_id = sqlc.arg(schedule) AND r.removed_at IS NULL
  AND NOT coalesce(lower(r.email) = ANY (sqlc.arg(emails)::text[]), false) AND NOT coalesce(r.person_id = ANY (sqlc.arg(people)::uuid[]), false)
  AND NOT EXISTS (SELECT FROM person p WHERE p.id = r.person_id AND lower(p.email) = ANY (sqlc.arg(emails)::text[]));

-- name: InsertReportRun :exec
INSERT INTO report_run (id, schedule_id, key, period, asked_by, made_at, started_at)
VALUES (sqlc.arg(id), sqlc.arg(schedule), sqlc.arg(key), sqlc.arg(period), sqlc.narg(person), sqlc.arg(now), sqlc.narg(started))
ON CONFLICT (key) DO NOTHING;

-- name: ReportRunByKey :one
SELECT * FROM report_run WHERE key = sqlc.arg(key);

-- name: GetReportRun :one
SELECT sqlc.embed(r), sqlc.embed(s) FROM report_run r JOIN report_schedule s ON s.id = r.schedule_id WHERE r.id = sqlc.arg(id);

-- name: ReportScheduleByID :one
SELECT * FROM report_schedule WHERE id = sqlc.arg(id);

-- name: ReportRuns :many
SELECT sqlc.embed(r), coalesce(p.name, '')::text AS asker FROM report_run r LEFT JOIN person p ON p.id = r.asked_by
WHERE r.schedule_id = sqlc.arg(schedule) ORDER BY r.made_at DESC, r.id DESC LIMIT sqlc.arg(most);

-- name: EndReportRun :exec
UPDATE report_run SET ended_at = sqlc.arg(now)::timestamptz, started_at = coalesce(started_at, sqlc.arg(now)::timestamptz), outcome = sqlc.arg(outcome), report_id = sqlc.arg(report)::uuid
WHERE id = sqlc.arg(id) AND outcome = '';

-- name: UnstartedReportRuns :many
SELECT id, schedule_id FROM report_run WHERE started_at IS NULL ORDER BY id LIMIT sqlc.arg(most);

-- name: ReportRunStarted :exec
UPDATE report_run SET started_at = sqlc.arg(now)::timestamptz WHERE id = sqlc.arg(id) AND started_at IS NULL;

-- name: UnsyncedReportSchedules :many
SELECT id, version, kind, day, zone, state, runs_since FROM report_schedule WHERE synced < version ORDER BY id LIMIT sqlc.arg(most);

-- name: ReportScheduleSynced :exec
UPDATE report_schedule SET synced = sqlc.arg(version)::int WHERE id = sqlc.arg(id) AND synced < sqlc.arg(version)::int;

-- name: ReportSchedulesAfter :many
-- Those that must have a schedule, in the order of their identifiers.
SELECT id, version, kind, day, zone, state, runs_since FROM report_schedule
WHERE state <> 'ended' AND (sqlc.narg(after)::uuid IS NULL OR id > sqlc.narg(after)::uuid) ORDER BY id LIMIT sqlc.arg(most);

-- name: ReportScheduleLost :exec
-- What somebody asked for and nobody made may be lost with it: it is started again, which does no harm to one under way.
WITH again AS (UPDATE report_run r SET started_at = NULL WHERE r.schedule_id = sqlc.arg(id) AND r.ended_at IS NULL AND r.asked_by IS NOT NULL)
UPDATE report_schedule s SET synced = 0 WHERE s.id = sqlc.arg(id);

-- name: ReportedPeriods :many
-- Those of the periods that a run of the schedule has reported.
SELECT DISTINCT period FROM report_run WHERE schedule_id = sqlc.arg(schedule) AND ended_at IS NOT NULL AND period = ANY (sqlc.arg(periods)::text[]);
