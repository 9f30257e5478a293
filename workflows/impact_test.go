package workflows_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.temporal.io/sdk/converter"
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/testsuite"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// survey plays a script against one follow-up.
type survey struct {
	*desk

	impactAcks []workflows.ImpactAck
}

func newSurvey(t *testing.T) *survey {
	t.Helper()
	s := &survey{desk: newDesk(t)}
	s.env.RegisterWorkflowWithOptions(workflows.ImpactFollowUp, workflow.RegisterOptions{Name: workflows.ImpactFollowUpType})
	return s
}

func (s *survey) answer(wait time.Duration, ask, answer string, code evidence.Code) {
	s.t.Helper()
	s.tell(wait, workflows.AnswerImpactUpdate, workflows.ImpactAnswer{Ask: ask, Answer: answer}, code)
}

func (s *survey) optOut(wait time.Duration, ask string, code evidence.Code) {
	s.t.Helper()
	s.tell(wait, workflows.OptOutUpdate, workflows.ImpactOptOut{Ask: ask}, code)
}

// tell sends an Update under an ID of its own, as a client that tries again after days would.
func (s *survey) tell(wait time.Duration, name string, arg any, code evidence.Code) {
	s.t.Helper()
	s.after(wait, func() {
		at := s.env.Now().Sub(s.started)
		s.env.UpdateWorkflow(name, at.String(), &testsuite.TestUpdateCallback{
			OnAccept: func() {},
			OnReject: func(err error) {
				if refusalOf(err).Code != code {
					s.t.Errorf("%v after %v: rejected with %v, want %q", arg, at, err, code)
				}
			},
			OnComplete: func(ack any, err error) {
				if refusalOf(err).Code != code || code == "" && err != nil {
					s.t.Errorf("%v after %v: ended with %v, want %q", arg, at, err, code)
				}
				if err == nil {
					s.impactAcks = append(s.impactAcks, ack.(workflows.ImpactAck))
				}
			},
		}, arg)
	})
}

func (s *survey) stage(wait time.Duration, want evidence.ImpactStage) {
	s.t.Helper()
	s.after(wait, func() {
		var is evidence.ImpactState
		s.query(&is)
		if is.Stage != want {
			s.t.Errorf("after %v: %s, want %s", s.env.Now().Sub(s.started), is.Stage, want)
		}
	})
}

func (s *survey) anchor(wait time.Duration) {
	s.after(wait, func() {
		s.env.SignalWorkflow(workflows.AnchorSignal, workflows.ImpactAnchor{At: s.env.Now(), Type: "patient_care"})
	})
}

func (s *survey) run(searchType string) error {
	s.t.Helper()
	return s.runInput(workflows.ImpactInput{State: evidence.ImpactState{
		Request: request, Library: library, Type: searchType, Anchor: s.started,
	}})
}

func (s *survey) runInput(in workflows.ImpactInput) error {
	s.t.Helper()
	s.env.ExecuteWorkflow(workflows.ImpactFollowUpType, in)
	if !s.env.IsWorkflowCompleted() {
		s.t.Fatal("the workflow did not end")
	}
	return s.env.GetWorkflowError()
}

// expect compares the steps that were stored, the stage at the end and how long it took.
func (s *survey) expect(err error, stage evidence.ImpactStage, ended time.Duration, steps ...evidence.Name) {
	s.t.Helper()
	if err != nil {
		s.t.Errorf("the workflow failed: %v", err)
	}
	if diff := cmp.Diff(steps, s.store.impactSteps()); diff != "" {
		s.t.Error(diff)
	}
	if s.store.impact.Stage != stage {
		s.t.Errorf("ended as %s, want %s", s.store.impact.Stage, stage)
	}
	if took := s.env.Now().Sub(s.started); took < ended || took > ended+time.Hour {
		s.t.Errorf("ended after %v, want %v", took, ended)
	}
}

func TestImpactAnswered(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.stage(13*day, evidence.ImpactScheduled)
	s.answer(0, "ask-1", "answer-1", evidence.NotFound)
	s.stage(2*day, evidence.ImpactAsked)
	s.answer(day, "another", "answer-1", evidence.NotFound)
	s.answer(0, "ask-1", "", evidence.Invalid)
	s.answer(0, "ask-1", "answer-1", "")
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactAnswered, 16*day, evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactAnswer)
	if s.store.steps[1].Notice != evidence.NoticeImpactAsked || s.impactAcks[0].Stage != evidence.ImpactAnswered {
		t.Errorf("%+v, %+v", s.store.steps[1], s.impactAcks)
	}
}

// TestImpactNoResponse asks after four weeks, reminds, gives up, and takes an answer for 90 days after asking.
func TestImpactNoResponse(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.stage(27*day, evidence.ImpactScheduled)
	s.stage(2*day, evidence.ImpactAsked)
	s.stage(7*day, evidence.ImpactReminded)
	s.stage(7*day, evidence.ImpactNoResponse)
	err := s.run("audit")
	s.expect(err, evidence.ImpactNoResponse, (28+90)*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactRemindDue, evidence.ImpactGiveUpDue)
}

func TestImpactLateAnswer(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.answer((28+89)*day, "ask-1", "answer-1", "")
	err := s.run("audit")
	s.expect(err, evidence.ImpactAnswered, (28+89)*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactRemindDue, evidence.ImpactGiveUpDue, evidence.ImpactAnswer)
}

// TestImpactTwoPeople goes on for the second after the first has answered; repeating an answer is harmless.
func TestImpactTwoPeople(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.store.asks = func(evidence.ImpactState) []evidence.ImpactAsk {
		return []evidence.ImpactAsk{
			{ID: "ask-1", Person: requester, State: evidence.AskAsked},
			{ID: "ask-2", Person: delegate, State: evidence.AskAsked},
			{ID: "ask-3", Person: colleague, State: evidence.AskNotAsked, Reason: evidence.NotAskedRecent},
		}
	}
	s.answer(15*day, "ask-1", "answer-1", "")
	s.answer(day, "ask-1", "answer-1", "")
	s.answer(0, "ask-1", "answer-2", evidence.AlreadyAnswered)
	s.answer(0, "ask-3", "answer-3", evidence.Expired)
	s.stage(day, evidence.ImpactAnswered)
	s.optOut(7*day, "ask-2", "")
	s.optOut(0, "ask-2", "")
	err := s.run("patient_question")
	s.expect(err, evidence.ImpactAnswered, 24*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactAnswer, evidence.ImpactRemindDue, evidence.ImpactOptOut)
	if len(s.impactAcks) < 3 || s.impactAcks[0].Seq != s.impactAcks[1].Seq {
		t.Errorf("answers %+v", s.impactAcks)
	}
	if got := s.store.impact.Asks[1]; got.State != evidence.AskOptedOut || !got.Left {
		t.Errorf("%+v", got)
	}
}

// TestImpactOptOutKeepsTheAnswer lets somebody who has answered leave; the answer stays.
func TestImpactOptOutKeepsTheAnswer(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.store.asks = func(evidence.ImpactState) []evidence.ImpactAsk {
		return []evidence.ImpactAsk{
			{ID: "ask-1", Person: requester, State: evidence.AskAsked}, {ID: "ask-2", Person: delegate, State: evidence.AskAsked},
		}
	}
	s.answer(15*day, "ask-1", "answer-1", "")
	s.optOut(0, "ask-1", "")
	s.optOut(0, "ask-2", "")
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactAnswered, 15*day, evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactAnswer, evidence.ImpactOptOut, evidence.ImpactOptOut)
}

func TestImpactOptedOut(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.optOut(15*day, "nobody", evidence.NotFound)
	s.optOut(0, "ask-1", "")
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactOptedOut, 15*day, evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactOptOut)
}

// TestImpactNobodyToAsk ends at once when everybody was asked recently.
func TestImpactNobodyToAsk(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.store.asks = func(evidence.ImpactState) []evidence.ImpactAsk {
		return []evidence.ImpactAsk{{ID: "ask-1", Person: requester, State: evidence.AskNotAsked, Reason: evidence.NotAskedRecent}}
	}
	err := s.run("patient_care")
	s.expect(err, evidence.ImpactNotAsked, 14*day, evidence.ImpactAnchor, evidence.ImpactAskDue)
}

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
