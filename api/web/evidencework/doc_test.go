package evidencework_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencedesk/api/web/webtest"
)

// doc is a page that was answered.
type doc struct {
	t      *testing.T
	code   int
	header map[string][]string
	body   string
	root   *html.Node
}

// read parses a page and holds it to what every page keeps: one h1, no id twice, labels and links that lead somewhere, no inline
// styles or scripts.
func read(t *testing.T, w *httptest.ResponseRecorder) *doc {
	t.Helper()
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	d := &doc{t: t, code: w.Code, header: w.Header(), body: w.Body.String(), root: root}
	ids, h1 := map[string]int{}, 0
	d.walk(func(n *html.Node) {
		if n.Data == "h1" {
			h1++
		}
		if id := webtest.Attr(n, "id"); id != "" {
			ids[id]++
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s>: against the policy for scripts and styles", n.Data, a.Key)
			}
		}
	})
	if h1 != 1 {
		t.Errorf("%d h1, want one", h1)
	}
	for id, n := range ids {
		if n > 1 {
			t.Errorf("id %s stands %d times", id, n)
		}
	}
	d.walk(func(n *html.Node) {
		for _, key := range []string{"for", "aria-labelledby", "aria-describedby"} {
			for id := range strings.FieldsSeq(webtest.Attr(n, key)) {
				if ids[id] == 0 {
					t.Errorf("%s=%s leads nowhere", key, id)
				}
			}
		}
		if href := webtest.Attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, "#") && ids[href[1:]] == 0 {
			t.Errorf("the link to %s leads nowhere", href)
		}
	})
	return d
}

func (d *doc) walk(do func(*html.Node)) {
	for n := range d.root.Descendants() {
		if n.Type == html.ElementNode {
			do(n)
		}
	}
}

// status wants the page's status.
func (d *doc) status(want int) *doc {
	d.t.Helper()
	if d.code != want {
		d.t.Fatalf("status %d, want %d: %s", d.code, want, d.text())
	}
	return d
}

var spaces = regexp.MustCompile(`\s+`)

// text is what the page says.
func (d *doc) text() string {
	var b strings.Builder
	for n := range d.root.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" && n.Parent.Data != "style" {
			b.WriteString(n.Data + " ")
		}
	}
	return spaces.ReplaceAllString(b.String(), " ")
}

// says wants words on the page.
func (d *doc) says(words ...string) *doc {
	d.t.Helper()
	for _, w := range words {
		if !strings.Contains(d.text(), w) {
			d.t.Errorf("the page does not say %q: %s", w, d.text())
		}
	}
	return d
}

// lacks wants words not on the page.
func (d *doc) lacks(words ...string) *doc {
	d.t.Helper()
	for _, w := range words {
		if strings.Contains(d.text(), w) {
			d.t.Errorf("the page says %q", w)
		}
	}
	return d
}

// value is what a control of the page holds; false when there is no such control.
func (d *doc) value(name string) (string, bool) {
	value, found := "", false
	d.walk(func(n *html.Node) {
		if webtest.Attr(n, "name") != name {
			return
		}
		switch n.Data {
		case "textarea":
			found = true
			if n.FirstChild != nil {
				value = n.FirstChild.Data
			}
		case "select":
			found = true
			for o := range n.Descendants() {
				if o.Data == "option" && webtest.Has(o, "selected") {
					value = webtest.Attr(o, "value")
				}
			}
		case "input":
			if t := webtest.Attr(n, "type"); t != "radio" && t != "checkbox" || webtest.Has(n, "checked") {
				value, found = webtest.Attr(n, "value"), true
			}
		}
	})
	return value, found
}

// holds wants a control with a value.
func (d *doc) holds(name, want string) *doc {
	d.t.Helper()
	if got, ok := d.value(name); !ok || strings.TrimSpace(got) != want {
		d.t.Errorf("%s holds %q, want %q", name, got, want)
	}
	return d
}

// gone wants a redirection.
func (d *doc) to(want string) *doc {
	d.t.Helper()
	if d.code != 303 || d.header["Location"][0] != want {
		d.t.Fatalf("status %d to %v, want 303 to %s: %s", d.code, d.header["Location"], want, d.text())
	}
	return d
}

// redirected reads an answer without a page.
func redirected(t *testing.T, w *httptest.ResponseRecorder) *doc {
	t.Helper()
	root, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	return &doc{t: t, code: w.Code, header: w.Header(), body: w.Body.String(), root: root}
}
