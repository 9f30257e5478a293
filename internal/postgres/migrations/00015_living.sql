-- Answers that stay alive: searches that were run in PubMed from here, delivered reports that are watched, and what is known of
-- papers that were retracted.

-- +goose Up

-- One run of a recorded search in PubMed: each line counted, and the records of the last one fetched if that was asked for.
CREATE TABLE pubmed_run (
  id             uuid        PRIMARY KEY,
  request_id     uuid        NOT NULL REFERENCES request (id),
  search_id      uuid        NOT NULL REFERENCES search_record (id) ON DELETE CASCADE,
  search_version int         NOT NULL, -- as it was run; counts are written to no other
  state          text        NOT NULL CHECK (state IN ('waiting', 'counting', 'fetching', 'done', 'refused')),
  problem        text        NOT NULL DEFAULT '' CHECK (char_length(problem) <= 64), -- a code
  problem_line   int         NOT NULL DEFAULT 0 CHECK (problem_line >= 0),           -- the line that it is about; 0: none
  with_records   boolean     NOT NULL, -- fetch them too
  most           int         NOT NULL CHECK (most >= 1), -- records; more are not fetched
  lines          jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(lines) = 'array'), -- number, hits, what PubMed did not know
  line_count     int         NOT NULL CHECK (line_count >= 1),
  import_id      uuid        NOT NULL, -- of the records, from before they are fetched
  started        boolean     NOT NULL DEFAULT false, -- its workflow
  created_by     uuid        NOT NULL REFERENCES person (id),
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  finished_at    timestamptz,
  erased_at      timestamptz,
  CHECK ((state IN ('done', 'refused')) = (finished_at IS NOT NULL)),
  CHECK (state <> 'refused' OR problem <> ''),
  CHECK (erased_at IS NULL OR lines = '[]')
);
CREATE INDEX pubmed_run_search ON pubmed_run (request_id, search_id, id);
CREATE UNIQUE INDEX pubmed_run_one ON pubmed_run (search_id) WHERE finished_at IS NULL;
CREATE INDEX pubmed_run_start ON pubmed_run (id) WHERE NOT started;

-- A delivered report that is looked at again. The schedule of the workflow engine follows the row: synced says up to which version.
CREATE TABLE watch (
  id             uuid        PRIMARY KEY,
  request_id     uuid        NOT NULL UNIQUE REFERENCES request (id),
  version        int         NOT NULL CHECK (version >= 1),
  months         int         NOT NULL CHECK (months IN (1, 3, 6, 12)),
  state          text        NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
  first_at       timestamptz NOT NULL, -- the runs are counted from here
  ends_at        timestamptz NOT NULL,
  asked_at       timestamptz, -- when somebody asked for a run at once that has not begun
  set_by         uuid        NOT NULL REFERENCES person (id),
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  synced         int         NOT NULL DEFAULT 0
);
CREATE INDEX watch_unsynced ON watch (id) WHERE synced < version OR asked_at IS NOT NULL;

CREATE TABLE watch_run (
  id          uuid        PRIMARY KEY,
  watch_id    uuid        NOT NULL REFERENCES watch (id),
  request_id  uuid        NOT NULL REFERENCES request (id),
  key         text        NOT NULL UNIQUE, -- the workflow that makes it
  at          timestamptz NOT NULL,
  state       text        NOT NULL CHECK (state IN ('running', 'nothing', 'review', 'approved')),
  new_count   int         NOT NULL DEFAULT 0 CHECK (new_count >= 0),
  retracted   int         NOT NULL DEFAULT 0 CHECK (retracted >= 0),
  exports     int         NOT NULL DEFAULT 0 CHECK (exports >= 0),
  checked     int         NOT NULL DEFAULT 0 CHECK (checked >= 0), -- references that were looked up among the retracted papers
  finished_at timestamptz,
  approved_by uuid        REFERENCES person (id),
  approved_at timestamptz,
  told_at     timestamptz, -- the requester's side
  CHECK ((state = 'running') = (finished_at IS NULL)),
  CHECK ((state = 'approved') = (approved_at IS NOT NULL) AND (approved_by IS NULL) = (approved_at IS NULL)),
  CHECK (told_at IS NULL OR approved_at IS NOT NULL)
);
CREATE INDEX watch_run_request ON watch_run (request_id, id);

-- What a run does about each search of the request.
CREATE TABLE watch_part (
  run_id    uuid    NOT NULL REFERENCES watch_run (id) ON DELETE CASCADE,
  search_id uuid    NOT NULL REFERENCES search_record (id) ON DELETE CASCADE,
  rerun     boolean NOT NULL, -- it can be run again without a person
  since     timestamptz,      -- records that were added before are known
  import_id uuid    NOT NULL,
  found     int     CHECK (found >= 0),
  problem   text    NOT NULL DEFAULT '' CHECK (char_length(problem) <= 64),
  PRIMARY KEY (run_id, search_id)
);

CREATE TABLE watch_finding (
  id           uuid        PRIMARY KEY,
  run_id       uuid        NOT NULL REFERENCES watch_run (id),
  request_id   uuid        NOT NULL REFERENCES request (id),
  version      int         NOT NULL CHECK (version >= 1),
  kind         text        NOT NULL CHECK (kind IN ('new_record', 'retraction', 'needs_export')),
  record_id    uuid        REFERENCES record (id) ON DELETE SET NULL,        -- of a new record
  search_id    uuid        REFERENCES search_record (id) ON DELETE SET NULL, -- that found it, or wants a fresh export
  reference_id uuid,                                                         -- of a retraction; the report may have lost it
  retraction   int,                                                          -- the number of the notice
  title        text        NOT NULL DEFAULT '' CHECK (char_length(title) <= 2000), -- as it was published
  doi          text        NOT NULL DEFAULT '' CHECK (char_length(doi) <= 200),
  pmid         text        NOT NULL DEFAULT '' CHECK (pmid ~ '^([1-9][0-9]{0,8})?$'),
  code         text        NOT NULL DEFAULT '' CHECK (char_length(code) <= 64), -- the nature of a notice, or why an export is needed
  noticed_on   date,                                                            -- of the notice
  decision     text        NOT NULL DEFAULT '' CHECK (decision IN ('', 'keep', 'dismiss')),
  note         text        NOT NULL DEFAULT '' CHECK (char_length(note) <= 1000), -- for the requester
  decided_by   uuid        REFERENCES person (id),
  updated_at   timestamptz NOT NULL,
  erased_at    timestamptz,
  CHECK (erased_at IS NULL OR note = '')
);
CREATE INDEX watch_finding_run ON watch_finding (run_id, kind, id);
CREATE UNIQUE INDEX watch_finding_record ON watch_finding (record_id) WHERE kind = 'new_record';
CREATE UNIQUE INDEX watch_finding_notice ON watch_finding (request_id, retraction, doi, pmid) WHERE kind = 'retraction';

-- Papers that were retracted, corrected or are in doubt, as loaded from a file of Retraction Watch. A paper may have several notices.
CREATE TABLE retraction (
  number     int    NOT NULL, -- Record ID
  doi        text   NOT NULL, -- of the paper, plain and in lower case
  pmid       text   NOT NULL,
  title      text   NOT NULL,
  nature     text   NOT NULL, -- retraction, correction, concern, reinstatement, other
  noticed_on date,
  notice_doi text   NOT NULL,
  reasons    text[] NOT NULL,
  CHECK (doi <> '' OR pmid <> '')
);
CREATE INDEX retraction_doi ON retraction (doi) WHERE doi <> '';
CREATE INDEX retraction_pmid ON retraction (pmid) WHERE pmid <> '';

CREATE TABLE retraction_load (
  one       boolean     PRIMARY KEY DEFAULT true CHECK (one),
  loaded_at timestamptz NOT NULL,
  notices   int         NOT NULL
);

-- How much a look found, for the letters about it.
ALTER TABLE notice
  ADD COLUMN new_records int NOT NULL DEFAULT 0 CHECK (new_records >= 0),
  ADD COLUMN retracted   int NOT NULL DEFAULT 0 CHECK (retracted >= 0),
  ADD COLUMN exports     int NOT NULL DEFAULT 0 CHECK (exports >= 0);

GRANT SELECT, INSERT, UPDATE ON pubmed_run, watch, watch_run, watch_part, watch_finding TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON retraction TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE ON retraction_load TO evidencedesk_app;
GRANT SELECT ON pubmed_run, watch, watch_run, watch_finding TO evidencedesk_eraser;
GRANT UPDATE (lines, erased_at) ON pubmed_run TO evidencedesk_eraser;
GRANT UPDATE (state, version, updated_at) ON watch TO evidencedesk_eraser;
GRANT UPDATE (note, version, erased_at) ON watch_finding TO evidencedesk_eraser;

-- +goose Down
ALTER TABLE notice DROP COLUMN exports, DROP COLUMN retracted, DROP COLUMN new_records;
DROP TABLE retraction_load, retraction, watch_finding, watch_part, watch_run, watch, pubmed_run;
