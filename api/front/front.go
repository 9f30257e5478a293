// Package front is what every HTTP request passes through before it reaches the API or a page: a name, a line in the log,
// and a net under panics. It logs patterns of routes, never a path, a query, a body or a header.
package front

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"runtime"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

type requestIDKey struct{}

// RequestID names one HTTP request in the log and in what is said of an incident; empty outside of one. It is made here,
// never taken from the client, whose text must not reach the log.
func RequestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// Handlers are the first handlers of an engine. A panic answers with broken, which writes what its clients understand.
func Handlers(log *slog.Logger, broken func(c *gin.Context)) []gin.HandlerFunc {
	return []gin.HandlerFunc{name, access(log), recovery(log, broken)}
}

// name gives the request a name. A call that one of our pages makes keeps the name of the page's request.
func name(c *gin.Context) {
	id := RequestID(c.Request.Context())
	if id == "" {
		id = uuid.NewString()
		c.Request = c.Request.WithContext(context.WithValue(c.Request.Context(), requestIDKey{}, id))
	}
	c.Header("X-Request-Id", id)
	c.Next()
}

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
			slog.String("request_id", RequestID(c.Request.Context())))
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
func recovery(log *slog.Logger, broken func(c *gin.Context)) gin.HandlerFunc {
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
				slog.String("request_id", RequestID(ctx)))
			c.Abort()
			if !c.Writer.Written() {
				broken(c)
			}
		}()
		c.Next()
	}
}

// panicSite finds the line of ours that panicked, below the machinery of the panic itself.
func panicSite() string {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		f, more := frames.Next()
		if strings.HasPrefix(f.Function, "evidencedesk/") || !more {
			return f.Function + ":" + strconv.Itoa(f.Line)
		}
	}
}
