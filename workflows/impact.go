package workflows

import (
	"fmt"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// ImpactFollowUp asks, weeks after delivery, what difference an answer made; reminds once; and takes answers for 90 days.
// It outlives its request.
func ImpactFollowUp(ctx workflow.Context, in ImpactInput) error {
	f, err := newFollowUp(ctx, in)
	if err != nil {
		return err
	}
	if err := f.register(ctx); err != nil {
		return err
	}
	f.begin(ctx)
	return f.watch(ctx)
}

// followUp is one run of the workflow.
type followUp struct {
	watcher

	state evidence.ImpactState
}

func newFollowUp(ctx workflow.Context, in ImpactInput) (*followUp, error) {
	if in.State.Request == "" || in.State.Anchor.IsZero() {
		return nil, temporal.NewNonRetryableApplicationError("a follow-up starts from a delivered request", string(evidence.Malformed), nil)
	}
	f := &followUp{state: in.State}
	f.watcher = newWatcher(ctx, f, in.HistoryLimit, SuspendSignal, AnchorSignal, StopSignal)
	return f, nil
}

// register makes the follow-up reachable. The order is part of the history.
func (f *followUp) register(ctx workflow.Context) error {
	err := workflow.SetQueryHandler(ctx, SnapshotQuery, func() (evidence.ImpactState, error) { return f.state, nil })
	if err != nil {
		return err
	}
	err = workflow.SetUpdateHandlerWithOptions(ctx, AnswerImpactUpdate, f.answer, workflow.UpdateHandlerOptions{
		Validator: func(ctx workflow.Context, a ImpactAnswer) error { return f.validate(ctx, answerCommand(a)) },
	})
	if err != nil {
		return err
	}
	return workflow.SetUpdateHandlerWithOptions(ctx, OptOutUpdate, f.optOut, workflow.UpdateHandlerOptions{
		Validator: func(ctx workflow.Context, o ImpactOptOut) error { return f.validate(ctx, optOutCommand(o)) },
	})
}

func answerCommand(a ImpactAnswer) evidence.ImpactCommand {
	return evidence.ImpactCommand{ID: "answer/" + a.Answer, Name: evidence.ImpactAnswer, Ask: a.Ask, Answer: a.Answer}
}

func optOutCommand(o ImpactOptOut) evidence.ImpactCommand {
	return evidence.ImpactCommand{ID: "opt-out/" + o.Ask, Name: evidence.ImpactOptOut, Ask: o.Ask}
}

func (f *followUp) validate(ctx workflow.Context, c evidence.ImpactCommand) error {
	if f.state.Repeats(c) {
		return nil
	}
	if _, err := evidence.DecideImpact(f.state, c, workflow.Now(ctx)); err != nil {
		return refusal(err)
	}
	if f.closing {
		return moving()
	}
	return nil
}

func (f *followUp) answer(ctx workflow.Context, a ImpactAnswer) (ImpactAck, error) {
	return f.command(ctx, answerCommand(a))
}

func (f *followUp) optOut(ctx workflow.Context, o ImpactOptOut) (ImpactAck, error) {
	return f.command(ctx, optOutCommand(o))
}

func (f *followUp) command(ctx workflow.Context, c evidence.ImpactCommand) (ack ImpactAck, err error) {
	f.locked(ctx, func(ctx workflow.Context) {
		err = f.carryOut(ctx, c)
		ack = ImpactAck{Seq: f.state.Seq, Stage: f.state.Stage}
	})
	return ack, err
}

// begin counts from the first delivery. A follow-up that the store knows already goes on from where it stood.
func (f *followUp) begin(ctx workflow.Context) {
	if f.state.Seq > 0 {
		return
	}
	f.locked(ctx, func(ctx workflow.Context) {
		f.give(ctx, evidence.ImpactCommand{Name: evidence.ImpactAnchor, Anchor: f.state.Anchor, Type: f.state.Type})
	})
}

// carryOut decides, stores and adopts. Where the store is ahead, what it holds is adopted and the command is decided
// again. It is called with the lock held.
func (f *followUp) carryOut(ctx workflow.Context, c evidence.ImpactCommand) error {
	for {
		if f.state.Repeats(c) {
			return nil
		}
		t, err := evidence.DecideImpact(f.state, c, workflow.Now(ctx))
		if err != nil {
			return refusal(err)
		}
		var followUps *activities.FollowUps
		var stored evidence.ImpactState
		if err := workflow.ExecuteActivity(storing(ctx), followUps.ApplyImpact, t).Get(ctx, &stored); err != nil {
			return err
		}
		f.state = stored
		f.changed()
		if stored.Seq <= t.Next.Seq {
			return nil
		}
	}
}

// give carries out a command of the engine. A refusal says that it came too late to matter.
func (f *followUp) give(ctx workflow.Context, c evidence.ImpactCommand) {
	c.ID = fmt.Sprintf("%s/%d", c.Name, f.state.Seq)
	if err := f.carryOut(ctx, c); err != nil {
		workflow.GetLogger(ctx).Info("nothing to do", "Name", c.Name, "Error", err)
	}
}

func (f *followUp) deadlines() []evidence.Deadline { return f.state.Deadlines() }

func (f *followUp) done(now time.Time) bool { return f.state.Seq > 0 && f.state.Done(now) }

func (f *followUp) fire(ctx workflow.Context, d evidence.Deadline) error {
	return f.carryOut(ctx, evidence.ImpactCommand{ID: fmt.Sprintf("timer/%d/%s", f.state.Seq, d.Name), Name: d.Name})
}

func (f *followUp) signal(ctx workflow.Context, name string) {
	c := evidence.ImpactCommand{Name: evidence.ImpactSuspend}
	var anchor ImpactAnchor
	channel := workflow.GetSignalChannel(ctx, name)
	switch name {
	case AnchorSignal:
		if !channel.ReceiveAsync(&anchor) {
			return
		}
		c = evidence.ImpactCommand{Name: evidence.ImpactAnchor, Anchor: anchor.At, Type: anchor.Type}
	case StopSignal:
		channel.ReceiveAsync(nil)
		c.Name = evidence.ImpactStop
	default:
		channel.ReceiveAsync(nil)
	}
	f.give(ctx, c)
}

func (f *followUp) cancel(ctx workflow.Context) {
	f.give(ctx, evidence.ImpactCommand{Name: evidence.ImpactStop})
}

func (f *followUp) continued(ctx workflow.Context) error {
	return workflow.NewContinueAsNewError(ctx, ImpactFollowUpType, ImpactInput{State: f.state, HistoryLimit: f.limit})
}
