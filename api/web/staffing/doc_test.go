package staffing_test

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencedesk/api/web/webtest"
)

type doc struct {
	*html.Node
	t    *testing.T
	body string
}

// sound reads a page and checks what every page must keep.
func sound(t *testing.T, w *httptest.ResponseRecorder, status int) doc {
	t.Helper()
	n, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	d := doc{n, t, w.Body.String()}
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, webtest.Text(n))
	}
	ids, headings := map[string]bool{}, 0
	for n := range n.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "h1" {
			headings++
		}
		if id := webtest.Attr(n, "id"); id != "" && ids[id] {
			t.Errorf("the id %s stands twice", id)
		} else {
			ids[id] = true
		}
	}
	if headings != 1 {
		t.Errorf("%d h1", headings)
	}
	for _, bad := range []string{"<b>", " style=", " onclick=", "%!", "<no value>"} {
		if strings.Contains(d.body, bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	return d
}

func (d doc) says(words ...string) {
	d.t.Helper()
	text := webtest.Text(d.Node)
	for _, w := range words {
		if !strings.Contains(text, w) {
			d.t.Errorf("the page does not say %q: %s", w, text)
		}
	}
}

// form gives what a browser would send from a page, with changes: pairs of names and values.
func (d doc) form(pairs ...string) url.Values {
	values := url.Values{}
	for n := range d.Descendants() {
		name, kind := webtest.Attr(n, "name"), webtest.Attr(n, "type")
		if n.Type != html.ElementNode || name == "" {
			continue
		}
		switch n.Data {
		case "input":
			if kind != "radio" && kind != "checkbox" || webtest.Has(n, "checked") {
				values.Add(name, webtest.Attr(n, "value"))
			}
		case "select":
			for c := range n.Descendants() {
				if c.Type == html.ElementNode && webtest.Has(c, "selected") {
					values.Set(name, webtest.Attr(c, "value"))
				}
			}
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}
