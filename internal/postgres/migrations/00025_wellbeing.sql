-- The wellbeing of the people who search: topics that weigh, offers to swap, check-ins that nobody else reads, the teams that
-- include a librarian, and when the wellbeing service was pointed out.

-- +goose Up
-- What somebody said of the topic of a request. What the words suggest is computed when it is read.
CREATE TABLE topic_flag (
  request_id uuid PRIMARY KEY REFERENCES request,
  state      text NOT NULL CHECK (state IN ('confirmed', 'dismissed')),
  topics     text[] NOT NULL CHECK (cardinality(topics) <= 20),
  suggested  text[] NOT NULL CHECK (cardinality(suggested) <= 20), -- by the words, when it was decided
  words      text NOT NULL CHECK (char_length(words) <= 64),       -- the version of the list of words
  decided_by uuid NOT NULL REFERENCES person,
  decided_at timestamptz NOT NULL,
  version    int NOT NULL CHECK (version > 1),
  CHECK ((state = 'confirmed') = (cardinality(topics) > 0))
);

-- An offer to give a request on such a topic to somebody else. It lives as long as it is open and leaves no trace: nobody can count
-- who offered what.
CREATE TABLE swap_offer (
  request_id uuid PRIMARY KEY REFERENCES request,
  offered_by uuid NOT NULL REFERENCES person,
  offered_at timestamptz NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION end_swap_offer() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  DELETE FROM swap_offer WHERE request_id = NEW.request_id;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER request_swap_ends AFTER UPDATE ON request_state FOR EACH ROW
  WHEN (OLD.owner IS DISTINCT FROM NEW.owner OR OLD.stage IS DISTINCT FROM NEW.stage AND NEW.stage IN ('delivered', 'closed', 'merged', 'split'))
  EXECUTE FUNCTION end_swap_offer();

-- How it was for whoever delivered an answer. No role reads or writes the table: only the functions below do, which give a person
-- their own answers, and months in bands where five people stand behind them.
CREATE TABLE check_in (
  request_id uuid NOT NULL REFERENCES request,
  person_id  uuid NOT NULL REFERENCES person,
  library_id uuid NOT NULL REFERENCES library,
  answer     text NOT NULL CHECK (answer IN ('fine', 'mixed', 'hard', 'skipped')),
  at         timestamptz NOT NULL,
  PRIMARY KEY (person_id, request_id)
);
CREATE INDEX check_in_at ON check_in (at);

-- A month that is over, told once and never again: later answers, changes and deletions do not move it, so nothing can be got by
-- comparing. A share is a band of quarters: 0 is below a quarter, 3 is three quarters or more. Empty: fewer than five people.
CREATE TABLE check_in_month (
  library_id uuid NOT NULL REFERENCES library,
  month      date NOT NULL CHECK (extract(day FROM month) = 1),
  people     int CHECK (people >= 5),
  hard       smallint CHECK (hard BETWEEN 0 AND 3), -- of the people: found something hard
  fine       smallint CHECK (fine BETWEEN 0 AND 3), -- of the people: found everything fine
  PRIMARY KEY (library_id, month),
  CHECK ((people IS NULL) = (hard IS NULL) AND (people IS NULL) = (fine IS NULL))
);

-- +goose StatementBegin
CREATE FUNCTION keep_check_in(of_request uuid, by_person uuid, of_library uuid, said text, said_at timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO check_in (request_id, person_id, library_id, answer, at) VALUES (of_request, by_person, of_library, said, said_at)
  ON CONFLICT (person_id, request_id) DO UPDATE SET answer = excluded.answer
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION drop_check_in(of_request uuid, by_person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM check_in WHERE request_id = of_request AND person_id = by_person
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION own_check_ins(by_person uuid, since timestamptz) RETURNS TABLE (request_id uuid, reference text, answer text, at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT c.request_id, r.reference, c.answer, c.at FROM check_in c JOIN request r ON r.id = c.request_id
  WHERE c.person_id = by_person AND c.at > since ORDER BY c.at DESC, c.request_id
$$;
-- +goose StatementEnd
-- Each person counts once, however many answers: so nobody's many answers become the team's.
-- +goose StatementBegin
CREATE FUNCTION close_check_in_months(today date) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH person_month AS (
    SELECT c.library_id, date_trunc('month', c.at AT TIME ZONE 'UTC')::date AS month, c.person_id,
      bool_or(c.answer = 'hard') AS hard, bool_and(c.answer = 'fine') AS fine
    FROM check_in c WHERE c.answer <> 'skipped' AND c.at < date_trunc('month', today::timestamp) AT TIME ZONE 'UTC'
    GROUP BY 1, 2, 3),
  team AS (
    SELECT library_id, month, count(*)::int AS people, count(*) FILTER (WHERE hard) AS hard, count(*) FILTER (WHERE fine) AS fine
    FROM person_month GROUP BY 1, 2),
  closed AS (
    INSERT INTO check_in_month (library_id, month, people, hard, fine)
    SELECT library_id, month, CASE WHEN people >= 5 THEN people END,
      CASE WHEN people >= 5 THEN least(3, hard * 4 / people)::smallint END,
      CASE WHEN people >= 5 THEN least(3, fine * 4 / people)::smallint END
    FROM team ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::int FROM closed
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION forget_check_ins(before timestamptz) RETURNS int
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (DELETE FROM check_in WHERE at <= before RETURNING 1) SELECT count(*)::int FROM gone
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION erase_check_ins(by_person uuid) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DELETE FROM check_in WHERE person_id = by_person
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION end_swap_offer(), keep_check_in(uuid, uuid, uuid, text, timestamptz), drop_check_in(uuid, uuid),
  own_check_ins(uuid, timestamptz), close_check_in_months(date), forget_check_ins(timestamptz), erase_check_ins(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION keep_check_in(uuid, uuid, uuid, text, timestamptz), drop_check_in(uuid, uuid), own_check_ins(uuid, timestamptz),
  close_check_in_months(date), forget_check_ins(timestamptz) TO evidencedesk_app;
GRANT EXECUTE ON FUNCTION erase_check_ins(uuid) TO evidencedesk_eraser;

-- What a library tells its people about where they find help.
CREATE TABLE wellbeing_service (
  library_id uuid PRIMARY KEY REFERENCES library,
  name       text NOT NULL CHECK (char_length(name) <= 200),
  url        text NOT NULL CHECK (char_length(url) <= 2000),
  phone      text NOT NULL CHECK (char_length(phone) <= 200),
  note       text NOT NULL CHECK (char_length(note) <= 2000),
  version    int NOT NULL CHECK (version > 1),
  updated_by uuid NOT NULL REFERENCES person,
  updated_at timestamptz NOT NULL
);

-- Which multidisciplinary teams include which librarian.
CREATE TABLE mdt_team (
  id           uuid PRIMARY KEY,
  library_id   uuid NOT NULL REFERENCES library,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  next_debrief date,
  debrief_note text NOT NULL CHECK (char_length(debrief_note) <= 500), -- where and when, in words
  version      int NOT NULL DEFAULT 1 CHECK (version > 0),
  updated_by   uuid NOT NULL REFERENCES person,
  updated_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX mdt_team_name ON mdt_team (library_id, lower(name));
CREATE TABLE mdt_member (
  team_id   uuid NOT NULL REFERENCES mdt_team ON DELETE CASCADE,
  person_id uuid NOT NULL REFERENCES person,
  invited   boolean NOT NULL, -- to the team's debriefs
  PRIMARY KEY (team_id, person_id)
);
CREATE INDEX mdt_member_person ON mdt_member (person_id);

-- When the wellbeing service was pointed out to the team, and by whom. It is only added to.
CREATE TABLE wellbeing_signpost (
  id          uuid PRIMARY KEY,
  library_id  uuid NOT NULL REFERENCES library,
  on_date     date NOT NULL,
  how         text NOT NULL CHECK (how IN ('team_meeting', 'email', 'noticeboard', 'induction', 'other')),
  by_person   uuid NOT NULL REFERENCES person,
  recorded_at timestamptz NOT NULL
);
CREATE INDEX wellbeing_signpost_library ON wellbeing_signpost (library_id, on_date DESC, id);

-- When a person worked.
CREATE INDEX transition_actor_at ON transition (actor, at) WHERE actor IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON topic_flag, wellbeing_service TO evidencedesk_app;
GRANT SELECT, INSERT, DELETE ON swap_offer TO evidencedesk_app;
GRANT SELECT ON check_in_month TO evidencedesk_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON mdt_team, mdt_member TO evidencedesk_app;
GRANT SELECT, INSERT ON wellbeing_signpost TO evidencedesk_app;
GRANT SELECT, DELETE ON swap_offer, mdt_member TO evidencedesk_eraser;

-- +goose Down
DROP INDEX transition_actor_at;
DROP TABLE wellbeing_signpost, mdt_member, mdt_team, wellbeing_service;
DROP TRIGGER request_swap_ends ON request_state;
DROP FUNCTION end_swap_offer(), keep_check_in(uuid, uuid, uuid, text, timestamptz), drop_check_in(uuid, uuid),
  own_check_ins(uuid, timestamptz), close_check_in_months(date), forget_check_ins(timestamptz), erase_check_ins(uuid);
DROP TABLE check_in_month, check_in, swap_offer, topic_flag;
