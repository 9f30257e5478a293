-- Libraries, people, their roles and the calendars that count working time.

-- +goose Up
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS btree_gist;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- Roles belong to the whole cluster, so another database may have made them already, even at this moment.
-- +goose StatementBegin
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['evidencedesk_app', 'evidencedesk_eraser'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', name);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
    IF NOT pg_has_role(current_user, name, 'member') THEN
      EXECUTE format('GRANT %I TO current_user', name);
    END IF;
    EXECUTE format('GRANT USAGE ON SCHEMA public TO %I', name);
  END LOOP;
END $$;
-- +goose StatementEnd
REVOKE CREATE ON SCHEMA public FROM PUBLIC;

CREATE TABLE library (
  id         uuid PRIMARY KEY,
  code       text NOT NULL UNIQUE CHECK (code ~ '^[a-z0-9][a-z0-9-]{1,30}$'),
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  nation     text NOT NULL CHECK (nation IN ('england-and-wales', 'scotland', 'northern-ireland', 'none')),
  email      text NOT NULL CHECK (char_length(email) <= 254),
  outside    boolean NOT NULL DEFAULT false, -- a partner that does not use this system
  settings   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE organisation (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  area       text NOT NULL DEFAULT '' CHECK (char_length(area) <= 200),
  trust      text NOT NULL DEFAULT '' CHECK (char_length(trust) <= 200),
  county     text NOT NULL DEFAULT '' CHECK (char_length(county) <= 200),
  UNIQUE (library_id, name)
);

CREATE TABLE person (
  id              uuid PRIMARY KEY,
  name            text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  email           text CHECK (char_length(email) BETWEEN 3 AND 254 AND email LIKE '%_@_%'),
  job_title       text NOT NULL DEFAULT '' CHECK (char_length(job_title) <= 200),
  phone           text NOT NULL DEFAULT '' CHECK (char_length(phone) <= 200),
  staff_group     text NOT NULL DEFAULT '' CHECK (char_length(staff_group) <= 64),
  organisation_id uuid REFERENCES organisation,
  created_at      timestamptz NOT NULL DEFAULT now(),
  erased_at       timestamptz,
  pseudonym       text UNIQUE,
  CHECK ((erased_at IS NULL) = (pseudonym IS NULL)),
  -- An erased person is a pseudonym and nothing else.
  CHECK (erased_at IS NULL OR (name = pseudonym AND email IS NULL AND job_title = '' AND phone = ''))
);
CREATE UNIQUE INDEX person_email ON person (lower(email));

CREATE TABLE person_role (
  person_id  uuid NOT NULL REFERENCES person,
  library_id uuid NOT NULL REFERENCES library,
  role       text NOT NULL CHECK (role IN ('requester', 'librarian', 'trainee', 'manager', 'system_lead', 'admin')),
  PRIMARY KEY (person_id, library_id, role)
);
CREATE INDEX person_role_library ON person_role (library_id, role);

CREATE TABLE api_token (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES person,
  token_hash   bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32), -- SHA-256; the token itself is never stored
  label        text NOT NULL CHECK (char_length(label) <= 200),
  created_at   timestamptz NOT NULL,
  expires_at   timestamptz,
  revoked_at   timestamptz,
  last_used_at timestamptz
);
CREATE INDEX api_token_person ON api_token (person_id);

-- The newest version is in force; older ones explain dates that were computed with them.
CREATE TABLE library_calendar (
  library_id uuid NOT NULL REFERENCES library,
  version    int NOT NULL CHECK (version > 0),
  spec       jsonb NOT NULL CHECK (jsonb_typeof(spec) = 'object'),
  created_by uuid REFERENCES person,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (library_id, version)
);

CREATE TABLE bank_holiday (
  nation text NOT NULL CHECK (nation IN ('england-and-wales', 'scotland', 'northern-ireland')),
  date   date NOT NULL,
  name   text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  status text NOT NULL CHECK (status IN ('published', 'derived')),
  PRIMARY KEY (nation, date)
);

GRANT SELECT, INSERT, UPDATE ON library, organisation, person TO evidencedesk_app;
GRANT SELECT, INSERT ON library_calendar TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE ON bank_holiday, api_token TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON person_role TO evidencedesk_app;

GRANT SELECT ON person, api_token, library TO evidencedesk_eraser;
GRANT UPDATE (name, email, job_title, phone, erased_at, pseudonym) ON person TO evidencedesk_eraser;
GRANT UPDATE (revoked_at, label) ON api_token TO evidencedesk_eraser;

-- +goose Down
DROP TABLE bank_holiday, library_calendar, api_token, person_role, person, organisation, library;
-- Roles and extensions stay: other databases and other tables may use them.
