-- +goose Up

-- What people write about a request. Nothing here moves a request: the process is in transition and request_state.
-- Lengths count code points, as the limits of the domain do. A blanked row keeps its place and says when it was erased.

CREATE TABLE message (
  id         uuid        PRIMARY KEY,
  request_id uuid        NOT NULL REFERENCES request (id),
  kind       text        NOT NULL CHECK (kind IN ('question', 'answer', 'note', 'update')),
  author     uuid        NOT NULL REFERENCES person (id),
  body       text        NOT NULL CHECK (char_length(body) <= 10000),
  channel    text        CHECK (char_length(channel) <= 64), -- how an answer that staff wrote down reached them
  command_id text,       -- the ask or answer that sends it; until that command is a transition nobody else sees it
  created_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK ((body = '') = (erased_at IS NOT NULL)),
  CHECK ((command_id IS NOT NULL) = (kind IN ('question', 'answer'))),
  CHECK (channel IS NULL OR kind = 'answer'),
  UNIQUE (request_id, command_id)
);
CREATE INDEX message_thread ON message (request_id, id);

CREATE TABLE search_record (
  id                uuid        PRIMARY KEY,
  request_id        uuid        NOT NULL REFERENCES request (id),
  version           int         NOT NULL CHECK (version >= 1),
  source            text        NOT NULL CHECK (char_length(source) <= 64),
  source_name       text        NOT NULL DEFAULT '' CHECK (char_length(source_name) <= 200),
  platform          text        NOT NULL DEFAULT '' CHECK (char_length(platform) <= 64),
  kind              text        NOT NULL CHECK (char_length(kind) <= 64),
  method            text        NOT NULL DEFAULT '' CHECK (char_length(method) <= 10000),
  multi_db_group    text        NOT NULL DEFAULT '' CHECK (char_length(multi_db_group) <= 200),
  coverage          text        NOT NULL DEFAULT '' CHECK (char_length(coverage) <= 200),
  run_at            timestamptz,
  run_by            uuid        CONSTRAINT search_record_run_by REFERENCES person (id),
  is_rerun_of       uuid,
  adapted_from      text        NOT NULL DEFAULT '' CHECK (char_length(adapted_from) <= 10000),
  lines             jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(lines) = 'array' AND jsonb_array_length(lines) <= 500),
  limits            jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(limits) = 'array'),
  filters           jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(filters) = 'array'),
  records_retrieved int         CHECK (records_retrieved >= 0),
  records_exported  int         CHECK (records_exported >= 0),
  ai_use            jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(ai_use) = 'array'),
  note              text        NOT NULL DEFAULT '' CHECK (char_length(note) <= 10000),
  authors           uuid[]      NOT NULL CHECK (cardinality(authors) >= 1), -- everybody who changed it
  trainee           boolean     NOT NULL, -- a trainee changed it
  created_at        timestamptz NOT NULL,
  updated_by        uuid        NOT NULL REFERENCES person (id),
  updated_at        timestamptz NOT NULL,
  erased_at         timestamptz,
  CONSTRAINT search_record_rerun_of_another CHECK (is_rerun_of <> id),
  CHECK (erased_at IS NULL OR (lines = '[]' AND limits = '[]' AND filters = '[]' AND ai_use = '[]'
      AND source_name = '' AND multi_db_group = '' AND coverage = '' AND method = '' AND adapted_from = '' AND note = '')),
  UNIQUE (request_id, id),
  -- A re-run is of a search for the same request; another request's search is named in adapted_from.
  CONSTRAINT search_record_rerun FOREIGN KEY (request_id, is_rerun_of) REFERENCES search_record (request_id, id)
);
CREATE INDEX search_record_reruns ON search_record (request_id, is_rerun_of) WHERE is_rerun_of IS NOT NULL;

-- The order of a request's references: one row to lock, one version for who reorders.
CREATE TABLE reference_list (
  request_id uuid PRIMARY KEY REFERENCES request (id),
  version    int  NOT NULL CHECK (version >= 1)
);

CREATE TABLE reference (
  id         uuid        PRIMARY KEY,
  request_id uuid        NOT NULL REFERENCES reference_list (request_id),
  version    int         NOT NULL CHECK (version >= 1),
  position   int         NOT NULL CHECK (position >= 1),
  type       text        NOT NULL CHECK (char_length(type) <= 64),
  title      text        NOT NULL CHECK (char_length(title) <= 2000),
  authors    text[]      NOT NULL DEFAULT '{}' CHECK (cardinality(authors) <= 200),
  journal    text        NOT NULL DEFAULT '' CHECK (char_length(journal) <= 1000),
  year       int         CHECK (year BETWEEN 1400 AND 2200),
  volume     text        NOT NULL DEFAULT '' CHECK (char_length(volume) <= 64),
  issue      text        NOT NULL DEFAULT '' CHECK (char_length(issue) <= 64),
  pages      text        NOT NULL DEFAULT '' CHECK (char_length(pages) <= 64),
  doi        text        NOT NULL DEFAULT '' CHECK (char_length(doi) <= 200),
  pmid       text        NOT NULL DEFAULT '' CHECK (pmid ~ '^([1-9][0-9]{0,8})?$'),
  pmcid      text        NOT NULL DEFAULT '' CHECK (pmcid ~ '^(PMC[1-9][0-9]{0,9})?$'), -- the free copy in PubMed Central
  url        text        NOT NULL DEFAULT '' CHECK (char_length(url) <= 2000),
  abstract   text        NOT NULL DEFAULT '' CHECK (char_length(abstract) <= 10000),
  note       text        NOT NULL DEFAULT '' CHECK (char_length(note) <= 10000),
  tier       text        NOT NULL DEFAULT '' CHECK (tier IN ('', 'guidance', 'systematic_reviews', 'trials', 'observational',
                             'qualitative', 'grey', 'other_trusts', 'cds')),
  theme      text        NOT NULL DEFAULT '' CHECK (char_length(theme) <= 200),
  writers    uuid[]      NOT NULL CHECK (cardinality(writers) >= 1),
  trainee    boolean     NOT NULL,
  created_at timestamptz NOT NULL,
  updated_by uuid        NOT NULL REFERENCES person (id),
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (erased_at IS NULL OR (note = '' AND theme = '')),
  UNIQUE (request_id, position) DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE summary (
  request_id  uuid        PRIMARY KEY REFERENCES request (id),
  version     int         NOT NULL CHECK (version >= 2), -- 1 is the empty page that nobody has written on
  body        text        NOT NULL CHECK (char_length(body) <= 200000),
  bottom_line text        NOT NULL CHECK (char_length(bottom_line) <= 10000),
  product     text        NOT NULL CHECK (char_length(product) <= 64),
  certainty   jsonb       NOT NULL CHECK (jsonb_typeof(certainty) = 'object'),
  sections    jsonb       NOT NULL CHECK (jsonb_typeof(sections) = 'array'),
  authors     uuid[]      NOT NULL CHECK (cardinality(authors) >= 1),
  trainee     boolean     NOT NULL,
  created_at  timestamptz NOT NULL,
  updated_by  uuid        NOT NULL REFERENCES person (id),
  updated_at  timestamptz NOT NULL,
  erased_at   timestamptz,
  CHECK (erased_at IS NULL OR (body = '' AND bottom_line = '' AND sections = '[]' AND certainty = '{}'))
);

-- The report as it was submitted for check or delivered: the text with the references it cites and the searches it
-- describes. Never changed: a check binds to its digest, and requesters are shown the version that was delivered.
CREATE TABLE summary_version (
  request_id  uuid        NOT NULL REFERENCES request (id),
  version     int         NOT NULL CHECK (version >= 1),
  body        text        NOT NULL,
  bottom_line text        NOT NULL,
  product     text        NOT NULL,
  certainty   jsonb       NOT NULL,
  sections    jsonb       NOT NULL,
  refs        jsonb       NOT NULL CHECK (jsonb_typeof(refs) = 'array'),
  searches    jsonb       NOT NULL CHECK (jsonb_typeof(searches) = 'array'),
  digest      text        NOT NULL CHECK (digest <> ''),
  authors     uuid[]      NOT NULL CHECK (cardinality(authors) >= 1),
  trainee     boolean     NOT NULL,
  frozen_by   uuid        NOT NULL REFERENCES person (id),
  created_at  timestamptz NOT NULL,
  erased_at   timestamptz,
  PRIMARY KEY (request_id, version),
  CHECK (erased_at IS NULL OR (body = '' AND bottom_line = '' AND sections = '[]' AND certainty = '{}'
      AND refs = '[]' AND searches = '[]'))
);

-- The reading of a check, saved before it is approved or returned. It binds to the digest that was submitted.
CREATE TABLE check_review (
  id              uuid        PRIMARY KEY,
  request_id      uuid        NOT NULL REFERENCES request (id),
  version         int         NOT NULL CHECK (version >= 1),
  subject         text        NOT NULL CHECK (subject IN ('strategy', 'summary')),
  subject_version int         NOT NULL CHECK (subject_version >= 1),
  subject_digest  text        NOT NULL,
  check_seq       int         NOT NULL, -- the transition that submitted it: the same text may be checked twice
  reviewer        uuid        NOT NULL REFERENCES person (id),
  verdict         text        NOT NULL DEFAULT '' CHECK (char_length(verdict) <= 64),
  comment         text        NOT NULL DEFAULT '' CHECK (char_length(comment) <= 10000),
  elements        jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(elements) = 'array'),
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  erased_at       timestamptz,
  CHECK (subject = 'strategy' OR elements = '[]'),
  CHECK (erased_at IS NULL OR (comment = '' AND elements = '[]')),
  UNIQUE (request_id, check_seq, reviewer)
);

CREATE TABLE time_entry (
  id         uuid        PRIMARY KEY,
  request_id uuid        NOT NULL REFERENCES request (id),
  person_id  uuid        NOT NULL REFERENCES person (id),
  version    int         NOT NULL CHECK (version >= 1),
  stage      text        NOT NULL CHECK (char_length(stage) <= 64),
  minutes    int         NOT NULL CHECK (minutes BETWEEN 1 AND 1440),
  started_at timestamptz NOT NULL,
  note       text        NOT NULL DEFAULT '' CHECK (char_length(note) <= 10000),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (erased_at IS NULL OR note = '')
);
CREATE INDEX time_entry_request ON time_entry (request_id, person_id, started_at, id);

CREATE TABLE attachment (
  id         uuid        PRIMARY KEY,
  request_id uuid        NOT NULL REFERENCES request (id),
  version    int         NOT NULL CHECK (version >= 1),
  name       text        NOT NULL CHECK (char_length(name) <= 200),
  media_type text        NOT NULL CHECK (char_length(media_type) <= 200), -- empty, like the two below: the file is still to come
  size       bigint      NOT NULL CHECK (size >= 0),
  sha256     bytea       CHECK (octet_length(sha256) = 32),
  copy_basis text        NOT NULL DEFAULT 'link_only'
                         CHECK (copy_basis IN ('cla', 'library_privilege', 'cfp', 'open_access', 'link_only')),
  added_by   uuid        NOT NULL REFERENCES person (id),
  from_staff boolean     NOT NULL, -- staff added it: requesters see it after delivery
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK ((name = '') = (erased_at IS NOT NULL))
);
CREATE INDEX attachment_request ON attachment (request_id, id);

-- A request that is not yet one: seen only by the person who writes it, gone when it is submitted.
CREATE TABLE request_draft (
  id         uuid        PRIMARY KEY,
  person_id  uuid        NOT NULL REFERENCES person (id),
  version    int         NOT NULL CHECK (version >= 1),
  body       jsonb       NOT NULL CHECK (jsonb_typeof(body) = 'object'),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (erased_at IS NULL OR body = '{}')
);
CREATE INDEX request_draft_person ON request_draft (person_id, id);

-- A writer's word that something the identifier guard found identifies nobody: where and why, never what. Saving the same
-- text again is the same word.
CREATE TABLE guard_override (
  request_id  uuid        REFERENCES request (id), -- empty: a draft, or a submission that is no request yet
  person_id   uuid        NOT NULL REFERENCES person (id),
  resource    text        NOT NULL CHECK (char_length(resource) <= 64),
  field       text        NOT NULL CHECK (char_length(field) <= 200),
  start_at    int         NOT NULL CHECK (start_at >= 0),
  kind        text        NOT NULL CHECK (char_length(kind) <= 64),
  reason_code text        NOT NULL CHECK (char_length(reason_code) <= 64),
  at          timestamptz NOT NULL,
  UNIQUE NULLS NOT DISTINCT (person_id, request_id, resource, field, start_at, kind)
);

-- Messages cannot be deleted by the application. One that was saved for a command which was then refused was never
-- sent to anybody; only such a one, and only its author's, goes.
-- +goose StatementBegin
CREATE FUNCTION drop_unsent_message(unsent uuid, writer uuid) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (
      DELETE FROM message m
      WHERE m.id = unsent AND m.author = writer AND m.command_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM transition t WHERE t.request_id = m.request_id AND t.command_id = m.command_id)
      RETURNING 1)
  SELECT EXISTS (SELECT FROM gone)
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION drop_unsent_message(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION drop_unsent_message(uuid, uuid) TO evidencedesk_app;

GRANT SELECT, INSERT ON message, summary_version, guard_override TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE ON summary, reference_list, check_review TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON search_record, reference, time_entry, attachment, request_draft TO evidencedesk_app;

GRANT SELECT ON message, search_record, reference_list, reference, summary, summary_version, check_review, time_entry,
  attachment, request_draft TO evidencedesk_eraser;
GRANT UPDATE (body, erased_at) ON message TO evidencedesk_eraser;
GRANT UPDATE (source_name, multi_db_group, coverage, method, adapted_from, lines, limits, filters, ai_use, note, version, erased_at)
  ON search_record TO evidencedesk_eraser;
GRANT UPDATE (note, theme, version, erased_at) ON reference TO evidencedesk_eraser;
GRANT UPDATE (body, bottom_line, certainty, sections, version, erased_at) ON summary TO evidencedesk_eraser;
GRANT UPDATE (body, bottom_line, certainty, sections, refs, searches, erased_at) ON summary_version TO evidencedesk_eraser;
GRANT UPDATE (comment, elements, version, erased_at) ON check_review TO evidencedesk_eraser;
GRANT UPDATE (note, version, erased_at) ON time_entry TO evidencedesk_eraser;
GRANT UPDATE (name, version, erased_at) ON attachment TO evidencedesk_eraser;
GRANT DELETE ON request_draft TO evidencedesk_eraser;

-- +goose Down
DROP FUNCTION drop_unsent_message(uuid, uuid);
DROP TABLE guard_override, request_draft, attachment, time_entry, check_review, summary_version, summary, reference, reference_list,
  search_record, message;
