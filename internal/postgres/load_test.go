package postgres_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestTheLoadOfATeam(t *testing.T) {
	s := newShelf(t)
	trainee, gone := s.staff(s.library, evidence.Trainee), s.staff(s.library, evidence.Librarian)
	s.exec(`INSERT INTO person_role VALUES ($1, $2, 'manager')`, s.librarian, s.library)
	estimate := func(id evidence.RequestID, minutes int) evidence.RequestID {
		s.exec(`UPDATE transition SET state = state || jsonb_build_object('estimate_minutes', $2::int) WHERE request_id = $1`, id, minutes)
		return id
	}
	logged := estimate(s.put(item{owner: s.librarian, promise: s.days(-1)}), 120)
	estimate(s.put(item{owner: s.librarian, promise: s.days(2), stage: evidence.Checking}), 60)
	s.put(item{owner: s.librarian, promise: s.days(9), stage: evidence.Clarifying})
	s.put(item{owner: s.librarian, stage: evidence.OnHold})
	s.put(item{owner: s.librarian, stage: evidence.Delivered, outcome: evidence.Answered})
	s.put(item{owner: gone, promise: s.days(6)})
	s.exec(`DELETE FROM person_role WHERE person_id = $1`, gone)
	s.put(item{promise: s.days(-2)})
	s.put(item{stage: evidence.Submitted})
	s.put(item{library: s.other, owner: s.elsewhere})
	for _, p := range []evidence.PersonID{s.librarian, s.colleague} {
		s.exec(`INSERT INTO time_entry (id, request_id, person_id, version, stage, minutes, started_at, created_at, updated_at) VALUES ($1, $2, $3, 1, 'search', 25, $4, $4, $4)`,
			s.id(), logged, p, s.now)
	}
	got, err := s.reader.Load(t.Context(), s.library, s.now, s.days(7))
	if err != nil || got.Unclaimed != 2 || got.OverdueUnclaimed != 1 || len(got.People) != 4 {
		t.Fatalf("%+v, %v", got, err)
	}
	want := map[evidence.PersonID]postgres.PersonLoad{
		s.librarian: {Roles: []evidence.Role{evidence.Librarian, evidence.Manager}, Open: 4, Overdue: 1, DueThisWeek: 1, Waiting: 2, Checking: 1, EstimatedMinutes: 180, LoggedMinutes: 50},
		s.colleague: {Roles: []evidence.Role{evidence.Librarian}},
		trainee:     {Roles: []evidence.Role{evidence.Trainee}},
		gone:        {Roles: []evidence.Role{}, Open: 1, DueThisWeek: 1},
	}
	for _, p := range got.People {
		w := want[p.Person]
		w.Person, w.Name = p.Person, "Somebody"
		if diff := cmp.Diff(w, p); diff != "" {
			t.Error(diff)
		}
	}
	if none, err := s.reader.Load(t.Context(), evidence.LibraryID(s.id()), s.now, s.days(7)); err != nil || len(none.People) != 0 || none.Unclaimed != 0 {
		t.Errorf("%+v, %v", none, err)
	}
}

// TestACalendarIsPreviewed compares what is foretold with what a recompute then does.
func TestACalendarIsPreviewed(t *testing.T) {
	o := newOffice(t)
	calendars := postgres.NewCalendars(o.db.App, func() time.Time { return o.now })
	spec := calendar.DefaultSpec()
	(&desk{T: t, db: o.db}).exec(`INSERT INTO library_calendar (library_id, version, spec, created_at) VALUES ($1, 1, $2, now())`, o.library, mustJSON(spec))
	running := o.give(o.submit(), evidence.Claim, o.lib, evidence.Args{})
	o.submit()
	agreed := o.give(o.submit(), evidence.AgreeDeadline, o.boss, evidence.Args{PromiseDue: o.now.AddDate(0, 1, 0), Reason: "requester_asked"})
	waiting := o.give(o.give(o.submit(), evidence.Claim, o.lib, evidence.Args{}), evidence.Ask, o.lib, evidence.Args{Message: "0199e000-0000-7000-8000-000000000001"})
	done := o.give(o.submit(), evidence.Decline, o.lib, evidence.Args{Reason: "out_of_scope"})
	shut := spec
	shut.Closures = []calendar.Closure{{Date: "2026-04-13", Reason: "Moving house"}, {Date: "2026-04-14", Reason: "Moving house"}}
	preview, err := calendars.PreviewCalendar(t.Context(), o.library, shut)
	if err != nil || len(preview.Moves) != 2 || preview.Unchanged != 2 || preview.More != 0 {
		t.Fatalf("%+v, %v", preview, err)
	}
	i := slices.IndexFunc(preview.Moves, func(m postgres.CalendarMove) bool { return m.ID == running.Request })
	m := preview.Moves[i]
	if m.Owner != o.lib.Person || m.OwnerName == "" || m.Reference == "" || !m.From.Equal(running.Clock.PromiseDue) || !m.To.After(m.From) {
		t.Errorf("%+v, promised %s", m, running.Clock.PromiseDue)
	}
	for _, s := range []evidence.State{agreed, waiting, done} {
		if slices.ContainsFunc(preview.Moves, func(m postgres.CalendarMove) bool { return m.ID == s.Request }) {
			t.Errorf("%s moves", s.Stage)
		}
	}
	if n := o.count(`SELECT count(*) FROM library_calendar WHERE library_id = $1`, o.library); n != 1 {
		t.Error("something was stored")
	}
	requests := postgres.NewRequests(o.db.App, calendars, codes(t), nil, func() time.Time { return o.now })
	if _, err := calendars.Replace(t.Context(), o.library, o.boss.Person, 1, shut); err != nil {
		t.Fatal(err)
	}
	c := evidence.Command{ID: "calendar/2", Name: evidence.Recompute, Actor: evidence.Engine()}
	d, err := evidence.Decide(running, c, o.now)
	if err != nil {
		t.Fatal(err)
	}
	if clock, err := requests.Apply(t.Context(), evidence.Of(running, c, d, o.now)); err != nil || !clock.PromiseDue.Equal(m.To) {
		t.Errorf("it moved to %s, %v; foretold was %s", clock.PromiseDue, err, m.To)
	}
	shut.Zone = "Europe/Nowhere"
	if _, err := calendars.PreviewCalendar(t.Context(), o.library, shut); err == nil {
		t.Error("a calendar that is none is previewed")
	}
	_, err = calendars.PreviewCalendar(t.Context(), evidence.LibraryID((&desk{T: t}).id()), spec)
	refusal(t, err, evidence.NotFound)
}
