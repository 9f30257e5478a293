package selection_test

import (
	"encoding/xml"
	"errors"
	"io"
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

func TestTheListOfRecords(t *testing.T) {
	t.Parallel()
	var query string
	s := site(t).OnFunc("GET "+api+"/records", func(c webtest.Call) webtest.Answer {
		query = c.Query
		p := publication()
		p.Decision = postgres.Decision{Version: 2, Verdict: postgres.Exclude, Reason: "wrong_date"}
		return webtest.Answer{Body: postgres.PublicationPage{Items: []postgres.Publication{p}, Next: "abc", Total: 71}}
	})
	says(t, s.Get(at+"/list?verdict=exclude&q=alarm&sort=title&source=medline&cursor=xyz"), http.StatusOK, "Alarms for &lt;b&gt;beds", "Outside the dates", "71 publications",
		"Alder, J and 1 other, 2024, Journal of Examples", "<summary", "Found in Medline (Ovid), hand.ris.", "An alarm &amp; a fall.", "Decide on all 71 that this filter finds",
		`href="`+at+`/list/all?q=alarm&amp;sort=title&amp;source=medline&amp;verdict=exclude"`,
		"cursor=abc", `name="record"`, `value="`+first+`"`, `value="alarm"`, `<option value="exclude" selected`, `<option value="medline" selected`)
	if query != "cursor=xyz&q=alarm&sort=title&source=medline&verdict=exclude&limit=50" {
		t.Errorf("asked for %s", query)
	}
	says(t, s.Get(at+"/list?verdict=x&sort=y"), http.StatusOK)
	if query != "sort=added&verdict=all&limit=50" {
		t.Errorf("asked for %s", query)
	}
}

func TestManyAreDecided(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/records", postgres.PublicationPage{Items: []postgres.Publication{publication()}, Total: 1}).
		On("POST "+api+"/record-decisions", postgres.ManyDecided{Publications: 2})
	form := url.Values{"_key": {"0123456789"}, "record": {first, second}, "action": {"include"}, "reason": {"wrong_date"}, "tier": {"trials"}}
	w := s.Post(at+"/list?verdict=undecided", form)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/list?sort=added&verdict=undecided" || s.Notices[0] != "You decided on 2 publications." {
		t.Fatalf("%d to %s %v", w.Code, w.Header().Get("Location"), s.Notices)
	}
	c := sent(t, s, http.MethodPost, api+"/record-decisions")
	if c.Key != "0123456789" || c.Body != `{"records":["`+first+`","`+second+`"],"verdict":"include","tier":"trials"}` {
		t.Errorf("%+v", c)
	}
	says(t, s.Post(at+"/list", url.Values{"action": {"include"}}), http.StatusUnprocessableEntity, "Select at least one record.", `href="#action"`)
	says(t, s.Post(at+"/list", url.Values{"record": {first}}), http.StatusUnprocessableEntity, "Choose what to decide.", "checked")

	s.On("GET "+api+"/references/order", postgres.Order{IDs: []string{third}}).On("GET "+api+"/references", list[postgres.Reference]{[]postgres.Reference{{ID: third, Record: first}}}).
		On("GET "+api+"/summary", postgres.Summary{SummaryText: postgres.SummaryText{BottomLine: "It helps [1]."}})
	form.Set("action", "undecided")
	says(t, s.Post(at+"/list", form), http.StatusUnprocessableEntity, "The summary cites [1].", `name="_sure"`)
}

func testSet() postgres.TestSet {
	return postgres.TestSet{
		Found: 1, Origins: []postgres.RecordSource{{ID: second, Search: second, Source: "medline", Platform: "ovid"}, {ID: third, Name: "hand.ris"}},
		Items: []postgres.TestedPaper{
			{TestPaper: postgres.TestPaper{ID: first, Version: 1, TestPaperContent: postgres.TestPaperContent{DOI: "10.1000/known"}}, Publication: third, Searches: []string{second}},
			{TestPaper: postgres.TestPaper{ID: second, Version: 3, TestPaperContent: postgres.TestPaperContent{Title: "A <b> trial", Year: ptr(2020), PMID: "12"}}, Searches: []string{}},
		},
	}
}

func TestTheTestSet(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/test-papers", testSet()).On("POST "+api+"/test-papers", rest.AddedTestPapers{Items: []postgres.TestPaper{{ID: third}}})
	says(t, s.Get(at+"/test-set"), http.StatusOK, "The searches found 1 of 2 known papers.", "A &lt;b&gt; trial", "Medline (Ovid)", "Missing", "1 of 2",
		at+"/test-set/"+second+"/lines?search="+second, "An unknown trial of &lt;doors&gt; 2020", "!<li>10.1000/known")
	s.Post(at+"/test-set", url.Values{"lines": {"10.1000/x\n\nA trial (2021)\n"}})
	if c := sent(t, s, http.MethodPost, api+"/test-papers"); c.Body != `{"papers":[{"line":"10.1000/x"},{"line":"A trial (2021)"}]}` {
		t.Errorf("sent %s", c.Body)
	}
	s.Post(at+"/test-set", url.Values{"_from": {"requester"}})
	if c := sent(t, s, http.MethodPost, api+"/test-papers"); c.Body != `{"papers":[{"line":"An unknown trial of \u003cdoors\u003e 2020"}]}` {
		t.Errorf("sent %s", c.Body)
	}
	says(t, s.Post(at+"/test-set", url.Values{"lines": {" "}}), http.StatusUnprocessableEntity, "Write at least one paper.", `href="#lines"`)
	s.Refuse("POST "+api+"/test-papers", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "papers[1].title", Code: "too-long", Detail: "At most 2000 characters."})
	says(t, s.Post(at+"/test-set", url.Values{"lines": {"x\ny"}}), http.StatusUnprocessableEntity, `href="#lines"`, "At most 2000 characters.")
}

func TestAPaperIsChanged(t *testing.T) {
	t.Parallel()
	paper := testSet().Items[1].TestPaper
	s := site(t).On("GET "+api+"/test-papers/"+second, paper).On("PUT "+api+"/test-papers/"+second, rest.SavedTestPaper{}).On("DELETE "+api+"/test-papers/"+second, nil)
	says(t, s.Get(at+"/test-set/"+second), http.StatusOK, "A &lt;b&gt; trial", `value="2020"`, `value="12"`, `value="3"`)
	form := url.Values{"_version": {"3"}, "title": {"Other"}, "year": {"2021"}, "pmid": {"13"}}
	if w := s.Post(at+"/test-set/"+second, form); w.Code != http.StatusSeeOther {
		t.Errorf("%d", w.Code)
	}
	if c := sent(t, s, http.MethodPut, api+"/test-papers/"+second); c.Match != `"3"` || c.Body != `{"title":"Other","year":2021,"pmid":"13"}` {
		t.Errorf("%+v", c)
	}
	form.Set("year", "x")
	says(t, s.Post(at+"/test-set/"+second, form), http.StatusUnprocessableEntity, `href="#year"`, "Other")
	s.OnFunc("PUT "+api+"/test-papers/"+second, stale(postgres.TestPaper{ID: second, Version: 9, TestPaperContent: postgres.TestPaperContent{Title: "Theirs"}}))
	form.Set("year", "2021")
	says(t, s.Post(at+"/test-set/"+second, form), http.StatusConflict, "to: Theirs.", "Other", `value="9"`)
	if w := s.Post(at+"/test-set/"+second+"/remove", url.Values{"_version": {"3"}}); w.Code != http.StatusSeeOther || sent(t, s, http.MethodDelete, api+"/test-papers/"+second).Match != `"3"` {
		t.Errorf("%d", w.Code)
	}
}

func TestWhichLine(t *testing.T) {
	t.Parallel()
	path := at + "/test-set/" + second + "/lines?search=" + third
	lines := rest.TestedLines{
		Paper: testSet().Items[1].TestPaper, Source: "medline", Platform: "pubmed", LostBy: []int{2},
		Lines: []rest.TestedLine{{N: 1, Text: "falls", Finds: ptr(true)}, {N: 2, Text: "alarm*", Finds: ptr(false), Test: "#2 AND 12[uid]"}, {N: 3, Text: "#1 AND #2", Finds: ptr(false)}},
	}
	s := site(t).On("GET "+api+"/test-papers/"+second+"/lines", lines)
	says(t, s.Get(path), http.StatusOK, "Line 2 lost it.", "No, lost here", "#2 AND 12[uid]", "A &lt;b&gt; trial")
	for why, want := range map[string]string{
		"not-pubmed": "Only PubMed", "not-configured": "does not ask PubMed", "no-pmid": "no PubMed identifier", "no-lines": "no lines", "too-many-lines": "too many",
		"line-malformed": "names another line", "not-answered": "did not answer",
	} {
		lines.Why, lines.Lines = why, []rest.TestedLine{{N: 1, Text: "falls", Test: "1 and 12.ui."}}
		s.On("GET "+api+"/test-papers/"+second+"/lines", lines)
		says(t, s.Get(path), http.StatusOK, want, "Not determinable here", "1 and 12.ui.")
	}
	lines.Why, lines.LostBy = "", []int{1, 4, 5}
	s.On("GET "+api+"/test-papers/"+second+"/lines", lines)
	says(t, s.Get(path), http.StatusOK, "Lines 1, 4 and 5 lost it.")
}

func TestSourcesAndFlow(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+api+"/flow", flow())
	says(t, s.Get(at+"/sources"), http.StatusOK, "Medline (Ovid): 12 included, 6 of them found only here.", "1,080", "hand &amp; &lt;b&gt;.ris", `width="400"`)
	says(t, s.Get(at+"/flow"), http.StatusOK, "Records identified (n = 1,230)", "Medline (Ovid) (n = 1,200)", "Duplicate records removed before", "(n = 130)",
		"Records not screened yet (n = 1,040)", "Records screened (n = 60)", "Outside the dates (n = 40)", "No reason given (n = 5)", "Included in the report (n = 14)",
		"Added by hand (n = 2)", `role="img"`, "<desc", "<table")
	w := s.Get(at + "/flow.svg")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml; charset=utf-8" || w.Header().Get("Content-Disposition") != `attachment; filename="ED-2026-000123-flow.svg"` {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	decoder := xml.NewDecoder(strings.NewReader(w.Body.String()))
	for {
		if _, err := decoder.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, w.Body)
		}
	}
	s.On("GET "+api+"/flow", postgres.SelectionFlow{})
	says(t, s.Get(at+"/flow"), http.StatusOK, "Records identified (n = 0)")
	says(t, s.Get(at+"/sources"), http.StatusOK, "No records have been imported yet.", "!<svg xmlns")
}
