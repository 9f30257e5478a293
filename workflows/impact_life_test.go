package workflows_test

import (
	"errors"
	"testing"

	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// TestImpactSuspended waits while the request is reopened and counts again from the next delivery.
func TestImpactSuspended(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.signal(10*day, workflows.SuspendSignal)
	s.signal(0, workflows.SuspendSignal)
	s.stage(20*day, evidence.ImpactSuspended)
	s.anchor(0)
	s.anchor(0)
	s.stage(13*day, evidence.ImpactScheduled)
	s.stage(2*day, evidence.ImpactAsked)
	s.answer(0, "ask-1", "answer-1", "")
	err := s.run("audit") // the second delivery says patient_care
	s.expect(err, evidence.ImpactAnswered, 45*day,
		evidence.ImpactAnchor, evidence.ImpactSuspend, evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactAnswer)
}

// TestImpactSuspendedAfterAsking does not ask twice: the reminder counts from the next delivery.
func TestImpactSuspendedAfterAsking(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.signal(15*day, workflows.SuspendSignal)
	s.stage(10*day, evidence.ImpactSuspended)
	s.anchor(0)
	s.stage(6*day, evidence.ImpactAsked)
	s.stage(2*day, evidence.ImpactReminded)
	s.stage(7*day, evidence.ImpactNoResponse)
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactNoResponse, (14+90)*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactSuspend, evidence.ImpactAnchor, evidence.ImpactRemindDue, evidence.ImpactGiveUpDue)
}

// TestImpactAnswerWhileSuspended takes an answer all the same.
func TestImpactAnswerWhileSuspended(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.signal(15*day, workflows.SuspendSignal)
	s.answer(day, "ask-1", "answer-1", "")
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactAnswered, 16*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactSuspend, evidence.ImpactAnswer)
}

// TestImpactStopped ends when the reopened request ends, or keeps taking late answers if it had asked.
func TestImpactStopped(t *testing.T) {
	t.Parallel()
	t.Run("before asking", func(t *testing.T) {
		t.Parallel()
		s := newSurvey(t)
		s.signal(2*day, workflows.SuspendSignal)
		s.signal(2*day, workflows.StopSignal)
		err := s.run("patient_care")
		s.expect(err, evidence.ImpactNotAsked, 4*day, evidence.ImpactAnchor, evidence.ImpactSuspend, evidence.ImpactStop)
	})
	t.Run("after asking", func(t *testing.T) {
		t.Parallel()
		s := newSurvey(t)
		s.signal(15*day, workflows.SuspendSignal)
		s.signal(2*day, workflows.StopSignal)
		s.stage(day, evidence.ImpactNoResponse)
		err := s.run("patient_care")
		s.expect(err, evidence.ImpactNoResponse, (14+90)*day, evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactSuspend, evidence.ImpactStop)
	})
}

func TestImpactCancelled(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.cancel(day)
	err := s.run("patient_care")
	if !temporal.IsCanceledError(errors.Unwrap(err)) {
		t.Errorf("ended with %v", err)
	}
	s.expect(nil, evidence.ImpactNotAsked, day, evidence.ImpactAnchor, evidence.ImpactStop)
}

// TestImpactContinuesAsNew hands everything over and goes on.
func TestImpactContinuesAsNew(t *testing.T) {
	t.Parallel()
	first := newSurvey(t)
	first.after(15*day, func() { first.env.SetContinueAsNewSuggested(true) })
	err := first.run("patient_care")
	var again *workflow.ContinueAsNewError
	var in workflows.ImpactInput
	if !errors.As(err, &again) || converter.GetDefaultDataConverter().FromPayloads(again.Input, &in) != nil {
		t.Fatalf("ended with %v", err)
	}
	second := newSurvey(t)
	second.started = began().Add(15 * day)
	second.env.SetStartTime(second.started)
	second.adopt(first.store)
	second.stage(5*day, evidence.ImpactAsked)
	second.stage(2*day, evidence.ImpactReminded)
	second.answer(0, "ask-1", "answer-1", "")
	second.expect(second.runInput(in), evidence.ImpactAnswered, 7*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactRemindDue, evidence.ImpactAnswer)
}

// TestImpactKnownToTheStore starts one that the store knows already, as the request of a lost Temporal does: it goes on
// from where the store has it, and asks nobody twice.
func TestImpactKnownToTheStore(t *testing.T) {
	t.Parallel()
	first := newSurvey(t)
	first.signal(15*day, workflows.SuspendSignal)
	first.after(day, func() { first.env.SetContinueAsNewSuggested(true) })
	_ = first.run("patient_care")
	second := newSurvey(t)
	second.started = began().Add(20 * day)
	second.env.SetStartTime(second.started)
	second.adopt(first.store)
	second.stage(6*day, evidence.ImpactAsked)
	second.stage(2*day, evidence.ImpactReminded)
	second.optOut(0, "ask-1", "")
	second.expect(second.run("patient_care"), evidence.ImpactOptedOut, 8*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactSuspend, evidence.ImpactAnchor, evidence.ImpactRemindDue, evidence.ImpactOptOut)
}

// TestImpactStoreFails retries, and drops a step that meets a conflict.
func TestImpactStoreFails(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.store.failures, s.store.conflict = 5, evidence.ImpactRemindDue
	s.stage(25*day, evidence.ImpactAsked)
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactAsked, (14+90)*day, evidence.ImpactAnchor, evidence.ImpactAskDue)
}

func TestImpactMalformedStart(t *testing.T) {
	t.Parallel()
	if err := newSurvey(t).runInput(workflows.ImpactInput{}); err == nil {
		t.Error("it ran")
	}
}
