package web

import (
	"compress/gzip"
	"net/http"
	"strings"
	"sync"

	"github.com/gin-gonic/gin"
)

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// compress sends pages with gzip to browsers that take it. Forms carry no secret tokens, so a page's length tells nothing (BREACH).
// Streams and what is compressed already pass through as they are.
func compress(c *gin.Context) {
	if !strings.Contains(c.GetHeader("Accept-Encoding"), "gzip") {
		c.Next()
		return
	}
	w := &zipped{ResponseWriter: c.Writer}
	c.Writer = w
	defer w.close()
	c.Next()
}

// zipped compresses what is written if it is text of a page.
type zipped struct {
	gin.ResponseWriter
	zip     *gzip.Writer
	decided bool
}

func (w *zipped) decide() {
	if w.decided {
		return
	}
	w.decided = true
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	kind := h.Get("Content-Type")
	if h.Get("Content-Encoding") != "" || (!strings.HasPrefix(kind, "text/html") && !strings.HasPrefix(kind, "application/json")) {
		return
	}
	h.Set("Content-Encoding", "gzip")
	h.Del("Content-Length")
	w.zip, _ = zippers.Get().(*gzip.Writer)
	w.zip.Reset(w.ResponseWriter)
}

func (w *zipped) Write(b []byte) (int, error) {
	w.decide()
	if w.zip == nil {
		return w.ResponseWriter.Write(b)
	}
	return w.zip.Write(b)
}

func (w *zipped) WriteString(s string) (int, error) { return w.Write([]byte(s)) }

// Flush sends what has been written so far, as streams do after each event.
func (w *zipped) Flush() {
	w.decide()
	if w.zip != nil {
		_ = w.zip.Flush() // the browser has gone if this fails
	}
	w.ResponseWriter.Flush()
}

// Unwrap lets http.ResponseController reach the connection.
func (w *zipped) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *zipped) close() {
	if w.zip == nil {
		return
	}
	_ = w.zip.Close() // the browser has gone if this fails
	w.zip.Reset(nil)
	zippers.Put(w.zip)
}
