package page

import (
	"io/fs"
	"net/http"
	"path"

	"github.com/gin-gonic/gin"
)

// Area is a part of the site with templates of its own.
type Area struct {
	kit       *Kit
	router    gin.IRouter
	templates templates
}

// Area makes the area whose templates are the *.gohtml files of files: one for each page, and shared ones whose names
// begin with an underscore. A template that does not parse is a mistake in the program.
func (k *Kit) Area(router gin.IRouter, files fs.FS) *Area {
	return &Area{kit: k, router: router, templates: parse(k, files)}
}

// Get shows a page.
func (a *Area) Get(path string, who Who, h Handler) { a.router.GET(path, a.handle(who, h)) }

// Form shows a form with GET and takes it with POST, at one address: whoever has to sign in between finds it as they left it.
func (a *Area) Form(path string, who Who, show, take Handler) {
	a.router.GET(path, a.handle(who, show))
	a.router.POST(path, a.handle(who, take))
}

// Do takes a button's POST. Asked for with GET, such as after a sign-in in between, the address leads to the page above it.
func (a *Area) Do(address string, who Who, h Handler) {
	a.router.POST(address, a.handle(who, h))
	a.router.GET(address, a.handle(who, func(v *Visit) error { return v.Go(path.Dir(v.Request.URL.Path)) }))
}

func (a *Area) handle(who Who, h Handler) gin.HandlerFunc {
	return func(c *gin.Context) {
		v := a.kit.visit(c)
		c.Set(templatesKey, a.templates)
		if !who(v) {
			v.turnAway()
			return
		}
		if err := h(v); err != nil {
			v.fail(err)
		}
	}
}

// turnAway asks somebody unknown to sign in, and tells somebody known that the page is not for them. What they posted is kept
// for after the sign-in.
func (v *Visit) turnAway() {
	if v.SignedIn && len(v.Me.Memberships) == 0 {
		v.Redirect(http.StatusSeeOther, "/account/access")
		return
	}
	if v.SignedIn {
		v.fail(errNotForYou)
		return
	}
	at := v.Request.URL.RequestURI()
	if v.Request.Method == http.MethodPost {
		if form, err := v.fieldsOnly(); err == nil && v.Stash != nil {
			_ = v.Stash.Put(v.Writer, v.Request, v.Request.URL.Path, form) // kept if it can be; the sign-in goes on either way
		}
	}
	v.Redirect(http.StatusSeeOther, SignInAddress(at))
}
