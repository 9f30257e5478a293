-- name: LockPublishing :exec
-- One report of a library at a time: what may be shown of it depends on what was published before.
SELECT pg_advisory_xact_lock(hashtextextended('published-report/' || sqlc.arg(library)::uuid::text, 0));

-- name: EarlierReports :many
-- What a reader may hold beside a new report, the newest first.
SELECT complete, shown FROM published_report
WHERE library_id = sqlc.arg(library) AND scope = sqlc.arg(scope)::jsonb AND last_day >= sqlc.arg(first) AND first_day <= sqlc.arg(last)
ORDER BY published_at DESC, id DESC LIMIT sqlc.arg(most);

-- name: PublishedOf :one
-- The report of a period and scope that nothing supersedes.
SELECT p.id FROM published_report p
WHERE p.library_id = sqlc.arg(library) AND p.period = sqlc.arg(period) AND p.scope = sqlc.arg(scope)::jsonb
  AND NOT EXISTS (SELECT FROM published_report s WHERE s.supersedes = p.id);

-- name: InsertPublished :exec
INSERT INTO published_report (id, library_id, period, first_day, last_day, scope, title, complete, shown, definitions, answers, cases, schedule_id,
  published_by, published_at, supersedes, reason)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(period), sqlc.arg(first), sqlc.arg(last), sqlc.arg(scope), sqlc.arg(title), sqlc.arg(complete),
  sqlc.arg(shown), sqlc.arg(definitions), sqlc.arg(answers)::uuid[], sqlc.arg(cases)::uuid[], sqlc.narg(schedule), sqlc.narg(person), sqlc.arg(now),
  sqlc.narg(supersedes), sqlc.arg(reason));

-- name: GetPublished :one
SELECT sqlc.embed(p), l.name AS library_name, coalesce(w.name, '')::text AS publisher, s.id AS superseded_by, coalesce(s.reason, '')::text AS superseded_for
FROM published_report p JOIN library l ON l.id = p.library_id LEFT JOIN person w ON w.id = p.published_by LEFT JOIN published_report s ON s.supersedes = p.id
WHERE p.id = sqlc.arg(id);

-- name: ListPublished :many
-- Without the figures.
SELECT p.id, p.library_id, l.name AS library_name, p.period, p.title, coalesce(p.shown -> 'filter', '[]')::jsonb AS filter, p.schedule_id, p.published_by,
  coalesce(w.name, '')::text AS publisher, p.published_at, p.supersedes, p.reason, s.id AS superseded_by,
  (SELECT count(*) FROM report_review v WHERE v.report_id = p.id)::int AS reviews,
  (SELECT max(v.reviewed_on) FROM report_review v WHERE v.report_id = p.id)::date AS reviewed_on
FROM published_report p JOIN library l ON l.id = p.library_id LEFT JOIN person w ON w.id = p.published_by LEFT JOIN published_report s ON s.supersedes = p.id
WHERE (sqlc.arg(everywhere)::bool OR p.library_id = ANY (sqlc.arg(libraries)::uuid[]))
ORDER BY p.last_day DESC, p.published_at DESC, p.id LIMIT sqlc.arg(most);

-- name: QuotableAnswers :many
-- Answers of a period, and of what is asked for, that may be quoted and say something.
SELECT s.id FROM survey_answer s JOIN ask a ON a.id = s.ask_id JOIN request_fact f ON f.request_id = a.request_id
WHERE a.library_id = sqlc.arg(library) AND s.answered_on BETWEEN sqlc.arg(first) AND sqlc.arg(last)
  AND s.quote_consent AND s.quote_withdrawn_at IS NULL AND s.erased_at IS NULL AND coalesce(s.texts ->> 'q5_detail', '') <> ''
  AND (sqlc.arg(organisation)::text = '' OR f.organisation_id::text = sqlc.arg(organisation)::text)
  AND (sqlc.arg(specialty)::text = '' OR f.specialty = sqlc.arg(specialty)::text)
  AND (sqlc.arg(staff_group)::text = '' OR f.staff_group = sqlc.arg(staff_group)::text)
  AND (sqlc.arg(purpose)::text = '' OR f.purpose = sqlc.arg(purpose)::text)
ORDER BY s.answered_on DESC, s.id LIMIT sqlc.arg(most);

-- name: TellableCases :many
-- Case studies that are published, of requests that were answered in a period and belong to what is asked for.
SELECT c.id FROM case_study c JOIN request_fact f ON f.request_id = c.request_id
WHERE c.library_id = sqlc.arg(library) AND c.published_version IS NOT NULL AND c.erased_at IS NULL AND f.delivered_on BETWEEN sqlc.arg(first) AND sqlc.arg(last)
  AND (sqlc.arg(organisation)::text = '' OR f.organisation_id::text = sqlc.arg(organisation)::text)
  AND (sqlc.arg(specialty)::text = '' OR f.specialty = sqlc.arg(specialty)::text)
  AND (sqlc.arg(staff_group)::text = '' OR f.staff_group = sqlc.arg(staff_group)::text)
  AND (sqlc.arg(purpose)::text = '' OR f.purpose = sqlc.arg(purpose)::text)
ORDER BY c.published_at DESC, c.id LIMIT sqlc.arg(most);

-- name: ReportQuotes :many
-- What answers say, as consent stands now.
SELECT s.id, (s.texts ->> 'q5_detail')::text AS body, s.quote_as, p.name,
  coalesce(nullif(s.answers ->> 'q6_role', ''), f.staff_group, '')::text AS staff_group
FROM survey_answer s JOIN ask a ON a.id = s.ask_id JOIN person p ON p.id = a.person_id LEFT JOIN request_fact f ON f.request_id = a.request_id
WHERE s.id = ANY (sqlc.arg(ids)::uuid[]) AND s.quote_consent AND s.quote_withdrawn_at IS NULL AND s.erased_at IS NULL AND coalesce(s.texts ->> 'q5_detail', '') <> ''
ORDER BY s.answered_on DESC, s.id;

-- name: InsertReportReview :exec
INSERT INTO report_review (id, report_id, reviewer, reviewed_on, note, recorded_by, recorded_at)
VALUES (sqlc.arg(id), sqlc.arg(report), sqlc.arg(reviewer), sqlc.arg(reviewed_on), sqlc.arg(note), sqlc.arg(person), sqlc.arg(now));

-- name: ReportReviews :many
-- Of one report, or of all of a library.
SELECT sqlc.embed(v), p.name AS recorder, r.title, r.period FROM report_review v JOIN person p ON p.id = v.recorded_by JOIN published_report r ON r.id = v.report_id
WHERE (sqlc.narg(report)::uuid IS NULL OR v.report_id = sqlc.narg(report)::uuid) AND r.library_id = sqlc.arg(library)
ORDER BY v.reviewed_on, v.id;

-- name: InsertReportDraft :exec
INSERT INTO report_draft (id, library_id, period, scope, title, complete, definitions, schedule_id, made_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(period), sqlc.arg(scope), sqlc.arg(title), sqlc.arg(complete), sqlc.arg(definitions), sqlc.arg(schedule), sqlc.arg(now));

-- name: GetReportDraft :one
SELECT sqlc.embed(d), l.name AS library_name FROM report_draft d JOIN library l ON l.id = d.library_id WHERE d.id = sqlc.arg(id);

-- name: ListReportDrafts :many
SELECT d.id, d.library_id, d.period, d.title, d.schedule_id, d.made_at FROM report_draft d WHERE d.library_id = sqlc.arg(library) ORDER BY d.made_at DESC, d.id LIMIT sqlc.arg(most);

-- name: DropReportDraft :execrows
DELETE FROM report_draft WHERE id = sqlc.arg(id);

-- name: ReportLetters :many
-- What became of the letters about a report; addresses are shown to those who keep the schedule.
SELECT n.id, n.kind, n.state, n.queued_at, n.done_at, coalesce(p.name, c.email, '')::text AS recipient
FROM notice n LEFT JOIN person p ON p.id = n.person_id LEFT JOIN report_recipient c ON c.id = n.recipient_id
WHERE n.report_id = sqlc.arg(report)::uuid ORDER BY n.queued_at, n.id LIMIT sqlc.arg(most);

-- name: TellRecipients :execrows
-- Each recipient of a schedule is owed the link to a report once.
INSERT INTO notice (id, key, report_id, kind, person_id, recipient_id)
SELECT gen_random_uuid(), 'report/' || sqlc.arg(report)::uuid::text || '/' || r.id::text, sqlc.arg(report)::uuid, sqlc.arg(kind)::text, r.person_id,
  CASE WHEN r.person_id IS NULL THEN r.id END
FROM report_recipient r WHERE r.schedule_id = sqlc.arg(schedule) AND r.removed_at IS NULL
ON CONFLICT (key) DO NOTHING;

-- name: TellManagers :execrows
-- Each manager is owed the link to a prepared report once.
INSERT INTO notice (id, key, report_id, kind, person_id)
SELECT gen_random_uuid(), 'report/' || sqlc.arg(report)::uuid::text || '/prepared/' || m.person_id::text, sqlc.arg(report)::uuid, sqlc.arg(kind)::text, m.person_id
FROM person_role m JOIN person p ON p.id = m.person_id WHERE m.library_id = sqlc.arg(library) AND m.role = 'manager' AND p.erased_at IS NULL
ON CONFLICT (key) DO NOTHING;
