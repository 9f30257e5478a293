package temporalx

import (
	"context"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// StartImport starts the workflow that reads a stored import. One that runs or has ended is left alone, so starting twice is
// harmless. Errors: EngineUnavailable.
func (c *Commander) StartImport(ctx context.Context, id evidence.ImportID) error {
	ctx, _, stop := withReach(ctx)
	defer stop()
	_, err := c.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID:                       workflows.ImportWorkflowID(id),
		TaskQueue:                workflows.TaskQueue,
		WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy:    enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE,
	}, workflows.ImportRecordsType, id)
	if err != nil {
		return unavailable(err)
	}
	return nil
}
