-- Reports that were published, as they were; who reviewed them; and what a library means to report by itself.

-- +goose Up

-- Schedules of the engine follow these rows.
CREATE TABLE report_schedule (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  title      text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  kind       text NOT NULL CHECK (kind IN ('month', 'quarter', 'year', 'national-year')),
  day        int NOT NULL CHECK (day BETWEEN 1 AND 28), -- of the month after the period ends
  scope      jsonb NOT NULL CHECK (jsonb_typeof(scope) = 'object'),
  publishes  boolean NOT NULL, -- at once; otherwise a manager looks first
  zone       text NOT NULL CHECK (char_length(zone) BETWEEN 1 AND 64), -- the library's, by whose clock the day begins
  state      text NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
  version    int NOT NULL DEFAULT 1,
  synced     int NOT NULL DEFAULT 0, -- the version that the engine's schedule has
  runs_since timestamptz NOT NULL, -- since when it has run on these days, without a pause: what was due before was not missed
  created_by uuid NOT NULL REFERENCES person,
  created_at timestamptz NOT NULL,
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL
);
CREATE INDEX report_schedule_library ON report_schedule (library_id, created_at);
CREATE INDEX report_schedule_unsynced ON report_schedule (id) WHERE synced < version;

-- Who is sent the link. An address is kept only for as long as letters go there.
CREATE TABLE report_recipient (
  id          uuid PRIMARY KEY,
  schedule_id uuid NOT NULL REFERENCES report_schedule,
  person_id   uuid REFERENCES person,
  email       text CHECK (char_length(email) BETWEEN 3 AND 254 AND email LIKE '%_@_%'),
  removed_at  timestamptz,
  CHECK (removed_at IS NOT NULL OR (person_id IS NULL) <> (email IS NULL)),
  CHECK (removed_at IS NULL OR email IS NULL)
);
CREATE INDEX report_recipient_schedule ON report_recipient (schedule_id) WHERE removed_at IS NULL;

-- A report as it left the library, and with nothing hidden. Never changed: a wrong one is superseded, and stays readable. Quotations
-- and case studies are named, not copied: they are read as consent stands.
CREATE TABLE published_report (
  id           uuid PRIMARY KEY,
  library_id   uuid NOT NULL REFERENCES library,
  period       text NOT NULL CHECK (char_length(period) BETWEEN 4 AND 32),
  first_day    date NOT NULL,
  last_day     date NOT NULL CHECK (last_day >= first_day),
  scope        jsonb NOT NULL CHECK (jsonb_typeof(scope) = 'object'),
  title        text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  complete     json NOT NULL,
  shown        json NOT NULL,
  definitions  text NOT NULL CHECK (char_length(definitions) BETWEEN 1 AND 64), -- the version of what its figures mean
  answers      uuid[] NOT NULL, -- that could be quoted on that day
  cases        uuid[] NOT NULL, -- case studies that were published
  schedule_id  uuid REFERENCES report_schedule,
  published_by uuid REFERENCES person, -- empty: by the schedule
  published_at timestamptz NOT NULL,
  supersedes   uuid UNIQUE REFERENCES published_report,
  reason       text NOT NULL DEFAULT '' CHECK (char_length(reason) <= 2000),
  CHECK ((supersedes IS NULL) = (reason = '')),
  CHECK (published_by IS NOT NULL OR schedule_id IS NOT NULL)
);
CREATE INDEX published_report_library ON published_report (library_id, last_day DESC, published_at DESC);
CREATE UNIQUE INDEX published_report_once ON published_report (library_id, period, scope) WHERE supersedes IS NULL;

-- A report that a schedule prepared. Published, it keeps its identifier.
CREATE TABLE report_draft (
  id          uuid PRIMARY KEY,
  library_id  uuid NOT NULL REFERENCES library,
  period      text NOT NULL CHECK (char_length(period) BETWEEN 4 AND 32),
  scope       jsonb NOT NULL CHECK (jsonb_typeof(scope) = 'object'),
  title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
  complete    json NOT NULL,
  definitions text NOT NULL CHECK (char_length(definitions) BETWEEN 1 AND 64),
  schedule_id uuid NOT NULL REFERENCES report_schedule,
  made_at     timestamptz NOT NULL
);
CREATE INDEX report_draft_library ON report_draft (library_id, made_at DESC);

-- One run of a schedule: of a nominal period, by the engine's clock or because somebody asked.
CREATE TABLE report_run (
  id          uuid PRIMARY KEY,
  schedule_id uuid NOT NULL REFERENCES report_schedule,
  key         text NOT NULL UNIQUE CHECK (char_length(key) BETWEEN 1 AND 200), -- of the workflow that the schedule started; else the row's own
  period      text NOT NULL CHECK (char_length(period) BETWEEN 4 AND 32),
  asked_by    uuid REFERENCES person, -- empty: the schedule
  made_at     timestamptz NOT NULL,
  started_at  timestamptz,
  ended_at    timestamptz,
  outcome     text NOT NULL DEFAULT '' CHECK (outcome IN ('', 'published', 'prepared', 'already')),
  report_id   uuid, -- published or prepared
  CHECK ((ended_at IS NULL) = (outcome = ''))
);
CREATE INDEX report_run_schedule ON report_run (schedule_id, made_at DESC);
CREATE INDEX report_run_unstarted ON report_run (id) WHERE started_at IS NULL;

-- The receipt: who reviewed a report, and when. Never changed.
CREATE TABLE report_review (
  id          uuid PRIMARY KEY,
  report_id   uuid NOT NULL REFERENCES published_report,
  reviewer    text NOT NULL CHECK (char_length(reviewer) BETWEEN 1 AND 200), -- a role or a body, such as "Quality committee"
  reviewed_on date NOT NULL,
  note        text NOT NULL DEFAULT '' CHECK (char_length(note) <= 2000),
  recorded_by uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX report_review_report ON report_review (report_id, reviewed_on, id);

-- Letters about reports carry a link to one, and go to people or to addresses.
ALTER TABLE notice
  ALTER COLUMN request_id DROP NOT NULL,
  ALTER COLUMN person_id DROP NOT NULL,
  ADD COLUMN report_id uuid, -- published or prepared
  ADD COLUMN recipient_id uuid REFERENCES report_recipient,
  ADD CONSTRAINT notice_about CHECK ((request_id IS NULL) <> (report_id IS NULL)),
  ADD CONSTRAINT notice_to CHECK ((person_id IS NULL) <> (recipient_id IS NULL));
CREATE INDEX notice_report ON notice (report_id, queued_at) WHERE report_id IS NOT NULL;

GRANT SELECT, INSERT ON published_report, report_review TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON report_draft TO evidencedesk_app;
GRANT SELECT, INSERT ON report_schedule, report_recipient, report_run TO evidencedesk_app;
GRANT UPDATE (title, kind, day, scope, publishes, zone, state, version, synced, runs_since, updated_by, updated_at) ON report_schedule TO evidencedesk_app;
GRANT UPDATE (email, removed_at) ON report_recipient TO evidencedesk_app;
GRANT UPDATE (started_at, ended_at, outcome, report_id) ON report_run TO evidencedesk_app;
GRANT SELECT ON report_recipient TO evidencedesk_eraser;
GRANT UPDATE (email, removed_at) ON report_recipient TO evidencedesk_eraser;

-- +goose Down
DELETE FROM notice WHERE report_id IS NOT NULL;
ALTER TABLE notice DROP COLUMN recipient_id, DROP COLUMN report_id, ALTER COLUMN person_id SET NOT NULL, ALTER COLUMN request_id SET NOT NULL;
DROP TABLE report_review, report_run, report_draft, published_report, report_recipient, report_schedule;
