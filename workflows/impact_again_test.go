package workflows_test

import (
	"testing"

	"evidencedesk/internal/evidence"
)

// TestImpactSecondLook asks once more after three months, also who has answered, and ends after the second answer.
func TestImpactSecondLook(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	s.answer(30*day, "ask-1", "answer-1", "")
	s.stage(day, evidence.ImpactAnswered)
	s.stage(58*day, evidence.ImpactAnswered)
	s.stage(2*day, evidence.ImpactAsked)
	s.answer(0, "ask-1", "answer-2", evidence.AlreadyAnswered)
	s.answer(day, "ask-again", "answer-3", "")
	s.stage(0, evidence.ImpactAnswered)
	err := s.run("service_development_management")
	s.expect(err, evidence.ImpactAnswered, 92*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactAnswer, evidence.ImpactAskAgain, evidence.ImpactAnswer)
}

// TestImpactSecondLookWithoutAnswer reminds in the second round, too, and never asks a third time.
func TestImpactSecondLookWithoutAnswer(t *testing.T) {
	t.Parallel()
	s := newSurvey(t)
	err := s.run("business_case")
	s.expect(err, evidence.ImpactNoResponse, (90+90)*day,
		evidence.ImpactAnchor, evidence.ImpactAskDue, evidence.ImpactRemindDue, evidence.ImpactGiveUpDue,
		evidence.ImpactAskAgain, evidence.ImpactRemindDue, evidence.ImpactGiveUpDue)
}
