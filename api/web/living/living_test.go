package living_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/living"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	request = "00000000-0000-4000-8000-000000000100"
	search  = "00000000-0000-4000-8000-000000000200"
	look    = "00000000-0000-4000-8000-000000000300"
	found   = "00000000-0000-4000-8000-000000000400"
	notice  = "00000000-0000-4000-8000-000000000500"
)

func day(d int) time.Time { return time.Date(2026, 11, d, 9, 0, 0, 0, time.UTC) }

func site(t *testing.T, roles ...evidence.Role) *webtest.Site {
	t.Helper()
	v := rest.RequestView{RequestRow: rest.RequestRow{
		ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: evidence.Delivered, Outcome: evidence.Answered,
		Owner: webtest.Me, OwnerName: "Ann Walker", Question: "Do bed alarms reduce falls?", Seq: 7,
	}, DeliveredVersion: 1}
	hits := 40
	return webtest.New(t, living.Register).As(roles...).
		On("GET /requests/"+request, v).
		On("POST /requests/"+request+"/presence", map[string]any{"items": []any{}}).
		On("GET /requests/"+request+"/searches/"+search, postgres.Search{ID: search, Version: 1, SearchContent: postgres.SearchContent{
			Source: "pubmed", Platform: "pubmed", Kind: "database", Lines: []postgres.StrategyLine{{N: 1, Text: "falls <b>[tiab]", Hits: &hits}},
		}})
}

func runs(items ...postgres.PubMedRun) rest.RunList {
	return rest.RunList{Items: items, Configured: true}
}

func watchView() rest.WatchView {
	next := day(20)
	return rest.WatchView{
		Watch: &postgres.Watch{ID: "w", Version: 3, NextAt: &next, WatchContent: postgres.WatchContent{
			Months: 3, State: evidence.WatchActive, FirstAt: day(20), EndsAt: day(20).AddDate(2, 0, 0),
		}},
		Runs: []postgres.WatchRun{{ID: look, At: day(10), State: postgres.WatchReview, New: 1, Retracted: 1, Exports: 1, Checked: 9, Findings: []postgres.WatchFinding{
			{ID: notice, Version: 1, Kind: postgres.FoundRetraction, Title: "Old <i>trial", Code: "retraction", DOI: "10.1000/a", NoticeDOI: "10.1000/n", Reasons: []string{"Data"}},
			{ID: found, Version: 2, Kind: postgres.FoundRecord, Title: "New trial", Authors: []string{"A", "B", "C", "D"}, Journal: "BMJ", PMID: "12", Search: search, Source: "pubmed", Platform: "pubmed"},
			{ID: "x", Version: 1, Kind: postgres.FoundExport, Code: "not-pubmed", Search: search, Source: "embase", Platform: "ovid"},
		}}},
	}
}

func has(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page does not say %q", p)
		}
	}
}

func lacks(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if strings.Contains(body, p) {
			t.Errorf("the page says %q", p)
		}
	}
}

func TestRunPage(t *testing.T) {
	t.Parallel()
	at, api := "/work/"+request+"/searches/"+search+"/run", "GET /requests/"+request+"/searches/"+search+"/runs"
	expected := 40
	s := site(t, evidence.Librarian).On(api, runs())
	page := s.Get(at)
	has(t, page.Body.String(), "Run the search in PubMed", "falls &lt;b&gt;[tiab]", `name="fetch"`, "It has not been run from here")
	if strings.Count(page.Body.String(), "<h1") != 1 {
		t.Error("not one h1")
	}
	s.On(api, runs(postgres.PubMedRun{State: "fetching", LineCount: 1, Lines: []evidence.LineHits{{N: 1, Hits: 40, NotFound: []string{"fallz"}}}, Fetch: true, Records: 20, Expected: &expected, Import: "i", CreatedAt: day(9)}))
	body := s.Get(at).Body.String()
	has(t, body, "20 of 40 records have been fetched.", "Check again", "PubMed does not know: fallz.")
	lacks(t, body, `name="fetch"`)
	s.On(api, runs(postgres.PubMedRun{State: "refused", Problem: "pubmed-query-refused", ProblemLine: 2, LineCount: 2, CreatedAt: day(9)}))
	has(t, s.Get(at).Body.String(), "PubMed cannot read line 2", `name="fetch"`)
	s.On(api, rest.RunList{Items: []postgres.PubMedRun{}})
	body = s.Get(at).Body.String()
	has(t, body, "not connected to PubMed")
	lacks(t, body, `name="fetch"`)
}

func TestRunIsAsked(t *testing.T) {
	t.Parallel()
	at := "/work/" + request + "/searches/" + search + "/run"
	post := "POST /requests/" + request + "/searches/" + search + "/run"
	s := site(t, evidence.Librarian).On("GET /requests/"+request+"/searches/"+search+"/runs", runs()).On(post, postgres.PubMedRun{})
	if got := s.Post(at, url.Values{"fetch": {"true"}}); got.Code != http.StatusSeeOther || got.Header().Get("Location") != at {
		t.Errorf("%d", got.Code)
	}
	s.Refuse(post, http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "search", Code: "running", Detail: "This search is being run."})
	got := s.Post(at, url.Values{"fetch": {"false"}})
	if got.Code != http.StatusUnprocessableEntity {
		t.Errorf("%d", got.Code)
	}
	has(t, got.Body.String(), "Error: ", "This search is being run.")
}

func TestWatchPage(t *testing.T) {
	t.Parallel()
	at, get := "/work/"+request+"/watch", "GET /requests/"+request+"/watch"
	s := site(t, evidence.Librarian).On(get, rest.WatchView{Runs: []postgres.WatchRun{}})
	body := s.Get(at).Body.String()
	has(t, body, "Watch this report", `name="months"`, `name="first_at.day"`, "Every 3 months")
	lacks(t, body, "Look now")
	s.On(get, watchView())
	has(t, s.Get(at).Body.String(), "Change the watch", "Look now", "To review", `name="_version" value="3"`, at+"/runs/"+look, `name="state"`)
	body = s.As(evidence.Trainee).Get(at).Body.String()
	lacks(t, body, `name="months"`, "Look now")
}

func TestWatchIsSet(t *testing.T) {
	t.Parallel()
	at := "/work/" + request + "/watch"
	get, post, put := "GET /requests/"+request+"/watch", "POST /requests/"+request+"/watch", "PUT /requests/"+request+"/watch"
	s := site(t, evidence.Librarian).On(get, rest.WatchView{Runs: []postgres.WatchRun{}}).On(post, postgres.Watch{}).On(put, postgres.Watch{})
	form := url.Values{
		"months": {"6"}, "first_at.day": {"3"}, "first_at.month": {"12"}, "first_at.year": {"2026"}, "ends_at.day": {"3"}, "ends_at.month": {"12"}, "ends_at.year": {"2028"},
	}
	if got := s.Post(at, form); got.Code != http.StatusSeeOther {
		t.Fatalf("%d %s", got.Code, got.Body)
	}
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Method != http.MethodPost || !strings.Contains(last.Body, `"months":6`) || !strings.Contains(last.Body, `"2026-12-03T03:00:00Z"`) {
		t.Errorf("%+v", last)
	}
	form.Set("first_at.day", "40")
	got := s.Post(at, form)
	if got.Code != http.StatusUnprocessableEntity {
		t.Errorf("%d", got.Code)
	}
	has(t, got.Body.String(), "Error: ", "Give a real date", `value="40"`, `href="#first-at-`)
	s.On(get, watchView())
	form.Set("first_at.day", "3")
	form.Set("state", "paused")
	form.Set("_version", "3")
	if got := s.Post(at, form); got.Code != http.StatusSeeOther {
		t.Errorf("%d", got.Code)
	}
	calls = s.Calls()
	if last := calls[len(calls)-1]; last.Method != http.MethodPut || last.Match != `"3"` || !strings.Contains(last.Body, `"paused"`) {
		t.Errorf("%+v", last)
	}
}

func TestLookPage(t *testing.T) {
	t.Parallel()
	at := "/work/" + request + "/watch/runs/" + look
	s := site(t, evidence.Librarian).On("GET /requests/"+request+"/watch", watchView())
	body := s.Get(at).Body.String()
	has(t, body, "Old &lt;i&gt;trial", "Retracted", "Read the notice", "https://doi.org/10.1000/n", "New trial", "A; B; C; et al.", "Embase", "Upload an export", `name="findings[0].decision"`,
		"Approve", "9 references looked up")
	if got := s.Get("/work/" + request + "/watch/runs/00000000-0000-4000-8000-0000000003ff"); got.Code != http.StatusNotFound {
		t.Errorf("%d", got.Code)
	}
	lacks(t, s.As(evidence.Trainee).Get(at).Body.String(), `name="findings[0].decision"`, "Save for later")
}

func TestFindingsAreDecided(t *testing.T) {
	t.Parallel()
	at, api := "/work/"+request+"/watch/runs/"+look, "/requests/"+request+"/watch/runs/"+look
	s := site(t, evidence.Librarian).On("GET /requests/"+request+"/watch", watchView()).On("PUT "+api+"/findings", rest.DecidedFindings{}).
		On("POST "+api+"/approve", rest.Approved{Told: true})
	form := url.Values{
		"findings[0].id": {notice}, "findings[0].version": {"1"}, "findings[0].decision": {"keep"}, "findings[0].note": {"Stop using it."},
		"findings[1].id": {found}, "findings[1].version": {"2"}, "do": {"approve"},
	}
	got := s.Post(at, form)
	if got.Code != http.StatusUnprocessableEntity {
		t.Errorf("without a choice: %d", got.Code)
	}
	has(t, got.Body.String(), "Choose whether the requester is to see “New trial”", "Stop using it.")
	form.Set("findings[1].decision", "dismiss")
	if got := s.Post(at, form); got.Code != http.StatusSeeOther || got.Header().Get("Location") != "/work/"+request+"/watch" {
		t.Fatalf("%d", got.Code)
	}
	var put, approved bool
	for _, c := range s.Calls() {
		put = put || c.Method == http.MethodPut && strings.Contains(c.Body, `"Stop using it."`) && strings.Contains(c.Body, found)
		approved = approved || c.Path == api+"/approve"
	}
	if !put || !approved {
		t.Errorf("saved %t, approved %t", put, approved)
	}
	form.Set("do", "save")
	if got := s.Post(at, form); got.Code != http.StatusSeeOther || got.Header().Get("Location") != at {
		t.Errorf("%d", got.Code)
	}
}

func TestWatches(t *testing.T) {
	t.Parallel()
	last := day(10)
	s := site(t, evidence.Manager).On("GET /libraries/"+string(webtest.Library)+"/watches", map[string]any{"items": []postgres.WatchRow{
		{Request: request, Reference: "ED-2026-000123", Months: 12, State: evidence.WatchActive, LastAt: &last, LastState: postgres.WatchNothing, EndsAt: day(20)},
	}})
	has(t, s.Get("/manage/watches").Body.String(), "ED-2026-000123", "Every year", "Nothing new", "/work/"+request+"/watch")
}

func TestWarning(t *testing.T) {
	t.Parallel()
	if living.Warning(postgres.RetractionCheck{Checked: 3}) != nil {
		t.Error("a warning of nothing")
	}
	w := living.Warning(postgres.RetractionCheck{Items: []postgres.RetractionNotice{
		{Reference: "a", Title: "One", Nature: postgres.NatureRetraction}, {Reference: "a", Title: "One", Nature: postgres.NatureConcern}, {Reference: "b", Title: "Two", Nature: postgres.NatureCorrection},
	}})
	if w == nil || w.Heading != "2 papers in this report have a notice" || w.Text != "Retracted: One\nCorrected: Two" {
		t.Errorf("%+v", w)
	}
}
