// Package living is the pages of answers that stay alive: a search that is run in PubMed, the watch of a delivered report with what
// each look found, and the watched reports of a library; and the pieces that other pages show of them.
package living

import (
	"embed"
	"errors"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

//go:embed *.gohtml
var files embed.FS

// Register registers the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Form("/work/:id/searches/:search/run", page.Staff, showRun, takeRun)
	a.Form("/work/:id/watch", page.Staff, showWatch, takeWatch)
	a.Do("/work/:id/watch/look", page.Staff, lookNow)
	a.Form("/work/:id/watch/runs/:run", page.Staff, showLook, takeLook)
	a.Do("/work/:id/watch/runs/:run/look-again", page.Staff, lookAgain)
	a.Get("/manage/watches", page.Staff, watches)
}

// watch is the last part of the address of a request's watch.
const watch = "watch"

// bench is a request as these pages need it.
type bench struct {
	*workbench.Bench

	visit *page.Visit
	tab   string
}

func open(v *page.Visit, tab string) (*bench, error) {
	b, err := workbench.Load(v, v.Param("id"))
	return &bench{b, v, tab}, err
}

// Top is the header of the page.
func (b *bench) Top() []ui.Component { return b.Bench.Top(b.tab) }

// watches reports whether the visitor may watch the report: a librarian of its library, once it was delivered.
func (b *bench) watches() bool {
	return b.Relation == postgres.RelationLibrary && b.visit.Me.Actor(b.Library).Is(evidence.Librarian) && b.DeliveredVersion > 0 &&
		(b.Stage == evidence.Delivered || b.Stage == evidence.Closed)
}

// said is what the API answers to something that it refuses as it stands: its words for the field, if it names one.
func said(err error) (string, bool) {
	var p *apiclient.Problem
	if !errors.As(err, &p) || p.Code != evidence.Invalid || len(p.Errors) == 0 {
		return "", false
	}
	return p.Errors[0].Detail, true
}

func joined(sep string, parts ...string) string {
	var list []string
	for _, p := range parts {
		if p != "" {
			list = append(list, p)
		}
	}
	return strings.Join(list, sep)
}
