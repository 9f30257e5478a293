package manage_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

// Every figure of the team leads to the list that it counts.
func TestFiguresLeadToTheirLists(t *testing.T) {
	t.Parallel()
	d := sound(t, site(t).Get("/team"), http.StatusOK)
	owner := "/queue?owner=" + string(tom)
	d.leads("/queue", "/queue?due=overdue", "/queue?owner=none", "/queue?due=overdue&owner=none", owner, "/queue?due=overdue&owner="+string(tom),
		"/queue?due=week&owner="+string(tom), owner+"&stage=clarifying,on_hold", "/team/"+string(tom), "/team/unclaimed", "/team/tasks")
	if words := d.links()["/queue?due=week&owner="+string(tom)]; !strings.HasPrefix(words, "3 ") {
		t.Errorf("due by Sunday is %q: the list holds what is overdue too", words)
	}
	s := site(t).As(evidence.Librarian)
	s.On("GET "+lib+"/load", rest.Load{
		OwnOnly: true, Open: 8, Overdue: 2, Unclaimed: 3, AsOf: day(16, 10), People: []rest.PersonLoad{{Person: webtest.Me, Name: "Ann Walker", Open: 2}},
	})
	librarian := sound(t, s.Get("/team"), http.StatusOK)
	librarian.says("Your open requests", "Ann Walker (you)")
	librarian.leads("/queue", "/queue?due=overdue", "/queue?owner="+string(webtest.Me))
	if librarian.links()["/team/"+string(tom)] != "" {
		t.Error("a librarian is led to a page for managers")
	}
}

func TestTasksAreDone(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+lib+"/tasks/"+item+"/done", nil)
	d := sound(t, s.Get("/team/tasks"), http.StatusOK)
	d.leads("/team/tasks?cursor=onward", "/work/"+string(fall))
	s.Calls()
	gone(t, s.Post("/team/tasks/done", d.form("task", item)), "/team/tasks")
	if calls := sent(s); len(calls) != 1 || calls[0].Path != lib+"/tasks/"+item+"/done" {
		t.Errorf("%v", calls)
	}
	gone(t, s.Get("/team/tasks/done"), "/team/tasks")
	sound(t, site(t).On("GET "+lib+"/tasks", rest.TaskList{}).Get("/team/tasks"), http.StatusOK).says("Nothing is waiting to be sorted out.")
}

func TestRequestsAreHandedOver(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST /requests/"+string(fall)+"/reassign", rest.CommandResult{}).On("POST /requests/"+string(burn)+"/reassign", rest.CommandResult{})
	d := sound(t, s.Get("/team/"+string(tom)), http.StatusOK)
	form := d.form("person", item, "reason", "absence")
	form["request"] = []string{fallBox, burnBox}
	s.Calls()
	gone(t, s.Post("/team/"+string(tom), form), "/team/"+string(tom))
	calls := sent(s)
	if len(calls) != 2 || calls[0].Key != form.Get("_key") || calls[1].Key != form.Get("_key") {
		t.Fatalf("%v", calls)
	}
	if diff := cmp.Diff(object{"person": item, "reason": "absence"}, body(t, calls[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !cmp.Equal(s.Notices, []string{"2 requests were handed over."}) {
		t.Errorf("%q", s.Notices)
	}
}

func TestHandingOverSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		form url.Values
		to   string
	}{
		"nothing ticked": {url.Values{"person": {item}, "reason": {"absence"}}, "#request-" + strings.NewReplacer(":", "-", "ED", "--").Replace(fallBox)},
		"nobody":         {url.Values{"request": {fallBox}, "reason": {"absence"}}, "#person"},
		"no reason":      {url.Values{"request": {fallBox}, "person": {item}}, "#reason"},
	} {
		s := site(t)
		d := sound(t, s.Post("/team/"+string(tom), c.form), http.StatusUnprocessableEntity)
		if d.links()[c.to] == "" {
			t.Errorf("%s: no link to %s in %v", name, c.to, d.links())
		}
		if calls := sent(s); len(calls) > 0 {
			t.Errorf("%s: %v", name, calls)
		}
	}
}

// What cannot be handed over is reported by its reference; what can be is.
func TestSomeAreNotHandedOver(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST /requests/"+string(fall)+"/reassign", rest.CommandResult{})
	s.Refuse("POST /requests/"+string(burn)+"/reassign", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "person", Code: "unchanged"})
	d := sound(t, s.Post("/team/"+string(tom), url.Values{"request": {fallBox, burnBox, "x"}, "person": {item}, "reason": {"absence"}}), http.StatusConflict)
	d.says("Some requests were not handed over", "1 request was handed over.", "ED-2026-000102 Why This person has it already.", "The form did not say which.")
	again := 0
	s.OnFunc("POST /requests/"+string(burn)+"/reassign", func(c webtest.Call) webtest.Answer {
		if again++; c.Key == "an-old-key" {
			return webtest.Answer{Status: 422, Body: object{"status": 422, "code": evidence.IdempotencyKeyReused}}
		}
		return webtest.Answer{Body: rest.CommandResult{}}
	})
	gone(t, s.Post("/team/unclaimed", url.Values{"_key": {"an-old-key"}, "request": {burnBox}, "person": {item}, "reason": {"absence"}}), "/team/unclaimed")
	if again != 2 {
		t.Errorf("%d tries", again)
	}
}

// Whoever manages several libraries says which one is meant.
func TestSeveralLibraries(t *testing.T) {
	t.Parallel()
	s := site(t).As()
	there := "/libraries/" + asking
	s.On("GET "+there+"/load", rest.Load{Unclaimed: 2}).On("GET "+there+"/tasks", rest.TaskList{}).On("GET "+there+"/settings", stored(1, "Eastvale Library")).On("PUT "+there+"/settings", stored(2, "East"))
	d := sound(t, visit(s, http.MethodGet, "/team?library="+asking, nil), http.StatusOK)
	d.leads("/team?library="+string(webtest.Library), "/queue?owner=none&library="+asking, "/team/unclaimed?library="+asking)
	d = sound(t, visit(s, http.MethodGet, "/settings/service?library="+asking, nil), http.StatusOK)
	s.Calls()
	gone(t, visit(s, http.MethodPost, "/settings/service?library="+asking, d.form("name", "East")), "/settings/service?library="+asking)
	if calls := sent(s); len(calls) != 1 || calls[0].Path != there+"/settings" {
		t.Errorf("%v", calls)
	}
	for _, f := range d.all("form") {
		if webtest.Attr(f, "action") == "/settings/service" {
			t.Error("the form forgets its library")
		}
	}
}

// visit visits as somebody who manages two libraries.
func visit(s *webtest.Site, method, address string, form url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return s.Do(r.WithContext(auth.With(r.Context(), auth.Principal{Person: webtest.Me, Name: "Ann Walker", Memberships: map[evidence.LibraryID][]evidence.Role{
		webtest.Library: {evidence.Manager}, asking: {evidence.Manager},
	}})))
}
