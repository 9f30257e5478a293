package postgres_test

import (
	"slices"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestTheSecondLookIsAnAskOfItsOwn(t *testing.T) {
	d := newDesk(t)
	f := &impact{desk: d, store: d.followUps(), request: d.request}
	f.state = evidence.ImpactState{Request: d.request, Library: d.library, Type: "business_case", Anchor: d.now}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnchor})
	f.pass(evidence.ImpactAskDue)
	first := f.save(d.requester, full())
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: f.of(d.requester).ID, Answer: first})
	open, err := f.store.OpenFollowUps(t.Context(), "", 10)
	if err != nil || len(open) != 1 {
		t.Fatalf("what waits for its second look is not open: %v %v", open, err)
	}
	f.pass(evidence.ImpactAskAgain)
	if f.state.Stage != evidence.ImpactAsked || len(f.state.Asks) != 2 || f.state.Asks[1].Round != 2 {
		t.Fatalf("%+v", f.state)
	}
	ask, err := f.store.AskOf(t.Context(), d.request, d.requester)
	if err != nil || ask.Round != 2 || !ask.Open {
		t.Fatalf("%+v, %v", ask, err)
	}
	row, err := f.store.SaveAnswer(t.Context(), ask.ID, yes())
	if err != nil || row == first {
		t.Fatal(row, err)
	}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: ask.ID, Answer: row})
	if facts := f.facts(); len(facts) != 2 || facts[1].Round != 2 || facts[1].AnsweredOn == "" {
		t.Errorf("%+v", facts)
	}
	if want := slices.Concat(owedTo(evidence.NoticeImpactAgain, d.requester), owedTo(evidence.NoticeImpactAsked, d.requester)); !slices.Equal(want, d.owed()) {
		t.Errorf("notices %v", d.owed())
	}
}

func (f *impact) told(person evidence.PersonID, v postgres.SurveyAnswer) (postgres.Ask, string, bool, error) {
	v.RecordedBy = f.librarian
	return f.store.SaveTold(f.Context(), postgres.Told{Request: f.request, Library: f.library, Person: person, Answer: v})
}

func TestWhatIsToldToStaffIsMarked(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	ask, row, waits, err := f.told(d.requester, full())
	if err != nil || !waits || ask.ID != f.of(d.requester).ID {
		t.Fatal(ask, waits, err)
	}
	if _, again, _, err := f.told(d.requester, full()); err != nil || again != row {
		t.Errorf("the same once more: %v", err)
	}
	if _, _, _, err := f.told(d.requester, yes()); evidence.CodeOf(err) != evidence.AlreadyAnswered {
		t.Errorf("something else: %v", err)
	}
	list, err := f.store.HeardOf(t.Context(), d.request)
	if err != nil || len(list) != 1 || list[0].How != postgres.HowPhone || list[0].RecordedBy != d.librarian || !list[0].MayQuote {
		t.Errorf("%+v, %v", list, err)
	}
	if n := d.count(`SELECT count(*) FROM survey_answer WHERE how = 'phone' AND recorded_by = $1`, d.librarian); n != 1 {
		t.Errorf("%d answers are marked", n)
	}
	if _, _, _, err := f.told(d.outsider, full()); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("somebody for whom the answer was not: %v", err)
	}
}

func TestWhoHasToldUsIsNotAsked(t *testing.T) {
	d := newDesk(t)
	f := d.follow(d.request)
	if _, _, waits, err := f.told(d.requester, full()); err != nil || waits {
		t.Fatal(waits, err)
	}
	f.counts(askRow{
		Round: 1, AnsweredOn: "2026-03-02", How: "phone", Sampled: true, Immediate: []string{"safety"}, Probable: []string{"informed_decision", "safety"},
		UsedFor: []string{"patient_care", "research"}, Minutes: 90, MayQuote: true, DecisionInformed: true, Own: true,
	})
	f.pass(evidence.ImpactAskDue)
	f.expect(evidence.ImpactAnswered, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskAnswered})
	if len(d.owed()) != 0 {
		t.Errorf("notices: %v", d.owed())
	}
}

func TestWhoWasNotDrawnMayTellAllTheSame(t *testing.T) {
	d := newDesk(t)
	other := d.follow(d.ask())
	other.pass(evidence.ImpactAskDue)
	f := d.follow(d.request)
	f.state.At = time.Time{}
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAskDue})
	if f.of(d.requester).Reason != evidence.NotAskedRecent {
		t.Fatalf("%+v", f.state.Asks)
	}
	if _, _, waits, err := f.told(d.requester, full()); err != nil || waits {
		t.Fatal(waits, err)
	}
	if n := d.count(`SELECT count(*) FROM ask WHERE request_id = $1 AND state = 'answered' AND reason = 'recent' AND asked_on IS NULL`, d.request); n != 1 {
		t.Error("why nobody asked is not known any more")
	}
}
