-- name: ContentAccess :one
-- What decides who may read or write the content of a request, in one row. The relation is empty for who may not know of it.
SELECT COALESCE(visible_to(sqlc.arg(person)::uuid, rs.request_id), '')::text AS relation,
     rs.library_id, rs.stage, rs.outcome, rs.owner, rs.requester,
     EXISTS (SELECT FROM request_person rp
             WHERE rp.request_id = rs.request_id AND rp.person_id = sqlc.arg(person)::uuid AND rp.relation = 'delegate') AS delegate,
     ARRAY(SELECT pr.role FROM person_role pr
           WHERE pr.person_id = sqlc.arg(person)::uuid AND pr.library_id = rs.library_id)::text[] AS roles,
     COALESCE((SELECT COALESCE((t.args ->> 'version')::int, 1) FROM transition t
               WHERE t.request_id = rs.request_id AND t.command IN ('deliver', 'correct', 'answer-live')
               ORDER BY t.seq DESC LIMIT 1), 0)::int AS delivered,
     ARRAY(SELECT COALESCE((t.args ->> 'version')::int, 1) FROM transition t
           WHERE t.request_id = rs.request_id AND t.command IN ('deliver', 'correct', 'answer-live'))::int[] AS sent
FROM request_state rs
WHERE rs.request_id = sqlc.arg(request);

-- name: CheckUnderWay :one
-- The check that the newest transition left open, with the transition that submitted it.
SELECT (t.state -> 'check')::jsonb AS check_state,
     COALESCE((SELECT max(s.seq) FROM transition s
               WHERE s.request_id = sqlc.arg(request) AND s.command = 'submit-for-check'), 0)::int AS check_seq
FROM transition t
WHERE t.request_id = sqlc.arg(request)
ORDER BY t.seq DESC
LIMIT 1;

-- name: StaffAmong :many
-- Which of these people work in the library, and whether as a trainee.
SELECT pr.person_id, bool_or(pr.role = 'trainee')::boolean AS trainee
FROM person_role pr
WHERE pr.library_id = sqlc.arg(library) AND pr.person_id = ANY (sqlc.arg(people)::uuid[]) AND pr.role IN ('librarian', 'trainee')
GROUP BY pr.person_id;
