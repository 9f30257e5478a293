package worth

import (
	"context"
	"fmt"
	"math"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/impact"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
)

// Sections are the parts of an impact report that tell of worth and of staffing. They are about the whole of one library: a report of
// several, or of a part of one, has none of them.
func (w Worth) Sections(ctx context.Context, a impact.Ask) ([]report.Section, error) {
	if len(a.Scope.Libraries) != 1 || a.Scope.Narrowed() {
		return nil, nil
	}
	library := evidence.LibraryID(a.Scope.Libraries[0])
	g, err := w.Gift(ctx, library, a.Period, report.DateOf(a.Now))
	if err != nil {
		return nil, err
	}
	years, err := w.Store.Years(ctx, library)
	if err != nil {
		return nil, err
	}
	rules, err := w.Store.RatioRules(ctx, library)
	if err != nil {
		return nil, err
	}
	sections := []report.Section{g.section()}
	for _, y := range years {
		if y.Year <= report.PeriodOf(report.NationalYearly, a.Period.To()).From().Year {
			return append(sections, ratioSection(y.Figures(), rules[0].Rule.Aim, y.AsOf, y.Source)), nil
		}
	}
	return sections, nil
}

// section is the gift of time as a part of a report. Money is shown only where the library has set its rates.
func (g Gift) section() report.Section {
	r := g.Result
	saved := report.Cell{Kind: report.Hours, N: r.Told, Value: float64(r.Minutes)}
	t := report.Table{Caption: "Time saved by answers, and time that they cost", Columns: []report.Column{{ID: "value", Heading: "Figure", Kind: report.Hours}}}
	add := func(id, heading, counts string, c report.Cell) {
		c.Counts, c.Metric = counts, metric.GiftOfTime
		t.Rows = append(t.Rows, report.Row{ID: id, Heading: heading, Cells: []report.Cell{c}})
	}
	add("saved", "Hours saved, as people told us", "gift.told", saved)
	add("spent", "Hours of library staff on everything answered", "delivered", report.Cell{Kind: report.Hours, N: r.Delivered, Value: r.Staff})
	notes := g.Method
	if g.Rates.Rule.Set() {
		add("worth", "What the hours saved are worth", "gift.told", report.Cell{Kind: report.Money, N: r.Told, Value: r.Value})
		add("cost", "What the answers cost", "delivered", report.Cell{Kind: report.Money, N: r.Delivered, Value: r.Cost})
		notes = append(notes, fmt.Sprintf("Hourly rates of %s, from: %s.", inWords(g.Rates.Rule.AsOf), g.Rates.Rule.Source))
	} else {
		notes = append(notes, "No hourly rates are set, so nothing is turned into money.")
	}
	return report.Section{ID: impact.GiftOfTime, Heading: "Gift of time", Table: t, Notes: notes}
}

// ratioSection is how many staff there are for one qualified librarian. No person can be told from it but the librarians.
func ratioSection(y staffing.Year, aim int, asOf, source string) report.Section {
	ratio := y.Ratio(aim)
	cell := report.TextOf(ratio.String())
	if ratio.State != staffing.NoData {
		cell = report.Cell{Kind: report.Ratio, Value: ratio.N}
	}
	cell.Metric = metric.StaffRatio
	row := func(id, heading string, c report.Cell) report.Row {
		return report.Row{ID: id, Heading: heading, Cells: []report.Cell{c}}
	}
	return report.Section{
		ID: impact.StaffRatio, Heading: "Staff ratio",
		Table: report.Table{Caption: "Qualified librarians for the workforce, whole-time equivalents", Columns: []report.Column{{ID: "value", Heading: "Figure", Kind: report.Text}}, Rows: []report.Row{
			row("ratio", "Staff for one qualified librarian", cell),
			row("aim", "Aimed at", report.Cell{Kind: report.Ratio, Value: float64(aim)}),
			row("workforce", "Workforce served", wte(y.Workforce)),
			row("qualified", "Qualified librarians", wte(y.Qualified)),
			row("needed", "Needed for that", wte(ratio.Needed)),
			row("gap", "Needed, less those there are", wte(ratio.Gap)),
		}},
		Notes: []string{fmt.Sprintf("Figures of %s, from: %s. Aim: national policy of November 2019.", inWords(asOf), source)},
	}
}

// wte are whole-time equivalents, to one decimal where there is a part.
func wte(n float64) report.Cell {
	if n == math.Trunc(n) {
		return report.TextOf(report.Number(int(n)))
	}
	return report.TextOf(fmt.Sprintf("%.1f", n))
}

// inWords is a day as people write it.
func inWords(day string) string {
	if d, err := report.ParseDate(day); err == nil {
		return d.Words()
	}
	return day
}
