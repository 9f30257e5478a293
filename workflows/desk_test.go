package workflows_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"
	"time"

	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// desk plays a script against one workflow with skipped time.
type desk struct {
	t     *testing.T
	env   *testsuite.TestWorkflowEnvironment
	store *store
	at    time.Duration // of the next step, from the beginning

	told     []told                   // signals to the follow-up
	children []workflows.ImpactInput  // follow-ups started
	deaf     bool                     // the follow-up ends at once
	acks     map[string]workflows.Ack // by the ID of the Update
	pending  int                      // Updates without an answer
	started  time.Time
}

type told struct {
	name   string
	anchor workflows.ImpactAnchor
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(sdklog.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	d := &desk{t: t, env: suite.NewTestWorkflowEnvironment(), store: newStore(realPace()), acks: map[string]workflows.Ack{}, started: began()}
	d.env.SetStartTime(d.started)
	d.env.SetTestTimeout(day) // also the limit, in skipped time, of an activity that is retried
	d.env.SetWorkerOptions(worker.Options{DeadlockDetectionTimeout: time.Minute})
	d.env.RegisterWorkflowWithOptions(workflows.EvidenceRequest, workflow.RegisterOptions{Name: workflows.EvidenceRequestType})
	d.env.RegisterActivity(&activities.Requests{Store: d.store})
	d.env.RegisterActivity(&activities.FollowUps{Store: d.store.FollowUps()})
	return d
}

// adopt goes on with what another desk stored.
func (d *desk) adopt(s *store) {
	d.store.rows, d.store.clocks, d.store.steps, d.store.impact = s.rows, s.clocks, s.steps, s.impact
}

// stubFollowUp replaces the follow-up by a recording of what it is told, until it is told to stop. A deaf one ends at
// once, so that nobody hears.
func (d *desk) stubFollowUp() {
	d.env.SetDetachedChildWait(false)
	d.env.RegisterWorkflowWithOptions(func(ctx workflow.Context, in workflows.ImpactInput) error {
		d.children = append(d.children, in)
		if d.deaf {
			return nil
		}
		hear := workflow.NewSelector(ctx)
		for _, name := range []string{workflows.SuspendSignal, workflows.AnchorSignal, workflows.StopSignal} {
			hear.AddReceive(workflow.GetSignalChannel(ctx, name), func(c workflow.ReceiveChannel, _ bool) {
				heard := told{name: name}
				var into any
				if name == workflows.AnchorSignal {
					into = &heard.anchor
				}
				c.Receive(ctx, into)
				d.told = append(d.told, heard)
			})
		}
		hear.AddReceive(ctx.Done(), func(workflow.ReceiveChannel, bool) {})
		for ctx.Err() == nil && !slices.ContainsFunc(d.told, func(s told) bool { return s.name == workflows.StopSignal }) {
			hear.Select(ctx)
		}
		return nil
	}, workflow.RegisterOptions{Name: workflows.ImpactFollowUpType})
}

// after plans a step some time after the one before, and at least a second: steps at one instant would run at once.
func (d *desk) after(wait time.Duration, do func()) {
	d.at += max(wait, time.Second)
	d.env.RegisterDelayedCallback(do, d.at)
}

// now is the time of the last planned step.
func (d *desk) now() time.Time { return d.started.Add(d.at) }

// ok gives a command that is to be carried out.
func (d *desk) ok(wait time.Duration, c evidence.Command) { d.update(wait, c.ID, c, "") }

// refused gives a command that is to be refused with a code.
func (d *desk) refused(wait time.Duration, c evidence.Command, code evidence.Code) {
	d.update(wait, c.ID+"/refused/"+string(code), c, code)
}

func (d *desk) update(wait time.Duration, id string, c evidence.Command, code evidence.Code) {
	d.t.Helper()
	d.after(wait, func() {
		d.pending++
		d.env.UpdateWorkflow(workflows.CommandUpdate, id, &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) {
				d.pending--
				if code == "" || refusalOf(err).Code != code {
					d.t.Errorf("%s after %v: rejected with %v, want %q", c.ID, d.env.Now().Sub(d.started), err, code)
				}
			},
			OnComplete: func(answer any, err error) {
				d.pending--
				d.complete(id, c, code, answer, err)
			},
		}, c)
	})
}

func (d *desk) complete(id string, c evidence.Command, code evidence.Code, answer any, err error) {
	switch {
	case code == "" && err != nil, code != "" && refusalOf(err).Code != code:
		d.t.Errorf("%s after %v: completed with %v, want %q", c.ID, d.env.Now().Sub(d.started), err, code)
	case err == nil:
		ack, ok := answer.(workflows.Ack)
		if !ok || ack.CommandID != c.ID {
			d.t.Errorf("%s: answered with %#v", c.ID, answer)
		}
		d.acks[id] = ack
	}
}

// refusalOf reads the domain's error out of what an Update was refused with.
func refusalOf(err error) evidence.Error {
	var application *temporal.ApplicationError
	var e evidence.Error
	if errors.As(err, &application) && application.HasDetails() && application.Details(&e) == nil && string(e.Code) == application.Type() {
		return e
	}
	return evidence.Error{}
}

// signal sends a signal that carries nothing.
func (d *desk) signal(wait time.Duration, name string) {
	d.after(wait, func() { d.env.SignalWorkflow(name, nil) })
}

// check looks at the state by way of the query.
func (d *desk) check(wait time.Duration, look func(s evidence.State)) {
	d.after(wait, func() {
		var s evidence.State
		d.query(&s)
		look(s)
	})
}

func (d *desk) query(into any) {
	v, err := d.env.QueryWorkflow(workflows.SnapshotQuery)
	if err == nil {
		err = v.Get(into)
	}
	if err != nil {
		d.t.Errorf("query: %v", err)
	}
}

// stage expects a stage, an owner and that the clock runs or not.
func (d *desk) stage(wait time.Duration, stage evidence.Stage, o evidence.PersonID, running bool) {
	d.t.Helper()
	d.check(wait, func(s evidence.State) {
		if s.Stage != stage || s.Owner != o || s.Clock.Running != running {
			d.t.Errorf("after %v: %s of %q running %t, want %s of %q running %t", d.env.Now().Sub(d.started), s.Stage, s.Owner, s.Clock.Running, stage, o, running)
		}
	})
}

// cancel cancels the workflow as an operator would.
func (d *desk) cancel(wait time.Duration) { d.after(wait, d.env.CancelWorkflow) }

// run executes the request to its end.
func (d *desk) run(in workflows.RequestInput) error {
	d.t.Helper()
	d.env.ExecuteWorkflow(workflows.EvidenceRequestType, in)
	if !d.env.IsWorkflowCompleted() {
		d.t.Fatal("the workflow did not end")
	}
	if d.pending != 0 {
		d.t.Errorf("%d Updates were never answered", d.pending)
	}
	return d.env.GetWorkflowError()
}

// runOpened executes a request that was just submitted, and expects it to end by itself.
func (d *desk) runOpened() {
	d.t.Helper()
	if err := d.run(workflows.RequestInput{State: opened(realPace(), d.started)}); err != nil {
		d.t.Errorf("the workflow failed: %v", err)
	}
}
