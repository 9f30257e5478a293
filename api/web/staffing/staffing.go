// Package staffing is the pages about who works in a library: the staff ratio over the years, demand by specialty, hours due against
// hours available, the replay of a year under another policy, the gift of time and the national return.
package staffing

import (
	"embed"
	"net/url"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

//go:embed *.gohtml
var files embed.FS

// Addresses of the area.
const (
	ratioAt    = "/staffing"
	yearsAt    = "/staffing/years"
	ratioRule  = "/staffing/rule"
	demandAt   = "/staffing/demand"
	rolesAt    = "/staffing/roles"
	capacityAt = "/staffing/capacity"
	contractAt = "/staffing/contracts"
	leaveAt    = "/staffing/leave"
	replayAt   = "/staffing/replay"
	giftAt     = "/staffing/gift"
	ratesAt    = "/staffing/gift/rates"
	returnAt   = "/staffing/return"
	countingAt = "/staffing/return/rule"
)

// Register adds the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(ratioAt, page.Staff, ratio)
	a.Get(yearsAt, page.Managers, openYear)
	a.Form(yearsAt+"/:year", page.Managers, showYear, takeYear)
	a.Form(ratioRule, page.Managers, showRatioRule, takeRatioRule)
	a.Get(demandAt, page.Staff, demand)
	a.Form(rolesAt+"/new", page.Managers, newRole, addRole)
	a.Form(rolesAt+"/:role", page.Managers, showRole, takeRole)
	a.Get(capacityAt, page.Staff, capacityPage)
	a.Form(contractAt+"/new", page.Managers, newContract, addContract)
	a.Form(contractAt+"/:contract", page.Managers, showContract, takeContract)
	a.Form(leaveAt+"/new", page.Staff, newLeave, addLeave)
	a.Form(leaveAt+"/:leave/remove", page.Staff, askLeave, removeLeave)
	a.Get(replayAt, page.Staff, replay)
	a.Get(giftAt, page.Staff, giftOfTime)
	a.Form(ratesAt, page.Managers, showRates, takeRates)
	a.Get(returnAt, page.Staff, nationalReturn)
	a.Get(returnAt+"/files/:file", page.Staff, returnFile)
	a.Form(returnAt+"/years/:year", page.Managers, showReturn, takeReturn)
	a.Form(countingAt, page.Managers, showCounting, takeCounting)
}

// place is the library that a page is about.
type place struct {
	ID     evidence.LibraryID
	Switch ui.Tabs // to others of the visitor's libraries
	boss   bool
}

// at finds the library of the visit, among those in which the visitor holds one of the roles.
func at(v *page.Visit, roles ...evidence.Role) (place, error) {
	mine := v.Me.Libraries(roles...)
	id := v.Library(roles...)
	if asked := evidence.LibraryID(v.Query("library")); id == "" || asked != "" && asked != id {
		return place{}, page.ErrNotFound
	}
	p := place{ID: id, boss: v.Me.Actor(id).Is(evidence.Manager)}
	if len(mine) < 2 { //nolint:mnd // one library needs no choice
		return p, nil
	}
	var all rows[rest.LibraryRow]
	if err := v.Read("/libraries", &all); err != nil {
		return place{}, err
	}
	names := map[evidence.LibraryID]string{}
	for _, l := range all.Items {
		names[l.ID] = l.Name
	}
	p.Switch.Label = "Your libraries"
	for _, one := range mine {
		p.Switch.Items = append(p.Switch.Items, ui.Tab{Text: names[one], Href: v.Request.URL.Path + "?library=" + url.QueryEscape(string(one)), Current: one == id})
	}
	return p, nil
}

// staff are the roles of those who work in a library.
func staff() []evidence.Role {
	return []evidence.Role{evidence.Librarian, evidence.Trainee, evidence.Manager}
}

func (p place) api(path string) string { return "/libraries/" + url.PathEscape(string(p.ID)) + path }

// href is the address of a page about the same library; pairs are names and values of its parameters.
func (p place) href(path string, pairs ...string) string {
	q := url.Values{}
	if len(p.Switch.Items) > 0 {
		q.Set("library", string(p.ID))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	if len(q) == 0 {
		return path
	}
	return path + "?" + q.Encode()
}

// tabs lead from one page of the area to the others.
func (p place) tabs(here string) ui.Tabs {
	t := ui.Tabs{Label: "Staffing and capacity"}
	for _, one := range []struct{ at, text string }{
		{ratioAt, "Staff ratio"}, {demandAt, "Demand by specialty"}, {capacityAt, "Capacity"}, {replayAt, "Replay"}, {giftAt, "Gift of time"}, {returnAt, "National return"},
	} {
		t.Items = append(t.Items, ui.Tab{Text: one.text, Href: p.href(one.at), Current: one.at == here})
	}
	return t
}

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

// shower is one of Visit's ways to answer with a page.
type shower func(template string, view page.View) error

// current is the entry of the navigation under which the pages lie: managers have reports, others the team.
func (p place) current() string {
	if p.boss {
		return "/reports"
	}
	return "/team"
}
