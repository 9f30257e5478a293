-- name: InsertWatch :execrows
-- One for each delivered report.
INSERT INTO watch (id, request_id, version, months, state, first_at, ends_at, set_by, created_at, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(request), 1, sqlc.arg(months), 'active', sqlc.arg(first_at), sqlc.arg(ends_at), sqlc.arg(person), sqlc.arg(now), sqlc.arg(now))
ON CONFLICT (request_id) DO NOTHING;

-- name: GetWatch :one
SELECT w.*, (rs.delivered_at IS NOT NULL AND rs.stage IN ('delivered', 'closed'))::bool AS delivered, (r.erased_at IS NOT NULL)::bool AS anonymous
FROM watch w JOIN request_state rs ON rs.request_id = w.request_id JOIN request r ON r.id = w.request_id WHERE w.request_id = sqlc.arg(request);

-- name: WatchByID :one
SELECT w.*, (rs.delivered_at IS NOT NULL AND rs.stage IN ('delivered', 'closed'))::bool AS delivered, (r.erased_at IS NOT NULL)::bool AS anonymous
FROM watch w JOIN request_state rs ON rs.request_id = w.request_id JOIN request r ON r.id = w.request_id WHERE w.id = sqlc.arg(id);

-- name: UpdateWatch :execrows
UPDATE watch SET version = version + 1, months = sqlc.arg(months), state = sqlc.arg(state), first_at = sqlc.arg(first_at), ends_at = sqlc.arg(ends_at),
  set_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND version = sqlc.arg(version);

-- name: AskWatchRun :execrows
UPDATE watch SET asked_at = sqlc.arg(now)::timestamptz WHERE request_id = sqlc.arg(request) AND state = 'active';

-- name: EndWatch :execrows
-- The schedule follows.
UPDATE watch SET state = 'ended', version = version + 1, updated_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND state <> 'ended';

-- name: UnsyncedWatches :many
SELECT id, request_id, version, months, state, first_at, ends_at, asked_at FROM watch WHERE synced < version OR asked_at IS NOT NULL ORDER BY id LIMIT sqlc.arg(most);

-- name: WatchedAfter :many
-- What must have a schedule.
SELECT id, request_id, version, months, state, first_at, ends_at, asked_at FROM watch
WHERE state <> 'ended' AND ends_at > sqlc.arg(now) AND (sqlc.narg(after)::uuid IS NULL OR id > sqlc.narg(after)) ORDER BY id LIMIT sqlc.arg(most);

-- name: WatchLost :exec
UPDATE watch SET synced = 0 WHERE id = sqlc.arg(id);

-- name: WatchSynced :exec
UPDATE watch SET synced = greatest(synced, sqlc.arg(version)::int), asked_at = CASE WHEN asked_at <= sqlc.narg(asked)::timestamptz THEN NULL ELSE asked_at END
WHERE id = sqlc.arg(id);

-- name: InsertWatchRun :execrows
INSERT INTO watch_run (id, watch_id, request_id, key, at, state)
VALUES (sqlc.arg(id), sqlc.arg(watch), sqlc.arg(request), sqlc.arg(key), sqlc.arg(now), 'running')
ON CONFLICT (key) DO NOTHING;

-- name: WatchRunByKey :one
SELECT * FROM watch_run WHERE key = sqlc.arg(key);

-- name: WatchRunByID :one
SELECT * FROM watch_run WHERE id = sqlc.arg(id);

-- name: LastWatched :one
-- When a search was last run again for the watch; searches that failed then do not count.
SELECT coalesce(max(r.at), '0001-01-01T00:00:00Z')::timestamptz AS at FROM watch_part p JOIN watch_run r ON r.id = p.run_id
WHERE p.search_id = sqlc.arg(search) AND p.rerun AND p.problem = '' AND p.found IS NOT NULL;

-- name: InsertWatchPart :exec
INSERT INTO watch_part (run_id, search_id, rerun, since, import_id, problem)
VALUES (sqlc.arg(run), sqlc.arg(search), sqlc.arg(rerun), sqlc.narg(since), sqlc.arg(import), sqlc.arg(problem))
ON CONFLICT (run_id, search_id) DO NOTHING;

-- name: WatchParts :many
SELECT p.*, coalesce(i.state, '')::text AS import_state, coalesce(i.problem, '')::text AS import_problem
FROM watch_part p LEFT JOIN import i ON i.id = p.import_id WHERE p.run_id = sqlc.arg(run) ORDER BY p.search_id;

-- name: NoteWatchPart :exec
UPDATE watch_part SET found = sqlc.narg(found), problem = sqlc.arg(problem) WHERE run_id = sqlc.arg(run) AND search_id = sqlc.arg(search);

-- name: InsertNewFindings :execrows
-- The records that came with a run, or with an earlier one that broke off or did not wait for them, or were uploaded for one of its
-- searches since, that nothing known is one publication with: neither a record that came before, nor a reference, nor what was found before.
WITH fresh AS (
  SELECT p.import_id AS id, p.search_id FROM watch_part p WHERE p.run_id = sqlc.arg(run)
  UNION
  SELECT i.id, p.search_id FROM watch_run w JOIN watch_run earlier ON earlier.watch_id = w.watch_id AND earlier.id < w.id
  JOIN watch_part p ON p.run_id = earlier.id JOIN import i ON i.id = p.import_id AND i.state = 'ready'
  WHERE w.id = sqlc.arg(run) AND (earlier.finished_at IS NULL OR i.finished_at > earlier.finished_at)
  UNION
  SELECT i.id, p.search_id FROM watch_part p JOIN watch_run w ON w.id = p.run_id
  JOIN import i ON i.request_id = w.request_id AND i.search_id = p.search_id AND i.created_at >= w.at AND i.state = 'ready' AND i.origin = 'file'
  WHERE p.run_id = sqlc.arg(run))
INSERT INTO watch_finding (id, run_id, request_id, version, kind, record_id, search_id, title, doi, pmid, updated_at)
SELECT gen_random_uuid(), sqlc.arg(run), r.request_id, 1, 'new_record', r.id, n.search_id, r.title, r.doi, r.pmid, sqlc.arg(now)
FROM fresh n JOIN record r ON r.import_id = n.id
WHERE r.group_id = r.id
  AND NOT EXISTS (SELECT FROM record o WHERE o.request_id = r.request_id AND o.group_id = r.group_id AND o.id <> r.id
                  AND o.import_id NOT IN (SELECT f.id FROM fresh f))
  AND NOT EXISTS (SELECT FROM reference f WHERE f.request_id = r.request_id
                  AND (f.record_id = r.id OR f.pmid <> '' AND f.pmid = r.pmid OR f.doi <> '' AND lower(f.doi) = r.doi AND lower(f.title) = lower(r.title)))
  AND NOT EXISTS (SELECT FROM watch_finding f JOIN record o ON o.id = f.record_id
                  WHERE f.request_id = r.request_id AND f.kind = 'new_record' AND o.group_id = r.group_id)
ON CONFLICT (record_id) WHERE kind = 'new_record' DO NOTHING;

-- name: CountAgain :exec
UPDATE watch_run SET new_count = sqlc.arg(new_count) WHERE id = sqlc.arg(id) AND state = 'review';

-- name: InsertRetractionFinding :execrows
-- A notice is told once for each paper of a request.
INSERT INTO watch_finding (id, run_id, request_id, version, kind, reference_id, retraction, title, doi, pmid, code, noticed_on, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(run), sqlc.arg(request), 1, 'retraction', sqlc.arg(reference), sqlc.arg(number), sqlc.arg(title), sqlc.arg(doi), sqlc.arg(pmid),
  sqlc.arg(code), sqlc.narg(noticed_on), sqlc.arg(now))
ON CONFLICT (request_id, retraction, doi, pmid) WHERE kind = 'retraction' DO NOTHING;

-- name: InsertExportFinding :exec
INSERT INTO watch_finding (id, run_id, request_id, version, kind, search_id, code, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(run), sqlc.arg(request), 1, 'needs_export', sqlc.arg(search), sqlc.arg(code), sqlc.arg(now));

-- name: InsertWatchTask :exec
-- The team hears once until it has seen to it.
INSERT INTO team_task (id, library_id, request_id, kind, created_at)
SELECT sqlc.arg(id), rs.library_id, rs.request_id, 'fresh_export', sqlc.arg(now)
FROM request_state rs WHERE rs.request_id = sqlc.arg(request)
  AND NOT EXISTS (SELECT FROM team_task t WHERE t.request_id = rs.request_id AND t.kind = 'fresh_export' AND t.done_at IS NULL);

-- name: CountFindings :one
SELECT count(*) FILTER (WHERE kind = 'new_record')::int AS new_records, count(*) FILTER (WHERE kind = 'retraction')::int AS retracted,
  count(*) FILTER (WHERE kind = 'needs_export')::int AS exports
FROM watch_finding WHERE run_id = sqlc.arg(run);

-- name: FinishWatchRun :execrows
UPDATE watch_run SET state = sqlc.arg(state), new_count = sqlc.arg(new_count), retracted = sqlc.arg(retracted), exports = sqlc.arg(exports),
  checked = sqlc.arg(checked), finished_at = sqlc.arg(now)::timestamptz
WHERE id = sqlc.arg(id) AND state = 'running';

-- name: EndBrokenRuns :exec
-- Earlier runs of the same watch that never ended: their workflow was stopped, and this run took over what they had fetched.
UPDATE watch_run b SET state = 'nothing', finished_at = sqlc.arg(now)::timestamptz FROM watch_run w
WHERE w.id = sqlc.arg(id) AND b.watch_id = w.watch_id AND b.id < w.id AND b.state = 'running';

-- name: SettleExportTask :exec
-- When no other look of the request waits for exports.
UPDATE team_task SET done_at = sqlc.arg(now)::timestamptz, done_by = sqlc.arg(person)::uuid
WHERE team_task.request_id = sqlc.arg(request) AND kind = 'fresh_export' AND done_at IS NULL
  AND NOT EXISTS (SELECT FROM watch_run w WHERE w.request_id = sqlc.arg(request) AND w.state = 'review' AND w.exports > 0);

-- name: WatchStanding :one
-- Whom a run concerns.
SELECT rs.request_id, rs.library_id, rs.owner, rs.requester, (r.erased_at IS NOT NULL)::bool AS anonymous,
  COALESCE((SELECT COALESCE((t.args ->> 'version')::int, 1) FROM transition t
            WHERE t.request_id = rs.request_id AND t.command IN ('deliver', 'correct', 'answer-live') ORDER BY t.seq DESC LIMIT 1), 0)::int AS delivered
FROM request_state rs JOIN request r ON r.id = rs.request_id WHERE rs.request_id = sqlc.arg(request);

-- name: ListWatchRuns :many
SELECT r.*, coalesce(p.name, '')::text AS approver FROM watch_run r LEFT JOIN person p ON p.id = r.approved_by
WHERE r.request_id = sqlc.arg(request) AND (NOT sqlc.arg(approved)::bool OR r.state = 'approved' AND r.told_at IS NOT NULL) ORDER BY r.id DESC LIMIT sqlc.arg(most);

-- name: ListFindings :many
SELECT f.*, coalesce(r.authors, '{}')::text[] AS authors, coalesce(r.journal, '')::text AS journal, r.year, s.source, s.platform, coalesce(t.notice_doi, '')::text AS notice_doi,
  coalesce(t.reasons, '{}')::text[] AS reasons
FROM watch_finding f LEFT JOIN record r ON r.id = f.record_id LEFT JOIN search_record s ON s.id = f.search_id
LEFT JOIN LATERAL (SELECT x.notice_doi, x.reasons FROM retraction x WHERE x.number = f.retraction LIMIT 1) t ON true
WHERE f.run_id = ANY (sqlc.arg(runs)::uuid[]) AND (NOT sqlc.arg(kept)::bool OR f.decision = 'keep' AND f.kind <> 'needs_export')
ORDER BY f.kind DESC, f.id LIMIT sqlc.arg(most);

-- name: DecideFindings :execrows
UPDATE watch_finding f SET decision = n.decision, note = n.note, version = f.version + 1, decided_by = sqlc.arg(person), updated_at = sqlc.arg(now)
FROM (SELECT unnest(sqlc.arg(ids)::uuid[]) AS id, unnest(sqlc.arg(versions)::int[]) AS version, unnest(sqlc.arg(decisions)::text[]) AS decision,
        unnest(sqlc.arg(notes)::text[]) AS note) n
WHERE f.request_id = sqlc.arg(request) AND f.run_id = sqlc.arg(run) AND f.id = n.id AND f.version = n.version;

-- name: UndecidedFindings :one
SELECT count(*) FILTER (WHERE decision = '' AND kind <> 'needs_export')::int AS undecided, count(*) FILTER (WHERE decision = 'keep' AND kind <> 'needs_export')::int AS kept
FROM watch_finding WHERE run_id = sqlc.arg(run);

-- name: ApproveWatchRun :execrows
UPDATE watch_run SET state = 'approved', approved_by = sqlc.arg(person)::uuid, approved_at = sqlc.arg(now)::timestamptz,
  told_at = CASE WHEN sqlc.arg(tell)::bool THEN sqlc.arg(now)::timestamptz END
WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) AND state = 'review';

-- name: ListWatches :many
SELECT w.request_id, r.reference, w.months, w.state, w.first_at, w.ends_at, coalesce(l.at, '0001-01-01T00:00:00Z')::timestamptz AS last_at, coalesce(l.state, '')::text AS last_state,
  coalesce(l.new_count, 0)::int AS new_count, coalesce(l.retracted, 0)::int AS retracted
FROM watch w JOIN request_state rs ON rs.request_id = w.request_id JOIN request r ON r.id = w.request_id
LEFT JOIN LATERAL (SELECT x.at, x.state, x.new_count, x.retracted FROM watch_run x WHERE x.request_id = w.request_id ORDER BY x.id DESC LIMIT 1) l ON true
WHERE rs.library_id = sqlc.arg(library) AND (w.state <> 'ended' AND w.ends_at > sqlc.arg(now) OR l.state = 'review')
ORDER BY (l.state = 'review') DESC NULLS LAST, r.reference LIMIT sqlc.arg(most);

-- name: BlankFindings :execrows
UPDATE watch_finding SET note = '', version = version + 1, erased_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: LockWatchRun :one
SELECT state FROM watch_run WHERE request_id = sqlc.arg(request) AND id = sqlc.arg(id) FOR UPDATE;
