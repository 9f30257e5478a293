-- What people work with beside a request: versions of its question, timers, who else has it open, saved views, templates
-- of messages, and rows that know their version.

-- +goose Up
-- Rows that are changed by naming the version that was read.
ALTER TABLE person ADD COLUMN version int NOT NULL DEFAULT 1 CHECK (version > 0);
ALTER TABLE library ADD COLUMN version int NOT NULL DEFAULT 1 CHECK (version > 0);

-- The framework belongs to the text: a later version may be put in another one. That of request is the first.
ALTER TABLE request_text ADD COLUMN framework text NOT NULL DEFAULT '' CHECK (char_length(framework) <= 64);
UPDATE request_text t SET framework = r.framework ->> 'code' FROM request r WHERE r.id = t.request_id AND r.framework ->> 'code' <> '';

-- The product in force, and when the row was written: what "changed since" asks for.
ALTER TABLE request_state
  ADD COLUMN product    text NOT NULL DEFAULT '' CHECK (char_length(product) <= 64),
  ADD COLUMN changed_at timestamptz NOT NULL DEFAULT now();
UPDATE request_state s SET product = coalesce(nullif(t.state ->> 'product', ''), r.product), changed_at = t.recorded_at
FROM transition t, request r WHERE t.request_id = s.request_id AND t.seq = s.seq AND r.id = s.request_id;

-- Most requesters share nothing.
CREATE INDEX request_shared ON request (id) WHERE share_report <> 'nobody';

-- Work that goes on over several sittings, until it becomes a time entry. Of one person's timers at most one runs.
CREATE TABLE work_timer (
  person_id  uuid NOT NULL REFERENCES person,
  request_id uuid NOT NULL REFERENCES request,
  seconds    int NOT NULL DEFAULT 0 CHECK (seconds >= 0), -- of the sittings before the one that runs
  began_at   timestamptz NOT NULL,                        -- the first sitting
  started_at timestamptz,                                 -- the sitting that runs; empty: paused
  PRIMARY KEY (person_id, request_id)
);
CREATE UNIQUE INDEX work_timer_running ON work_timer (person_id) WHERE started_at IS NOT NULL;

-- Who has a request open. It is worth nothing after two minutes, so it is not kept through a crash.
CREATE UNLOGGED TABLE presence (
  request_id uuid NOT NULL REFERENCES request,
  person_id  uuid NOT NULL REFERENCES person,
  doing      text NOT NULL CHECK (doing IN ('reading', 'writing')),
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (request_id, person_id)
);
CREATE INDEX presence_age ON presence (seen_at);

-- Lists that people come back to.
CREATE TABLE saved_view (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  owner      uuid NOT NULL REFERENCES person,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  query      text NOT NULL CHECK (char_length(query) <= 1000),
  shared     boolean NOT NULL,
  version    int NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX saved_view_owner ON saved_view (owner);
CREATE INDEX saved_view_shared ON saved_view (library_id) WHERE shared;

-- Texts that a library begins its messages with.
CREATE TABLE message_template (
  id         uuid PRIMARY KEY,
  library_id uuid NOT NULL REFERENCES library,
  name       text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  kind       text NOT NULL CHECK (kind IN ('ask', 'hold', 'decline', 'signpost', 'refer', 'message', 'deliver')),
  body       text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
  version    int NOT NULL DEFAULT 1 CHECK (version > 0),
  created_at timestamptz NOT NULL,
  updated_by uuid REFERENCES person, -- empty: it came with the library
  updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX message_template_name ON message_template (library_id, kind, lower(name));

-- The templates that a library starts with. It may change or drop every one of them.
-- +goose StatementBegin
CREATE FUNCTION add_starting_templates(library uuid, at timestamptz) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO message_template (id, library_id, kind, name, body, created_at, updated_at)
  SELECT gen_random_uuid(), add_starting_templates.library, t.kind, t.name, t.body, add_starting_templates.at, add_starting_templates.at
  FROM (VALUES
    ('ask', 'Who the question is about',
E'Dear {requester},\n\nThank you for your question ({reference}). Before I search I would like to be sure whom it is about. Which age group, which setting and which stage of the condition do you have in mind? A general description is enough; please do not tell me anything about a particular patient.\n\nThe time we promised stands still until you answer.\n\n{librarian}\n{library}'),
    ('ask', 'What it is to be compared with',
E'Dear {requester},\n\nAbout your request {reference}: is there something that you want to compare with, such as usual care, another treatment or doing nothing? And which outcomes would change what you do?\n\n{librarian}\n{library}'),
    ('ask', 'How broad the search should be',
E'Dear {requester},\n\nA first look shows a great deal of literature on your question ({reference}). Would you rather have the best few papers, or everything that we can find? And may I limit it to recent years or to reviews?\n\n{librarian}\n{library}'),
    ('ask', 'By when it is needed',
E'Dear {requester},\n\nWe can have an answer to {reference} for you by {due}. Does that fit with the decision or the meeting that it is for? If it is needed earlier, tell me what you can least do without.\n\n{librarian}\n{library}'),
    ('hold', 'Waiting, as agreed',
E'Dear {requester},\n\nAs agreed I have put your request {reference} on hold. I will come back to it on the date that we settled. Write to me at any time if you would like me to go on sooner.\n\n{librarian}\n{library}'),
    ('decline', 'Not ours to answer',
E'Dear {requester},\n\nThank you for writing to us. I am sorry that we cannot answer {reference}: it asks for something that the library does not do. If I have misunderstood it, please tell me and I will look again.\n\n{librarian}\n{library}'),
    ('signpost', 'There is an answer already',
E'Dear {requester},\n\nYour question ({reference}) is answered by a source that you can use at once. I have named it below. If it leaves something open, write to me and I will search further.\n\n{librarian}\n{library}'),
    ('refer', 'With a partner library',
E'Dear {requester},\n\nWith your agreement I have passed {reference} to a library that knows this subject better. You need not do anything: the answer comes to you here. I stay your contact.\n\n{librarian}\n{library}'),
    ('message', 'I have taken your request',
E'Dear {requester},\n\nI have taken your request {reference} and am working on it. You can expect the answer by {due}. Write to me here if anything changes.\n\n{librarian}\n{library}'),
    ('message', 'It takes longer',
E'Dear {requester},\n\nYour request {reference} takes longer than I thought. The new date is {due}. If part of the answer would help you before then, tell me and I will send what there is.\n\n{librarian}\n{library}'),
    ('deliver', 'Your evidence is ready',
E'Dear {requester},\n\nHere is what we found on your question ({reference}):\n\n{question}\n\nThe report says how we searched and how sure one can be of each finding. Ask me if something is unclear or missing; for 30 days I can take the work up again.\n\n{librarian}\n{library}'),
    ('deliver', 'We found nothing that answers it',
E'Dear {requester},\n\nWe searched carefully for {reference} and found nothing that answers it. That is a finding too: the report lists where and how we looked, so that nobody has to do it again. If another way of asking would help you, I am glad to try.\n\n{librarian}\n{library}')
  ) AS t (kind, name, body)
  ON CONFLICT DO NOTHING
$$;
-- +goose StatementEnd
SELECT add_starting_templates(l.id, now()) FROM library l WHERE NOT l.outside;

GRANT SELECT, INSERT, UPDATE, DELETE ON work_timer, presence, saved_view, message_template TO evidencedesk_app;
GRANT SELECT, DELETE ON work_timer, presence, saved_view TO evidencedesk_eraser;

-- +goose Down
DROP FUNCTION add_starting_templates(uuid, timestamptz);
DROP TABLE message_template, saved_view, presence, work_timer;
DROP INDEX request_shared;
ALTER TABLE request_state DROP COLUMN changed_at, DROP COLUMN product;
ALTER TABLE request_text DROP COLUMN framework;
ALTER TABLE library DROP COLUMN version;
ALTER TABLE person DROP COLUMN version;
