-- name: HoldReferenceList :exec
-- Makes or locks the list of a request and leaves its version: whoever decides, adds, removes or reorders waits.
INSERT INTO reference_list AS l (request_id, version) VALUES (sqlc.arg(request), 1)
ON CONFLICT (request_id) DO UPDATE SET version = l.version;

-- name: LeadsOf :many
-- The publications of some records, whose groups cannot change until the transaction ends, with what was decided of them.
SELECT r.*, d.version AS decided_version, d.verdict, d.theme, d.tier, d.key_paper, f.id AS reference
FROM record r
LEFT JOIN record_decision d ON d.record_id = r.id
LEFT JOIN reference f ON f.record_id = r.id
WHERE r.request_id = sqlc.arg(request)
  AND r.id IN (SELECT m.group_id FROM record m WHERE m.request_id = sqlc.arg(request) AND m.id = ANY (sqlc.arg(ids)::uuid[]))
ORDER BY r.id
FOR UPDATE OF r;

-- name: SaveDecisions :exec
-- One decision for some publications. What is NULL stays as it was.
INSERT INTO record_decision AS d (record_id, request_id, version, verdict, reason, note, theme, tier, key_paper, decided_by, decided_at)
SELECT unnest(sqlc.arg(records)::uuid[]), sqlc.arg(request), 2, sqlc.arg(verdict), sqlc.arg(reason), COALESCE(sqlc.narg(note)::text, ''),
  COALESCE(sqlc.narg(theme)::text, ''), COALESCE(sqlc.narg(tier)::text, ''), COALESCE(sqlc.narg(key_paper)::boolean, false), sqlc.arg(person), sqlc.arg(now)
ON CONFLICT (record_id) DO UPDATE SET
  version = d.version + 1, verdict = EXCLUDED.verdict, reason = EXCLUDED.reason, note = COALESCE(sqlc.narg(note)::text, d.note),
  theme = COALESCE(sqlc.narg(theme)::text, d.theme), tier = COALESCE(sqlc.narg(tier)::text, d.tier),
  key_paper = COALESCE(sqlc.narg(key_paper)::boolean, d.key_paper), decided_by = EXCLUDED.decided_by, decided_at = EXCLUDED.decided_at,
  erased_at = NULL;

-- name: TakeBackDecisions :exec
DELETE FROM record_decision WHERE request_id = sqlc.arg(request) AND record_id = ANY (sqlc.arg(records)::uuid[]);

-- name: RemoveSelected :many
-- Takes the references that came from some records out of the report.
WITH gone AS (
  DELETE FROM reference f WHERE f.request_id = sqlc.arg(request) AND f.record_id = ANY (sqlc.arg(records)::uuid[]) RETURNING f.id
), hand AS (
  INSERT INTO report_hand (request_id, person_id, searches) SELECT DISTINCT sqlc.arg(request)::uuid, sqlc.arg(person)::uuid, false FROM gone ON CONFLICT DO NOTHING
)
SELECT gone.id FROM gone;

-- name: MarkSelected :exec
-- The theme, the tier and the mark of a key paper of references that came from some records. What is NULL stays.
UPDATE reference SET version = version + 1, theme = COALESCE(sqlc.narg(theme)::text, theme), tier = COALESCE(sqlc.narg(tier)::text, tier),
  key_paper = COALESCE(sqlc.narg(key_paper)::boolean, key_paper), erased_at = NULL,
  writers = CASE WHEN sqlc.arg(person)::uuid = ANY (writers) THEN writers ELSE writers || sqlc.arg(person)::uuid END,
  trainee = trainee OR sqlc.arg(trainee), updated_by = sqlc.arg(person)::uuid, updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND record_id = ANY (sqlc.arg(records)::uuid[])
  AND (theme, tier, key_paper) IS DISTINCT FROM (COALESCE(sqlc.narg(theme)::text, theme), COALESCE(sqlc.narg(tier)::text, tier),
    COALESCE(sqlc.narg(key_paper)::boolean, key_paper));

-- name: BlankDecisions :execrows
UPDATE record_decision SET note = '', theme = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;
