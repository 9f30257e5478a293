package temporalx

import (
	"context"
	"errors"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// update is one Update and what to do when nobody is there to take it.
type update struct {
	workflowID string
	name       string
	updateID   string
	arg        any
	answer     any

	// missing says what to start so that the Update can be taken, or nil when the answer was found elsewhere.
	missing func(ctx context.Context) (*start, error)
}

// start is a workflow to be started together with an Update.
type start struct {
	options client.StartWorkflowOptions
	kind    string
	input   any
}

// movePause is the pause before a command is sent again to a workflow that was moving to a new run.
const movePause = 50 * time.Millisecond

// completedUnderway is the type of the failure that the server gives to an Update which a workflow accepted and, ending
// or continuing as new, did not finish.
const completedUnderway = "AcceptedUpdateCompletedWorkflow"

// send sends an Update within the budget and fills in its answer. Errors are *evidence.Error, joined with their cause.
func (c *Commander) send(ctx context.Context, u update) error {
	ctx, cancel := context.WithTimeout(ctx, c.budget)
	defer cancel()
	watched, reached, stop := withReach(ctx)
	defer stop()
	for {
		err := c.try(watched, u, nil)
		if gone(err) {
			err = c.heal(watched, u)
		}
		if err == nil || !isMoving(err) {
			return finished(err, reached.found.Load())
		}
		select {
		case <-ctx.Done():
			return finished(err, reached.found.Load())
		case <-time.After(movePause):
		}
	}
}

// heal asks the store what a missing workflow means and, if it should be there, starts it with the Update.
func (c *Commander) heal(ctx context.Context, u update) error {
	s, err := u.missing(ctx)
	if err != nil || s == nil {
		return err
	}
	return c.try(ctx, u, s)
}

func (c *Commander) try(ctx context.Context, u update, s *start) error {
	options := client.UpdateWorkflowOptions{
		UpdateID: u.updateID, WorkflowID: u.workflowID, UpdateName: u.name, Args: []any{u.arg},
		WaitForStage: client.WorkflowUpdateStageCompleted,
	}
	var handle client.WorkflowUpdateHandle
	var err error
	if s == nil {
		handle, err = c.client.UpdateWorkflow(ctx, options)
	} else {
		handle, err = c.client.UpdateWithStartWorkflow(ctx, client.UpdateWithStartWorkflowOptions{
			StartWorkflowOperation: c.client.NewWithStartWorkflowOperation(s.options, s.kind, s.input), UpdateOptions: options,
		})
	}
	if err != nil {
		return err
	}
	return handle.Get(ctx, u.answer)
}

// gone reports that no workflow took the Update to its end.
func gone(err error) bool {
	var missing *serviceerror.NotFound
	var application *temporal.ApplicationError
	return errors.As(err, &missing) || errors.As(err, &application) && application.Type() == completedUnderway
}

// isMoving reports that the workflow was continuing as new, so that the Update may be sent again at once.
func isMoving(err error) bool {
	var application *temporal.ApplicationError
	if !errors.As(err, &application) {
		return false
	}
	var e *evidence.Error
	return errors.As(explainApplication(application), &e) && e.Code == evidence.EngineUnavailable && e.Detail == workflows.Moving
}

func finished(err error, reached bool) error {
	var e *evidence.Error
	if err == nil || errors.As(err, &e) {
		return err
	}
	return explain(err, reached)
}
