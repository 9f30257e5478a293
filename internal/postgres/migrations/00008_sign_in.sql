-- Signing in to the pages: sessions, links by e-mail, accounts at identity providers, and asking to be let in. Nothing here
-- can be used by who reads it: tokens are kept by their SHA-256, and what people typed only sealed by a key that their
-- browser holds.

-- +goose Up
CREATE TABLE web_session (
  id         uuid PRIMARY KEY,
  token_hash bytea NOT NULL UNIQUE CHECK (octet_length(token_hash) = 32), -- SHA-256 of the cookie
  person_id  uuid REFERENCES person, -- empty: somebody who has not signed in and is to be told something
  method     text NOT NULL DEFAULT '' CHECK (char_length(method) <= 80), -- how they signed in: link, demo, oidc/<provider>
  agent      text NOT NULL DEFAULT '' CHECK (char_length(agent) <= 80), -- "Firefox on Android"
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL, -- to about a minute
  expires_at timestamptz NOT NULL,
  data       bytea NOT NULL CHECK (octet_length(data) <= 65536), -- codes only
  CHECK ((person_id IS NULL) = (method = ''))
);
CREATE INDEX web_session_person ON web_session (person_id, created_at) WHERE person_id IS NOT NULL;
CREATE INDEX web_session_expires ON web_session (expires_at);

-- A form that came without a valid session, until its writer has signed in again.
CREATE TABLE form_stash (
  id_hash    bytea PRIMARY KEY CHECK (octet_length(id_hash) = 32),
  client_mac bytea NOT NULL CHECK (octet_length(client_mac) = 32), -- of the address, to limit how much one client may leave
  sealed     bytea NOT NULL CHECK (octet_length(sealed) <= 400000),
  expires_at timestamptz NOT NULL
);
CREATE INDEX form_stash_expires ON form_stash (expires_at);

-- A link that was sent by e-mail. The address is sealed by the link's own token.
CREATE TABLE sign_in_link (
  token_hash  bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),
  address_mac bytea NOT NULL CHECK (octet_length(address_mac) = 32), -- to limit how often one address is written to
  client_mac  bytea NOT NULL CHECK (octet_length(client_mac) = 32),
  sealed      bytea NOT NULL CHECK (octet_length(sealed) <= 8192),
  created_at  timestamptz NOT NULL,
  expires_at  timestamptz NOT NULL,
  spent_at    timestamptz
);
CREATE INDEX sign_in_link_address ON sign_in_link (address_mac, created_at);
CREATE INDEX sign_in_link_client ON sign_in_link (client_mac, created_at);
CREATE INDEX sign_in_link_created ON sign_in_link (created_at);

-- An account at an identity provider (OpenID Connect Core 1.0, 5.7: issuer and subject together identify somebody).
CREATE TABLE identity (
  issuer     text NOT NULL CHECK (char_length(issuer) BETWEEN 1 AND 500),
  subject    text NOT NULL CHECK (char_length(subject) BETWEEN 1 AND 255), -- 255 ASCII characters at most (Core, 2)
  person_id  uuid NOT NULL REFERENCES person,
  created_at timestamptz NOT NULL,
  used_at    timestamptz NOT NULL,
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identity_person ON identity (person_id);

-- A role is held because somebody gave it, or because a provider says so, or both.
ALTER TABLE person_role ADD COLUMN by_hand boolean NOT NULL DEFAULT true;

CREATE TABLE mapped_role (
  person_id  uuid NOT NULL,
  library_id uuid NOT NULL,
  role       text NOT NULL,
  provider   text NOT NULL CHECK (char_length(provider) BETWEEN 1 AND 64),
  PRIMARY KEY (person_id, library_id, role, provider),
  FOREIGN KEY (person_id, library_id, role) REFERENCES person_role ON DELETE CASCADE
);

-- Who may do what, and who decided it. Append-only by grant.
CREATE TABLE role_change (
  id         uuid PRIMARY KEY,
  person_id  uuid NOT NULL REFERENCES person,
  library_id uuid NOT NULL REFERENCES library,
  role       text NOT NULL CHECK (char_length(role) BETWEEN 1 AND 32),
  given      boolean NOT NULL, -- false: taken away
  source     text NOT NULL CHECK (char_length(source) BETWEEN 1 AND 80), -- hand, request, domain, oidc/<provider>
  by_person  uuid REFERENCES person, -- empty: a rule
  at         timestamptz NOT NULL
);
CREATE INDEX role_change_person ON role_change (person_id, at);
CREATE INDEX role_change_library ON role_change (library_id, at);

CREATE TABLE access_request (
  id          uuid PRIMARY KEY,
  person_id   uuid NOT NULL REFERENCES person,
  library_id  uuid NOT NULL REFERENCES library,
  state       text NOT NULL CHECK (state IN ('pending', 'approved', 'refused')),
  reason_code text NOT NULL DEFAULT '' CHECK (char_length(reason_code) <= 64),
  asked_at    timestamptz NOT NULL,
  decided_by  uuid REFERENCES person, -- empty: the domain of the address decided
  decided_at  timestamptz,
  CHECK ((state = 'pending') = (decided_at IS NULL)),
  CHECK (decided_by IS NULL OR decided_at IS NOT NULL),
  CHECK ((state = 'refused') = (reason_code <> ''))
);
CREATE UNIQUE INDEX access_request_pending ON access_request (person_id, library_id) WHERE state = 'pending';
CREATE INDEX access_request_library ON access_request (library_id, asked_at, id) WHERE state = 'pending';
CREATE INDEX access_request_person ON access_request (person_id, asked_at);

-- Finding people by the beginning of a name or of an address.
CREATE INDEX person_name_prefix ON person (lower(name) text_pattern_ops) WHERE erased_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON web_session, form_stash, sign_in_link TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE (used_at) ON identity TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON mapped_role TO evidencedesk_app;
GRANT UPDATE (by_hand) ON person_role TO evidencedesk_app;
GRANT SELECT, INSERT ON role_change, access_request TO evidencedesk_app;
GRANT UPDATE (state, reason_code, decided_by, decided_at) ON access_request TO evidencedesk_app;

GRANT SELECT (person_id, expires_at), DELETE ON web_session TO evidencedesk_eraser;
GRANT SELECT (person_id), DELETE ON identity TO evidencedesk_eraser;

-- +goose Down
DROP INDEX person_name_prefix;
DROP TABLE access_request, role_change, mapped_role, identity, sign_in_link, form_stash, web_session;
ALTER TABLE person_role DROP COLUMN by_hand;
