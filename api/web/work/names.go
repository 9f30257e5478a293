package work

import (
	"cmp"
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
)

// names knows the people of a request, and asks for the others of its library only when one of them turns up.
type names struct {
	v     *page.Visit
	b     *workbench.Bench
	known map[evidence.PersonID]string
	asked bool
}

func namesOf(v *page.Visit, b *workbench.Bench) *names {
	n := &names{v: v, b: b, known: map[evidence.PersonID]string{v.Me.Person: v.Me.Name, b.Requester: b.RequesterName, b.Owner: b.OwnerName}}
	for _, p := range b.People {
		n.known[p.Person] = p.Name
	}
	return n
}

// of gives the name of somebody; words of ours for whom it cannot find out.
func (n *names) of(id evidence.PersonID) string {
	if name := n.known[id]; name != "" {
		return name
	}
	if !n.asked {
		n.asked = true
		var staff struct{ Items []rest.StaffRow }
		if n.v.Read("/libraries/"+url.PathEscape(string(n.b.Library))+"/staff", &staff) == nil { // without it the page says less
			for _, p := range staff.Items {
				n.known[p.Person] = p.Name
			}
		}
	}
	return cmp.Or(n.known[id], "Somebody who works here no longer")
}
