package manage

import (
	"net/url"
	"slices"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// place is the library that a page is about. Whoever keeps several chooses by the parameter library of the address.
type place struct {
	ID     evidence.LibraryID
	Name   string  // only where there are several
	Switch ui.Tabs // to the others; nothing where there is one
}

// at finds the library of the visit, among those in which the visitor holds one of the roles.
func at(v *page.Visit, roles ...evidence.Role) (place, error) {
	mine := v.Me.Libraries(roles...)
	if len(mine) == 0 {
		return place{}, page.ErrNotFound
	}
	p := place{ID: mine[0]}
	if asked := evidence.LibraryID(v.Query("library")); asked != "" {
		if p.ID = asked; !slices.Contains(mine, asked) {
			return place{}, page.ErrNotFound
		}
	}
	if len(mine) == 1 {
		return p, nil
	}
	var all rows[rest.LibraryRow]
	if err := v.Read("/libraries", &all); err != nil {
		return place{}, err
	}
	p.Switch.Label = "Your libraries"
	for _, l := range all.Items {
		if !slices.Contains(mine, l.ID) {
			continue
		}
		here := l.ID == p.ID
		if here {
			p.Name = l.Name
		}
		p.Switch.Items = append(p.Switch.Items, ui.Tab{
			Text: l.Name, Href: v.Request.URL.Path + "?library=" + url.QueryEscape(string(l.ID)), Current: here,
		})
	}
	return p, nil
}

// api is the address of something of the library.
func (p place) api(path string) string {
	return "/libraries/" + url.PathEscape(string(p.ID)) + path
}

// href is the address of a page about the same library.
func (p place) href(path string) string {
	if len(p.Switch.Items) == 0 {
		return path
	}
	join := "?"
	if strings.Contains(path, "?") {
		join = "&"
	}
	return path + join + "library=" + url.QueryEscape(string(p.ID))
}

// queue is the address of a list of the library's requests; pairs are names and values of GET /requests.
func (p place) queue(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	if len(q) == 0 {
		return p.href("/queue")
	}
	return p.href("/queue?" + strings.ReplaceAll(q.Encode(), "%2C", ","))
}

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

// shower is one of Visit's ways to answer with a page.
type shower func(template string, view page.View) error

// Library is the library as a field of a form.
func (p place) Library() string { return string(p.ID) }
