// Package web is the pages of Evidence Desk: server-rendered, whole without scripts, one file and one template of the same
// name for each page, in one folder for each area of the site.
package web

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/front"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// Deps is what the pages need from the rest of the program.
type Deps struct {
	Page    page.Options
	Static  http.Handler                    // serves the addresses that Page.Assets gives, below /assets/
	Brand   http.Handler                    // serves what the operator adds, below /brand/
	Session func(http.Handler) http.Handler // finds out who is visiting, and keeps their session
	Proxies []string                        // whose X-Forwarded-For is believed
	Areas   []func(*page.Kit, gin.IRouter)  // registers the pages
}

// New makes the handler of all pages.
func New(d Deps) http.Handler {
	gin.SetMode(gin.ReleaseMode)
	engine := gin.New()
	engine.HandleMethodNotAllowed, engine.RedirectTrailingSlash = true, true
	if err := engine.SetTrustedProxies(d.Proxies); err != nil {
		panic("web: the trusted proxies: " + err.Error())
	}
	kit := page.New(d.Page)
	engine.Use(front.Handlers(d.Page.Log, kit.Broken)...)
	engine.Use(secure(policy(d.Page.Brand)), compress)
	engine.NoRoute(kit.Missing)
	engine.NoMethod(kit.Missing)
	for _, area := range append([]func(*page.Kit, gin.IRouter){registerGuard}, d.Areas...) {
		area(kit, engine)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", d.Static)
	mux.Handle("GET "+brandPrefix, d.Brand)
	mux.Handle("/", d.Session(engine))
	return sameOrigin(mux, kit)
}

// policy is the Content-Security-Policy: our own origin, and one snippet known by its hash.
func policy(b page.Brand) string {
	fonts := "'self'"
	if b.FontOrigin != "" {
		fonts += " " + b.FontOrigin
	}
	return "default-src 'none'; script-src 'self' " + ui.NoModuleHash() + "; style-src 'self'; img-src 'self'; font-src " + fonts +
		"; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
}

func secure(policy string) gin.HandlerFunc {
	return func(c *gin.Context) {
		h := c.Writer.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		c.Next()
	}
}

// sameOrigin refuses what a browser sends from another site's page (http.CrossOriginProtection), so forms need no tokens. It trusts
// the proxy in front of us to keep the Host header.
func sameOrigin(next http.Handler, kit *page.Kit) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(kit.ForeignForm))
	return protection.Handler(next)
}
