package mine_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	webpage "evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func row(reference string, stage evidence.Stage) rest.RequestRow {
	r := asked().RequestRow
	r.Reference, r.Stage = reference, stage
	return r
}

// lists answers the lists of a person who has something of everything.
func lists(t *testing.T) *webtest.Site {
	t.Helper()
	s := site(t).On("GET /drafts", items[postgres.Draft]{Items: []postgres.Draft{{ID: "d1", Body: map[string]any{"question": "A draft about falls"}, UpdatedAt: at(14, 9)}, {ID: "d2", UpdatedAt: at(15, 9)}}})
	return s.OnFunc("GET /requests", func(c webtest.Call) webtest.Answer {
		q, _ := url.ParseQuery(c.Query)
		if q.Get("mine") != "true" {
			t.Errorf("asked for %s, which is not only the visitor's", c.Query)
		}
		switch {
		case q.Get("counts") == "true":
			return webtest.Answer{Body: rest.RequestPage{Counts: &rest.RequestCounts{Total: 33, ByStage: map[evidence.Stage]int{
				evidence.Searching: 30, evidence.Clarifying: 1, evidence.Delivered: 1, evidence.Closed: 1,
			}}}}
		case q.Get("stage") == "clarifying":
			return webtest.Answer{Body: rest.RequestPage{Items: []rest.RequestRow{row("ED-2026-000002", evidence.Clarifying)}}}
		case strings.Contains(q.Get("stage"), "delivered"):
			done := row("ED-2026-000003", evidence.Delivered)
			done.Outcome, done.DeliveredAt = evidence.Answered, at(12, 9)
			return webtest.Answer{Body: rest.RequestPage{Items: []rest.RequestRow{done}}}
		case q.Get("cursor") == "gone":
			return webtest.Answer{Status: 422, Body: map[string]any{"status": 422, "code": evidence.Invalid, "errors": []webpage.FieldProblem{{Field: "cursor", Code: "malformed"}}}}
		}
		late := row("ED-2026-000001", evidence.Searching)
		late.PromiseDue, late.Requester, late.RequesterName = at(13, 17), other, "Ben Stone"
		return webtest.Answer{Body: rest.RequestPage{Items: []rest.RequestRow{late}, Next: "n&1", Prev: map[bool]string{true: "p1"}[q.Get("cursor") != ""]}}
	})
}

func TestMyRequests(t *testing.T) {
	t.Parallel()
	s := lists(t)
	p := look(t, s.Get("/requests"), http.StatusOK)
	p.says("My requests", "We have a question for you", "ED-2026-000002", "ED-2026-000001, asked by Ben Stone", "3 days overdue", "30 requests", "A draft about falls", "No question yet")
	p.saysNot("ED-2026-000003")
	p.leadsTo(path, "/ask/d1/question", "/requests?cursor=n%261", "/requests?view=finished")
	if i, j := strings.Index(p.text(), "ED-2026-000002"), strings.Index(p.text(), "ED-2026-000001"); i > j {
		t.Error("what waits for an answer does not come first")
	}
	if n := len(s.Calls()); n != 4 {
		t.Errorf("%d calls of the API", n)
	}
}

func TestMyRequestsPageByPage(t *testing.T) {
	t.Parallel()
	s := lists(t)
	p := look(t, s.Get("/requests?cursor=c1"), http.StatusOK)
	p.leadsTo("/requests?cursor=p1", "/requests?cursor=n%261")
	p.saysNot("A draft about falls", "ED-2026-000002")
	goes(t, s.Get("/requests?cursor=gone"), "/requests")
}

func TestMyFinishedRequests(t *testing.T) {
	t.Parallel()
	p := look(t, lists(t).Get("/requests?view=finished"), http.StatusOK)
	p.says("My finished requests", "ED-2026-000003", "Your answer is ready", "12 November 2026", "2 requests")
	p.saysNot("ED-2026-000001", "A draft about falls")
}

func TestNothingAskedYet(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET /drafts", items[postgres.Draft]{Items: []postgres.Draft{}}).On("GET /requests", rest.RequestPage{Counts: &rest.RequestCounts{}})
	look(t, s.Get("/requests"), http.StatusOK).leadsTo("/ask")
}

func TestWhoHasNoLibrary(t *testing.T) {
	t.Parallel()
	look(t, site(t).As(evidence.SystemLead).Get("/requests"), http.StatusForbidden)
}

func TestSharedReports(t *testing.T) {
	t.Parallel()
	s := site(t).OnFunc("GET /shared-reports", func(c webtest.Call) webtest.Answer {
		q, _ := url.ParseQuery(c.Query)
		switch {
		case q.Get("cursor") == "gone":
			return webtest.Answer{Status: 422, Body: map[string]any{"status": 422, "code": evidence.Invalid, "errors": []webpage.FieldProblem{{Field: "cursor", Code: "malformed"}}}}
		case q.Get("q") == "nothing":
			return webtest.Answer{Body: rest.SharedReportPage{Items: []rest.SharedReport{}}}
		case len([]rune(q.Get("q"))) > 400:
			t.Errorf("asked for %d characters", len(q.Get("q")))
		}
		return webtest.Answer{Body: rest.SharedReportPage{
			Items: []rest.SharedReport{{ID: id, Reference: "ED-2026-000007", Question: hurt, Specialty: "Geriatrics", LibraryName: "Eastvale Library", DeliveredAt: at(1, 9)}},
			Next:  "n", Prev: "p", Total: 1000, Capped: true,
		}}
	})
	p := look(t, s.Get("/shared-reports?q=falls+%22alarm%22"), http.StatusOK)
	p.says("Finished reports", "ED-2026-000007", "Geriatrics", "Eastvale Library", "1 November 2026", "More than 1,000 reports")
	p.leadsTo(path+"/report", "/shared-reports?cursor=n&q=falls+%22alarm%22", "/shared-reports?cursor=p&q=falls+%22alarm%22")
	if p.value("q") != `falls "alarm"` {
		t.Errorf("kept %q", p.value("q"))
	}
	look(t, s.Get("/shared-reports?q=nothing"), http.StatusOK).says("No finished report has these words.")
	look(t, s.Get("/shared-reports?q="+strings.Repeat("é", 500)), http.StatusOK)
	goes(t, s.Get("/shared-reports?q=a&cursor=gone"), "/shared-reports?q=a")
}
