package manage

import (
	"fmt"
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// peoplePage lists who belongs to the library, and who asks to be let in.
type peoplePage struct {
	Place  place
	Add    ui.Button
	Asking *ui.Table
	Search ui.Form
	Words  ui.SearchInput
	Role   ui.Select
	Apply  ui.Button
	Clear  *ui.Link
	Table  ui.Table
	Pages  ui.Pagination
}

func people(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	s := searchOf(v)
	var list rest.MemberPage
	if err := v.Read(p.api("/people?"+s.query().Encode()), &list); err != nil {
		if s.cursor != "" && isInvalid(err) {
			return v.Go(p.href(peopleAt))
		}
		return err
	}
	var waiting rows[rest.WaitingRow]
	if err := v.Read(p.api("/access-requests"), &waiting); err != nil {
		return err
	}
	m := peoplePage{
		Place: p, Add: ui.Button{Text: "Add somebody", Variant: ui.Secondary, Small: true, Href: p.href(peopleAt + "/new")}, Asking: p.asking(v, waiting.Items),
		Search: ui.Form{Get: true, Action: peopleAt, Label: "Find people"},
		Words:  ui.SearchInput{Field: ui.Field{Name: "q", Label: "The beginning of a name or an e-mail address", Value: s.text}, Button: "Find"},
		Role:   ui.Select{Field: ui.Field{Name: "role", Label: "Role", Value: string(s.role)}, Items: roleOptions()},
		Apply:  ui.Button{Text: "Show", Variant: ui.Secondary, Small: true}, Table: p.peopleTable(v, list), Pages: p.peoplePages(s, list),
	}
	if s.text != "" || s.role != "" {
		m.Clear = &ui.Link{Text: "Show everybody", Href: p.href(peopleAt)}
		m.Table.Empty = "Nobody matches. Try fewer letters, or another role."
	}
	title := "People"
	if s.from > 0 {
		title += fmt.Sprintf(" (from %s)", ui.Number(s.from+1))
	}
	return v.Show("people", page.View{Title: title, Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Wide: true, Data: m})
}

// search is which people are shown: the query of the page's address.
type search struct {
	text   string
	role   evidence.Role
	cursor string
	from   int // how many lie before this page, for words only
}

func searchOf(v *page.Visit) search {
	s := search{text: v.Query("q"), role: evidence.Role(v.Query("role")), cursor: v.Query("cursor")}
	if label, hint := roleWords(s.role); label == "" || hint == "" { // no role of ours
		s.role = ""
	}
	if runes := []rune(s.text); len(runes) > 200 { //nolint:mnd // the API's limit
		s.text = string(runes[:200])
	}
	s.from, _ = strconv.Atoi(v.Query("from"))
	s.from = min(max(s.from, 0), 1_000_000) //nolint:mnd // only said in words
	return s
}

func (s search) query() url.Values {
	q := url.Values{"limit": {strconv.Itoa(perPage)}}
	for name, value := range map[string]string{"q": s.text, "role": string(s.role), "cursor": s.cursor} {
		if value != "" {
			q.Set(name, value)
		}
	}
	return q
}

func (p place) peoplePages(s search, list rest.MemberPage) ui.Pagination {
	turn := func(cursor string, from int) string {
		if cursor == "" {
			return ""
		}
		other := s
		other.cursor = cursor
		q := other.query()
		q.Del("limit")
		q.Set("from", strconv.Itoa(max(0, from)))
		return p.href(peopleAt + "?" + q.Encode())
	}
	pages := ui.Pagination{Label: "Pages of people", PreviousHref: turn(list.Prev, s.from-perPage), NextHref: turn(list.Next, s.from+len(list.Items))}
	switch n := len(list.Items); {
	case n == 0:
	case list.Prev == "" && list.Next == "":
		pages.Total = heads(list.Total)
	default:
		pages.Total = fmt.Sprintf("Showing %s to %s of %s", ui.Number(s.from+1), ui.Number(s.from+n), heads(list.Total))
	}
	return pages
}

func heads(n int) string {
	if n == 1 {
		return "1 person"
	}
	return ui.Number(n) + " people"
}

func roleOptions() []ui.Option {
	list := []ui.Option{{Text: "Any role"}}
	for _, r := range evidence.Roles() {
		label, _ := roleWords(r)
		list = append(list, ui.Option{Value: string(r), Text: label})
	}
	return list
}

func (p place) peopleTable(v *page.Visit, list rest.MemberPage) ui.Table {
	t := ui.Table{
		Caption: "People of the library, by name", CaptionHidden: true, Compact: true, Stack: true, Empty: "Nobody belongs to this library yet.",
		Columns: []ui.Column{{Text: "Name", RowHeader: true}, {Text: "Roles"}, {Text: "Job"}, {Text: "E-mail"}},
	}
	for _, one := range list.Items {
		who := ui.LinkCell(p.href(peopleAt+"/"+string(one.Person)), one.Name)
		if one.Person == v.Me.Person {
			who.Note = "You"
		}
		job := ui.TextCell(one.JobTitle)
		job.Note = one.OrganisationName
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{who, ui.TextCell(roleList(one.Roles)), job, ui.TextCell(one.Email)}})
	}
	return t
}

// asking lists who waits to be let in, the longest first; nothing when nobody does.
func (p place) asking(v *page.Visit, list []rest.WaitingRow) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	t := &ui.Table{
		Caption: "People who ask to use the library", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Name", RowHeader: true}, {Text: "Job"}, {Text: "E-mail"}, {Text: "Asked"}, {Text: "Decide", Hidden: true}},
	}
	for _, one := range list[:min(len(list), perPage)] {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(one.Name), ui.TextCell(jobOf(v, one)), ui.TextCell(one.Email), ui.TimeCell(one.AskedAt),
			{Text: "Decide", More: ": " + one.Name, Href: p.href(peopleAt + "/asking/" + one.ID)},
		}})
	}
	return t
}
