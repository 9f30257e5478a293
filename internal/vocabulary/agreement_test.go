package vocabulary_test

import (
	"slices"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Whatever the process asks for as a code, a form can offer.
func TestEveryReasonOfTheProcessHasAList(t *testing.T) {
	t.Parallel()
	c := load(t)
	var commands []string
	for _, rule := range evidence.Process() {
		commands = append(commands, string(rule.Name))
		if _, ok := c.Reasons(string(rule.Name)); slices.Contains(rule.Needs, "reason") && !ok {
			t.Errorf("%s needs a reason and there is no list of them", rule.Name)
		}
	}
	for _, v := range c.All() {
		for _, command := range v.Commands {
			if !slices.Contains(commands, command) {
				t.Errorf("%s is for the command %s, which does not exist", v.ID, command)
			}
		}
	}
}

func TestCodesAgreeWithTheProcess(t *testing.T) {
	t.Parallel()
	c := load(t)
	for _, o := range []evidence.Outcome{
		evidence.Answered, evidence.AnsweredLive, evidence.NothingFound, evidence.Declined, evidence.Signposted, evidence.Withdrawn,
		evidence.OutcomeMerged, evidence.OutcomeSplit, evidence.Lapsed, evidence.OutcomeReferred,
	} {
		if !c.Has(vocabulary.Outcomes, string(o)) {
			t.Errorf("outcome %s has no words", o)
		}
	}
	for ours, theirs := range map[vocabulary.CheckPolicy]evidence.CheckPolicy{
		vocabulary.CheckNone: evidence.CheckNone, vocabulary.CheckStrategy: evidence.CheckStrategy,
		vocabulary.CheckSummary: evidence.CheckSummary, vocabulary.CheckBoth: evidence.CheckBoth,
	} {
		if string(ours) != string(theirs) {
			t.Errorf("%s here is %s in the process", ours, theirs)
		}
	}
}
