package evidencework_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
)

func TestTheMeterLeadsToWhatIsMissing(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{Items: searches()})
	d := read(t, s.Get(work("searches"))).status(200)
	d.says("PRISMA-S: 15 of 2 items reported", "Search 1 needs a reason.", "Does not apply", "This is advice", "Run again")
	for _, address := range []string{work("searches", first) + "#limits-0--kind", work("searches", "methods"), work("searches", "reporting"), work("searches", "paste"), work("searches", "copy")} {
		if !strings.Contains(d.body, `"`+address+`"`) {
			t.Errorf("%s is missing", address)
		}
	}
}

func TestAPastedHistoryBecomesASearch(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{})
	read(t, s.Get(work("searches", "paste"))).status(200).says("Paste a search history", "Ovid, EBSCOhost")
	d := read(t, s.Post(work("searches", "paste"), url.Values{"history": {"Ovid MEDLINE(R) ALL <1946 to November 20, 2026>\n1\texp Falls/\t28,914\n2\t<b>ward*.ti.\t50\n3\t1 and 7\t5"}})).status(200)
	d.holds("lines", "1. exp Falls/ (28914)\n2. <b>ward*.ti. (50)\n3. 1 and 7 (5)").holds("source", "medline").holds("platform", "ovid").
		holds("coverage", "1946 to November 20, 2026").holds("records_retrieved", "5").says("3 lines read from Ovid, 3 counts", "There is no line 7.", "Not part of a line")
	if !strings.Contains(d.body, `action="`+work("searches", "new")+`"`) || strings.Contains(d.body, "<b>ward") {
		t.Error("the form leads elsewhere, or markup is not text")
	}
	for text, want := range map[string]string{"": "Paste a search history.", " \n ": "Paste a search history.", strings.Repeat("falls\n", 600): "at most 500 lines"} {
		read(t, s.Post(work("searches", "paste"), url.Values{"history": {text}})).status(422).says(want)
	}
}

func TestTwoHistoriesBecomeTwoSearches(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches"), list[postgres.Search]{})
	text := "Ovid MEDLINE(R) ALL <1946 to November 20, 2026>\n1\texp Falls/\t100\n2\tward*.ti.\t50\n3\t1 and 2\t5\n\nEmbase <1974 to 2026 November 19>\n1\texp falling/\t200\n2\tward*.ti.\t70\n3\t1 and 2\t9\n"
	read(t, s.Post(work("searches", "paste"), url.Values{"history": {text}})).status(200).
		says("Search 1", "Search 2", "Save 2 searches", "exp falling/").holds("pasted[0].source", "medline").holds("pasted[1].source", "embase").holds("history", strings.TrimSpace(text))
	s.On("POST "+api("searches"), rest.SavedSearch{Search: postgres.Search{ID: third}})
	s.Calls()
	form := url.Values{"_key": {"key-of-the-form"}, "do": {"save"}, "history": {text}, "pasted[0].source": {"medline"}, "pasted[0].platform": {"ovid"}, "pasted[1].source": {"embase"}}
	redirected(t, s.Post(work("searches", "paste"), form)).to(work("searches"))
	keys := map[string]bool{}
	for _, c := range s.Calls() {
		if c.Method == http.MethodPost && c.Path == api("searches") {
			keys[c.Key] = true
		}
	}
	if len(keys) != 2 {
		t.Errorf("keys %v", keys)
	}
	form.Del("pasted[1].source")
	read(t, s.Post(work("searches", "paste"), form)).status(422).says("Choose the source that was searched.")
}

func TestAnEarlierStrategyIsCopiedWithOneButton(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET /strategies", rest.StrategyPage{Next: third, Items: []postgres.FoundStrategy{
		{ID: second, Request: request, Reference: "ED-2026-000009", Question: "Do <i>alarms</i> help?", Relation: "shared", LibraryName: "Northam", Source: "cinahl", Platform: "ebscohost", Lines: 7, Begins: "(MH \"Falls\")"},
	}})
	d := read(t, s.Get(work("searches", "copy")+"?q=falls")).status(200)
	d.says("CINAHL on EBSCOhost, 7 lines", "ED-2026-000009", "Northam, shared", "Show older strategies").holds("q", "falls")
	if !strings.Contains(d.body, "cursor="+third) {
		t.Error("the next page is missing")
	}
	s.On("POST "+api("searches", "copies"), rest.SavedSearch{Search: postgres.Search{ID: third}})
	s.Calls()
	redirected(t, s.Post(work("searches", "copy"), url.Values{"_key": {"key-of-the-form"}, "request": {request}, "search": {second}, "rerun": {"true"}})).to(work("searches", third))
	call, body := sent[rest.CopySearchBody](t, s, "POST", api("searches", "copies"))
	if call.Key != "key-of-the-form" || !body.Rerun || body.Search != second || body.Request != request {
		t.Errorf("%+v with %s", body, call.Key)
	}
	s.Refuse("POST "+api("searches", "copies"), 404, evidence.NotFound)
	read(t, s.Post(work("searches", "copy"), url.Values{"request": {request}, "search": {second}})).status(422).says("cannot be read any more")
}

func TestTheMethodsAreShownAndDownloaded(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	s.On("GET "+api("searches", "methods"), rest.SearchMethods{
		Methods:  strategy.Methods{Summary: "We searched <Medline>.", Sections: []strategy.AppendixSection{{Heading: "Search 1: Medline", Paragraphs: []string{"Limits: none."}, Strategy: []strategy.Line{{N: 1, Text: "exp Falls/", Hits: ptr(1234)}}}}},
		Markdown: "# md", Text: "plain <text>",
	})
	read(t, s.Get(work("searches", "methods"))).status(200).says("We searched <Medline>.", "Search 1: Medline", "Limits: none.", "exp Falls/", "1,234", "plain <text>")
	w := s.Get(work("searches", "methods", "download") + "?as=md")
	if w.Code != 200 || w.Body.String() != "# md" || w.Header().Get("Content-Disposition") != `attachment; filename="ED-2026-000123-searches.md"` {
		t.Errorf("%d %s %s", w.Code, w.Header(), w.Body)
	}
	if w = s.Get(work("searches", "methods", "download")); w.Body.String() != "plain <text>" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("%d %s", w.Code, w.Header())
	}
}

func TestWhatWasLeftOutIsSaid(t *testing.T) {
	t.Parallel()
	s := site(t, requestIn(evidence.Searching))
	stored := postgres.Reporting{Version: 2, ReportingContent: postgres.ReportingContent{
		Statements: []postgres.SearchStatement{{Item: 3, Text: "About costs."}}, Dedup: postgres.SearchDedup{Software: "Example 3", Before: ptr(90)},
	}}
	s.On("GET "+api("searches", "reporting"), stored)
	read(t, s.Get(work("searches", "reporting"))).status(200).holds("_version", "2").holds("statements[2].text", "About costs.").holds("dedup.software", "Example 3").
		holds("dedup.before", "90").says("3. Study registers")
	s.On("PUT "+api("searches", "reporting"), rest.SavedReporting{Reporting: stored})
	s.Calls()
	form := url.Values{"_version": {"2"}, "statements[2].text": {"Costs."}, "dedup.after": {"1,200"}}
	redirected(t, s.Post(work("searches", "reporting"), form)).to(work("searches") + "#prisma-s")
	call, body := sent[rest.ReportingBody](t, s, "PUT", api("searches", "reporting"))
	if call.Match != `"2"` || len(body.Statements) != 16 || body.Statements[2].Text != "Costs." || *body.Dedup.After != 1200 {
		t.Errorf("%s %+v", call.Match, body)
	}
	stored.Version, stored.UpdatedBy = 3, tom
	s.OnFunc("PUT "+api("searches", "reporting"), stale(stored))
	read(t, s.Post(work("searches", "reporting"), form)).status(409).says("Saved by Tom Ellis", "About costs.").holds("_version", "3").holds("statements[2].text", "Costs.")
}
