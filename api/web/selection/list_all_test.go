package selection_test

import (
	"net/http"
	"net/url"
	"testing"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func found(total, included int) postgres.PublicationPage {
	return postgres.PublicationPage{Items: []postgres.Publication{publication()}, Total: total, Included: included, Next: "x"}
}

func TestAllThatTheFilterFinds(t *testing.T) {
	t.Parallel()
	const address = at + "/list/all?verdict=all&q=%3Crats%3E&source=medline"
	s := site(t).On("GET "+api+"/records", found(315, 3)).On("POST "+api+"/bulk-decisions", postgres.BulkDecision{ID: third, Publications: 312})
	says(t, s.Get(address), http.StatusOK, "Decide on 312 publications at once", "all publications found in Medline with the words of the filter.", "3 included publications",
		`name="publications" value="312"`, `id="verdict"`, `value="exclude"`, `value="maybe"`, "!value=\"include\"", "take the whole decision back", "!&lt;rats&gt;</p>")
	form := url.Values{"_key": {"0123456789"}, "publications": {"312"}, "verdict": {"exclude"}, "reason": {"wrong_population"}}
	w := s.Post(address, form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/list?q=%3Crats%3E&sort=added&source=medline&verdict=all" ||
		s.Notices[0] != "You decided on 312 publications. You can take that back below." {
		t.Fatalf("%d to %s %v", w.Code, w.Header().Get("Location"), s.Notices)
	}
	c := sent(t, s, http.MethodPost, api+"/bulk-decisions")
	if c.Key != "0123456789" || c.Body != `{"verdict":"exclude","reason":"wrong_population","filter":{"verdict":"all","source":"medline","q":"\u003crats\u003e"},"publications":312}` {
		t.Errorf("%+v", c)
	}
	form.Set("verdict", "")
	says(t, s.Post(address, form), http.StatusUnprocessableEntity, "Choose exclude or maybe.", `href="#verdict"`, "<option value=\"wrong_population\" selected")
}

// What came or went since the page was made is not decided on unseen.
func TestAnotherNumberIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/records", found(316, 3))
	form := url.Values{"publications": {"312"}, "verdict": {"exclude"}}
	says(t, s.Post(at+"/list/all", form), http.StatusUnprocessableEntity, "The filter finds 313 publications now, not 312.", `name="publications" value="313"`, "Decide on 313")
	for _, c := range s.Calls() {
		if c.Method == http.MethodPost {
			t.Errorf("asked for %+v", c)
		}
	}
	form.Set("publications", "313")
	s.Refuse("POST "+api+"/bulk-decisions", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "publications", Code: "changed", Detail: "The filter finds another number now."})
	says(t, s.Post(at+"/list/all", form), http.StatusUnprocessableEntity, "The filter finds another number now.")
	s.On("GET "+api+"/records", found(50_001, 0))
	says(t, s.Get(at+"/list/all"), http.StatusOK, "at most 50,000", "!Decide on 50,001</button>")
	s.On("GET "+api+"/records", found(3, 3))
	says(t, s.Get(at+"/list/all?verdict=include"), http.StatusOK, "There are none on which you could decide.")
	s.As(evidence.Manager)
	if w := s.Get(at + "/list/all"); w.Code != http.StatusNotFound {
		t.Errorf("a manager: %d", w.Code)
	}
}

func TestADecisionForManyIsTakenBack(t *testing.T) {
	t.Parallel()
	list := found(3, 0)
	list.Bulk = []postgres.BulkDecision{
		{ID: third, Verdict: postgres.Exclude, Reason: "wrong_date", OfVerdict: "undecided", OfSource: "medline", ByWords: true, Publications: 312, DecidedBy: webtest.Me, DecidedAt: friday},
		{ID: second, Verdict: postgres.Maybe, OfVerdict: "all", Publications: 1, DecidedBy: second, DecidedAt: friday, UndoneBy: second, UndoneAt: &friday, Undone: ptr(1)},
	}
	s := site(t).On("GET "+api+"/records", list).On("POST "+api+"/bulk-decisions/"+third+"/undo", postgres.BulkDecision{Publications: 312, Undone: ptr(310)})
	says(t, s.Get(at+"/list"), http.StatusOK, "312 publications excluded (outside the dates) at once on Friday 13 November 2026", "by you: undecided publications found in Medline with the words of the filter.",
		`action="`+at+"/list/all/"+third+"/undo?", "1 publication marked maybe at once on", "Taken back on", "!"+second+"/undo")
	w := s.Post(at+"/list/all/"+third+"/undo?verdict=undecided", url.Values{})
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/list?sort=added&verdict=undecided" ||
		s.Notices[0] != "Taken back for 310 publications. Somebody had decided again on 2 others; that stays." {
		t.Errorf("%d to %s %v", w.Code, w.Header().Get("Location"), s.Notices)
	}
	s.As(evidence.Manager)
	says(t, s.Get(at+"/list"), http.StatusOK, "312 publications excluded", "!/undo", "!Decide on all")
}
