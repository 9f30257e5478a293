-- Erasures that were carried out. A copy of this list is kept apart from the database, because a backup from before an
-- erasure knows nothing of it: after restoring one, they are carried out again.

-- +goose Up
CREATE TABLE erasure (
  person_id   uuid PRIMARY KEY REFERENCES person,
  pseudonym   text NOT NULL UNIQUE CHECK (char_length(pseudonym) BETWEEN 1 AND 64),
  at          timestamptz NOT NULL,
  reason_code text NOT NULL CHECK (char_length(reason_code) BETWEEN 1 AND 64)
);

GRANT SELECT, INSERT ON erasure TO evidencedesk_eraser;

-- What erasure has to know of people and requests.
GRANT SELECT ON person_role TO evidencedesk_eraser;

-- +goose Down
REVOKE SELECT ON person_role FROM evidencedesk_eraser;
DROP TABLE erasure;
