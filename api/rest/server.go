package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
)

type requestIDKey struct{}

// requestID names one HTTP request in the log and in the problem of an incident. It is made here, never taken from the
// client, whose text must not reach the log.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// surround is what every request passes through: a name, a line in the log, a net under panics, headers for browsers.
func surround(log *slog.Logger) []gin.HandlerFunc {
	return []gin.HandlerFunc{name, access(log), recovery(log), secure, oneMediaType}
}

func name(c *gin.Context) {
	id := uuid.NewString()
	c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
	c.Header("X-Request-Id", id)
	c.Next()
}

// access logs the pattern of the route, never the path, the query, the body or a header.
func access(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		start := time.Now()
		c.Next()
		route := c.FullPath()
		if route == "" {
			route = "none"
		}
		level := slog.LevelInfo
		if c.Writer.Status() >= http.StatusInternalServerError {
			level = slog.LevelError
		}
		log.LogAttrs(c.Request.Context(), level, "request", slog.String("method", method(c.Request.Method)), slog.String("route", route),
			slog.Int("status", c.Writer.Status()), slog.Int("bytes", c.Writer.Size()), slog.Int64("ms", time.Since(start).Milliseconds()),
			slog.String("request_id", requestID(c.Request.Context())))
	}
}

// method keeps words of the client's own out of the log.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recovery turns a panic into an incident. The value of the panic may hold text of the client's and is not logged; where it
// came from is.
func recovery(log *slog.Logger) gin.HandlerFunc {
	return func(c *gin.Context) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(v)
			}
			ctx := c.Request.Context()
			log.LogAttrs(ctx, slog.LevelError, "panic", slog.String("route", c.FullPath()), slog.String("at", panicSite()),
				slog.String("request_id", requestID(ctx)))
			c.Abort()
			if !c.Writer.Written() {
				writeProblem(c.Writer, problemOf(ctx, &evidence.Error{Code: evidence.Internal}))
			}
		}()
		c.Next()
	}
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
