package info

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

type cookiesPage struct {
	statement

	Table ui.Table
}

// cookies says what the service keeps in the browser: see the package auth, which sets them.
func cookies(v *page.Visit) error {
	t := ui.Table{
		Caption: "Cookies of this service", CaptionHidden: true, Stack: true,
		Columns: []ui.Column{{Text: "Name", RowHeader: true}, {Text: "What it is for"}, {Text: "How long it stays"}},
	}
	for _, c := range [][3]string{
		{"evidencedesk", "Says that it is you, after you have signed in.", "Until you sign out or close the browser; our side forgets it when you have not used it for some hours."},
		{"evidencedesk-form", "Only if you send a form after your sign-in has ended: lets you find it again as you left it.", "At most an hour"},
		{"evidencedesk-oidc", "Only while you sign in through your organisation: brings you back to where you were.", "At most an hour"},
	} {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(c[0]), ui.TextCell(c[1]), ui.TextCell(c[2])}})
	}
	return v.Show("cookies", page.View{Title: "Cookies", Data: cookiesPage{statement: statementOf(v), Table: t}})
}
