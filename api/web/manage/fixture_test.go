package manage_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/manage"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	tom    evidence.PersonID  = "00000000-0000-4000-8000-0000000000bb"
	mary   evidence.PersonID  = "00000000-0000-4000-8000-0000000000cc"
	fall   evidence.RequestID = "00000000-0000-4000-8000-000000000101"
	burn   evidence.RequestID = "00000000-0000-4000-8000-000000000102"
	item                      = "00000000-0000-4000-8000-000000000300"
	asking                    = "00000000-0000-4000-8000-000000000400"
	lib                       = "/libraries/" + string(webtest.Library)

	fallBox = string(fall) + ":ED-2026-000101"
	burnBox = string(burn) + ":ED-2026-000102"
)

func day(d, hour int) time.Time { return time.Date(2026, 11, d, hour, 0, 0, 0, time.UTC) }

type object = map[string]any

func items(list ...any) object {
	if list == nil {
		list = []any{}
	}
	return object{"items": list}
}

// site answers all that the pages ask; what people typed tries to be markup.
func site(t *testing.T) *webtest.Site {
	t.Helper()
	s := webtest.New(t, manage.Register).As(evidence.Manager)
	s.On("GET "+lib+"/load", rest.Load{
		Open: 8, Overdue: 2, Unclaimed: 3, OverdueUnclaimed: 1, AsOf: day(16, 10), People: []rest.PersonLoad{
			{Person: webtest.Me, Name: "Ann Walker", Roles: []evidence.Role{evidence.Manager}},
			{Person: tom, Name: "Tom <b>Ellis</b>", Roles: []evidence.Role{evidence.Librarian}, Open: 4, Overdue: 1, DueThisWeek: 2, Waiting: 1, Checking: 1, EstimatedMinutes: 600, LoggedMinutes: 130},
			{Person: mary, Name: "Mary Gone", Open: 1, LoggedMinutes: 20},
			{Person: item, Name: "Priya Raman", Roles: []evidence.Role{evidence.Trainee}},
		},
	})
	s.On("GET "+lib+"/tasks", rest.TaskList{Next: "onward", Items: []rest.TaskRow{
		{ID: item, Request: fall, Reference: "ED-2026-000101", Kind: postgres.TaskNoticeFailed, Notice: evidence.NoticeDelivered, PersonName: "Dr <b>Osei</b>", CreatedAt: day(13, 9)},
		{ID: asking, Request: burn, Reference: "ED-2026-000102", Kind: "outbox_stuck", CreatedAt: day(14, 9), DoneAt: day(15, 9)},
	}})
	s.On("GET /requests", rest.RequestPage{
		AsOf: day(16, 10), Next: "onward", Counts: &rest.RequestCounts{Total: 40, ByStage: map[evidence.Stage]int{evidence.Searching: 30, evidence.Triage: 10}},
		Items: []rest.RequestRow{
			{ID: fall, Reference: "ED-2026-000101", Stage: evidence.Searching, Question: "Do alarms <b>work</b>?", Running: true, DueBy: day(13, 17), ReceivedAt: day(2, 9), DeliveredAt: day(3, 9)},
			{ID: burn, Reference: "ED-2026-000102", Stage: evidence.Triage, Question: strings.Repeat("music for children ", 20), Running: true, DueBy: day(27, 17), ReceivedAt: day(12, 9)},
		},
	})
	s.On("GET "+lib+"/calendar", hours(4)).On("POST "+lib+"/calendar/preview", rest.CalendarPreview{Unchanged: 7, Requests: []rest.CalendarMove{}})
	s.On("GET /holidays", items(
		calendar.Holiday{Nation: calendar.EnglandAndWales, Date: "2026-12-25", Name: "Christmas Day", Status: calendar.Published},
		calendar.Holiday{Nation: calendar.Scotland, Date: "2026-11-30", Name: "St Andrew's Day", Status: calendar.Published},
		calendar.Holiday{Nation: calendar.EnglandAndWales, Date: "2026-12-28", Name: "Boxing Day, entered here", Status: calendar.Derived},
	))
	s.On("GET "+lib+"/templates", items(aTemplate(2, "Which <b>group</b>?"), rest.Template{ID: asking, Name: "Not for us", Kind: "decline", Text: "We cannot.", Version: 1}))
	s.On("GET "+lib+"/templates/"+item, aTemplate(2, "Which <b>group</b>?"))
	s.On("GET "+lib+"/people", rest.MemberPage{Total: 60, Next: "onward", Prev: "back", May: []evidence.Role{evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager}, Items: []rest.MemberRow{member()}})
	s.On("GET "+lib+"/people/"+string(tom), member())
	s.On("GET "+lib+"/access-requests", items(rest.WaitingRow{ID: asking, Person: mary, Name: "Mary <b>New</b>", Email: "mary@example.nhs.uk", StaffGroup: "medical_dental", AskedAt: day(14, 9)}))
	s.On("GET "+lib+"/settings", stored(3, "Northmoor Library"))
	s.On("GET /libraries", items(
		rest.LibraryRow{ID: webtest.Library, Name: "Northmoor Library", Organisations: []rest.OrganisationRow{{ID: item, Name: "Northmoor Hospitals"}}},
		rest.LibraryRow{ID: asking, Name: "Eastvale Library"},
	))
	return s
}

func hours(version int) rest.CalendarResult {
	usual := []calendar.Period{{From: "09:00", To: "17:00"}}
	return rest.CalendarResult{Version: version, CalendarBody: rest.CalendarBody{
		Name: "Library desk hours", Zone: "Europe/London", Nation: calendar.EnglandAndWales,
		Week:            calendar.Week{Monday: usual, Tuesday: usual, Wednesday: usual, Thursday: usual, Friday: []calendar.Period{{From: "09:00", To: "12:30"}, {From: "13:30", To: "16:00"}}},
		Closures:        []calendar.Closure{{Date: "2026-12-23", Reason: "Staff <b>training</b>"}, {Date: "2026-12-24", Reason: "Staff <b>training</b>"}, {Date: "2026-03-02", Reason: "Move"}},
		SpecialOpenings: []calendar.SpecialOpening{{Date: "2026-12-28", Periods: []calendar.Period{{From: "13:00", To: "15:00"}}, Reason: "Cover"}},
	}}
}

func aTemplate(version int, name string) rest.Template {
	return rest.Template{ID: item, Name: name, Kind: "ask", Text: "Dear {requester},\n\nwhich <b>group</b>?", Version: version}
}

func member() rest.MemberRow {
	return rest.MemberRow{
		Person: tom, Name: "Tom <b>Ellis</b>", Email: "tom@example.nhs.uk", JobTitle: "Librarian", Roles: []evidence.Role{evidence.Librarian, evidence.Admin},
		Provided: []evidence.Role{evidence.Librarian}, OrganisationName: "Northmoor Hospitals",
	}
}

func stored(version int, name string) rest.StoredSettings {
	return rest.StoredSettings{Version: version, LibrarySettings: rest.LibrarySettings{
		Name: name, Email: "library@example.nhs.uk", HospitalNumberPatterns: []string{"A[0-9]{6}"}, EmailDomains: []string{"example.nhs.uk", "example.org"}, OpeningNote: "Closed <b>on</b> Fridays.", AccessOpen: true,
	}}
}

// doc is a page as a tree.
type doc struct {
	*html.Node
	t *testing.T
}

// sound reads a page and checks what every page must keep.
func sound(t *testing.T, w *httptest.ResponseRecorder, status int) doc {
	t.Helper()
	n, err := html.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		t.Fatal(err)
	}
	d := doc{n, t}
	if w.Code != status {
		t.Fatalf("status %d, want %d: %s", w.Code, status, d.text())
	}
	if h := d.all("h1"); len(h) != 1 {
		t.Errorf("%d h1", len(h))
	}
	title := webtest.Text(d.all("title")[0])
	if wrong := strings.HasPrefix(title, "Error: "); status == http.StatusUnprocessableEntity && !wrong || status == http.StatusOK && wrong {
		t.Errorf("the title %q does not fit the status %d", title, status)
	}
	ids := map[string]bool{}
	for _, n := range d.all("") {
		id := webtest.Attr(n, "id")
		if id != "" && ids[id] {
			t.Errorf("the id %s stands twice", id)
		}
		ids[id] = true
	}
	for _, a := range d.all("a") {
		if to, inside := strings.CutPrefix(webtest.Attr(a, "href"), "#"); inside && !ids[to] {
			t.Errorf("a link leads to #%s, which is not there", to)
		}
	}
	for _, bad := range []string{"<b>", " style=", " onclick=", "%!"} {
		if strings.Contains(w.Body.String(), bad) {
			t.Errorf("the page holds %s", bad)
		}
	}
	return d
}

func (d doc) all(name string) []*html.Node {
	var list []*html.Node
	for n := range d.Descendants() {
		if n.Type == html.ElementNode && (name == "" || n.Data == name) {
			list = append(list, n)
		}
	}
	return list
}

func (d doc) text() string { return webtest.Text(d.Node) }

func (d doc) says(words ...string) {
	d.t.Helper()
	body := d.text()
	for _, w := range words {
		if !strings.Contains(body, w) {
			d.t.Errorf("the page does not say %q: %s", w, body)
		}
	}
}

// links are the addresses of the page's links, with their words.
func (d doc) links() map[string]string {
	list := map[string]string{}
	for _, a := range d.all("a") {
		list[webtest.Attr(a, "href")] = webtest.Text(a)
	}
	return list
}

// leads checks that there is a link to each address.
func (d doc) leads(addresses ...string) {
	d.t.Helper()
	links := d.links()
	for _, a := range addresses {
		if links[a] == "" {
			d.t.Errorf("no link leads to %s", a)
		}
	}
}

// form gives what a browser would send from the first POST form of main, with changes: pairs of names and values.
func (d doc) form(pairs ...string) url.Values {
	values := url.Values{}
	for _, n := range d.all("") {
		name, kind := webtest.Attr(n, "name"), webtest.Attr(n, "type")
		switch {
		case name == "" || n.Data == "meta" || n.Data == "button":
		case n.Data == "textarea":
			values.Add(name, strings.TrimPrefix(raw(n), "\n"))
		case n.Data == "select":
			values.Add(name, chosen(n))
		case n.Data == "input" && (kind != "radio" && kind != "checkbox" || webtest.Has(n, "checked")):
			values.Add(name, webtest.Attr(n, "value"))
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values
}

func chosen(n *html.Node) string {
	for c := range n.Descendants() {
		if c.Type == html.ElementNode && webtest.Has(c, "selected") {
			return webtest.Attr(c, "value")
		}
	}
	return ""
}

func raw(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}

// sent is what changes something, of what the page asked since last time.
func sent(s *webtest.Site) []webtest.Call {
	var list []webtest.Call
	for _, c := range s.Calls() {
		if c.Method != http.MethodGet && !strings.HasSuffix(c.Path, "/preview") {
			list = append(list, c)
		}
	}
	return list
}

func body(t *testing.T, c webtest.Call) object {
	t.Helper()
	var o object
	if err := json.Unmarshal([]byte(c.Body), &o); err != nil {
		t.Fatalf("%s %s: %v: %s", c.Method, c.Path, err, c.Body)
	}
	return o
}

func gone(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Fatalf("status %d to %q, want 303 to %q: %s", w.Code, w.Header().Get("Location"), to, w.Body.String())
	}
}
