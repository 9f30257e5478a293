package queue_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

func TestTheQueue(t *testing.T) {
	t.Parallel()
	s := site(t)
	w := s.Get("/queue")
	if w.Code != http.StatusOK {
		t.Fatalf("%d: %s", w.Code, w.Body)
	}
	d := read(t, w)
	if got := webtest.Text(d.one("title", "", "")); got != "Queue: All open – Evidence Desk" {
		t.Errorf("title %q", got)
	}
	tabs := d.one("nav", "aria-label", "Views of the queue")
	if got := webtest.Text(tabs); got != "All open 3 or more requests Not taken 1 requests Overdue 1 requests Maternity" {
		t.Errorf("tabs: %s", got)
	}
	if got := webtest.Text(d.all("a", "aria-current", "page")[1]); !strings.HasPrefix(got, "All open") {
		t.Errorf("the current view is %q", got)
	}
	d.says("1 day overdue", "Urgent", "Not taken Take it : ED-2026-000101", "ED-2026-000101 · Dr A Osei · Acute medicine", "Do falls alarms <b>work</b>?",
		"Due today, 3pm", "Agree a new date", "Tom Ellis", "Showing 1 to 2 of 240 requests", "This list is from 10am.")
	if n := len(d.all("button", "formaction", "/queue/claim")); n != 1 {
		t.Errorf("%d requests can be taken, want the one without owner", n)
	}
	if got := d.link("Find earlier work on a question"); got != "/queue/similar" {
		t.Errorf("earlier work is looked for at %q", got)
	}
	live := d.one("", "data-live", "/queue/events")
	if webtest.Attr(live, "data-since") != "4711" || !strings.Contains(webtest.Attr(live, "data-many"), "{n} requests") {
		t.Error("the page does not say from where it listens")
	}
	if !slices.ContainsFunc(d.all("th", "scope", "row"), func(n *html.Node) bool { return strings.Contains(webtest.Text(n), "…") }) {
		t.Error("a long question is not cut")
	}
	calls := s.Calls()
	if len(calls) > 4 {
		t.Errorf("the page asks the API %d times: %v", len(calls), calls)
	}
	if calls[0].Query != "counts=true&limit=25" {
		t.Errorf("asks for %q", calls[0].Query)
	}
}

func TestTheAddressIsTheState(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ address, api, view string }{
		"a form with what was left empty": {
			"/queue?q=&owner=&stage=triage&stage=submitted&due=&sort=due&specialty=", "counts=true&limit=25&stage=submitted,triage", "",
		},
		"a saved view, written in another way": {
			"/queue?specialty=Maternity&stage=submitted&stage=triage", "counts=true&limit=25&specialty=Maternity&stage=submitted,triage", "Maternity",
		},
		"open is what is shown anyway": {"/queue?stage=open", "counts=true&limit=25", "All open"},
		"not taken":                    {"/queue?owner=none", "counts=true&limit=25&owner=none", "Not taken"},
		"in another order":             {"/queue?owner=none&sort=received", "counts=true&limit=25&owner=none&sort=received", "Not taken"},
		"a page":                       {"/queue?owner=none&cursor=abc&from=25", "counts=true&cursor=abc&limit=25&owner=none", "Not taken"},
		"words":                        {"/queue?q=a+%26+b", "counts=true&limit=25&q=a+%26+b", ""},
		"more than the form offers": {
			"/queue?mine=true&requester=" + string(tom) + "&unknown=1&library=", "counts=true&limit=25&mine=true&requester=" + string(tom), "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t)
			d := read(t, s.Get(tc.address))
			if got := s.Calls()[0].Query; got != tc.api {
				t.Errorf("asks for %q, want %q", got, tc.api)
			}
			current := ""
			for _, a := range d.all("a", "aria-current", "page") {
				if strings.HasPrefix(webtest.Attr(a, "class"), "app-tabs") {
					current, _, _ = strings.Cut(webtest.Text(a), " requests")
				}
			}
			if tc.view == "" && current != "" || !strings.HasPrefix(current, tc.view) {
				t.Errorf("the current view is %q, want %q", current, tc.view)
			}
		})
	}
}

// TestChecksThatWaitAreAView lists them with a count, and leads straight to each check.
func TestChecksThatWaitAreAView(t *testing.T) {
	t.Parallel()
	two := 2
	s := site(t)
	s.On("GET /views", rest.ViewList{Items: append(views(), rest.View{ID: "to-check", Name: "Checks waiting for me", Query: "check=me&sort=due", BuiltIn: true, Count: &two})})
	d := read(t, s.Get("/queue"))
	if got := d.link("Checks waiting for me 2"); got != "/queue?check=me" {
		t.Errorf("the view is at %s", got)
	}
	if got := d.link("Do falls alarms"); got != "/work/"+string(fall) {
		t.Errorf("a request leads to %s", got)
	}
	s.Calls()
	d = read(t, s.Get("/queue?check=me"))
	if got := s.Calls()[0].Query; got != "counts=true&limit=25&check=me" {
		t.Errorf("asks for %q", got)
	}
	if got := webtest.Text(d.one("title", "", "")); got != "Queue: Checks waiting for me – Evidence Desk" {
		t.Errorf("title %q", got)
	}
	if got := d.link("Do falls alarms"); got != "/work/"+string(fall)+"/review" {
		t.Errorf("a check leads to %s", got)
	}
	if got := d.link("Remove filter Checks waiting for me"); got != "/queue" {
		t.Errorf("without it: %s", got)
	}
	read(t, s.On("GET /requests", rest.RequestPage{AsOf: ten}).Get("/queue?check=me")).says("No check is waiting for you.")
}

func TestFiltersAreChips(t *testing.T) {
	t.Parallel()
	d := read(t, site(t).Get("/queue?stage=triage,submitted&owner="+string(tom)+"&due=overdue&type=audit&q=falls&sort=-received&specialty=Burns"))
	want := map[string]string{
		"Remove filter Status: New":             "/queue?due=overdue&owner=" + string(tom) + "&q=falls&sort=-received&specialty=Burns&stage=triage&type=audit",
		"Remove filter Librarian: Tom Ellis":    "/queue?due=overdue&q=falls&sort=-received&specialty=Burns&stage=submitted,triage&type=audit",
		"Remove filter Overdue":                 "/queue?owner=" + string(tom) + "&q=falls&sort=-received&specialty=Burns&stage=submitted,triage&type=audit",
		"Remove filter For: Clinical audit":     "/queue?due=overdue&owner=" + string(tom) + "&q=falls&sort=-received&specialty=Burns&stage=submitted,triage",
		"Remove filter Specialty: Burns":        "/queue?due=overdue&owner=" + string(tom) + "&q=falls&sort=-received&stage=submitted,triage&type=audit",
		"Clear all filters":                     "/queue?q=falls&sort=-received",
		"Save this list as a view":              "/queue/views/new?query=due%3Doverdue%26owner%3D" + string(tom) + "%26q%3Dfalls%26sort%3D-received%26specialty%3DBurns%26stage%3Dsubmitted%2Ctriage%26type%3Daudit",
		"Remove filter Status: Being looked at": "/queue?due=overdue&owner=" + string(tom) + "&q=falls&sort=-received&specialty=Burns&stage=submitted&type=audit",
	}
	got := map[string]string{}
	for words := range want {
		got[words] = d.link(words)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	d.says("Filter and sort (6 filters on)")
}

func TestSortingByColumns(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]map[string]string{
		"/queue":                     {"Due": "ascending /queue", "Received": " /queue?sort=received", "Updated": " /queue?sort=-changed"},
		"/queue?sort=received":       {"Due": " /queue", "Received": "ascending /queue?sort=-received", "Updated": " /queue?sort=-changed"},
		"/queue?sort=-received":      {"Due": " /queue", "Received": "descending /queue?sort=received", "Updated": " /queue?sort=-changed"},
		"/queue?sort=-changed&q=fit": {"Due": " /queue?q=fit", "Received": " /queue?q=fit&sort=received", "Updated": "descending /queue?q=fit&sort=-changed"},
	} {
		d := read(t, site(t).Get(address))
		got := map[string]string{}
		for _, th := range d.all("th", "scope", "col") {
			if a := (doc{th, t}).all("a", "", ""); len(a) == 1 {
				got[webtest.Text(a[0])] = webtest.Attr(th, "aria-sort") + " " + webtest.Attr(a[0], "href")
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", address, diff)
		}
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := site(t)
	d := read(t, s.Get("/queue?owner=none&cursor=here&from=25"))
	if got := d.link("Next page"); got != "/queue?owner=none&cursor=onward&from=27" {
		t.Errorf("next is %s", got)
	}
	if got := d.link("Previous page"); got != "/queue?owner=none&cursor=back&from=0" {
		t.Errorf("previous is %s", got)
	}
	d.says("Showing 26 to 27 of 240 requests")
	if got := webtest.Text(d.one("title", "", "")); got != "Queue: Not taken (from 26) – Evidence Desk" {
		t.Errorf("title %q", got)
	}
	s.Refuse("GET /requests", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "cursor", Code: "malformed"})
	if w := s.Get("/queue?owner=none&cursor=old&from=25"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/queue?owner=none" {
		t.Errorf("a page that is no more: %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := s.Get("/queue?owner=nonsense"); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/queue" {
		t.Errorf("a list that cannot be: %d %s", w.Code, w.Header().Get("Location"))
	}
	if w := s.Get("/queue"); w.Code == http.StatusSeeOther {
		t.Error("the queue leads to itself")
	}
}

func TestEmptyLists(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"/queue":                 "Nothing is open.",
		"/queue?owner=none":      "Nobody is waiting: every open request has a librarian.",
		"/queue?due=overdue":     "Nothing is overdue.",
		"/queue?q=xyzzy":         "No request matches these words.",
		"/queue?specialty=Burns": "No request matches these filters.",
	} {
		s := site(t).On("GET /requests", rest.RequestPage{AsOf: ten, Counts: &rest.RequestCounts{}})
		d := read(t, s.Get(address))
		d.says(want)
		if n := len(d.all("table", "", "")); n != 0 {
			t.Errorf("%s shows an empty table", address)
		}
	}
}

func TestWhatIsNewIsMarked(t *testing.T) {
	t.Parallel()
	d := read(t, site(t).Get("/queue?seen=2026-11-16T08:00:00Z"))
	if n := len(d.all("span", "class", "app-fresh__tag")); n != 1 {
		t.Errorf("%d rows are marked as new, want the one that changed after 8am", n)
	}
	if got := d.link("Show the newest"); got != "/queue?seen=2026-11-16T10%3A00%3A00Z" {
		t.Errorf("the newest are at %s", got)
	}
}

func TestShortcuts(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/queue/mine", "/work"} {
		if w := site(t).Get(address); w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/queue?owner=me" {
			t.Errorf("%s: %d %s", address, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestOnlyStaffSeeTheQueue(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"/queue", "/queue/log", "/queue/live", "/queue/views/new", "/queue/mine", "/work"} {
		if w := site(t).As(evidence.Requester).Get(address); w.Code != http.StatusForbidden {
			t.Errorf("a requester at %s: %d", address, w.Code)
		}
		if w := site(t).As().Get(address); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/sign-in?next=") {
			t.Errorf("a stranger at %s: %d", address, w.Code)
		}
	}
	d := read(t, site(t).As(evidence.Manager).Get("/queue"))
	if n := len(d.all("button", "name", "take")); n != 0 {
		t.Error("a manager is offered to take requests")
	}
	if w := site(t).As(evidence.Trainee).Get("/queue/live"); w.Code != http.StatusForbidden {
		t.Errorf("a trainee answers at once: %d", w.Code)
	}
}

func TestTakingOne(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST /requests/"+string(fall)+"/claim", rest.CommandResult{})
	w := s.Post("/queue/claim", form("take", fallRef, "_at", "owner=none&cursor=abc&from=25", "request", burnRef))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/queue?owner=none&cursor=abc&from=25" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	if diff := cmp.Diff([]string{"You have taken ED-2026-000101. It is in your work."}, s.Notices); diff != "" {
		t.Error(diff)
	}
	if calls := sent(s); len(calls) != 1 || calls[0].Key != "key-of-the-form" || calls[0].Body != "{}" {
		t.Errorf("sent %+v", calls)
	}
}

func TestSomebodyWasFaster(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET /requests/"+string(fall), rest.RequestRow{Owner: tom, OwnerName: "Tom Ellis"})
	s.Refuse("POST /requests/"+string(fall)+"/claim", http.StatusConflict, evidence.AlreadyClaimed)
	w := s.Post("/queue/claim", form("take", fallRef, "_at", "owner=none"))
	if w.Code != http.StatusConflict {
		t.Fatalf("%d", w.Code)
	}
	d := read(t, w)
	d.says("ED-2026-000101 was not taken", "Tom Ellis was faster and has it now.", "Showing 1 to 2 of 240")
	if s.Calls()[1].Query != "counts=true&limit=25&owner=none" {
		t.Error("the list is another one than before")
	}
}

func TestABadButtonTakesNothing(t *testing.T) {
	t.Parallel()
	s := site(t)
	for _, value := range []string{"", "x", "../../me:ED-2026-000101", string(fall) + ":<b>"} {
		if w := s.Post("/queue/claim", form("take", value, "_at", "//evil.test/?a=b")); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/queue") {
			t.Errorf("%q: %d %s", value, w.Code, w.Header().Get("Location"))
		}
	}
	if calls := sent(s); len(calls) != 0 {
		t.Errorf("sent %v", calls)
	}
}

func TestTheEngineIsAway(t *testing.T) {
	t.Parallel()
	s := site(t).Refuse("POST /requests/"+string(fall)+"/claim", http.StatusServiceUnavailable, evidence.EngineUnavailable)
	if w := s.Post("/queue/claim", form("take", fallRef)); w.Code != http.StatusServiceUnavailable {
		t.Errorf("%d", w.Code)
	}
}
