package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
)

// shelf is two libraries whose requests are stored by hand.
type shelf struct {
	*testing.T

	db     *testenv.Database
	reader *postgres.Reader
	now    time.Time

	library, other                  evidence.LibraryID
	librarian, colleague, elsewhere evidence.PersonID // the last of the other library
	requester, outsider             evidence.PersonID // of the library
}

func newShelf(t *testing.T) *shelf {
	t.Helper()
	t.Parallel()
	s := &shelf{T: t, db: testenv.Postgres(t), now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	s.reader = postgres.NewReader(s.db.App)
	s.library, s.other = s.site("here"), s.site("there")
	s.librarian, s.colleague = s.staff(s.library, evidence.Librarian), s.staff(s.library, evidence.Librarian)
	s.elsewhere = s.staff(s.other, evidence.Librarian)
	s.requester, s.outsider = s.staff(s.library, evidence.Requester), s.staff(s.library, evidence.Requester)
	return s
}

func (s *shelf) exec(sql string, args ...any) {
	s.Helper()
	if _, err := s.db.Admin.Exec(context.Background(), sql, args...); err != nil {
		s.Fatal(err)
	}
}

func (s *shelf) id() string { return uuid.Must(uuid.NewV7()).String() }

// raw writes what is stored as jsonb.
func (s *shelf) raw(v any) []byte {
	s.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		s.Fatal(err)
	}
	return raw
}

// refuses checks that an error is the refusal that was expected, and gives it.
func (s *shelf) refuses(err error, code evidence.Code) *evidence.Error {
	s.Helper()
	var e *evidence.Error
	if !errors.As(err, &e) || e.Code != code {
		s.Fatalf("got %v, want %s", err, code)
	}
	return e
}

func (s *shelf) site(code string) evidence.LibraryID {
	s.Helper()
	id := s.id()
	s.exec(`INSERT INTO library (id, code, name, nation, email) VALUES ($1, $2, 'Library ' || $2, 'england-and-wales', 'library@example.org')`, id, code)
	return evidence.LibraryID(id)
}

func (s *shelf) staff(at evidence.LibraryID, role evidence.Role) evidence.PersonID {
	s.Helper()
	id := s.id()
	s.exec(`INSERT INTO person (id, name, email) VALUES ($1, 'Somebody', $2)`, id, id+"@example.org")
	s.exec(`INSERT INTO person_role VALUES ($1, $2, $3)`, id, at, role)
	return evidence.PersonID(id)
}

func (s *shelf) organisation() string {
	s.Helper()
	id := s.id()
	s.exec(`INSERT INTO organisation (id, library_id, name) VALUES ($1, $2, $3)`, id, s.library, id)
	return id
}

// item is a request to store; what is empty gets something usual.
type item struct {
	id                                             evidence.RequestID
	library                                        evidence.LibraryID
	requester, owner                               evidence.PersonID
	stage                                          evidence.Stage
	outcome                                        evidence.Outcome
	urgency, kind, specialty, question, background string
	promise, decision, received                    time.Time
	report, identity, organisation                 string
}

func (s *shelf) put(i item) evidence.RequestID {
	s.Helper()
	i.complete(s)
	s.exec(`INSERT INTO request (id, reference, library_id, organisation_id, requester, type, specialty, share_report, share_identity, created_at, needed_by)
		VALUES ($1, 'ED-2026-' || lpad(nextval('request_reference')::text, 6, '0'), $2, nullif($3::text, '')::uuid, $4, $5, $6, $7, $8, $9, $10)`,
		i.id, i.library, i.organisation, i.requester, i.kind, i.specialty, i.report, i.identity, s.now, moment(i.decision))
	s.exec(`INSERT INTO request_text (request_id, version, library_id, question, background, created_at) VALUES ($1, 1, $2, $3, $4, $5)`,
		i.id, i.library, i.question, i.background, s.now)
	var delivered, closed *time.Time
	if i.outcome != "" {
		delivered = &s.now
	}
	if i.stage == evidence.Closed {
		closed = &s.now
		if i.outcome != evidence.Answered {
			delivered = nil
		}
	}
	s.exec(`INSERT INTO request_state (request_id, library_id, stage, outcome, owner, requester, urgency, type, specialty, running, promise_due, decision_at,
		received_at, stage_since, seq, at, first_delivered_at, delivered_at, closed_at, change_seq, change_xid)
		VALUES ($1, $2, $3, nullif($4::text, ''), nullif($5::text, '')::uuid, $6, $7, $8, $9, false, $10, $11, $12, $12, 1, $12, $13, $13, $14,
		nextval('request_change'), pg_current_xact_id())`, i.id, i.library, i.stage, i.outcome, i.owner, i.requester, i.urgency, i.kind, i.specialty,
		moment(i.promise), moment(i.decision), i.received, delivered, closed)
	state := evidence.State{
		V: 1, Request: i.id, Library: i.library, Seq: 1, Stage: i.stage, Outcome: i.outcome, Owner: i.owner, Requester: i.requester,
		Urgency: i.urgency, Type: i.kind, ReceivedAt: i.received, At: i.received, Clock: evidence.Clock{PromiseDue: i.promise, DecisionAt: i.decision},
	}
	s.exec(`INSERT INTO transition (request_id, seq, command, command_id, to_stage, actor, actor_kind, actor_roles, at, recorded_at, args, state, state_version)
		VALUES ($1, 1, 'submit', 'submit', $2, $3, 'person', '{requester}', $4, $4, '{}', $5, 1)`, i.id, i.stage, i.requester, i.received, s.raw(state))
	return i.id
}

func (i *item) complete(s *shelf) {
	usual := func(v *string, otherwise string) {
		if *v == "" {
			*v = otherwise
		}
	}
	if i.id == "" {
		i.id = evidence.RequestID(s.id())
	}
	if i.library == "" {
		i.library = s.library
	}
	if i.requester == "" {
		i.requester = s.requester
	}
	if i.stage == "" {
		i.stage = evidence.Triage
	}
	if i.received.IsZero() {
		i.received = s.now
	}
	usual(&i.urgency, "routine")
	usual(&i.kind, "patient_care")
	usual(&i.question, "Does honey help wounds to heal?")
	usual(&i.report, "nobody")
	usual(&i.identity, "nobody")
}

func (s *shelf) relate(id evidence.RequestID, p evidence.PersonID, relation string) {
	s.Helper()
	s.exec(`INSERT INTO request_person VALUES ($1, $2, $3)`, id, p, relation)
}

// list turns every page of a list, checking that no row comes twice.
func (s *shelf) list(q postgres.QueueQuery) []evidence.RequestID {
	s.Helper()
	ids, seen := []evidence.RequestID{}, map[evidence.RequestID]bool{}
	for {
		p, err := s.reader.Queue(s.Context(), q)
		if err != nil {
			s.Fatal(err)
		}
		for _, r := range p.Rows {
			if seen[r.ID] {
				s.Fatalf("%s comes twice", r.Reference)
			}
			seen[r.ID] = true
			ids = append(ids, r.ID)
		}
		if p.Next == "" {
			return ids
		}
		if len(p.Rows) == 0 {
			s.Fatal("an empty page has a next one")
		}
		q.Cursor = p.Next
	}
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
