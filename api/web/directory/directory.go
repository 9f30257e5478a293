// Package directory is the pages of the directory of library services: to look one up, to keep the records of a library, to import
// them, and to have a question go to the library that serves one's organisation.
package directory

import (
	"embed"
	"net/url"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

//go:embed *.gohtml
var files embed.FS

// Addresses of the area.
const (
	lookAt   = "/directory"
	keptAt   = "/directory/kept"
	newAt    = "/directory/kept/new"
	importAt = "/directory/kept/import"
	ownAt    = "/ask-elsewhere"
)

// Register adds the pages.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)
	a.Get(lookAt, page.Anyone, look)
	a.Get(lookAt+"/:entry", page.Anyone, entry)
	a.Get(keptAt, page.Settings, kept)
	a.Get(keptAt+"/file", page.Settings, export)
	a.Form(newAt, page.Settings, showNew, takeNew)
	a.Form(importAt, page.Settings, showImport, takeImport)
	a.Form(keptAt+"/entry/:entry", page.Settings, showEdit, takeEdit)
	a.Form(keptAt+"/entry/:entry/remove", page.Settings, askRemove, remove)
	a.Get(ownAt, page.SignedIn, elsewhere)
	a.Form(ownAt+"/:entry", page.SignedIn, showRoute, takeRoute)
}

// keepers are those who keep the records of a library.
func keepers() []evidence.Role { return []evidence.Role{evidence.Manager, evidence.Admin} }

// place is the library whose records a page is about.
type place struct {
	ID   evidence.LibraryID
	more bool // the visitor keeps others
}

func at(v *page.Visit) (place, error) {
	id := v.Library(keepers()...)
	if asked := evidence.LibraryID(v.Query("library")); id == "" || asked != "" && asked != id {
		return place{}, page.ErrNotFound
	}
	return place{ID: id, more: len(v.Me.Libraries(keepers()...)) > 1}, nil
}

func (p place) api(path string) string {
	return "/libraries/" + url.PathEscape(string(p.ID)) + "/directory" + path
}

func (p place) href(path string) string {
	if !p.more {
		return path
	}
	return path + "?library=" + url.QueryEscape(string(p.ID))
}

// record reads the record of the address.
func record(v *page.Visit) (postgres.Entry, error) {
	var e postgres.Entry
	err := v.Read("/directory/"+url.PathEscape(v.Param("entry")), &e)
	return e, err
}

// shower is one of Visit's ways to answer with a page.
type shower func(template string, view page.View) error
