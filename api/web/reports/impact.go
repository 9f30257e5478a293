package reports

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/reports/view"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// impactPage is the report of a period, live.
type impactPage struct {
	Name, Period string
	Filters      filters
	Complete     *ui.Tag
	AsOf         string
	Narrowed     []string
	Stats        ui.Stats
	Caveats      []string
	Sections     []ui.FigureSection
	Files        []ui.Link
}

func impact(v *page.Visit) error {
	a, f := askedBy(v), v.Form()
	libraries, err := mine(v)
	if err != nil {
		return err
	}
	m := impactPage{Name: "Impact report"}
	var r report.Report
	err = v.Read("/reports/impact?"+a.query().Encode(), &r)
	refused := f.Refused(err)
	m.Filters = a.filters(v, f, libraries)
	shown := page.View{Title: m.Name, Current: overviewAt, Back: overviewAt, BackTo: "Reports", Wide: true, Form: f}
	switch {
	case refused:
		shown.Data = m
		return v.Again("impact", shown)
	case err != nil:
		return err
	}
	var meanings rest.DefinitionList
	if err := v.Read("/reports/definitions", &meanings); err != nil {
		return err
	}
	m.fill(v, r, meanings.Items)
	m.Files = fileLinks(v, a)
	shown.Title, shown.Data = m.Name+": "+m.Period, m
	return v.Show("impact", shown)
}

func (m *impactPage) fill(v *page.Visit, r report.Report, meanings []metric.Definition) {
	m.Period, m.Narrowed, m.AsOf = r.Period.Title(), r.Filter, asOf(v, r.AsOf)
	m.Complete = &ui.Tag{Text: "Complete: for work inside the library", Colour: "blue"}
	if !r.Complete {
		m.Complete = &ui.Tag{Text: "Small groups are hidden", Colour: "grey"}
	}
	to := view.Addresses{Definitions: definitionsAt, Title: view.Titles(meanings)}
	if r.Complete {
		to.Cases = casesAt
	}
	m.Sections, m.Caveats, m.Stats = view.Sections(r, "part-", to), view.Caveats(r), headline(r, to)
}

// headline are the figures that a board asks for first.
func headline(r report.Report, to view.Addresses) ui.Stats {
	var all ui.Stats
	for _, s := range r.Sections {
		for _, row := range s.Table.Rows {
			label, ok := map[string]string{
				"activity/delivered": "Requests answered", "timeliness/met_agreed": "Met the agreed date", "response/informed": "Better informed decisions",
				"response/time_saved": "Time people say they saved",
			}[s.ID+"/"+row.ID]
			if !ok {
				continue
			}
			c := row.Cells[0]
			stat := ui.Stat{Label: label, Value: c.String(), Note: c.Spread()}
			if c.Kind == report.Share && !c.Hidden && c.Of >= report.FewestForPercent {
				stat.Value, stat.Note = report.Percent(c.N, c.Of), report.Number(c.N)+" of "+report.Number(c.Of)+", "+c.Spread()
			}
			if to.Cases != "" && c.Cases != "" && !c.Hidden && c.N > 0 {
				stat.Href = to.Cases + "?" + c.Cases
			}
			all.Items = append(all.Items, stat)
		}
	}
	return all
}

// fileLinks lead to the report as files, and to publishing it.
func fileLinks(v *page.Visit, a asked) []ui.Link {
	var all []ui.Link
	for _, f := range []struct{ format, text string }{{"docx", "Word"}, {"pdf", "PDF"}, {"xlsx", "Excel"}, {"csv", "CSV"}} {
		all = append(all, ui.Link{Href: impactAt + "/files/" + f.format + "?" + a.query().Encode(), Text: f.text})
	}
	if v.Me.Is(evidence.Manager) {
		all = append(all, ui.Link{Href: "/published/new", Text: "Publish a report"})
	}
	return all
}

// impactFile hands the report over as a file.
func impactFile(v *page.Visit) error {
	q := askedBy(v).query()
	q.Set("format", v.Param("format"))
	return v.File("/reports/impact/file?" + q.Encode())
}
