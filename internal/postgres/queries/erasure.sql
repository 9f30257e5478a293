-- name: LockPerson :one
-- Whoever is writing a row about the person is waited for, and nobody begins one.
SELECT erased_at FROM person WHERE id = sqlc.arg(id) FOR UPDATE;

-- name: HoldingPerson :many
-- Requests that still need the person: who asks, or who owns it.
SELECT s.request_id, r.reference, s.stage, (s.requester = sqlc.arg(person)) AS asks, coalesce(s.owner = sqlc.arg(person), false)::bool AS owns
FROM request_state s JOIN request r ON r.id = s.request_id
WHERE (s.requester = sqlc.arg(person) OR s.owner = sqlc.arg(person)) AND (s.open OR s.stage = 'merged')
ORDER BY r.reference;

-- name: RequestsAskedBy :many
-- Whose answer nobody else needs: somebody else's request that was merged into it has no other answer.
SELECT s.request_id, EXISTS (
    SELECT FROM merge_link m JOIN request_state src ON src.request_id = m.source JOIN person p ON p.id = src.requester
    WHERE m.survivor = s.request_id AND m.state = 'active' AND src.requester <> s.requester AND p.erased_at IS NULL)::bool AS needed
FROM request_state s WHERE s.requester = sqlc.arg(person) ORDER BY s.request_id;

-- name: BlankRequest :exec
UPDATE request SET on_behalf_of = '', erased_at = coalesce(erased_at, sqlc.arg(now)) WHERE id = sqlc.arg(request);

-- name: BlankRequestTexts :exec
UPDATE request_text SET question = '', background = '', framework_text = '{}', exclusions = '', known_papers = '', erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankBackground :exec
UPDATE request_text SET background = '' WHERE request_id = sqlc.arg(request) AND background <> '';

-- name: BlankSplitParts :exec
UPDATE split_part SET text = '{}', erased_at = sqlc.arg(now) WHERE parent = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankMessagesBy :exec
UPDATE message SET body = '', erased_at = sqlc.arg(now) WHERE author = sqlc.arg(person) AND erased_at IS NULL;

-- name: BlankTimeNotesBy :exec
UPDATE time_entry SET note = '', version = version + 1, erased_at = sqlc.arg(now) WHERE person_id = sqlc.arg(person) AND erased_at IS NULL;

-- name: BlankAttachmentsBy :exec
WITH gone AS (DELETE FROM attachment_file f WHERE f.attachment_id IN (SELECT a.id FROM attachment a WHERE a.added_by = sqlc.arg(person)))
UPDATE attachment t SET name = '', kept = false, version = t.version + 1, erased_at = sqlc.arg(now) WHERE t.added_by = sqlc.arg(person) AND t.erased_at IS NULL;

-- name: BlankReviewsBy :exec
UPDATE check_review SET comment = '', elements = '[]', version = version + 1, erased_at = sqlc.arg(now)
WHERE reviewer = sqlc.arg(person) AND erased_at IS NULL;

-- name: BlankSurveysBy :exec
UPDATE survey_answer SET texts = '{}', quote_consent = false, erased_at = sqlc.arg(now)
WHERE erased_at IS NULL AND ask_id IN (SELECT a.id FROM ask a WHERE a.person_id = sqlc.arg(person));

-- name: BlankSurveysOf :exec
UPDATE survey_answer SET texts = '{}', quote_consent = false, erased_at = sqlc.arg(now)
WHERE erased_at IS NULL AND ask_id IN (SELECT a.id FROM ask a WHERE a.request_id = sqlc.arg(request));

-- name: RevokeTokensOf :exec
UPDATE api_token SET revoked_at = coalesce(revoked_at, sqlc.arg(now)), label = '' WHERE person_id = sqlc.arg(person);

-- name: DropSessionsOf :exec
DELETE FROM web_session WHERE person_id = sqlc.arg(person)::uuid;

-- name: DropIdentitiesOf :exec
DELETE FROM identity WHERE person_id = sqlc.arg(person);

-- name: DropRecipientsOf :exec
-- Also an address that somebody typed in, if it is the person's.
UPDATE report_recipient SET email = NULL, removed_at = coalesce(removed_at, sqlc.arg(now)::timestamptz)
WHERE person_id = sqlc.arg(person)::uuid OR lower(email) = (SELECT lower(p.email) FROM person p WHERE p.id = sqlc.arg(person)::uuid);

-- name: DropNoticesTo :exec
UPDATE notice SET state = 'no_recipient', locked_until = NULL, done_at = sqlc.arg(now) WHERE person_id = sqlc.arg(person) AND state = 'queued';

-- name: Pseudonymise :exec
UPDATE person SET name = sqlc.arg(pseudonym), pseudonym = sqlc.arg(pseudonym), email = NULL, job_title = '', phone = '', erased_at = sqlc.arg(at)
WHERE id = sqlc.arg(id) AND erased_at IS NULL;

-- name: InsertErasure :execrows
INSERT INTO erasure (person_id, pseudonym, at, reason_code)
VALUES (sqlc.arg(person), sqlc.arg(pseudonym), sqlc.arg(at), sqlc.arg(reason))
ON CONFLICT (person_id) DO NOTHING;

-- name: GetErasure :one
SELECT * FROM erasure WHERE person_id = sqlc.arg(person);

-- name: ListErasures :many
SELECT person_id, at, reason_code FROM erasure ORDER BY at, person_id;

-- name: KeptTooLong :many
-- Closed longer ago than the library keeps what identifies people.
SELECT s.request_id FROM request_state s JOIN request r ON r.id = s.request_id JOIN library l ON l.id = s.library_id
WHERE r.erased_at IS NULL
  AND s.closed_at < sqlc.arg(now)::timestamptz
    - make_interval(months => coalesce(nullif((l.settings ->> 'retention_months')::int, 0), sqlc.arg(months)::int))
ORDER BY s.closed_at, s.request_id LIMIT sqlc.arg(most);

-- name: ForgottenPeople :many
-- Who only ever asked, whose every request has lost what identifies people, and who is not signed in in any way.
SELECT p.id FROM person p
WHERE p.erased_at IS NULL AND p.id > sqlc.arg(after) AND (sqlc.narg(one)::uuid IS NULL OR p.id = sqlc.narg(one)::uuid)
  AND EXISTS (SELECT FROM request_state s WHERE s.requester = p.id)
  AND NOT EXISTS (SELECT FROM request_state s JOIN request r ON r.id = s.request_id WHERE s.requester = p.id AND r.erased_at IS NULL)
  AND NOT EXISTS (SELECT FROM request r WHERE (r.requester = p.id OR r.created_by = p.id) AND r.erased_at IS NULL)
  AND NOT EXISTS (SELECT FROM request_person rp JOIN request r ON r.id = rp.request_id WHERE rp.person_id = p.id AND r.erased_at IS NULL)
  AND NOT EXISTS (SELECT FROM person_role pr WHERE pr.person_id = p.id AND pr.role <> 'requester')
  AND NOT EXISTS (SELECT FROM api_token t WHERE t.person_id = p.id AND t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > sqlc.arg(now)))
  AND NOT EXISTS (SELECT FROM web_session w WHERE w.person_id = p.id AND w.expires_at > sqlc.arg(now))
  AND NOT EXISTS (SELECT FROM request_draft d WHERE d.person_id = p.id)
ORDER BY p.id LIMIT sqlc.arg(most);
