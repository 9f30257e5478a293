package report_test

import (
	"math"
	"testing"

	"evidencedesk/internal/report"
)

func TestCellText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		cell         report.Cell
		text, spread string
		number       float64
		has          bool
	}{
		{report.CountOf(1234567), "1,234,567", "", 1234567, true},
		{report.CountOf(0), "0", "", 0, true},
		{report.ShareOf(31, 50), "62% (31 of 50)", "48% to 74%", 0.62, true},
		{report.ShareOf(1, 1000), "less than 1% (1 of 1,000)", "0% to 1%", 0, true},
		{report.ShareOf(999, 1000), "more than 99% (999 of 1,000)", "99% to 100%", 1, true},
		{report.ShareOf(0, 10), "0% (0 of 10)", "0% to 28%", 0, true},
		{report.ShareOf(3, 7), "3 of 7", "", 0.43, false},
		{report.ShareOf(0, 0), "no data", "", 0, false},
		{report.Cell{Kind: report.Share, Of: 48, Hidden: true}, "hidden (of 48)", "", 0, false},
		{report.Cell{Kind: report.Count, Hidden: true}, "hidden", "", 0, false},
		{report.Cell{Kind: report.Hours, N: 9, Value: 75_123}, "1,252.1 hours", "", 1252.1, true},
		{report.Cell{Kind: report.Hours, N: 9, Value: 60}, "1.0 hour", "", 1, true},
		{report.Cell{Kind: report.Hours}, "no data", "", 0, false},
		{report.Cell{Kind: report.Money, N: 9, Value: 123_450}, "£1,235", "", 1235, true},
		{report.Cell{Kind: report.Money, N: 9, Value: -550}, "−£6", "", -6, true},
		{report.QuantilesOf([]float64{60, 120, 180, 240, 600}), "3.0 hours", "2.0 to 4.0 hours", 3, true},
		{report.QuantilesOf(nil), "no data", "", 0, false},
		{report.Cell{Kind: report.Ratio, Value: 1729.1}, "1:1,729", "", 1729, true},
		{report.Cell{Kind: report.Ratio, Value: 3.85}, "1:3.9", "", 3.9, true},
		{report.Cell{Kind: report.Ratio}, "none", "", 0, false},
		{report.ChangeOf(12, 1012), "−1,000", "", -1000, true},
		{report.ChangeOf(12, 2), "+10", "", 10, true},
		{report.ChangeOf(2, 2), "no change", "", 0, true},
		{report.TextOf("Ward 4"), "Ward 4", "", 0, false},
	} {
		number, has := tt.cell.Number()
		if tt.cell.String() != tt.text || tt.cell.Spread() != tt.spread || has != tt.has || has && math.Abs(number-tt.number) > 1e-9 {
			t.Errorf("%+v: %q, %q, %v, %v", tt.cell, tt.cell, tt.cell.Spread(), number, has)
		}
	}
}
