-- name: BlankMessages :execrows
UPDATE message SET body = '', erased_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankSearches :execrows
UPDATE search_record SET source_name = '', multi_db_group = '', coverage = '', method = '', adapted_from = '', lines = '[]', limits = '[]', filters = '[]', ai_use = '[]', note = '', alerts = '',
  version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankReferences :execrows
UPDATE reference SET note = '', theme = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankSummary :execrows
UPDATE summary SET body = '', bottom_line = '', sections = '[]', evidence_table = '[]', certainties = '[]', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankSummaryVersions :execrows
UPDATE summary_version SET body = '', bottom_line = '', sections = '[]', evidence_table = '[]', certainties = '[]', refs = '[]', searches = '[]', methods = NULL, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankReviews :execrows
UPDATE check_review SET comment = '', elements = '[]', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankTimeNotes :execrows
UPDATE time_entry SET note = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankAttachments :execrows
WITH gone AS (DELETE FROM attachment_file f WHERE f.attachment_id IN (SELECT a.id FROM attachment a WHERE a.request_id = sqlc.arg(request)))
UPDATE attachment t SET name = '', kept = false, version = t.version + 1, erased_at = sqlc.arg(now)
WHERE t.request_id = sqlc.arg(request) AND t.erased_at IS NULL;

-- name: DropDraftsOf :execrows
DELETE FROM request_draft WHERE person_id = sqlc.arg(person);
