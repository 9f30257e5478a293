package records

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// importPage is one import: how far it is, and what was odd in it.
type importPage struct {
	*desk
	Name     string
	Refused  string
	Facts    ui.SummaryList
	Actions  []ui.Component
	Warnings *ui.Table
	More     string // when not every warning was kept
	Download string // address of the warnings as CSV
	Back     string
}

func showImport(v *page.Visit) error {
	d, err := open(v)
	if err != nil {
		return err
	}
	var i rest.ImportView
	if err := v.Read(d.API("imports", v.Param("import")), &i); err != nil {
		return err
	}
	p := importPage{desk: d, Name: importName(i.Import), Refused: i.Message, Back: d.records(), Facts: d.importFacts(i.Import)}
	if !i.Ended() {
		p.Actions = append(p.Actions, ui.Button{Text: "Check again", More: " how far it is", Href: d.records("imports", string(i.ID)), Small: true})
	}
	if i.State == postgres.ImportReady {
		p.Actions = append(p.Actions, ui.Button{Text: "Look at duplicates", Href: d.records("pairs"), Variant: ui.Secondary, Small: true})
	}
	if i.State == postgres.ImportRefused && d.Edit {
		p.Actions = append(p.Actions, ui.Button{Text: "Upload another file", Href: d.records("import") + query("search", i.Search), Small: true})
	}
	if d.Edit && i.State != postgres.ImportRefused && i.State != postgres.ImportUndone {
		p.Actions = append(p.Actions, ui.Link{Href: d.records("imports", string(i.ID), "undo"), Text: "Undo this import"})
	}
	if i.Warnings > 0 && i.State != postgres.ImportRefused {
		if err := d.warnings(&p, i.Import); err != nil {
			return err
		}
	}
	return v.Show("import", d.View("Import", p))
}

// shownWarnings is how many warnings the page lists; the download has all that were kept.
const shownWarnings = 200

func (d *desk) warnings(p *importPage, i postgres.Import) error {
	var list rest.ImportWarnings
	if err := d.visit.Read(d.API("imports", string(i.ID), "warnings"), &list); err != nil {
		return err
	}
	t := ui.Table{
		Caption: "Warnings", CaptionHidden: true, Compact: true, Stack: true, Empty: "The texts of the warnings were erased.",
		Columns: []ui.Column{{Text: "What", RowHeader: true}, {Text: "Record", Numeric: true}, {Text: "Line", Numeric: true}, {Text: "Where"}},
	}
	for _, w := range list.Items[:min(len(list.Items), shownWarnings)] {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(w.Message), numberOrNone(w.Record), numberOrNone(w.Line), ui.TextCell(w.Detail)}})
	}
	p.Warnings, p.Download = &t, d.records("imports", string(i.ID), "warnings.csv")
	if list.Total > len(t.Rows) {
		p.More = "The first " + ui.Number(len(t.Rows)) + " of " + page.Count(list.Total, "warning") + " are shown."
	}
	return nil
}

func numberOrNone(n int) ui.Cell {
	if n == 0 {
		return ui.TextCell("–")
	}
	return ui.NumberCell(n)
}

func (d *desk) importFacts(i postgres.Import) ui.SummaryList {
	list := ui.SummaryList{Dense: true}
	add := func(key string, parts ...ui.Component) {
		list.Rows = append(list.Rows, ui.SummaryRow{Key: key, Parts: parts})
	}
	text := func(key, value string) {
		if value != "" {
			list.Rows = append(list.Rows, ui.SummaryRow{Key: key, Value: value})
		}
	}
	add("State", importTag(i.State))
	switch {
	case i.Ended():
		text("Records", ui.Number(i.Records))
	case i.Expected != nil && *i.Expected > 0:
		add("Records so far", ui.Meter{Text: ui.Number(i.Records) + " of " + ui.Number(*i.Expected), Value: min(i.Records, *i.Expected), Max: *i.Expected})
	default:
		text("Records so far", ui.Number(i.Records))
	}
	if i.State == postgres.ImportReady {
		text("Duplicates", ui.Number(i.Duplicates))
		text("Unique", ui.Number(i.Records-i.Duplicates))
	}
	text("Format", formatName(i.Format))
	text("Size", size(i.Size))
	add("Added", ui.Time{At: i.CreatedAt, Style: ui.TimeDate})
	return list
}

// undoPage asks before an import is undone.
type undoPage struct {
	*desk
	Name   string
	Facts  ui.SummaryList
	Start  ui.Form
	Cancel string
}

func showUndo(v *page.Visit) error { return undoForm(v, v.Show) }

func undoForm(v *page.Visit, show func(string, page.View) error) error {
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	var i rest.ImportView
	if err := v.Read(d.API("imports", v.Param("import")), &i); err != nil {
		return err
	}
	f := v.Form()
	p := undoPage{desk: d, Name: importName(i.Import), Facts: d.importFacts(i.Import), Start: f.Start(""), Cancel: d.records("imports", string(i.ID))}
	view := d.View("Undo an import", p)
	view.Form = f
	return show("undo", view)
}

func takeUndo(v *page.Visit) error {
	d, err := openToEdit(v)
	if err != nil {
		return err
	}
	if err := v.Post(d.API("imports", v.Param("import"), "undo"), nil, nil); err != nil {
		if v.Form().Refused(err) {
			return undoForm(v, v.Again)
		}
		return err
	}
	return v.Go(d.records(), "The import is undone. Its records are out again.")
}
