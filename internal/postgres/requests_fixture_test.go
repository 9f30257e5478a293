package postgres_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/testenv"
	"evidencedesk/internal/vocabulary"
)

// office is a library with its people and the store of the process, whose clock the tests set.
type office struct {
	*testing.T

	db       *testenv.Database
	requests *postgres.Requests
	now      time.Time
	n        int

	library, other         evidence.LibraryID
	ann, lib, second, boss evidence.Actor
	elsewhere              evidence.PersonID // a librarian of the other library
}

// usual is Monday to Friday, nine to five, in England.
type usual struct{}

func (usual) Calendar(context.Context, evidence.LibraryID) (*calendar.Calendar, error) {
	holidays, err := calendar.BundledHolidays()
	if err != nil {
		return nil, err
	}
	return calendar.New(calendar.DefaultSpec(), holidays)
}

func newOffice(t *testing.T) *office {
	t.Helper()
	t.Parallel()
	// The Thursday before Good Friday 2026.
	o := &office{T: t, db: testenv.Postgres(t), now: time.Date(2026, 4, 2, 9, 0, 0, 0, time.UTC)}
	catalogue, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return o.now }
	content := postgres.NewContent(o.db.App, catalogue, []byte("0123456789abcdef0123456789abcdef"), clock)
	o.requests = postgres.NewRequests(o.db.App, usual{}, catalogue, content, clock)
	d := &desk{T: t, db: o.db}
	o.library, o.other = evidence.LibraryID(d.id()), evidence.LibraryID(d.id())
	for i, id := range []evidence.LibraryID{o.library, o.other} {
		d.exec(`INSERT INTO library (id, code, name, nation, email) VALUES ($1, $2, 'A library', 'england-and-wales', 'library@example.org')`, id, fmt.Sprintf("lib-%d", i))
	}
	person := func(role evidence.Role) evidence.Actor {
		return evidence.Actor{Person: d.person(string(o.library), role), Roles: []evidence.Role{role}}
	}
	o.ann, o.lib, o.second, o.boss = person(evidence.Requester), person(evidence.Librarian), person(evidence.Librarian), person(evidence.Manager)
	o.elsewhere = d.person(string(o.other), evidence.Librarian)
	return o
}

// opening is a submission by ann under a key.
func (o *office) opening(key string) postgres.Opening {
	sum := sha256.Sum256([]byte("body"))
	return postgres.Opening{
		Command: evidence.Command{ID: "open-" + key, Name: evidence.Submit, Actor: o.ann, Args: evidence.Args{Opening: &evidence.Opening{
			Library: o.library, Requester: o.ann.Person, Urgency: "routine", Type: "patient_care", Product: "quick_answer",
		}}},
		Content: postgres.RequestContent{Question: "Does early mobilisation shorten stay after hip fracture?", Specialty: "orthopaedics"},
		Key:     postgres.Key{Person: o.ann.Person, Method: "POST", Route: "/requests", Key: key, Body: sum[:], CommandID: "open-" + key},
	}
}

func (o *office) submit() evidence.State {
	o.Helper()
	o.n++
	opened, err := o.requests.Open(o.Context(), o.opening(fmt.Sprintf("key-%d", o.n)))
	if err != nil {
		o.Fatal(err)
	}
	return opened.State
}

// give decides and applies one command, as the workflow does.
func (o *office) give(s evidence.State, name evidence.Name, a evidence.Actor, args evidence.Args) evidence.State {
	o.Helper()
	next, err := o.try(s, name, a, args)
	if err != nil {
		o.Fatalf("%s: %v", name, err)
	}
	return next
}

func (o *office) try(s evidence.State, name evidence.Name, a evidence.Actor, args evidence.Args) (evidence.State, error) {
	c := evidence.Command{ID: fmt.Sprintf("%s-%d-%s", name, s.Seq, uuid.NewString()), Name: name, Actor: a, Args: args}
	d, err := evidence.Decide(s, c, o.now)
	if err != nil {
		return s, err
	}
	clock, err := o.requests.Apply(o.Context(), evidence.Of(s, c, d, o.now))
	if err != nil {
		return s, err
	}
	return d.Next.Settle(clock), nil
}

func (o *office) count(sql string, args ...any) (n int) {
	o.Helper()
	return (&desk{T: o.T, db: o.db}).count(sql, args...)
}
