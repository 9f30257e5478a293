package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/worker"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// The bare counterparts: the least that Temporal and PostgreSQL need for the same promise.

const bareQueue = "bare"

// bareRequest waits for one Update that runs one ordinary activity with the same transaction as a command of ours.
func bareRequest(ctx workflow.Context) error {
	done := false
	err := workflow.SetUpdateHandler(ctx, "apply", func(ctx workflow.Context, t evidence.Transition) (evidence.Clock, error) {
		ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{StartToCloseTimeout: 10 * time.Second})
		var clock evidence.Clock
		err := workflow.ExecuteActivity(ctx, "Apply", t).Get(ctx, &clock)
		return clock, err
	})
	if err != nil {
		return err
	}
	_, err = workflow.AwaitWithTimeout(ctx, time.Hour, func() bool { return done })
	return err
}

func (s *stage) startBare() error {
	s.bare = worker.New(s.temporal, bareQueue, worker.Options{})
	s.bare.RegisterWorkflow(bareRequest)
	s.bare.RegisterActivity(&struct{ *postgres.Requests }{s.requests})
	return s.bare.Start()
}

// bareSubmit stores the same rows and starts a bare workflow.
func (s *stage) bareSubmit(ctx context.Context, key string) (evidence.State, error) {
	body := sha256.Sum256([]byte(key))
	opened, err := s.requests.Open(ctx, postgres.Opening{
		Command: evidence.Command{
			ID: key, Name: evidence.Submit, Actor: evidence.Actor{Person: s.clinician, Roles: []evidence.Role{evidence.Requester}},
			Args: evidence.Args{Opening: &evidence.Opening{Library: s.library, Requester: s.clinician, Urgency: "routine", Type: "audit"}},
		},
		Content: postgres.RequestContent{Question: question},
		Key:     postgres.Key{Person: s.clinician, Method: "POST", Route: "/bare", Key: key, Body: body[:], CommandID: key},
	})
	if err != nil {
		return evidence.State{}, err
	}
	_, err = s.temporal.ExecuteWorkflow(ctx, client.StartWorkflowOptions{ID: "bare/" + string(opened.ID), TaskQueue: bareQueue}, bareRequest)
	if err == nil {
		_, err = s.pool.Exec(ctx, `UPDATE outbox SET done_at = now() WHERE key = $1`, "start/"+string(opened.ID))
	}
	return opened.State, err
}

// begun waits until a workflow has finished its first task.
func (s *stage) begun(ctx context.Context, id string) error {
	for {
		d, err := s.temporal.DescribeWorkflowExecution(ctx, id, "")
		if err != nil {
			return fmt.Errorf("%s: %w", id, err)
		}
		if info := d.GetWorkflowExecutionInfo(); info.GetHistoryLength() >= 4 || info.GetStatus() != enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING {
			return nil
		}
		time.Sleep(5 * time.Millisecond)
	}
}

const question = "Does early mobilisation after hip fracture shorten the stay in hospital?"
