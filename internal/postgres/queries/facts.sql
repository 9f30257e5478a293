-- name: InsertRequestFact :exec
-- What does not change is taken from the request itself.
INSERT INTO request_fact (request_id, library_id, organisation_id, requester, specialty, staff_group, purpose, product, urgency, channel, live,
  rerun, received_on, minutes_first)
SELECT r.id, r.library_id, r.organisation_id, r.requester, r.specialty, r.staff_group, r.type, r.product, sqlc.arg(urgency), r.channel,
  sqlc.arg(live), EXISTS (SELECT FROM request_link l WHERE l.from_request = r.id AND l.kind = 'rerun_of'), sqlc.arg(received_on), sqlc.arg(minutes_first)
FROM request r WHERE r.id = sqlc.arg(request);

-- name: UpdateRequestFact :exec
-- The first delivery is written once and stays.
UPDATE request_fact SET requester = sqlc.arg(requester), purpose = sqlc.arg(purpose),
  product = CASE WHEN sqlc.arg(product)::text = '' THEN product ELSE sqlc.arg(product)::text END, urgency = sqlc.arg(urgency),
  outcome = sqlc.narg(outcome), ended_on = sqlc.narg(ended_on), checked = sqlc.arg(checked), reopened = reopened + sqlc.arg(reopened)::int,
  corrected = corrected + sqlc.arg(corrected)::int, late_records = late_records + sqlc.arg(late)::int
WHERE request_id = sqlc.arg(request);

-- name: DeliverRequestFact :exec
UPDATE request_fact f SET delivered_on = sqlc.arg(delivered_on), minutes_promised = sqlc.arg(minutes_promised), minutes_taken = sqlc.arg(minutes_taken),
  minutes_elapsed = sqlc.arg(minutes_elapsed), met_agreed = sqlc.narg(met_agreed), met_first = sqlc.arg(delivered_at)::timestamptz <= r.needed_by
FROM request r WHERE f.request_id = sqlc.arg(request) AND r.id = f.request_id AND f.delivered_on IS NULL;
