package postgres_test

import (
	"strings"
	"testing"
	"time"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/postgres"
)

// told is a case made from an answer that may be quoted.
func (d *desk) toldCase() (postgres.CaseStudies, evidence.Actor, postgres.CaseStudy) {
	d.Helper()
	store, who := d.content.CaseStudies(), evidence.Actor{Person: d.librarian, Roles: []evidence.Role{evidence.Librarian}}
	d.exec(`UPDATE request_state SET stage = 'delivered', running = false, outcome = 'answered', first_delivered_at = now(), delivered_at = now() WHERE request_id = $1`, d.request)
	ask := d.id()
	d.exec(`INSERT INTO ask (id, request_id, person_id, library_id, state, questionnaire, token_hash, asked_at, asked_on, answered_at, created_at)
		VALUES ($1, $2, $3, $4, 'answered', '2026-11', sha256('x'), now(), current_date, now(), now())`, ask, d.request, d.requester, d.library)
	d.exec(`INSERT INTO survey_answer (id, ask_id, questionnaire_version, answers, texts, quote_consent, answered_on, created_at)
		VALUES ($1, $2, '2026-11', '{"q4_benefits": {"safety": ["immediate"]}}', '{"q5_detail": "It changed our ward rounds for good."}', true, current_date, now())`, d.id(), ask)
	found, err := store.Candidates(d.Context(), d.library)
	if err != nil || len(found) != 1 || found[0].Immediate[0] != "safety" {
		d.Fatalf("%+v, %v", found, err)
	}
	s, err := store.AddCase(d.Context(), d.library, who, d.request, found[0].Answer, postgres.Creation{})
	if err != nil {
		d.Fatal(err)
	}
	if again, err := store.Candidates(d.Context(), d.library); err != nil || len(again) != 0 {
		d.Errorf("it is a candidate still: %+v, %v", again, err)
	}
	return store, who, s
}

func TestConsentOfAnAnswerCarriesAQuotation(t *testing.T) {
	d := newDesk(t)
	store, who, s := d.toldCase()
	_, err := store.AddCase(t.Context(), d.library, who, d.request, d.answer(), postgres.Creation{})
	refusal(t, err, evidence.Invalid) // there is a case of it
	_, err = store.AddQuote(t.Context(), d.library, who, s.ID, 1, postgres.NewCaseQuote{Text: "It was wonderful.", Speaker: "Nurse", Survey: true})
	refusal(t, err, evidence.Invalid) // not their words
	_, err = store.AddQuote(t.Context(), d.library, who, s.ID, 1, postgres.NewCaseQuote{Text: "changed our ward rounds", Speaker: "Nurse", Name: "A. Nurse", Survey: true})
	refusal(t, err, evidence.Invalid) // not by name
	s, err = store.AddQuote(t.Context(), d.library, who, s.ID, 1, postgres.NewCaseQuote{Text: "changed our  ward rounds", Speaker: "Nurse", Survey: true})
	if err != nil || len(s.Quotes) != 1 || s.Quotes[0].Withdrawn || !s.Quotes[0].FromSurvey {
		t.Fatalf("%+v, %v", s, err)
	}
	d.exec(`UPDATE survey_answer SET quote_withdrawn_at = now()`)
	if s, err = store.Case(t.Context(), d.library, who, s.ID); err != nil || !s.Quotes[0].Withdrawn || s.Quotes[0].Text != "" {
		t.Errorf("%+v, %v", s.Quotes, err)
	}
}

func (d *desk) answer() (id string) {
	d.Helper()
	if err := d.db.Admin.QueryRow(d.Context(), `SELECT id::text FROM survey_answer`).Scan(&id); err != nil {
		d.Fatal(err)
	}
	return id
}

func TestAnErasedRequesterIsQuotedNoMore(t *testing.T) {
	d := newDesk(t)
	store, who, s := d.toldCase()
	text := postgres.CaseText{Title: "T", Challenge: "The challenge of it.", Role: "R", Intervention: "I", Outcome: "O"}
	s, err := store.SaveCase(t.Context(), d.library, who, s.ID, 1, text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.AddQuote(t.Context(), d.library, who, s.ID, 2, postgres.NewCaseQuote{Text: "Verbatim words.", Speaker: "Nurse", Name: "Ann Person", ConsentFrom: "Ann Person", ConsentHow: "email", ConsentOn: "2026-01-02"}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []casestudy.Command{casestudy.Begin, casestudy.Ask} {
		if _, err := store.Step(t.Context(), d.library, who, s.ID, postgres.CaseMove{Command: c}); err != nil {
			t.Fatal(err)
		}
	}
	d.eraseNow(d.requester)
	for _, words := range []string{"Verbatim words.", "The challenge of it.", "Ann Person"} {
		if tables := d.everywhere(words); len(tables) > 0 {
			t.Errorf("%q stands in %s", words, strings.Join(tables, ", "))
		}
	}
}

// TestTheRequesterIsWrittenToOnceForEachAsking asks twice, about two texts, and erases the requester before the second letter leaves.
func TestTheRequesterIsWrittenToOnceForEachAsking(t *testing.T) {
	d := newDesk(t)
	store, who, s := d.toldCase()
	letters := func(want int) {
		t.Helper()
		if n := d.count(`SELECT count(*) FROM notice WHERE kind = $1 AND person_id = $2 AND request_id = $3`, string(evidence.NoticeCaseAsked), d.requester, d.request); n != want {
			t.Errorf("%d letters, want %d", n, want)
		}
	}
	step := func(c casestudy.Command) error {
		_, err := store.Step(t.Context(), d.library, who, s.ID, postgres.CaseMove{Command: c})
		return err
	}
	ask := func(title string) {
		t.Helper()
		var err error
		if s, err = store.SaveCase(t.Context(), d.library, who, s.ID, s.Version, postgres.CaseText{Title: title, Challenge: "C", Role: "R", Intervention: "I", Outcome: "O"}); err != nil {
			t.Fatal(err)
		}
		if err := step(casestudy.Ask); err != nil {
			t.Fatal(err)
		}
	}
	if err := step(casestudy.Begin); err != nil {
		t.Fatal(err)
	}
	letters(0)
	ask("One")
	letters(1)
	refusal(t, step(casestudy.Ask), evidence.NotAllowedInStage) // it waits already
	letters(1)
	waiting := func() (all []mail.Notice) {
		t.Helper()
		claimed, err := postgres.NewNotices(d.db.App).Claim(t.Context(), 100, time.Nanosecond)
		if err != nil {
			t.Fatal(err)
		}
		for _, n := range claimed {
			if n.Kind == evidence.NoticeCaseAsked {
				all = append(all, n)
			}
		}
		return all
	}
	if all := waiting(); len(all) != 1 || all[0].To == "" || all[0].Request != d.request || all[0].Reference == "" {
		t.Errorf("%+v", all)
	}
	ask("Two")
	letters(2)
	d.eraseNow(d.requester)
	for _, n := range waiting() {
		if n.To != "" || n.Name != "" {
			t.Errorf("somebody who was erased is written to: %+v", n)
		}
	}
}

func TestRolesOfTheCaseStudies(t *testing.T) {
	d := newDesk(t)
	for _, statement := range []string{`DELETE FROM case_study`, `DELETE FROM case_quote`, `UPDATE case_step SET seq = 2`, `DELETE FROM case_study_version`, `DELETE FROM outcome_assessment`} {
		if _, err := d.db.App.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}
