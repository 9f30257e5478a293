-- name: ListDeliveries :many
-- Each time the report was sent, oldest first.
SELECT COALESCE((t.args ->> 'version')::int, 1)::int AS version, t.command, t.at, t.reason_code
FROM transition t
WHERE t.request_id = sqlc.arg(request) AND t.command IN ('deliver', 'correct', 'answer-live')
ORDER BY t.seq;
