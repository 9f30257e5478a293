package mine_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/mine"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	id    = "00000000-0000-4000-8000-0000000000f1"
	owner = evidence.PersonID("00000000-0000-4000-8000-0000000000bb")
	other = evidence.PersonID("00000000-0000-4000-8000-0000000000cc")
	path  = "/requests/" + id
	hurt  = `Do <script>alert(1)</script> bed alarms reduce falls on acute wards?`
)

// site is the area with a requester signed in.
func site(t *testing.T) *webtest.Site {
	t.Helper()
	return webtest.New(t, mine.Register).As(evidence.Requester).
		On("GET "+path+"/updates", map[string]any{"items": []any{}}).On("GET "+path+"/retractions", map[string]any{"items": []any{}}).
		On("GET "+path+"/attachments", map[string]any{"items": []any{
			map[string]any{"id": "f1", "name": "smith.pdf", "size": 84000, "copy_basis": "library_privilege", "kept": true, "for_reader": true},
			map[string]any{"id": "f2", "name": "not-yours.pdf", "size": 1, "copy_basis": "library_privilege", "kept": true},
		}})
}

// at is an instant of November 2026.
func at(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, time.UTC) }

// asked is a request of the visitor's, which a librarian is searching for.
func asked() rest.RequestView {
	return rest.RequestView{
		RequestRow: rest.RequestRow{
			ID: id, Reference: "ED-2026-000123", Relation: postgres.RelationOwn, Library: webtest.Library, LibraryName: "Northmoor Health Libraries",
			Stage: evidence.Searching, Owner: owner, OwnerName: "Priya Raman", Requester: webtest.Me, RequesterName: "Ann Walker",
			Urgency: "routine", Type: "patient_care", Question: hurt, Running: true, PromiseDue: at(27, 17), ReceivedAt: at(2, 9), StageSince: at(3, 9),
			At: at(3, 9), Seq: 3,
		},
		TextVersion: 1, CheckPolicy: evidence.CheckSummary, Product: "evidence_summary", ShareReport: "nobody", ShareIdentity: "nobody",
		People: []rest.PersonView{}, Links: []rest.LinkView{}, Referrals: []rest.ReferralView{},
		AllowedCommands: []evidence.Name{evidence.Withdraw},
	}
}

// begun are the steps to the searching.
func begun() []rest.StepView {
	return []rest.StepView{
		{Seq: 1, Command: evidence.Submit, To: evidence.Submitted, By: postgres.ByRequesters, Actor: webtest.Me, ActorName: "Ann Walker", At: at(2, 9), PromiseDue: at(13, 17)},
		{Seq: 2, Command: evidence.Claim, From: evidence.Submitted, To: evidence.Triage, By: postgres.ByLibrary, Actor: owner, ActorName: "Priya Raman", At: at(2, 10), PromiseDue: at(13, 17)},
		{Seq: 3, Command: evidence.Accept, From: evidence.Triage, To: evidence.Searching, By: postgres.ByLibrary, Actor: owner, ActorName: "Priya Raman", At: at(3, 9), PromiseDue: at(27, 17)},
	}
}

func step(command evidence.Name, from, to evidence.Stage, day int) rest.StepView {
	return rest.StepView{Command: command, From: from, To: to, By: postgres.ByLibrary, Actor: owner, ActorName: "Priya Raman", At: at(day, 11)}
}

type items[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty"`
}

// with answers the reads of a request's pages.
func with(s *webtest.Site, view rest.RequestView, steps []rest.StepView, messages ...postgres.Message) *webtest.Site {
	return s.On("GET "+path, view).On("GET "+path+"/transitions", items[rest.StepView]{Items: steps}).
		On("GET "+path+"/messages", items[postgres.Message]{Items: messages})
}

// page is an answer, read as a browser reads it.
type page struct {
	t    *testing.T
	code int
	body string
	tree *html.Node
}

// look checks what every page keeps: one h1, a title, no id twice, no style and no script of its own, nothing typed as markup.
func look(t *testing.T, w *httptest.ResponseRecorder, code int) page {
	t.Helper()
	body := w.Body.String()
	tree, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	p := page{t, w.Code, body, tree}
	if w.Code != code {
		t.Fatalf("status %d, want %d: %s %s", w.Code, code, w.Header().Get("Location"), p.text())
	}
	if n := len(p.all("h1")); n != 1 {
		t.Errorf("%d h1", n)
	}
	if p.title() == "" || strings.HasPrefix(p.title(), " ") {
		t.Errorf("the title is %q", p.title())
	}
	seen := map[string]bool{}
	for n := range tree.Descendants() {
		if i := webtest.Attr(n, "id"); i != "" && seen[i] {
			t.Errorf("the id %s comes twice", i)
		} else {
			seen[i] = true
		}
		if webtest.Attr(n, "style") != "" {
			t.Error("a style attribute")
		}
	}
	for _, target := range p.targets() {
		if !seen[target] {
			t.Errorf("a link to #%s, which is not there", target)
		}
	}
	if strings.Contains(body, "<script>alert") {
		t.Error("what was typed became markup")
	}
	p.levels()
	return p
}

// levels checks that headings skip nothing.
func (p page) levels() {
	p.t.Helper()
	before := 0
	for n := range p.tree.Descendants() {
		if n.Type != html.ElementNode || len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			continue
		}
		if level := int(n.Data[1] - '0'); level > before+1 && before > 0 {
			p.t.Errorf("h%d %q after h%d", level, webtest.Text(n), before)
		} else {
			before = level
		}
	}
}

func (p page) all(element string) []*html.Node {
	var list []*html.Node
	for n := range p.tree.Descendants() {
		if n.Type == html.ElementNode && n.Data == element {
			list = append(list, n)
		}
	}
	return list
}

func (p page) title() string { return webtest.Text(p.all("title")[0]) }
func (p page) text() string  { return webtest.Text(p.tree) }

// targets are the places in the page that links lead to.
func (p page) targets() []string {
	var list []string
	for _, a := range p.all("a") {
		if i, ok := strings.CutPrefix(webtest.Attr(a, "href"), "#"); ok {
			list = append(list, i)
		}
	}
	return list
}

// links are the addresses of the page's main part.
func (p page) links() []string {
	var list []string
	for _, a := range p.all("a") {
		list = append(list, webtest.Attr(a, "href"))
	}
	return list
}

func (p page) says(texts ...string) {
	p.t.Helper()
	said := p.text()
	for _, text := range texts {
		if !strings.Contains(said, text) {
			p.t.Errorf("the page does not say %q: %s", text, said)
		}
	}
}

func (p page) saysNot(texts ...string) {
	p.t.Helper()
	said := p.text()
	for _, text := range texts {
		if strings.Contains(said, text) {
			p.t.Errorf("the page says %q", text)
		}
	}
}

func (p page) leadsTo(addresses ...string) {
	p.t.Helper()
	for _, a := range addresses {
		if !slices.Contains(p.links(), a) {
			p.t.Errorf("no link to %s among %v", a, p.links())
		}
	}
}

func (p page) leadsNotTo(addresses ...string) {
	p.t.Helper()
	for _, a := range addresses {
		if slices.Contains(p.links(), a) {
			p.t.Errorf("a link to %s", a)
		}
	}
}

// value is what a control holds.
func (p page) value(name string) string {
	p.t.Helper()
	for n := range p.tree.Descendants() {
		if n.Type != html.ElementNode || webtest.Attr(n, "name") != name {
			continue
		}
		switch n.Data {
		case "textarea":
			return webtest.Text(n)
		case "input":
			if k := webtest.Attr(n, "type"); k != "radio" && k != "checkbox" {
				return webtest.Attr(n, "value")
			}
			if webtest.Has(n, "checked") {
				return webtest.Attr(n, "value")
			}
		}
	}
	return ""
}

// goes checks a redirection after a POST, or from a page that has become pointless.
func goes(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != 303 || w.Header().Get("Location") != to {
		t.Fatalf("status %d to %q, want 303 to %q: %s", w.Code, w.Header().Get("Location"), to, w.Body)
	}
}

// sent is the call that changed something.
func sent(t *testing.T, calls []webtest.Call) webtest.Call {
	t.Helper()
	for _, c := range calls {
		if c.Method != http.MethodGet {
			return c
		}
	}
	t.Fatal("nothing was sent")
	return webtest.Call{}
}

func form(pairs ...string) url.Values {
	f := url.Values{"_key": {"key-of-the-form"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		f.Add(pairs[i], pairs[i+1])
	}
	return f
}
