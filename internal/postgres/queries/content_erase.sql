-- name: BlankMessages :execrows
UPDATE message SET body = '', erased_at = sqlc.arg(now) WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankSearches :execrows
UPDATE search_record SET source_name = '', multi_db_group = '', coverage = '', method = '', adapted_from = '', lines = '[]', limits = '[]', filters = '[]', ai_use = '[]', note = '',
  version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankReferences :execrows
UPDATE reference SET note = '', theme = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankSummary :execrows
UPDATE summary SET body = '', bottom_line = '', sections = '[]', certainty = '{}', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankSummaryVersions :execrows
UPDATE summary_version SET body = '', bottom_line = '', sections = '[]', certainty = '{}', refs = '[]', searches = '[]', erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankReviews :execrows
UPDATE check_review SET comment = '', elements = '[]', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankTimeNotes :execrows
UPDATE time_entry SET note = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: BlankAttachments :execrows
UPDATE attachment SET name = '', version = version + 1, erased_at = sqlc.arg(now)
WHERE request_id = sqlc.arg(request) AND erased_at IS NULL;

-- name: DropDraftsOf :execrows
DELETE FROM request_draft WHERE person_id = sqlc.arg(person);
