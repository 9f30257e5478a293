package mine_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	webpage "evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

func TestChangingTheQuestion(t *testing.T) {
	t.Parallel()
	view := asked()
	view.TextVersion, view.Background = 3, "A ward project."
	view.Framework = &rest.FrameworkBody{Code: "pico", Elements: map[string]string{"population": "People over 65", "intervention": "Alarms"}}
	s := site(t).On("GET "+path, view)
	p := look(t, s.Get(path+"/change"), http.StatusOK)
	for name, want := range map[string]string{
		"question": hurt, "background": "A ward project.", "framework.code": "pico", "framework.elements.population": "People over 65", "_version": "3",
	} {
		if got := p.value(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	s.Calls()
	s.On("PUT "+path+"/question", rest.SavedQuestion{})
	typed := form("_version", "3", "question", "Do bed alarms reduce falls?", "framework.code", "pico", "framework.elements.population", "Adults", "framework.elements.intervention", "")
	goes(t, s.Post(path+"/change", typed), path)
	c := sent(t, s.Calls())
	var body rest.QuestionUpdate
	if err := json.Unmarshal([]byte(c.Body), &body); err != nil {
		t.Fatal(err)
	}
	if c.Match != `"3"` || body.Question != "Do bed alarms reduce falls?" || body.Framework == nil || len(body.Framework.Elements) != 1 || body.Framework.Elements["population"] != "Adults" {
		t.Errorf("sent %+v", c)
	}

	s.Refuse("PUT "+path+"/question", http.StatusUnprocessableEntity, evidence.Invalid, webpage.FieldProblem{Field: "question", Code: "too-short"},
		webpage.FieldProblem{Field: "framework.elements.population", Code: "too-long", Detail: "At most 10 characters."})
	p = look(t, s.Post(path+"/change", typed), http.StatusUnprocessableEntity)
	p.says("There is a problem", "Write a little more: at least 15 characters.", "At most 10 characters.")
	p.leadsTo("#question", "#framework-elements-population")
	if p.value("framework.elements.population") != "Adults" || p.value("framework.elements.intervention") != "" {
		t.Error("what was typed was lost, or what was taken out came back")
	}
}

func TestTwoPeopleChangeTheQuestion(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path, asked())
	s.OnFunc("PUT "+path+"/question", func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{
			"status": http.StatusPreconditionFailed, "code": evidence.VersionStale, "current_version": 2,
			"current": rest.QuestionVersion{Version: 2, Question: "Theirs: do chair alarms help?", ByName: "Priya Raman", At: at(3, 14)},
		}}
	})
	p := look(t, s.Post(path+"/change", form("_version", "1", "question", "Mine: do bed alarms help?")), http.StatusConflict)
	p.says("Theirs: do chair alarms help?", "Mine: do bed alarms help?", "Saved by Priya Raman, Tuesday 3 November 2026 at 2pm")
	if p.value("_version") != "2" || p.value("question") != "Mine: do bed alarms help?" {
		t.Errorf("version %q, question %q", p.value("_version"), p.value("question"))
	}
}

func TestWhatIsOverCannotBeChanged(t *testing.T) {
	t.Parallel()
	view := asked()
	view.Stage, view.AllowedCommands = evidence.Closed, nil
	for _, below := range []string{"/change", "/needed-by", "/withdraw", "/reopen", "/answer", "/message"} {
		s := site(t).On("GET "+path, view)
		goes(t, s.Get(path+below), path)
		if len(s.Notices) != 1 {
			t.Errorf("%s says %q", below, s.Notices)
		}
	}
}

func TestAnotherDate(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path, asked()).On("POST "+path+"/messages", rest.PostedMessage{})
	look(t, s.Get(path+"/needed-by"), http.StatusOK).says("At present you can expect the answer by Friday 27 November 2026.")
	s.Calls()
	date := []string{"needed_by.day", "20", "needed_by.month", "11", "needed_by.year", "2026"}
	goes(t, s.Post(path+"/needed-by", form(append(date, "text", "The board meets early.")...)), path+"#messages")
	if c := sent(t, s.Calls()); !strings.Contains(c.Body, `"text":"The board meets early.\n\nI now need the answer by Friday 20 November 2026."`) {
		t.Errorf("sent %s", c.Body)
	}
	for name, typed := range map[string][]string{
		"Give the date by which you need the answer.": {"text", "Soon"},
		"Give a date that is still to come.":          {"needed_by.day", "2", "needed_by.month", "11", "needed_by.year", "2026"},
		"Give a real date, such as 27 11 2026.":       {"needed_by.day", "31", "needed_by.month", "2", "needed_by.year", "2027"},
	} {
		p := look(t, s.Post(path+"/needed-by", form(typed...)), http.StatusUnprocessableEntity)
		p.says(name)
		p.leadsTo("#needed-by-day")
	}
	for _, c := range s.Calls() {
		if c.Method != http.MethodGet {
			t.Errorf("a bad date was sent: %+v", c)
		}
	}
}

func TestWithdrawing(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path, asked()).On("POST "+path+"/withdraw", rest.CommandResult{ID: id})
	p := look(t, s.Get(path+"/withdraw"), http.StatusOK)
	p.says("This cannot be undone", "No longer needed")
	p.saysNot("The requester has left")
	p.leadsTo(path)
	s.Calls()
	look(t, s.Post(path+"/withdraw", form()), http.StatusUnprocessableEntity).leadsTo("#reason")
	goes(t, s.Post(path+"/withdraw", form("reason", "decision_made")), path)
	if c := sent(t, s.Calls()); c.Body != `{"reason":"decision_made"}` || c.Key != "key-of-the-form" {
		t.Errorf("sent %+v", c)
	}
	s.Refuse("POST "+path+"/withdraw", http.StatusConflict, evidence.NotAllowedInStage)
	look(t, s.Post(path+"/withdraw", form("reason", "decision_made")), http.StatusUnprocessableEntity).says("The request has moved on since you opened this page")
}

func TestReopening(t *testing.T) {
	t.Parallel()
	view := asked()
	view.Stage, view.DeliveredVersion, view.AllowedCommands = evidence.Delivered, 1, []evidence.Name{evidence.Reopen}
	s := with(site(t), view, begun()).On("POST "+path+"/messages", rest.PostedMessage{}).On("POST "+path+"/reopen", rest.CommandResult{ID: id})
	look(t, s.Get(path), http.StatusOK).leadsTo(path+"/reopen", path+"/report", "/ask?again="+id)
	look(t, s.Get(path+"/reopen"), http.StatusOK).says("Extend the scope", "Can you add children?")
	for reason, back := range map[string]string{"extend_scope": "searching", "error": "summarising"} {
		s.Calls()
		goes(t, s.Post(path+"/reopen", form("reason", reason, "text", "Add children.")), path)
		calls := s.Calls()
		if len(calls) != 2 || calls[0].Path != path+"/messages" || calls[1].Path != path+"/reopen" || !strings.Contains(calls[1].Body, `"back_to":"`+back+`"`) {
			t.Errorf("sent %+v", calls)
		}
	}
	p := look(t, s.Post(path+"/reopen", form()), http.StatusUnprocessableEntity)
	p.leadsTo("#reason", "#text")

	s.Calls()
	s.Refuse("POST "+path+"/messages", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		webpage.FieldProblem{Field: "text", Code: string(evidence.IdentifierSuspected), Length: 3, Kind: "name"})
	look(t, s.Post(path+"/reopen", form("reason", "error", "text", "Mrs Smith")), http.StatusUnprocessableEntity)
	for _, c := range s.Calls() {
		if c.Path == path+"/reopen" {
			t.Error("it was opened again although the text was refused")
		}
	}
}

func TestSharing(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path, asked()).On("POST "+path+"/share", rest.Sharing{})
	p := look(t, s.Get(path+"/sharing"), http.StatusOK)
	if p.value("share_report") != "nobody" || p.value("share_identity") != "nobody" {
		t.Error("the choice in force is not chosen")
	}
	s.Calls()
	goes(t, s.Post(path+"/sharing", form("share_report", "anyone_nhs", "share_identity", "nobody")), path)
	if c := sent(t, s.Calls()); c.Body != `{"share_report":"anyone_nhs","share_identity":"nobody"}` {
		t.Errorf("sent %s", c.Body)
	}
	view := asked()
	view.Requester = other
	goes(t, site(t).On("GET "+path, view).Get(path+"/sharing"), path)
}

func TestAFormThatWasKeptWhileSignedOut(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path, asked()).As()
	w := s.Post(path+"/message", form("text", "Typed too late."))
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in?next=") {
		t.Fatalf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	p := look(t, s.As(evidence.Requester).Get(path+"/message"), http.StatusOK)
	p.says("You had been signed out")
	if p.value("text") != "Typed too late." {
		t.Errorf("kept %q", p.value("text"))
	}
}
