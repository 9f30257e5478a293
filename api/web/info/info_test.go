package info_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencedesk/api/web/info"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

// look gives the text of a page and its links by their words, and checks that it has one h1 and no id twice.
func look(t *testing.T, w *httptest.ResponseRecorder) (text string, links map[string]string) {
	t.Helper()
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, w.Body.String())
	}
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	links = map[string]string{}
	ids, h1 := map[string]bool{}, 0
	for n := range root.Descendants() {
		if n.Data == "h1" {
			h1++
		}
		for _, a := range n.Attr {
			if a.Key == "id" && ids[a.Val] {
				t.Errorf("the id %q stands twice", a.Val)
			}
			if a.Key == "id" {
				ids[a.Val] = true
			}
			if n.Data == "a" && a.Key == "href" {
				links[words(n)] = a.Val
			}
		}
	}
	if h1 != 1 {
		t.Errorf("%d h1, want 1", h1)
	}
	return words(root), links
}

func words(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func shows(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("the page does not say %q: %s", want, text)
		}
	}
}

func library(i int, name, trust string) map[string]any {
	return map[string]any{
		"id": fmt.Sprintf("00000000-0000-4000-8000-%012d", i), "name": name, "email": "library@example.nhs.uk", "phone": "01632 960142",
		"organisations": []map[string]any{{"id": "o", "name": trust, "trust": trust, "county": "Northshire", "area": "North"}},
	}
}

func TestStatements(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, info.Register)
	for path, wants := range map[string][]string{
		"/accessibility": {"Accessibility statement", "What is not tested", "real screen readers", "22 November 2026", "forced colours"},
		"/privacy":       {"We never need to know who a patient is", "How long we keep it", "Information Commissioner"},
		"/cookies":       {"evidencedesk-form", "evidencedesk-oidc", "Evidence Desk uses one cookie"},
	} {
		text, _ := look(t, s.Get(path))
		shows(t, text, wants...)
	}
	if calls := s.Calls(); len(calls) > 0 {
		t.Errorf("a statement asked the API for %v", calls)
	}
}

func TestHelp(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, info.Register)
	text, links := look(t, s.Get("/help"))
	shows(t, text, "to see the contacts of your library")
	if links["find your library"] != "/libraries" || links["Sign in"] == "" {
		t.Error(links)
	}
	s.As(evidence.Requester).On("GET /libraries", map[string]any{"items": []any{library(1, "Northmoor <Library>", "Northmoor Hospitals"), library(2, "Southmoor Library", "Southmoor")}})
	text, links = look(t, s.Get("/help"))
	shows(t, text, "Northmoor <Library>", "01632 960142")
	if links["library@example.nhs.uk"] != "mailto:library@example.nhs.uk" {
		t.Error(links)
	}
	if strings.Contains(text, "Southmoor Library") {
		t.Error("the contacts of another library")
	}
}

func TestLibraries(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, info.Register).As(evidence.Requester)
	var all []any
	for i := range 30 {
		all = append(all, library(i, fmt.Sprintf("Library %02d", i), fmt.Sprintf("Trust %02d", i)))
	}
	var queries []string
	s.OnFunc("GET /libraries", func(c webtest.Call) webtest.Answer {
		queries = append(queries, c.Query)
		switch {
		case strings.Contains(c.Query, "nowhere"):
			return webtest.Answer{Body: map[string]any{"items": []any{}}}
		case c.Query != "":
			return webtest.Answer{Body: map[string]any{"items": all[7:8]}}
		}
		return webtest.Answer{Body: map[string]any{"items": all}}
	})
	text, links := look(t, s.Get("/libraries"))
	shows(t, text, "Library 00", "Serves Trust 00.", "Showing 1 to 25 of 30 libraries", "Your trust or organisation")
	if strings.Contains(text, "Library 25") {
		t.Error("more than a page")
	}
	next := ""
	for words, href := range links {
		if strings.Contains(words, "Next") {
			next = href
		}
	}
	text, _ = look(t, s.Get(next))
	shows(t, text, "Find your library (page 2)", "Library 29", "Showing 26 to 30 of 30 libraries")
	text, _ = look(t, s.Get("/libraries?page=9"))
	shows(t, text, "Showing 1 to 25 of 30 libraries")

	queries = nil
	text, _ = look(t, s.Get("/libraries?trust=Trust+07&county="))
	shows(t, text, "What we found", "Library 07", "Showing 1 to 1 of 1 library")
	if len(queries) != 2 || queries[1] != "trust=Trust+07" {
		t.Error(queries)
	}
	text, _ = look(t, s.Get("/libraries?area=nowhere"))
	shows(t, text, "No library found")
}

func TestLibrariesForWhomTheDirectoryIsClosed(t *testing.T) {
	t.Parallel()
	s := webtest.New(t, info.Register).Refuse("GET /libraries", 401, evidence.Unauthenticated)
	w := s.Get("/libraries?trust=Northmoor")
	if w.Code != 303 || w.Header().Get("Location") != "/sign-in?next=%2Flibraries%3Ftrust%3DNorthmoor" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
}
