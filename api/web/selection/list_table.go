package selection

import (
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// What a row of the list shows of a publication, in characters.
const (
	listedAbstract = 700
	listedLabel    = 80 // enough to know it by
)

// listTable is the list. A row is short, so that many fit on a phone; the rest of a publication is one press away.
func (d *desk) listTable(list []postgres.Publication, ticked []string) ui.Table {
	t := ui.Table{
		Caption: "Records", CaptionHidden: true, Compact: true, Stack: true, Empty: "No record is like that.",
		Columns: []ui.Column{{Text: "Publication", RowHeader: true}, {Text: "Decision", Width: "one-third"}},
	}
	if d.Edit {
		t.Columns = append([]ui.Column{{Text: "Select", Select: true, Hidden: true}}, t.Columns...)
	}
	for _, p := range list {
		cells := []ui.Cell{{Text: p.Title, Href: d.recordAt(p.ID), Note: inShort(p)}, d.decisionCell(p)}
		if d.Edit {
			box := ui.SelectBox{Name: "record", Value: p.ID, Label: "Select " + page.Shorten(p.Title, listedLabel), Checked: slices.Contains(ticked, p.ID)}
			cells = append([]ui.Cell{ui.PartsCell(box)}, cells...)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: cells})
	}
	return t
}

// inShort is a citation that fits into a line.
func inShort(p postgres.Publication) string {
	year := ""
	if p.Year != nil {
		year = strconv.Itoa(*p.Year)
	}
	return joined(", ", authors(p.Authors, 1), year, p.Journal)
}

// decisionCell is what was decided of a publication, with all that its row has no place for.
func (d *desk) decisionCell(p postgres.Publication) ui.Cell {
	tag := ui.Tag{Text: verdictWords(p.Decision.Verdict), Colour: verdictColour(p.Decision.Verdict)}
	parts := []ui.Component{tag}
	if p.Decision.Reason != "" {
		parts = append(parts, ui.Text(d.visit.Label(vocabulary.ExclusionReasons, p.Decision.Reason)))
	}
	if p.Decision.KeyPaper {
		parts = append(parts, ui.Text("Key paper"))
	}
	return ui.Cell{Parts: append(parts, d.more(p))}
}

// more is the rest of a publication, folded up.
func (d *desk) more(p postgres.Publication) ui.Details {
	var found []string
	for _, f := range p.Found {
		if name := d.sourceName(f.Source, f.SourceName, f.Platform, f.Name); !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	about := ui.Details{Summary: "Details", More: " of " + page.Shorten(p.Title, listedLabel)}
	for _, text := range []string{joined(". ", authors(p.Authors, mostAuthors), published(p)), page.Shorten(p.Abstract, listedAbstract)} {
		if text != "" {
			about.Paragraphs = append(about.Paragraphs, text)
		}
	}
	about.Paragraphs = append(about.Paragraphs, "Found in "+strings.Join(found, ", ")+".")
	return about
}
