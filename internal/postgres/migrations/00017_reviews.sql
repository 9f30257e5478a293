-- Checks: findings until they are verified, strategies as they were sent for checking, and what a library wants checked.

-- +goose Up

-- What a second librarian wants changed. steps are what was done about it, in their order: {state, by, at, note}.
CREATE TABLE review_finding (
  id         uuid        PRIMARY KEY,
  request_id uuid        NOT NULL REFERENCES request (id),
  version    int         NOT NULL CHECK (version >= 1),
  subject    text        NOT NULL CHECK (subject IN ('strategy', 'summary')),
  check_seq  int         NOT NULL, -- the transition that submitted the check in which it was raised
  element    text        NOT NULL DEFAULT '' CHECK (char_length(element) <= 64),
  search_id  uuid, -- no foreign key: a search may be taken out because of what was found
  line       int         CHECK (line BETWEEN 1 AND 9999),
  section    text        NOT NULL DEFAULT '' CHECK (char_length(section) <= 200),
  severity   text        NOT NULL CHECK (severity IN ('revision_suggested', 'revision_required')),
  body       text        NOT NULL CHECK (char_length(body) <= 10000),
  state      text        NOT NULL CHECK (state IN ('open', 'fixed', 'declined', 'verified', 'withdrawn')),
  steps      jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(steps) = 'array'),
  raised_by  uuid        NOT NULL REFERENCES person (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (line IS NULL OR search_id IS NOT NULL),
  CHECK (CASE subject WHEN 'strategy' THEN element <> '' AND section = '' ELSE element = '' AND search_id IS NULL END),
  CHECK (erased_at IS NULL OR (body = '' AND section = '' AND NOT steps @? '$[*].note'))
);
CREATE INDEX review_finding_request ON review_finding (request_id, id);

-- The searches as they were sent for checking, for whoever reads them while work goes on.
CREATE TABLE checked_strategy (
  request_id uuid        NOT NULL REFERENCES request (id),
  digest     text        NOT NULL,
  version    int         NOT NULL,
  searches   jsonb       NOT NULL CHECK (jsonb_typeof(searches) = 'array'),
  authors    uuid[]      NOT NULL,
  frozen_by  uuid        NOT NULL REFERENCES person (id),
  created_at timestamptz NOT NULL,
  erased_at  timestamptz,
  PRIMARY KEY (request_id, digest),
  CHECK (erased_at IS NULL OR searches = '[]')
);

-- Who changed a report in a way that no row of it tells: took out a reference or a search, or put the references into another order.
-- They had a part in it, so they do not check it.
CREATE TABLE report_hand (
  request_id uuid NOT NULL REFERENCES request (id),
  person_id  uuid NOT NULL REFERENCES person (id),
  searches   boolean NOT NULL, -- of the searches, which are checked by themselves too
  PRIMARY KEY (request_id, person_id, searches)
);

-- What a library wants checked for each type of search, from each version on. 1, the vocabulary's, has no row.
CREATE TABLE library_check_policy (
  library_id uuid        NOT NULL REFERENCES library (id),
  version    int         NOT NULL CHECK (version >= 2),
  rules      jsonb       NOT NULL CHECK (jsonb_typeof(rules) = 'object'), -- type of search: none, strategy, summary or both
  updated_by uuid        NOT NULL REFERENCES person (id),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (library_id, version)
);

GRANT SELECT, INSERT, UPDATE ON review_finding TO evidencedesk_app;
GRANT SELECT, INSERT ON checked_strategy, report_hand, library_check_policy TO evidencedesk_app;
GRANT SELECT ON review_finding, checked_strategy TO evidencedesk_eraser;
GRANT UPDATE (body, section, steps, version, erased_at) ON review_finding TO evidencedesk_eraser;
GRANT UPDATE (searches, erased_at) ON checked_strategy TO evidencedesk_eraser;

-- +goose Down
DROP TABLE library_check_policy, report_hand, checked_strategy, review_finding;
