-- name: AskOfToken :one
SELECT id FROM ask WHERE token_hash = sqlc.arg(hash);

-- name: AskOfPerson :one
-- The newest about the request.
SELECT id FROM ask WHERE request_id = sqlc.arg(request) AND person_id = sqlc.arg(person) ORDER BY round DESC LIMIT 1;

-- name: AskIn :one
SELECT id, state FROM ask WHERE request_id = sqlc.arg(request) AND person_id = sqlc.arg(person) AND round = sqlc.arg(round) FOR UPDATE;

-- name: GetAsk :one
-- Not for somebody who was erased.
SELECT a.id, a.request_id, r.reference, a.library_id, a.person_id, a.round, a.state, a.questionnaire, a.form, a.asked_at,
  EXISTS (SELECT FROM opt_out o WHERE o.person_id = a.person_id) AS opted_out, (s.id IS NOT NULL)::bool AS answered,
  coalesce(s.quote_consent, false)::bool AS quote_consent, coalesce(s.quote_as, 'role') AS quote_as, s.quote_withdrawn_at
FROM ask a JOIN request r ON r.id = a.request_id JOIN person p ON p.id = a.person_id LEFT JOIN survey_answer s ON s.ask_id = a.id
WHERE a.id = sqlc.arg(id) AND p.erased_at IS NULL;

-- name: AnsweredAsk :exec
UPDATE ask SET state = 'answered', answered_at = sqlc.arg(at)::timestamptz WHERE id = sqlc.arg(id) AND state <> 'answered';

-- name: InsertSurveyAnswer :execrows
INSERT INTO survey_answer (id, ask_id, questionnaire_version, form, answers, texts, time_saved, minutes_saved, quote_consent, quote_as, how,
  recorded_by, answered_on, created_at)
VALUES (sqlc.arg(id), sqlc.arg(ask), sqlc.arg(questionnaire), sqlc.arg(form), sqlc.arg(answers), sqlc.arg(texts), sqlc.arg(time_saved),
  sqlc.narg(minutes_saved), sqlc.arg(quote_consent), sqlc.arg(quote_as), sqlc.arg(how), sqlc.narg(recorded_by), sqlc.arg(answered_on), sqlc.arg(now))
ON CONFLICT (ask_id) DO NOTHING;

-- name: SurveyAnswerTo :one
SELECT id, (answers = sqlc.arg(answers)::jsonb AND texts = sqlc.arg(texts)::jsonb AND time_saved = sqlc.arg(time_saved)
  AND quote_consent = sqlc.arg(quote_consent) AND quote_as = sqlc.arg(quote_as) AND questionnaire_version = sqlc.arg(questionnaire))::bool AS same
FROM survey_answer WHERE ask_id = sqlc.arg(ask);

-- name: WithdrawQuote :execrows
-- Once; the first time stays.
UPDATE survey_answer SET quote_withdrawn_at = coalesce(quote_withdrawn_at, sqlc.arg(now)::timestamptz)
WHERE ask_id = sqlc.arg(ask) AND quote_consent;

-- name: AsksOfRequest :many
-- Everybody who was asked, or told without being asked, with what they answered.
SELECT a.id, a.person_id, p.name, a.round, a.state, coalesce(a.reason, '') AS reason, a.asked_at, s.created_at AS told_at,
  coalesce(s.how, '') AS how, s.recorded_by, coalesce(w.name, '') AS recorded_name, coalesce(s.form, a.form) AS form,
  coalesce(s.questionnaire_version, a.questionnaire) AS questionnaire, s.answers, s.texts, coalesce(s.time_saved, '') AS time_saved,
  coalesce(s.quote_consent, false)::bool AS quote_consent, coalesce(s.quote_as, 'role') AS quote_as, s.quote_withdrawn_at, s.erased_at
FROM ask a JOIN person p ON p.id = a.person_id LEFT JOIN survey_answer s ON s.ask_id = a.id LEFT JOIN person w ON w.id = s.recorded_by
WHERE a.request_id = sqlc.arg(request) ORDER BY a.round, p.name, a.id;

-- name: NewestSurveyForm :one
SELECT * FROM survey_form WHERE library_id = sqlc.arg(library) ORDER BY version DESC LIMIT 1;

-- name: GetSurveyForm :one
SELECT * FROM survey_form WHERE library_id = sqlc.arg(library) AND version = sqlc.arg(version);

-- name: InsertSurveyForm :one
-- No row when somebody was faster.
INSERT INTO survey_form (library_id, version, questions, last_code, share, created_by, created_at)
SELECT sqlc.arg(library), sqlc.arg(version), sqlc.arg(questions), sqlc.arg(last_code), sqlc.arg(share), sqlc.arg(person), sqlc.arg(now)
WHERE sqlc.arg(version)::int = coalesce((SELECT max(f.version) FROM survey_form f WHERE f.library_id = sqlc.arg(library)), 1) + 1
ON CONFLICT DO NOTHING
RETURNING *;

-- name: SurveyRate :one
-- Both rates of a library for the days from first to before: answers of those who were asked in them, and of the answers delivered.
SELECT
  (SELECT count(*) FROM request_fact f WHERE f.library_id = sqlc.arg(library) AND f.delivered_on >= sqlc.arg(first_day)::date AND f.delivered_on < sqlc.arg(before)::date) AS delivered,
  count(*) FILTER (WHERE a.asked_on IS NOT NULL) AS asked,
  count(*) FILTER (WHERE a.asked_on IS NOT NULL AND a.answered_on IS NOT NULL) AS answered
FROM ask_fact a
WHERE a.library_id = sqlc.arg(library) AND a.round = 1 AND a.asked_on >= sqlc.arg(first_day)::date AND a.asked_on < sqlc.arg(before)::date;
