-- The records that searches found: uploads, what was read from them, which records are the same publication, and what was decided.

-- +goose Up

-- A file of records, or a fetch from a database. A workflow reads it; the row says how far it came and what was odd.
CREATE TABLE import (
  id            uuid        PRIMARY KEY,
  request_id    uuid        NOT NULL REFERENCES request (id),
  search_id     uuid        REFERENCES search_record (id) ON DELETE SET NULL, -- the search that found the records
  origin        text        NOT NULL CHECK (origin IN ('file', 'pubmed', 'watch')),
  name          text        NOT NULL DEFAULT '' CHECK (char_length(name) <= 200), -- of the file, as the librarian calls it
  size          bigint      NOT NULL DEFAULT 0 CHECK (size >= 0),                 -- bytes
  sha256        bytea       CHECK (octet_length(sha256) = 32),
  format        text        NOT NULL DEFAULT '' CHECK (char_length(format) <= 32), -- as recognised by content
  state         text        NOT NULL CHECK (state IN ('waiting', 'fetching', 'reading', 'comparing', 'ready', 'refused', 'undone')),
  problem       text        NOT NULL DEFAULT '' CHECK (char_length(problem) <= 64), -- code of why it was refused
  expected      int         CHECK (expected >= 0), -- records, when known beforehand
  records       int         NOT NULL DEFAULT 0 CHECK (records >= 0),
  warning_count int         NOT NULL DEFAULT 0 CHECK (warning_count >= 0),
  created_by    uuid        NOT NULL REFERENCES person (id),
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  finished_at   timestamptz,
  erased_at     timestamptz,
  CHECK ((problem <> '') = (state = 'refused')),
  CHECK (erased_at IS NULL OR name = '')
);
CREATE INDEX import_request ON import (request_id, id);

-- What was odd in a file. The first 50,000 of an import are kept; warning_count counts all of them.
CREATE TABLE import_warning (
  import_id uuid NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  record    int  NOT NULL CHECK (record >= 0), -- its place in the import; 0: of the file as a whole
  n         int  NOT NULL CHECK (n >= 1),      -- place among the warnings of the record
  line      int  NOT NULL CHECK (line >= 0),   -- 0: of no one line
  code      text NOT NULL CHECK (char_length(code) <= 64),
  detail    text NOT NULL CHECK (char_length(detail) <= 1000),
  PRIMARY KEY (import_id, record, n)
);

-- What was uploaded or fetched, until it has been read.
CREATE TABLE import_chunk (
  import_id uuid  NOT NULL REFERENCES import (id) ON DELETE CASCADE,
  n         int   NOT NULL CHECK (n >= 1),
  bytes     bytea NOT NULL,
  PRIMARY KEY (import_id, n)
);

-- One record of one import. Never deleted because it is a duplicate: records of one publication share their group, which is the
-- identifier of the record that stands for all of them.
CREATE TABLE record (
  id         uuid   PRIMARY KEY,
  request_id uuid   NOT NULL REFERENCES request (id),
  import_id  uuid   NOT NULL REFERENCES import (id),
  n          int    NOT NULL CHECK (n >= 1), -- its place in the import
  line       int    NOT NULL DEFAULT 0,      -- where it began in the file; 0: not read from lines
  group_id   uuid   NOT NULL,
  type       text   NOT NULL,
  title      text   NOT NULL,
  authors    text[] NOT NULL DEFAULT '{}',
  journal    text   NOT NULL DEFAULT '',
  year       int,
  volume     text   NOT NULL DEFAULT '',
  issue      text   NOT NULL DEFAULT '',
  pages      text   NOT NULL DEFAULT '',
  doi        text   NOT NULL DEFAULT '',
  pmid       text   NOT NULL DEFAULT '',
  url        text   NOT NULL DEFAULT '',
  abstract   text   NOT NULL DEFAULT '',
  whole      jsonb  NOT NULL, -- reference.Record, with everything that the source said
  UNIQUE (import_id, n),
  UNIQUE (request_id, id)
);
CREATE INDEX record_group ON record (request_id, group_id, id) INCLUDE (import_id); -- counts need nothing else
CREATE INDEX record_doi ON record (request_id, doi) WHERE doi <> '';
CREATE INDEX record_pmid ON record (request_id, pmid) WHERE pmid <> '';

-- Two records that may be one publication: what the rules say, and what a person says, which overrules them for ever.
CREATE TABLE record_pair (
  request_id uuid   NOT NULL REFERENCES request (id),
  a          uuid   NOT NULL REFERENCES record (id) ON DELETE CASCADE,
  b          uuid   NOT NULL REFERENCES record (id) ON DELETE CASCADE,
  certainty  text   NOT NULL CHECK (certainty IN ('certain', 'doubtful', 'none')), -- none: only a person put them together
  rule       text   NOT NULL CHECK (char_length(rule) <= 64),
  fields     text[] NOT NULL DEFAULT '{}', -- those that agree
  verdict    text   NOT NULL DEFAULT '' CHECK (verdict IN ('', 'same', 'different')),
  decided_by uuid   REFERENCES person (id),
  decided_at timestamptz,
  PRIMARY KEY (a, b),
  CHECK (a < b),
  CHECK ((verdict = '') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX record_pair_request ON record_pair (request_id, certainty, verdict);
CREATE INDEX record_pair_b ON record_pair (b);

-- What was decided of a publication on title and abstract, kept at the record that stood for its group when it was decided.
CREATE TABLE record_decision (
  record_id  uuid        PRIMARY KEY REFERENCES record (id) ON DELETE CASCADE,
  request_id uuid        NOT NULL REFERENCES request (id),
  version    int         NOT NULL CHECK (version >= 1),
  verdict    text        NOT NULL CHECK (verdict IN ('include', 'maybe', 'exclude')),
  reason     text        NOT NULL DEFAULT '' CHECK (char_length(reason) <= 64), -- of an exclusion: code of exclusion_reasons
  note       text        NOT NULL DEFAULT '' CHECK (char_length(note) <= 10000),
  theme      text        NOT NULL DEFAULT '' CHECK (char_length(theme) <= 200),
  tier       text        NOT NULL DEFAULT '' CHECK (tier IN ('', 'guidance', 'systematic_reviews', 'trials', 'observational',
                             'qualitative', 'grey', 'other_trusts', 'cds')),
  key_paper  boolean     NOT NULL DEFAULT false,
  decided_by uuid        NOT NULL REFERENCES person (id),
  decided_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (verdict = 'exclude' OR reason = ''),
  CHECK (erased_at IS NULL OR (note = '' AND theme = ''))
);
CREATE INDEX record_decision_request ON record_decision (request_id, verdict);

-- The papers that the searches must find.
CREATE TABLE test_paper (
  id         uuid        PRIMARY KEY,
  request_id uuid        NOT NULL REFERENCES request (id),
  version    int         NOT NULL CHECK (version >= 1),
  title      text        NOT NULL DEFAULT '' CHECK (char_length(title) <= 2000),
  year       int         CHECK (year BETWEEN 1400 AND 2200),
  doi        text        NOT NULL DEFAULT '' CHECK (char_length(doi) <= 200),
  pmid       text        NOT NULL DEFAULT '' CHECK (pmid ~ '^([1-9][0-9]{0,8})?$'),
  line       text        NOT NULL DEFAULT '' CHECK (char_length(line) <= 2000), -- as the requester wrote it
  position   int         NOT NULL CHECK (position >= 1),
  created_by uuid        NOT NULL REFERENCES person (id),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (erased_at IS NULL OR line = '')
);
CREATE INDEX test_paper_request ON test_paper (request_id, position, id);

-- A reference of the report that was found by a search knows the record it came from.
ALTER TABLE reference
  ADD COLUMN record_id uuid UNIQUE REFERENCES record (id) ON DELETE SET NULL,
  ADD COLUMN key_paper boolean NOT NULL DEFAULT false;

-- What a transaction owes to a workflow may also be the reading of an import.
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('start-request', 'command', 'start-import'));

GRANT SELECT, INSERT, UPDATE ON import, record, record_pair, record_decision TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON test_paper TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON import_chunk, import_warning TO evidencedesk_app;
GRANT DELETE ON record_decision, record, record_pair TO evidencedesk_app;
GRANT SELECT ON import, import_chunk, import_warning, record, record_pair, record_decision, test_paper TO evidencedesk_eraser;
GRANT UPDATE (name, erased_at) ON import TO evidencedesk_eraser;
GRANT UPDATE (note, theme, version, erased_at) ON record_decision TO evidencedesk_eraser;
GRANT UPDATE (line, version, erased_at) ON test_paper TO evidencedesk_eraser;
GRANT DELETE ON import_chunk, import_warning TO evidencedesk_eraser;

-- +goose Down
DELETE FROM outbox WHERE kind = 'start-import';
ALTER TABLE outbox DROP CONSTRAINT outbox_kind_check, ADD CONSTRAINT outbox_kind_check CHECK (kind IN ('start-request', 'command'));
ALTER TABLE reference DROP COLUMN key_paper, DROP COLUMN record_id;
DROP TABLE test_paper, record_decision, record_pair, record, import_warning, import_chunk, import;
