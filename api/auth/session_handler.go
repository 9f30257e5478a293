package auth

import (
	"context"
	"net/http"
	"time"

	"github.com/alexedwards/scs/v2"
)

// Handler gives every request its session and writes the cookie before the handler's first word. Whoever has signed in is in
// the context ([From]), and so is the visitor's address ([Visitor]): with it, a page calls the API in this process. It must
// therefore never stand before the API itself, which takes no cookies.
//
// Nothing is held back, so a stream such as server-sent events passes through; what is changed in the session after the
// first word is lost.
func (s *Sessions) Handler(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Vary", "Cookie")
		var token string
		if cookie, err := r.Cookie(s.manager.Cookie.Name); err == nil {
			token = cookie.Value
		}
		ctx := context.WithValue(r.Context(), visitKey{}, &visit{agent: AgentFamily(r.UserAgent())})
		ctx, err := s.manager.Load(ctx, token)
		if err != nil {
			s.failed(w, r, err)
			return
		}
		ctx = WithVisitor(ctx, clientAddress(r, s.proxies))
		if p, ok := s.Person(ctx); ok {
			ctx = With(ctx, p)
		}
		r = r.WithContext(ctx)
		sw := &sessionWriter{ResponseWriter: w, request: r, sessions: s}
		next.ServeHTTP(sw, r)
		sw.begin()
	})
}

// sessionWriter keeps the session when the first word is written.
type sessionWriter struct {
	http.ResponseWriter

	request  *http.Request
	sessions *Sessions
	begun    bool
	failed   bool // the session could not be kept, and the client was told so
}

// WriteHeader implements http.ResponseWriter.
func (w *sessionWriter) WriteHeader(status int) {
	if status >= http.StatusOK { // 1xx only announces
		w.begin()
	}
	if !w.failed {
		w.ResponseWriter.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (w *sessionWriter) Write(b []byte) (int, error) {
	if w.begin(); w.failed {
		return len(b), nil
	}
	return w.ResponseWriter.Write(b)
}

// FlushError is what http.ResponseController flushes with.
func (w *sessionWriter) FlushError() error {
	if w.begin(); w.failed {
		return nil
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Flush implements http.Flusher, which gin asks for.
func (w *sessionWriter) Flush() { _ = w.FlushError() } // whoever wants to know calls FlushError

// Unwrap is for http.ResponseController.
func (w *sessionWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *sessionWriter) begin() {
	if w.begun {
		return
	}
	w.begun = true
	if err := w.sessions.keep(w.ResponseWriter, w.request.Context()); err != nil {
		w.failed = true
		for _, name := range []string{"Content-Length", "Content-Type", "Content-Encoding", "ETag", "Location", "Last-Modified"} {
			w.Header().Del(name) // of an answer that is not given
		}
		w.sessions.failed(w.ResponseWriter, w.request, err)
	}
}

// keep stores what changed in the session and tells the browser.
func (s *Sessions) keep(w http.ResponseWriter, ctx context.Context) error { //nolint:revive // the writer is what it works on
	switch s.manager.Status(ctx) {
	case scs.Modified:
		token, expires, err := s.manager.Commit(ctx)
		if err != nil {
			return err
		}
		s.manager.WriteSessionCookie(ctx, w, token, expires)
	case scs.Destroyed:
		s.manager.WriteSessionCookie(ctx, w, "", time.Time{}) // one that has expired
	case scs.Unmodified:
	}
	return nil
}
