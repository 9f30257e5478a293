-- Requests: what was asked (immutable), where it stands (one narrow row), and every step that brought it there.

-- +goose Up
CREATE SEQUENCE request_reference;
CREATE SEQUENCE request_change;

CREATE TABLE request (
  id              uuid PRIMARY KEY,
  reference       text NOT NULL UNIQUE CHECK (reference ~ '^ED-[0-9]{4}-[0-9]{6,}$'),
  library_id      uuid NOT NULL REFERENCES library,
  organisation_id uuid REFERENCES organisation,
  requester       uuid NOT NULL REFERENCES person, -- at opening; the present one is in request_state
  on_behalf_of    text NOT NULL DEFAULT '' CHECK (char_length(on_behalf_of) <= 200),
  type            text NOT NULL CHECK (char_length(type) <= 64), -- as asked; the accepted one is in request_state
  specialty       text NOT NULL DEFAULT '' CHECK (char_length(specialty) <= 200),
  staff_group     text NOT NULL DEFAULT '' CHECK (char_length(staff_group) <= 64),
  framework       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(framework) = 'object'),
  limits          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(limits) = 'object'),
  product         text NOT NULL DEFAULT '' CHECK (char_length(product) <= 64),
  needed_by       timestamptz,
  decision_at     timestamptz,
  share_report    text NOT NULL DEFAULT 'nobody' CHECK (share_report IN ('nobody', 'my_organisation', 'anyone_nhs')),
  share_identity  text NOT NULL DEFAULT 'nobody' CHECK (share_identity IN ('nobody', 'my_organisation', 'anyone_nhs')),
  channel         text NOT NULL DEFAULT '' CHECK (char_length(channel) <= 64),
  text_version    int NOT NULL DEFAULT 1 CHECK (text_version > 0),
  created_by      uuid REFERENCES person, -- empty: another library's referral
  created_at      timestamptz NOT NULL,
  erased_at       timestamptz
);

CREATE TABLE request_text (
  request_id     uuid NOT NULL REFERENCES request,
  version        int NOT NULL CHECK (version > 0),
  library_id     uuid NOT NULL REFERENCES library,
  question       text NOT NULL CHECK (char_length(question) <= 10000),
  background     text NOT NULL DEFAULT '' CHECK (char_length(background) <= 10000),
  framework_text jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(framework_text) = 'object'),
  exclusions     text NOT NULL DEFAULT '' CHECK (char_length(exclusions) <= 10000),
  known_papers   text NOT NULL DEFAULT '' CHECK (char_length(known_papers) <= 10000),
  created_by     uuid REFERENCES person,
  created_at     timestamptz NOT NULL,
  erased_at      timestamptz,
  tsv            tsvector NOT NULL GENERATED ALWAYS AS
                   (setweight(to_tsvector('english', question), 'A') || setweight(to_tsvector('english', background), 'B')) STORED,
  PRIMARY KEY (request_id, version),
  CHECK (erased_at IS NOT NULL OR char_length(question) >= 15)
);
-- The only text index: it also serves searches that name no library.
CREATE INDEX request_text_search ON request_text USING gin (library_id, tsv);

CREATE TABLE request_person (
  request_id uuid NOT NULL REFERENCES request,
  person_id  uuid NOT NULL REFERENCES person,
  relation   text NOT NULL CHECK (relation IN ('delegate', 'copied', 'reviewer')),
  PRIMARY KEY (request_id, person_id, relation)
);
CREATE INDEX request_person_person ON request_person (person_id);

CREATE TABLE request_state (
  request_id         uuid PRIMARY KEY REFERENCES request,
  library_id         uuid NOT NULL REFERENCES library,
  stage              text NOT NULL CHECK (stage IN ('submitted', 'triage', 'clarifying', 'searching', 'summarising', 'checking',
                       'on_hold', 'referred', 'merged', 'split', 'delivered', 'closed')),
  open               boolean NOT NULL GENERATED ALWAYS AS (stage IN ('submitted', 'triage', 'clarifying', 'searching',
                       'summarising', 'checking', 'on_hold', 'referred')) STORED,
  outcome            text CHECK (outcome IN ('answered', 'answered_live', 'nothing_found', 'declined', 'signposted',
                       'withdrawn', 'merged', 'split', 'lapsed', 'referred')),
  owner              uuid REFERENCES person, -- empty: the shared pool
  requester          uuid NOT NULL REFERENCES person,
  urgency            text NOT NULL CHECK (char_length(urgency) BETWEEN 1 AND 64),
  type               text NOT NULL CHECK (char_length(type) BETWEEN 1 AND 64),
  specialty          text NOT NULL DEFAULT '',
  running            boolean NOT NULL, -- the promise is running
  promise_due        timestamptz,      -- empty while stopped, or when nothing is promised
  decision_at        timestamptz,
  due_by             timestamptz NOT NULL GENERATED ALWAYS AS
                       (coalesce(LEAST(promise_due, decision_at), 'infinity'::timestamptz)) STORED,
  received_at        timestamptz NOT NULL,
  stage_since        timestamptz NOT NULL,
  seq                int NOT NULL CHECK (seq > 0),
  at                 timestamptz NOT NULL,
  first_delivered_at timestamptz,
  delivered_at       timestamptz,
  closed_at          timestamptz,
  must_agree         boolean NOT NULL DEFAULT false,
  change_seq         bigint NOT NULL, -- from request_change at every write
  change_xid         xid8 NOT NULL,   -- of the writing transaction: lets a poller miss nothing although numbers commit out of order
  CHECK ((stage = 'closed') = (closed_at IS NOT NULL)),
  CHECK ((stage IN ('delivered', 'closed')) = (outcome IS NOT NULL)),
  CHECK (stage <> 'delivered' OR (delivered_at IS NOT NULL AND first_delivered_at IS NOT NULL)),
  CHECK (delivered_at IS NULL OR first_delivered_at IS NOT NULL),
  CHECK (stage <> 'submitted' OR owner IS NULL),
  CHECK (NOT running OR stage IN ('submitted', 'triage', 'searching', 'summarising', 'checking', 'referred'))
);
CREATE INDEX request_state_queue ON request_state (library_id, due_by, request_id) WHERE open;
CREATE INDEX request_state_stage ON request_state (library_id, stage, due_by, request_id) WHERE open;
CREATE INDEX request_state_owner ON request_state (owner, due_by, request_id) WHERE open AND owner IS NOT NULL;
CREATE INDEX request_state_received ON request_state (library_id, received_at, request_id);
CREATE INDEX request_state_changed ON request_state (library_id, change_seq);
CREATE INDEX request_state_requester ON request_state (requester, received_at);
CREATE INDEX request_state_poll ON request_state (change_xid);

-- The audit: append-only by grant. State is what continue-as-new carries, so the last row restarts a lost workflow.
CREATE TABLE transition (
  request_id    uuid NOT NULL REFERENCES request,
  seq           int NOT NULL CHECK (seq > 0),
  command       text NOT NULL CHECK (char_length(command) BETWEEN 1 AND 64),
  command_id    text NOT NULL CHECK (char_length(command_id) BETWEEN 1 AND 200),
  from_stage    text,
  to_stage      text NOT NULL,
  actor         uuid REFERENCES person,
  actor_kind    text NOT NULL CHECK (actor_kind IN ('person', 'engine')),
  actor_roles   text[] NOT NULL DEFAULT '{}',
  at            timestamptz NOT NULL,
  recorded_at   timestamptz NOT NULL,
  reason_code   text NOT NULL DEFAULT '' CHECK (char_length(reason_code) <= 64),
  clock_action  text NOT NULL DEFAULT '' CHECK (clock_action IN ('', 'start', 'stop', 'resume', 'agree', 'rebase', 'again', 'end')),
  args          jsonb NOT NULL CHECK (jsonb_typeof(args) = 'object'),
  state         jsonb NOT NULL CHECK (jsonb_typeof(state) = 'object'),
  state_version int NOT NULL,
  PRIMARY KEY (request_id, seq),
  UNIQUE (request_id, command_id),
  CHECK ((actor IS NULL) = (actor_kind = 'engine')),
  CHECK ((from_stage IS NULL) = (seq = 1))
);

CREATE TABLE idempotency_key (
  principal  uuid NOT NULL,
  method     text NOT NULL,
  route      text NOT NULL,
  request_id uuid NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000', -- zero: no request yet
  key        text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
  body_hash  bytea NOT NULL CHECK (octet_length(body_hash) = 32),
  command_id text NOT NULL,
  result     jsonb,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (principal, method, route, request_id, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE outbox (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind            text NOT NULL CHECK (kind IN ('start-request', 'command')),
  key             text NOT NULL UNIQUE,
  payload         jsonb NOT NULL CHECK (jsonb_typeof(payload) = 'object'), -- identifiers and codes only
  attempts        int NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL,
  locked_until    timestamptz,
  done_at         timestamptz,
  last_error      text NOT NULL DEFAULT '' CHECK (char_length(last_error) <= 64), -- a code
  created_at      timestamptz NOT NULL
);
CREATE INDEX outbox_pending ON outbox (next_attempt_at, id) WHERE done_at IS NULL;
CREATE INDEX outbox_done ON outbox (done_at) WHERE done_at IS NOT NULL;

CREATE TABLE merge_link (
  source     uuid PRIMARY KEY REFERENCES request,
  survivor   uuid NOT NULL REFERENCES request,
  state      text NOT NULL CHECK (state IN ('reserved', 'active')),
  created_at timestamptz NOT NULL,
  CHECK (source <> survivor)
);
CREATE INDEX merge_link_survivor ON merge_link (survivor);

CREATE TABLE split_part (
  id        uuid PRIMARY KEY, -- of the part, from before it is opened
  parent    uuid NOT NULL REFERENCES request,
  position  int NOT NULL CHECK (position BETWEEN 1 AND 10),
  text      jsonb NOT NULL CHECK (jsonb_typeof(text) = 'object'),
  opened_at timestamptz,
  erased_at timestamptz
);
CREATE INDEX split_part_parent ON split_part (parent);

CREATE TABLE referral (
  id              uuid PRIMARY KEY,
  request_id      uuid NOT NULL REFERENCES request,
  to_library      uuid NOT NULL REFERENCES library,
  partner_request uuid UNIQUE, -- from before it is opened; empty for a partner outside this system
  outside_code    text CHECK (char_length(outside_code) BETWEEN 1 AND 64),
  expected        timestamptz,
  opened_at       timestamptz,
  created_at      timestamptz NOT NULL,
  CHECK ((partner_request IS NULL) <> (outside_code IS NULL))
);
CREATE INDEX referral_request ON referral (request_id);

-- The newer request points to the older one.
CREATE TABLE request_link (
  from_request uuid NOT NULL REFERENCES request,
  to_request   uuid NOT NULL REFERENCES request,
  kind         text NOT NULL CHECK (kind IN ('follow_on', 'full_search', 'referred_from', 'split_from', 'rerun_of')),
  PRIMARY KEY (from_request, to_request, kind),
  CHECK (from_request <> to_request)
);
CREATE INDEX request_link_to ON request_link (to_request, kind);

-- How common a word is in questions, from a sample; similar searches look for the rarest words only.
CREATE TABLE lexeme (
  word text PRIMARY KEY,
  ndoc int NOT NULL CHECK (ndoc > 0)
);

-- Whether an audience that the requester chose includes the principal.
-- +goose StatementBegin
CREATE FUNCTION shared_with(audience text, organisation uuid, principal uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (
    SELECT 1 FROM person p
    WHERE p.id = principal AND p.erased_at IS NULL
      AND (audience = 'anyone_nhs' OR audience = 'my_organisation' AND p.organisation_id = organisation))
$$;
-- +goose StatementEnd

-- The one answer to "may this person see this request, and as what?". NULL means that for them it does not exist.
-- +goose StatementBegin
CREATE FUNCTION visible_to(principal uuid, request uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN EXISTS (SELECT 1 FROM person_role pr
                 WHERE pr.person_id = principal AND pr.library_id = s.library_id
                   AND pr.role IN ('librarian', 'trainee', 'manager')) THEN 'library'
    WHEN s.requester = principal
      OR EXISTS (SELECT 1 FROM request_person rp
                 WHERE rp.request_id = s.request_id AND rp.person_id = principal
                   AND rp.relation IN ('delegate', 'copied')) THEN 'own'
    WHEN s.closed_at IS NULL
     AND EXISTS (SELECT 1 FROM request_person rp
                 WHERE rp.request_id = s.request_id AND rp.person_id = principal AND rp.relation = 'reviewer') THEN 'review'
    WHEN s.delivered_at IS NOT NULL AND (
         shared_with(r.share_report, r.organisation_id, principal)
         -- Whoever asked a question that was merged into this one receives its answer ...
      OR EXISTS (SELECT 1 FROM merge_link m
                 JOIN request_state src ON src.request_id = m.source
                 WHERE m.survivor = s.request_id AND m.state = 'active'
                   AND (src.requester = principal
                        OR EXISTS (SELECT 1 FROM request_person sp
                                   WHERE sp.request_id = m.source AND sp.person_id = principal
                                     AND sp.relation IN ('delegate', 'copied'))))
         -- ... and so do the librarians who referred theirs to the library that answered this one.
      OR EXISTS (SELECT 1 FROM request_link l
                 JOIN request_state orig ON orig.request_id = l.to_request
                 JOIN person_role pr ON pr.library_id = orig.library_id AND pr.person_id = principal
                 WHERE l.from_request = s.request_id AND l.kind = 'referred_from'
                   AND pr.role IN ('librarian', 'trainee', 'manager'))) THEN 'shared'
  END
  FROM request_state s
  JOIN request r ON r.id = s.request_id
  WHERE s.request_id = visible_to.request
    AND EXISTS (SELECT 1 FROM person p WHERE p.id = principal AND p.erased_at IS NULL)
$$;
-- +goose StatementEnd

GRANT USAGE ON SEQUENCE request_reference, request_change TO evidencedesk_app;
GRANT SELECT, INSERT ON request, request_text, transition, request_link TO evidencedesk_app;
GRANT UPDATE (text_version, share_report, share_identity) ON request TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE ON request_state TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON request_person TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON idempotency_key, outbox, merge_link, split_part, referral TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON lexeme TO evidencedesk_app;

GRANT SELECT ON request, request_text, request_state, request_person, request_link, merge_link, split_part TO evidencedesk_eraser;
GRANT UPDATE (on_behalf_of, erased_at) ON request TO evidencedesk_eraser;
GRANT UPDATE (question, background, framework_text, exclusions, known_papers, erased_at) ON request_text TO evidencedesk_eraser;
GRANT UPDATE (text, erased_at) ON split_part TO evidencedesk_eraser;

-- +goose Down
DROP FUNCTION visible_to(uuid, uuid);
DROP FUNCTION shared_with(text, uuid, uuid);
DROP TABLE lexeme, request_link, referral, split_part, merge_link, outbox, idempotency_key, transition, request_state,
  request_person, request_text, request;
DROP SEQUENCE request_change, request_reference;
