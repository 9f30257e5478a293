package mine_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// TestScannersChangeNothing opens every link of a letter as programs that read mail do.
func TestScannersChangeNothing(t *testing.T) {
	t.Parallel()
	s := survey(t, func(v *rest.FollowUpView) { v.MayQuote = true })
	for _, link := range []string{"", "?answer=summary", "?answer=magic", "/opt-out", "/quote", "/thanks"} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			s.Do(httptest.NewRequestWithContext(context.Background(), method, letter+link, nil))
		}
	}
	for _, c := range s.Calls() {
		if c.Method != http.MethodGet {
			t.Errorf("it sent %s %s", c.Method, c.Path)
		}
	}
}

// TestTheAnswerOfTheLetterIsChosen on the page, and only the button sends it.
func TestTheAnswerOfTheLetterIsChosen(t *testing.T) {
	t.Parallel()
	s := survey(t, nil)
	p := look(t, s.Get(letter+"?answer=summary"), http.StatusOK)
	if got := p.value("answers.q1_services"); got != "summary" {
		t.Errorf("%q is chosen", got)
	}
	if p := look(t, s.Get(letter+"?answer=%3Cscript%3Emagic"), http.StatusOK); p.value("answers.q1_services") != "" || strings.Contains(p.body, "magic") {
		t.Error("an unknown answer is chosen or shown")
	}
}

// TestUnsubscribeOfMailPrograms is one POST without a redirect (RFC 8058).
func TestUnsubscribeOfMailPrograms(t *testing.T) {
	t.Parallel()
	s := survey(t, nil).On("POST "+letter, rest.FollowUpResult{OptedOut: true})
	look(t, s.Post(letter+"/opt-out", form("List-Unsubscribe", "One-Click")), http.StatusOK).says("We will not ask you again")
	if c := sent(t, s.Calls()); c.Body != `{"opt_out":true}` {
		t.Errorf("sent %s", c.Body)
	}
}

func TestWithdrawingAQuote(t *testing.T) {
	t.Parallel()
	agreed := func(v *rest.FollowUpView) {
		v.State, v.Open, v.MayQuote, v.QuoteAs = evidence.AskAnswered, false, true, postgres.QuoteName
	}
	s := survey(t, agreed).On("POST "+letter+"/withdraw-quote", rest.FollowUpView{})
	look(t, s.Get(letter), http.StatusOK).leadsTo(letter + "/quote")
	look(t, s.Get(letter+"/thanks"), http.StatusOK).leadsTo(letter + "/quote")
	look(t, s.Get(letter+"/quote"), http.StatusOK).says("Withdraw my agreement", "Copies that were printed or sent before cannot be called back.")
	s.Calls()
	goes(t, s.Post(letter+"/quote", form()), letter)
	if c := sent(t, s.Calls()); c.Path != letter+"/withdraw-quote" {
		t.Errorf("sent to %s", c.Path)
	}
	gone := survey(t, func(v *rest.FollowUpView) { v.State, v.Open, v.Withdrawn = evidence.AskAnswered, false, at(20, 9) })
	look(t, gone.Get(letter+"/quote"), http.StatusOK).says("You withdrew on Friday 20 November 2026")
}

// TestTheQuestionsOfARequest are those of the letter, for who has signed in.
func TestTheQuestionsOfARequest(t *testing.T) {
	t.Parallel()
	a := ask(t)
	a.Round = 2
	a.Local = []postgres.LocalQuestion{
		{Code: "local_1", Label: "On which <b>ward</b>?", Kind: "one", Options: []postgres.LocalOption{{Code: "option_1", Label: "Medical"}}},
		{Code: "local_2", Label: "What else?", Kind: "text"},
	}
	s := site(t).On("GET "+path+"/follow-up", a).On("POST "+path+"/follow-up", rest.FollowUpResult{State: evidence.AskAnswered})
	p := look(t, s.Get(path+"/survey"), http.StatusOK)
	p.says("What came of it in the end?", "7. On which <b>ward</b>?", "8. What else?", "9. About how long")
	s.Calls()
	goes(t, s.Post(path+"/survey", form("answers.local.local_1", "option_1", "answers.local.local_2", "More reading.")), path+"/survey/thanks")
	if c := sent(t, s.Calls()); c.Path != path+"/follow-up" || c.Body != `{"answers":{"local":{"local_1":["option_1"],"local_2":["More reading."]}}}` {
		t.Errorf("sent %s to %s", c.Body, c.Path)
	}
	s.Refuse("GET "+path+"/follow-up", http.StatusNotFound, evidence.NotFound)
	look(t, s.Get(path+"/survey"), http.StatusNotFound).says("There are no questions for you")
	if w := site(t).As().Get(path + "/survey"); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "sign-in") {
		t.Errorf("without a sign-in: %d to %s", w.Code, w.Header().Get("Location"))
	}
}

// TestARequestLeadsToItsQuestions once the requester was asked.
func TestARequestLeadsToItsQuestions(t *testing.T) {
	t.Parallel()
	for stage, want := range map[evidence.ImpactStage]bool{evidence.ImpactAsked: true, evidence.ImpactAnswered: true, evidence.ImpactScheduled: false, "": false} {
		view := asked()
		view.FollowUp = stage
		p := look(t, with(site(t), view, begun()).Get(path), http.StatusOK)
		if got := strings.Contains(p.body, `href="`+path+`/survey"`); got != want {
			t.Errorf("%q: a link %v", stage, got)
		}
	}
}
