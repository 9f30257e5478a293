package queue

import (
	"errors"
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// listing is everything that the queue's page shows, as the API gave it.
type listing struct {
	filter
	people

	since     string // the moment before the list was read
	views     []rest.View
	requests  rest.RequestPage
	selection string // what is wrong with the ticked boxes
}

// list shows the queue.
func (d *desk) list(v *page.Visit) error {
	f := parseFilter(v.Request.URL.Query())
	l, err := d.gather(v, f)
	if p, refused := apiclient.ProblemOf(err); refused && p.Code == evidence.Invalid && v.Request.URL.RawQuery != "" {
		if f.Cursor != "" {
			return v.Go(f.href())
		}
		return v.Go(address, "There is no list at that address. These are all open requests.")
	}
	if err != nil {
		return err
	}
	return v.Show("list", l.view(v, nil))
}

// gather reads what the page shows: in few calls, because each costs the database several statements.
func (d *desk) gather(v *page.Visit, f filter) (*listing, error) {
	l := &listing{filter: f, since: d.feed.Since(v.Request.Context())}
	q := url.Values{"counts": {"true"}, "limit": {strconv.Itoa(perPage)}}
	if f.Cursor != "" {
		q.Set("cursor", f.Cursor)
	}
	more := "&" + f.query()
	if more == "&" {
		more = ""
	}
	if err := v.Read("/requests?"+q.Encode()+more, &l.requests); err != nil {
		return nil, err
	}
	var views rest.ViewList
	if err := v.Read("/views?counts=true", &views); err != nil {
		return nil, err
	}
	l.views = views.Items
	people, err := readPeople(v, f.Library)
	l.people = people
	return l, err
}

// mostLibraries is in how many libraries' staff somebody can choose at once; who works in more chooses a library first.
const mostLibraries = 3

// readPeople reads who works in the library, or in the first of the visitor's libraries, and what those are called.
func readPeople(v *page.Visit, library string) (people, error) {
	p, mine := people{}, works(v)
	if len(mine) > 1 {
		var all rows[rest.LibraryRow]
		if err := v.Read("/libraries", &all); err != nil {
			return p, err
		}
		p.libraries = map[evidence.LibraryID]string{}
		for _, l := range all.Items {
			p.libraries[l.ID] = l.Name
		}
	}
	if library != "" {
		mine = []evidence.LibraryID{evidence.LibraryID(library)}
	}
	seen := map[evidence.PersonID]bool{}
	for _, id := range mine[:min(len(mine), mostLibraries)] {
		var staff rows[rest.StaffRow]
		if err := v.Read("/libraries/"+url.PathEscape(string(id))+"/staff", &staff); err != nil {
			return p, err
		}
		for _, s := range staff.Items {
			if !seen[s.Person] {
				seen[s.Person], p.staff = true, append(p.staff, s)
			}
		}
	}
	return p, nil
}

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

// works lists the libraries in which the visitor works.
func works(v *page.Visit) []evidence.LibraryID {
	return v.Me.Libraries(evidence.Librarian, evidence.Trainee, evidence.Manager)
}

// claim takes one request. When somebody was faster the page says who has it now.
func (d *desk) claim(v *page.Visit) error {
	f := v.Form()
	id, reference := target(f.Get("take"))
	if id == "" {
		return v.Go(backTo(f))
	}
	err := v.Command(id, evidence.Claim, nil)
	if err == nil {
		return v.Go(backTo(f), "You have taken "+reference+". It is in your work.")
	}
	var p *apiclient.Problem
	if !errors.As(err, &p) || p.Status != 409 && p.Status != 403 {
		return err
	}
	l, failed := d.gather(v, stored(f))
	if failed != nil {
		return failed
	}
	view := l.view(v, nil)
	view.Data.(*model).Banner = &ui.NotificationBanner{ //nolint:forcetypeassert // made above
		Heading: reference + " was not taken", Text: whyNot(v, id, p),
		Link: &ui.Link{Href: "/work/" + string(id), Text: "Look at it", More: ": " + reference}, ID: "not-taken",
	}
	return v.Conflict("list", view)
}

// whyNot says why a request could not be taken or changed, with who has it when that is the reason.
func whyNot(v *page.Visit, id evidence.RequestID, p *apiclient.Problem) string {
	if p.Code != evidence.AlreadyClaimed {
		return page.Words(p)
	}
	var now rest.RequestRow
	if err := v.Read("/requests/"+string(id), &now); err != nil || now.OwnerName == "" {
		return page.Words(p)
	}
	if now.Owner == v.Me.Person {
		return "You have it already."
	}
	return now.OwnerName + " was faster and has it now."
}
