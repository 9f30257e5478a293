// Package cases is where a library tells what its answers made possible: candidates from the answers to follow-ups, a case with its
// text, its quotations and what was checked of it, what the requester approved, and what is published.
package cases

import (
	"embed"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

//go:embed *.gohtml
var files embed.FS

// Addresses of the area.
const (
	home        = "/cases"
	publishedAt = "/case-studies"
)

// Register puts the pages on the router.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(home, page.Staff, list)
	a.Get(home+"/list.csv", page.Staff, exported)
	a.Form(home+"/new", page.Staff, showNew, takeNew)
	a.Get(home+"/:case", page.Staff, one)
	a.Do(home+"/:case/step", page.Staff, step)
	a.Form(home+"/:case/edit", page.Staff, showEdit, takeEdit)
	a.Form(home+"/:case/criteria", page.Staff, showCriteria, takeCriteria)
	a.Form(home+"/:case/publish", page.Staff, showPublish, takePublish)
	a.Form(home+"/:case/quotes/new", page.Staff, showQuote, takeQuote)
	a.Form(home+"/:case/quotes/:quote/withdraw", page.Staff, showWithdraw, takeWithdraw)
	a.Do(home+"/:case/quotes/:quote/remove", page.Staff, removeQuote)
	a.Get(home+"/:case/versions/:version", page.Staff, version)
	a.Get(home+"/:case/versions/:version/card", page.Staff, card)
	a.Get(home+"/:case/versions/:version/word", page.Staff, word)
	a.Get(publishedAt, across, published)
}

// across is for those who read what other libraries published.
func across(v *page.Visit) bool { return v.IsStaff() || page.Reports(v) }

// rows is how the API gives lists that come whole.
type rows[T any] struct {
	Items []T `json:"items"`
}

// place is the library that a page is about.
type place struct {
	id   evidence.LibraryID
	many bool // the visitor works in several
}

func at(v *page.Visit) place {
	roles := []evidence.Role{evidence.Librarian, evidence.Trainee, evidence.Manager}
	return place{v.Library(roles...), len(v.Me.Libraries(roles...)) > 1}
}

func (p place) api(parts ...string) string {
	return "/libraries/" + url.PathEscape(string(p.id)) + joined(parts)
}

// joined are the further parts of an address.
func joined(parts []string) string {
	var b strings.Builder
	for _, part := range parts {
		b.WriteString("/" + url.PathEscape(part))
	}
	return b.String()
}

// href is the address of a page about the same library.
func (p place) href(parts ...string) string {
	address := home + joined(parts)
	if p.many {
		address += "?library=" + url.QueryEscape(string(p.id))
	}
	return address
}

func (p place) read(v *page.Visit) (postgres.CaseStudy, error) {
	var s postgres.CaseStudy
	return s, v.Read(p.api("case-studies", v.Param("case")), &s)
}

// title names a case that may have no title yet.
func title(text, reference string) string {
	if strings.TrimSpace(text) == "" {
		return "Case study of request " + reference
	}
	return text
}

// stageTag says where a case stands.
func stageTag(s casestudy.Stage) ui.Tag {
	t := map[casestudy.Stage]ui.Tag{
		casestudy.Candidate: {Text: "Candidate", Colour: "white"}, casestudy.Draft: {Text: "Draft", Colour: "grey"},
		casestudy.Asked: {Text: "With the requester", Colour: "yellow"}, casestudy.Approved: {Text: "Approved", Colour: "blue"},
		casestudy.Published: {Text: "Published", Colour: "green"}, casestudy.Submitted: {Text: "Submitted nationally", Colour: "blue"},
		casestudy.Returned: {Text: "Returned", Colour: "orange"}, casestudy.Accepted: {Text: "On the national list", Colour: "green"},
		casestudy.Escalated: {Text: "Escalated", Colour: "green"}, casestudy.Vignette: {Text: "Vignette", Colour: "green"}, casestudy.Dropped: {Text: "Dropped", Colour: "white"},
	}
	return t[s]
}

func audienceWords(code string) string {
	return map[string]string{"library": "the library", "organisation": "the organisation", "beyond": "everybody, also beyond the organisation"}[code]
}
