// Package info is what the service says about itself: whom to ask for help, which library serves whom, and the statements on
// accessibility, privacy and cookies.
package info

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
	a.Get("/help", page.Anyone, help)
	a.Get("/libraries", page.Anyone, libraries)
	a.Get("/accessibility", page.Anyone, accessibility)
	a.Get("/privacy", page.Anyone, privacy)
	a.Get("/cookies", page.Anyone, cookies)
}

// service is who runs the service, for the statements.
type service struct {
	Name  string // who is named: "Northmoor Health Libraries"
	Known bool   // somebody is named in the configuration
	Email string
	Phone string
}

func serviceOf(v *page.Visit) service {
	b := v.Brand
	s := service{Name: b.StatementsName, Email: b.HelpEmail, Phone: b.HelpPhone}
	if s.Name == "" {
		s.Name = b.Organisation
	}
	s.Known = s.Name != ""
	if !s.Known {
		s.Name = "The organisation that runs this service"
	}
	return s
}
