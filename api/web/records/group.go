package records

import (
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// groupPage is the records that are one publication.
type groupPage struct {
	*desk
	Heading  string
	Table    ui.Table
	Conflict *ui.WarningCallout
	Start    ui.Form
	More     string
	Links    []ui.Component
}

func showGroup(v *page.Visit) error { return group(v, v.Show) }

func group(v *page.Visit, show func(string, page.View) error) error {
	d, err := open(v)
	if err != nil {
		return err
	}
	var g postgres.RecordGroup
	if err := v.Read(d.API("records", v.Param("record"), "group"), &g); err != nil {
		return err
	}
	f := v.Form()
	p := groupPage{desk: d, Heading: page.Shorten(g.Records[0].Title, shownAbstract), Table: d.groupTable(g), Start: f.Start("")}
	if g.Conflict {
		p.Conflict = &ui.WarningCallout{Heading: "Two decisions", Text: "These records were decided differently before they were put together. The decision on the first record counts."}
	}
	if g.Total > len(g.Records) {
		p.More = "The first " + ui.Number(len(g.Records)) + " of " + page.Count(g.Total, "record") + " are shown."
	}
	view := d.View("One publication", p)
	view.Form = f
	return show("group", view)
}

func (d *desk) groupTable(g postgres.RecordGroup) ui.Table {
	t := ui.Table{
		Caption: "Records of this publication", CaptionHidden: true, Stack: true,
		Columns: []ui.Column{{Text: "Record", RowHeader: true}, {Text: "From"}, {Text: "Why it belongs here"}, {Text: "Take out", Hidden: true}},
	}
	for _, r := range g.Records {
		cells := []ui.Cell{{Text: r.Title, Note: citation(r)}, ui.TextCell(from(d.visit, r)), ui.TextCell(why(g, r.ID)), ui.TextCell("")}
		if r.ID == g.Lead {
			cells[0].Parts = append(cells[0].Parts, ui.Tag{Text: "Stands for all", Colour: "blue"})
		}
		if d.Edit && len(g.Records) > 1 {
			cells[3] = ui.PartsCell(ui.Button{
				Text: "Take this one out", More: ": " + from(d.visit, r), Variant: ui.LinkButton, Name: "record", Value: r.ID,
			})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// citation is a record in a line.
func citation(r postgres.SourceRecord) string {
	var list []string
	if len(r.Authors) > 0 {
		list = append(list, page.Shorten(strings.Join(r.Authors, "; "), 120)) //nolint:mnd // characters of a line
	}
	if r.Journal != "" {
		list = append(list, r.Journal)
	}
	if r.Year != nil {
		list = append(list, strconv.Itoa(*r.Year))
	}
	return strings.Join(list, ". ")
}

// why is the rules that hold a record in its publication, each once.
func why(g postgres.RecordGroup, id string) string {
	var list []string
	seen := map[string]bool{}
	for _, l := range g.Links {
		sentence := l.Explanation
		if l.Verdict != "" {
			sentence = "Somebody said so."
		}
		if (l.A == id || l.B == id) && !seen[sentence] {
			seen[sentence] = true
			list = append(list, sentence)
		}
	}
	return strings.Join(list, " ")
}

func takeOut(v *page.Visit) error {
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	record := f.Get("record")
	if err := v.Post(d.API("records", record, "take-out"), nil, nil); err != nil {
		if f.Refused(err) {
			return group(v, v.Again)
		}
		return err
	}
	return v.Go(d.records("pairs")+query("state", postgres.PairsApart), "The record counts as a publication of its own now. Its pairs are kept apart.")
}
