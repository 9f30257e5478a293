package selection_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestAPublicationIsShown(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/screening", screen(nil))
	body := says(t, s.Get(at), http.StatusOK,
		"<title>Screening: ED-2026-000123", "37 of 412 decided: 20 included, 7 maybe, 10 excluded. 375 left.", "<mark>Alarms</mark> for &lt;b&gt;<mark>beds</mark>&lt;/b&gt;",
		"An <mark>alarm</mark> &amp; a <mark>fall</mark>. Nothing else.", "Alder, J; Birch, K", "Journal of Examples, 2024, 3(2):10-19", "Medline (Ovid) (2 records), hand.ris",
		`href="https://doi.org/10.1000/182"`, `id="verdict"`, `value="exclude"`, `<option value="wrong_population"`, `id="theme"`, `id="note"`, `name="key_paper"`,
		`href="`+at+`/record/`+third+`?focus=decision"`, `href="`+at+`/record/`+second+`?focus=decision"`, "!autofocus", "!Take this decision back")
	if at := strings.Index(body, "Save and go on"); at < strings.Index(body, `value="exclude"`) || at > strings.Index(body, `id="theme"`) {
		t.Error("the button that Enter presses does not follow the decision")
	}
}

// After a save the middle choice is in focus, so that one arrow key leads to each of the others.
func TestTheDecisionIsInFocus(t *testing.T) {
	t.Parallel()
	s := site(t).OnFunc("GET "+api+"/screening", func(c webtest.Call) webtest.Answer {
		if c.Query != "record="+first {
			t.Errorf("asked for %q", c.Query)
		}
		return webtest.Answer{Body: screen(nil)}
	})
	body := says(t, s.Get(at+"/record/"+first+"?focus=decision"), http.StatusOK, `value="maybe" autofocus`, `aria-describedby="publication verdict-hint"`)
	if strings.Count(body, "autofocus") != 1 {
		t.Error("several are in focus")
	}
	s.On("GET "+api+"/screening", screen(func(s *postgres.Screen) {
		s.Publication.Decision = postgres.Decision{Version: 2, Verdict: postgres.Exclude, Reason: "wrong_date", Theme: "Falls", KeyPaper: true, DecidedBy: webtest.Me, DecidedAt: &friday}
	}))
	says(t, s.Get(at+"/record/"+first+"?focus=decision"), http.StatusOK, `value="exclude" checked autofocus`, `<option value="wrong_date" selected`, `value="Falls"`,
		`value="yes" checked`, "Take this decision back", "Excluded, ", "<details", " open")
}

func TestADecisionLeadsToTheNext(t *testing.T) {
	t.Parallel()
	s := site(t).On("PUT "+api+"/records/"+first+"/decision", rest.SavedDecision{Decided: postgres.Decided{Publication: publication(), Next: second}})
	form := url.Values{"_record": {first}, "_version": {"1"}, "verdict": {"include"}, "reason": {"wrong_date"}, "theme": {" Falls "}, "tier": {"trials"}, "key_paper": {"yes"}, "note": {"n"}}
	w := s.Post(at+"/record/"+first, form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/record/"+second+"?focus=decision" || len(s.Notices) != 0 {
		t.Errorf("%d to %s, %v", w.Code, w.Header().Get("Location"), s.Notices)
	}
	calls := s.Calls()
	if len(calls) != 1 || calls[0].Match != `"1"` {
		t.Errorf("it took %d calls, %+v", len(calls), calls)
	}
	if want := `{"verdict":"include","note":"n","theme":"Falls","tier":"trials","key_paper":true}`; calls[0].Body != want {
		t.Errorf("sent %s", calls[0].Body)
	}
	s.On("PUT "+api+"/records/"+first+"/decision", rest.SavedDecision{Decided: postgres.Decided{Publication: publication()}})
	if w = s.Post(at, form); w.Header().Get("Location") != at {
		t.Errorf("after the last one to %s", w.Header().Get("Location"))
	}
}

func TestADecisionThatCannotBeSaved(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/screening", screen(nil))
	form := url.Values{"_record": {first}, "_version": {"1"}, "note": {"typed <b>"}}
	says(t, s.Post(at, form), http.StatusUnprocessableEntity, "<title>Error: ", "Choose include, maybe or exclude.", `href="#verdict"`, "typed &lt;b&gt;", "<details", " open")

	form.Set("verdict", "exclude")
	s.Refuse("PUT "+api+"/records/"+first+"/decision", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "note", Code: string(evidence.IdentifierSuspected), Start: 0, Length: 5, Kind: "nhs-number"})
	says(t, s.Post(at, form), http.StatusUnprocessableEntity, `href="#note"`, `name="_confirm"`)

	p := publication()
	p.Decision = postgres.Decision{Version: 4, Verdict: postgres.Include}
	s.OnFunc("PUT "+api+"/records/"+first+"/decision", stale(p))
	says(t, s.Post(at, form), http.StatusConflict, "Somebody decided on this publication in between: included.", `name="_version" value="4"`, `value="exclude" checked`)

	s.Refuse("PUT "+api+"/records/"+first+"/decision", http.StatusNotFound, evidence.NotFound)
	if w := s.Post(at, form); w.Code != http.StatusNotFound {
		t.Errorf("gone: %d", w.Code)
	}
}

// What the summary cites leaves the report only when that was said, and its citations get their new numbers.
func TestWhatIsCitedDoesNotLeaveByAccident(t *testing.T) {
	t.Parallel()
	summary := postgres.Summary{Version: 5, SummaryText: postgres.SummaryText{Text: "Alarms help [1]. Doors too [2]."}}
	s := site(t).On("GET "+api+"/screening", screen(func(s *postgres.Screen) {
		s.Publication.Reference, s.Publication.Decision = third, postgres.Decision{Version: 2, Verdict: postgres.Include}
	})).On("GET "+api+"/references/order", postgres.Order{Version: 1, IDs: []string{third, second}}).On("GET "+api+"/summary", summary)
	form := url.Values{"_record": {first}, "_version": {"2"}, "_reference": {third}, "verdict": {"exclude"}}
	says(t, s.Post(at, form), http.StatusUnprocessableEntity, "The summary cites [1].", `name="_sure"`)

	s.On("PUT "+api+"/records/"+first+"/decision", rest.SavedDecision{Decided: postgres.Decided{Publication: publication(), Next: second, Removed: []string{third}}})
	s.On("PUT "+api+"/summary", rest.SavedSummary{})
	form.Set("_sure", "yes")
	if w := s.Post(at, form); w.Code != http.StatusSeeOther || len(s.Notices) != 1 || !strings.Contains(s.Notices[0], "new numbers") {
		t.Fatalf("%d %v", w.Code, s.Notices)
	}
	if c := sent(t, s, http.MethodPut, api+"/summary"); !strings.Contains(c.Body, "Doors too [1].") || c.Match != `"5"` {
		t.Errorf("%+v", c)
	}
}

func TestADecisionIsTakenBack(t *testing.T) {
	t.Parallel()
	s := site(t).On("DELETE "+api+"/records/"+first+"/decision", postgres.Decided{})
	w := s.Post(at+"/record/"+first+"/undo", url.Values{"_version": {"2"}})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/record/"+first || sent(t, s, http.MethodDelete, api+"/records/"+first+"/decision").Match != `"2"` {
		t.Errorf("%d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := s.Get(at + "/record/" + first + "/undo"); w.Code != http.StatusSeeOther {
		t.Errorf("looked at: %d", w.Code)
	}
}

func TestWhenNothingIsLeft(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/screening", postgres.Screen{})
	says(t, s.Get(at), http.StatusOK, "There are no records yet.", `href="/work/`+request+`/records"`)
	s.On("GET "+api+"/screening", postgres.Screen{Previous: third, Counts: postgres.SelectionCounts{Publications: 3, Maybe: 1, Excluded: 2}})
	says(t, s.Get(at), http.StatusOK, "You have decided on everything. 1 publication marked maybe.", at+"/list?verdict=maybe", at+"/record/"+third+"?focus=decision")
}

func TestWhoOnlyReads(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Manager).On("GET "+api+"/screening", screen(nil)).On("GET "+api+"/records", postgres.PublicationPage{Items: []postgres.Publication{publication()}, Total: 1})
	says(t, s.Get(at), http.StatusOK, "Undecided", "!Save and go on")
	says(t, s.Get(at+"/list"), http.StatusOK, "Alarms for", "!Decide on selected")
	if w := s.Post(at+"/list", url.Values{"record": {first}, "action": {"include"}}); w.Code != http.StatusNotFound {
		t.Errorf("decides: %d", w.Code)
	}
	s.As(evidence.Requester)
	if w := s.Get(at); w.Code != http.StatusForbidden {
		t.Errorf("a requester: %d", w.Code)
	}
}
