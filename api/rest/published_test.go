package rest_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/postgres/figures"
	"evidencedesk/internal/publishing"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
	"evidencedesk/internal/worth"
)

// published publishes this year's report of the library here.
func (h *house) published() rest.PublishedView {
	h.Helper()
	var p rest.PublishedView
	h.did("manager@here", "POST", "/libraries/"+string(here)+"/published-reports", j{"period": thisYear()}).into(h.T, &p)
	return p
}

func TestWhoReadsAPublishedReport(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 3 {
		h.earlier("here", "Is pulmonary rehabilitation of use?")
	}
	p := h.published()
	at := "/published-reports/" + p.ID
	if c := cellAt(t, p.Report, "activity", "delivered"); !c.Hidden || p.Report.Complete || p.Definitions == "" || p.Publisher != "manager@here" {
		t.Errorf("%+v", c)
	}
	for who, want := range map[string][2]int{ // as it left the library, and complete
		"librarian@here": {200, 200}, "trainee@here": {200, 200}, "manager@here": {200, 200}, "requester@here": {200, 403}, "stranger@here": {200, 403},
		"admin@here": {200, 403}, "system_lead@there": {200, 403}, "librarian@there": {404, 404}, "requester@there": {404, 404}, "manager@there": {404, 404},
	} {
		if a := h.as(who, "GET", at, nil); a.status != want[0] {
			t.Errorf("%s: %d %s", who, a.status, a.body)
		}
		if a := h.as(who, "GET", at+"?complete=true", nil); a.status != want[1] {
			t.Errorf("%s complete: %d", who, a.status)
		}
		for _, format := range []string{"csv", "xlsx", "docx", "html", "pdf"} {
			if a := h.as(who, "GET", at+"/files/report."+format, nil); a.status != want[0] {
				t.Errorf("%s %s: %d", who, format, a.status)
			}
		}
		listed := strings.Contains(h.did(who, "GET", "/published-reports", nil).body, p.ID)
		if listed != (want[0] == 200) {
			t.Errorf("%s: listed %t", who, listed)
		}
	}
	var complete rest.PublishedView
	h.did("librarian@here", "GET", at+"?complete=true", nil).into(t, &complete)
	if c := cellAt(t, complete.Report, "activity", "delivered"); c.N != 3 || c.Hidden {
		t.Errorf("%+v", c)
	}
	const mark = "not to leave the library"
	if body := h.did("requester@here", "GET", at+"/files/report.html", nil).body; strings.Contains(body, mark) {
		t.Error("what left the library is marked as complete")
	}
	if a := h.did("librarian@here", "GET", at+"/files/report.csv?complete=true", nil); !strings.Contains(a.body, mark) || a.header.Get("Content-Type") != "text/csv; charset=utf-8" {
		t.Errorf("%v", a.header)
	}
	for format, begins := range map[string]string{"csv": "\uFEFF", "xlsx": "PK", "docx": "PK", "pdf": "%PDF", "html": "<!DOCTYPE"} {
		if a := h.did("librarian@here", "GET", "/reports/impact/file?format="+format+"&period="+thisYear(), nil); !strings.HasPrefix(a.body, begins) {
			t.Errorf("the live report as %s begins with %.20q", format, a.body)
		}
	}
	if a := h.did("system_lead@here", "GET", "/reports/impact/file?format=csv&period="+thisYear(), nil); strings.Contains(a.body, mark) || strings.Contains(a.body, "delivered,"+"3") {
		t.Error("a system lead takes away the complete report")
	}
}

// TestAPublishedReportNeverChanges publishes, replaces and reviews: what was there stays as it was.
func TestAPublishedReportNeverChanges(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.earlier("here", "Is pulmonary rehabilitation of use?")
	p := h.published()
	at := "/published-reports/" + p.ID
	k := job{house: h}
	lib := "/libraries/" + string(here)
	today := time.Now().Format(time.DateOnly)
	k.answers(
		asked{"manager@here", "POST", lib + "/published-reports", "", j{"period": thisYear()}, 422, `"code":"published"`},
		asked{"librarian@here", "POST", lib + "/published-reports", "", j{"period": thisYear()}, 403, ""},
		asked{"manager@here", "POST", lib + "/published-reports", "", j{"period": "2150"}, 422, `"code":"future"`},
		asked{"manager@here", "POST", lib + "/published-reports", "", j{"period": "2026-09-14..2026-09-01"}, 422, `"code":"reversed"`},
		asked{"manager@here", "POST", lib + "/published-reports", "", j{"period": thisYear(), "specialty": "Cardiology", "title": "NHS number 943 476 5919"}, 422, "identifier-suspected"},
		asked{"librarian@here", "POST", at + "/replacements", "", j{"reason": "Counted twice."}, 403, ""},
		asked{"manager@there", "POST", at + "/replacements", "", j{"reason": "Counted twice."}, 404, ""},
		asked{"manager@here", "POST", at + "/replacements", "", j{"reason": " "}, 422, `"field":"reason"`},
		asked{"librarian@here", "POST", at + "/reviews", "", j{"reviewer": "Board", "reviewed_on": today}, 403, ""},
		asked{"system_lead@there", "POST", at + "/reviews", "", j{"reviewer": "Board", "reviewed_on": today}, 403, ""},
		asked{"requester@here", "POST", at + "/reviews", "", j{"reviewer": "Chief nurse", "reviewed_on": "2150-01-01"}, 422, `"code":"in-the-future"`},
		asked{"requester@here", "POST", at + "/reviews", "", j{"reviewer": "Chief nurse", "reviewed_on": "2020-01-01"}, 422, `"code":"too-early"`},
		asked{"requester@here", "POST", at + "/reviews", "", j{"reviewer": "Chief nurse", "reviewed_on": today, "note": "=Agreed."}, 201, `"recorder":"requester@here"`},
	)
	h.earlier("here", "Is exercise of use?")
	var next rest.PublishedView
	h.did("manager@here", "POST", at+"/replacements", j{"reason": "One request was missing."}).into(t, &next)
	if next.Supersedes != p.ID || next.Reason != "One request was missing." {
		t.Errorf("%+v", next.PublishedRow)
	}
	k.answers(asked{"manager@here", "POST", at + "/replacements", "", j{"reason": "Again."}, 409, "replaced already"})
	var old, complete rest.PublishedView
	h.did("requester@here", "GET", at, nil).into(t, &old)
	h.did("librarian@here", "GET", at+"?complete=true", nil).into(t, &complete)
	if c := cellAt(t, complete.Report, "activity", "delivered"); c.N != 1 || old.SupersededBy != next.ID || old.SupersededFor != "One request was missing." || len(old.Receipts) != 1 {
		t.Errorf("%+v, %+v", c, old.PublishedRow)
	}
	if a := h.did("librarian@here", "GET", lib+"/report-receipts", nil); !strings.Contains(a.body, "Chief nurse") || !strings.Contains(a.body, "'=Agreed.") {
		t.Error(a.body)
	}
	for _, statement := range []string{`UPDATE published_report SET shown = complete`, `DELETE FROM published_report`, `UPDATE report_review SET note = ''`, `DELETE FROM report_review`} {
		if _, err := h.db.App.Exec(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "42501") {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// publisher is what the worker makes reports with.
func (h *house) publisher() *publishing.Publisher {
	h.Helper()
	words, err := vocabulary.Load()
	h.must(err)
	metrics, err := metric.Load(words)
	h.must(err)
	return &publishing.Publisher{
		Store: postgres.NewPublishedReports(h.db.App, nil), Libraries: h.libraries, Calendars: postgres.NewCalendars(h.db.App, nil), Figures: figures.New(h.db.App),
		Worth: worth.Worth{Store: postgres.NewStaffing(h.db.App, words, nil), Words: words}, Metrics: metrics, Words: words, Now: time.Now,
	}
}

// TestAPlannedReport plans one, runs it for the period of a nominal time and for one that was asked for, and publishes what waits.
func TestAPlannedReport(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.earlier("here", "Is pulmonary rehabilitation of use?")
	k, lib := job{house: h}, "/libraries/"+string(here)
	plans := lib + "/report-schedules"
	body := func(state string) j {
		return j{
			"title": "For the board", "kind": "month", "day": 5, "state": state, "people": []string{string(h.ids["requester@here"])},
			"emails": []string{"chief@example.org", "stranger@here.nhs.uk", "chief@example.org"},
		}
	}
	wrong := body("active")
	wrong["emails"], wrong["people"] = []string{"nobody"}, []string{}
	k.answers(
		asked{"librarian@here", "POST", plans, "", body("active"), 403, ""},
		asked{"manager@here", "POST", plans, "", wrong, 422, `"field":"emails[0]"`},
	)
	var s postgres.ReportSchedule
	h.did("manager@here", "POST", plans, body("active")).into(t, &s)
	if len(s.People) != 2 || !slices.Equal(s.Emails, []string{"chief@example.org"}) || s.NextOn == "" || s.Zone != "Europe/London" {
		t.Fatalf("%+v", s)
	}
	ctx, maker, at := t.Context(), h.publisher(), plans+"/"+string(s.ID)
	last := report.PeriodOf(report.Monthly, report.DateOf(time.Now())).Before()
	run := func(key string, nominal time.Time) evidence.ReportOutcome {
		t.Helper()
		plan, err := maker.BeginReport(ctx, s.ID, key, nominal)
		h.must(err)
		if plan.Ended {
			return evidence.ReportOutcome{Outcome: "ended"}
		}
		done, err := maker.MakeReport(ctx, plan.Run)
		h.must(err)
		again, err := maker.MakeReport(ctx, plan.Run)
		if h.must(err); again.Report != done.Report || again.Outcome != done.Outcome {
			t.Errorf("again: %+v", again)
		}
		return done
	}
	// Six weeks late, and twice: the month before the nominal time.
	nominal := last.From().In(time.UTC).Add(4*24*time.Hour + 5*time.Hour)
	one, two := run("w1", nominal), run("w1", nominal)
	var d rest.ReportDraftView
	h.did("librarian@here", "GET", lib+"/report-drafts/"+one.Report, nil).into(t, &d)
	if one.Outcome != evidence.ReportPrepared || two.Report != one.Report || d.Period != last.Before() || !d.Report.Complete {
		t.Errorf("%+v, %+v, %s", one, two, d.Period)
	}
	k.answers(
		asked{"requester@here", "GET", "/published-reports/" + one.Report, "", nil, 404, ""},
		asked{"requester@here", "GET", lib + "/report-drafts/" + one.Report, "", nil, 403, ""},
		asked{"librarian@here", "POST", lib + "/report-drafts/" + one.Report + "/publication", "", j{}, 403, ""},
		asked{"manager@here", "POST", lib + "/report-drafts/" + one.Report + "/publication", "", j{}, 200, one.Report},
		asked{"manager@here", "POST", lib + "/report-drafts/" + one.Report + "/publication", "", j{}, 200, one.Report},
		asked{"requester@here", "GET", "/published-reports/" + one.Report, "", nil, 200, last.Before().String()},
		asked{"manager@here", "GET", "/published-reports/" + one.Report, "", nil, 200, `"recipient":"chief@example.org"`},
	)
	letters := 0
	h.must(h.db.App.QueryRow(ctx, `SELECT count(*) FROM notice WHERE report_id = $1 AND kind = $2`, one.Report, string(evidence.NoticeReportReady)).Scan(&letters))
	claimed, err := postgres.NewNotices(h.db.App).Claim(ctx, 100, time.Minute)
	to := map[string]bool{}
	for _, n := range claimed {
		if n.Report != "" {
			to[n.To] = true
		}
	}
	if err != nil || letters != 3 || !to["chief@example.org"] || !to["requester@here.nhs.uk"] || !to["stranger@here.nhs.uk"] {
		t.Errorf("%d letters, to %v, %v", letters, to, err)
	}
	if again := run("w2", nominal); again.Outcome != evidence.ReportAlready || again.Report != one.Report || again.Letters != 0 {
		t.Errorf("%+v", again)
	}
	// Asked for, of a period that is over, and published at once.
	now := body("active")
	now["publishes"] = true
	var r postgres.ReportRun
	k.answers(
		asked{"manager@here", "PUT", at, strconv.Quote("1"), now, 200, `"version":2`},
		asked{"manager@here", "PUT", at, strconv.Quote("1"), now, 412, `"current"`},
		asked{"manager@here", "POST", at + "/runs", "", j{"period": report.PeriodOf(report.Monthly, report.DateOf(time.Now())).String()}, 422, `"code":"future"`},
		asked{"manager@here", "POST", at + "/runs", "", j{"period": "2020"}, 422, `"code":"unknown"`},
		asked{"librarian@here", "POST", at + "/runs", "", j{"period": last.String()}, 403, ""},
	)
	h.did("manager@here", "POST", at+"/runs", j{"period": last.String()}).into(t, &r)
	done, err := maker.MakeReport(ctx, r.ID)
	if err != nil || done.Outcome != evidence.ReportPublished || done.Letters != 3 {
		t.Errorf("%+v, %v", done, err)
	}
	k.answers(
		asked{"librarian@here", "GET", at + "/runs", "", nil, 200, `"asker":"manager@here"`},
		asked{"manager@here", "PUT", at, strconv.Quote("2"), body("paused"), 200, `"state":"paused"`},
	)
	if paused := run("w3", nominal); paused.Outcome != "ended" {
		t.Errorf("a paused one makes %+v", paused)
	}
	k.answers(
		asked{"manager@here", "DELETE", at, strconv.Quote("1"), nil, 412, ""},
		asked{"manager@here", "DELETE", at, strconv.Quote("3"), nil, http.StatusNoContent, ""},
		asked{"manager@here", "GET", at, "", nil, 404, ""},
		asked{"requester@here", "GET", "/published-reports/" + done.Report, "", nil, 200, ""},
	)
	left := 0
	h.must(h.db.Admin.QueryRow(ctx, `SELECT count(*) FROM report_recipient WHERE email IS NOT NULL`).Scan(&left))
	if left != 0 {
		t.Error("an ended plan keeps addresses")
	}
}
