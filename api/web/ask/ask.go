// Package ask is the way of a question into the library: the first page, the quick form with one box, the longer one that asks
// one thing at a time and keeps a draft, and the page that says it was sent.
package ask

import (
	"embed"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
)

//go:embed *.gohtml
var files embed.FS

// Register adds the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get("/", page.Anyone, start)
	a.Form("/ask", page.SignedIn, showQuick, takeQuick)
	a.Get("/ask/drafts", page.Asking, drafts)
	a.Get("/ask/:draft", page.Asking, resume)
	for _, s := range steps() {
		a.Form("/ask/:draft/"+s.name, page.Asking, s.get, s.post)
	}
	a.Form("/ask/:draft/framework/:code", page.Asking, parts(elements().get), parts(elements().post))
	a.Get("/ask/:draft/check", page.Asking, check)
	a.Form("/ask/:draft/send", page.Asking, resumeCheck, send)
	a.Form("/ask/:draft/delete", page.Asking, confirmDelete, remove)
	a.Get("/ask/:draft/sent", page.Asking, sent)
}

// parts lets through what is asked about a framework that has parts.
func parts(h page.Handler) page.Handler {
	return func(v *page.Visit) error {
		if f, ok := v.Vocabulary.Framework(v.Param("code")); !ok || len(f.Elements) == 0 {
			return page.ErrNotFound
		}
		return h(v)
	}
}

// resume leads to the first question of a draft.
func resume(v *page.Visit) error { return v.Go(at(v, "question")) }

// resumeCheck leads to the answers, for whoever comes to the address of sending with GET.
func resumeCheck(v *page.Visit) error { return v.Go(at(v, "check")) }

// at is the address of a page of the visit's draft.
func at(v *page.Visit, name string) string { return "/ask/" + v.Param("draft") + "/" + name }
