package mine_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func ptr[T any](v T) *T { return &v }

// delivered is a request with its report.
func delivered() (rest.RequestView, postgres.SummaryVersion) {
	view := asked()
	view.Stage, view.Outcome, view.DeliveredVersion, view.DeliveredAt = evidence.Delivered, evidence.Answered, 2, at(12, 9)
	report := postgres.SummaryVersion{
		VersionInfo: postgres.VersionInfo{Facts: postgres.Facts{Version: 2, Authors: []evidence.PersonID{owner}}, FrozenAt: at(12, 9), Delivered: true},
		SummaryText: postgres.SummaryText{
			Text: "# Falls\n\nNo clear difference [1, 2]. <script>alert(1)</script>", BottomLine: "Alarms alone do not help.", Product: "evidence_summary",
			Sections: []postgres.Section{{Heading: "Gaps", Text: "No study of cost [9]."}},
		},
		References: []postgres.Reference{
			{ReferenceContent: postgres.ReferenceContent{
				Type: "article", Title: "Bed alarms: a trial", Authors: []string{"Alder J", "van der Birch KL", "Falls Working Group"}, Journal: "Example Journal of Nursing", Year: ptr(2024),
				Volume: "12", Issue: "3", Pages: "45–50", DOI: "10.5555/a(1)b", PMID: "12345678", Abstract: "Methods.\n\nResults <b>.", Note: "The only trial.",
			}},
			{ReferenceContent: postgres.ReferenceContent{Type: "guideline", Title: "Falls. What next?", URL: "javascript:alert(1)", Year: ptr(2025)}},
			{ReferenceContent: postgres.ReferenceContent{Type: "book", Title: "gone"}, Erased: true},
		},
		Searches: []postgres.Search{
			{SearchContent: postgres.SearchContent{Source: "medline", Platform: "ovid", RunAt: ptr(at(8, 9)), RecordsRetrieved: ptr(1204), Lines: []postgres.StrategyLine{{N: 1, Text: "exp Accidental Falls/", Hits: ptr(28914)}}}},
			{SearchContent: postgres.SearchContent{Source: "cinahl", RunAt: ptr(at(10, 9)), AIUse: []postgres.AIUse{{Stage: "screen", Tool: "Ranker", Version: "2", Prompt: "Rank these"}}}},
		},
	}
	return view, report
}

func reported(t *testing.T, view rest.RequestView, report postgres.SummaryVersion, steps ...rest.StepView) *webtest.Site {
	t.Helper()
	return with(site(t), view, append(begun(), steps...)).On(fmt.Sprintf("GET %s/summary/versions/%d", path, report.Version), report)
}

func TestAReport(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	p := look(t, reported(t, view, report, step(evidence.Deliver, evidence.Summarising, evidence.Delivered, 12)).Get(path+"/report"), http.StatusOK)
	p.says("Evidence summary ED-2026-000123", "Prepared by Priya Raman, Northmoor Health Libraries.", "Searched between Sunday 8 November 2026 and Tuesday 10 November 2026.",
		"Sent on Thursday 12 November 2026.", "Alarms alone do not help.", "No study of cost [9].", "Gaps", "<script>alert(1)</script>",
		"Alder J, van der Birch KL, Falls Working Group. Bed alarms: a trial. Example Journal of Nursing. 2024;12(3):45–50.", "Falls. What next? 2025.", "This reference was erased.",
		"Results <b>.", "exp Accidental Falls/", "28,914", "1,204 records found.", "AI tool: Ranker 2. Used for: screening and selecting. Prompt: Rank these.",
		"it is not clinical advice", "The quality of the papers was not assessed", "An artificial intelligence tool was used")
	p.saysNot("Certainty", "For patients:", "This report was corrected")
	p.leadsTo("#ref-1", "#ref-2", "https://doi.org/10.5555/a%281%29b", "https://pubmed.ncbi.nlm.nih.gov/12345678/", path+"/report.ris?version=2", "/ask?again="+id)
	p.leadsNotTo("javascript:alert(1)", "#ref-9")
}

func TestCertaintyIsShownOnlyWhenSomebodyStatedIt(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	report.Certainty = postgres.Certainty{Level: "low", RatedBy: "source", Reason: "few events"}
	look(t, reported(t, view, report).Get(path+"/report"), http.StatusOK).says("Certainty: low", "As the sources rate it.", "Few events.")
	report.Certainty = postgres.Certainty{RatedBy: "none"}
	look(t, reported(t, view, report).Get(path+"/report"), http.StatusOK).saysNot("Certainty")
}

func TestReportsForPatientsSaySo(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	view.Type = "patient_question"
	look(t, reported(t, view, report).Get(path+"/report"), http.StatusOK).says("For patients: this is for information only")
}

func TestACorrectedReport(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	fix := step(evidence.Correct, evidence.Delivered, evidence.Delivered, 14)
	fix.Reason = "factual_error"
	p := look(t, reported(t, view, report, step(evidence.Deliver, evidence.Summarising, evidence.Delivered, 12), fix).Get(path+"/report"), http.StatusOK)
	p.says("This report was corrected", "On Saturday 14 November 2026", "Reason: factual error.", "First sent on Thursday 12 November 2026, corrected on Saturday 14 November 2026.")
}

func TestVersionsOfAReport(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	t.Run("the requester is led to the one that counts", func(t *testing.T) {
		t.Parallel()
		s := reported(t, view, report).Refuse("GET "+path+"/summary/versions/1", http.StatusNotFound, evidence.NotFound)
		goes(t, s.Get(path+"/report/1"), path+"/report")
		for _, strange := range []string{"0", "-1", "x", "99999999999999999999"} {
			look(t, s.Get(path+"/report/"+strange), http.StatusNotFound)
		}
	})
	t.Run("staff compare", func(t *testing.T) {
		t.Parallel()
		view := view
		view.Relation = postgres.RelationLibrary
		old := report
		old.Version = 1
		s := reported(t, view, report).As(evidence.Librarian).On("GET "+path+"/summary/versions/1", old).
			On("GET "+path+"/summary/versions", items[postgres.VersionInfo]{Items: []postgres.VersionInfo{report.VersionInfo, old.VersionInfo}})
		look(t, s.Get(path+"/report"), http.StatusOK).leadsTo(path + "/report/1")
		p := look(t, s.Get(path+"/report/1"), http.StatusOK)
		p.says("This is not the version that counts")
		p.leadsTo(path+"/report/2", path+"/report.ris?version=1")
	})
	t.Run("none yet", func(t *testing.T) {
		t.Parallel()
		s := site(t).On("GET "+path, asked())
		goes(t, s.Get(path+"/report"), path)
		look(t, s.Get(path+"/report.ris"), http.StatusNotFound)
	})
}

func TestAReportThatIsShared(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	view.Relation, view.Requester, view.RequesterName, view.Owner, view.OwnerName = postgres.RelationShared, "", "", "", ""
	s := site(t).On("GET "+path, view).On("GET "+path+"/summary/versions/2", report)
	p := look(t, s.Get(path+"/report"), http.StatusOK)
	p.leadsTo("/shared-reports")
	p.says("Prepared by Northmoor Health Libraries.")
	p.saysNot("Priya")
}

func TestAReportWithThousandsOfReferences(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	for len(report.References) < 412 {
		report.References = append(report.References, postgres.Reference{ReferenceContent: postgres.ReferenceContent{Type: "article", Title: "One of many"}})
	}
	report.Text = "As [150] says."
	s := reported(t, view, report)
	p := look(t, s.Get(path+"/report"), http.StatusOK)
	p.says("312 more are not shown here.", "As [150] says.")
	p.leadsTo(path + "/report?references=all#references")
	whole := look(t, s.Get(path+"/report?references=all"), http.StatusOK)
	whole.leadsTo("#ref-150")
	if n := strings.Count(whole.body, `id="ref-`); n != 412 {
		t.Errorf("%d references", n)
	}
}

func TestRIS(t *testing.T) {
	t.Parallel()
	view, report := delivered()
	w := reported(t, view, report).Get(path + "/report.ris")
	want := strings.ReplaceAll(`TY  - JOUR
AU  - Alder, J.
AU  - van der Birch, K. L.
AU  - Falls Working Group
TI  - Bed alarms: a trial
T2  - Example Journal of Nursing
PY  - 2024
VL  - 12
IS  - 3
SP  - 45
EP  - 50
AB  - Methods. Results <b>.
N1  - The only trial.
DO  - 10.5555/a(1)b
AN  - 12345678
UR  - https://doi.org/10.5555/a%281%29b
ER  - 

TY  - RPRT
TI  - Falls. What next?
PY  - 2025
ER  - 

`, "\n", "\r\n")
	if diff := cmp.Diff(want, w.Body.String()); diff != "" {
		t.Error(diff)
	}
	if got := w.Header().Get("Content-Type"); got != "application/x-research-info-systems; charset=utf-8" {
		t.Error(got)
	}
	if got := w.Header().Get("Content-Disposition"); got != `attachment; filename="ED-2026-000123.ris"` {
		t.Error(got)
	}
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
