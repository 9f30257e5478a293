// Package webtest renders pages in tests, over an API that answers what the test says and notes what it was asked.
package webtest

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Call is what a page asked of the API.
type Call struct {
	Method, Path, Query, Key, Match string
	Body                            string
}

// Answer is what the API says: a value as JSON, or a file as it is, with a status (200 when 0), an ETag and other headers.
type Answer struct {
	Status int
	ETag   string
	Body   any
	File   string
	Header map[string]string
}

// Site is a few pages over a made-up API.
type Site struct {
	t       testing.TB
	handler http.Handler
	Now     time.Time

	mu      sync.Mutex
	me      *auth.Principal
	answers map[string]func(Call) Answer
	calls   []Call
	Notices []string
	Stashed map[string]url.Values
}

// Library is the library of everybody that As makes.
const Library evidence.LibraryID = "00000000-0000-4000-8000-000000000001"

// Me is the person that As makes.
const Me evidence.PersonID = "00000000-0000-4000-8000-0000000000aa"

// New makes a site of the areas that register themselves. It is Monday 16 November 2026, 10am, and nobody has signed in.
func New(t testing.TB, areas ...func(*page.Kit, gin.IRouter)) *Site {
	t.Helper()
	gin.SetMode(gin.TestMode)
	terms, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	s := &Site{t: t, answers: map[string]func(Call) Answer{}, Stashed: map[string]url.Values{}, Now: time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC)}
	kit := page.New(page.Options{
		API: http.HandlerFunc(s.api), Sessions: (*notices)(s), Stash: (*stash)(s), Assets: addresses{}, Brand: page.Brand{Service: "Evidence Desk"},
		Vocabulary: terms, Zone: zone, Now: func() time.Time { return s.Now }, Log: slog.New(slog.DiscardHandler),
	})
	engine := gin.New()
	engine.Use(func(c *gin.Context) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.me != nil {
			c.Request = c.Request.WithContext(auth.With(c.Request.Context(), *s.me))
		}
	})
	engine.NoRoute(kit.Missing)
	for _, area := range areas {
		area(kit, engine)
	}
	s.handler = engine
	return s
}

// As has a person with the roles in Library visit from now on; without roles nobody has signed in.
func (s *Site) As(roles ...evidence.Role) *Site {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.me = nil
	if len(roles) > 0 {
		s.me = &auth.Principal{Person: Me, Name: "Ann Walker", Memberships: map[evidence.LibraryID][]evidence.Role{Library: roles}}
	}
	return s
}

// On answers calls of a method and a path below /api/v1, such as "GET /requests/x".
func (s *Site) On(call string, body any) *Site {
	return s.OnFunc(call, func(Call) Answer { return Answer{Body: body} })
}

// Refuse answers with a problem.
func (s *Site) Refuse(call string, status int, code evidence.Code, fields ...page.FieldProblem) *Site {
	return s.OnFunc(call, func(Call) Answer {
		return Answer{Status: status, Body: map[string]any{"type": "/problems/" + string(code), "title": "Refused.", "status": status, "code": code, "errors": fields}}
	})
}

// OnFunc answers by what is asked.
func (s *Site) OnFunc(call string, answer func(Call) Answer) *Site {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[call] = answer
	return s
}

// Calls lists what was asked since the site was made or Calls was last called.
func (s *Site) Calls() []Call {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := s.calls
	s.calls = nil
	return list
}

// Get visits a page.
func (s *Site) Get(address string) *httptest.ResponseRecorder {
	return s.visit(httptest.NewRequestWithContext(context.Background(), http.MethodGet, address, nil))
}

// Post sends a form.
func (s *Site) Post(address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.visit(r)
}

// Do visits with a request of the test's own.
func (s *Site) Do(r *http.Request) *httptest.ResponseRecorder { return s.visit(r) }

// ServeHTTP implements http.Handler, for visits over a connection.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

func (s *Site) visit(r *http.Request) *httptest.ResponseRecorder {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s *Site) api(w http.ResponseWriter, r *http.Request) {
	raw, _ := io.ReadAll(r.Body)
	call := Call{
		Method: r.Method, Path: strings.TrimPrefix(r.URL.Path, "/api/v1"), Query: r.URL.RawQuery, Key: r.Header.Get("Idempotency-Key"),
		Match: r.Header.Get("If-Match"), Body: string(raw),
	}
	s.mu.Lock()
	s.calls = append(s.calls, call)
	answer := s.answers[call.Method+" "+call.Path]
	s.mu.Unlock()
	if answer == nil {
		s.t.Errorf("the page asked the API for %s %s, which the test does not answer", call.Method, call.Path)
		w.WriteHeader(http.StatusNotFound)
		_, _ = io.WriteString(w, `{"status":404,"code":"not-found"}`)
		return
	}
	write(w, answer(call))
}

func write(w http.ResponseWriter, a Answer) {
	if a.ETag != "" {
		w.Header().Set("ETag", a.ETag)
	}
	w.Header().Set("Content-Type", "application/json")
	for name, value := range a.Header {
		w.Header().Set(name, value)
	}
	if a.Status == 0 {
		a.Status = http.StatusOK
	}
	w.WriteHeader(a.Status)
	_, _ = io.WriteString(w, a.File)
	if a.Body != nil {
		_ = json.NewEncoder(w).Encode(a.Body)
	}
}

type notices Site

// Notice implements page.Sessions.
func (n *notices) Notice(_ context.Context, text string) { n.Notices = append(n.Notices, text) }

// TakeNotice implements page.Sessions.
func (n *notices) TakeNotice(context.Context) string {
	if len(n.Notices) == 0 {
		return ""
	}
	text := n.Notices[0]
	n.Notices = n.Notices[1:]
	return text
}

type stash Site

// Put implements page.Stash.
func (s *stash) Put(_ http.ResponseWriter, _ *http.Request, path string, form url.Values) error {
	s.Stashed[path] = form
	return nil
}

// Take implements page.Stash.
func (s *stash) Take(_ http.ResponseWriter, _ *http.Request, path string) (url.Values, bool) {
	form, ok := s.Stashed[path]
	delete(s.Stashed, path)
	return form, ok
}

type addresses struct{}

// URL implements page.Assets.
func (addresses) URL(name string) string { return "/assets/" + name }
