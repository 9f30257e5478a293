-- What PRISMA-S wants told of searches beside the single ones: what was left out and why, and how duplicates were removed elsewhere.
-- A search knows the one from which it was copied, and how what is new is followed.

-- +goose Up
ALTER TABLE search_record
  ADD COLUMN adapted_from_search uuid, -- of any request, and perhaps removed since; what it was is in adapted_from
  ADD COLUMN alerts text NOT NULL DEFAULT '' CHECK (char_length(alerts) <= 10000),
  ADD CHECK (erased_at IS NULL OR alerts = '');

CREATE TABLE search_reporting (
  request_id uuid        PRIMARY KEY REFERENCES request (id),
  version    int         NOT NULL CHECK (version >= 2), -- 1 is that there is no row
  statements jsonb       NOT NULL CHECK (jsonb_typeof(statements) = 'array'), -- by PRISMA-S item
  dedup      jsonb       NOT NULL CHECK (jsonb_typeof(dedup) = 'object'),
  updated_by uuid        NOT NULL REFERENCES person (id),
  updated_at timestamptz NOT NULL,
  erased_at  timestamptz,
  CHECK (erased_at IS NULL OR (statements = '[]' AND dedup = '{}'))
);

GRANT SELECT, INSERT, UPDATE ON search_reporting TO evidencedesk_app;
GRANT SELECT ON search_reporting TO evidencedesk_eraser;
GRANT UPDATE (statements, dedup, version, erased_at) ON search_reporting TO evidencedesk_eraser;
GRANT UPDATE (alerts) ON search_record TO evidencedesk_eraser;

-- +goose Down
DROP TABLE search_reporting;
ALTER TABLE search_record DROP COLUMN alerts, DROP COLUMN adapted_from_search;
