// Package view shows a report as a page does: sentences as headings, a chart where one helps, and always the table of the same
// figures, each leading to what it means and, for those who may see them, to the cases behind it.
package view

import (
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// Addresses say where links of a report lead.
type Addresses struct {
	Cases       string              // the list of cases; empty where there is none
	Definitions string              // under which each metric has a page
	Title       func(string) string // what a metric is called
}

// Sections are the parts of a report. Each identifier on the page begins with prefix.
func Sections(r report.Report, prefix string, to Addresses) []ui.FigureSection {
	all := make([]ui.FigureSection, len(r.Sections))
	for i, s := range r.Sections {
		one := ui.FigureSection{ID: prefix + s.ID, Heading: s.Finding, About: s.Heading, Notes: s.Notes}
		if one.Heading == "" {
			one.Heading, one.About = s.Heading, ""
		}
		one.Drawing = draw(one.ID, s)
		one.Table = table(one.ID, s, to)
		one.Means = means(s, to)
		all[i] = one
	}
	return all
}

// Titles is what figures are called, by the identifier of a definition or of a metric; empty for what has none.
func Titles(definitions []metric.Definition) func(string) string {
	by := map[string]string{}
	for _, d := range definitions {
		by[d.ID] = d.Title
		for _, id := range d.Metrics {
			by[id] = d.Title
		}
	}
	return func(id string) string { return by[id] }
}

// Caveats are what a reader must know, in words.
func Caveats(r report.Report) []string {
	all := make([]string, len(r.Caveats))
	for i, c := range r.Caveats {
		all[i] = c.Text
	}
	return all
}

// table is the figures of a section.
func table(id string, s report.Section, to Addresses) ui.Table {
	t := ui.Table{ID: id + "-table", Caption: s.Table.Caption, CaptionSize: "s", Compact: true, Scroll: true, Empty: "Nothing was counted."}
	if t.Caption == "" {
		t.Caption = s.Heading
	}
	t.Columns = []ui.Column{{Text: s.Heading, Hidden: true, RowHeader: true}}
	for _, c := range s.Table.Columns {
		t.Columns = append(t.Columns, ui.Column{Text: c.Heading, Numeric: true})
	}
	for _, row := range s.Table.All() {
		cells := []ui.Cell{ui.TextCell(row.Heading)}
		for i, c := range row.Cells {
			cells = append(cells, figure(c, row.Heading+", "+s.Table.Columns[i].Heading, to))
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// figure is a cell. A number with something behind it leads to the cases.
func figure(c report.Cell, of string, to Addresses) ui.Cell {
	cell := ui.Cell{Text: c.String(), Note: c.Spread()}
	if to.Cases != "" && c.Cases != "" && c.N > 0 && !c.Hidden {
		cell.Href, cell.More = to.Cases+"?"+c.Cases, "cases of "+of
	}
	if c.Kind == report.Text && c.Link != "" {
		cell.Href = c.Link
	}
	return cell
}

// means are the definitions of a section's figures, each once.
func means(s report.Section, to Addresses) []ui.Link {
	if to.Definitions == "" {
		return nil
	}
	var all []ui.Link
	seen := map[string]bool{}
	add := func(id string) {
		if id == "" {
			return
		}
		text := to.Title(id)
		if text == "" || seen[text] {
			return
		}
		seen[text] = true
		all = append(all, ui.Link{Href: to.Definitions + "/" + id, Text: text})
	}
	for _, c := range s.Table.Columns {
		add(c.Metric)
	}
	for _, row := range s.Table.Rows {
		for _, c := range row.Cells {
			add(c.Metric)
		}
	}
	return all
}
