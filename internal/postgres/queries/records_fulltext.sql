-- name: PMCIDsOf :many
-- The free copies of publications in PubMed Central: one database of several may know of it.
SELECT r.group_id, min(r.whole ->> 'pmcid')::text AS pmcid FROM record r
WHERE r.request_id = sqlc.arg(request) AND r.group_id = ANY (sqlc.arg(leads)::uuid[]) AND r.whole ? 'pmcid'
GROUP BY r.group_id;
