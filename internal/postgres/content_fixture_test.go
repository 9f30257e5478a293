package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
	"evidencedesk/internal/vocabulary"
)

// desk is one request with everybody who can stand to it in some way. Its stages are set by hand: the process has tests of
// its own.
type desk struct {
	*testing.T

	db      *testenv.Database
	content *postgres.Content
	request evidence.RequestID
	library evidence.LibraryID

	librarian, colleague, trainee, manager     evidence.PersonID // of the library
	requester, delegate, copied                evidence.PersonID
	reviewer                                   evidence.PersonID // a librarian of another library, invited
	admin, lead, outsider, elsewhere, passerby evidence.PersonID // who see nothing, until the report is shared
	now                                        time.Time
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	t.Parallel()
	d := &desk{T: t, db: testenv.Postgres(t), now: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	d.content = postgres.NewContent(d.db.App, codes(t), []byte("0123456789abcdef0123456789abcdef"), func() time.Time { return d.now })
	d.library = evidence.LibraryID(d.id())
	other := d.id()
	for i, library := range []string{string(d.library), other} {
		d.exec(`INSERT INTO library (id, code, name, nation, email) VALUES ($1, $2, 'A library', 'england-and-wales', 'library@example.org')`,
			library, fmt.Sprintf("library-%d", i))
	}
	here := string(d.library)
	d.librarian, d.colleague = d.person(here, evidence.Librarian), d.person(here, evidence.Librarian)
	d.trainee, d.manager = d.person(here, evidence.Trainee), d.person(here, evidence.Manager)
	d.requester, d.delegate, d.copied = d.person(here, evidence.Requester), d.person(here, evidence.Requester), d.person(here, evidence.Requester)
	d.admin, d.lead = d.person(here, evidence.Admin), d.person(here, evidence.SystemLead)
	d.reviewer, d.elsewhere = d.person(other, evidence.Librarian), d.person(other, evidence.Librarian)
	d.outsider, d.passerby = d.person(here, evidence.Requester), d.person(other, evidence.Requester)
	d.request = d.ask()
	return d
}

// ask stores a request that its librarian is searching for.
func (d *desk) ask() evidence.RequestID {
	d.Helper()
	id := d.id()
	d.exec(`INSERT INTO request (id, reference, library_id, requester, type, share_report, created_at)
		VALUES ($1, 'ED-2026-' || lpad(nextval('request_reference')::text, 6, '0'), $2, $3, 'patient_care', 'nobody', $4)`, id, d.library, d.requester, d.now)
	d.exec(`INSERT INTO request_state (request_id, library_id, stage, owner, requester, urgency, type, running, received_at, stage_since, seq, at,
		change_seq, change_xid) VALUES ($1, $2, 'searching', $3, $4, 'routine', 'patient_care', true, $5, $5, 1, $5, nextval('request_change'),
		pg_current_xact_id())`, id, d.library, d.librarian, d.requester, d.now)
	for person, relation := range map[evidence.PersonID]string{d.delegate: "delegate", d.copied: "copied", d.reviewer: "reviewer"} {
		d.exec(`INSERT INTO request_person VALUES ($1, $2, $3)`, id, person, relation)
	}
	return evidence.RequestID(id)
}

func (d *desk) id() string { return uuid.Must(uuid.NewV7()).String() }

func (d *desk) exec(sql string, args ...any) {
	d.Helper()
	if _, err := d.db.Admin.Exec(context.Background(), sql, args...); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) count(sql string, args ...any) (n int) {
	d.Helper()
	if err := d.db.Admin.QueryRow(context.Background(), sql, args...).Scan(&n); err != nil {
		d.Fatal(err)
	}
	return n
}

func (d *desk) person(library string, role evidence.Role) evidence.PersonID {
	d.Helper()
	id := d.id()
	d.exec(`INSERT INTO person (id, name, email) VALUES ($1, 'Somebody', $2)`, id, id+"@example.org")
	d.exec(`INSERT INTO person_role VALUES ($1, $2, $3)`, id, library, role)
	return evidence.PersonID(id)
}

// transition writes a row of the audit, as carrying out a command does.
func (d *desk) transition(command evidence.Name, commandID string, args, state any) {
	d.Helper()
	d.exec(`INSERT INTO transition (request_id, seq, command, command_id, from_stage, to_stage, actor_kind, at, recorded_at, args, state, state_version)
		SELECT $1, n, $2, $3, CASE WHEN n > 1 THEN 'searching' END, 'searching', 'engine', $4, $4, $5, $6, 1
		FROM (SELECT 1 + coalesce(max(seq), 0) AS n FROM transition WHERE request_id = $1) s`,
		d.request, command, commandID, d.now, mustJSON(args), mustJSON(state))
}

// stage moves the projection by hand.
func (d *desk) stage(s evidence.Stage, outcome evidence.Outcome) {
	d.Helper()
	d.exec(`UPDATE request_state SET stage = $2, running = false, outcome = nullif($3, ''),
		first_delivered_at = CASE WHEN $2 = 'delivered' THEN $4::timestamptz ELSE first_delivered_at END,
		delivered_at = CASE WHEN $2 = 'delivered' THEN $4::timestamptz ELSE delivered_at END,
		closed_at = CASE WHEN $2 = 'closed' THEN $4::timestamptz END,
		owner = CASE WHEN $2 = 'submitted' THEN NULL ELSE owner END WHERE request_id = $1`, d.request, s, outcome, d.now)
}

// deliver sends the report as it stands.
func (d *desk) deliver() postgres.Facts {
	d.Helper()
	facts, err := d.content.Freeze(d.Context(), d.as(d.librarian))
	if err != nil {
		d.Fatal(err)
	}
	d.transition(evidence.Deliver, d.id(), evidence.Args{Version: facts.Version, Digest: facts.Digest}, evidence.State{})
	d.stage(evidence.Delivered, evidence.Answered)
	return facts
}

func (d *desk) share(audience string) {
	d.Helper()
	d.exec(`UPDATE request SET share_report = $2 WHERE id = $1`, d.request, audience)
}

// as gives somebody's access now.
func (d *desk) as(p evidence.PersonID) postgres.Access {
	d.Helper()
	a, err := d.content.Access(d.Context(), p, d.request)
	if err != nil {
		d.Fatalf("access: %v", err)
	}
	return a
}

// write saves the summary over whatever is there.
func (d *desk) write(p evidence.PersonID, text string) postgres.Summary {
	d.Helper()
	a := d.as(p)
	before, err := d.content.Summary(d.Context(), a)
	if err != nil {
		d.Fatal(err)
	}
	s, err := d.content.SaveSummary(d.Context(), a, before.Version, postgres.SummaryText{Text: text})
	if err != nil {
		d.Fatal(err)
	}
	return s
}

func (d *desk) addSearch(p evidence.PersonID, s postgres.SearchContent) postgres.Search {
	d.Helper()
	added, err := d.content.AddSearch(d.Context(), d.as(p), s, postgres.Creation{})
	if err != nil {
		d.Fatal(err)
	}
	return added
}

func (d *desk) addReference(p evidence.PersonID, titles ...string) []postgres.Reference {
	d.Helper()
	list := make([]postgres.ReferenceContent, len(titles))
	for i, t := range titles {
		list[i] = postgres.ReferenceContent{Type: "article", Title: t}
	}
	added, err := d.content.AddReferences(d.Context(), d.as(p), list, postgres.Creation{})
	if err != nil {
		d.Fatal(err)
	}
	return added
}

func medline() postgres.SearchContent {
	hits := 4211
	return postgres.SearchContent{
		Source: "medline", Platform: "ovid", Kind: "database", Coverage: "1946 to February 27, 2026",
		Lines: []postgres.StrategyLine{{N: 1, Text: "exp Pressure Ulcer/", Hits: &hits, Role: "concept"}},
	}
}

func codes(tb testing.TB) *vocabulary.Catalogue {
	tb.Helper()
	all, err := vocabulary.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

func mustJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return raw
}

// refusal checks that an error is the refusal that was expected, and gives it.
func refusal(tb testing.TB, err error, code evidence.Code) *evidence.Error {
	tb.Helper()
	var e *evidence.Error
	if !errors.As(err, &e) || e.Code != code {
		tb.Fatalf("got %v, want %s", err, code)
	}
	return e
}

// staleRow checks that a row had moved on, and gives it as it stands.
func staleRow[T any](tb testing.TB, err error) T {
	tb.Helper()
	var s *postgres.StaleError
	if !errors.As(err, &s) {
		tb.Fatalf("got %v, want a stale row", err)
	}
	current, ok := s.Current.(T)
	if !ok {
		tb.Fatalf("the current row is a %T", s.Current)
	}
	if evidence.CodeOf(err) != evidence.VersionStale {
		tb.Fatalf("a stale row is %s", evidence.CodeOf(err))
	}
	return current
}
