-- What a summary holds beside its text: the evidence table, how certain each outcome is, which sentence stands on which reference,
-- and the disclaimers of a library.

-- +goose Up

-- A rating belongs to an outcome, so there may be several.
ALTER TABLE summary
  ADD COLUMN evidence_table jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(evidence_table) = 'array'),
  ADD COLUMN certainties    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(certainties) = 'array');
UPDATE summary SET certainties = jsonb_build_array(certainty) WHERE certainty ->> 'level' <> '';
ALTER TABLE summary
  DROP COLUMN certainty, -- and the check of what is blank after erasure with it
  ALTER COLUMN evidence_table DROP DEFAULT,
  ALTER COLUMN certainties DROP DEFAULT,
  ADD CHECK (erased_at IS NULL OR (body = '' AND bottom_line = '' AND sections = '[]' AND evidence_table = '[]' AND certainties = '[]'));

-- Support, disclaimers and methods are made when a version is frozen: from its text, from what the library's disclaimers said that day,
-- and from the statements and figures of the searching as they were.
ALTER TABLE summary_version
  ADD COLUMN evidence_table jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(evidence_table) = 'array'),
  ADD COLUMN certainties    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(certainties) = 'array'),
  ADD COLUMN support        jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(support) = 'array'),
  ADD COLUMN disclaimers    jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(disclaimers) = 'array'),
  ADD COLUMN methods        jsonb CHECK (jsonb_typeof(methods) = 'object'), -- none: nothing was searched
  ADD COLUMN question       int   NOT NULL DEFAULT 1 CHECK (question >= 1); -- the version of the request's text that it answers
UPDATE summary_version SET certainties = jsonb_build_array(certainty) WHERE certainty ->> 'level' <> '';
ALTER TABLE summary_version
  DROP COLUMN certainty,
  ALTER COLUMN evidence_table DROP DEFAULT,
  ALTER COLUMN certainties DROP DEFAULT,
  ALTER COLUMN support DROP DEFAULT,
  ALTER COLUMN disclaimers DROP DEFAULT,
  ALTER COLUMN question DROP DEFAULT,
  ADD CHECK (erased_at IS NULL OR (body = '' AND bottom_line = '' AND sections = '[]' AND evidence_table = '[]' AND certainties = '[]'
      AND refs = '[]' AND searches = '[]' AND methods IS NULL));

-- The words of a library's own for a disclaimer. Without a row, or with nothing in it, the vocabulary's are used.
CREATE TABLE library_disclaimer (
  library_id uuid        NOT NULL REFERENCES library (id),
  code       text        NOT NULL CHECK (char_length(code) <= 64),
  body       text        NOT NULL CHECK (char_length(body) <= 10000),
  version    int         NOT NULL CHECK (version >= 2), -- 1 is that there is no row
  updated_by uuid        NOT NULL REFERENCES person (id),
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (library_id, code)
);

GRANT SELECT, INSERT, UPDATE ON library_disclaimer TO evidencedesk_app;
GRANT UPDATE (evidence_table, certainties) ON summary, summary_version TO evidencedesk_eraser;
GRANT UPDATE (methods) ON summary_version TO evidencedesk_eraser;

-- +goose Down
DROP TABLE library_disclaimer;
ALTER TABLE summary_version ADD COLUMN certainty jsonb NOT NULL DEFAULT '{}',
  DROP COLUMN evidence_table, DROP COLUMN certainties, DROP COLUMN support, DROP COLUMN disclaimers,
  DROP COLUMN methods, DROP COLUMN question;
ALTER TABLE summary ADD COLUMN certainty jsonb NOT NULL DEFAULT '{}', DROP COLUMN evidence_table, DROP COLUMN certainties;
