// Package selection is the pages on which librarians choose from the records that searches found: screening one publication after
// another, the list of all of them, the test set of known papers, what each source contributed, and the flow diagram.
//
// The pages belong to the workbench: each begins with its header.
package selection

import (
	"embed"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

//go:embed *.gohtml
var files embed.FS

// Register registers the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Form("/work/:id/select", page.Staff, showScreen, takeScreen)
	a.Form("/work/:id/select/record/:record", page.Staff, showScreen, takeScreen)
	a.Do("/work/:id/select/record/:record/undo", page.Staff, takeUndo)
	a.Form("/work/:id/select/list", page.Staff, showList, takeList)
	a.Form("/work/:id/select/list/all", page.Staff, showAll, takeAll)
	a.Do("/work/:id/select/list/all/:bulk/undo", page.Staff, takeBulkBack)
	a.Form("/work/:id/select/test-set", page.Staff, showTests, takeTests)
	a.Form("/work/:id/select/test-set/:paper", page.Staff, showPaper, takePaper)
	a.Do("/work/:id/select/test-set/:paper/remove", page.Staff, removePaper)
	a.Get("/work/:id/select/test-set/:paper/lines", page.Staff, showLines)
	a.Get("/work/:id/select/sources", page.Staff, showSources)
	a.Get("/work/:id/select/flow", page.Staff, showFlow)
	a.Get("/work/:id/select/flow.svg", page.Staff, downloadFlow)
}

// The pages of the area, which are the last part of their addresses.
const (
	pageScreen  = ""
	pageList    = "list"
	pageTests   = "test-set"
	pageSources = "sources"
	pageFlow    = "flow"
)

// desk is what every page of the area begins with.
type desk struct {
	*workbench.Bench
	Top  []ui.Component
	Nav  ui.Tabs
	Edit bool // the visitor may decide

	visit *page.Visit
}

// open reads the request of the address and makes the top of the page.
func open(v *page.Visit, current string) (*desk, error) {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return nil, err
	}
	d := &desk{Bench: b, Top: []ui.Component{b.Header(workbench.Select)}, Edit: b.Works() && b.Open(), visit: v}
	d.Nav = ui.Tabs{Label: "Selecting"}
	for _, t := range []struct{ at, text string }{
		{pageScreen, "Screening"}, {pageList, "List"}, {pageTests, "Known papers"}, {pageSources, "Sources"}, {pageFlow, "Flow diagram"},
	} {
		d.Nav.Items = append(d.Nav.Items, ui.Tab{Text: t.text, Href: d.at(t.at), Current: t.at == current})
	}
	return d, nil
}

// at is the address of a page of the area.
func (d *desk) at(parts ...string) string {
	return d.URL(append([]string{workbench.Select}, parts...)...)
}

// recordAt is the address of the screening of one publication.
func (d *desk) recordAt(id string) string { return d.at("record", id) }

// sourceName says where something was found.
func (d *desk) sourceName(source, name, platform, upload string) string {
	if source == "" {
		if upload == "" {
			return "Records of no search"
		}
		return upload
	}
	s := name
	if s == "" {
		s = d.visit.Label(vocabulary.Sources, source)
	}
	on := d.visit.Label(vocabulary.Platforms, platform)
	if platform == "" || platform == "other" || platform == "web" || strings.EqualFold(on, s) {
		return s
	}
	return s + " (" + on + ")"
}

// searchNames names the searches of the request that records came from, by identifier.
func (d *desk) searchNames(origins []postgres.RecordSource) map[string]string {
	names := map[string]string{}
	for _, o := range origins {
		names[o.ID] = d.sourceName(o.Source, o.SourceName, o.Platform, o.Name)
	}
	return names
}

// verdictWords says what was decided.
func verdictWords(v postgres.Verdict) string {
	switch v {
	case postgres.Include:
		return "Included"
	case postgres.Maybe:
		return "Maybe"
	case postgres.Exclude:
		return "Excluded"
	case postgres.Undecided:
	}
	return "Undecided"
}

func verdictColour(v postgres.Verdict) string {
	switch v {
	case postgres.Include:
		return "green"
	case postgres.Maybe:
		return "yellow"
	case postgres.Exclude:
		return "grey"
	case postgres.Undecided:
	}
	return "white"
}

// tiers are the kinds of evidence, as the references have them.
func tiers(blank string) []ui.Option {
	return []ui.Option{
		{Text: blank},
		{Value: "guidance", Text: "Guidance"},
		{Value: "systematic_reviews", Text: "Systematic reviews"},
		{Value: "trials", Text: "Trials"},
		{Value: "observational", Text: "Observational studies"},
		{Value: "qualitative", Text: "Qualitative studies"},
		{Value: "grey", Text: "Grey literature"},
		{Value: "other_trusts", Text: "Other trusts' documents"},
		{Value: "cds", Text: "Clinical decision support"},
	}
}

// joined puts together the parts that say something.
func joined(sep string, parts ...string) string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, sep)
}

// notHere is for what only those who may change the request do.
func (d *desk) notHere() error {
	if d.Edit {
		return nil
	}
	return page.ErrNotFound
}

// isGet reports whether the page is only looked at.
func isGet(v *page.Visit) bool { return v.Request.Method == http.MethodGet }
