-- name: InsertCaseStudy :exec
-- Of a request of the library that was delivered.
INSERT INTO case_study (id, library_id, request_id, answer_id, approver, stage, texts, created_by, created_at, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(library), sqlc.arg(request), sqlc.narg(answer), sqlc.arg(approver), 'candidate', sqlc.arg(texts), sqlc.arg(person), sqlc.arg(now),
  sqlc.arg(person), sqlc.arg(now));

-- name: CaseSource :one
-- What a case can be made of: a delivered request, with who asked it.
SELECT rs.requester, rs.library_id, (rs.delivered_at IS NOT NULL)::bool AS delivered, (r.erased_at IS NOT NULL)::bool AS erased
FROM request_state rs JOIN request r ON r.id = rs.request_id WHERE rs.request_id = sqlc.arg(request) AND rs.library_id = sqlc.arg(library);

-- name: CaseAnswer :one
-- An answer whose writer may be quoted, with who that is.
SELECT a.person_id, s.texts, s.quote_as, s.created_at FROM survey_answer s JOIN ask a ON a.id = s.ask_id
WHERE s.id = sqlc.arg(answer) AND a.request_id = sqlc.arg(request) AND s.quote_consent AND s.erased_at IS NULL
  AND s.quote_withdrawn_at IS NULL;

-- name: CaseCandidates :many
-- Answers that tell of an impact and may be quoted, newest first, of which nobody has made a case.
SELECT s.id, a.request_id, r.reference, s.answers, s.created_at
FROM survey_answer s JOIN ask a ON a.id = s.ask_id JOIN request_state rs ON rs.request_id = a.request_id JOIN request r ON r.id = a.request_id
WHERE rs.library_id = sqlc.arg(library) AND s.quote_consent AND s.erased_at IS NULL AND r.erased_at IS NULL
  AND s.quote_withdrawn_at IS NULL
  AND NOT EXISTS (SELECT FROM case_study c WHERE c.answer_id = s.id)
ORDER BY s.created_at DESC, s.id DESC LIMIT sqlc.arg(most);

-- name: ListCaseStudies :many
SELECT sqlc.embed(c), r.reference FROM case_study c JOIN request r ON r.id = c.request_id
WHERE c.library_id = sqlc.arg(library) AND (sqlc.arg(stage)::text = '' OR c.stage = sqlc.arg(stage)::text)
ORDER BY c.updated_at DESC, c.id DESC LIMIT sqlc.arg(most);

-- name: GetCaseStudy :one
SELECT sqlc.embed(c), r.reference, l.name AS library_name, coalesce(v.digest, '')::text AS digest
FROM case_study c JOIN request r ON r.id = c.request_id JOIN library l ON l.id = c.library_id
  LEFT JOIN case_study_version v ON v.case_id = c.id AND v.version = coalesce(c.asked_version, c.approved_version)
WHERE c.id = sqlc.arg(id) AND c.library_id = sqlc.arg(library);

-- name: LockCaseStudy :one
SELECT * FROM case_study WHERE id = sqlc.arg(id) FOR UPDATE;

-- name: UpdateCaseText :exec
UPDATE case_study SET texts = sqlc.arg(texts), version = version + 1, stage = sqlc.arg(stage), asked_version = NULL, approved_version = NULL,
  updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id);

-- name: UpdateCaseCriteria :exec
UPDATE case_study SET criteria = sqlc.arg(criteria), updated_by = sqlc.arg(person), updated_at = sqlc.arg(now) WHERE id = sqlc.arg(id);

-- name: MoveCaseStudy :exec
UPDATE case_study SET stage = sqlc.arg(stage), seq = seq + 1, asked_version = sqlc.narg(asked), approved_version = sqlc.narg(approved),
  published_version = sqlc.narg(published), published_at = sqlc.narg(published_at), audience = sqlc.narg(audience), reply = sqlc.arg(reply),
  updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id);

-- name: InsertCaseStep :exec
INSERT INTO case_step (case_id, seq, command, from_stage, to_stage, version, person_id, at)
VALUES (sqlc.arg(id), sqlc.arg(seq), sqlc.arg(command), sqlc.arg(from_stage), sqlc.arg(to_stage), sqlc.arg(version), sqlc.arg(person), sqlc.arg(now));

-- name: CaseSteps :many
SELECT s.*, p.name AS person_name FROM case_step s JOIN person p ON p.id = s.person_id WHERE s.case_id = sqlc.arg(id) ORDER BY s.seq;

-- name: FreezeCase :exec
INSERT INTO case_study_version (case_id, version, texts, quotes, digest, frozen_by, frozen_at)
VALUES (sqlc.arg(id), sqlc.arg(version), sqlc.arg(texts), sqlc.arg(quotes)::uuid[], sqlc.arg(digest), sqlc.arg(person), sqlc.arg(now))
ON CONFLICT (case_id, version) DO NOTHING;

-- name: CaseVersion :one
SELECT * FROM case_study_version WHERE case_id = sqlc.arg(id) AND version = sqlc.arg(version);

-- name: CaseVersions :many
SELECT version, frozen_at, approved_at FROM case_study_version WHERE case_id = sqlc.arg(id) ORDER BY version DESC;

-- name: ApproveCaseVersion :exec
UPDATE case_study_version SET approved_at = coalesce(approved_at, sqlc.arg(now)) WHERE case_id = sqlc.arg(id) AND version = sqlc.arg(version);

-- name: InsertCaseQuote :exec
INSERT INTO case_quote (id, case_id, answer_id, body, speaker, name, champion, consent_from, consent_how, consent_on, recorded_by, recorded_at)
VALUES (sqlc.arg(id), sqlc.arg(case_id), sqlc.narg(answer), sqlc.arg(body), sqlc.arg(speaker), sqlc.arg(name), sqlc.arg(champion), sqlc.arg(consent_from),
  sqlc.arg(consent_how), sqlc.arg(consent_on), sqlc.arg(person), sqlc.arg(now));

-- name: CaseQuotes :many
-- With whether consent stands now: with the case, and with the answer to a follow-up from which it was taken.
SELECT sqlc.embed(q), (q.withdrawn_at IS NOT NULL OR (s.id IS NOT NULL AND (NOT s.quote_consent OR s.erased_at IS NOT NULL
    OR s.quote_withdrawn_at IS NOT NULL)))::bool AS withdrawn
FROM case_quote q LEFT JOIN survey_answer s ON s.id = q.answer_id WHERE q.case_id = ANY (sqlc.arg(cases)::uuid[]) ORDER BY q.id;

-- name: RemoveCaseQuote :execrows
UPDATE case_quote SET removed = true WHERE id = sqlc.arg(id) AND case_id = sqlc.arg(case_id) AND NOT removed;

-- name: WithdrawCaseQuote :execrows
UPDATE case_quote SET body = '', name = '', consent_from = '', withdrawn_at = sqlc.arg(now), withdrawn_by = sqlc.arg(person)
WHERE id = sqlc.arg(id) AND case_id = sqlc.arg(case_id) AND withdrawn_at IS NULL;

-- name: CasesToApprove :many
-- What the person is asked about, has approved or may take back.
SELECT sqlc.embed(c), r.reference, l.name AS library_name FROM case_study c JOIN request r ON r.id = c.request_id JOIN library l ON l.id = c.library_id
WHERE c.approver = sqlc.arg(person) AND (c.asked_version IS NOT NULL OR c.approved_version IS NOT NULL OR c.published_version IS NOT NULL)
ORDER BY c.updated_at DESC, c.id DESC LIMIT 200;

-- name: PublishedCases :many
-- Those that were published beyond their library, for whoever reads across libraries.
SELECT c.id, c.library_id, l.name AS library_name, c.stage, c.published_version, c.published_at, v.texts, v.quotes
FROM case_study c JOIN library l ON l.id = c.library_id
  JOIN case_study_version v ON v.case_id = c.id AND v.version = c.published_version
WHERE c.audience = 'beyond' AND (sqlc.arg(workstream)::text = '' OR v.texts ->> 'workstream' = sqlc.arg(workstream)::text)
ORDER BY c.published_at DESC, c.id DESC LIMIT 500;

-- name: BlankCasesOf :exec
-- Somebody is erased: what they never approved goes, and so do their quotations. What they approved names nobody and stays.
WITH versions AS (
  UPDATE case_study_version v SET texts = '{}', erased_at = sqlc.arg(now)
  FROM case_study c WHERE c.id = v.case_id AND c.approver = sqlc.arg(person) AND v.approved_at IS NULL AND v.erased_at IS NULL
), quotes AS (
  UPDATE case_quote q SET body = '', name = '', consent_from = '', withdrawn_at = sqlc.arg(now)
  FROM case_study c WHERE c.id = q.case_id AND c.approver = sqlc.arg(person) AND q.withdrawn_at IS NULL
)
UPDATE case_study c SET texts = '{}', criteria = '[]', reply = '', erased_at = sqlc.arg(now)
WHERE c.approver = sqlc.arg(person) AND c.erased_at IS NULL;
