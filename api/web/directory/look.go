package directory

import (
	"net/url"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/directory"
	"evidencedesk/internal/postgres"
)

// mostText is how much a field of the search takes, in characters.
const mostText = 200

type lookPage struct {
	Search   ui.Form
	Words    ui.Input
	Places   []ui.Select
	Button   ui.Button
	Searched bool
	Found    []postgres.Entry
	Pages    ui.Pagination
}

// look finds library services by name and by where the organisations are that they serve.
func look(v *page.Visit) error {
	asked := url.Values{}
	for _, name := range []string{"q", "area", "trust", "county"} {
		text := []rune(strings.TrimSpace(v.Query(name)))
		if value := string(text[:min(len(text), mostText)]); value != "" {
			asked.Set(name, value)
		}
	}
	m := lookPage{
		Search: ui.Form{Action: lookAt, Get: true, Label: "Search the directory"}, Searched: len(asked) > 0, Button: ui.Button{Text: "Search"},
		Words: ui.Input{Field: ui.Field{Name: "q", Label: "Name of a library or an organisation", Value: asked.Get("q"), Autocomplete: "off"}},
	}
	var places rest.DirectoryPlaces
	if err := v.Read("/directory/places", &places); err != nil {
		return err
	}
	for _, p := range []struct {
		name, label string
		list        []string
	}{{"area", "Area", places.Areas}, {"trust", "Trust", places.Trusts}, {"county", "County", places.Counties}} {
		if len(p.list) > 1 || asked.Has(p.name) {
			m.Places = append(m.Places, ui.Select{Field: ui.Field{Name: p.name, Label: p.label, Value: asked.Get(p.name)}, Items: options(p.list)})
		}
	}
	query := url.Values{}
	for name, values := range asked {
		query[name] = values
	}
	if c := v.Query("cursor"); c != "" {
		query.Set("cursor", c)
	}
	var found rest.EntryPage
	if err := v.Read("/directory?"+query.Encode(), &found); err != nil {
		if badCursor(err) {
			return v.Go(lookAt + "?" + asked.Encode())
		}
		return err
	}
	m.Found, m.Pages = found.Items, pages(v, lookAt, asked, found.Next)
	return v.Show("look", page.View{Title: "Directory of library services", Current: "/libraries", Back: "/libraries", BackTo: "Find your library", Data: m})
}

func options(list []string) []ui.Option {
	items := []ui.Option{{Text: "Any"}}
	for _, p := range list {
		items = append(items, ui.Option{Value: p, Text: p})
	}
	return items
}

// pages leads to the next page, and back to the first.
func pages(v *page.Visit, address string, asked url.Values, next string) ui.Pagination {
	p := ui.Pagination{Label: "Pages of the directory"}
	to := func(cursor string) string {
		q := url.Values{}
		for name, values := range asked {
			q[name] = values
		}
		if cursor != "" {
			q.Set("cursor", cursor)
		}
		if len(q) == 0 {
			return address
		}
		return address + "?" + q.Encode()
	}
	if v.Query("cursor") != "" {
		p.PreviousHref, p.PreviousTitle = to(""), "The first page"
	}
	if next != "" {
		p.NextHref = to(next)
	}
	return p
}

type entryPage struct {
	Entry   postgres.Entry
	Contact ui.SummaryList
	About   ui.SummaryList
	Serves  ui.Table
	Ask     *ui.Link
	Checked string
	Stale   bool
	Edit    *ui.Link
}

// entry shows a record.
func entry(v *page.Visit) error {
	e, err := record(v)
	if err != nil {
		return err
	}
	m := entryPage{Entry: e, Checked: dayWords(v, e.CheckedOn), Stale: e.Stale, Serves: ui.Table{
		Caption: "Organisations that it serves", CaptionHidden: true, Stack: true, Compact: true, Empty: "No organisation is named.",
		Columns: []ui.Column{{Text: "Organisation", RowHeader: true}, {Text: "Trust"}, {Text: "Area"}, {Text: "County"}},
	}}
	for _, s := range e.Served {
		m.Serves.Rows = append(m.Serves.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(s.Name), ui.TextCell(s.Trust), ui.TextCell(s.Area), ui.TextCell(s.County)}})
	}
	for _, f := range directory.Fields() {
		row := ui.SummaryRow{Key: f.Label, Value: f.Get(e.Record)}
		switch {
		case row.Value == "" || f.Name == "name":
			continue
		case f.Name == "email":
			row.Value, row.Parts = "", []ui.Component{ui.Link{Href: "mailto:" + e.Email, Text: e.Email}}
		case f.Name == "homepage":
			row.Value, row.Parts = "", []ui.Component{ui.Link{Href: e.Homepage, Text: e.Homepage}}
		}
		switch f.Name {
		case "organisation", "sector", "address", "phone", "email", "homepage", "opening_times", "directions":
			m.Contact.Rows = append(m.Contact.Rows, row)
		default:
			m.About.Rows = append(m.About.Rows, row)
		}
	}
	if v.SignedIn && len(e.Served) > 0 {
		m.Ask = &ui.Link{Href: ownAt + "/" + e.ID, Text: "Ask this library a question"}
	}
	if v.Me.Actor(e.Keeper).Is(keepers()...) {
		m.Edit = &ui.Link{Href: keptAt + "/entry/" + e.ID + "?library=" + url.QueryEscape(string(e.Keeper)), Text: "Change this record"}
	}
	return v.Show("entry", page.View{Title: e.Name, Current: "/libraries", Back: lookAt, BackTo: "Directory", Data: m})
}

// dayWords is a day of the API in words.
func dayWords(v *page.Visit, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return v.Day(t)
}
