package ask_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencedesk/api/web/ask"
	"evidencedesk/api/web/webtest"
)

const draftID = "00000000-0000-4000-8000-0000000000d1"

// seen is a page as a test reads it.
type seen struct {
	title  string
	h1     []string
	ids    map[string]*html.Node
	errors []string          // the items of the summary of errors
	links  map[string]string // by their words
	fields url.Values        // what the forms of the page would send, without their buttons
	text   string
}

// look reads a page and checks what every page has to keep: one h1, no id twice, labels and errors that lead to a control, nothing
// that the Content-Security-Policy forbids.
func look(t *testing.T, w *httptest.ResponseRecorder, status int) seen {
	t.Helper()
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body.String())
	}
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	s := seen{ids: map[string]*html.Node{}, links: map[string]string{}, fields: url.Values{}}
	var targets []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		for _, a := range n.Attr {
			switch {
			case a.Key == "id" && s.ids[a.Val] != nil:
				t.Errorf("the id %q stands twice", a.Val)
			case a.Key == "id":
				s.ids[a.Val] = n
			case a.Key == "style", strings.HasPrefix(a.Key, "on"):
				t.Errorf("<%s> has the attribute %s", n.Data, a.Key)
			}
		}
		s.note(n, &targets)
	}
	for _, id := range targets {
		if s.ids[id] == nil {
			t.Errorf("nothing has the id %q that a label, a description or an error names", id)
		}
	}
	if len(s.h1) != 1 {
		t.Errorf("h1: %q, want one", s.h1)
	}
	s.text = words(root)
	return s
}

func (s *seen) note(n *html.Node, targets *[]string) {
	switch n.Data {
	case "title":
		s.title = words(n)
	case "h1":
		s.h1 = append(s.h1, words(n))
	case "label":
		*targets = append(*targets, webtest.Attr(n, "for"))
	case "a":
		s.links[words(n)] = webtest.Attr(n, "href")
		if strings.HasPrefix(webtest.Attr(n, "href"), "#") && inside(n, "nhsuk-error-summary") {
			s.errors = append(s.errors, words(n))
			*targets = append(*targets, strings.TrimPrefix(webtest.Attr(n, "href"), "#"))
		}
	case "textarea":
		s.fields.Add(webtest.Attr(n, "name"), strings.TrimPrefix(words(n), "\n"))
	case "select":
		for o := range n.Descendants() {
			if o.Data == "option" && webtest.Has(o, "selected") {
				s.fields.Set(webtest.Attr(n, "name"), webtest.Attr(o, "value"))
			}
		}
	case "input":
		if kind := webtest.Attr(n, "type"); (kind == "radio" || kind == "checkbox") && !webtest.Has(n, "checked") {
			return
		}
		s.fields.Add(webtest.Attr(n, "name"), webtest.Attr(n, "value"))
	}
	*targets = append(*targets, strings.Fields(webtest.Attr(n, "aria-describedby"))...)
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

func inside(n *html.Node, class string) bool {
	for p := range n.Ancestors() {
		if strings.Contains(webtest.Attr(p, "class"), class) {
			return true
		}
	}
	return false
}

// shows reports whether a page holds every one of the texts.
func (s seen) shows(t *testing.T, texts ...string) {
	t.Helper()
	for _, want := range texts {
		if !strings.Contains(s.text, want) {
			t.Errorf("the page does not say %q: %s", want, s.text)
		}
	}
}

// site is the pages over an API that knows a profile, a library and no drafts.
func site(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t, ask.Register)
	s.On("GET /me/profile", map[string]any{"name": "Ann Walker", "email": "ann@example.nhs.uk", "staff_group": "medical_dental", "version": 1})
	s.On("GET /libraries", map[string]any{"items": []map[string]any{
		{"id": webtest.Library, "name": "Northmoor Library", "email": "library@example.nhs.uk", "organisations": []any{}},
	}})
	s.On("GET /drafts", map[string]any{"items": []any{}})
	s.On("GET /me/served-by", map[string]any{"libraries": []any{}})
	s.On("POST /requests/similar", map[string]any{"items": []any{}})
	return s
}

// call finds the one call of a method and path.
func call(t *testing.T, s *webtest.Site, what string) webtest.Call {
	t.Helper()
	var found []webtest.Call
	for _, c := range s.Calls() {
		if c.Method+" "+c.Path == what {
			found = append(found, c)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d calls of %s, want 1", len(found), what)
	}
	return found[0]
}

// goes checks that a page sends the browser elsewhere.
func goes(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != 303 || w.Header().Get("Location") != to {
		t.Fatalf("status %d to %q, want 303 to %q: %s", w.Code, w.Header().Get("Location"), to, w.Body.String())
	}
}
