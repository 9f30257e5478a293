// Package outcomes is where a library shows how far it has come with the outcomes framework: its assessment of each year as a chart
// and a table, what is evidence for which outcome, what could be, and what it means to improve.
package outcomes

import (
	"embed"
	"net/url"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

//go:embed *.gohtml
var files embed.FS

const home = "/outcomes"

// Register puts the pages on the router.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(home, page.Staff, overview)
	a.Form(home+"/assess", page.Managers, showAssess, takeAssess)
	a.Get(home+"/evidence", page.Staff, evidenceList)
	a.Get(home+"/evidence/file", page.Staff, evidenceFile)
	a.Do(home+"/evidence/:tag/remove", page.Staff, removeTag)
	a.Form(home+"/tag", page.Staff, showTag, takeTag)
	a.Form(home+"/suggestions", page.Staff, showSuggestions, takeSuggestions)
	a.Form(home+"/plan/new", page.Managers, showNewAction, takeNewAction)
	a.Form(home+"/plan/:action", page.Managers, showAction, takeAction)
}

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

type shower func(template string, view page.View) error

// place is the library and the national year that a page is about.
type place struct {
	id   evidence.LibraryID
	many bool
	year int // in which it ends
}

func at(v *page.Visit) place {
	roles := []evidence.Role{evidence.Librarian, evidence.Trainee, evidence.Manager}
	p := place{v.Library(roles...), len(v.Me.Libraries(roles...)) > 1, thisYear(v.Now().In(v.Zone))}
	if y, err := strconv.Atoi(v.Query("year")); err == nil && y >= 2000 && y <= p.year+1 {
		p.year = y
	}
	return p
}

// thisYear is the year in which the national year of a day ends: from April on it is the next.
func thisYear(day time.Time) int {
	if day.Month() >= time.April {
		return day.Year() + 1
	}
	return day.Year()
}

// yearWords names a national year: April 2025 to March 2026.
func yearWords(year int) string {
	return "April " + strconv.Itoa(year-1) + " to March " + strconv.Itoa(year)
}

func (p place) api(below string) string {
	return "/libraries/" + url.PathEscape(string(p.id)) + below
}

// ofYear is the address of something of the year.
func (p place) ofYear(below string) string {
	return p.api("/outcome-years/" + strconv.Itoa(p.year) + below)
}

// href is the address of a page about the same library and year; pairs are names and values.
func (p place) href(below string, pairs ...string) string {
	q := url.Values{"year": {strconv.Itoa(p.year)}}
	if p.many {
		q.Set("library", string(p.id))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return home + below + "?" + q.Encode()
}

func (p place) years() ui.Tabs {
	t := ui.Tabs{Label: "Years"}
	for _, year := range []int{p.year - 1, p.year, p.year + 1} {
		other := p
		other.year = year
		t.Items = append(t.Items, ui.Tab{Text: strconv.Itoa(year-1) + " to " + strconv.Itoa(year), Href: other.href(""), Current: year == p.year})
	}
	return t
}

// terms are the outcomes of an edition.
func terms(v *page.Visit, edition string) vocabulary.Vocabulary {
	all, ok := v.Vocabulary.Get(edition)
	if !ok {
		all, _ = v.Vocabulary.Get(postgres.Editions()[0])
	}
	return all
}

// outcomeTitle names an outcome in the newest edition.
func outcomeTitle(v *page.Visit, code string) string {
	return v.Label(postgres.Editions()[0], code)
}
