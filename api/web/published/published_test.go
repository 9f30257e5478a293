package published_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/published"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
)

const (
	id        = "00000000-0000-4000-8000-000000000700"
	next      = "00000000-0000-4000-8000-000000000701"
	plan      = "00000000-0000-4000-8000-000000000800"
	colleague = evidence.PersonID("00000000-0000-4000-8000-000000000900")
	governor  = evidence.PersonID("00000000-0000-4000-8000-000000000901")
	lib       = "/libraries/" + string(webtest.Library)
	api       = "/published-reports/" + id
)

func day(d int) time.Time { return time.Date(2026, 10, d, 9, 0, 0, 0, time.UTC) }

func figures(complete bool) report.Report {
	c := report.CountOf(3)
	c.Cases = "metric=received&period=2026-Q3"
	if !complete {
		c = report.Cell{Kind: report.Count, Hidden: true}
	}
	return report.Report{
		Version: report.Version, Title: "Impact report", Period: report.Quarter(2026, 3), AsOf: day(5), Complete: complete, Caveats: []report.Caveat{{Code: "few", Text: "Few <b>answered."}},
		Sections: []report.Section{{ID: "activity", Heading: "Activity", Finding: "3 requests <i>were answered", Table: report.Table{
			Columns: []report.Column{{ID: "received", Heading: "Received", Kind: report.Count, Metric: "received"}}, Rows: []report.Row{{ID: "received", Heading: "Requests", Cells: []report.Cell{c}}},
		}}},
	}
}

func row() postgres.PublishedRow {
	return postgres.PublishedRow{
		ID: id, Library: webtest.Library, LibraryName: "A <u>library", Title: "For the <b>board", Period: report.Quarter(2026, 3), PeriodTitle: "July to September 2026", Publisher: "Mo",
		PublishedAt: day(6), SupersededBy: next, SupersededFor: "Counted <i>twice.", Reviews: 1,
	}
}

func view(complete bool) rest.PublishedView {
	return rest.PublishedView{
		PublishedRow: row(), Definitions: "1", Report: figures(complete), Quotes: []rest.PublishedQuote{{Text: "It <b>helped.", By: "Nursing"}}, QuotesWithdrawn: 2,
		Cases: []rest.PublishedCase{{ID: next, Title: "Fewer falls", Text: "Fewer fell."}}, Receipts: []postgres.ReportReview{{ID: next, Reviewer: "Board", ReviewedOn: "2026-10-20", Recorder: "Mo", RecordedAt: day(20)}},
		Letters: []postgres.ReportLetter{{Recipient: "chief@example.org", State: "failed"}}, MayComplete: true, MayReplace: true, MayReview: true,
	}
}

func schedule() postgres.ReportSchedule {
	return postgres.ReportSchedule{
		ID: plan, Library: webtest.Library, Version: 4, Names: []string{"Ann", "Gus <i>"}, NextOn: "2026-12-05", NextAbout: report.Month(2026, 11), Zone: "Europe/London",
		ReportScheduleContent: postgres.ReportScheduleContent{Title: "Monthly <b>one", Kind: report.Monthly, Day: 5, State: evidence.ScheduleActive, People: []evidence.PersonID{webtest.Me, governor}, Emails: []string{"chief@example.org"}},
	}
}

func items[T any](list ...T) map[string]any { return map[string]any{"items": list} }

func site(t *testing.T) *webtest.Site {
	t.Helper()
	return webtest.New(t, published.Register).As(evidence.Manager).
		On("GET /published-reports", items(row())).
		OnFunc("GET "+api, func(c webtest.Call) webtest.Answer {
			return webtest.Answer{Body: view(strings.Contains(c.Query, "complete=true"))}
		}).
		On("GET /reports/definitions", rest.DefinitionList{Items: []metric.Definition{{ID: "received", Title: "Requests received", Metrics: []string{"received"}}}}).
		On("GET "+lib+"/report-drafts", items(postgres.ReportDraftRow{ID: next, Title: "Waiting", PeriodTitle: "October 2026", MadeAt: day(9)})).
		On("GET "+lib+"/report-drafts/"+next, rest.ReportDraftView{ReportDraftRow: postgres.ReportDraftRow{ID: next, Title: "Waiting", PeriodTitle: "October 2026", MadeAt: day(9)}, Report: figures(true)}).
		Refuse("GET /published-reports/"+next, http.StatusNotFound, evidence.NotFound).
		On("GET "+lib+"/report-schedules", items(schedule())).On("GET "+lib+"/report-schedules/"+plan, schedule()).
		On("GET "+lib+"/report-schedules/"+plan+"/runs", items(postgres.ReportRun{ID: next, PeriodTitle: "September 2026", Outcome: "published", Report: id, Asker: "Mo", MadeAt: day(5)}, postgres.ReportRun{ID: id, PeriodTitle: "August 2026", MadeAt: day(5)})).
		On("GET "+lib+"/staff", items(rest.StaffRow{Person: webtest.Me, Name: "Ann <b>", Roles: []evidence.Role{evidence.Librarian, evidence.Manager}}, rest.StaffRow{Person: colleague, Name: "Bo", Roles: []evidence.Role{evidence.Trainee}})).
		On("GET /libraries", items(rest.LibraryRow{ID: webtest.Library}))
}

func sound(t *testing.T, w *httptest.ResponseRecorder, status int, says ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != status || strings.Count(body, "<h1") != 1 {
		t.Fatalf("status %d, want %d, %d h1: %s", w.Code, status, strings.Count(body, "<h1"), body)
	}
	if strings.Contains(body, "<title>Error: ") != (status == http.StatusUnprocessableEntity) {
		t.Error("the title does not fit the status")
	}
	for _, raw := range []string{"<b>", "<i>", "<u>", "style="} {
		if strings.Contains(body, raw) {
			t.Errorf("the page holds %s", raw)
		}
	}
	for _, s := range says {
		if !strings.Contains(body, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
	return body
}

func gone(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Errorf("status %d to %q, want 303 to %q: %s", w.Code, w.Header().Get("Location"), to, w.Body)
	}
}

func TestEveryPageIsShown(t *testing.T) {
	t.Parallel()
	s := site(t)
	sound(t, s.Get("/published"), http.StatusOK, "For the &lt;b&gt;board", "July to September 2026", "by Mo", "another report has taken its place", "Once", "Waiting", "/published/new", "/published/schedules")
	body := sound(t, s.Get("/published/"+id), http.StatusOK, "3 requests &lt;i&gt;were answered", "hidden", "Counted &lt;i&gt;twice.", "/published/"+next, "Few &lt;b&gt;answered.", "It &lt;b&gt;helped.",
		"withdrawn after this report was published: 2", "Fewer falls", "20 October 2026", "chief@example.org", "Could not be sent", "/reports/definitions/received", "files/report.pdf", "/review", "/replace")
	if strings.Contains(body, "/reports/cases") {
		t.Error("what left the library leads to cases")
	}
	sound(t, s.Get("/published/"+id+"?complete=true"), http.StatusOK, "Complete: not to leave the library", "/reports/cases?metric=received", "report.csv?complete=true")
	sound(t, s.Get("/published/"+next), http.StatusOK, "Waits to be published", "Publish this report", "Throw it away")
	sound(t, s.Get("/published/new"), http.StatusOK, `id="period"`, "July to September 2026", `id="staff-group"`)
	sound(t, s.Get("/published/"+id+"/replace"), http.StatusOK, `id="reason"`)
	sound(t, s.Get("/published/"+id+"/review"), http.StatusOK, `id="reviewer"`, `value="16"`)
	sound(t, s.Get("/published/schedules"), http.StatusOK, "Monthly &lt;b&gt;one", "5 December 2026, about November 2026", "Planned")
	sound(t, s.Get("/published/schedules/"+plan), http.StatusOK, "Ann, Gus &lt;i&gt;, chief@example.org", "asked for by Mo", "It is being made", "Pause", "/published/"+id)
	sound(t, s.Get("/published/schedules/"+plan+"/edit"), http.StatusOK, `name="_version" value="4"`, "chief@example.org")
	sound(t, s.Get("/published/schedules/new"), http.StatusOK, `id="emails"`)
	sound(t, s.Get("/published/schedules/"+plan+"/run"), http.StatusOK, "October 2026")
}

// A reader outside the library sees the report and its receipts, and nothing to keep it with.
func TestReadersOutsideTheLibrary(t *testing.T) {
	t.Parallel()
	s := site(t).As(evidence.Requester)
	v := view(false)
	v.MayComplete, v.MayReplace, v.Letters = false, false, nil
	s.On("GET "+api, v)
	body := sound(t, s.Get("/published/"+id), http.StatusOK, "/review")
	for _, no := range []string{"/replace", "complete=true", "chief@example.org"} {
		if strings.Contains(body, no) {
			t.Errorf("a reader is shown %s", no)
		}
	}
	if body := sound(t, s.Get("/published"), http.StatusOK, "For the"); strings.Contains(body, "schedules") || strings.Contains(body, "Waiting") {
		t.Error("a reader is led to plans")
	}
	for _, path := range []string{"/published/schedules", "/published/new", "/published/receipts.csv", "/published/" + id + "/replace"} {
		if w := s.Get(path); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if w := s.Get("/published/" + next); w.Code != http.StatusNotFound {
		t.Errorf("a draft: %d", w.Code)
	}
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+lib+"/published-reports", view(false)).On("POST "+api+"/reviews", postgres.ReportReview{}).On("POST "+api+"/replacements", rest.PublishedView{PublishedRow: postgres.PublishedRow{ID: next}}).
		On("POST "+lib+"/report-drafts/"+next+"/publication", view(false)).On("DELETE "+lib+"/report-drafts/"+next, nil).On("POST "+lib+"/report-schedules", schedule()).
		On("PUT "+lib+"/report-schedules/"+plan, schedule()).On("DELETE "+lib+"/report-schedules/"+plan, nil).On("POST "+lib+"/report-schedules/"+plan+"/runs", postgres.ReportRun{})
	last := func(says ...string) {
		t.Helper()
		calls := s.Calls()
		c := calls[len(calls)-1]
		for _, text := range says {
			if !strings.Contains(c.Method+" "+c.Path+" "+c.Match+" "+c.Body, text) {
				t.Errorf("%q is not in %+v", text, c)
			}
		}
	}
	gone(t, s.Post("/published/new", url.Values{"title": {"T"}, "period": {"2026-Q3"}, "from": {"2026-09-01"}, "to": {"2026-09-14"}, "specialty": {"Cardiology"}}), "/published/"+id)
	last(`"period":"2026-09-01..2026-09-14"`, `"specialty":"Cardiology"`)
	gone(t, s.Post("/published/"+id+"/review", url.Values{"reviewer": {"Board"}, "reviewed_on.day": {"2"}, "reviewed_on.month": {"11"}, "reviewed_on.year": {"2026"}}), "/published/"+id+"#receipts")
	last(`"reviewed_on":"2026-11-02"`, `"reviewer":"Board"`)
	gone(t, s.Post("/published/"+id+"/replace", url.Values{"reason": {"Wrong."}}), "/published/"+next)
	gone(t, s.Post("/published/"+next+"/publish", url.Values{}), "/published/"+id)
	gone(t, s.Post("/published/"+next+"/discard", url.Values{}), "/published")
	form := url.Values{"title": {"T"}, "kind": {"month"}, "day": {"5"}, "publishes": {"yes"}, "emails": {"a@example.org\nb@example.org"}, "people": {string(webtest.Me), string(colleague)}, "state": {"paused"}, "_version": {"4"}}
	gone(t, s.Post("/published/schedules/new", form), "/published/schedules/"+plan)
	last(`"emails":["a@example.org","b@example.org"]`, `"publishes":true`, `"state":"paused"`)
	gone(t, s.Post("/published/schedules/"+plan+"/edit", form), "/published/schedules/"+plan)
	last("PUT", `"4"`, `"people":["`+string(webtest.Me)+`","`+string(colleague)+`"]`)
	form.Del("people")
	gone(t, s.Post("/published/schedules/"+plan+"/edit", form), "/published/schedules/"+plan)
	if calls := s.Calls(); strings.Contains(calls[len(calls)-1].Body, `"people"`) {
		t.Error("nobody is chosen, and somebody is sent the link")
	}
	gone(t, s.Post("/published/schedules/"+plan+"/state", url.Values{"state": {"paused"}, "_version": {"4"}}), "/published/schedules/"+plan)
	last("PUT", `"state":"paused"`, `"title":"Monthly`)
	gone(t, s.Post("/published/schedules/"+plan+"/run", url.Values{"period": {"2026-09"}}), "/published/schedules/"+plan)
	last(`{"period":"2026-09"}`)
	gone(t, s.Post("/published/schedules/"+plan+"/end", url.Values{"_version": {"4"}}), "/published/schedules")
	last("DELETE", `"4"`)
}

// What is refused stands in the form again, with what was typed.
func TestRefusalsKeepWhatWasTyped(t *testing.T) {
	t.Parallel()
	s := site(t).Refuse("POST "+lib+"/published-reports", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "period", Code: "published", Detail: "x"}).
		Refuse("POST "+api+"/replacements", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "reason", Code: "required", Detail: "x"}).
		Refuse("POST "+lib+"/report-schedules", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "emails[1]", Code: "malformed", Detail: "x"}).
		OnFunc("PUT "+lib+"/report-schedules/"+plan, func(webtest.Call) webtest.Answer {
			theirs := schedule()
			theirs.Version, theirs.Day = 7, 9
			return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current": theirs, "current_version": 7}}
		})
	sound(t, s.Post("/published/new", url.Values{"title": {"Typed"}, "period": {"2026-Q3"}}), http.StatusUnprocessableEntity, "published already", `value="Typed"`)
	sound(t, s.Post("/published/"+id+"/replace", url.Values{}), http.StatusUnprocessableEntity, "Say what is wrong")
	sound(t, s.Post("/published/"+id+"/review", url.Values{"reviewer": {"Typed"}}), http.StatusUnprocessableEntity, "Give the day", `value="Typed"`)
	form := url.Values{"title": {"Typed"}, "kind": {"month"}, "day": {"5"}, "emails": {"a@example.org nobody"}, "_version": {"4"}}
	sound(t, s.Post("/published/schedules/new", form), http.StatusUnprocessableEntity, "nobody is no e-mail address", `value="Typed"`)
	sound(t, s.Post("/published/schedules/"+plan+"/edit", form), http.StatusConflict, "Somebody else has saved", "on day 9", `name="_version" value="7"`, `value="Typed"`)
}

// A manager chooses people by name and role. Whoever gets the link and does not work in the library can be taken off, and what was
// ticked stays ticked when the form comes back.
func TestPeopleAreChosenByName(t *testing.T) {
	t.Parallel()
	s := site(t).Refuse("POST "+lib+"/report-schedules", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "people", Code: "unknown", Detail: "Name people of your library."}).
		Refuse("PUT "+lib+"/report-schedules/"+plan, http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "title", Code: "too-long", Detail: "x"})
	ticked := func(body string) (who []string) {
		for _, box := range strings.Split(body, `name="people" type="checkbox" value="`)[1:] {
			if id, rest, _ := strings.Cut(box, `"`); strings.HasPrefix(rest, " checked") {
				who = append(who, id)
			}
		}
		return who
	}
	same := func(body string, want ...evidence.PersonID) {
		t.Helper()
		got := ticked(body)
		if !slices.EqualFunc(got, want, func(a string, b evidence.PersonID) bool { return a == string(b) }) {
			t.Errorf("%v are ticked, want %v", got, want)
		}
	}
	same(sound(t, s.Get("/published/schedules/new"), http.StatusOK, "Who in the library is sent the link?", "Ann &lt;b&gt;", "Librarian, Manager", "Trainee"))
	same(sound(t, s.Get("/published/schedules/"+plan+"/edit"), http.StatusOK, "Gus &lt;i&gt;"), webtest.Me, governor)
	form := url.Values{"title": {"T"}, "kind": {"month"}, "day": {"5"}, "people": {string(colleague)}, "_version": {"3"}}
	same(sound(t, s.Post("/published/schedules/new", form), http.StatusUnprocessableEntity, `href="#people"`, "does not belong to the library any more"), colleague)
	same(sound(t, s.Post("/published/schedules/"+plan+"/edit", form), http.StatusUnprocessableEntity, "Gus &lt;i&gt;", `name="_version" value="3"`), colleague)
}
