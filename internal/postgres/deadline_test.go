package postgres_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// at is an instant of March 2026, whose second is a Monday.
func at(day, hour, minute int) time.Time {
	return time.Date(2026, 3, day, hour, minute, 0, 0, time.UTC)
}

// diary tells the life of one promise, as the store of the process keeps it.
type diary struct {
	*shelf

	id    evidence.RequestID
	state evidence.State
}

func (s *shelf) diary() *diary {
	s.Helper()
	s.opens(1, at(1, 0, 0), func(*calendar.Spec) {})
	d := &diary{shelf: s, id: s.put(item{received: at(2, 10, 0)})}
	s.exec(`DELETE FROM transition WHERE request_id = $1`, d.id)
	d.state = evidence.State{V: 1, Request: d.id, Library: s.library, Urgency: "routine", Requester: s.requester}
	return d
}

// opens puts opening hours in force.
func (s *shelf) opens(version int, from time.Time, change func(*calendar.Spec)) {
	s.Helper()
	spec := calendar.DefaultSpec()
	spec.Version = version
	change(&spec)
	s.exec(`INSERT INTO library_calendar (library_id, version, spec, created_at) VALUES ($1, $2, $3, $4)`, s.library, version, s.raw(spec), from)
}

// write stores the next step.
func (d *diary) write(name evidence.Name, do evidence.ClockAction, when time.Time, stage evidence.Stage, c evidence.Clock) {
	d.Helper()
	from := moveFrom(d.state)
	d.state.Seq++
	d.state.Stage, d.state.At, d.state.Clock = stage, when, c
	d.exec(`INSERT INTO transition (request_id, seq, command, command_id, from_stage, to_stage, actor_kind, at, recorded_at, clock_action, args, state, state_version)
		VALUES ($1, $2::int, $3::text, $3::text || $2::int, $4, $5, 'engine', $6, $6, $7, '{}', $8, 1)`,
		d.id, d.state.Seq, name, from, stage, when, do, d.raw(d.state))
}

func moveFrom(s evidence.State) *string {
	if s.Seq == 0 {
		return nil
	}
	stage := string(s.Stage)
	return &stage
}

func (d *diary) facts() postgres.DeadlineFacts {
	d.Helper()
	f, err := d.reader.DeadlineFacts(d.Context(), d.id)
	if err != nil {
		d.Fatal(err)
	}
	return f
}

func (d *diary) explain(when time.Time) calendar.Explanation {
	d.Helper()
	e, err := d.reader.Explain(d.Context(), d.id, when, func(f postgres.DeadlineFacts) calendar.Rule {
		return calendar.Rule{Code: f.Urgency, Text: "Routine"}
	})
	if err != nil || e == nil {
		d.Fatalf("%v, %v", e, err)
	}
	return *e
}

func running(budget, remaining int, since, due time.Time) evidence.Clock {
	return evidence.Clock{Running: true, Budget: budget, Remaining: remaining, Since: since, PromiseDue: due}
}

func stopped(budget, remaining int, since time.Time) evidence.Clock {
	return evidence.Clock{Budget: budget, Remaining: remaining, Since: since}
}

func TestTheLifeOfAPromise(t *testing.T) {
	d := newShelf(t).diary()
	const budget = 16 * 60
	d.write(evidence.Submit, evidence.ClockStart, at(2, 10, 0), evidence.Submitted, running(budget, budget, at(2, 10, 0), at(4, 10, 0)))
	d.write(evidence.Claim, evidence.ClockKeep, at(2, 11, 0), evidence.Triage, d.state.Clock)
	d.write(evidence.Ask, evidence.ClockStop, at(2, 12, 0), evidence.Clarifying, stopped(budget, budget-120, at(2, 12, 0)))
	d.write(evidence.Hold, evidence.ClockStop, at(2, 15, 0), evidence.OnHold, stopped(budget, budget-120, at(2, 15, 0)))
	d.write(evidence.Resume, evidence.ClockKeep, at(3, 9, 0), evidence.Clarifying, d.state.Clock)
	d.write(evidence.Remind1, evidence.ClockKeep, at(3, 9, 30), evidence.Clarifying, d.state.Clock)
	if e := d.explain(at(3, 9, 45)); !e.Paused || !e.Due.IsZero() || e.RemainingMinutes != budget-120 {
		t.Errorf("while it is stopped: %+v", e)
	}
	d.write(evidence.Answer, evidence.ClockResume, at(3, 10, 0), evidence.Triage, running(budget, budget-120, at(3, 10, 0), at(4, 16, 0)))
	want := []calendar.Pause{
		{From: at(2, 12, 0), To: at(2, 15, 0), Reason: postgres.PauseClarifying},
		{From: at(2, 15, 0), To: at(3, 9, 0), Reason: postgres.PauseOnHold},
		{From: at(3, 9, 0), To: at(3, 10, 0), Reason: postgres.PauseClarifying},
	}
	f := d.facts()
	for i := range f.Pauses {
		f.Pauses[i].Text = ""
	}
	if diff := cmp.Diff(want, f.Pauses); diff != "" || !f.Start.Equal(at(2, 10, 0)) || f.Budget != budget || !f.Running || len(f.Steps) != 2 {
		t.Errorf("%+v: %s", f, diff)
	}
	e := d.explain(at(3, 11, 0))
	if !e.Due.Equal(at(4, 16, 0)) || e.CountedMinutes != 180 || e.RemainingMinutes != budget-180 || len(e.Pauses) != 3 || e.Paused {
		t.Errorf("after the answer: %+v", e)
	}

	// Agreed for a Saturday, when the library is closed.
	d.write(evidence.AgreeDeadline, evidence.ClockAgree, at(3, 11, 0), evidence.Triage, evidence.Clock{
		Running: true, Budget: 180 + 30*60, Remaining: 30 * 60, Since: at(3, 11, 0), PromiseDue: at(7, 12, 0), Agreed: true,
	})
	if e := d.explain(at(3, 12, 0)); !e.Due.Equal(at(7, 12, 0)) || e.CountedMinutes != 240 || e.Overdue || !d.facts().Agreed {
		t.Errorf("after a new date: %+v", e)
	}
	if e := d.explain(at(6, 18, 0)); e.Overdue {
		t.Error("it is overdue before the date that was agreed")
	}

	// Delivered: nothing that comes later counts.
	d.write(evidence.Deliver, evidence.ClockEnd, at(5, 10, 0), evidence.Delivered, stopped(180+30*60, 1, at(5, 10, 0)))
	d.write(evidence.Correct, evidence.ClockKeep, at(6, 10, 0), evidence.Delivered, d.state.Clock)
	if f := d.facts(); !f.Ended.Equal(at(5, 10, 0)) || !f.PromiseDue.Equal(at(7, 12, 0)) {
		t.Errorf("after delivery: %+v", f)
	}
	if e := d.explain(at(20, 10, 0)); e.Overdue || !e.At.Equal(at(5, 10, 0)) {
		t.Errorf("long after delivery: %+v", e)
	}

	// Reopened: a new promise with no past.
	d.write(evidence.Reopen, evidence.ClockStart, at(9, 9, 0), evidence.Searching, running(budget, budget, at(9, 9, 0), at(10, 17, 0)))
	if f := d.facts(); len(f.Pauses) != 0 || !f.Ended.IsZero() || !f.Start.Equal(at(9, 9, 0)) || len(f.Steps) != 1 {
		t.Errorf("after reopening: %+v", f)
	}
}

func TestTheCalendarOfAPromise(t *testing.T) {
	d := newShelf(t).diary()
	const budget = 8 * 60
	d.write(evidence.Submit, evidence.ClockStart, at(2, 9, 0), evidence.Submitted, running(budget, budget, at(2, 9, 0), at(2, 17, 0)))
	d.opens(2, at(2, 10, 0), func(s *calendar.Spec) {
		s.Closures = []calendar.Closure{{Date: "2026-03-02", Reason: "A flood"}}
	})
	if f := d.facts(); f.Spec.Version != 1 || f.Steps[0].Calendar != 1 || len(f.Holidays) == 0 {
		t.Errorf("before it is computed again: version %d, %d holidays", f.Spec.Version, len(f.Holidays))
	}
	if e := d.explain(at(2, 12, 0)); !e.Due.Equal(at(2, 17, 0)) || e.Calendar.Version != 1 {
		t.Errorf("before it is computed again: %+v", e)
	}
	d.write(evidence.Recompute, evidence.ClockAgain, at(2, 11, 0), evidence.Submitted, running(budget, budget, at(2, 9, 0), at(3, 17, 0)))
	f := d.facts()
	if f.Spec.Version != 2 || len(f.Steps) != 2 || f.Steps[0].Calendar != 1 || f.Steps[1].Calendar != 2 || f.Steps[1].Action != evidence.ClockAgain {
		t.Errorf("after it was computed again: %+v", f.Steps)
	}
	if e := d.explain(at(2, 12, 0)); !e.Due.Equal(at(3, 17, 0)) || e.CountedMinutes != 0 {
		t.Errorf("after it was computed again: %+v", e)
	}
}

func TestARequestThatWasNeverPromisedAnything(t *testing.T) {
	s := newShelf(t)
	id := s.put(item{stage: evidence.Delivered, outcome: evidence.AnsweredLive})
	if e, err := s.reader.Explain(t.Context(), id, s.now, nil); e != nil || err != nil {
		t.Errorf("it is explained by %+v (%v)", e, err)
	}
	_, err := s.reader.DeadlineFacts(t.Context(), evidence.RequestID(s.id()))
	s.refuses(err, evidence.NotFound)
}

// TestExplanationsAgreeWithTheStore gives real commands, at odd seconds, and holds the explanation against the dates that
// the store of the process has settled.
func TestExplanationsAgreeWithTheStore(t *testing.T) {
	o := newOffice(t)
	reader := postgres.NewReader(o.db.App)
	if _, err := o.db.Admin.Exec(t.Context(), `INSERT INTO library_calendar (library_id, version, spec, created_at) VALUES ($1, 1, $2, $3)`,
		o.library, mustJSON(calendar.DefaultSpec()), o.now); err != nil {
		t.Fatal(err)
	}
	check := func(s evidence.State) {
		t.Helper()
		e, err := reader.Explain(t.Context(), s.Request, o.now, func(postgres.DeadlineFacts) calendar.Rule { return calendar.Rule{} })
		if err != nil {
			t.Fatal(err)
		}
		if !e.Due.Equal(s.Clock.PromiseDue) || e.Paused == s.Clock.Running {
			t.Errorf("after step %d it is due %v, explained as %v", s.Seq, s.Clock.PromiseDue, e.Due)
		}
		sum := 0
		for _, line := range e.Counted {
			sum += line.Minutes
		}
		if sum != e.CountedMinutes || e.CountedMinutes+e.RemainingMinutes != s.Clock.Budget {
			t.Errorf("after step %d %d minutes are counted in %d and %d are left of %d", s.Seq, e.CountedMinutes, sum, e.RemainingMinutes, s.Clock.Budget)
		}
	}
	later := func(d time.Duration) { o.now = o.now.Add(d) }
	s := o.submit()
	check(s)
	later(95*time.Minute + 41*time.Second)
	s = o.give(s, evidence.Claim, o.lib, evidence.Args{})
	s = o.give(s, evidence.Ask, o.lib, evidence.Args{Message: "a message"})
	check(s)
	later(3*time.Hour + 7*time.Second)
	s = o.give(s, evidence.Hold, o.lib, evidence.Args{Reason: "waiting", ReviewAt: o.now.AddDate(0, 0, 10)})
	check(s)
	later(5 * 24 * time.Hour) // over Easter
	s = o.give(s, evidence.Resume, o.lib, evidence.Args{})
	s = o.give(s, evidence.Answer, o.ann, evidence.Args{Message: "an answer"})
	check(s)
	later(26*time.Hour + 3*time.Second)
	s = o.give(s, evidence.SetUrgency, o.lib, evidence.Args{Urgency: "urgent", Reason: "sooner"})
	check(s)
	later(11 * time.Minute)
	s = o.give(s, evidence.AgreeDeadline, o.lib, evidence.Args{PromiseDue: o.now.AddDate(0, 0, 3).Add(13 * time.Hour), Reason: "agreed"})
	check(s)
	later(time.Hour)
	s = o.give(s, evidence.Ask, o.lib, evidence.Args{Message: "another message"})
	s = o.give(s, evidence.AgreeDeadline, o.lib, evidence.Args{PromiseDue: o.now.AddDate(0, 0, 9), Reason: "agreed"})
	check(s)
	later(25 * time.Hour)
	s = o.give(s, evidence.Answer, o.ann, evidence.Args{Message: "another answer"})
	check(s)
	// A question that is answered at once does not bring an agreed date forward, whatever its seconds are.
	s = o.give(s, evidence.AgreeDeadline, o.lib, evidence.Args{PromiseDue: o.now.AddDate(0, 0, 7).Add(30*time.Second - 4*time.Hour), Reason: "agreed"})
	agreed := s.Clock.PromiseDue
	s = o.give(s, evidence.Ask, o.lib, evidence.Args{Message: "one more message"})
	s = o.give(s, evidence.Answer, o.ann, evidence.Args{Message: "one more answer"})
	if s.Clock.PromiseDue.Before(agreed) {
		t.Errorf("agreed for %v, and a pause of no time makes it %v", agreed, s.Clock.PromiseDue)
	}
}
