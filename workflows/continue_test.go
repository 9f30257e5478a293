package workflows_test

import (
	"errors"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestContinueAsNew hands over state and answers, at a suggestion of the server and at a long history, and the next run
// answers an old command as the first did.
func TestContinueAsNew(t *testing.T) {
	t.Parallel()
	for name, full := range map[string]func(*testsuite.TestWorkflowEnvironment){
		"suggested":    func(e *testsuite.TestWorkflowEnvironment) { e.SetContinueAsNewSuggested(true) },
		"long history": func(e *testsuite.TestWorkflowEnvironment) { e.SetCurrentHistoryLength(101) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first := newDesk(t)
			claim := cmd(evidence.Claim, owner, evidence.Args{})
			first.ok(time.Minute, claim)
			first.after(time.Minute, func() { full(first.env) })
			in := continued(t, first.run(workflows.RequestInput{State: opened(realPace(), first.started), HistoryLimit: 100}))
			if in.State.Seq != 2 || len(in.Seen) != 1 || in.Last == nil || in.HistoryLimit != 100 || !in.Continued {
				t.Errorf("handed over %+v", in)
			}
			second := newDesk(t)
			second.adopt(first.store)
			second.store.clocks = map[string]evidence.Clock{} // a row stored again would be seen
			second.update(time.Minute, "again", claim, "")
			second.check(time.Minute, func(s evidence.State) {
				if s.Seq != 2 || s.Owner != owner {
					t.Errorf("seq %d of %s", s.Seq, s.Owner)
				}
			})
			second.cancel(time.Minute)
			_ = second.run(in)
			if got := second.acks["again"]; got != first.acks[claim.ID] {
				t.Errorf("answer %+v, want %+v", got, first.acks[claim.ID])
			}
		})
	}
}

func continued(t *testing.T, err error) workflows.RequestInput {
	t.Helper()
	var again *workflow.ContinueAsNewError
	var in workflows.RequestInput
	if !errors.As(err, &again) {
		t.Fatalf("ended with %v", err)
	}
	if err := converter.GetDefaultDataConverter().FromPayloads(again.Input, &in); err != nil {
		t.Fatal(err)
	}
	return in
}

// TestContinueAsNewWaitsForCommands is suggested while a command is being stored: the command is finished first, and one
// that comes meanwhile is sent away to come again.
func TestContinueAsNewWaitsForCommands(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.store.failures = 4
	d.ok(time.Minute, cmd(evidence.Claim, owner, evidence.Args{}))
	d.env.RegisterDelayedCallback(func() { d.env.SetContinueAsNewSuggested(true) }, d.at+500*time.Millisecond)
	var moving evidence.Error
	d.env.RegisterDelayedCallback(func() {
		c := cmd(evidence.SetUrgency, manager, evidence.Args{Urgency: "soon", Reason: "clinic"})
		d.env.UpdateWorkflow(workflows.CommandUpdate, c.ID, &testsuite.TestUpdateCallback{
			OnAccept: func() { t.Error("accepted while closing") }, OnReject: func(err error) { moving = refusalOf(err) }, OnComplete: func(any, error) {},
		}, c)
	}, d.at+time.Second)
	in := continued(t, d.run(workflows.RequestInput{State: opened(realPace(), d.started)}))
	if in.State.Owner != owner || len(in.Seen) != 1 {
		t.Errorf("handed over %+v", in)
	}
	if moving.Code != evidence.EngineUnavailable || moving.Detail != workflows.Moving {
		t.Errorf("sent away with %+v", moving)
	}
}

// TestRemembersFifty forgets the oldest answers, and then the process itself refuses.
func TestRemembersFifty(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	claim := cmd(evidence.Claim, owner, evidence.Args{})
	d.ok(0, claim)
	for i := range workflows.Remembered - 1 {
		d.ok(0, cmd(evidence.SetUrgency, owner, evidence.Args{Urgency: []string{"soon", "routine"}[i%2], Reason: "clinic"}, strconv.Itoa(i)))
	}
	d.update(0, "remembered", claim, "")
	d.ok(0, cmd(evidence.SetUrgency, owner, evidence.Args{Urgency: "urgent", Reason: "clinic"}, "last"))
	d.update(0, "forgotten", claim, evidence.AlreadyClaimed)
	d.cancel(0)
	_ = d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	if d.acks["remembered"] != d.acks[claim.ID] {
		t.Errorf("answers %+v and %+v", d.acks["remembered"], d.acks[claim.ID])
	}
}

// TestRebuild starts from the newest stored row, as after a lost Temporal, and lives on as the first workflow would have.
func TestRebuild(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.ok(0, cmd(evidence.Claim, owner, evidence.Args{}))
	d.ok(0, cmd(evidence.Ask, owner, evidence.Args{Message: "m"}))
	d.stage(3*workingDay, evidence.Clarifying, owner, false)
	d.env.RegisterDelayedCallback(func() { panic("terminated") }, 4*workingDay)
	func() {
		defer func() { _ = recover() }()
		_ = d.run(workflows.RequestInput{State: opened(realPace(), d.started)})
	}()
	last := d.store.rows[len(d.store.rows)-1]
	state := last.Next.Settle(d.store.clocks[last.Command.ID])

	again := newDesk(t)
	again.started = began().Add(5 * workingDay)
	again.env.SetStartTime(again.started)
	again.adopt(d.store)
	again.ok(12*workingDay, cmd(evidence.Answer, requester, evidence.Args{Message: "m2"}))
	again.ok(0, cmd(evidence.Decline, owner, reason("out_of_scope")))
	if err := again.run(workflows.RequestInput{State: state}); err != nil {
		t.Error(err)
	}
	want := []evidence.Name{
		evidence.Claim, evidence.Ask, evidence.Remind1, evidence.Remind2, evidence.LapseWarning, evidence.Lapse, evidence.Answer, evidence.Decline,
	}
	if diff := cmp.Diff(want, again.store.commands()); diff != "" {
		t.Error(diff)
	}
}

// TestMalformedStart refuses to run without a stored request.
func TestMalformedStart(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	if err := d.run(workflows.RequestInput{}); err == nil {
		t.Error("it ran")
	}
}
