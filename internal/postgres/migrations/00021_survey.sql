-- Surveys: the questions that a library adds, which share of its requests it asks about, the second look after three months, how
-- an answer came and whether it may still be quoted; and one row for each person and round, from which reports count.

-- +goose Up

-- What a library adds to the questionnaire. A row is never changed: whatever is added, put in another order, reworded or retired
-- makes the next version, and an answer keeps the version that it answered. Without a row the version is 1: no questions of
-- one's own, and everybody is asked.
CREATE TABLE survey_form (
  library_id uuid NOT NULL REFERENCES library,
  version    int NOT NULL CHECK (version > 1),
  questions  jsonb NOT NULL CHECK (jsonb_typeof(questions) = 'array'), -- whole, in the order of the form
  last_code  int NOT NULL CHECK (last_code BETWEEN 0 AND 999),         -- the highest number that a question ever had
  share      int NOT NULL CHECK (share BETWEEN 1 AND 100),             -- per cent of the requests that are asked about
  created_by uuid NOT NULL REFERENCES person,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (library_id, version)
);

ALTER TABLE follow_up ADD COLUMN again_at timestamptz; -- the second look

ALTER TABLE ask
  ADD COLUMN library_id uuid REFERENCES library,
  ADD COLUMN asked_on date, -- by the library's own clock
  ADD COLUMN form int NOT NULL DEFAULT 1 CHECK (form > 0);
UPDATE ask a SET library_id = r.library_id, asked_on = (a.asked_at AT TIME ZONE 'Europe/London')::date FROM request r WHERE r.id = a.request_id;
ALTER TABLE ask
  ALTER COLUMN library_id SET NOT NULL,
  DROP CONSTRAINT ask_reason_check,
  ADD CONSTRAINT ask_reason_check CHECK (reason IN ('recent', 'erased', 'not_sampled')),
  -- Somebody who was not asked may tell all the same, and it stays known why nobody asked.
  DROP CONSTRAINT ask_check1,
  ADD CONSTRAINT ask_not_asked_reason CHECK (state <> 'not_asked' OR reason IS NOT NULL),
  ADD CONSTRAINT ask_reason_not_asked CHECK (reason IS NULL OR asked_at IS NULL),
  DROP CONSTRAINT ask_check2,
  ADD CONSTRAINT ask_told_unasked CHECK (asked_at IS NOT NULL OR state IN ('opted_out', 'not_asked', 'answered')),
  ADD CONSTRAINT ask_asked_on CHECK ((asked_at IS NULL) = (asked_on IS NULL));
CREATE INDEX ask_asked ON ask (library_id, asked_on);

-- The codes of a list, and the rows of the matrix that are ticked for one time. Answers do not change, so both are kept beside
-- them: reports read no JSON.
-- +goose StatementBegin
CREATE FUNCTION survey_codes(list jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(code ORDER BY code), '{}')
  FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(list) = 'array' THEN list ELSE '[]' END) AS code
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE FUNCTION survey_benefits(matrix jsonb, horizon text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(row.key ORDER BY row.key), '{}')
  FROM jsonb_each(CASE WHEN jsonb_typeof(matrix) = 'object' THEN matrix ELSE '{}' END) AS row
  WHERE jsonb_exists(row.value, horizon)
$$;
-- +goose StatementEnd

ALTER TABLE survey_answer
  ADD COLUMN form int NOT NULL DEFAULT 1 CHECK (form > 0),
  ADD COLUMN how text NOT NULL DEFAULT 'mail' CHECK (how IN ('mail', 'page', 'phone')), -- by the letter's link, signed in, or told to staff
  ADD COLUMN recorded_by uuid REFERENCES person,                                        -- who wrote down what was told
  ADD COLUMN answered_on date,                                                          -- by the library's own clock
  ADD COLUMN minutes_saved int CHECK (minutes_saved BETWEEN 0 AND 10000),               -- the midpoint of time_saved; empty when unknown
  ADD COLUMN quote_as text NOT NULL DEFAULT 'role' CHECK (quote_as IN ('role', 'name')),
  ADD COLUMN quote_withdrawn_at timestamptz,
  ADD COLUMN immediate text[] GENERATED ALWAYS AS (survey_benefits(answers -> 'q4_benefits', 'immediate')) STORED,
  ADD COLUMN probable text[] GENERATED ALWAYS AS (survey_benefits(answers -> 'q4_benefits', 'probable_future')) STORED,
  ADD COLUMN used_for text[] GENERATED ALWAYS AS (survey_codes(answers -> 'q2_uses')) STORED;
UPDATE survey_answer SET answered_on = (created_at AT TIME ZONE 'Europe/London')::date;
ALTER TABLE survey_answer
  ALTER COLUMN answered_on SET NOT NULL,
  ADD CONSTRAINT survey_answer_recorded CHECK ((how = 'phone') = (recorded_by IS NOT NULL)),
  ADD CONSTRAINT survey_answer_withdrawn CHECK (quote_withdrawn_at IS NULL OR quote_consent OR erased_at IS NOT NULL);

-- One row for each person and round of a request. asked_on is empty for who was not asked: erased, asked about another request
-- less than 30 days ago, opted out, not drawn into the sample, or heard before anybody asked. The response rate is the rows with
-- both dates over those with asked_on.
CREATE TABLE ask_fact (
  ask_id            uuid PRIMARY KEY REFERENCES ask,
  request_id        uuid NOT NULL REFERENCES request,
  library_id        uuid NOT NULL REFERENCES library,
  round             int NOT NULL,
  state             text NOT NULL,
  sampled           boolean NOT NULL,
  asked_on          date,
  answered_on       date,
  how               text,
  immediate         text[] NOT NULL,
  probable          text[] NOT NULL,
  used_for          text[] NOT NULL,
  minutes_saved     int,
  decision_informed boolean NOT NULL,
  may_quote         boolean NOT NULL
);
-- As with requests, what a report reads of a period is in the index.
CREATE INDEX ask_fact_asked ON ask_fact (library_id, asked_on, request_id) INCLUDE (answered_on, round) WHERE asked_on IS NOT NULL;
CREATE INDEX ask_fact_answered ON ask_fact (library_id, answered_on, request_id)
  INCLUDE (decision_informed, may_quote, minutes_saved, immediate, probable, used_for) WHERE answered_on IS NOT NULL;

-- Whoever changes an ask or its answer, the desk or an erasure, the rows that are counted follow.
-- +goose StatementBegin
CREATE FUNCTION note_asks(asks uuid[]) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  INSERT INTO ask_fact
  SELECT a.id, a.request_id, a.library_id, a.round, a.state, a.reason IS DISTINCT FROM 'not_sampled', a.asked_on, s.answered_on, s.how,
    coalesce(s.immediate, '{}'), coalesce(s.probable, '{}'), coalesce(s.used_for, '{}'), s.minutes_saved,
    coalesce('informed_decision' = ANY (s.immediate) OR 'informed_decision' = ANY (s.probable), false),
    coalesce(s.quote_consent AND s.quote_withdrawn_at IS NULL AND s.erased_at IS NULL, false)
  FROM ask a LEFT JOIN survey_answer s ON s.ask_id = a.id WHERE a.id = ANY (asks)
  ON CONFLICT (ask_id) DO UPDATE SET state = EXCLUDED.state, sampled = EXCLUDED.sampled, asked_on = EXCLUDED.asked_on,
    answered_on = EXCLUDED.answered_on, how = EXCLUDED.how, immediate = EXCLUDED.immediate, probable = EXCLUDED.probable,
    used_for = EXCLUDED.used_for, minutes_saved = EXCLUDED.minutes_saved, decision_informed = EXCLUDED.decision_informed,
    may_quote = EXCLUDED.may_quote
$$;
-- +goose StatementEnd
REVOKE ALL ON FUNCTION note_asks FROM PUBLIC;
SELECT note_asks(array_agg(id)) FROM ask;
-- +goose StatementBegin
CREATE FUNCTION note_ask() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM note_asks(ARRAY[CASE TG_TABLE_NAME WHEN 'ask' THEN to_jsonb(NEW) ->> 'id' ELSE to_jsonb(NEW) ->> 'ask_id' END::uuid]);
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ask_counted AFTER INSERT OR UPDATE ON ask FOR EACH ROW EXECUTE FUNCTION note_ask();
CREATE TRIGGER survey_answer_counted AFTER INSERT OR UPDATE ON survey_answer FOR EACH ROW EXECUTE FUNCTION note_ask();

GRANT SELECT, INSERT ON survey_form TO evidencedesk_app;
GRANT SELECT ON ask_fact TO evidencedesk_app;
GRANT UPDATE (quote_withdrawn_at) ON survey_answer TO evidencedesk_app;

-- +goose Down
DROP TRIGGER survey_answer_counted ON survey_answer;
DROP TRIGGER ask_counted ON ask;
DROP FUNCTION note_ask, note_asks;
DROP TABLE ask_fact;
ALTER TABLE survey_answer DROP COLUMN immediate, DROP COLUMN probable, DROP COLUMN used_for, DROP COLUMN form, DROP COLUMN how,
  DROP COLUMN recorded_by, DROP COLUMN answered_on, DROP COLUMN minutes_saved, DROP COLUMN quote_as, DROP COLUMN quote_withdrawn_at;
DROP FUNCTION survey_benefits, survey_codes;
ALTER TABLE ask DROP CONSTRAINT ask_told_unasked, DROP CONSTRAINT ask_not_asked_reason, DROP CONSTRAINT ask_reason_not_asked,
  DROP CONSTRAINT ask_reason_check, DROP CONSTRAINT ask_asked_on,
  ADD CONSTRAINT ask_reason_check CHECK (reason IN ('recent', 'erased')),
  ADD CONSTRAINT ask_check1 CHECK ((state = 'not_asked') = (reason IS NOT NULL)),
  ADD CONSTRAINT ask_check2 CHECK (asked_at IS NOT NULL OR state IN ('opted_out', 'not_asked')),
  DROP COLUMN library_id, DROP COLUMN asked_on, DROP COLUMN form;
ALTER TABLE follow_up DROP COLUMN again_at;
DROP TABLE survey_form;
