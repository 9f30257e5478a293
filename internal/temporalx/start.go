package temporalx

import (
	"context"
	"errors"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// startOptions are those of every start of a request. An eager start would ignore worker versioning, so there is none.
func startOptions(s evidence.State, reuse enumspb.WorkflowIdReusePolicy) client.StartWorkflowOptions {
	var attributes []temporal.SearchAttributeUpdate
	attributes = append(attributes, workflows.SearchAttributes(s)...)
	return client.StartWorkflowOptions{
		ID:                       workflows.RequestWorkflowID(s.Request),
		TaskQueue:                workflows.TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    reuse,
		TypedSearchAttributes:    temporal.NewSearchAttributes(attributes...),
		Priority:                 workflows.PriorityOf(s.Urgency),
	}
}

// Start starts the workflow of a stored request from its newest state. A request whose workflow runs or has ended is left
// alone, so starting twice is harmless. Errors: EngineUnavailable.
func (c *Commander) Start(ctx context.Context, s evidence.State) error {
	ctx, _, stop := withReach(ctx)
	defer stop()
	_, err := c.client.ExecuteWorkflow(ctx, startOptions(s, enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE),
		workflows.EvidenceRequestType, workflows.RequestInput{State: s})
	if err != nil {
		return unavailable(err)
	}
	return nil
}

// Presence is whether a workflow runs.
type Presence string

// The findings of Revive and ReviveFollowUp.
const (
	PresenceRunning Presence = "running" // nothing was done
	PresenceStarted Presence = "started" // it was missing, or was ended by an operator, and runs again
	PresenceEnded   Presence = "ended"   // it ended by itself although the store holds it open: to be looked into
)

// Revive starts the workflow of a request that the store holds open and Temporal has lost. Errors: EngineUnavailable.
func (c *Commander) Revive(ctx context.Context, s evidence.State) (Presence, error) {
	options := startOptions(s, enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY)
	return c.revive(ctx, options, workflows.EvidenceRequestType, workflows.RequestInput{State: s})
}

// ReviveFollowUp does the same for a follow-up.
func (c *Commander) ReviveFollowUp(ctx context.Context, s evidence.ImpactState) (Presence, error) {
	return c.revive(ctx, followUpOptions(s), workflows.ImpactFollowUpType, workflows.ImpactInput{State: s})
}

func followUpOptions(s evidence.ImpactState) client.StartWorkflowOptions {
	return client.StartWorkflowOptions{
		ID:                       workflows.FollowUpWorkflowID(s.Request),
		TaskQueue:                workflows.TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY,
		Priority:                 workflows.FollowUpPriority(),
	}
}

func (c *Commander) revive(ctx context.Context, options client.StartWorkflowOptions, kind string, input any) (Presence, error) {
	options.WorkflowIDConflictPolicy = enumspb.WORKFLOW_ID_CONFLICT_POLICY_FAIL
	options.WorkflowExecutionErrorWhenAlreadyStarted = true
	_, err := c.client.ExecuteWorkflow(ctx, options, kind, input)
	var already *serviceerror.WorkflowExecutionAlreadyStarted
	switch {
	case err == nil:
		return PresenceStarted, nil
	case !errors.As(err, &already):
		return "", unavailable(err)
	}
	described, err := c.client.DescribeWorkflowExecution(ctx, options.ID, "")
	if err != nil {
		return "", unavailable(err)
	}
	if described.GetWorkflowExecutionInfo().GetStatus() == enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING {
		return PresenceRunning, nil
	}
	return PresenceEnded, nil
}

// unavailable keeps the cause for the log and shows the client the code.
func unavailable(cause error) error {
	return errors.Join(&evidence.Error{Code: evidence.EngineUnavailable}, cause)
}
