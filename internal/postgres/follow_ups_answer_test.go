package postgres_test

import (
	"sync"
	"testing"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres"
)

// asked is a follow-up whose requester has just been asked.
func (d *desk) asked() *impact {
	d.Helper()
	f := d.follow(d.request)
	f.pass(evidence.ImpactAskDue)
	return f
}

func TestALinkLeadsToItsAsk(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	a, err := f.store.AskByToken(t.Context(), f.link(d.requester))
	if err != nil || a.ID != f.of(d.requester).ID || a.Request != d.request || a.Reference == "" || a.Person != d.requester || !a.Open ||
		a.Answered || a.OptedOut || a.Questionnaire != "2026-11" || a.State != evidence.AskAsked || !a.EndsAt.Equal(f.state.Due.End) {
		t.Errorf("%+v, %v", a, err)
	}
	if _, err := f.store.AskByToken(t.Context(), hashOf("another link")); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("an unknown link: %v", err)
	}
	token := mail.AskToken([]byte(linkKey), f.of(d.requester).ID)
	if n := d.count(`SELECT count(*) FROM ask a JOIN follow_up f USING (request_id) WHERE a::text || f::text LIKE '%' || $1 || '%'`, token); n != 0 {
		t.Error("the secret part of the link is stored")
	}
	d.forgotten(d.requester)
	if _, err := f.store.AskByToken(t.Context(), f.link(d.requester)); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("the link of an erased person: %v", err)
	}
}

func TestAnAnswerIsStoredOnce(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	ask := f.of(d.requester).ID
	const callers = 8
	ids := make([]string, callers)
	var wg sync.WaitGroup
	for i := range callers {
		wg.Go(func() {
			var err error
			if ids[i], err = f.store.SaveAnswer(d.Context(), ask, yes()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id == "" || id != ids[0] {
			t.Errorf("answers %v", ids)
		}
	}
	other := yes()
	other.Texts = map[string]string{"q3_how": "Nothing changed."}
	f.refuses(t, d.requester, other, evidence.AlreadyAnswered)
	f.give(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: f.of(d.requester).ID, Answer: ids[0]})
	if again := f.save(d.requester, yes()); again != ids[0] {
		t.Error("the same answer after it was counted is another one")
	}
	f.refuses(t, d.requester, other, evidence.AlreadyAnswered)
	if n := d.count(`SELECT count(*) FROM survey_answer`); n != 1 {
		t.Errorf("%d answers", n)
	}
}

func TestAnAnswerThatTheEngineMissedStillCounts(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	answer := f.save(d.requester, yes())
	f.pass(evidence.ImpactRemindDue)
	f.expect(evidence.ImpactAnswered, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskAnswered})
	if f.of(d.requester).Answer != answer {
		t.Error("another answer counts")
	}
	if len(d.owed()) != 1 {
		t.Errorf("whoever answered is reminded: %v", d.owed())
	}
	if !f.state.Repeats(evidence.ImpactCommand{Name: evidence.ImpactAnswer, Ask: f.of(d.requester).ID, Answer: answer}) {
		t.Error("telling the engine later is refused")
	}
}

func TestWhenAnAnswerComesTooLate(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	f.pass(evidence.ImpactRemindDue)
	f.pass(evidence.ImpactGiveUpDue)
	d.now = f.state.Due.End.Add(-time.Second)
	if a, err := f.store.AskByToken(t.Context(), f.link(d.requester)); err != nil || !a.Open {
		t.Errorf("in the last second: %+v, %v", a, err)
	}
	d.now = f.state.Due.End
	f.refuses(t, d.requester, yes(), evidence.Expired)
	if n := d.count(`SELECT count(*) FROM survey_answer`); n != 0 {
		t.Error("it was stored all the same")
	}
}

func TestOptingOutCountsEverywhere(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	f.give(evidence.ImpactCommand{Name: evidence.ImpactOptOut, Ask: f.of(d.requester).ID})
	f.expect(evidence.ImpactOptedOut, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskOptedOut})
	f.refuses(t, d.requester, yes(), evidence.Expired)
	if out, err := f.store.OptedOut(t.Context(), d.requester); err != nil || !out {
		t.Fatalf("%v, %v", out, err)
	}
	d.now = d.now.Add(365 * 24 * time.Hour)
	later := d.follow(d.ask())
	later.pass(evidence.ImpactAskDue)
	later.expect(evidence.ImpactOptedOut, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskOptedOut})
	if len(d.owed()) != 1 {
		t.Errorf("notices: %v", d.owed())
	}
}

func TestOptingOutAfterTheEnd(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	d.now = f.state.Due.End.Add(time.Hour)
	for range 2 {
		if err := f.store.OptOut(t.Context(), f.of(d.requester).ID); err != nil {
			t.Fatal(err)
		}
	}
	if a, err := f.store.AskByToken(t.Context(), f.link(d.requester)); err != nil || !a.OptedOut {
		t.Errorf("%+v, %v", a, err)
	}
}

func TestOptingOutElsewhereStopsTheReminder(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	if err := f.store.OptOut(t.Context(), f.of(d.requester).ID); err != nil {
		t.Fatal(err)
	}
	f.pass(evidence.ImpactRemindDue)
	f.expect(evidence.ImpactOptedOut, map[evidence.PersonID]evidence.AskState{d.requester: evidence.AskOptedOut})
	if len(d.owed()) != 1 {
		t.Errorf("notices: %v", d.owed())
	}
}

func TestAnAnswerWithNothingInIt(t *testing.T) {
	d := newDesk(t)
	f := d.asked()
	id := f.save(d.requester, postgres.SurveyAnswer{Questionnaire: "2026-11"})
	if again := f.save(d.requester, postgres.SurveyAnswer{Questionnaire: "2026-11", Codes: map[string]any{}}); again != id {
		t.Error("an empty answer is not the same as an empty answer")
	}
}
