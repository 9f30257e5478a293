package temporalx_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

func refusal(e evidence.Error) error {
	return temporal.NewNonRetryableApplicationError(string(e.Code), string(e.Code), nil, e)
}

func claim() evidence.Command {
	return evidence.Command{ID: "c1", Name: evidence.Claim, Actor: evidence.Actor{Person: "p1", Roles: []evidence.Role{evidence.Librarian}}}
}

func open() evidence.State {
	return evidence.State{Request: request, Seq: 3, Stage: evidence.Triage, Owner: "p1", Requester: "p2", Urgency: "urgent"}
}

func closed() evidence.State {
	s := open()
	s.Stage, s.Outcome, s.ClosedAt = evidence.Closed, evidence.Declined, time.Now()
	return s
}

// TestDo maps every answer of Temporal to one of the domain.
func TestDo(t *testing.T) {
	t.Parallel()
	missing := serviceerror.NewNotFound("workflow not found")
	timeout := client.NewWorkflowUpdateServiceTimeoutOrCanceledError(context.DeadlineExceeded)
	acked := workflows.Ack{CommandID: "c1", Seq: 4}
	underway := temporal.NewApplicationError("", "AcceptedUpdateCompletedWorkflow")
	applied := map[string]evidence.State{"c1": open()}
	for name, c := range map[string]struct {
		answers []error
		reached bool
		healed  error
		db      database
		code    evidence.Code
		want    workflows.Ack
		started bool
	}{
		"carried out":             {want: acked},
		"refused":                 {answers: []error{refusal(evidence.Error{Code: evidence.AlreadyClaimed, Stage: evidence.Triage})}, code: evidence.AlreadyClaimed},
		"refused but done":        {answers: []error{refusal(evidence.Error{Code: evidence.AlreadyClaimed})}, db: database{applied: applied}, want: workflows.AckOf("c1", open())},
		"refused, store down":     {answers: []error{refusal(evidence.Error{Code: evidence.OwnWork})}, db: database{err: errors.New("down")}, code: evidence.OwnWork},
		"moving, then done":       {answers: []error{refusal(evidence.Error{Code: evidence.EngineUnavailable, Detail: workflows.Moving}), nil}, want: acked},
		"conflict":                {answers: []error{temporal.NewApplicationError("x", "projection-conflict")}, code: evidence.Internal},
		"unknown":                 {answers: []error{missing}, code: evidence.NotFound},
		"lost, was done":          {answers: []error{missing}, db: database{applied: applied, state: open()}, want: workflows.AckOf("c1", open())},
		"closed":                  {answers: []error{missing}, db: database{state: closed()}, code: evidence.NotAllowedInStage},
		"not started":             {answers: []error{missing}, db: database{state: open()}, want: acked, started: true},
		"not started, store down": {answers: []error{missing}, db: database{err: errors.New("down")}, code: evidence.StoreUnavailable},
		"not started, ended meanwhile": {
			answers: []error{missing}, db: database{state: open()}, started: true,
			healed: serviceerror.NewWorkflowExecutionAlreadyStarted("", "", ""), code: evidence.EngineUnavailable,
		},
		"ended under way, done":    {answers: []error{underway}, db: database{applied: applied}, want: workflows.AckOf("c1", open())},
		"ended under way, closed":  {answers: []error{underway}, db: database{state: closed()}, code: evidence.NotAllowedInStage},
		"ended under way, new run": {answers: []error{underway}, db: database{state: open()}, want: acked, started: true},
		"unreachable":              {answers: []error{serviceerror.NewUnavailable("down")}, code: evidence.EngineUnavailable},
		"connection lost":          {answers: []error{serviceerror.NewUnavailable("reset")}, reached: true, code: evidence.OutcomeUnknown},
		"timed out":                {answers: []error{timeout}, reached: true, code: evidence.OutcomeUnknown},
		"timed out before sending": {answers: []error{timeout}, code: evidence.EngineUnavailable},
		"too busy":                 {answers: []error{&serviceerror.ResourceExhausted{}}, reached: true, code: evidence.EngineUnavailable},
		"namespace missing":        {answers: []error{serviceerror.NewNamespaceNotFound("x")}, reached: true, code: evidence.EngineUnavailable},
		"server confused":          {answers: []error{serviceerror.NewInternal("x")}, reached: true, code: evidence.OutcomeUnknown},
		"cancelled by the caller":  {answers: []error{context.Canceled}, reached: true, code: evidence.OutcomeUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := &server{answers: c.answers, reached: c.reached, healed: c.healed, ack: acked}
			got, err := temporalx.NewCommander(s, c.db, time.Second).Do(t.Context(), request, claim())
			if err == nil && c.code != "" || err != nil && evidence.CodeOf(err) != c.code {
				t.Fatalf("%v, want %q", err, c.code)
			}
			if diff := cmp.Diff(c.want, got); err == nil && diff != "" {
				t.Error(diff)
			}
			if (len(s.starts) > 0) != c.started {
				t.Errorf("started %d workflows", len(s.starts))
			}
			for _, u := range s.updates {
				if u.UpdateID != "c1" || u.WorkflowID != "evidence-request/"+string(request) || u.UpdateName != "command" || u.WaitForStage != client.WorkflowUpdateStageCompleted {
					t.Errorf("sent %+v", u)
				}
			}
		})
	}
}

func TestRefusalKeepsItsDetails(t *testing.T) {
	t.Parallel()
	want := evidence.Error{Code: evidence.Invalid, Stage: evidence.Triage, Fields: []evidence.FieldError{{Field: "promise_due", Code: "in-the-past", Detail: "x"}}}
	_, err := temporalx.NewCommander(&server{answers: []error{refusal(want)}}, database{}, time.Second).Do(t.Context(), request, claim())
	var got *evidence.Error
	if !errors.As(err, &got) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
}

// TestMovingForTooLong gives up within the budget, saying that nothing was done.
func TestMovingForTooLong(t *testing.T) {
	t.Parallel()
	s := &server{answers: []error{refusal(evidence.Error{Code: evidence.EngineUnavailable, Detail: workflows.Moving})}, reached: true}
	_, err := temporalx.NewCommander(s, database{}, 200*time.Millisecond).Do(t.Context(), request, claim())
	if evidence.CodeOf(err) != evidence.EngineUnavailable || len(s.updates) < 2 {
		t.Errorf("%v after %d attempts", err, len(s.updates))
	}
}

func TestStart(t *testing.T) {
	t.Parallel()
	s := &server{}
	c := temporalx.NewCommander(s, database{}, 0)
	if err := c.Start(t.Context(), open()); err != nil {
		t.Fatal(err)
	}
	o := s.starts[0]
	if o.ID != "evidence-request/"+string(request) || o.TaskQueue != "evidence" || o.EnableEagerStart || o.WorkflowExecutionErrorWhenAlreadyStarted ||
		o.WorkflowIDConflictPolicy != enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING ||
		o.WorkflowIDReusePolicy != enumspb.WORKFLOW_ID_REUSE_POLICY_REJECT_DUPLICATE || o.Priority.PriorityKey != 2 || o.TypedSearchAttributes.Size() != 2 {
		t.Errorf("%+v", o)
	}
	s.startErr = serviceerror.NewUnavailable("down")
	if err := c.Start(t.Context(), open()); evidence.CodeOf(err) != evidence.EngineUnavailable {
		t.Error(err)
	}
}

func TestRevive(t *testing.T) {
	t.Parallel()
	already := serviceerror.NewWorkflowExecutionAlreadyStarted("", "", "")
	for name, c := range map[string]struct {
		err    error
		status enumspb.WorkflowExecutionStatus
		want   temporalx.Presence
	}{
		"missing": {nil, 0, temporalx.PresenceStarted},
		"running": {already, enumspb.WORKFLOW_EXECUTION_STATUS_RUNNING, temporalx.PresenceRunning},
		"ended":   {already, enumspb.WORKFLOW_EXECUTION_STATUS_COMPLETED, temporalx.PresenceEnded},
		"down":    {serviceerror.NewUnavailable("down"), 0, ""},
	} {
		s := &server{startErr: c.err, status: c.status}
		commander := temporalx.NewCommander(s, database{}, 0)
		got, err := commander.Revive(t.Context(), open())
		followUp, err2 := commander.ReviveFollowUp(t.Context(), evidence.ImpactState{Request: request})
		if got != c.want || followUp != c.want || (err != nil) != (c.want == "") || (err2 != nil) != (c.want == "") {
			t.Errorf("%s: %q %v, %q %v", name, got, err, followUp, err2)
		}
		for _, o := range s.starts {
			if o.WorkflowIDReusePolicy != enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY || !o.WorkflowExecutionErrorWhenAlreadyStarted {
				t.Errorf("%s: %+v", name, o)
			}
		}
	}
}

func TestImpact(t *testing.T) {
	t.Parallel()
	missing := serviceerror.NewNotFound("workflow not found")
	state := func(ask evidence.AskState, answer string) evidence.ImpactState {
		return evidence.ImpactState{
			Request: request, Seq: 3, Stage: evidence.ImpactAsked, AskedAt: time.Now().Add(-time.Hour), Anchor: time.Now(),
			Due:  evidence.ImpactDue{End: time.Now().Add(time.Hour)},
			Asks: []evidence.ImpactAsk{{ID: "a1", State: ask, Answer: answer}},
		}
	}
	over := state(evidence.AskNoResponse, "")
	over.Due.End = time.Now().Add(-time.Minute)
	acked := workflows.ImpactAck{Seq: 4, Stage: evidence.ImpactAnswered}
	for name, c := range map[string]struct {
		answers []error
		db      database
		code    evidence.Code
		want    workflows.ImpactAck
		started bool
	}{
		"taken":             {want: acked},
		"second answer":     {answers: []error{refusal(evidence.Error{Code: evidence.AlreadyAnswered})}, code: evidence.AlreadyAnswered},
		"no follow-up":      {answers: []error{missing}, code: evidence.NotFound},
		"same answer again": {answers: []error{missing}, db: database{impact: state(evidence.AskAnswered, "row")}, want: workflows.ImpactAck{Seq: 3, Stage: evidence.ImpactAsked}},
		"another answer":    {answers: []error{missing}, db: database{impact: state(evidence.AskAnswered, "other")}, code: evidence.AlreadyAnswered},
		"over":              {answers: []error{missing}, db: database{impact: over}, code: evidence.Expired},
		"lost":              {answers: []error{missing}, db: database{impact: state(evidence.AskAsked, "")}, want: acked, started: true},
		"store down":        {answers: []error{missing}, db: database{err: errors.New("down")}, code: evidence.StoreUnavailable},
	} {
		s := &server{answers: c.answers, impact: acked}
		got, err := temporalx.NewCommander(s, c.db, time.Second).AnswerImpact(t.Context(), request, workflows.ImpactAnswer{Ask: "a1", Answer: "row"})
		if err == nil && c.code != "" || err != nil && evidence.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", name, err, c.code)
		}
		if err == nil && got != c.want || (len(s.starts) > 0) != c.started {
			t.Errorf("%s: %+v, %d started", name, got, len(s.starts))
		}
		if s.updates[0].UpdateID != "answer/row" || s.updates[0].WorkflowID != "impact-follow-up/"+string(request) {
			t.Errorf("%s: %+v", name, s.updates[0])
		}
	}
	s := &server{impact: acked}
	got, err := temporalx.NewCommander(s, database{}, time.Second).OptOut(t.Context(), request, workflows.ImpactOptOut{Ask: "a1"})
	if err != nil || got != acked || s.updates[0].UpdateID != "opt-out/a1" || s.updates[0].UpdateName != "opt-out" {
		t.Errorf("%+v %v %+v", got, err, s.updates[0])
	}
}
