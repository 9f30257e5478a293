// Package wellbeing is the pages about the wellbeing of the people who search: the topic of a request, offers to swap, what somebody
// says of how it was, where help is, and how a team of five or more fares. No page shows a figure about one person to another.
package wellbeing

import (
	"embed"
	"net/url"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

//go:embed *.gohtml
var files embed.FS

// Addresses of the area.
const (
	mineAt     = "/wellbeing"
	teamAt     = "/wellbeing/team"
	teamsAt    = "/wellbeing/teams"
	serviceAt  = "/wellbeing/service"
	signpostAt = "/wellbeing/signposts/new"
)

// Register adds the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Form("/work/:id/topic", page.Staff, showTopic, takeTopic)
	a.Do("/work/:id/topic/swap", page.Staff, swap)
	a.Do("/work/:id/topic/check-in", page.Staff, checkIn)

	a.Get(mineAt, page.Staff, mine)
	a.Get(teamAt, page.Managers, team)
	a.Form(serviceAt, page.Managers, showService, takeService)
	a.Form(signpostAt, page.Managers, showSignpost, takeSignpost)
	a.Form(teamsAt+"/new", page.Managers, newTeam, addTeam)
	a.Form(teamsAt+"/:team", page.Managers, showTeam, takeTeam)
	a.Form(teamsAt+"/:team/remove", page.Managers, askRemoveTeam, removeTeam)
}

// place is the library that a page is about.
type place struct {
	ID   evidence.LibraryID
	more bool // the visitor has others
}

// at finds the library of the visit, among those in which the visitor holds one of the roles.
func at(v *page.Visit, roles ...evidence.Role) (place, error) {
	id := v.Library(roles...)
	if asked := evidence.LibraryID(v.Query("library")); id == "" || asked != "" && asked != id {
		return place{}, page.ErrNotFound
	}
	return place{ID: id, more: len(v.Me.Libraries(roles...)) > 1}, nil
}

func (p place) api(path string) string { return "/libraries/" + url.PathEscape(string(p.ID)) + path }

func (p place) href(path string) string {
	if !p.more {
		return path
	}
	return path + "?library=" + url.QueryEscape(string(p.ID))
}

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

// shower is one of Visit's ways to answer with a page.
type shower func(template string, view page.View) error

// searchers are the people whom a topic may weigh on.
func searchers() []evidence.Role { return []evidence.Role{evidence.Librarian, evidence.Trainee} }

// manages reports whether the visitor manages the library.
func (p place) manages(v *page.Visit) bool { return v.Me.Actor(p.ID).Is(evidence.Manager) }

func link(href, text string) *ui.Link { return &ui.Link{Href: href, Text: text} }
