package rest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// thisYear is the period in which the house answers.
func thisYear() string { return report.Year(time.Now().Year()).String() }

// cellAt is a cell of a report.
func cellAt(t *testing.T, r report.Report, section, row string) report.Cell {
	t.Helper()
	for _, s := range r.Sections {
		for _, line := range s.Table.All() {
			if s.ID == section && line.ID == row {
				return line.Cells[0]
			}
		}
	}
	t.Fatalf("there is no %s in %s", row, section)
	return report.Cell{}
}

// TestFiguresByRole asks as everybody: those who work in a library see its figures complete, a system lead sees those of all
// without small groups and never a case, and for everybody else there are none.
func TestFiguresByRole(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 3 {
		h.earlier("here", "Is pulmonary rehabilitation of use?")
	}
	h.earlier("there", "Is exercise of use?")
	at := "/reports/impact?period=" + thisYear()
	for who, answered := range map[string]int{"librarian@here": 3, "trainee@here": 3, "manager@here": 3, "manager@there": 1} {
		var r report.Report
		h.did(who, "GET", at, nil).into(t, &r)
		if c := cellAt(t, r, "activity", "delivered"); !r.Complete || c.N != answered || c.Hidden || c.Cases == "" {
			t.Errorf("%s sees %+v, complete %v", who, c, r.Complete)
		}
	}
	var r report.Report
	h.did("system_lead@here", "GET", at, nil).into(t, &r)
	if c := cellAt(t, r, "activity", "delivered"); r.Complete || c.Hidden && c.N != 0 || len(r.Libraries) != 2 {
		t.Errorf("a system lead sees %+v of %v, complete %v", c, r.Libraries, r.Complete)
	}
	for _, row := range []string{string(here), string(there)} {
		if c := cellAt(t, r, "library", row); !c.Hidden || c.N != 0 {
			t.Errorf("a system lead sees %+v of one library", c)
		}
	}
	body := h.did("system_lead@here", "GET", at, nil).body
	if strings.Contains(body, `"cases"`) || strings.Contains(body, "requester@here") {
		t.Error("a system lead is led to cases or told a name")
	}
	for _, who := range []string{"requester@here", "admin@here", "stranger@there"} {
		for _, path := range []string{at, "/reports/figures?metric=received&period=" + thisYear(), "/reports/cases?metric=received&period=" + thisYear()} {
			if a := h.as(who, "GET", path, nil); a.status != http.StatusForbidden {
				t.Errorf("%s: GET %s: %d", who, path, a.status)
			}
		}
	}
}

// TestCasesBehindANumber pages through them, takes them as a file, and finds none for those who do not work there.
func TestCasesBehindANumber(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	want := map[evidence.RequestID]bool{}
	for range 3 {
		want[h.earlier("here", "=HYPERLINK(\"x\") what is this?")] = true
	}
	at := "/reports/cases?metric=delivered&period=" + thisYear()
	cursor, seen := "", map[evidence.RequestID]bool{}
	for range 3 {
		var page rest.FigureCases
		h.did("librarian@here", "GET", at+"&limit=2&cursor="+cursor, nil).into(t, &page)
		for _, c := range page.Items {
			seen[c.Request] = true
			if c.Reference == "" || c.Question == "" || c.Times != 1 {
				t.Errorf("%+v", c)
			}
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(seen) != len(want) {
		t.Errorf("%v, want %v", seen, want)
	}
	file := h.did("manager@here", "GET", strings.Replace(at, "cases?", "cases.csv?", 1), nil)
	if lines := strings.Count(file.body, "\n"); lines != 5 || !strings.Contains(file.body, "'=HYPERLINK") || !strings.HasSuffix(file.body, "complete: 3\n") {
		t.Errorf("%d lines:\n%s", lines, file.body)
	}
	var elsewhere rest.FigureCases
	h.did("manager@there", "GET", at, nil).into(t, &elsewhere)
	if len(elsewhere.Items) != 0 {
		t.Errorf("a manager elsewhere sees %d cases", len(elsewhere.Items))
	}
	if a := h.as("system_lead@here", "GET", at, nil); a.status != http.StatusForbidden {
		t.Errorf("a system lead: %d", a.status)
	}
}

// TestFiguresSayWhatIsWrong with what was asked for, at its field.
func TestFiguresSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	soon := time.Now().AddDate(2, 0, 0).Format(time.DateOnly)
	for query, want := range map[string][2]string{
		"period=2026-09-14..2026-09-01&metric=received":                               {"period", "reversed"},
		"period=" + soon + ".." + soon + "&metric=received":                           {"period", "future"},
		"period=lately&metric=received":                                               {"period", "unreadable"},
		"period=1990-01-01..2026-01-01&metric=received":                               {"period", "too-long"},
		"period=2026-09&metric=happiness":                                             {"metric", "unknown"},
		"period=2026-09&metric=received,received":                                     {"metric", "twice"},
		"period=2026-09&metric=received&library=" + string(there):                     {"library", "unknown"},
		"period=2026-09&metric=received&library=00000000-0000-4000-8000-00000000ffff": {"library", "unknown"},
	} {
		a := h.as("manager@here", "GET", "/reports/figures?"+query, nil)
		var p struct {
			Errors []struct{ Field, Code string }
		}
		a.into(t, &p)
		if a.status != http.StatusUnprocessableEntity || len(p.Errors) != 1 || p.Errors[0].Field != want[0] || p.Errors[0].Code != want[1] {
			t.Errorf("%s: %d %s", query, a.status, a.body)
		}
	}
	if a := h.as("manager@here", "GET", "/reports/cases?metric=received&period=2026-09&cursor="+url.QueryEscape("AAAA"), nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a cursor of one's own: %d %s", a.status, a.body)
	}
}

// TestEveryMetricIsCountedByEveryDimension: no piece of SQL is wrong in any combination that can be asked for.
func TestEveryMetricIsCountedByEveryDimension(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.earlier("here", "Is pulmonary rehabilitation of use?")
	var all rest.DefinitionList
	h.did("requester@here", "GET", "/reports/definitions", nil).into(t, &all)
	var ids []string
	for _, d := range all.Items {
		ids = append(ids, d.Metrics...)
		for _, id := range append([]string{d.ID}, d.Metrics...) {
			h.did("requester@here", "GET", "/reports/definitions/"+id, nil)
		}
	}
	for _, by := range append(metric.Dimensions(), metric.Everything) {
		for rest := ids; len(rest) > 0; {
			n := min(len(rest), 20)
			q := url.Values{"period": {thisYear()}, "metric": {strings.Join(rest[:n], ",")}}
			if by != metric.Everything {
				q.Set("by", string(by))
			}
			h.did("manager@here", "GET", "/reports/figures?"+q.Encode(), nil)
			rest = rest[n:]
		}
	}
	for _, id := range ids {
		h.did("manager@here", "GET", "/reports/cases?"+url.Values{"period": {thisYear()}, "metric": {id}, "by": {"month"}, "group": {"2026-01"}}.Encode(), nil)
	}
}

// TestWhatAReportNamesIsDefined reads a report with everything in it: whatever metric a figure names has a title, and whatever a
// sentence or a heading is made of is there.
func TestWhatAReportNamesIsDefined(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.earlier("here", "Is pulmonary rehabilitation of use?")
	h.tells(asked{"manager@here", "PUT", ofHere("/staffing/2025"), `"1"`, j{
		"workforce_wte": 6500, "qualified_wte": 2, "other_wte": 0, "contracted_hours": 75, "as_of": "2025-09-30", "source": "Workforce statistics",
	}, 200, ""})
	var r report.Report
	h.did("librarian@here", "GET", "/reports/impact?period="+thisYear(), nil).into(t, &r)
	named := map[string]bool{}
	for _, s := range r.Sections {
		for _, c := range s.Table.Columns {
			named[c.Metric] = true
		}
		for _, row := range s.Table.All() {
			if row.Heading == "" {
				t.Errorf("%s: the row %s has no heading", s.ID, row.ID)
			}
			for _, c := range row.Cells {
				named[c.Metric] = true
			}
		}
	}
	delete(named, "")
	if !named[metric.StaffRatio] || !named[metric.GiftOfTime] || !named["reach"] {
		t.Errorf("the report names %v", named)
	}
	for id := range named {
		if a := h.as("librarian@here", "GET", "/reports/definitions/"+id, nil); a.status != http.StatusOK {
			t.Errorf("%s has no definition: %d", id, a.status)
		}
	}
}
