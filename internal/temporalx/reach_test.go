package temporalx_test

import (
	"context"
	"log/slog"
	"net"
	"testing"
	"time"

	"go.temporal.io/api/workflowservice/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
)

// frontend is a Temporal that answers a greeting and then fails every Update.
type frontend struct {
	workflowservice.UnimplementedWorkflowServiceServer
}

// GetSystemInfo implements the service.
func (frontend) GetSystemInfo(context.Context, *workflowservice.GetSystemInfoRequest) (*workflowservice.GetSystemInfoResponse, error) {
	return &workflowservice.GetSystemInfoResponse{}, nil
}

// UpdateWorkflowExecution implements the service.
func (frontend) UpdateWorkflowExecution(context.Context, *workflowservice.UpdateWorkflowExecutionRequest) (*workflowservice.UpdateWorkflowExecutionResponse, error) {
	return nil, status.Error(codes.Unavailable, "shutting down")
}

// TestReach tells a server that took the command and gave no answer from one that is not there any more.
func TestReach(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	workflowservice.RegisterWorkflowServiceServer(server, frontend{})
	go func() { _ = server.Serve(l) }()
	c, err := temporalx.Dial(temporalx.Options{Address: l.Addr().String(), Namespace: "n", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	commander := temporalx.NewCommander(c, database{}, 500*time.Millisecond)
	if _, err := commander.Do(t.Context(), request, claim()); evidence.CodeOf(err) != evidence.OutcomeUnknown {
		t.Errorf("a server that gave no answer: %v", err)
	}
	server.Stop()
	// The budget is a minute, but a server that is not there is given up much earlier.
	patient := temporalx.NewCommander(c, database{}, time.Minute)
	_, err = patient.Do(t.Context(), request, claim())
	if evidence.CodeOf(err) == evidence.OutcomeUnknown { // it went out on the connection that was just being lost
		_, err = patient.Do(t.Context(), request, claim())
	}
	if evidence.CodeOf(err) != evidence.EngineUnavailable {
		t.Errorf("a server that is gone: %v", err)
	}
	if err := patient.Start(t.Context(), open()); evidence.CodeOf(err) != evidence.EngineUnavailable {
		t.Errorf("a server that is gone: %v", err)
	}
}
