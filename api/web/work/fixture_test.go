package work_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/api/web/work"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	request = "00000000-0000-4000-8000-000000000100"
	other   = "00000000-0000-4000-8000-000000000200"
	tom     = "00000000-0000-4000-8000-0000000000bb"
	amara   = "00000000-0000-4000-8000-0000000000cc"
	item    = "00000000-0000-4000-8000-000000000300"
	api     = "/requests/" + request
	at      = "/work/" + request
)

func day(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC) }

// everything is every command that has a page here.
func everything() []evidence.Name {
	return []evidence.Name{
		evidence.Claim, evidence.Release, evidence.Reassign, evidence.ChangeRequester, evidence.Accept, evidence.Ask, evidence.Answer, evidence.Hold,
		evidence.Resume, evidence.CompleteSearch, evidence.ResumeSearch, evidence.SubmitForCheck, evidence.Approve, evidence.WaiveCheck, evidence.Deliver,
		evidence.Correct, evidence.Reopen, evidence.Refer, evidence.Return, evidence.Merge, evidence.Unmerge, evidence.SplitRequest, evidence.Decline,
		evidence.Signpost, evidence.Withdraw, evidence.AgreeDeadline, evidence.SetUrgency,
	}
}

// view is a request that the visitor owns; its question tries to be markup.
func view(change ...func(*rest.RequestView)) rest.RequestView {
	v := rest.RequestView{
		RequestRow: rest.RequestRow{
			ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, LibraryName: "Northmoor Library",
			Stage: evidence.Searching, Owner: webtest.Me, OwnerName: "Ann Walker", Requester: amara, RequesterName: "Amara Osei", Urgency: "routine",
			Type: "quality_improvement", Specialty: "care_of_older_people", Question: "Do bed alarms <b>reduce</b> falls on acute wards?", Running: true,
			PromiseDue: day(27, 17), DueBy: day(27, 17), ReceivedAt: day(13, 9), StageSince: day(15, 10), At: day(15, 10), Seq: 4,
		},
		OrganisationName: "Northmoor University Hospitals", TextVersion: 2, CheckPolicy: evidence.CheckSummary, Estimate: 240, CreatedAt: day(13, 9),
		Framework: &rest.FrameworkBody{Code: "pico", Elements: map[string]string{"population": "Older people"}},
		Limits:    &rest.LimitsBody{From: 2016}, Contents: rest.ContentsView{Messages: 2, Notes: 1, Searches: 1, References: 3, Attachments: 1},
		People: []rest.PersonView{{Person: tom, Name: "Tom Ellis", Relation: "reviewer"}}, AllowedCommands: everything(),
		Links:     []rest.LinkView{{Kind: "split_from", Older: true, Request: other, Reference: "ED-2026-000100", Stage: evidence.Split}},
		Referrals: []rest.ReferralView{{LibraryName: "Eastvale Library", Expected: day(30, 9), At: day(16, 9)}},
	}
	for _, c := range change {
		c(&v)
	}
	return v
}

func items(list ...any) map[string]any {
	if list == nil {
		list = []any{}
	}
	return map[string]any{"items": list}
}

// site answers everything that the pages of a request ask for.
func site(t *testing.T, change ...func(*rest.RequestView)) *webtest.Site {
	t.Helper()
	s := webtest.New(t, work.Register).As(evidence.Librarian)
	s.On("GET "+api, view(change...)).On("POST "+api+"/presence", items(rest.Present{Person: tom, Name: "Tom Ellis", Doing: "writing", SeenAt: s.Now}))
	s.On("GET "+api+"/transitions", items(
		rest.StepView{Seq: 1, Command: evidence.Submit, To: evidence.Submitted, By: postgres.ByRequesters, ActorName: "Amara Osei", At: day(13, 9), RecordedAt: day(13, 9), PromiseDue: day(27, 17)},
		rest.StepView{Seq: 2, Command: evidence.Claim, From: evidence.Submitted, To: evidence.Triage, By: postgres.ByLibrary, ActorName: "Ann Walker", At: day(13, 10), RecordedAt: day(13, 12), Late: true},
		rest.StepView{Seq: 3, Command: evidence.Hold, From: evidence.Triage, To: evidence.OnHold, By: postgres.ByLibrary, ActorName: "Ann Walker", At: day(14, 10), RecordedAt: day(14, 10), Reason: "requester_asked"},
		rest.StepView{Seq: 4, Command: evidence.Due, From: evidence.Searching, To: evidence.Searching, By: postgres.ByTheEngine, At: day(15, 10), RecordedAt: day(15, 10)},
	))
	s.On("GET "+api+"/topic", rest.TopicView{Topic: postgres.Topic{Version: 1, Suggested: []string{"end_of_life"}}})
	s.On("GET "+api+"/timer", rest.Timer{Running: true, Seconds: 4000, StartedAt: day(16, 9)})
	s.On("GET "+api+"/time-entries", rest.Times{
		Items:  []postgres.TimeEntry{{ID: item, Version: 3, Person: webtest.Me, TimeContent: postgres.TimeContent{Stage: "search", Minutes: 90, StartedAt: day(14, 9), Note: "MEDLINE"}}},
		Totals: []postgres.TimeTotal{{Person: tom, Stage: "review", Minutes: 30}},
	})
	s.On("GET "+api+"/time-entries/"+item, postgres.TimeEntry{ID: item, Version: 3, TimeContent: postgres.TimeContent{Stage: "search", Minutes: 90, StartedAt: day(14, 9)}})
	s.On("GET "+api+"/messages", items(
		postgres.Message{ID: item, Kind: postgres.MessageQuestion, Author: webtest.Me, Text: "Which wards <i>exactly</i>?", CreatedAt: day(14, 9)},
		postgres.Message{ID: other, Kind: postgres.MessageNote, Author: tom, Text: "Reuse the block of 2025.", CreatedAt: day(14, 10)},
	))
	s.On("GET "+api+"/attachments", items(attachment()))
	s.On("GET "+api+"/attachments/"+item, attachment())
	s.On("GET "+api+"/question/versions", items(
		rest.QuestionVersion{Version: 2, Question: "Do bed alarms reduce falls on acute wards?", ByName: "Ann Walker", At: day(14, 9)},
		rest.QuestionVersion{Version: 1, Question: "Do bed alarms work?", ByName: "Amara Osei", At: day(13, 9)},
	))
	s.On("GET "+api+"/similar", rest.SimilarList{Items: []rest.SimilarRow{{ID: other, Reference: "ED-2025-000007", Relation: "library", LibraryName: "Northmoor Library", Question: "Falls prevention", DeliveredAt: day(1, 9)}}})
	s.On("GET "+api+"/notices", items(rest.NoticeView{Kind: evidence.NoticeAcknowledged, Name: "Amara Osei", State: "sent", QueuedAt: day(13, 9), DoneAt: day(13, 9)}))
	s.On("GET "+api+"/deadline", explained())
	s.On("GET "+api+"/retractions", items())
	s.On("GET "+api+"/searches", items(postgres.Search{ID: item, SearchContent: postgres.SearchContent{Source: "medline", Platform: "ovid"}}))
	s.On("GET "+api+"/summary", postgres.Summary{Version: 4, SummaryText: postgres.SummaryText{BottomLine: "Alarms alone do not reduce falls."}})
	s.On("GET "+api+"/summary/versions", items(postgres.VersionInfo{Facts: postgres.Facts{Version: 1}, FrozenAt: day(15, 9), Delivered: true}))
	lib := "/libraries/" + string(webtest.Library)
	s.On("GET "+lib+"/templates", items(
		rest.Template{ID: item, Name: "Which group?", Kind: "ask", Text: "Dear {requester}, about {reference}: which group? {librarian}, {library}. Due {due}."},
		rest.Template{ID: other, Name: "Not for us", Kind: "decline", Text: "We cannot do this."},
	))
	s.On("GET "+lib+"/staff", items(rest.StaffRow{Person: tom, Name: "Tom Ellis", Roles: []evidence.Role{evidence.Librarian}}))
	s.On("GET "+api+"/second-readers", items(postgres.SecondReader{Person: tom, Name: "Tom Ellis", Requests: 1, Reasons: []string{"0 checks and 1 request in hand"}}))
	s.On("GET "+lib+"/load", rest.Load{People: []rest.PersonLoad{
		{Person: tom, Name: "Tom Ellis", Roles: []evidence.Role{evidence.Librarian}, Open: 4, DueThisWeek: 2, Overdue: 1},
		{Person: amara, Name: "Boss", Roles: []evidence.Role{evidence.Manager}},
	}})
	s.On("GET /libraries", items(
		rest.LibraryRow{ID: webtest.Library, Name: "Northmoor Library"}, rest.LibraryRow{ID: other, Name: "Eastvale Library"}, rest.LibraryRow{ID: item, Name: "Coast Library", Outside: true},
	))
	s.On("GET /people", items(map[string]any{"person": tom, "name": "Tom Ellis", "email": "tom@example.nhs.uk"}))
	s.On("GET /requests", rest.RequestPage{Items: []rest.RequestRow{
		{ID: other, Reference: "ED-2026-000200", Stage: evidence.Triage, Question: "Do chair alarms reduce falls?", RequesterName: "Bo", ReceivedAt: day(14, 9)},
	}})
	s.On("GET /requests/"+other, view(func(v *rest.RequestView) { v.ID, v.Reference = other, "ED-2026-000200" }))
	return s
}

func attachment() postgres.Attachment {
	return postgres.Attachment{ID: item, Version: 2, AddedBy: tom, CreatedAt: day(14, 9), AttachmentContent: postgres.AttachmentContent{
		Name: "policy.docx", MediaType: "application/pdf", Size: 84_000, SHA256: strings.Repeat("ab", 32), CopyBasis: "link_only",
	}}
}

// done has the command answer as the API does.
func done(s *webtest.Site, name evidence.Name) *webtest.Site {
	return s.On("POST "+api+"/"+string(name), rest.CommandResult{ID: request, Seq: 5, Stage: evidence.Searching, PromiseDue: day(27, 17)})
}

// given is what the page gave to the API for one operation; the last time, if it did so more often.
func given(t *testing.T, s *webtest.Site, operation string) webtest.Call {
	t.Helper()
	calls := s.Calls()
	for i := len(calls) - 1; i >= 0; i-- {
		if calls[i].Method+" "+calls[i].Path == operation {
			return calls[i]
		}
	}
	t.Fatalf("the page did not ask for %s, only for %v", operation, calls)
	return webtest.Call{}
}

// tree reads a page.
func tree(t *testing.T, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// find lists the elements that a test holds for.
func find(n *html.Node, is func(*html.Node) bool) []*html.Node {
	var list []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && is(c) {
			list = append(list, c)
		}
	}
	return list
}

func element(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return n.Data == name }
}

// links are the addresses of a page's links.
func links(doc *html.Node) map[string]string {
	list := map[string]string{}
	for _, a := range find(doc, element("a")) {
		list[webtest.Attr(a, "href")] = webtest.Text(a)
	}
	return list
}

// sound checks what every page must keep: its status, one h1, ids once, a title, and nothing that somebody typed as markup.
func sound(t *testing.T, w *httptest.ResponseRecorder, status int) *html.Node {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, webtest.Text(tree(t, w)))
	}
	if status >= 300 && status < 400 {
		return nil
	}
	doc := tree(t, w)
	if h := find(doc, element("h1")); len(h) != 1 {
		t.Errorf("%d h1", len(h))
	}
	titles := find(doc, element("title"))
	if len(titles) != 1 || !strings.Contains(webtest.Text(titles[0]), "ED-2026-000123") {
		t.Errorf("the title does not name the request: %v", titles)
	}
	if (status == http.StatusUnprocessableEntity) != strings.HasPrefix(webtest.Text(titles[0]), "Error: ") && status != http.StatusConflict {
		t.Errorf("the title %q does not fit the status %d", webtest.Text(titles[0]), status)
	}
	seen := map[string]bool{}
	for _, n := range find(doc, func(n *html.Node) bool { return webtest.Attr(n, "id") != "" }) {
		if seen[webtest.Attr(n, "id")] {
			t.Errorf("the id %s stands twice", webtest.Attr(n, "id"))
		}
		seen[webtest.Attr(n, "id")] = true
	}
	for _, a := range find(doc, func(n *html.Node) bool { return strings.HasPrefix(webtest.Attr(n, "href"), "#") }) {
		if to := strings.TrimPrefix(webtest.Attr(a, "href"), "#"); !seen[to] {
			t.Errorf("a link leads to #%s, which is not there", to)
		}
	}
	if strings.Contains(w.Body.String(), "<b>reduce") || strings.Contains(w.Body.String(), "<i>exactly") {
		t.Error("typed text became markup")
	}
	if strings.Contains(w.Body.String(), " style=") || strings.Contains(w.Body.String(), " onclick=") {
		t.Error("inline style or handler")
	}
	return doc
}
