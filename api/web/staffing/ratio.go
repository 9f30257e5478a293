package staffing

import (
	"fmt"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/report"
	"evidencedesk/internal/staffing"
)

// ratio shows the staff ratio over the years, against the aim and the regions of 2018.
func ratio(v *page.Visit) error {
	p, err := at(v, staff()...)
	if err != nil {
		return err
	}
	var s rest.StaffingView
	if err := v.Read(p.api("/staffing"), &s); err != nil {
		return err
	}
	m := figuresPage{
		Title: "Staff ratio", Lede: ratioFinding(s), Method: append(s.Method, fmt.Sprintf("Aimed at: 1:%s (version %d of the library's rule).", ui.Number(s.Rule.Rule.Aim), s.Rule.Version)),
		Parts: []part{p.trend(s), regions(s)},
	}
	if p.boss {
		m.Links = []ui.Link{
			{Href: p.href(yearsAt), Text: "Enter the figures of this year"}, {Href: p.href(ratioRule), Text: "Change the ratio aimed at and the thresholds"},
		}
	}
	return p.figures(v, ratioAt, m)
}

// ratioFinding says in a sentence where the newest year stands.
func ratioFinding(s rest.StaffingView) string {
	if len(s.Years) == 0 {
		return "No figures were entered yet."
	}
	y := s.Years[0]
	year := report.NationalYear(y.Year).Title()
	switch y.Ratio.State {
	case staffing.NoData:
		return "The size of the workforce in " + year + " is not known, so there is no ratio."
	case staffing.None:
		return "There was no qualified librarian in " + year + "; " + decimal(y.Ratio.Needed) + " whole-time equivalents are needed."
	default:
	}
	gap := fmt.Sprintf("%s more qualified whole-time equivalents are needed for 1:%s.", decimal(y.Ratio.Gap), ui.Number(s.Rule.Rule.Aim))
	if y.Ratio.Gap <= 0 {
		gap = fmt.Sprintf("That is as good as 1:%s or better.", ui.Number(s.Rule.Rule.Aim))
	}
	return fmt.Sprintf("One qualified librarian for %s staff in %s. %s", ui.Number(int(y.Ratio.N+0.5)), year, gap)
}

func (p place) trend(s rest.StaffingView) part {
	t := table("Staffing by year", "No figures were entered yet.", "Year, from April", "Workforce (WTE)", "Qualified (WTE)", "Other staff (WTE)", "Hours a week", "Ratio", "Needed", "Gap", "*Source")
	lines := chart.LineChart{Series: []chart.Series{{Name: "Staff for one librarian"}, {Name: "Aim"}}}
	for i := len(s.Years) - 1; i >= 0; i-- {
		y := s.Years[i]
		lines.Labels = append(lines.Labels, report.NationalYear(y.Year).String())
		lines.Series[0].Values = append(lines.Series[0].Values, chart.Value{Size: y.Ratio.N, Text: y.Ratio.String(), Absent: y.Ratio.State != staffing.Known})
		lines.Series[1].Values = append(lines.Series[1].Values, chart.Value{Size: float64(s.Rule.Rule.Aim), Text: report.OneTo(float64(s.Rule.Rule.Aim))})
	}
	for _, y := range s.Years {
		name := ui.TextCell(report.NationalYear(y.Year).String())
		if p.boss {
			name = ui.LinkCell(p.href(yearsAt+"/"+strconv.Itoa(y.Year)), name.Text)
		}
		needed, gap := decimal(y.Ratio.Needed), decimal(y.Ratio.Gap)
		if y.Ratio.State == staffing.NoData {
			needed, gap = report.NoDataWord, report.NoDataWord
		}
		add(t, name, wte(y.WorkforceWTE), wte(y.QualifiedWTE), wte(y.OtherWTE), wte(y.ContractedHours), y.Ratio.String(), needed, gap, ui.Cell{Text: y.Source, Note: page.DateWords(y.AsOf)})
	}
	one := part{Heading: "Over the years", Table: t}
	if len(s.Years) > 0 {
		one.Chart = draw("ratio", "Staff for one qualified librarian, by year", func(f chart.Frame) (chart.SVG, error) { return chart.Lines(f, lines) })
	}
	return one
}

func regions(s rest.StaffingView) part {
	t := table("Regions in 2018", "", "Region", "Qualified (WTE)", "Workforce (WTE)", "Published", "Worked out again", "Needed", "Gap")
	for _, r := range s.Regions {
		add(t, r.Name, wte(r.QualifiedWTE), wte(r.WorkforceWTE), report.OneTo(float64(r.Published)), "1:"+commas(r.Ratio.N), decimal(r.Ratio.Needed), decimal(r.Ratio.Gap))
	}
	text := []string{s.RegionsNote}
	for _, source := range s.RegionsSource {
		text = append(text, "Source: "+source+" (version "+s.RegionsVersion+" of the data).")
	}
	return part{Heading: "Compared with the regions of 2018", Text: text, Table: t}
}

// commas writes a number with one decimal and commas: 1,622.7.
func commas(n float64) string {
	tenths := int(n*10 + 0.5) //nolint:mnd // one decimal
	return ui.Number(tenths/10) + "." + strconv.Itoa(tenths%10)
}
