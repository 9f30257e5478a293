package workflows

import (
	"fmt"
	"slices"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// EvidenceRequest carries one request from its stored beginning to the end of its life. Commands reach it as Updates,
// deadlines by its timer; each goes through evidence.Decide and is stored before it counts.
func EvidenceRequest(ctx workflow.Context, in RequestInput) error {
	r, err := newRequest(ctx, in)
	if err != nil {
		return err
	}
	if err := r.register(ctx); err != nil {
		return err
	}
	r.resumeFollowUp(ctx, in)
	return r.watch(ctx)
}

// request is one run of the workflow.
type request struct {
	watcher

	state evidence.State
	seen  []Ack                // answers to the newest commands, oldest first
	last  *evidence.Transition // the newest transition of this process, if it was made by a workflow
}

func newRequest(ctx workflow.Context, in RequestInput) (*request, error) {
	if in.State.Seq == 0 || in.State.Request == "" {
		return nil, temporal.NewNonRetryableApplicationError("a workflow starts from a stored request", string(evidence.Malformed), nil)
	}
	r := &request{state: in.State, seen: in.Seen, last: in.Last}
	r.watcher = newWatcher(ctx, r, in.HistoryLimit, CalendarChangedSignal, ReprojectSignal)
	return r, nil
}

// register makes the request reachable. The order is part of the history: buffered Updates run in it.
func (r *request) register(ctx workflow.Context) error {
	err := workflow.SetQueryHandler(ctx, SnapshotQuery, func() (evidence.State, error) { return r.state, nil })
	if err != nil {
		return err
	}
	return workflow.SetUpdateHandlerWithOptions(ctx, CommandUpdate, r.command, workflow.UpdateHandlerOptions{Validator: r.validate})
}

// validate refuses a command before anything is written. One that was carried out passes, to get its answer again.
func (r *request) validate(ctx workflow.Context, c evidence.Command) error {
	if _, ok := r.answered(c.ID); ok {
		return nil
	}
	if _, err := evidence.Decide(r.state, c, workflow.Now(ctx)); err != nil {
		return refusal(err)
	}
	if r.closing {
		return moving()
	}
	return nil
}

// command carries out a command of the Update.
func (r *request) command(ctx workflow.Context, c evidence.Command) (ack Ack, err error) {
	r.locked(ctx, func(ctx workflow.Context) { ack, err = r.carryOut(ctx, c) })
	return ack, err
}

// carryOut decides again, since the state may have moved while the lock was awaited, stores the transition and adopts
// it. Only then does it count. It is called with the lock held.
func (r *request) carryOut(ctx workflow.Context, c evidence.Command) (Ack, error) {
	if ack, ok := r.answered(c.ID); ok {
		return ack, nil
	}
	now := workflow.Now(ctx)
	d, err := evidence.Decide(r.state, c, now)
	if err != nil {
		return Ack{}, refusal(err)
	}
	t := evidence.Of(r.state, c, d, now)
	clock, err := r.store(ctx, t)
	if err != nil {
		return Ack{}, err
	}
	before := r.state
	r.adopt(ctx, t, clock)
	ack := r.remember(c.ID)
	r.tellFollowUp(ctx, before)
	return ack, nil
}

func (r *request) store(ctx workflow.Context, t evidence.Transition) (clock evidence.Clock, err error) {
	var requests *activities.Requests
	err = workflow.ExecuteActivity(storing(ctx), requests.Apply, t).Get(ctx, &clock)
	return clock, err
}

func (r *request) adopt(ctx workflow.Context, t evidence.Transition, clock evidence.Clock) {
	before := r.state
	r.state, r.last = t.Next.Settle(clock), &t
	r.changed()
	if updates := changedAttributes(before, r.state); len(updates) > 0 {
		if err := workflow.UpsertTypedSearchAttributes(ctx, updates...); err != nil {
			workflow.GetLogger(ctx).Warn("search attributes refused", "Error", err)
		}
	}
}

func (r *request) answered(commandID string) (Ack, bool) {
	i := slices.IndexFunc(r.seen, func(a Ack) bool { return a.CommandID == commandID })
	if i < 0 {
		return Ack{}, false
	}
	return r.seen[i], true
}

func (r *request) remember(commandID string) Ack {
	ack := AckOf(commandID, r.state)
	r.seen = append(r.seen, ack)
	r.seen = r.seen[max(0, len(r.seen)-Remembered):]
	return ack
}

func (r *request) deadlines() []evidence.Deadline { return r.state.Upcoming() }

func (r *request) done(now time.Time) bool { return r.state.Done(now) }

func (r *request) fire(ctx workflow.Context, d evidence.Deadline) error {
	return r.give(ctx, d.Name, fmt.Sprintf("timer/%d/%s", r.state.Seq, d.Name))
}

// give carries out a command of the engine.
func (r *request) give(ctx workflow.Context, name evidence.Name, id string) error {
	_, err := r.carryOut(ctx, evidence.Command{ID: id, Name: name, Actor: evidence.Engine()})
	return err
}

func (r *request) signal(ctx workflow.Context, name string) {
	workflow.GetSignalChannel(ctx, name).ReceiveAsync(nil)
	var err error
	switch name {
	case CalendarChangedSignal:
		err = r.give(ctx, evidence.Recompute, fmt.Sprintf("calendar/%d", r.state.Seq))
	case ReprojectSignal:
		err = r.reproject(ctx)
	}
	if err != nil {
		workflow.GetLogger(ctx).Warn("signal refused", "Name", name, "Error", err)
	}
}

// reproject sends the newest transition to the store again, which takes it if its row is missing and otherwise changes
// nothing. A run started from the store has none: there is nothing the store could lack.
func (r *request) reproject(ctx workflow.Context) error {
	if r.last == nil {
		return nil
	}
	clock, err := r.store(ctx, *r.last)
	if err == nil {
		r.state = r.state.Settle(clock)
		r.changed()
	}
	return err
}

func (r *request) cancel(ctx workflow.Context) {
	if err := r.give(ctx, evidence.Cancel, fmt.Sprintf("operator-cancel/%d", r.state.Seq)); err != nil {
		workflow.GetLogger(ctx).Warn("nothing to cancel", "Error", err)
	}
}

func (r *request) continued(ctx workflow.Context) error {
	return workflow.NewContinueAsNewError(ctx, EvidenceRequestType, RequestInput{
		State: r.state, Continued: true, Seen: r.seen, Last: r.last, HistoryLimit: r.limit,
	})
}

const (
	storeAttempt   = 10 * time.Second // one attempt: one short transaction
	firstPause     = 200 * time.Millisecond
	longestPause   = 30 * time.Second
	pauseDoublesBy = 2
)

// storing are the options of the activities that write a decision: they go on for ever, because what was decided stands.
func storing(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: storeAttempt,
		RetryPolicy: &temporal.RetryPolicy{
			InitialInterval: firstPause, BackoffCoefficient: pauseDoublesBy, MaximumInterval: longestPause,
			NonRetryableErrorTypes: []string{activities.ProjectionConflict},
		},
	})
}
