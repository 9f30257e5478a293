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
  ADD CONSTRAINT attachment_kept_check CHECK (NOT kept OR from_staff AND copy_basis <> 'link_only' AND erased_at IS NULL);
GRANT UPDATE (kept) ON attachment TO evidencedesk_eraser;

GRANT SELECT, INSERT, DELETE ON attachment_file TO evidencedesk_app;
GRANT SELECT, DELETE ON attachment_file TO evidencedesk_eraser;
GRANT UPDATE (title, line, version, erased_at) ON test_paper TO evidencedesk_eraser;
ALTER TABLE test_paper ADD CHECK (erased_at IS NULL OR title = '');

-- +goose Down
ALTER TABLE test_paper DROP CONSTRAINT test_paper_check1;
ALTER TABLE attachment DROP COLUMN kept;
DROP TABLE attachment_file;
DROP INDEX record_lead;
