-- Notices: what is owed to whom by mail and what became of it; and the tasks that people have to see to themselves.

-- +goose Up
CREATE TABLE notice (
  id              uuid PRIMARY KEY,
  key             text NOT NULL UNIQUE CHECK (char_length(key) BETWEEN 1 AND 200), -- request/seq/kind/person: owed once, for ever
  request_id      uuid NOT NULL REFERENCES request,
  kind            text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 64),
  person_id       uuid NOT NULL REFERENCES person, -- the address is looked up when the notice is sent
  ask_id          uuid,
  state           text NOT NULL DEFAULT 'queued'
                    CHECK (state IN ('queued', 'sending', 'sent', 'unconfirmed', 'failed', 'no_recipient')),
  attempts        int NOT NULL DEFAULT 0 CHECK (attempts >= 0), -- failed so far
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  locked_until    timestamptz, -- the lease of the worker that carries it
  last_error      text NOT NULL DEFAULT '' CHECK (char_length(last_error) <= 64), -- a code
  queued_at       timestamptz NOT NULL DEFAULT now(),
  done_at         timestamptz,
  CHECK ((state IN ('queued', 'sending')) = (done_at IS NULL)),
  CHECK (state <> 'sending' OR locked_until IS NOT NULL)
);
CREATE INDEX notice_queued ON notice (next_attempt_at, id) WHERE state = 'queued';
CREATE INDEX notice_sending ON notice (locked_until) WHERE state = 'sending';
CREATE INDEX notice_request ON notice (request_id, queued_at);
CREATE INDEX notice_person ON notice (person_id) WHERE state = 'queued';

-- What the machine could not do: a person looks at it and says that it is done.
CREATE TABLE team_task (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  request_id uuid NOT NULL REFERENCES request,
  kind       text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 64),
  notice_id  uuid UNIQUE REFERENCES notice, -- the notice that it is about, if any
  created_at timestamptz NOT NULL DEFAULT now(),
  done_at    timestamptz,
  done_by    uuid REFERENCES person, -- empty: it settled itself
  CHECK (done_by IS NULL OR done_at IS NOT NULL)
);
CREATE INDEX team_task_open ON team_task (library_id, created_at, id) WHERE done_at IS NULL;
CREATE INDEX team_task_request ON team_task (request_id, kind);

GRANT SELECT, INSERT ON notice, team_task TO evidencedesk_app;
GRANT UPDATE (state, attempts, next_attempt_at, locked_until, last_error, done_at) ON notice TO evidencedesk_app;
GRANT UPDATE (done_at, done_by) ON team_task TO evidencedesk_app;

GRANT SELECT ON notice TO evidencedesk_eraser;
GRANT UPDATE (state, locked_until, done_at) ON notice TO evidencedesk_eraser;

-- +goose Down
DROP TABLE team_task, notice;
