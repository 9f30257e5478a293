package mine_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	webpage "evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

const letter = "/follow-ups/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

// ask is what the API gives for a letter: the questionnaire that is in force.
func ask(t *testing.T) rest.FollowUpView {
	t.Helper()
	terms, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	questions, _ := terms.Get(vocabulary.ImpactQuestions)
	saved, _ := terms.Get(vocabulary.TimeSavedBands)
	v := rest.FollowUpView{
		Reference: "ED-2026-000123", Library: "Northmoor Health Libraries", Round: 1, State: evidence.AskAsked, Open: true, OpenUntil: at(30, 9),
		Questionnaire: rest.Questionnaire{Version: questions.Version, Warning: questions.Warning, Questions: questions.Terms, TimeSaved: saved.Terms},
	}
	raw := map[string][]vocabulary.Term{}
	for _, q := range questions.Terms {
		for _, list := range []string{q.Answer.Vocabulary, q.Answer.Columns} {
			if l, ok := terms.Get(list); ok {
				raw[list] = l.Terms
			}
		}
	}
	encoded, _ := json.Marshal(raw)
	if err := json.Unmarshal(encoded, &v.Choices); err != nil {
		t.Fatal(err)
	}
	return v
}

func survey(t *testing.T, change func(*rest.FollowUpView)) *webtest.Site {
	t.Helper()
	a := ask(t)
	if change != nil {
		change(&a)
	}
	return site(t).As().On("GET "+letter, a)
}

func TestTheQuestionsOfALetter(t *testing.T) {
	t.Parallel()
	s := survey(t, nil)
	p := look(t, s.Get(letter), http.StatusOK)
	p.says("What difference did it make?", "1. Which of our resources or services did you use?", "4. Did it contribute to any of these", "Reduced risk or improved safety", "Probably in future",
		"7. About how long would it have taken you", "8. May we contact or quote you?", "You can answer until Monday 30 November 2026.", "From memory, not confirmed")
	p.leadsTo(letter + "/opt-out")
	p.saysNot("Sign in")
	for _, c := range s.Calls() {
		if c.Method != http.MethodGet {
			t.Errorf("opening the letter sent %+v", c)
		}
	}
	for _, field := range []string{"answers.q1_services", "answers.q3_how", "answers.q4_benefits.safety", "answers.q6_role", "time_saved", "may_quote"} {
		if !strings.Contains(p.body, `name="`+field+`"`) {
			t.Errorf("no field %s", field)
		}
	}
}

func TestAnsweringALetter(t *testing.T) {
	t.Parallel()
	s := survey(t, nil).On("POST "+letter, rest.FollowUpResult{State: evidence.AskAnswered})
	goes(t, s.Post(letter, form("answers.q1_services", "summary", "answers.q1_services", "evidence_search", "answers.q3_how", "In a policy.",
		"answers.q4_benefits.safety", "immediate", "answers.q4_benefits.safety", "probable_future", "answers.q6_role", "students", "time_saved", "hours_1_to_2", "may_quote", "yes", "quote_as", "name")), letter+"/thanks")
	var got rest.FollowUpBody
	if err := json.Unmarshal([]byte(sent(t, s.Calls()).Body), &got); err != nil {
		t.Fatal(err)
	}
	want := rest.FollowUpBody{SurveyBody: rest.SurveyBody{TimeSaved: "hours_1_to_2", MayQuote: true, QuoteAs: postgres.QuoteName, Answers: &rest.SurveyAnswers{
		Services: []string{"summary", "evidence_search"}, How: "In a policy.", Benefits: map[string][]string{"safety": {"immediate", "probable_future"}}, Role: "students",
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOneAnswerIsEnough(t *testing.T) {
	t.Parallel()
	s := survey(t, nil).On("POST "+letter, rest.FollowUpResult{State: evidence.AskAnswered})
	goes(t, s.Post(letter, form("answers.q1_services", "summary", "may_quote", "no")), letter+"/thanks")
	if c := sent(t, s.Calls()); c.Body != `{"answers":{"q1_services":["summary"]}}` {
		t.Errorf("sent %s", c.Body)
	}
	p := look(t, s.Post(letter, form("answers.q3_how", "  ", "may_quote", "yes")), http.StatusUnprocessableEntity)
	p.says("Answer at least one question.")
	p.leadsTo("#answers-q1-services")
	if p.value("may_quote") != "yes" {
		t.Error("what was chosen is lost")
	}
}

func TestAnAnswerToALetterThatLooksLikeAPatient(t *testing.T) {
	t.Parallel()
	s := survey(t, nil).Refuse("POST "+letter, http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		webpage.FieldProblem{Field: "answers.q3_how", Code: string(evidence.IdentifierSuspected), Start: 4, Length: 12, Kind: "nhs_number"})
	p := look(t, s.Post(letter, form("answers.q3_how", "For 999 000 0018", "answers.q1_services", "summary")), http.StatusUnprocessableEntity)
	p.leadsTo("#answers-q3-how")
	if p.value("answers.q3_how") != "For 999 000 0018" || p.value("answers.q1_services") != "summary" {
		t.Error("what was typed is lost")
	}
}

func TestLettersThatAreOver(t *testing.T) {
	t.Parallel()
	over := func(state evidence.AskState, out bool) func(*rest.FollowUpView) {
		return func(v *rest.FollowUpView) { v.State, v.Open, v.OptedOut = state, false, out }
	}
	cases := []struct {
		name   string
		change func(*rest.FollowUpView)
		code   int
		says   string
	}{
		{"answered", over(evidence.AskAnswered, false), http.StatusOK, "You have answered already"},
		{"expired", over(evidence.AskNoResponse, false), http.StatusGone, "These questions are closed"},
		{"opted out", over(evidence.AskOptedOut, true), http.StatusOK, "We will not ask you again"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			p := look(t, survey(t, tc.change).Get(letter), tc.code)
			p.says(tc.says)
			if len(p.all("form")) != 0 {
				t.Error("there is a form")
			}
		})
	}
	t.Run("unknown", func(t *testing.T) {
		t.Parallel()
		s := site(t).As().Refuse("GET "+letter, http.StatusNotFound, evidence.NotFound)
		for _, below := range []string{"", "/opt-out", "/thanks"} {
			look(t, s.Get(letter+below), http.StatusNotFound).says("This link does not work")
		}
		look(t, s.Post(letter, form("answers.q3_how", "x")), http.StatusNotFound)
	})
	t.Run("answered in another window", func(t *testing.T) {
		t.Parallel()
		s := survey(t, nil).Refuse("POST "+letter, http.StatusConflict, evidence.AlreadyAnswered)
		p := look(t, s.Post(letter, form("answers.q3_how", "x")), http.StatusConflict)
		p.says("You have answered already", "Thank you.", "The first answer counts.")
		p.leadsTo(letter + "/opt-out")
	})
	t.Run("expired while it was typed", func(t *testing.T) {
		t.Parallel()
		s := survey(t, nil).Refuse("POST "+letter, http.StatusGone, evidence.Expired)
		p := look(t, s.Post(letter, form("answers.q3_how", "x")), http.StatusGone)
		p.says("These questions are closed")
		p.leadsTo("/requests")
	})
}

func TestThanks(t *testing.T) {
	t.Parallel()
	goes(t, survey(t, nil).Get(letter+"/thanks"), letter)
	answered := func(v *rest.FollowUpView) { v.State, v.Open = evidence.AskAnswered, false }
	look(t, survey(t, answered).Get(letter+"/thanks"), http.StatusOK).says("Thank you", "Northmoor Health Libraries has your answer.")
}

func TestOptingOut(t *testing.T) {
	t.Parallel()
	s := survey(t, nil).On("POST "+letter, rest.FollowUpResult{OptedOut: true})
	look(t, s.Get(letter+"/opt-out"), http.StatusOK).leadsTo(letter)
	s.Calls()
	goes(t, s.Post(letter+"/opt-out", form()), letter+"/opt-out")
	if c := sent(t, s.Calls()); c.Body != `{"opt_out":true}` {
		t.Errorf("sent %s", c.Body)
	}
	out := func(v *rest.FollowUpView) { v.OptedOut, v.State, v.Open = true, evidence.AskAnswered, false }
	p := look(t, survey(t, out).Get(letter+"/opt-out"), http.StatusOK)
	p.says("We will not ask you again")
}
