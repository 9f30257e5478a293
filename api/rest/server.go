package rest

import (
	"log/slog"
	"net/http"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/front"
	"evidencedesk/internal/evidence"
)

// surround is what every request passes through: what is common to all of HTTP, and headers for browsers.
func surround(log *slog.Logger) []gin.HandlerFunc {
	return append(front.Handlers(log, broken), secure, oneMediaType)
}

// broken answers after a panic.
func broken(c *gin.Context) {
	writeProblem(c.Writer, problemOf(c.Request.Context(), &evidence.Error{Code: evidence.Internal}))
}

func secure(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "private, no-store")
	c.Next()
}

// oneMediaType keeps huma from reading Accept: the answer is JSON whatever it says, and a header such as ";0" makes
// its negotiation panic.
func oneMediaType(c *gin.Context) {
	c.Request.Header.Del("Accept")
	c.Next()
}

func noRoute(c *gin.Context) {
	writeProblem(c.Writer, problemOf(c.Request.Context(), &evidence.Error{Code: evidence.NotFound}))
}

func noMethod(c *gin.Context) {
	writeProblem(c.Writer, problemOf(c.Request.Context(), &evidence.Error{Code: evidence.MethodNotAllowed}))
}

// sameOrigin refuses what a browser sends from another site's page (http.CrossOriginProtection). Programs send neither
// Sec-Fetch-Site nor Origin and are not affected.
func sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, problemOf(r.Context(), evidence.Refuse(evidence.NotPermitted, "This came from a page of another site.")))
	}))
	return protection.Handler(next)
}
