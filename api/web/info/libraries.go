package info

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// pageSize is how many libraries a page shows.
const pageSize = 25

type librariesPage struct {
	Search   ui.Form
	Fields   []ui.Select
	Button   ui.Button
	Searched bool
	Found    []place
	Pages    ui.Pagination
	Service  service
}

// place is a library with those whom it serves.
type place struct {
	Library

	Serves []string
}

// where are the places by which a library can be found: the name of the API's parameter, its words, and the place of an organisation.
type where struct {
	name, label string
	of          func(rest.OrganisationRow) string
}

func wheres() []where {
	return []where{
		{"trust", "Your trust or organisation", func(o rest.OrganisationRow) string { return o.Trust }},
		{"county", "County", func(o rest.OrganisationRow) string { return o.County }},
		{"area", "Area", func(o rest.OrganisationRow) string { return o.Area }},
	}
}

// libraries finds the library that serves an organisation.
func libraries(v *page.Visit) error {
	all, err := directory(v, nil)
	if err != nil {
		return err
	}
	m := librariesPage{
		Search: ui.Form{Action: "/libraries", Get: true, Label: "Find your library"}, Button: ui.Button{Text: "Find"}, Service: serviceOf(v),
	}
	asked := url.Values{}
	for _, w := range wheres() {
		value := strings.TrimSpace(v.Query(w.name))
		if value != "" {
			asked.Set(w.name, value)
		}
		if options := w.options(all); len(options) > 1 {
			m.Fields = append(m.Fields, ui.Select{Field: ui.Field{Name: w.name, Label: w.label, Value: value}, Items: options})
		}
	}
	found := all
	if m.Searched = len(asked) > 0; m.Searched {
		if found, err = directory(v, asked); err != nil {
			return err
		}
	}
	number := m.show(v, asked, found)
	title := "Find your library"
	if number > 1 {
		title += fmt.Sprintf(" (page %d)", number)
	}
	return v.Show("libraries", page.View{Title: title, Current: "/libraries", Data: m})
}

// options are the places that the directory knows, after an empty one.
func (w where) options(all []Library) []ui.Option {
	seen := map[string]bool{}
	var list []ui.Option
	for _, l := range all {
		for _, o := range l.Organisations {
			at := w.of(o)
			if at == "" || seen[strings.ToLower(at)] {
				continue
			}
			seen[strings.ToLower(at)] = true
			list = append(list, ui.Option{Value: at, Text: at})
		}
	}
	slices.SortFunc(list, func(a, b ui.Option) int { return cmp.Compare(strings.ToLower(a.Text), strings.ToLower(b.Text)) })
	return append([]ui.Option{{Text: "Any"}}, list...)
}

// show takes one page out of what was found, and gives its number. The directory comes whole, so pages are counted here; a page that
// there is not is the first.
func (m *librariesPage) show(v *page.Visit, asked url.Values, found []Library) int {
	number, err := strconv.Atoi(v.Query("page"))
	if err != nil || number < 1 || (number-1)*pageSize >= len(found) {
		number = 1
	}
	from := (number - 1) * pageSize
	to := min(from+pageSize, len(found))
	for _, l := range found[from:to] {
		p := place{Library: l}
		for _, o := range l.Organisations {
			p.Serves = append(p.Serves, o.Name)
		}
		m.Found = append(m.Found, p)
	}
	at := func(n int) string {
		asked.Set("page", strconv.Itoa(n))
		return "/libraries?" + asked.Encode()
	}
	m.Pages.Label = "Libraries"
	if len(found) > 0 {
		m.Pages.Total = fmt.Sprintf("Showing %d to %d of %s", from+1, to, page.Count(len(found), "library"))
	}
	if number > 1 {
		m.Pages.PreviousHref = at(number - 1)
	}
	if to < len(found) {
		m.Pages.NextHref = at(number + 1)
	}
	return number
}
