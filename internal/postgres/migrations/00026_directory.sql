-- The directory of library services: those here, and those that do not use this system.

-- +goose Up
CREATE TABLE directory_entry (
  id          uuid PRIMARY KEY,
  keeper      uuid NOT NULL REFERENCES library,        -- whose managers and administrators keep the record
  library_id  uuid UNIQUE REFERENCES library,          -- the library here that the record is of; empty: it does not use this system
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  record      jsonb NOT NULL CHECK (jsonb_typeof(record) = 'object'),
  served      jsonb NOT NULL CHECK (jsonb_typeof(served) = 'array'), -- organisations: name, area, trust, county
  checked_on  date NOT NULL,
  checked_by  uuid NOT NULL REFERENCES person,
  alerted_for date, -- the day of the last check that the keepers were told of as too long ago
  version     int NOT NULL DEFAULT 1 CHECK (version > 0),
  updated_by  uuid NOT NULL REFERENCES person,
  updated_at  timestamptz NOT NULL
);
CREATE INDEX directory_entry_name ON directory_entry (lower(name), id);
CREATE INDEX directory_entry_keeper ON directory_entry (keeper, lower(name), id);
CREATE INDEX directory_entry_checked ON directory_entry (checked_on);

-- That somebody agreed to have their questions go to the library that serves their organisation.
CREATE TABLE directory_routing (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES person,
  entry_id     uuid REFERENCES directory_entry ON DELETE SET NULL,
  library_id   uuid NOT NULL REFERENCES library,
  consented_at timestamptz NOT NULL,
  UNIQUE (person_id, library_id)
);

-- Letters about the directory carry a link to the records that a library keeps.
ALTER TABLE notice
  ADD COLUMN directory_of uuid REFERENCES library,
  DROP CONSTRAINT notice_about,
  ADD CONSTRAINT notice_about CHECK (num_nonnulls(request_id, report_id, directory_of) = 1);

GRANT SELECT, INSERT, UPDATE, DELETE ON directory_entry TO evidencedesk_app;
GRANT SELECT, INSERT ON directory_routing TO evidencedesk_app;

-- +goose Down
ALTER TABLE notice DROP CONSTRAINT notice_about, ADD CONSTRAINT notice_about CHECK ((request_id IS NULL) <> (report_id IS NULL));
ALTER TABLE notice DROP COLUMN directory_of;
DROP TABLE directory_routing, directory_entry;
