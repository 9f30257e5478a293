package workflows_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestSameCommandSameAnswer sends commands again, under the same and under other Update IDs.
func TestSameCommandSameAnswer(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	claim := cmd(evidence.Claim, owner, evidence.Args{})
	d.ok(0, claim)
	d.ok(time.Minute, cmd(evidence.Accept, owner, accepted(d.now(), evidence.CheckNone)))
	d.update(time.Minute, "another-update", claim, "")
	d.update(0, claim.ID, claim, "")
	d.ok(0, cmd(evidence.Decline, owner, reason("out_of_scope")))
	d.runOpened()
	if diff := cmp.Diff([]evidence.Name{evidence.Claim, evidence.Accept, evidence.Decline}, d.store.commands()); diff != "" {
		t.Error(diff)
	}
	if d.acks["another-update"] != d.acks[claim.ID] || d.acks[claim.ID].Seq != 2 || d.acks[claim.ID].Stage != evidence.Triage {
		t.Errorf("answers %+v and %+v", d.acks["another-update"], d.acks[claim.ID])
	}
}

// TestTwoClaimAtOnce lets both pass the validator: the lock decides, and the loser hears why.
func TestTwoClaimAtOnce(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	var losers []evidence.Error
	accepted := 0
	for _, p := range []evidence.PersonID{owner, colleague} {
		c := cmd(evidence.Claim, p, evidence.Args{})
		d.env.RegisterDelayedCallback(func() {
			d.env.UpdateWorkflow(workflows.CommandUpdate, c.ID, &testsuite.TestUpdateCallback{
				OnAccept: func() { accepted++ },
				OnReject: func(err error) { t.Errorf("%s was rejected by the validator: %v", c.ID, err) },
				OnComplete: func(_ any, err error) {
					if err != nil {
						losers = append(losers, refusalOf(err))
					}
				},
			}, c)
		}, time.Minute)
	}
	d.at = time.Hour
	d.ok(0, cmd(evidence.Decline, manager, reason("out_of_scope")))
	d.runOpened()
	if accepted != 2 || len(losers) != 1 || losers[0].Code != evidence.AlreadyClaimed {
		t.Errorf("%d passed the validator, losers %+v", accepted, losers)
	}
	if diff := cmp.Diff([]evidence.Name{evidence.Claim, evidence.Decline}, d.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestCommandOvertakesDeadline agrees a later date just before due-soon, and the store takes its time: when the deadline
// comes, the command holds the lock, and afterwards the old deadline no longer counts.
func TestCommandOvertakesDeadline(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.at = 9*workingDay - 2*time.Second
	d.env.RegisterDelayedCallback(func() { d.store.failures = 5 }, d.at) // 0.2 + 0.4 + 0.8 + 1.6 + 3.2 seconds
	d.ok(0, cmd(evidence.AgreeDeadline, owner, evidence.Args{PromiseDue: d.now().Add(20 * workingDay), Reason: "requester_asked"}))
	d.cancel(workingDay)
	_ = d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	if diff := cmp.Diff([]evidence.Name{evidence.Claim, evidence.AgreeDeadline, evidence.Cancel}, d.store.commands()); diff != "" {
		t.Error(diff)
	}
	if took := d.store.rows[1].RecordedAt.Sub(d.started); took >= 9*workingDay {
		t.Errorf("agreed after %v, past the deadline", took)
	}
}

// TestStoreFails retries for ever, also when a stored answer was lost on the way, and keeps the store's words out.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.store.failures, d.store.lost = 7, 2 // the test environment stops at the tenth attempt
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(2*time.Hour, cmd(evidence.Decline, owner, reason("out_of_scope")))
	d.runOpened()
	if diff := cmp.Diff([]evidence.Name{evidence.Claim, evidence.Decline}, d.store.commands()); diff != "" {
		t.Error(diff)
	}
	_, err := (&activities.Requests{Store: newFailing()}).Apply(t.Context(), evidence.Transition{})
	if err == nil || strings.Contains(err.Error(), "CANARY") {
		t.Errorf("the activity's error is %v", err)
	}
}

func newFailing() *store {
	s := newStore(realPace())
	s.failures = 1
	return s
}

// TestConflict meets a store that parted from the workflow: the command fails, a deadline is dropped, and neither spins.
func TestConflict(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.store.conflict = evidence.DueSoon
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.check(9*workingDay+time.Minute, func(s evidence.State) {
		if s.Seq != 2 {
			t.Errorf("seq %d", s.Seq)
		}
	})
	d.after(0, func() { d.store.conflict = evidence.Decline })
	var failed error
	c := cmd(evidence.Decline, owner, reason("out_of_scope"))
	d.after(0, func() {
		d.env.UpdateWorkflow(workflows.CommandUpdate, c.ID, &testsuite.TestUpdateCallback{
			OnAccept: func() {}, OnReject: func(err error) { t.Error(err) },
			OnComplete: func(_ any, err error) { failed = err },
		}, c)
	})
	d.cancel(time.Hour)
	_ = d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	var application *temporal.ApplicationError
	if !errors.As(failed, &application) || application.Type() != activities.ProjectionConflict {
		t.Errorf("the command ended with %v", failed)
	}
	if diff := cmp.Diff([]evidence.Name{evidence.Claim, evidence.Cancel}, d.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestSignals recomputes on a new calendar, sends the newest transition again, and ignores both where they mean nothing.
func TestSignals(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.signal(time.Minute, workflows.ReprojectSignal) // nothing was decided by this workflow yet
	d.ok(time.Minute, cmd(evidence.Claim, owner, evidence.Args{}))
	d.signal(time.Minute, workflows.CalendarChangedSignal)
	d.signal(time.Minute, workflows.CalendarChangedSignal)
	d.after(time.Minute, func() { // the store loses its newest row
		d.store.rows = d.store.rows[:len(d.store.rows)-1]
		delete(d.store.clocks, "calendar/3")
	})
	d.signal(time.Minute, workflows.ReprojectSignal)
	d.ok(time.Minute, cmd(evidence.SplitRequest, owner, evidence.Args{Children: []evidence.RequestID{partA, partB}}))
	d.signal(time.Minute, workflows.CalendarChangedSignal) // a split request promises nothing
	d.ok(time.Minute, engine(evidence.ChildEnded, evidence.Args{Request: partA}, "outbox-1"))
	d.ok(time.Minute, engine(evidence.ChildEnded, evidence.Args{Request: partB}, "outbox-2"))
	d.runOpened()
	want := []evidence.Name{
		evidence.Claim, evidence.Recompute, evidence.Recompute, evidence.SplitRequest, evidence.ChildEnded, evidence.ChildEnded,
	}
	if diff := cmp.Diff(want, d.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestSignalWhileClosing sends signals together with the command that ends the request: they are taken, not lost.
func TestSignalWhileClosing(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Decline, owner, reason("out_of_scope")))
	at := d.at
	d.env.RegisterDelayedCallback(func() { d.env.SignalWorkflow(workflows.CalendarChangedSignal, nil) }, at)
	d.env.RegisterDelayedCallback(func() { d.env.SignalWorkflow(workflows.ReprojectSignal, nil) }, at)
	d.runOpened()
	if got := d.store.commands(); got[len(got)-1] != evidence.Decline && got[len(got)-1] != evidence.Recompute {
		t.Errorf("commands %v", got)
	}
}

// TestCancel ends an open request as an operator wants, after the command that is under way.
func TestCancel(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.store.failures = 5 // the claim is being stored when the cancellation comes
	d.ok(time.Hour, cmd(evidence.Claim, owner, evidence.Args{}))
	d.env.RegisterDelayedCallback(d.env.CancelWorkflow, d.at+time.Second)
	err := d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	if !temporal.IsCanceledError(errors.Unwrap(err)) {
		t.Errorf("ended with %v", err)
	}
	if diff := cmp.Diff([]evidence.Name{evidence.Claim, evidence.Cancel}, d.store.commands()); diff != "" {
		t.Error(diff)
	}
	if last := d.store.rows[1]; last.Next.Outcome != evidence.Withdrawn || last.Command.ID != "operator-cancel/2" {
		t.Errorf("%s ended it as %s", last.Command.ID, last.Next.Outcome)
	}
}

// TestCancelLapsed cancels a request that is closed already: nothing is written.
func TestCancelLapsed(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(0, cmd(evidence.Ask, owner, evidence.Args{Message: "m"}))
	d.cancel(12 * workingDay)
	_ = d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	if got := d.store.commands(); got[len(got)-1] != evidence.Lapse {
		t.Errorf("commands %v", got)
	}
}
