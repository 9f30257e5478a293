package queue_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gin-gonic/gin"
	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/queue"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

const (
	fall    evidence.RequestID = "00000000-0000-4000-8000-000000000101"
	burn    evidence.RequestID = "00000000-0000-4000-8000-000000000102"
	tom     evidence.PersonID  = "00000000-0000-4000-8000-0000000000bb"
	fallRef                    = string(fall) + ":ED-2026-000101"
	burnRef                    = string(burn) + ":ED-2026-000102"
)

var ten = time.Date(2026, 11, 16, 10, 0, 0, 0, time.UTC)

// moment is a feed that always gives one moment.
type moment string

func (m moment) Since(context.Context) string { return string(m) }

func site(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t, func(k *page.Kit, r gin.IRouter) { queue.Register(k, r, moment("4711")) })
	staff := []rest.StaffRow{
		{Person: webtest.Me, Name: "Ann Walker", Roles: []evidence.Role{evidence.Librarian}},
		{Person: tom, Name: "Tom Ellis", Roles: []evidence.Role{evidence.Librarian}},
		{Person: "00000000-0000-4000-8000-0000000000cc", Name: "Mary Manager", Roles: []evidence.Role{evidence.Manager}},
	}
	s.On("GET /libraries/"+string(webtest.Library)+"/staff", map[string]any{"items": staff})
	s.On("GET /views", rest.ViewList{Items: views()})
	s.On("GET /requests", requests())
	s.On("GET /people", map[string]any{"items": []any{}})
	return s.As(evidence.Librarian)
}

func views() []rest.View {
	n, late := 3, 1
	return []rest.View{
		{ID: "unclaimed", Name: "Not taken", Query: "owner=none&sort=due", BuiltIn: true, Count: &late},
		{ID: "overdue", Name: "Overdue", Query: "due=overdue&sort=due", BuiltIn: true, Count: &late},
		{ID: "all", Name: "All open", Query: "stage=open&sort=due", BuiltIn: true, Count: &n, Capped: true},
		{ID: "00000000-0000-4000-8000-000000000777", Name: "Maternity", Query: "specialty=Maternity&stage=triage,submitted", Mine: true, Owner: webtest.Me, Library: webtest.Library, Version: 2},
	}
}

func requests() rest.RequestPage {
	return rest.RequestPage{
		AsOf: ten, Next: "onward", Prev: "back", Counts: &rest.RequestCounts{Total: 240},
		Items: []rest.RequestRow{
			{
				ID: fall, Reference: "ED-2026-000101", Library: webtest.Library, Stage: evidence.Submitted, Urgency: "urgent", Question: "Do falls alarms <b>work</b>?",
				RequesterName: "Dr A Osei", Specialty: "Acute medicine", Running: true, DueBy: ten.Add(-26 * time.Hour), ReceivedAt: ten.Add(-50 * time.Hour), At: ten.Add(-time.Hour),
			},
			{
				ID: burn, Reference: "ED-2026-000102", Library: webtest.Library, Stage: evidence.Searching, Owner: tom, OwnerName: "Tom Ellis", Urgency: "routine",
				Question: strings.Repeat("music for children ", 20), Running: true, DueBy: ten.Add(5 * time.Hour), ReceivedAt: ten.Add(-3 * time.Hour), At: ten.Add(-3 * time.Hour), MustAgree: true,
			},
		},
	}
}

// doc is a page as a tree.
type doc struct {
	*html.Node
	t *testing.T
}

func read(t *testing.T, w *httptest.ResponseRecorder) doc {
	t.Helper()
	n, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	d := doc{n, t}
	if h1 := d.all("h1", "", ""); len(h1) != 1 {
		t.Errorf("%d h1 on the page", len(h1))
	}
	ids := map[string]bool{}
	for _, n := range d.all("", "id", "") {
		id := webtest.Attr(n, "id")
		if ids[id] {
			t.Errorf("the id %s comes twice", id)
		}
		ids[id] = true
	}
	for _, a := range d.all("a", "href", "") {
		if to := webtest.Attr(a, "href"); strings.HasPrefix(to, "#") && !ids[to[1:]] {
			t.Errorf("a link leads to %s, which is not there", to)
		}
	}
	return d
}

// all finds elements by name, and by an attribute; empty: any.
func (d doc) all(name, key, value string) []*html.Node {
	var list []*html.Node
	for n := range d.Descendants() {
		if n.Type != html.ElementNode || name != "" && n.Data != name {
			continue
		}
		if key == "" || webtest.Has(n, key) && (value == "" || webtest.Attr(n, key) == value) {
			list = append(list, n)
		}
	}
	return list
}

func (d doc) one(name, key, value string) *html.Node {
	d.t.Helper()
	list := d.all(name, key, value)
	if len(list) != 1 {
		d.t.Fatalf("%d elements %s with %s=%q", len(list), name, key, value)
	}
	return list[0]
}

// link gives the address of the one link with these words.
func (d doc) link(words string) string {
	d.t.Helper()
	for _, a := range d.all("a", "href", "") {
		if strings.HasPrefix(webtest.Text(a), words) {
			return webtest.Attr(a, "href")
		}
	}
	d.t.Errorf("there is no link %q", words)
	return ""
}

func (d doc) says(words ...string) {
	d.t.Helper()
	body := webtest.Text(d.Node)
	for _, w := range words {
		if !strings.Contains(body, w) {
			d.t.Errorf("the page does not say %q", w)
		}
	}
}

// sent is the calls that change something.
func sent(s *webtest.Site) []webtest.Call {
	var list []webtest.Call
	for _, c := range s.Calls() {
		if c.Method != http.MethodGet {
			list = append(list, c)
		}
	}
	return list
}

func form(pairs ...string) url.Values {
	v := url.Values{"_key": {"key-of-the-form"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		v.Add(pairs[i], pairs[i+1])
	}
	return v
}
