#!/bin/sh
# Roles and databases, made once, when the data folder is new. PostgreSQL's image runs it as the superuser.
# Passwords come from the environment and reach the server as quoted values, never in an argument.
set -eu

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-postgres}" --dbname postgres <<'SQL'
\getenv temporal_password TEMPORAL_DB_PASSWORD
\getenv owner_password EVIDENCEDESK_OWNER_PASSWORD
\getenv api_password EVIDENCEDESK_API_PASSWORD
\getenv worker_password EVIDENCEDESK_WORKER_PASSWORD

CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE ALL ON DATABASE temporal, temporal_visibility FROM PUBLIC;

-- What may be done, granted table by table in the migrations ...
CREATE ROLE evidencedesk_app NOLOGIN;
CREATE ROLE evidencedesk_eraser NOLOGIN;
-- ... and who does it. Members take a role with SET ROLE and inherit nothing.
CREATE ROLE evidencedesk_owner LOGIN CREATEROLE PASSWORD :'owner_password';
CREATE ROLE evidencedesk_api LOGIN NOINHERIT PASSWORD :'api_password';
CREATE ROLE evidencedesk_worker LOGIN NOINHERIT PASSWORD :'worker_password';
GRANT evidencedesk_app, evidencedesk_eraser TO evidencedesk_owner WITH ADMIN TRUE;
GRANT evidencedesk_app TO evidencedesk_api;
GRANT evidencedesk_app, evidencedesk_eraser TO evidencedesk_worker;

CREATE DATABASE evidencedesk OWNER evidencedesk_owner;
REVOKE ALL ON DATABASE evidencedesk FROM PUBLIC;
GRANT CONNECT ON DATABASE evidencedesk TO evidencedesk_api, evidencedesk_worker;
SQL
