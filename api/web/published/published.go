// Package published is the pages of reports that were published: the list of them, each as it left the library with its receipts and
// files, those that wait for a manager, and the schedules that make them.
package published

import (
	"embed"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

//go:embed *.gohtml
var files embed.FS

// Addresses of the area.
const (
	home          = "/published"
	schedulesAt   = home + "/schedules"
	overviewAt    = "/reports"
	definitionsAt = "/reports/definitions"
	mineAt        = "/requests"
)

// Register puts the pages on the router.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(home, page.SignedIn, list)
	a.Get(home+"/receipts.csv", page.Staff, receipts)
	a.Form(home+"/new", page.Managers, showNew, takeNew)
	a.Get(schedulesAt, page.Staff, schedules)
	a.Form(schedulesAt+"/new", page.Managers, showSchedule, takeSchedule)
	a.Get(schedulesAt+"/:schedule", page.Staff, schedule)
	a.Form(schedulesAt+"/:schedule/edit", page.Managers, showSchedule, takeSchedule)
	a.Form(schedulesAt+"/:schedule/run", page.Managers, showRun, takeRun)
	a.Do(schedulesAt+"/:schedule/state", page.Managers, setState)
	a.Do(schedulesAt+"/:schedule/end", page.Managers, end)
	a.Get(home+"/:report", page.SignedIn, one)
	a.Get(home+"/:report/files/:file", page.SignedIn, file)
	a.Form(home+"/:report/replace", page.Managers, showReplace, takeReplace)
	a.Form(home+"/:report/review", page.SignedIn, showReview, takeReview)
	a.Do(home+"/:report/publish", page.Managers, publishDraft)
	a.Do(home+"/:report/discard", page.Managers, discardDraft)
}

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

// place is the library in which the visitor works, whose reports are made here.
type place struct {
	id   evidence.LibraryID
	many bool
}

func at(v *page.Visit) place {
	roles := []evidence.Role{evidence.Manager, evidence.Librarian, evidence.Trainee}
	if v.Me.Is(evidence.Manager) {
		roles = roles[:1]
	}
	return place{v.Library(roles...), len(v.Me.Libraries(roles...)) > 1}
}

func (p place) api(parts ...string) string {
	return below("/libraries/"+url.PathEscape(string(p.id)), parts)
}

// href is the address of a page about the same library.
func (p place) href(address string, parts ...string) string {
	address = below(address, parts)
	if p.many {
		address += "?library=" + url.QueryEscape(string(p.id))
	}
	return address
}

// above is the page from which the visitor comes to published reports.
func above(v *page.Visit) (href, name string) {
	if page.Reports(v) {
		return overviewAt, "Reports"
	}
	return mineAt, "My requests"
}

func apiOf(id string, parts ...string) string {
	return below("/published-reports/"+url.PathEscape(id), parts)
}

// below is an address with further parts.
func below(address string, parts []string) string {
	var b strings.Builder
	b.WriteString(address)
	for _, part := range parts {
		b.WriteString("/" + url.PathEscape(part))
	}
	return b.String()
}

type shower func(template string, view page.View) error
