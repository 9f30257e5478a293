-- Where a person works is said in one place: a list starts from it, so that it costs nothing for each row.

-- +goose Up
-- The libraries whose requests a person sees by working there; one that they have several roles in comes several times.
-- +goose StatementBegin
CREATE FUNCTION works_in(principal uuid) RETURNS SETOF uuid
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT pr.library_id FROM person_role pr JOIN person p ON p.id = pr.person_id
  WHERE pr.person_id = principal AND pr.role IN ('librarian', 'trainee', 'manager') AND p.erased_at IS NULL
$$;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE OR REPLACE FUNCTION visible_to(principal uuid, request uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM works_in(principal) w(library_id) WHERE w.library_id = s.library_id) THEN 'library'
    WHEN s.requester = principal
      OR EXISTS (SELECT 1 FROM request_person rp
                 WHERE rp.request_id = s.request_id AND rp.person_id = principal
                   AND rp.relation IN ('delegate', 'copied')) THEN 'own'
    WHEN s.closed_at IS NULL
     AND EXISTS (SELECT 1 FROM request_person rp
                 WHERE rp.request_id = s.request_id AND rp.person_id = principal AND rp.relation = 'reviewer') THEN 'review'
    WHEN s.delivered_at IS NOT NULL AND (
         shared_with(r.share_report, r.organisation_id, principal)
         -- Whoever asked a question that was merged into this one receives its answer ...
      OR EXISTS (SELECT 1 FROM merge_link m
                 JOIN request_state src ON src.request_id = m.source
                 WHERE m.survivor = s.request_id AND m.state = 'active'
                   AND (src.requester = principal
                        OR EXISTS (SELECT 1 FROM request_person sp
                                   WHERE sp.request_id = m.source AND sp.person_id = principal
                                     AND sp.relation IN ('delegate', 'copied'))))
         -- ... and so do the librarians who referred theirs to the library that answered this one.
      OR EXISTS (SELECT 1 FROM request_link l
                 JOIN request_state orig ON orig.request_id = l.to_request
                 JOIN works_in(principal) w(library_id) ON w.library_id = orig.library_id
                 WHERE l.from_request = s.request_id AND l.kind = 'referred_from')) THEN 'shared'
  END
  FROM request_state s
  JOIN request r ON r.id = s.request_id
  WHERE s.request_id = visible_to.request
    AND EXISTS (SELECT 1 FROM person p WHERE p.id = principal AND p.erased_at IS NULL)
$$;
-- +goose StatementEnd

-- +goose Down
-- The older form says the same without the function.
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION visible_to(principal uuid, request uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM person_role pr
                 WHERE pr.person_id = principal AND pr.library_id = s.library_id
                   AND pr.role IN ('librarian', 'trainee', 'manager')) THEN 'library'
    WHEN s.requester = principal
      OR EXISTS (SELECT 1 FROM request_person rp
                 WHERE rp.request_id = s.request_id AND rp.person_id = principal
                   AND rp.relation IN ('delegate', 'copied')) THEN 'own'
    WHEN s.closed_at IS NULL
     AND EXISTS (SELECT 1 FROM request_person rp
                 WHERE rp.request_id = s.request_id AND rp.person_id = principal AND rp.relation = 'reviewer') THEN 'review'
    WHEN s.delivered_at IS NOT NULL AND (
         shared_with(r.share_report, r.organisation_id, principal)
         -- Whoever asked a question that was merged into this one receives its answer ...
      OR EXISTS (SELECT 1 FROM merge_link m
                 JOIN request_state src ON src.request_id = m.source
                 WHERE m.survivor = s.request_id AND m.state = 'active'
                   AND (src.requester = principal
                        OR EXISTS (SELECT 1 FROM request_person sp
                                   WHERE sp.request_id = m.source AND sp.person_id = principal
                                     AND sp.relation IN ('delegate', 'copied'))))
         -- ... and so do the librarians who referred theirs to the library that answered this one.
      OR EXISTS (SELECT 1 FROM request_link l
                 JOIN request_state orig ON orig.request_id = l.to_request
                 JOIN person_role pr ON pr.library_id = orig.library_id AND pr.person_id = principal
                 WHERE l.from_request = s.request_id AND l.kind = 'referred_from'
                   AND pr.role IN ('librarian', 'trainee', 'manager'))) THEN 'shared'
  END
  FROM request_state s
  JOIN request r ON r.id = s.request_id
  WHERE s.request_id = visible_to.request
    AND EXISTS (SELECT 1 FROM person p WHERE p.id = principal AND p.erased_at IS NULL)
$$;
-- +goose StatementEnd
DROP FUNCTION works_in(uuid);
