package temporalx_test

import (
	"context"
	"errors"

	enumspb "go.temporal.io/api/enums/v1"
	workflowpb "go.temporal.io/api/workflow/v1"
	"go.temporal.io/api/workflowservice/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

const request evidence.RequestID = "0199b000-0000-7000-8000-00000000000a"

// server is a Temporal that answers as it is told, in turn.
type server struct {
	temporalx.Client

	answers []error // of UpdateWorkflow, in turn; the last one is repeated. nil is success
	healed  error   // of UpdateWithStartWorkflow
	reached bool
	ack     workflows.Ack
	impact  workflows.ImpactAck
	status  enumspb.WorkflowExecutionStatus

	updates  []client.UpdateWorkflowOptions
	starts   []client.StartWorkflowOptions
	startErr error
}

func (s *server) answer(ctx context.Context) error {
	if s.reached {
		temporalx.MarkReached(ctx)
	}
	if len(s.answers) == 0 {
		return nil
	}
	err := s.answers[0]
	if len(s.answers) > 1 {
		s.answers = s.answers[1:]
	}
	return err
}

func (s *server) UpdateWorkflow(ctx context.Context, o client.UpdateWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	s.updates = append(s.updates, o)
	err := s.answer(ctx)
	var application *temporal.ApplicationError
	if errors.As(err, &application) { // a refusal reaches the caller through the handle
		return handle{server: s, err: err}, nil
	}
	if err != nil {
		return nil, err
	}
	return handle{server: s}, nil
}

func (s *server) UpdateWithStartWorkflow(_ context.Context, o client.UpdateWithStartWorkflowOptions) (client.WorkflowUpdateHandle, error) {
	s.updates = append(s.updates, o.UpdateOptions)
	if s.healed != nil {
		return nil, s.healed
	}
	return handle{server: s}, nil
}

func (s *server) NewWithStartWorkflowOperation(o client.StartWorkflowOptions, _ any, _ ...any) client.WithStartWorkflowOperation {
	s.starts = append(s.starts, o)
	return nil
}

func (s *server) ExecuteWorkflow(_ context.Context, o client.StartWorkflowOptions, _ any, _ ...any) (client.WorkflowRun, error) {
	s.starts = append(s.starts, o)
	return nil, s.startErr
}

func (s *server) DescribeWorkflowExecution(context.Context, string, string) (*workflowservice.DescribeWorkflowExecutionResponse, error) {
	return &workflowservice.DescribeWorkflowExecutionResponse{WorkflowExecutionInfo: &workflowpb.WorkflowExecutionInfo{Status: s.status}}, nil
}

type handle struct {
	client.WorkflowUpdateHandle

	server *server
	err    error
}

func (h handle) Get(_ context.Context, into any) error {
	if h.err != nil {
		return h.err
	}
	switch v := into.(type) {
	case *workflows.Ack:
		*v = h.server.ack
	case *workflows.ImpactAck:
		*v = h.server.impact
	}
	return nil
}

// database is a PostgreSQL that knows one request.
type database struct {
	state   evidence.State
	applied map[string]evidence.State
	impact  evidence.ImpactState
	err     error
}

func (d database) Applied(_ context.Context, _ evidence.RequestID, commandID string) (evidence.State, bool, error) {
	s, ok := d.applied[commandID]
	return s, ok, d.err
}

func (d database) State(context.Context, evidence.RequestID) (evidence.State, error) {
	if d.err == nil && d.state.Seq == 0 {
		return evidence.State{}, &evidence.Error{Code: evidence.NotFound}
	}
	return d.state, d.err
}

func (d database) FollowUp(context.Context, evidence.RequestID) (evidence.ImpactState, error) {
	if d.err == nil && d.impact.Seq == 0 {
		return evidence.ImpactState{}, &evidence.Error{Code: evidence.NotFound}
	}
	return d.impact, d.err
}
