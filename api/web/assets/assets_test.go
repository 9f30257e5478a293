package assets_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/andybalholm/brotli"

	"evidencedesk/api/web/assets"
)

// sample is a small build.
func sample() fstest.MapFS {
	return fstest.MapFS{
		".keep": {}, ".built": {Data: []byte("x")},
		"app.css": {Data: []byte("plain")}, "app.css.gz": {Data: []byte("gz")}, "app.css.br": {Data: []byte("br")},
		"app.js": {Data: []byte("js")}, "images/icon.svg": {Data: []byte("<svg/>")},
	}
}

func get(t *testing.T, s *assets.Set, method, path, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(method, path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	return w.Result()
}

func TestAddressesNameTheirContent(t *testing.T) {
	t.Parallel()
	first, err := assets.Read(sample())
	if err != nil {
		t.Fatal(err)
	}
	changed := sample()
	changed["app.css"] = &fstest.MapFile{Data: []byte("other")}
	second, err := assets.Read(changed)
	if err != nil {
		t.Fatal(err)
	}
	if !regexp.MustCompile(`^/assets/app-[0-9a-f]{12}\.css$`).MatchString(first.URL("app.css")) {
		t.Errorf("the address is %q", first.URL("app.css"))
	}
	if first.URL("app.css") == second.URL("app.css") || first.URL("app.js") != second.URL("app.js") {
		t.Error("an address must change with its content, and only then")
	}
	for _, name := range []string{".keep", ".built", "app.css.gz", "absent.css"} {
		if url := first.URL(name); url != "" {
			t.Errorf("%s has the address %q", name, url)
		}
	}
}

func TestAssetsAreServedPackedAndKeptForEver(t *testing.T) {
	t.Parallel()
	s, err := assets.Read(sample())
	if err != nil {
		t.Fatal(err)
	}
	for accept, want := range map[string][2]string{
		"": {"", "plain"}, "gzip": {"gzip", "gz"}, "gzip, deflate, br": {"br", "br"}, "br;q=0, GZIP": {"gzip", "gz"}, "identity": {"", "plain"}, "gzip;q=0": {"", "plain"}, "brotli": {"", "plain"},
	} {
		res := get(t, s, http.MethodGet, s.URL("app.css"), accept)
		body, _ := io.ReadAll(res.Body)
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Encoding") != want[0] || string(body) != want[1] {
			t.Errorf("Accept-Encoding %q: %d %q %q", accept, res.StatusCode, res.Header.Get("Content-Encoding"), body)
		}
		if got := res.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
			t.Errorf("Content-Type is %q", got)
		}
		if got := res.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" || res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("Cache-Control is %q, Vary %q", got, res.Header.Get("Vary"))
		}
	}
	if res := get(t, s, http.MethodHead, s.URL("images/icon.svg"), "br"); res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "image/svg+xml" || res.Header.Get("Content-Encoding") != "" {
		t.Errorf("an image is served as %d %v", res.StatusCode, res.Header)
	}
	for _, path := range []string{"/assets/app.css", "/assets/", "/assets/app-000000000000.css", "/assets/../assets.go"} {
		if res := get(t, s, http.MethodGet, path, ""); res.StatusCode != http.StatusNotFound || strings.Contains(res.Header.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %d %v", path, res.StatusCode, res.Header)
		}
	}
}

func TestABuildThatIsMissingSaysWhatToDo(t *testing.T) {
	t.Parallel()
	_, err := assets.Read(fstest.MapFS{".keep": {}})
	if !errors.Is(err, assets.ErrNotBuilt) || !strings.Contains(err.Error(), "make assets") {
		t.Errorf("got %v", err)
	}
}

// built is the real build; without one the test is skipped.
func built(t *testing.T) *assets.Set {
	t.Helper()
	s, err := assets.New()
	if errors.Is(err, assets.ErrNotBuilt) {
		t.Skip("the assets are not built: run scripts/assets")
	}
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestThePagesStayLight holds the budgets of the first view.
func TestThePagesStayLight(t *testing.T) {
	t.Parallel()
	s := built(t)
	for name, budget := range map[string]int{"app.css": 30 << 10, "app.js": 12 << 10} {
		body, _ := io.ReadAll(get(t, s, http.MethodGet, s.URL(name), "br").Body)
		if len(body) == 0 || len(body) > budget {
			t.Errorf("%s is %d bytes with brotli; the budget is %d", name, len(body), budget)
		}
	}
}

func TestPackedFormsHoldTheSame(t *testing.T) {
	t.Parallel()
	s := built(t)
	for _, name := range []string{"app.css", "app.js"} {
		plain, _ := io.ReadAll(get(t, s, http.MethodGet, s.URL(name), "").Body)
		unbrotli, err := io.ReadAll(brotli.NewReader(get(t, s, http.MethodGet, s.URL(name), "br").Body))
		if err != nil || !bytes.Equal(plain, unbrotli) {
			t.Errorf("%s.br holds something else: %v", name, err)
		}
		packed, err := gzip.NewReader(get(t, s, http.MethodGet, s.URL(name), "gzip").Body)
		if err != nil {
			t.Fatal(err)
		}
		if ungzip, err := io.ReadAll(packed); err != nil || !bytes.Equal(plain, ungzip) {
			t.Errorf("%s.gz holds something else: %v", name, err)
		}
	}
}

// TestTheStyleSheetStandsAlone: no font, nothing from elsewhere, and every image that it names is served.
func TestTheStyleSheetStandsAlone(t *testing.T) {
	t.Parallel()
	s := built(t)
	body, _ := io.ReadAll(get(t, s, http.MethodGet, s.URL("app.css"), "").Body)
	css := string(body)
	for _, bad := range []string{"@font-face", "http://", "https://", "data:", "Frutiger"} {
		if strings.Contains(css, bad) {
			t.Errorf("the style sheet holds %q", bad)
		}
	}
	urls := regexp.MustCompile(`url\(["']?([^)"']+)`).FindAllStringSubmatch(css, -1)
	if len(urls) == 0 {
		t.Error("the style sheet names no image; its icons are missing")
	}
	for _, url := range urls {
		if res := get(t, s, http.MethodGet, url[1], ""); res.StatusCode != http.StatusOK {
			t.Errorf("%s is not served", url[1])
		}
	}
	if s.URL("favicon.svg") == "" {
		t.Error("there is no favicon")
	}
}

// TestTheLockFileNamesNoOtherRegistry: a lock file written behind a mirror would send everybody there.
func TestTheLockFileNamesNoOtherRegistry(t *testing.T) {
	t.Parallel()
	lock, err := os.ReadFile("../../../package-lock.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, resolved := range regexp.MustCompile(`"resolved": "([^"]+)"`).FindAllStringSubmatch(string(lock), -1) {
		if !strings.HasPrefix(resolved[1], "https://registry.npmjs.org/") {
			t.Errorf("the lock file names %s", resolved[1])
		}
	}
}
