-- Case studies, told with the requester's approval, and the outcomes framework: what is evidence for which outcome, how the library
-- assesses itself each year and what it means to improve.

-- +goose Up
CREATE TABLE case_study (
  id                uuid PRIMARY KEY,
  library_id        uuid NOT NULL REFERENCES library,
  request_id        uuid NOT NULL REFERENCES request,
  answer_id         uuid REFERENCES survey_answer, -- the answer that told of the impact
  approver          uuid NOT NULL REFERENCES person, -- whose work it tells
  stage             text NOT NULL CHECK (stage IN ('candidate', 'draft', 'asked', 'approved', 'published', 'submitted', 'returned', 'accepted',
                      'escalated', 'vignette', 'dropped')),
  seq               int NOT NULL DEFAULT 1, -- of its steps
  version           int NOT NULL DEFAULT 1, -- of its text and quotations
  texts             jsonb NOT NULL CHECK (jsonb_typeof(texts) = 'object'),
  criteria          jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(criteria) = 'array'),
  asked_version     int,
  approved_version  int,
  published_version int,
  published_at      timestamptz,
  audience          text CHECK (audience IN ('library', 'organisation', 'beyond')),
  reply             text NOT NULL DEFAULT '' CHECK (char_length(reply) <= 10000), -- the approver's words when they said no
  created_by        uuid NOT NULL REFERENCES person,
  created_at        timestamptz NOT NULL,
  updated_by        uuid NOT NULL REFERENCES person,
  updated_at        timestamptz NOT NULL,
  erased_at         timestamptz,
  CHECK ((published_version IS NULL) = (published_at IS NULL)),
  CHECK ((published_version IS NULL) = (audience IS NULL))
);
CREATE INDEX case_study_library ON case_study (library_id, updated_at DESC);
CREATE INDEX case_study_request ON case_study (request_id);
CREATE INDEX case_study_approver ON case_study (approver);
CREATE UNIQUE INDEX case_study_answer ON case_study (answer_id) WHERE stage <> 'dropped';

-- The texts as they were shown to the approver. Quotations are named, not copied: whoever reads a version reads them as consent stands.
CREATE TABLE case_study_version (
  case_id     uuid NOT NULL REFERENCES case_study,
  version     int NOT NULL,
  texts       jsonb NOT NULL CHECK (jsonb_typeof(texts) = 'object'),
  quotes      uuid[] NOT NULL,
  digest      text NOT NULL,
  frozen_by   uuid NOT NULL REFERENCES person,
  frozen_at   timestamptz NOT NULL,
  approved_at timestamptz,
  erased_at   timestamptz,
  PRIMARY KEY (case_id, version)
);

CREATE TABLE case_quote (
  id           uuid PRIMARY KEY,
  case_id      uuid NOT NULL REFERENCES case_study,
  answer_id    uuid REFERENCES survey_answer, -- consent stands with the answer, and falls with it
  body         text NOT NULL CHECK (char_length(body) <= 10000),
  speaker      text NOT NULL CHECK (char_length(speaker) <= 200), -- a role, such as "ward sister"
  name         text NOT NULL DEFAULT '' CHECK (char_length(name) <= 200), -- only where the person agreed to be named
  champion     boolean NOT NULL DEFAULT false,
  consent_from text NOT NULL DEFAULT '' CHECK (char_length(consent_from) <= 200),
  consent_how  text NOT NULL DEFAULT '' CHECK (char_length(consent_how) <= 64),
  consent_on   date NOT NULL,
  removed      boolean NOT NULL DEFAULT false, -- taken out of the working text; earlier versions still name it
  recorded_by  uuid NOT NULL REFERENCES person,
  recorded_at  timestamptz NOT NULL,
  withdrawn_at timestamptz,
  withdrawn_by uuid REFERENCES person,
  CHECK (withdrawn_at IS NULL OR (body = '' AND name = '' AND consent_from = '')),
  CHECK (answer_id IS NOT NULL OR consent_how <> '')
);
CREATE INDEX case_quote_case ON case_quote (case_id, id);

-- Every step, for whoever asks who did what. Never changed.
CREATE TABLE case_step (
  case_id    uuid NOT NULL REFERENCES case_study,
  seq        int NOT NULL,
  command    text NOT NULL CHECK (char_length(command) BETWEEN 1 AND 64),
  from_stage text NOT NULL,
  to_stage   text NOT NULL,
  version    int NOT NULL,
  person_id  uuid NOT NULL REFERENCES person,
  at         timestamptz NOT NULL,
  PRIMARY KEY (case_id, seq)
);

-- What is evidence for an outcome of the framework.
CREATE TABLE outcome_tag (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  outcome    text NOT NULL CHECK (char_length(outcome) BETWEEN 1 AND 64),
  kind       text NOT NULL CHECK (kind IN ('request', 'metric', 'quote', 'case')),
  target     text NOT NULL CHECK (char_length(target) BETWEEN 1 AND 64), -- an identifier, or the name of a metric
  note       text NOT NULL DEFAULT '' CHECK (char_length(note) <= 10000),
  dated      date NOT NULL, -- of what it is evidence of
  version    int NOT NULL DEFAULT 1,
  tagged_by  uuid NOT NULL REFERENCES person,
  tagged_at  timestamptz NOT NULL,
  UNIQUE (library_id, outcome, kind, target)
);
CREATE INDEX outcome_tag_target ON outcome_tag (library_id, kind, target);

-- How a library assesses itself in a year: {outcome, level, within, narrative, validated_level, validated_within} for each outcome.
CREATE TABLE outcome_assessment (
  library_id uuid NOT NULL REFERENCES library,
  year       int NOT NULL CHECK (year BETWEEN 2000 AND 2199), -- in which the national year ends
  edition    text NOT NULL CHECK (char_length(edition) BETWEEN 1 AND 64),
  version    int NOT NULL,
  levels     jsonb NOT NULL CHECK (jsonb_typeof(levels) = 'array'),
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (library_id, year)
);

CREATE TABLE outcome_action (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  year       int NOT NULL CHECK (year BETWEEN 2000 AND 2199),
  outcome    text NOT NULL CHECK (char_length(outcome) BETWEEN 1 AND 64),
  action     text NOT NULL CHECK (char_length(action) BETWEEN 1 AND 10000),
  owner_role text NOT NULL CHECK (char_length(owner_role) BETWEEN 1 AND 200),
  due_on     date NOT NULL,
  done_on    date,
  version    int NOT NULL DEFAULT 1,
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL
);
CREATE INDEX outcome_action_library ON outcome_action (library_id, year, due_on);

GRANT SELECT, INSERT, UPDATE ON case_study, case_study_version, case_quote, outcome_assessment TO evidencedesk_app;
GRANT SELECT, INSERT ON case_step TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON outcome_tag, outcome_action TO evidencedesk_app;
GRANT SELECT ON case_study, case_study_version, case_quote TO evidencedesk_eraser;
GRANT UPDATE (texts, criteria, reply, erased_at) ON case_study TO evidencedesk_eraser;
GRANT UPDATE (texts, erased_at) ON case_study_version TO evidencedesk_eraser;
GRANT UPDATE (body, name, consent_from, withdrawn_at) ON case_quote TO evidencedesk_eraser;

-- +goose Down
DROP TABLE outcome_action, outcome_assessment, outcome_tag, case_step, case_quote, case_study_version, case_study;
