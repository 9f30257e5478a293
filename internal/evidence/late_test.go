package evidence_test

import (
	"testing"
	"time"

	"evidencedesk/internal/evidence"
)

// lately gives a command that happened at an instant before now.
func lately(t *testing.T, s evidence.State, n evidence.Name, a evidence.Actor, when, now time.Time, change ...func(*evidence.Args)) evidence.State {
	t.Helper()
	c := evidence.Command{ID: string(n), Name: n, Actor: a, At: when, Args: args(n, s.Stage, when)}
	for _, f := range change {
		f(&c.Args)
	}
	d, err := evidence.Decide(s, c, now)
	if err != nil {
		t.Fatalf("%s in %s: %v", n, s.Stage, err)
	}
	return settle(s, evidence.Of(s, c, d, now))
}

func TestWhoWritesDownLateIsNotOvertaken(t *testing.T) {
	t.Parallel()
	now := start.Add(60 * 24 * time.Hour)
	s := lately(t, evidence.State{}, evidence.Submit, asLib, start, now)
	if d, _ := s.NextDeadline(); d.Name != evidence.DueSoon || !d.At.Equal(now.Add(evidence.CatchUp)) {
		t.Fatalf("after a late submission comes %v, want due-soon once the rest could be written down", d)
	}
	s = lately(t, s, evidence.Claim, asLib, start.Add(time.Hour), now.Add(time.Minute))
	s = lately(t, s, evidence.Accept, asLib, start.Add(2*time.Hour), now.Add(2*time.Minute))
	if d, _ := s.NextDeadline(); !d.At.Equal(now.Add(2*time.Minute + evidence.CatchUp)) {
		t.Fatalf("the wait counts from the first record, not the newest: %v", d)
	}
	s = give(t, s, evidence.DueSoon, evidence.Engine(), now.Add(10*time.Minute))
	if d, _ := s.NextDeadline(); d.At.After(now.Add(10 * time.Minute)) {
		t.Fatalf("what has passed too waits again: %v", d)
	}
}

func TestDeadlinesToComeDoNotWait(t *testing.T) {
	t.Parallel()
	now := start.Add(time.Hour)
	s := lately(t, evidence.State{}, evidence.Submit, asLib, start, now)
	if d, _ := s.NextDeadline(); d.Name != evidence.DueSoon || !d.At.Equal(s.Clock.Deadlines[0].At) {
		t.Fatalf("a deadline still to come was moved: %v", d)
	}
	s = give(t, s, evidence.Claim, asLib, now)
	if !s.LateAt.IsZero() {
		t.Fatal("a command without occurred_at is not a late record")
	}
}

func TestALateRecordTellsOfADateThatWasAheadThen(t *testing.T) {
	t.Parallel()
	now := start.Add(30 * 24 * time.Hour)
	s := lately(t, evidence.State{}, evidence.Submit, asLib, start, now)
	s = lately(t, s, evidence.Claim, asLib, start.Add(time.Hour), now)
	agreed := start.Add(48 * time.Hour)
	s = lately(t, s, evidence.Accept, asLib, start.Add(2*time.Hour), now, func(a *evidence.Args) { a.PromiseDue = agreed })
	if !s.Clock.PromiseDue.Equal(agreed) {
		t.Fatalf("promised for %v, want %v", s.Clock.PromiseDue, agreed)
	}
	c := evidence.Command{
		ID: "agree", Name: evidence.AgreeDeadline, Actor: asLib, At: start.Add(72 * time.Hour),
		Args: evidence.Args{PromiseDue: agreed, Reason: "code"},
	}
	if _, err := evidence.Decide(s, c, now); evidence.CodeOf(err) != evidence.Invalid {
		t.Fatalf("a date before the agreement: %v", err)
	}
}

func TestFridaysDeliveryIsWrittenDownOnMonday(t *testing.T) {
	t.Parallel()
	s, now := at(t, evidence.Summarising)
	friday := now.Add(time.Hour)
	monday := friday.Add(66 * time.Hour)
	s = give(t, s, evidence.DueSoon, evidence.Engine(), friday.Add(24*time.Hour)) // noticed in between
	s = lately(t, s, evidence.Deliver, asLib, friday, monday)
	if !s.DeliveredAt.Equal(friday) {
		t.Fatalf("delivered at %v, want %v", s.DeliveredAt, friday)
	}
}
