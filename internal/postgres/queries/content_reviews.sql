-- name: InsertReview :one
-- One reading per check and person; no row when it exists.
INSERT INTO check_review (id, request_id, version, subject, subject_version, subject_digest, check_seq, reviewer, verdict, comment,
  elements, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), 1, sqlc.arg(subject), sqlc.arg(subject_version), sqlc.arg(subject_digest),
  sqlc.arg(check_seq), sqlc.arg(reviewer), sqlc.arg(verdict), sqlc.arg(comment), sqlc.arg(elements), sqlc.arg(now), sqlc.arg(now))
ON CONFLICT (request_id, check_seq, reviewer) DO NOTHING
RETURNING *;

-- name: ReviewOf :one
SELECT * FROM check_review
WHERE request_id = sqlc.arg(request) AND check_seq = sqlc.arg(check_seq) AND reviewer = sqlc.arg(reviewer);

-- name: UpdateReview :one
-- Only its reviewer's, and only while the check that it reads is under way.
UPDATE check_review SET version = version + 1, erased_at = NULL, verdict = sqlc.arg(verdict), comment = sqlc.arg(comment), elements = sqlc.arg(elements),
  updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND version = sqlc.arg(version)
  AND (verdict, comment, elements) IS DISTINCT FROM (sqlc.arg(verdict)::text, sqlc.arg(comment)::text, sqlc.arg(elements)::jsonb)
RETURNING *;

-- name: GetReview :one
SELECT * FROM check_review WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id);

-- name: ListReviews :many
SELECT * FROM check_review WHERE request_id = sqlc.arg(request) ORDER BY id;

-- name: NoteHand :exec
-- Somebody put the references into another order.
INSERT INTO report_hand (request_id, person_id, searches) VALUES (sqlc.arg(request), sqlc.arg(person), false) ON CONFLICT DO NOTHING;

-- name: Hands :many
-- Who changed a report, or only its searches, in a way that no row of it tells.
SELECT DISTINCT person_id FROM report_hand WHERE request_id = sqlc.arg(request) AND (searches OR NOT sqlc.arg(searches)::boolean);
