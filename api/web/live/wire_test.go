package live_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/auth"
	"evidencedesk/api/web"
	"evidencedesk/api/web/live"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// TestThroughTheWholeSite listens over a connection, behind everything that pages pass through, to a server that gives up on
// pages after half a second. The hub asks every two seconds, so what arrives has outlived that.
func TestThroughTheWholeSite(t *testing.T) {
	t.Parallel()
	s := newStore()
	server := serve(t, s)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/queue/events?since=100", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", "gzip, br")
	answer, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	h := answer.Header
	if h.Get("Content-Type") != "text/event-stream" || h.Get("Content-Encoding") != "" || h.Get("Cache-Control") != "private, no-store" {
		t.Errorf("headers %v", h)
	}
	lines := bufio.NewScanner(answer.Body)
	s.write(postgres.Change{Request: request, Stage: evidence.Submitted})
	for _, want := range []string{"retry: 10000", "", "data: 1", ""} {
		if !lines.Scan() || lines.Text() != want {
			t.Fatalf("%q (%v), want %q", lines.Text(), lines.Err(), want)
		}
	}
}

// TestChangesAreCompressed asks the other way: JSON passes through gzip and keeps its ETag.
func TestChangesAreCompressed(t *testing.T) {
	t.Parallel()
	server := serve(t, newStore())
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/queue/changes?since=100", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := server.Client().Do(r) // takes gzip, and takes it off
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil || string(body) != `{"count":0}` || !answer.Uncompressed || answer.Header.Get("ETag") == "" {
		t.Errorf("%s %v %v", body, answer.Header, err)
	}
}

// serve serves the addresses to a librarian who is always signed in.
func serve(t *testing.T, s *store) *httptest.Server {
	t.Helper()
	terms, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	hub := live.New(s, s, slog.New(slog.DiscardHandler))
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() { defer close(ended); hub.Run(ctx) }()
	signedIn := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r.WithContext(auth.With(r.Context(), auth.Principal{Person: webtest.Me, Memberships: s.roles})))
		})
	}
	server := httptest.NewUnstartedServer(web.New(web.Deps{
		Page: page.Options{
			API: http.NotFoundHandler(), Brand: page.Brand{Service: "Evidence Desk"}, Vocabulary: terms, Zone: time.UTC, Now: time.Now,
			Log: slog.New(slog.DiscardHandler),
		},
		Static: http.NotFoundHandler(), Brand: http.NotFoundHandler(), Session: signedIn,
		Areas: []func(*page.Kit, gin.IRouter){func(k *page.Kit, r gin.IRouter) { live.Register(k, r, hub) }},
	}))
	server.Config.WriteTimeout = 500 * time.Millisecond
	server.Start()
	t.Cleanup(func() {
		stop()
		server.Close() // waits for every stream
		<-ended
	})
	return server
}
