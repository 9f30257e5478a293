-- name: NewestCalendar :one
SELECT version, spec FROM library_calendar WHERE library_id = sqlc.arg(library) ORDER BY version DESC LIMIT 1;

-- name: NewestCalendarVersion :one
SELECT version FROM library_calendar WHERE library_id = sqlc.arg(library) ORDER BY version DESC LIMIT 1;

-- name: InsertCalendar :execrows
-- Two who replace the same version meet at the primary key.
INSERT INTO library_calendar (library_id, version, spec, created_by, created_at)
VALUES (sqlc.arg(library), sqlc.arg(version), sqlc.arg(spec), sqlc.narg(person), sqlc.arg(now))
ON CONFLICT DO NOTHING;

-- name: ListHolidays :many
SELECT nation, date, name, status FROM bank_holiday ORDER BY nation, date;

-- name: SaveHolidays :execrows
-- New dates are added, and derived ones become published; what somebody entered otherwise stays.
INSERT INTO bank_holiday (nation, date, name, status)
SELECT unnest(sqlc.arg(nations)::text[]), unnest(sqlc.arg(dates)::date[]), unnest(sqlc.arg(names)::text[]), unnest(sqlc.arg(statuses)::text[])
ON CONFLICT (nation, date) DO UPDATE SET name = excluded.name, status = excluded.status
WHERE bank_holiday.status = 'derived' AND excluded.status = 'published';
