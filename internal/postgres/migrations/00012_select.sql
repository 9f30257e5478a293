-- Selecting: the publications of a request in the order in which they came, and the files that are supplied.

-- +goose Up

-- One row stands for each publication; lists, counts and the next one to decide on read only those.
CREATE INDEX record_lead ON record (request_id, id) WHERE group_id = id;

-- The file of an attachment in pieces, apart from its description so that lists never read it.
CREATE TABLE attachment_file (
  attachment_id uuid  NOT NULL REFERENCES attachment (id) ON DELETE CASCADE,
  n             int   NOT NULL CHECK (n BETWEEN 1 AND 20),
  bytes         bytea NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 1048576), -- 1 MiB
  PRIMARY KEY (attachment_id, n)
);
ALTER TABLE attachment_file ALTER COLUMN bytes SET STORAGE EXTERNAL; -- what is supplied is compressed already
ALTER TABLE attachment ADD COLUMN kept boolean NOT NULL DEFAULT false, -- its bytes are here
  ADD CONSTRAINT attachment_kept_check CHECK (NOT kept OR from_staff AND copy_basis <> 'link_only' AND erased_at IS NULL AND sha256 IS NOT NULL);
GRANT UPDATE (kept) ON attachment TO evidencedesk_eraser;

-- One decision for all publications that a filter found: who took it, and of what. It can be taken back once.
CREATE TABLE bulk_decision (
  id           uuid        PRIMARY KEY,
  request_id   uuid        NOT NULL REFERENCES request (id),
  verdict      text        NOT NULL CHECK (verdict IN ('maybe', 'exclude')),
  reason       text        NOT NULL DEFAULT '' CHECK (char_length(reason) <= 64), -- of an exclusion: code of exclusion_reasons
  of_verdict   text        NOT NULL CHECK (of_verdict IN ('all', 'undecided', 'maybe', 'exclude')),
  of_source    text        NOT NULL DEFAULT '' CHECK (char_length(of_source) <= 64), -- code of sources; empty: any
  by_words     boolean     NOT NULL, -- the filter looked for words, which are not kept
  publications int         NOT NULL CHECK (publications >= 1),
  decided_by   uuid        NOT NULL REFERENCES person (id),
  decided_at   timestamptz NOT NULL,
  undone_by    uuid        REFERENCES person (id),
  undone_at    timestamptz,
  undone       int         CHECK (undone BETWEEN 0 AND publications), -- those that nobody had decided on since
  CHECK (verdict = 'exclude' OR reason = ''),
  CHECK ((undone_by IS NULL) = (undone_at IS NULL) AND (undone_at IS NULL) = (undone IS NULL))
);
CREATE INDEX bulk_decision_request ON bulk_decision (request_id, id);

-- What each of those publications was before, and the version of its decision afterwards.
CREATE TABLE bulk_decided (
  bulk_id    uuid NOT NULL REFERENCES bulk_decision (id) ON DELETE CASCADE,
  record_id  uuid NOT NULL REFERENCES record (id) ON DELETE CASCADE,
  version    int  NOT NULL,
  verdict    text, -- NULL: it was undecided
  reason     text,
  decided_by uuid REFERENCES person (id),
  decided_at timestamptz,
  PRIMARY KEY (bulk_id, record_id)
);
CREATE INDEX bulk_decided_record ON bulk_decided (record_id);
GRANT SELECT, INSERT ON bulk_decision, bulk_decided TO evidencedesk_app;
GRANT UPDATE (undone_by, undone_at, undone) ON bulk_decision TO evidencedesk_app;

GRANT SELECT, INSERT, DELETE ON attachment_file TO evidencedesk_app;
GRANT SELECT, DELETE ON attachment_file TO evidencedesk_eraser;
GRANT UPDATE (title, line, version, erased_at) ON test_paper TO evidencedesk_eraser;
ALTER TABLE test_paper ADD CHECK (erased_at IS NULL OR title = '');

-- +goose Down
DROP TABLE bulk_decided, bulk_decision;
ALTER TABLE test_paper DROP CONSTRAINT test_paper_check1;
ALTER TABLE attachment DROP COLUMN kept;
DROP TABLE attachment_file;
DROP INDEX record_lead;
