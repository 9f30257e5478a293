-- Who works in a library and for how many people, the rules by which that is judged, and what is returned to the national statistics.
-- Figures, rules and returns are kept as they were at each version; 1 is that nothing was entered and has no row.

-- +goose Up
CREATE TABLE staffing_year (
  library_id       uuid NOT NULL REFERENCES library,
  year             int  NOT NULL CHECK (year BETWEEN 1990 AND 2199), -- its April
  version          int  NOT NULL CHECK (version >= 2),
  workforce_wte    double precision NOT NULL CHECK (workforce_wte >= 0),
  qualified_wte    double precision NOT NULL CHECK (qualified_wte >= 0),
  other_wte        double precision NOT NULL CHECK (other_wte >= 0),
  contracted_hours double precision NOT NULL CHECK (contracted_hours >= 0), -- a week, everybody together
  as_of            date NOT NULL,
  source           text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 200),
  entered_by       uuid NOT NULL REFERENCES person,
  entered_at       timestamptz NOT NULL,
  PRIMARY KEY (library_id, year, version)
);

-- How a library counts: the ratio and demand, the rates of the gift of time, what counts as an expert search.
CREATE TABLE library_rule (
  library_id uuid NOT NULL REFERENCES library,
  kind       text NOT NULL CHECK (kind IN ('ratio', 'gift', 'return')),
  version    int  NOT NULL CHECK (version >= 2),
  rule       jsonb NOT NULL CHECK (jsonb_typeof(rule) = 'object'),
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (library_id, kind, version)
);

-- What is entered by hand for a year, by activity, and the version of the counting rule that the year keeps.
CREATE TABLE national_return (
  library_id   uuid NOT NULL REFERENCES library,
  year         int  NOT NULL CHECK (year BETWEEN 1990 AND 2199),
  version      int  NOT NULL CHECK (version >= 2),
  rule_version int  NOT NULL CHECK (rule_version >= 1),
  entered      jsonb NOT NULL CHECK (jsonb_typeof(entered) = 'object'),
  updated_by   uuid NOT NULL REFERENCES person,
  updated_at   timestamptz NOT NULL,
  PRIMARY KEY (library_id, year, version)
);

CREATE TABLE embedded_role (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  version    int  NOT NULL CHECK (version >= 1),
  title      text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  specialty  text NOT NULL CHECK (char_length(specialty) BETWEEN 1 AND 200),
  hours      double precision NOT NULL CHECK (hours > 0 AND hours <= 168), -- a week
  from_on    date NOT NULL,
  until_on   date,
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL,
  CHECK (until_on >= from_on)
);
CREATE INDEX embedded_role_library ON embedded_role (library_id, from_on);

CREATE TABLE staff_contract (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  person_id  uuid NOT NULL REFERENCES person,
  version    int  NOT NULL CHECK (version >= 1),
  hours      double precision NOT NULL CHECK (hours > 0 AND hours <= 168), -- a week
  from_on    date NOT NULL,
  until_on   date,
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL,
  CHECK (until_on >= from_on),
  CONSTRAINT staff_contract_one EXCLUDE USING gist (library_id WITH =, person_id WITH =, daterange(from_on, until_on, '[]') WITH &&)
);

-- Whole days on which somebody does not work. Why is nobody's business here.
CREATE TABLE staff_leave (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  person_id  uuid NOT NULL REFERENCES person,
  version    int  NOT NULL CHECK (version >= 1),
  from_on    date NOT NULL,
  until_on   date NOT NULL,
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL,
  CHECK (until_on >= from_on),
  CONSTRAINT staff_leave_one EXCLUDE USING gist (library_id WITH =, person_id WITH =, daterange(from_on, until_on, '[]') WITH &&)
);

GRANT SELECT, INSERT ON staffing_year, library_rule, national_return TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON embedded_role TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON staff_contract, staff_leave TO evidencedesk_app;
GRANT UPDATE (version, hours, from_on, until_on, updated_by, updated_at) ON staff_contract TO evidencedesk_app;

-- +goose Down
DROP TABLE staff_leave, staff_contract, embedded_role, national_return, library_rule, staffing_year;
