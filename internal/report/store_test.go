package report_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/report"
)

// full has a cell of every kind, as a report of version 1 had.
func full() report.Report {
	total := report.Row{ID: "total", Heading: "All", Cells: []report.Cell{
		report.CountOf(52), report.ShareOf(40, 52),
		{Kind: report.Hours, N: 52, Value: 754.5},
		{Kind: report.Money, N: 52, Value: 120_050},
		report.QuantilesOf([]float64{60, 90, 600, 45, 30}), report.ChangeOf(52, 60),
		{Kind: report.Ratio, Value: 1729.13},
		report.TextOf("None"),
	}}
	hidden := report.Row{ID: "cardiology", Heading: "Cardiology", Group: "specialty=cardiology", Within: "medicine", Cells: []report.Cell{
		{Kind: report.Count, Hidden: true},
		{Kind: report.Share, Of: 22, Hidden: true},
		{Kind: report.Hours, Hidden: true},
		{Kind: report.Money, Hidden: true},
		{Kind: report.Quantile, Hidden: true},
		{Kind: report.Change, Hidden: true},
		{Kind: report.Ratio, Value: 2.4, Metric: "value-per-pound", Counts: "answers", Base: "asked"},
		{Kind: report.Text, Text: "A story", Link: "/cases/1"},
	}}
	total.Cells[0].Cases = "metric=delivered&period=2026-Q3"
	return report.Report{
		Version: 1, Title: "Impact report", Libraries: []string{"Northfield Library"}, Scope: report.Scope{Libraries: []string{"northfield"}, Specialty: "medicine"},
		Filter: []string{"Specialty: Medicine"}, Period: report.Quarter(2026, 3), AsOf: time.Date(2026, 10, 1, 5, 0, 0, 0, time.UTC), Complete: false,
		Sections: []report.Section{{
			ID: "activity", Heading: "Activity", Finding: "52 requests were answered", Notes: []string{"Counted by the day of delivery."},
			Table: report.Table{Caption: "By specialty", Columns: []report.Column{
				{ID: "delivered", Heading: "Answered", Kind: report.Count, Metric: "delivered", Unit: "requests"},
				{ID: "met", Heading: "On time", Kind: report.Share, Metric: "met-agreed", Counts: "met", Base: "delivered"},
				{ID: "hours", Kind: report.Hours},
				{ID: "cost", Kind: report.Money},
				{ID: "median", Kind: report.Quantile},
				{ID: "change", Kind: report.Change, Period: report.Quarter(2025, 3)},
				{ID: "ratio", Kind: report.Ratio},
				{ID: "words", Kind: report.Text, PartOf: "met"},
			}, Rows: []report.Row{hidden}, Total: &total},
		}, {ID: "quotes", Heading: "What people said", Finding: "Nobody was quoted"}},
		Caveats: []report.Caveat{{Code: "hidden", Text: "Six figures are hidden."}},
	}
}

// A report that was kept reads the same for years: the file was written by version 1 and is never written again.
func TestReportsKeepForYears(t *testing.T) {
	t.Parallel()
	kept, err := os.ReadFile(filepath.Join("testdata", "report-v1.json"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := report.Read(kept)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full(), got, cmp.Comparer(func(a, b report.Period) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
	again, err := report.Write(got)
	if err != nil || !bytes.Equal(again, bytes.TrimSpace(kept)) {
		t.Errorf("written again it is another: %v\n%s", err, again)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]report.Code{
		``: report.ReportUnreadable, `{}`: report.ReportUnreadable, `[]`: report.ReportUnreadable, `{"version":2}`: report.ReportVersion,
		`{"version":1,"period":"2026-99"}`: report.ReportUnreadable, `{"version":1,"sections":[{"table":{"rows":[{"cells":[{}]}]}}]}`: report.ReportUnreadable,
	} {
		if _, err := report.Read([]byte(text)); report.CodeOf(err) != want {
			t.Errorf("%s: %v, want %s", text, err, want)
		}
	}
}

func TestWriteRefuses(t *testing.T) {
	t.Parallel()
	for name, cell := range map[string]report.Cell{
		"no number":      {Kind: report.Hours, Value: math.NaN()},
		"without end":    {Kind: report.Money, Value: math.Inf(1)},
		"negative":       report.CountOf(-1),
		"more than all":  report.ShareOf(5, 4),
		"no kind":        {},
		"not hidden":     {Kind: report.Count, N: 3, Hidden: true},
		"another kind":   {Kind: "colour"},
		"hidden but has": {Kind: report.Share, Of: 9, High: 0.5, Hidden: true},
	} {
		r := report.Report{Sections: []report.Section{{Table: report.Table{
			Columns: []report.Column{{ID: "a"}}, Rows: []report.Row{{Cells: []report.Cell{cell}}},
		}}}}
		if _, err := report.Write(r); report.CodeOf(err) != report.ReportUnreadable {
			t.Errorf("%s was written: %v", name, err)
		}
	}
}
