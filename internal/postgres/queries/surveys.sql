-- name: AskByToken :one
-- Not for somebody who was erased.
SELECT a.id, a.request_id, r.reference, r.library_id, a.person_id, a.state, a.questionnaire, a.asked_at, f.ends_at,
  EXISTS (SELECT FROM opt_out o WHERE o.person_id = a.person_id) AS opted_out,
  EXISTS (SELECT FROM survey_answer s WHERE s.ask_id = a.id) AS answered
FROM ask a JOIN follow_up f ON f.request_id = a.request_id JOIN request r ON r.id = a.request_id JOIN person p ON p.id = a.person_id
WHERE a.token_hash = sqlc.arg(hash) AND p.erased_at IS NULL;

-- name: InsertSurveyAnswer :execrows
INSERT INTO survey_answer (id, ask_id, questionnaire_version, answers, texts, time_saved, quote_consent, created_at)
VALUES (sqlc.arg(id), sqlc.arg(ask), sqlc.arg(questionnaire), sqlc.arg(answers), sqlc.arg(texts), sqlc.arg(time_saved), sqlc.arg(quote_consent),
  sqlc.arg(now))
ON CONFLICT (ask_id) DO NOTHING;

-- name: SurveyAnswerTo :one
SELECT id, (answers = sqlc.arg(answers)::jsonb AND texts = sqlc.arg(texts)::jsonb AND time_saved = sqlc.arg(time_saved)
  AND quote_consent = sqlc.arg(quote_consent) AND questionnaire_version = sqlc.arg(questionnaire))::bool AS same
FROM survey_answer WHERE ask_id = sqlc.arg(ask);
