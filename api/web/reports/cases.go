package reports

import (
	"maps"
	"net/url"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/report"
)

// casesPage lists the requests behind a number.
type casesPage struct {
	Title, Period string
	Narrowed      []string
	Table         ui.Table
	Links         []ui.Link
	Next          *ui.Link
}

// behind are the parameters of an address that say which number is meant.
func behind(v *page.Visit) url.Values {
	q := url.Values{}
	for _, name := range []string{"library", "period", "organisation", "specialty", "staff_group", "purpose", "metric", "all", "by", "group"} {
		if value := v.Query(name); value != "" || name == "group" && v.Request.URL.Query().Has(name) {
			q.Set(name, value)
		}
	}
	return q
}

func cases(v *page.Visit) error {
	q := behind(v)
	asked := maps.Clone(q)
	if cursor := v.Query("cursor"); cursor != "" {
		asked.Set("cursor", cursor)
	}
	var found rest.FigureCases
	if err := v.Read("/reports/cases?"+asked.Encode(), &found); err != nil {
		return err
	}
	m := casesPage{Title: found.Title, Period: found.Period.Title(), Narrowed: found.Filter, Table: caseTable(found)}
	m.Links = []ui.Link{
		{Href: casesAt + ".csv?" + q.Encode(), Text: "Download all of them (CSV)"},
		{Href: definitionsAt + "/" + url.PathEscape(found.Metric), Text: "What this figure means"},
	}
	if found.Next != "" {
		next := maps.Clone(q)
		next.Set("cursor", found.Next)
		m.Next = &ui.Link{Href: casesAt + "?" + next.Encode(), Text: "Next requests"}
	}
	back := url.Values{}
	for _, name := range []string{"library", "period", "organisation", "specialty", "staff_group", "purpose"} {
		if q.Has(name) {
			back.Set(name, q.Get(name))
		}
	}
	return v.Show("cases", page.View{
		Title: "Requests behind a figure: " + m.Title, Current: overviewAt, Back: impactAt + "?" + back.Encode(), BackTo: "Impact report", Wide: true, Data: m,
	})
}

func casesFile(v *page.Visit) error { return v.File("/reports/cases.csv?" + behind(v).Encode()) }

func caseTable(found rest.FigureCases) ui.Table {
	t := ui.Table{
		Caption: "Requests behind this figure", CaptionHidden: true, Stack: true, Empty: "No requests that you may see.",
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "Question"}, {Text: "Specialty"}, {Text: "Day"}, {Text: "Status"}},
	}
	timed := slices.ContainsFunc(found.Items, func(c rest.FigureCase) bool { return c.Minutes != nil })
	if timed {
		t.Columns = append(t.Columns, ui.Column{Text: "Time", Numeric: true})
	}
	for _, c := range found.Items {
		first := ui.LinkCell("/work/"+string(c.Request), c.Reference)
		if c.Times > 1 {
			first.Note = "counted " + strconv.Itoa(c.Times) + " times"
		}
		cells := []ui.Cell{
			first, ui.TextCell(c.Question), ui.TextCell(c.Specialty), ui.TextCell(c.Day.Words()), ui.TextCell(page.StatusFor(c.Stage, c.Outcome, true).Words),
		}
		if timed {
			text := ""
			if c.Minutes != nil {
				text = report.InHours(*c.Minutes)
			}
			cells = append(cells, ui.TextCell(text))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}
