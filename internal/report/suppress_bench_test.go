package report_test

import (
	"fmt"
	"testing"

	"evidencedesk/internal/report"
)

// A yearly report of a busy library: five tables of twenty groups.
func BenchmarkSuppress(b *testing.B) {
	r := report.Report{Period: report.Year(2026)}
	seed := 7
	for s := range 5 {
		t := report.Table{Columns: []report.Column{
			{ID: "answered", Kind: report.Count, Counts: "answered"}, {ID: "met", Kind: report.Share, Counts: "met", Base: "answered"},
		}}
		met, answered := 0, 0
		for i := range 20 {
			seed = (seed*48_271 + 11) % 2_147_483_647
			n, of := seed%13, 12+seed%90
			id := fmt.Sprint(s, "=", i)
			t.Rows = append(t.Rows, report.Row{ID: id, Group: id, Cells: []report.Cell{report.CountOf(of), report.ShareOf(n, of)}})
			met, answered = met+n, answered+of
		}
		t.Total = &report.Row{Cells: []report.Cell{report.CountOf(answered), report.ShareOf(met, answered)}}
		r.Sections = append(r.Sections, report.Section{ID: fmt.Sprint(s), Table: t})
	}
	b.ResetTimer()
	for range b.N {
		report.Suppress(r, report.FewerThanFive())
	}
}
