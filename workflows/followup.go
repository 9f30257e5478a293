package workflows

import (
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/evidence"
)

// tellFollowUp lets the follow-up know what happened to its request: delivered, reopened, or ended after a reopening.
func (r *request) tellFollowUp(ctx workflow.Context, before evidence.State) {
	was, is := before.FollowUp, r.state.FollowUp
	switch {
	case is == evidence.FollowUpWanted && r.state.Stage == evidence.Delivered && before.Stage != evidence.Delivered:
		if was == evidence.FollowUpSuspended && r.signalFollowUp(ctx, AnchorSignal, r.anchor()) == nil {
			return
		}
		r.startFollowUp(ctx)
	case was == evidence.FollowUpWanted && is == evidence.FollowUpSuspended:
		_ = r.signalFollowUp(ctx, SuspendSignal, nil) // it may have ended
	case was == evidence.FollowUpSuspended && is == evidence.FollowUpNone:
		_ = r.signalFollowUp(ctx, StopSignal, nil)
	}
}

// resumeFollowUp sees to the follow-up of a request that starts delivered: a live answer, or one started again from the
// store after Temporal was lost.
func (r *request) resumeFollowUp(ctx workflow.Context, in RequestInput) {
	if in.Continued || r.state.Stage != evidence.Delivered || r.state.FollowUp != evidence.FollowUpWanted {
		return
	}
	r.locked(ctx, r.startFollowUp)
}

// startFollowUp starts the follow-up and waits until it has started: a child that has not would die with its parent. A
// request has one follow-up for life, so a second start anchors the first.
func (r *request) startFollowUp(ctx workflow.Context) {
	child := workflow.WithChildOptions(ctx, workflow.ChildWorkflowOptions{
		WorkflowID:            FollowUpWorkflowID(r.state.Request),
		ParentClosePolicy:     enumspb.PARENT_CLOSE_POLICY_ABANDON,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
		Priority:              FollowUpPriority(),
	})
	in := ImpactInput{HistoryLimit: r.limit, State: evidence.ImpactState{
		Request: r.state.Request, Library: r.state.Library, Type: r.state.Type, Anchor: r.state.DeliveredAt,
	}}
	err := workflow.ExecuteChildWorkflow(child, ImpactFollowUpType, in).GetChildWorkflowExecution().Get(ctx, nil)
	if temporal.IsWorkflowExecutionAlreadyStartedError(err) {
		err = r.signalFollowUp(ctx, AnchorSignal, r.anchor())
	}
	if err != nil {
		workflow.GetLogger(ctx).Warn("no follow-up", "Error", err)
	}
}

func (r *request) anchor() ImpactAnchor {
	return ImpactAnchor{At: r.state.DeliveredAt, Type: r.state.Type}
}

func (r *request) signalFollowUp(ctx workflow.Context, name string, payload any) error {
	return workflow.SignalExternalWorkflow(ctx, FollowUpWorkflowID(r.state.Request), "", name, payload).Get(ctx, nil)
}
