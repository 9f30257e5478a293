// Package evidencework is the pages on which librarians do the evidence work of a request: the ledger of searches as they were
// run, the references of the report, the summary with its versions, and the check by a second librarian.
//
// The pages belong to the workbench: each begins with its header. They read and write through the API like every page; what is
// their own is how a strategy is typed, how citations follow the order of the references, and how two versions are compared.
package evidencework

import (
	"embed"
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

//go:embed *.gohtml
var files embed.FS

// Register registers the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)

	a.Get("/work/:id/searches", page.Staff, showSearches)
	a.Form("/work/:id/searches/new", page.Staff, showNewSearch, takeNewSearch)
	a.Form("/work/:id/searches/paste", page.Staff, showPaste, takePaste)
	a.Form("/work/:id/searches/copy", page.Staff, showCopy, takeCopy)
	a.Get("/work/:id/searches/methods", page.Staff, showMethods)
	a.Get("/work/:id/searches/methods/download", page.Staff, downloadMethods)
	a.Form("/work/:id/searches/reporting", page.Staff, showReporting, takeReporting)
	a.Form("/work/:id/searches/:search", page.Staff, showSearch, takeSearch)
	a.Form("/work/:id/searches/:search/remove", page.Staff, showSearchRemoval, takeSearchRemoval)

	a.Form("/work/:id/references", page.Staff, showReferences, takeReferences)
	a.Form("/work/:id/references/new", page.Staff, showNewReference, takeNewReference)
	a.Form("/work/:id/references/:reference", page.Staff, showReference, takeReference)
	a.Form("/work/:id/references/:reference/remove", page.Staff, showReferenceRemoval, takeReferenceRemoval)

	a.Form("/work/:id/summary", page.Staff, showSummary, takeSummary)
	a.Form("/work/:id/summary/table", page.Staff, showTable, takeTable)
	a.Form("/work/:id/summary/table/:reference", page.Staff, showRow, takeRow)
	a.Do("/work/:id/summary/draft", page.Staff, takeDraft)
	a.Get("/work/:id/summary/preview", page.Staff, showPreview)
	a.Get("/work/:id/summary/versions", page.Staff, showVersions)
	a.Get("/work/:id/summary/compare", page.Staff, showComparison)
	a.Get("/work/:id/summary/versions/:version", page.Staff, showVersion)
	a.Get("/work/:id/reports/:file", page.Staff, showFile)

	a.Form("/work/:id/review", page.Staff, showReview, takeReview)
	a.Form("/work/:id/review/findings/new", page.Staff, showNewFinding, takeNewFinding)
	a.Form("/work/:id/review/findings/:finding", page.Staff, showFinding, takeFinding)
}

// desk is what every page of the area begins with.
type desk struct {
	*workbench.Bench
	Top  []ui.Component
	Edit bool // the visitor may change searches, references and the summary

	visit *page.Visit
	staff map[evidence.PersonID]string
}

// open reads the request of the address and makes the top of the page.
func open(v *page.Visit, tab string) (*desk, error) {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return nil, err
	}
	return &desk{Bench: b, Top: []ui.Component{b.Header(tab)}, Edit: b.Works() && b.Open(), visit: v}, nil
}

// meet adds to the top who else has the request open and the line that says when it changed. It is for the pages on which people
// stay for a while; a form that is shown again goes without.
func (d *desk) meet(writing bool) {
	if d.visit.Request.Method != http.MethodGet {
		return
	}
	d.Meet()
	d.Top = append(d.Top, d.Others(writing && d.Edit), d.Live())
}

// items is a list as the API gives it.
type items[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next"`
}

// colleagues lists who works in the library of the request.
func (d *desk) colleagues() ([]rest.StaffRow, error) {
	var staff items[rest.StaffRow]
	err := d.visit.Read("/libraries/"+string(d.Library)+"/staff", &staff)
	return staff.Items, err
}

// name is who a person is, for people. Most are known from the request; for others the library's staff is read, once.
func (d *desk) name(person evidence.PersonID) string {
	switch person {
	case "":
		return ""
	case d.visit.Me.Person:
		return d.visit.Me.Name
	case d.Owner:
		return d.OwnerName
	}
	for _, p := range d.People {
		if p.Person == person {
			return p.Name
		}
	}
	if d.staff == nil {
		d.staff = map[evidence.PersonID]string{}
		list, _ := d.colleagues() // without it people stay unnamed
		for _, p := range list {
			d.staff[p.Person] = p.Name
		}
	}
	if name := d.staff[person]; name != "" {
		return name
	}
	return "Somebody who has left"
}

// names lists people, with "you" for the visitor.
func (d *desk) names(people []evidence.PersonID) string {
	var list []string
	for _, p := range people {
		name := d.name(p)
		if p == d.visit.Me.Person {
			name = "you"
		}
		list = append(list, name)
	}
	return enumerate(list)
}

// enumerate writes a list as a sentence does: "A, B and C".
func enumerate(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// refusal gives the problem of a refused call.
func refusal(err error) (*apiclient.Problem, bool) {
	var p *apiclient.Problem
	return p, errors.As(err, &p)
}

// suspicion is what is said when something was saved although the identifier guard wants it looked at again.
func suspicion(found []rest.Finding) string {
	if len(found) == 0 {
		return ""
	}
	return " Read it once more: something in it may identify a patient."
}

// goingOn is a link to a page of the process, where the process allows its command.
func (d *desk) goingOn(name evidence.Name, text string, variant ui.Variant) ui.Component {
	if !d.Can(name) {
		return nil
	}
	return ui.Button{Text: text, Href: d.URL(string(name)), Variant: variant, Small: true}
}

// present leaves out what is not there.
func present(parts ...ui.Component) []ui.Component {
	var list []ui.Component
	for _, p := range parts {
		if p != nil {
			list = append(list, p)
		}
	}
	return list
}
