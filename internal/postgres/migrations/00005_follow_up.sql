-- Follow-ups: who is asked, weeks after delivery, what difference an answer made, and what they said.

-- +goose Up
CREATE TABLE follow_up (
  request_id    uuid PRIMARY KEY REFERENCES request,
  library_id    uuid NOT NULL REFERENCES library,
  stage         text NOT NULL CHECK (stage IN ('scheduled', 'suspended', 'asked', 'reminded', 'answered', 'no_response', 'opted_out',
                  'not_asked')),
  anchor        timestamptz NOT NULL, -- the delivery from which the times are counted
  ask_at        timestamptz,
  remind_at     timestamptz,
  give_up_at    timestamptz,
  ends_at       timestamptz, -- answers are taken until then
  asked_at      timestamptz,
  running       boolean NOT NULL, -- until ends_at there is something to do or to wait for
  seq           int NOT NULL CHECK (seq > 0),
  command       text NOT NULL CHECK (char_length(command) BETWEEN 1 AND 64),
  at            timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL,
  state         jsonb NOT NULL CHECK (jsonb_typeof(state) = 'object'), -- identifiers, codes and instants: restarts a lost workflow
  state_version int NOT NULL,
  CHECK ((asked_at IS NULL) = (ends_at IS NULL))
);
CREATE INDEX follow_up_running ON follow_up (request_id) WHERE running;
CREATE INDEX follow_up_library ON follow_up (library_id, stage);

-- One person asked about one request. Without asked_at the person was not asked, and reason or opt_out says why.
CREATE TABLE ask (
  id            uuid PRIMARY KEY,
  request_id    uuid NOT NULL REFERENCES request,
  person_id     uuid NOT NULL REFERENCES person,
  round         int NOT NULL DEFAULT 1 CHECK (round > 0),
  state         text NOT NULL CHECK (state IN ('asked', 'reminded', 'answered', 'no_response', 'opted_out', 'not_asked')),
  reason        text CHECK (reason IN ('recent', 'erased')),
  questionnaire text NOT NULL CHECK (char_length(questionnaire) BETWEEN 1 AND 64), -- the version that is shown
  token_hash    bytea UNIQUE CHECK (octet_length(token_hash) = 32), -- SHA-256; the token itself is never stored
  asked_at      timestamptz,
  answered_at   timestamptz,
  created_at    timestamptz NOT NULL,
  UNIQUE (request_id, person_id, round),
  CHECK ((asked_at IS NULL) = (token_hash IS NULL)),
  CHECK ((state = 'not_asked') = (reason IS NOT NULL)),
  CHECK (asked_at IS NOT NULL OR state IN ('opted_out', 'not_asked')),
  CHECK (asked_at IS NULL OR state <> 'not_asked'),
  CHECK ((state = 'answered') = (answered_at IS NOT NULL)),
  -- Nobody is asked more often than every 30 days, whatever the number of their requests (domain rule 7.5). UTC, because
  -- an index takes only what does not depend on the session's time zone.
  CONSTRAINT ask_every_30_days EXCLUDE USING gist (
    person_id WITH =,
    tsrange(asked_at AT TIME ZONE 'UTC', (asked_at AT TIME ZONE 'UTC') + interval '30 days') WITH &&
  ) WHERE (asked_at IS NOT NULL)
);
ALTER TABLE notice ADD FOREIGN KEY (ask_id) REFERENCES ask;

-- What was answered: codes, which are counted, apart from words, which can be blanked.
CREATE TABLE survey_answer (
  id                    uuid PRIMARY KEY,
  ask_id                uuid NOT NULL UNIQUE REFERENCES ask,
  questionnaire_version text NOT NULL CHECK (char_length(questionnaire_version) BETWEEN 1 AND 64),
  answers               jsonb NOT NULL CHECK (jsonb_typeof(answers) = 'object'),
  texts                 jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(texts) = 'object'),
  time_saved            text NOT NULL DEFAULT '' CHECK (char_length(time_saved) <= 64),
  quote_consent         boolean NOT NULL DEFAULT false,
  created_at            timestamptz NOT NULL,
  erased_at             timestamptz,
  CHECK (erased_at IS NULL OR texts = '{}')
);

CREATE TABLE opt_out (
  person_id uuid PRIMARY KEY REFERENCES person,
  at        timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE ON follow_up TO evidencedesk_app;
GRANT SELECT, INSERT ON ask, survey_answer, opt_out TO evidencedesk_app;
GRANT UPDATE (state, reason, answered_at) ON ask TO evidencedesk_app;

GRANT SELECT ON ask, survey_answer TO evidencedesk_eraser;
GRANT UPDATE (texts, quote_consent, erased_at) ON survey_answer TO evidencedesk_eraser;

-- +goose Down
ALTER TABLE notice DROP CONSTRAINT notice_ask_id_fkey;
DROP TABLE opt_out, survey_answer, ask, follow_up;
