// Package records is the pages on which librarians bring in what their searches found: files of records and how far they have
// been read, what was odd in them, which records are one publication, and taking any of it back.
//
// The pages belong to the workbench: each begins with its header. They read and write through the API like every page.
package records

import (
	"embed"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

//go:embed *.gohtml
var files embed.FS

// Register registers the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get("/work/:id/records", page.Staff, showImports)
	a.Form("/work/:id/records/import", page.Staff, showUpload, takeUpload)
	a.Get("/work/:id/records/export", page.Staff, export)
	a.Get("/work/:id/records/imports/:import", page.Staff, showImport)
	a.Get("/work/:id/records/imports/:import/warnings.csv", page.Staff, exportWarnings)
	a.Form("/work/:id/records/imports/:import/undo", page.Staff, showUndo, takeUndo)
	a.Form("/work/:id/records/pairs", page.Staff, showPairs, takePair)
	a.Do("/work/:id/records/join", page.Staff, takeJoin)
	a.Form("/work/:id/records/groups/:record", page.Staff, showGroup, takeOut)
}

// desk is what every page of the area begins with.
type desk struct {
	*workbench.Bench
	Top  []ui.Component
	Edit bool // the visitor may import, and say which records are one publication

	visit *page.Visit
}

func open(v *page.Visit) (*desk, error) {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return nil, err
	}
	return &desk{Bench: b, Top: []ui.Component{b.Header(workbench.Records)}, Edit: b.Works() && b.Open(), visit: v}, nil
}

// records is the address of one of the area's pages.
func (d *desk) records(parts ...string) string {
	return d.URL(append([]string{workbench.Records}, parts...)...)
}

// searches are those of the request, by their identifiers, in their order.
func (d *desk) searches() ([]postgres.Search, error) {
	var list struct{ Items []postgres.Search }
	err := d.visit.Read(d.API("searches"), &list)
	return list.Items, err
}

// sourceOn names a source with its platform: "Medline on Ovid".
func sourceOn(v *page.Visit, source, platform string) string {
	if source == "" {
		return ""
	}
	name, on := v.Label(vocabulary.Sources, source), ""
	if platform != "" && platform != "web" && platform != "other" {
		on = v.Label(vocabulary.Platforms, platform)
	}
	if on == "" || strings.EqualFold(on, name) {
		return name
	}
	return name + " on " + on
}

func searchName(v *page.Visit, list []postgres.Search, id string) string {
	for _, s := range list {
		switch {
		case s.ID != id:
		case s.SourceName != "":
			return s.SourceName
		default:
			return sourceOn(v, s.Source, s.Platform)
		}
	}
	return ""
}

// refusal gives the problem of a refused call.
func refusal(err error) (*apiclient.Problem, bool) {
	var p *apiclient.Problem
	return p, errors.As(err, &p)
}

// query writes the query of an address.
func query(pairs ...string) string {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			values.Set(pairs[i], pairs[i+1])
		}
	}
	if len(values) == 0 {
		return ""
	}
	return "?" + values.Encode()
}

// export hands the records of the request to the browser as a file.
func export(v *page.Visit) error {
	d, err := open(v)
	if err != nil {
		return err
	}
	err = v.Pass(d.API("records", "export") + query("format", v.Query("format"), "which", v.Query("which")))
	if p, ok := refusal(err); ok && p.Status == http.StatusUnprocessableEntity {
		return page.ErrNotFound
	}
	return err
}

func exportWarnings(v *page.Visit) error {
	d, err := open(v)
	if err != nil {
		return err
	}
	return v.Pass(d.API("imports", v.Param("import"), "warnings.csv"))
}
