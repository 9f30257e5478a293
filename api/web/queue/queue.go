// Package queue is where library staff see what waits: the queue with its views, filters and one-click taking, and the
// pages that write down a request which came by phone, by e-mail or on a ward round, or which was answered on the spot.
package queue

import (
	"context"
	"embed"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Feed names the moment at which a page is made, so that the page can hear of what comes later. See live.Hub.
type Feed interface {
	// Since is empty when the page cannot listen.
	Since(ctx context.Context) string
}

// desk is the area with what its pages need beside the kit.
type desk struct{ feed Feed }

// Register adds the pages.
func Register(k *page.Kit, r gin.IRouter, feed Feed) {
	a, d := k.Area(r, files), &desk{feed}
	a.Get("/queue", page.Staff, d.list)
	a.Get("/queue/mine", page.Staff, mine)
	a.Get("/work", page.Staff, mine)
	a.Do("/queue/claim", page.Staff, d.claim)
	a.Do("/queue/bulk", page.Staff, d.bulk)
	a.Form("/queue/views/new", page.Staff, newView, addView)
	a.Form("/queue/views/:id", page.Staff, editView, saveView)
	a.Form("/queue/views/:id/delete", page.Staff, askDeleteView, deleteView)
	a.Form("/queue/log", page.Staff, showLog, takeLog)
	a.Form("/queue/live", Librarians, showLive, takeLive)
}

// address is the address of the queue itself.
const address = "/queue"

// mine leads to the visitor's own work.
func mine(v *page.Visit) error { return v.Go(address + "?owner=me") }
