package evidencework_test

import (
	"encoding/json"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/evidencework"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	request = "11111111-1111-4111-8111-111111111111"
	tom     = evidence.PersonID("00000000-0000-4000-8000-0000000000bb")
	first   = "22222222-2222-4222-8222-222222222221"
	second  = "22222222-2222-4222-8222-222222222222"
	third   = "22222222-2222-4222-8222-222222222223"
)

var friday = time.Date(2026, 11, 13, 10, 0, 0, 0, time.UTC)

// list is how the API gives lists.
type list[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

func ptr[T any](v T) *T { return &v }

// request is one that Ann Walker owns, in the stage and with the commands.
func requestIn(stage evidence.Stage, commands ...evidence.Name) rest.RequestView {
	return rest.RequestView{
		RequestRow: rest.RequestRow{
			ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: stage,
			Owner: webtest.Me, OwnerName: "Ann Walker", RequesterName: "Amara Osei", Question: "Do bed alarms prevent falls on <wards>?",
			StageSince: friday, Seq: 7,
		},
		Product: "evidence_summary", CheckPolicy: evidence.CheckBoth, AllowedCommands: commands,
	}
}

// site is the pages of a request for a librarian, over what every page reads.
func site(t *testing.T, view rest.RequestView) *webtest.Site {
	t.Helper()
	s := webtest.New(t, evidencework.Register).As(evidence.Librarian)
	s.On("GET /requests/"+request, view)
	s.On("POST /requests/"+request+"/presence", list[rest.Present]{Items: []rest.Present{{Person: tom, Name: "Tom Ellis", Doing: "writing"}}})
	s.On("GET /libraries/"+string(webtest.Library)+"/staff", list[rest.StaffRow]{Items: []rest.StaffRow{
		{Person: tom, Name: "Tom Ellis", Roles: []evidence.Role{evidence.Librarian}}, {Person: webtest.Me, Name: "Ann Walker"},
	}})
	return s
}

func api(parts ...string) string {
	return strings.Join(append([]string{"/requests/" + request}, parts...), "/")
}

func work(parts ...string) string {
	return strings.Join(append([]string{"/work/" + request}, parts...), "/")
}

func references() []postgres.Reference {
	return []postgres.Reference{
		{ID: first, Version: 3, Position: 1, ReferenceContent: postgres.ReferenceContent{
			Type: "article", Title: "Example trial of bed alarms", Authors: []string{"Alder J", "Birch K"}, Journal: "Journal of Invented Examples",
			Year: ptr(2024), Volume: "3", Issue: "2", Pages: "10-19", DOI: "10.5555/evidencedesk.1", Tier: "trials", Theme: "Falls",
		}},
		{ID: second, Version: 1, Position: 2, ReferenceContent: postgres.ReferenceContent{Type: "guideline", Title: "Example guideline", Tier: "guidance", Abstract: "What it says."}},
		{ID: third, Version: 1, Position: 5, ReferenceContent: postgres.ReferenceContent{Type: "report", Title: "Example <b>report</b>"}},
	}
}

func searches() []postgres.Search {
	return []postgres.Search{
		{ID: first, Version: 4, UpdatedBy: tom, UpdatedAt: friday, Authors: []evidence.PersonID{webtest.Me}, SearchContent: postgres.SearchContent{
			Source: "medline", Platform: "ovid", Kind: "database", RunAt: ptr(friday.Add(-72 * time.Hour)), RunBy: webtest.Me, Coverage: "1946 to 9 November 2026",
			Lines: []postgres.StrategyLine{
				{N: 1, Text: "exp Accidental Falls/", Hits: ptr(28914), Role: "concept", Note: "Exploded"},
				{N: 2, Text: "fall*.ti,ab.", Hits: ptr(312450)},
				{N: 3, Text: "1 or 9"},
			},
			Limits:           []postgres.SearchLimit{{Kind: "Language", Value: "English", Reason: "No translator"}},
			RecordsRetrieved: ptr(1186), RecordsExported: ptr(186),
			AIUse: []postgres.AIUse{{Stage: "search", Tool: "Example Assistant", Version: "2.1", Prompt: "List synonyms", OutputCheckedBy: tom}},
		}},
		{ID: second, Version: 1, UpdatedBy: webtest.Me, UpdatedAt: friday, SearchContent: postgres.SearchContent{Source: "cinahl", Platform: "ebscohost", Kind: "database"}},
	}
}

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
		if id := attr(n, "id"); id != "" {
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
			for id := range strings.FieldsSeq(attr(n, key)) {
				if ids[id] == 0 {
					t.Errorf("%s=%s leads nowhere", key, id)
				}
			}
		}
		if href := attr(n, "href"); n.Data == "a" && strings.HasPrefix(href, "#") && ids[href[1:]] == 0 {
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

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
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
		if attr(n, "name") != name {
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
				if o.Data == "option" && has(o, "selected") {
					value = attr(o, "value")
				}
			}
		case "input":
			if t := attr(n, "type"); t != "radio" && t != "checkbox" || has(n, "checked") {
				value, found = attr(n, "value"), true
			}
		}
	})
	return value, found
}

func has(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
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

// sent finds the call of a method and path, and decodes its body.
func sent[T any](t *testing.T, s *webtest.Site, method, path string) (webtest.Call, T) {
	t.Helper()
	var body T
	for _, c := range s.Calls() {
		if c.Method == method && c.Path == path {
			if c.Body != "" {
				if err := json.Unmarshal([]byte(c.Body), &body); err != nil {
					t.Fatal(err)
				}
			}
			return c, body
		}
	}
	t.Fatalf("the page did not ask for %s %s", method, path)
	return webtest.Call{}, body
}

// stale is the answer to a change of what somebody else changed in between.
func stale(current any) func(webtest.Call) webtest.Answer {
	return func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "title": "Stale.", "current": current}}
	}
}

func decode(t *testing.T, raw string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(raw), into); err != nil {
		t.Fatal(err)
	}
}
