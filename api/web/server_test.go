package web_test

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/web"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

type addresses struct{}

func (addresses) URL(name string) string { return "/assets/" + name }

// hello is an area of two pages, one of which panics.
func hello(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, fstest.MapFS{"hello.gohtml": {Data: []byte(`{{define "main"}}<h1>Hello</h1>{{end}}`)}})
	show := func(v *page.Visit) error { return v.Show("hello", page.View{Title: "Hello"}) }
	a.Form("/hello", page.Anyone, show, show)
	a.Get("/broken", page.Anyone, func(*page.Visit) error { panic("a secret") })
}

func site(t *testing.T, brand http.Handler, log io.Writer) http.Handler {
	t.Helper()
	terms, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	return web.New(web.Deps{
		Page: page.Options{
			API: http.NotFoundHandler(), Assets: addresses{}, Brand: page.Brand{Service: "Evidence Desk", FontOrigin: "https://fonts.example"}, Vocabulary: terms,
			Zone: time.UTC, Now: time.Now, Log: slog.New(slog.NewTextHandler(log, nil)),
		},
		Static: http.NotFoundHandler(), Brand: brand, Session: func(next http.Handler) http.Handler { return next },
		Areas: []func(*page.Kit, gin.IRouter){hello},
	})
}

func visit(t *testing.T, h http.Handler, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func TestHeadersOfAPage(t *testing.T) {
	t.Parallel()
	h := visit(t, site(t, http.NotFoundHandler(), io.Discard), http.MethodGet, "/hello").Header()
	csp := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'self' " + ui.NoModuleHash(), "style-src 'self';", "form-action 'self'", "frame-ancestors 'none'", "font-src 'self' https://fonts.example"} {
		if !strings.Contains(csp, want) {
			t.Errorf("the policy lacks %s: %s", want, csp)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Error("the policy allows something unsafe")
	}
	for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin", "Cache-Control": "private, no-store"} {
		if h.Get(name) != want {
			t.Errorf("%s: %q", name, h.Get(name))
		}
	}
}

func TestAFormOfAnotherSiteIsRefused(t *testing.T) {
	t.Parallel()
	h := site(t, http.NotFoundHandler(), io.Discard)
	for _, c := range []struct {
		headers []string
		want    int
	}{
		{[]string{"Sec-Fetch-Site", "same-origin"}, 200},
		{[]string{"Sec-Fetch-Site", "cross-site"}, 403},
		{[]string{"Sec-Fetch-Site", "same-site"}, 403},
		{[]string{"Origin", "https://elsewhere.example"}, 403},
		{nil, 200},
	} {
		w := visit(t, h, http.MethodPost, "/hello", c.headers...)
		if w.Code != c.want {
			t.Errorf("%v gave %d", c.headers, w.Code)
		}
		if c.want == http.StatusForbidden && !strings.Contains(w.Body.String(), "This form came from another site") {
			t.Errorf("%v: no page says why", c.headers)
		}
	}
}

func TestAPageIsSentPacked(t *testing.T) {
	t.Parallel()
	w := visit(t, site(t, http.NotFoundHandler(), io.Discard), http.MethodGet, "/hello", "Accept-Encoding", "gzip, br")
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers %v", w.Header())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil || !strings.Contains(string(body), "<h1>Hello</h1>") || !strings.HasSuffix(strings.TrimSpace(string(body)), "</html>") {
		t.Errorf("%v: %s", err, body)
	}
}

func TestAPanicIsAnIncidentWithoutItsText(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	w := visit(t, site(t, http.NotFoundHandler(), &log), http.MethodGet, "/broken?q=typed")
	incident := w.Header().Get("X-Request-Id")
	if w.Code != http.StatusInternalServerError || incident == "" || !strings.Contains(w.Body.String(), incident) {
		t.Errorf("%d, incident %q: %s", w.Code, incident, w.Body)
	}
	if !strings.Contains(log.String(), incident) || strings.Contains(log.String(), "a secret") || strings.Contains(log.String(), "typed") {
		t.Errorf("the log: %s", log.String())
	}
	if got := visit(t, site(t, http.NotFoundHandler(), io.Discard), http.MethodGet, "/nowhere"); got.Code != http.StatusNotFound || !strings.Contains(got.Body.String(), "Page not found") {
		t.Errorf("nowhere is %d", got.Code)
	}
}

func TestFilesOfTheBrand(t *testing.T) {
	t.Parallel()
	logo := filepath.Join(t.TempDir(), "logo.svg")
	if err := os.WriteFile(logo, []byte("<svg/>"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := &web.BrandFiles{}
	address, err := files.Add(logo)
	if err != nil || !strings.HasPrefix(address, "/brand/") {
		t.Fatalf("%q, %v", address, err)
	}
	if none, err := files.Add(""); none != "" || err != nil {
		t.Errorf("no file gave %q, %v", none, err)
	}
	if _, err := files.Add(filepath.Join(t.TempDir(), "missing.css")); err == nil {
		t.Error("a missing file is no error")
	}
	w := visit(t, site(t, files, io.Discard), http.MethodGet, address)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sandbox") || w.Body.String() != "<svg/>" {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if got := visit(t, site(t, files, io.Discard), http.MethodGet, "/brand/other.svg").Code; got != http.StatusNotFound {
		t.Errorf("another file is %d", got)
	}
}
