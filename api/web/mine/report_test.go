package mine_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/citation"
	"evidencedesk/internal/document"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/reference"
)

// delivered is the report of a request as the API gives it.
func delivered() rest.ReportView {
	in := document.Input{
		Reference: "ED-2026-000123", Kind: "Evidence summary", Question: hurt, Library: document.Library{Name: "Northmoor Health Libraries"}, Searcher: "Priya Raman",
		Version: 2, FrozenAt: at(12, 9), SentAt: at(12, 9), Address: "https://desk.example/requests/" + id + "/report/2", Style: citation.Vancouver,
		BottomLine: "Alarms alone do not help.", Text: "# Falls\n\nNo clear difference [1, 2]. <script>alert(1)</script>",
		Sections: []document.Section{{Heading: "Gaps", Text: "No study of cost [9]."}},
		References: []document.Reference{
			{Record: reference.Record{Type: reference.Article, Title: "Bed alarms: a trial", Authors: []string{"Alder J"}, Journal: "Example Journal", Year: 2024, DOI: "10.5555/a1", Abstract: "Results <b>."}},
			{Record: reference.Record{Type: reference.Guideline, Title: "Falls. What next?", URLs: []string{"javascript:alert(1)"}}},
		},
	}
	return rest.ReportView{
		Report: document.Build(in), Request: id, Relation: postgres.RelationOwn, Newest: 2, Sent: []rest.SentVersion{{Version: 1, At: at(11, 9)}, {Version: 2, At: at(12, 9)}},
		Files: []rest.ReportSize{{Format: "docx", Bytes: 24_400}, {Format: "ris", Bytes: 300}},
	}
}

func TestAReport(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path+"/reports/newest.json", delivered())
	p := look(t, s.Get(path+"/report"), http.StatusOK)
	p.says("Evidence summary ED-2026-000123", "Priya Raman, Northmoor Health Libraries", "2, sent on 12 November 2026", "Alarms alone do not help.", "No study of cost [9].",
		"<script>alert(1)</script>", "Alder J. Bed alarms: a trial. Example Journal. 2024.", "Results <b>.", "Word document, 24 KB", "PDF, takes a few seconds",
		"References for a reference manager (RIS), less than 1 KB", "Version 1, sent on Wednesday 11 November 2026")
	p.leadsTo("#ref-1", "#ref-2", "https://doi.org/10.5555/a1", path+"/reports/2.docx", path+"/reports/2.pdf", path+"/reports/2.ris", path+"/report?style=apa", path+"/report/1", "/ask?again="+id, path+"/files/f1")
	p.says("Articles for you", "smith.pdf, 84 KB", "For your own private study")
	p.leadsNotTo("javascript:alert(1)", "#ref-9")
	if calls := s.Calls(); calls[0].Query != "sizes=true" {
		t.Errorf("the page asked for %+v", calls)
	}
}

func TestAReportInAnotherStyle(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path+"/reports/2.json", delivered())
	p := look(t, s.Get(path+"/report/2?style=apa"), http.StatusOK)
	p.leadsTo(path + "/reports/2.docx?style=apa")
	if calls := s.Calls(); calls[0].Query != "sizes=true&style=apa" {
		t.Errorf("asked with %q", calls[0].Query)
	}
	look(t, s.Get(path+"/report/2?style=strange"), http.StatusOK)
	if calls := s.Calls(); calls[0].Query != "sizes=true" {
		t.Errorf("asked with %q", calls[0].Query)
	}
}

func TestVersionsOfAReport(t *testing.T) {
	t.Parallel()
	t.Run("no such version", func(t *testing.T) {
		t.Parallel()
		s := site(t).On("GET "+path, asked()).Refuse("GET "+path+"/reports/3.json", http.StatusNotFound, evidence.NotFound)
		for _, strange := range []string{"0", "-1", "x", "99999999999999999999", "3"} {
			look(t, s.Get(path+"/report/"+strange), http.StatusNotFound)
		}
	})
	t.Run("with whom it was shared is led to the newest", func(t *testing.T) {
		t.Parallel()
		view := asked()
		view.Relation, view.DeliveredVersion = postgres.RelationShared, 2
		s := site(t).On("GET "+path, view).Refuse("GET "+path+"/reports/1.json", http.StatusNotFound, evidence.NotFound)
		goes(t, s.Get(path+"/report/1"), path+"/report")
	})
	t.Run("none yet", func(t *testing.T) {
		t.Parallel()
		s := site(t).On("GET "+path, asked()).Refuse("GET "+path+"/reports/newest.json", http.StatusNotFound, evidence.NotFound)
		goes(t, s.Get(path+"/report"), path)
	})
	t.Run("no such request", func(t *testing.T) {
		t.Parallel()
		s := site(t).Refuse("GET "+path, http.StatusNotFound, evidence.NotFound).Refuse("GET "+path+"/reports/newest.json", http.StatusNotFound, evidence.NotFound)
		look(t, s.Get(path+"/report"), http.StatusNotFound)
	})
}

func TestAReportThatIsShared(t *testing.T) {
	t.Parallel()
	r := delivered()
	r.Relation = postgres.RelationShared
	look(t, site(t).On("GET "+path+"/reports/newest.json", r).Get(path+"/report"), http.StatusOK).leadsTo("/shared-reports")
}

func TestAReportWithThousandsOfReferences(t *testing.T) {
	t.Parallel()
	in := document.Input{Reference: "ED-2026-000123", Question: hurt, Version: 2, Text: "As [150] says.", Style: citation.Vancouver}
	for range 412 {
		in.References = append(in.References, document.Reference{Record: reference.Record{Type: reference.Article, Title: "One of many"}})
	}
	r := rest.ReportView{Report: document.Build(in), Request: id, Relation: postgres.RelationOwn, Newest: 2}
	s := site(t).On("GET "+path+"/reports/newest.json", r)
	p := look(t, s.Get(path+"/report"), http.StatusOK)
	p.says("312 more are not shown here.", "As [150] says.")
	p.leadsTo(path + "/report/2?references=all#references")
	whole := look(t, s.Get(path+"/report?references=all"), http.StatusOK)
	whole.leadsTo("#ref-150")
	if n := strings.Count(whole.body, `id="ref-`); n != 412 {
		t.Errorf("%d references", n)
	}
}

func TestAReportAsAFile(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path+"/reports/2.csv", "as the API gives it")
	w := s.Get(path + "/reports/2.csv?style=harvard")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "as the API gives it") || w.Header().Get("Cache-Control") != "private, no-store" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if calls := s.Calls(); calls[0].Query != "style=harvard" {
		t.Errorf("asked with %q", calls[0].Query)
	}
	s.Refuse("GET "+path+"/reports/2.exe", http.StatusNotFound, evidence.NotFound)
	look(t, s.Get(path+"/reports/2.exe"), http.StatusNotFound)
}

func TestWhyThisDate(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET "+path, asked()).On("GET "+path+"/deadline", rest.DeadlineView{
		PromiseDue: at(27, 17), NeededBy: at(30, 17),
		Versions: []rest.PromiseView{{Action: evidence.ClockStart, At: at(2, 9), PromiseDue: at(13, 17)}, {Action: evidence.ClockAgree, At: at(3, 9), PromiseDue: at(27, 17)}},
		Explanation: &calendar.Explanation{
			Summary: "Allowed: 80 hours of opening time.", Rule: calendar.Rule{Text: "Routine: Ten working days."}, Calendar: calendar.Info{Hours: "Monday to Friday 09:00–17:00"},
			Counted: []calendar.Interval{{Date: "2026-11-02", Minutes: 480}}, Planned: []calendar.Interval{{Date: "2026-11-17", Minutes: 90}},
			Pauses:      []calendar.PauseLine{{From: at(9, 9), Text: "waiting for your answer", Minutes: 60}},
			SkippedDays: []calendar.SkippedDay{{Date: "2026-11-07", Reason: calendar.SkippedHoliday, Text: "All Saints"}},
		},
	})
	p := look(t, s.Get(path+"/deadline"), http.StatusOK)
	p.says("Allowed: 80 hours of opening time.", "Routine: Ten working days.", "Monday to Friday 09:00–17:00", "Stopped: waiting for your answer", "Bank holiday: All Saints", "8 hours", "1 hour 30 minutes", "A date was agreed")
	order := p.text()
	if strings.Index(order, "Bank holiday: All Saints") > strings.Index(order, "Stopped: waiting") || strings.Index(order, "Counted") > strings.Index(order, "Bank holiday: All Saints") {
		t.Error("the days are not in their order")
	}

	nothing := site(t).On("GET "+path, asked()).On("GET "+path+"/deadline", rest.DeadlineView{})
	look(t, nothing.Get(path+"/deadline"), http.StatusOK).says("No date has been promised yet.")
}
