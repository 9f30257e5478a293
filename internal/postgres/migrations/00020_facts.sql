-- What reports count: one narrow row for each request, written in the transaction of the step that changes it, and one for
-- each person who was asked what difference an answer made.

-- +goose Up
CREATE TABLE request_fact (
  request_id       uuid PRIMARY KEY REFERENCES request,
  library_id       uuid NOT NULL REFERENCES library,
  organisation_id  uuid REFERENCES organisation,
  requester        uuid NOT NULL REFERENCES person,
  specialty        text NOT NULL,
  staff_group      text NOT NULL,
  purpose          text NOT NULL, -- the type of search: as asked, then as accepted
  product          text NOT NULL,
  urgency          text NOT NULL,
  channel          text NOT NULL,
  live             boolean NOT NULL, -- answered on the spot
  rerun            boolean NOT NULL, -- asks an earlier request again
  -- Days by the library's own clock.
  received_on      date NOT NULL,
  delivered_on     date, -- first
  ended_on         date, -- empty while the request is open
  outcome          text,
  -- Minutes of opening hours. Those taken leave out the time in which the promise stood still.
  minutes_first    int NOT NULL CHECK (minutes_first >= 0), -- promised at receipt
  minutes_promised int CHECK (minutes_promised >= 0),       -- promised when it was delivered
  minutes_taken    int CHECK (minutes_taken >= 0),
  minutes_elapsed  int CHECK (minutes_elapsed >= 0),
  met_agreed       boolean, -- empty where nothing was promised
  met_first        boolean, -- against the date first asked for; empty where none was
  staff_minutes    int NOT NULL DEFAULT 0 CHECK (staff_minutes >= 0), -- noted by the people who worked on it
  checked          text NOT NULL DEFAULT 'none' CHECK (checked IN ('none', 'approved', 'waived')),
  reopened         int NOT NULL DEFAULT 0,
  corrected        int NOT NULL DEFAULT 0,
  heard            boolean NOT NULL DEFAULT false, -- somebody told what difference the answer made
  late_records     int NOT NULL DEFAULT 0, -- steps that were written down after they happened
  CHECK ((delivered_on IS NULL) = (minutes_taken IS NULL)),
  CHECK ((delivered_on IS NULL) = (minutes_elapsed IS NULL)),
  CHECK ((outcome IS NULL) = (ended_on IS NULL))
);
-- What a report reads of a period is in the index: a year of a large library is counted without its rows.
CREATE INDEX request_fact_received ON request_fact (library_id, received_on, request_id)
  INCLUDE (requester, ended_on, late_records, organisation_id, specialty, staff_group, purpose);
CREATE INDEX request_fact_delivered ON request_fact (library_id, delivered_on, request_id)
  INCLUDE (live, rerun, heard, met_agreed, met_first, minutes_taken, minutes_elapsed, minutes_promised, staff_minutes, checked, reopened, corrected,
    organisation_id, specialty, staff_group, purpose)
  WHERE delivered_on IS NOT NULL;
CREATE INDEX request_fact_unanswered ON request_fact (library_id, ended_on, request_id) WHERE delivered_on IS NULL;

-- Whoever writes an entry, by hand or by a timer, the sum is right.
-- +goose StatementBegin
CREATE FUNCTION note_staff_minutes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE request_fact SET staff_minutes = staff_minutes
      + CASE WHEN TG_OP = 'DELETE' THEN 0 ELSE NEW.minutes END - CASE WHEN TG_OP = 'INSERT' THEN 0 ELSE OLD.minutes END
  WHERE request_id = CASE WHEN TG_OP = 'DELETE' THEN OLD.request_id ELSE NEW.request_id END;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER time_entry_minutes AFTER INSERT OR DELETE OR UPDATE OF minutes ON time_entry
  FOR EACH ROW EXECUTE FUNCTION note_staff_minutes();

-- +goose StatementBegin
CREATE FUNCTION note_heard() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE request_fact f SET heard = true FROM ask a WHERE a.id = NEW.ask_id AND f.request_id = a.request_id AND NOT f.heard;
  RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER survey_answer_heard AFTER INSERT ON survey_answer FOR EACH ROW EXECUTE FUNCTION note_heard();

GRANT SELECT, INSERT, UPDATE ON request_fact TO evidencedesk_app;

-- +goose Down
DROP TRIGGER survey_answer_heard ON survey_answer;
DROP FUNCTION note_heard;
DROP TRIGGER time_entry_minutes ON time_entry;
DROP FUNCTION note_staff_minutes;
DROP TABLE request_fact;
