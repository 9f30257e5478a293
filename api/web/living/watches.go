package living

import (
	"net/url"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// watchesPage is the watched reports of a library.
type watchesPage struct {
	Table ui.Table
}

func watches(v *page.Visit) error {
	library := v.Library(evidence.Manager, evidence.Librarian, evidence.Trainee)
	var list struct {
		Items []postgres.WatchRow `json:"items"`
	}
	if err := v.Read("/libraries/"+url.PathEscape(string(library))+"/watches", &list); err != nil {
		return err
	}
	t := ui.Table{
		Caption: "Watched reports, those to review first", CaptionHidden: true, Compact: true, Stack: true, Empty: "No report is watched.",
		Columns: []ui.Column{
			{Text: "Request", RowHeader: true},
			{Text: "How often"},
			{Text: "Newest look"},
			{Text: "New records", Numeric: true},
			{Text: "Notices", Numeric: true},
			{Text: "Next look"},
			{Text: "Until"},
		},
	}
	for _, w := range list.Items {
		last, next := ui.TextCell("None yet"), "None"
		if w.LastAt != nil {
			last = ui.Cell{Text: v.Day(*w.LastAt), Parts: []ui.Component{lookTag(w.LastState)}}
		}
		switch {
		case w.State == evidence.WatchPaused:
			next = "Paused"
		case w.NextAt != nil:
			next = v.Day(*w.NextAt)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell("/work/"+string(w.Request)+"/"+watch, w.Reference), ui.TextCell(every(w.Months)), last, ui.TextCell(ui.Number(w.New)),
			ui.TextCell(ui.Number(w.Retracted)), ui.TextCell(next), ui.TextCell(v.Day(w.EndsAt)),
		}})
	}
	return v.Show("watches", page.View{Title: "Watched reports", Current: "/team", Wide: true, Data: watchesPage{t}})
}
