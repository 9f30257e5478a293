package directory

import (
	"errors"
	"net/url"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
)

type keptPage struct {
	Table  ui.Table
	Pages  ui.Pagination
	Stale  bool
	Filter ui.Link
	Add    ui.Link
	Import ui.Link
	Export ui.Link
}

// kept lists the records that a library keeps.
func kept(v *page.Visit) error {
	p, err := at(v)
	if err != nil {
		return err
	}
	m := keptPage{
		Stale: v.Query("stale") == "true", Add: ui.Link{Href: p.href(newAt), Text: "Add a record"}, Import: ui.Link{Href: p.href(importAt), Text: "Import a file"},
		Export: ui.Link{Href: p.href(keptAt + "/file"), Text: "Export all as CSV"},
	}
	asked := url.Values{}
	if p.more {
		asked.Set("library", string(p.ID))
	}
	m.Filter = ui.Link{Text: "Show only records that are to be checked"}
	query := url.Values{}
	if m.Stale {
		m.Filter = ui.Link{Href: p.href(keptAt), Text: "Show all records"}
		asked.Set("stale", "true")
		query.Set("stale", "true")
	} else {
		more := url.Values{"stale": {"true"}}
		if p.more {
			more.Set("library", string(p.ID))
		}
		m.Filter.Href = keptAt + "?" + more.Encode()
	}
	if c := v.Query("cursor"); c != "" {
		query.Set("cursor", c)
	}
	var found rest.EntryPage
	if err := v.Read(p.api("?"+query.Encode()), &found); err != nil {
		if badCursor(err) {
			return v.Go(p.href(keptAt))
		}
		return err
	}
	m.Table = keptTable(v, p, found)
	m.Pages = pages(v, keptAt, asked, found.Next)
	return v.Show("kept", page.View{Title: "Records of the directory", Current: "/settings", Back: p.href("/settings"), BackTo: "Settings", Wide: true, Data: m})
}

func keptTable(v *page.Visit, p place, found rest.EntryPage) ui.Table {
	t := ui.Table{
		Caption: "Records that your library keeps", CaptionHidden: true, Stack: true, Compact: true, Empty: "There is no such record.",
		Columns: []ui.Column{{Text: "Library", RowHeader: true}, {Text: "Organisation"}, {Text: "Serves", Numeric: true}, {Text: "Last checked"}},
	}
	for _, e := range found.Items {
		checked := ui.TextCell(dayWords(v, e.CheckedOn))
		if e.Stale {
			checked = ui.PartsCell(ui.Text(dayWords(v, e.CheckedOn)+" "), ui.Tag{Text: "Check again", Colour: "yellow"})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(p.href(keptAt+"/entry/"+e.ID), e.Name), ui.TextCell(e.Organisation), ui.TextCell(ui.Number(len(e.Served))), checked,
		}})
	}
	return t
}

// badCursor reports whether the API does not know the place in the list.
func badCursor(err error) bool {
	var p *apiclient.Problem
	return errors.As(err, &p) && slices.ContainsFunc(p.Errors, func(e apiclient.FieldProblem) bool { return e.Field == "cursor" })
}

// export passes the file on as it comes.
func export(v *page.Visit) error {
	p, err := at(v)
	if err != nil {
		return err
	}
	return v.Pass(p.api("/file"))
}
