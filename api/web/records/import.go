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
	Live     ui.Component // how far it is, while something goes on
	Facts    ui.SummaryList
	Actions  []ui.Component
	Warnings *warningList
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
		at := d.records("imports", string(i.ID))
		text, _ := Progress(i.Import)
		p.Live = ui.Live{ID: "progress", Source: at + "/events", Text: text, Link: "See how far it is", Href: at, Show: "Show it"}
	}
	p.Actions = d.importActions(i.Import)
	if i.Warnings > 0 && i.State != postgres.ImportRefused {
		if p.Warnings, err = d.warnings(i.Import); err != nil {
			return err
		}
	}
	return v.Show("import", d.View("Import", p))
}

func (d *desk) importActions(i postgres.Import) (actions []ui.Component) {
	if i.State == postgres.ImportReady {
		actions = append(actions, ui.Button{Text: "Look at duplicates", Href: d.records("pairs"), Variant: ui.Secondary, Small: true})
	}
	if i.State == postgres.ImportRefused && d.Edit {
		actions = append(actions, ui.Button{Text: "Upload another file", Href: d.records("import") + query("search", i.Search), Small: true})
	}
	if d.Edit && i.State != postgres.ImportRefused && i.State != postgres.ImportUndone {
		actions = append(actions, ui.Link{Href: d.records("imports", string(i.ID), "undo"), Text: "Undo this import"})
	}
	return actions
}

// Progress says how far an import is, and whether it has ended. It quotes nothing.
func Progress(i postgres.Import) (text string, ended bool) {
	read := page.Count(i.Records, "record")
	if i.Expected != nil && *i.Expected > 0 {
		read = ui.Number(i.Records) + " of " + page.Count(*i.Expected, "record")
	}
	switch i.State {
	case postgres.ImportFetching:
		return "Fetched so far: " + read + ".", false
	case postgres.ImportWaiting:
		return "The file is here and will be read in a moment.", false
	case postgres.ImportReading:
		return "Read so far: " + read + ".", false
	case postgres.ImportComparing:
		return "All is read: " + page.Count(i.Records, "record") + ". Now looking for duplicates.", false
	case postgres.ImportReady:
		return "The import is ready: " + page.Count(i.Records, "record") + ", " + page.Count(i.Duplicates, "duplicate") + ".", true
	case postgres.ImportRefused:
		return "The file was not read.", true
	}
	return "The import was undone.", true
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
