package workflows_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
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
	err := s.run("patient_care")
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
