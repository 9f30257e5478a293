-- name: FindEntries :many
-- Records by name, after a place in the list. An organisation narrows to the records that serve it; a place to those that serve
-- somebody there. One organisation has to fit all that is asked of it.
SELECT e.*, k.name AS keeper_name, coalesce(l.outside, true)::bool AS outside
FROM directory_entry e JOIN library k ON k.id = e.keeper LEFT JOIN library l ON l.id = e.library_id
WHERE (sqlc.arg(words)::text = '' OR lower(e.name || ' ' || coalesce(e.record ->> 'organisation', '')) LIKE sqlc.arg(words)::text
    OR EXISTS (SELECT FROM jsonb_array_elements(e.served) s WHERE lower(s ->> 'name') LIKE sqlc.arg(words)::text))
  AND (sqlc.arg(serves)::text || sqlc.arg(area)::text || sqlc.arg(trust)::text || sqlc.arg(county)::text = ''
    OR EXISTS (SELECT FROM jsonb_array_elements(e.served) s
      WHERE (sqlc.arg(serves)::text = '' OR lower(s ->> 'name') = lower(sqlc.arg(serves)::text) OR lower(s ->> 'trust') = lower(sqlc.arg(serves)::text))
        AND (sqlc.arg(area)::text = '' OR lower(s ->> 'area') = lower(sqlc.arg(area)::text))
        AND (sqlc.arg(trust)::text = '' OR lower(s ->> 'trust') = lower(sqlc.arg(trust)::text))
        AND (sqlc.arg(county)::text = '' OR lower(s ->> 'county') = lower(sqlc.arg(county)::text))))
  AND (sqlc.narg(keeper)::uuid IS NULL OR e.keeper = sqlc.narg(keeper)::uuid)
  AND (sqlc.narg(checked_before)::date IS NULL OR e.checked_on <= sqlc.narg(checked_before)::date)
  AND (lower(e.name), e.id) > (sqlc.arg(after_name)::text, sqlc.arg(after_id)::uuid)
ORDER BY lower(e.name), e.id LIMIT sqlc.arg(most);

-- name: GetEntry :one
SELECT e.*, k.name AS keeper_name, coalesce(l.outside, true)::bool AS outside
FROM directory_entry e JOIN library k ON k.id = e.keeper LEFT JOIN library l ON l.id = e.library_id WHERE e.id = sqlc.arg(id);

-- name: DirectoryPlaces :many
-- Where organisations are that some library serves.
SELECT DISTINCT p.kind::text AS kind, p.place::text AS place
FROM directory_entry e, jsonb_array_elements(e.served) s,
  LATERAL (VALUES ('area', s ->> 'area'), ('trust', s ->> 'trust'), ('county', s ->> 'county')) AS p (kind, place)
WHERE p.place <> '' ORDER BY 1, 2 LIMIT 3000;

-- name: CountEntries :one
SELECT count(*) FROM directory_entry WHERE keeper = sqlc.arg(keeper);

-- name: InsertEntry :exec
INSERT INTO directory_entry (id, keeper, library_id, name, record, served, checked_on, checked_by, updated_by, updated_at)
VALUES (sqlc.arg(id), sqlc.arg(keeper), sqlc.narg(library), sqlc.arg(name), sqlc.arg(record), sqlc.arg(served), sqlc.arg(checked_on),
  sqlc.arg(person), sqlc.arg(person), sqlc.arg(now));

-- name: UpdateEntry :one
-- Whoever saves a record and says that it was checked sets the day; otherwise the day stays.
UPDATE directory_entry SET name = sqlc.arg(name), record = sqlc.arg(record), served = sqlc.arg(served), version = version + 1,
  checked_on = coalesce(sqlc.narg(checked_on)::date, checked_on),
  checked_by = CASE WHEN sqlc.narg(checked_on)::date IS NULL THEN checked_by ELSE sqlc.arg(person)::uuid END,
  updated_by = sqlc.arg(person), updated_at = sqlc.arg(now)
WHERE id = sqlc.arg(id) AND keeper = sqlc.arg(keeper) AND version = sqlc.arg(version) RETURNING id;

-- name: DeleteEntry :one
DELETE FROM directory_entry WHERE id = sqlc.arg(id) AND keeper = sqlc.arg(keeper) AND version = sqlc.arg(version) RETURNING id;

-- name: ServedElsewhere :many
-- The records that serve the organisation of a person, by its name, and whether a library of theirs is one of them.
SELECT e.id, e.name, coalesce(l.outside, true)::bool AS outside, o.name AS organisation,
  EXISTS (SELECT FROM person_role pr WHERE pr.person_id = p.id AND pr.library_id = e.library_id)::bool AS own
FROM person p JOIN organisation o ON o.id = p.organisation_id
JOIN directory_entry e ON EXISTS (SELECT FROM jsonb_array_elements(e.served) s WHERE lower(s ->> 'name') = lower(o.name))
LEFT JOIN library l ON l.id = e.library_id
WHERE p.id = sqlc.arg(person) ORDER BY lower(e.name), e.id LIMIT 20;

-- name: InsertRouting :exec
INSERT INTO directory_routing (id, person_id, entry_id, library_id, consented_at)
VALUES (sqlc.arg(id), sqlc.arg(person), sqlc.arg(entry), sqlc.arg(library), sqlc.arg(now))
ON CONFLICT (person_id, library_id) DO NOTHING;

-- name: StaleEntries :many
-- The records whose keepers were not told yet that they were last checked too long ago.
SELECT id, keeper FROM directory_entry
WHERE checked_on <= sqlc.arg(checked_before)::date AND alerted_for IS DISTINCT FROM checked_on
ORDER BY keeper, id LIMIT 5000 FOR UPDATE SKIP LOCKED;

-- name: EntriesAlerted :exec
UPDATE directory_entry SET alerted_for = checked_on WHERE id = ANY (sqlc.arg(ids)::uuid[]);

-- name: QueueDirectoryNotices :execrows
-- One letter to each manager of a library, or to its administrators where it has no manager.
INSERT INTO notice (id, key, directory_of, kind, person_id)
SELECT gen_random_uuid(), 'directory/' || sqlc.arg(keeper)::uuid || '/' || sqlc.arg(day)::text || '/' || p.id, sqlc.arg(keeper)::uuid, sqlc.arg(kind)::text, p.id
FROM person p
WHERE p.erased_at IS NULL AND EXISTS (SELECT FROM person_role pr WHERE pr.person_id = p.id AND pr.library_id = sqlc.arg(keeper)::uuid
  AND pr.role = CASE WHEN EXISTS (SELECT FROM person_role m WHERE m.library_id = sqlc.arg(keeper)::uuid AND m.role = 'manager') THEN 'manager' ELSE 'admin' END)
ON CONFLICT (key) DO NOTHING;
