package evidence_test

import (
	"slices"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
)

// again is a follow-up of a search of this type whose requester was just asked.
func again(t *testing.T, searchType string) *followUp {
	t.Helper()
	delivered := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	f := &followUp{t: t, morning: mornings(t), state: evidence.ImpactState{Request: "r1", Type: searchType, Anchor: delivered}}
	f.must(evidence.ImpactAnchor, delivered)
	f.must(evidence.ImpactAskDue, f.state.Due.Ask)
	return f
}

// second asks again as the store does: with an ask of the second round beside the first.
func (f *followUp) second() {
	tr, err := evidence.DecideImpact(f.state, evidence.ImpactCommand{Name: evidence.ImpactAskAgain}, f.state.Due.Again)
	if err != nil {
		f.t.Fatal(err)
	}
	if tr.Notice != evidence.NoticeImpactAgain {
		f.t.Errorf("the notice is %s", tr.Notice)
	}
	tr.Next.Asks = append(tr.Next.Asks, evidence.ImpactAsk{ID: "a2", Person: ann, State: evidence.AskAsked, Round: 2})
	if f.state, err = tr.Next.Settle(f.morning); err != nil {
		f.t.Fatal(err)
	}
}

// TestWhoIsAskedASecondTime follows domain rule 7.5: business case, guideline, quality improvement, service development.
func TestWhoIsAskedASecondTime(t *testing.T) {
	t.Parallel()
	for searchType, want := range map[string]bool{
		"business_case": true, "guideline_policy_pathway": true, "quality_improvement": true, "service_development_management": true,
		"patient_care": false, "audit": false, "teaching": false, "": false,
	} {
		f := again(t, searchType)
		if got := !f.state.Due.Again.IsZero(); got != want {
			t.Errorf("%s: a second look %v", searchType, got)
		}
		if wait := f.state.Due.Again.Sub(f.state.Anchor); want && (wait < evidence.AskAgainAfter || wait > evidence.AskAgainAfter+5*24*time.Hour) {
			t.Errorf("%s: asked again after %v", searchType, wait)
		}
	}
}

func TestTheSecondLook(t *testing.T) {
	t.Parallel()
	f := again(t, "quality_improvement")
	f.must(evidence.ImpactAnswer, f.state.At.Add(time.Hour))
	if f.state.Stage != evidence.ImpactAnswered || f.state.Done(f.state.At) {
		t.Fatalf("%s, done %v", f.state.Stage, f.state.Done(f.state.At))
	}
	f.second()
	if f.state.Stage != evidence.ImpactAsked || f.state.Due.Remind.IsZero() || !f.state.Due.Again.IsZero() || f.state.Asks[0].State != evidence.AskAnswered {
		t.Fatalf("%+v", f.state)
	}
	f.must(evidence.ImpactRemindDue, f.state.Due.Remind)
	f.must(evidence.ImpactGiveUpDue, f.state.Due.GiveUp)
	if f.state.Stage != evidence.ImpactNoResponse || f.state.Done(f.state.At) || !f.state.Done(f.state.Due.End) {
		t.Errorf("%s", f.state.Stage)
	}
	if slices.ContainsFunc(f.state.Deadlines(), func(d evidence.Deadline) bool { return d.Name == evidence.ImpactAskAgain }) {
		t.Error("asked a third time")
	}
}

// TestTheFirstLinkStillTakesAnAnswer until its own time is over, although the second look has begun.
func TestTheFirstLinkStillTakesAnAnswer(t *testing.T) {
	t.Parallel()
	f := again(t, "business_case")
	f.state.Asks[0].End = f.state.AskedAt.Add(evidence.AnswerWindow)
	end := f.state.Asks[0].End
	f.second()
	late := evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: "a1", Answer: "row"}
	if _, err := evidence.DecideImpact(f.state, late, end); evidence.CodeOf(err) != evidence.Expired {
		t.Errorf("after its time: %v", err)
	}
	f.must(evidence.ImpactAnswer, end.Add(-time.Hour))
	if f.state.Asks[0].State != evidence.AskAnswered || f.state.Stage != evidence.ImpactAsked {
		t.Errorf("%+v", f.state)
	}
}

// TestASuspendedFollowUpKeepsItsSecondLook although everybody has answered: the request is still worked on.
func TestASuspendedFollowUpKeepsItsSecondLook(t *testing.T) {
	t.Parallel()
	f := again(t, "guideline_policy_pathway")
	f.must(evidence.ImpactAnswer, f.state.At)
	f.must(evidence.ImpactSuspend, f.state.At)
	if f.state.Done(f.state.At) || len(f.state.Deadlines()) != 0 {
		t.Errorf("%+v", f.state)
	}
	f.must(evidence.ImpactAnchor, f.state.At.Add(48*time.Hour))
	if got := f.state.Due.Again.Sub(f.state.Anchor); got < evidence.AskAgainAfter {
		t.Errorf("again after %v", got)
	}
	f.must(evidence.ImpactStop, f.state.At)
	if !f.state.Done(f.state.At) {
		t.Error("a stopped one goes on")
	}
}
