// Package reports is the pages of figures: the impact report of any period and part of a library, the cases behind each number,
// and what each figure means.
package reports

import (
	"embed"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
)

//go:embed *.gohtml
var files embed.FS

const (
	overviewAt    = "/reports"
	impactAt      = "/reports/impact"
	casesAt       = "/reports/cases"
	definitionsAt = "/reports/definitions"
)

// Register adds the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(impactAt, page.Reports, impact)
	a.Get(impactAt+"/files/:format", page.Reports, impactFile)
	a.Get(casesAt, page.Staff, cases)
	a.Get(casesAt+".csv", page.Staff, casesFile)
	a.Get(definitionsAt, page.SignedIn, definitions)
	a.Get(definitionsAt+"/:id", page.SignedIn, definition)
}
