-- name: InsertNoticeTask :exec
INSERT INTO team_task (id, library_id, request_id, kind, notice_id)
SELECT sqlc.arg(id), s.library_id, n.request_id, sqlc.arg(kind), n.id
FROM notice n JOIN request s ON s.id = n.request_id WHERE n.id = sqlc.arg(notice)
ON CONFLICT (notice_id) DO NOTHING;

-- name: SettleNoticeTask :exec
UPDATE team_task SET done_at = now() WHERE notice_id = sqlc.arg(notice)::uuid AND done_at IS NULL;

-- name: ListTasks :many
SELECT t.id, t.library_id, t.request_id, r.reference, t.kind, coalesce(n.kind, '')::text AS notice_kind, p.id AS person_id,
  coalesce(p.name, '')::text AS person_name, t.created_at, t.done_at, t.done_by
FROM team_task t JOIN request r ON r.id = t.request_id LEFT JOIN notice n ON n.id = t.notice_id LEFT JOIN person p ON p.id = n.person_id AND r.erased_at IS NULL
WHERE t.library_id = sqlc.arg(library) AND (sqlc.arg(all_of_them)::bool OR t.done_at IS NULL)
  AND (t.created_at, t.id) > (sqlc.arg(after_at)::timestamptz, sqlc.arg(after_id)::uuid)
ORDER BY t.created_at, t.id LIMIT sqlc.arg(most);

-- name: FinishTask :execrows
UPDATE team_task SET done_at = coalesce(done_at, sqlc.arg(now)), done_by = CASE WHEN done_at IS NULL THEN sqlc.arg(person)::uuid ELSE done_by END
WHERE id = sqlc.arg(id) AND library_id = sqlc.arg(library);
