package manage_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

func decode(t *testing.T, c webtest.Call, out any) {
	t.Helper()
	if err := json.Unmarshal([]byte(c.Body), out); err != nil {
		t.Fatal(err)
	}
}

// stale refuses a change because of what is stored now.
func stale(s *webtest.Site, call string, current any) *webtest.Site {
	return s.OnFunc(call, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: object{"status": 412, "code": evidence.VersionStale, "current": current}}
	})
}

func TestTemplatesAreWritten(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+lib+"/templates", rest.SavedTemplate{}).On("PUT "+lib+"/templates/"+item, rest.SavedTemplate{})
	d := sound(t, s.Get("/settings/templates/new"), http.StatusOK)
	s.Calls()
	gone(t, s.Post("/settings/templates/new", d.form("name", "Which ward", "kind", "message", "text", "Dear {requester}")), "/settings/templates")
	call := sent(s)[0]
	if diff := cmp.Diff(object{"name": "Which ward", "kind": "message", "text": "Dear {requester}"}, body(t, call)); diff != "" || call.Key != d.form().Get("_key") {
		t.Errorf("%v (-want +got):\n%s", call, diff)
	}
	at := "/settings/templates/" + item
	d = sound(t, s.Get(at), http.StatusOK)
	if f := d.form(); f.Get("kind") != "ask" || !strings.Contains(f.Get("text"), "which <b>group</b>?") {
		t.Errorf("%v", f)
	}
	s.Calls()
	gone(t, s.Post(at, d.form("name", "Group")), "/settings/templates")
	if call := sent(s)[0]; call.Match != `"2"` || call.Method != http.MethodPut {
		t.Errorf("%v", call)
	}
}

func TestTemplatesThatAreRefused(t *testing.T) {
	t.Parallel()
	at := "/settings/templates/" + item
	s := site(t).Refuse("POST "+lib+"/templates", http.StatusUnprocessableEntity, evidence.Invalid,
		page.FieldProblem{Field: "name", Code: "too-short"}, page.FieldProblem{Field: "kind", Code: "unknown"}, page.FieldProblem{Field: "text", Code: "unknown", Detail: "Use only {requester}."})
	d := sound(t, s.Post("/settings/templates/new", map[string][]string{"text": {"Dear {patient}"}}), http.StatusUnprocessableEntity)
	want := map[string]string{"#name": "Give the template a name.", "#kind": "Choose where it is offered.", "#text": "Use only {requester}."}
	for target, words := range want {
		if d.links()[target] != words {
			t.Errorf("%s: %q", target, d.links()[target])
		}
	}
	if d.form().Get("text") != "Dear {patient}" {
		t.Error("the text is lost")
	}
	s.Refuse("POST "+lib+"/templates", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "text", Code: string(evidence.IdentifierSuspected), Start: 5, Length: 9, Kind: "nhs_number"})
	sound(t, s.Post("/settings/templates/new", map[string][]string{"text": {"Dear 9990000018"}}), http.StatusUnprocessableEntity).says("What you wrote may identify a patient")

	stale(s, "PUT "+lib+"/templates/"+item, aTemplate(3, "Theirs"))
	both := sound(t, s.Post(at, sound(t, s.Get(at), http.StatusOK).form("name", "Mine")), http.StatusConflict)
	both.says("Somebody else changed this template", "Theirs", "Mine")
	if f := both.form(); f.Get("_version") != "3" || f.Get("name") != "Mine" {
		t.Errorf("%v", f)
	}
	stale(s, "PUT "+lib+"/templates/"+item, rest.Template{ID: item, Name: "Mine", Kind: "ask", Text: aTemplate(1, "").Text, Version: 3})
	gone(t, s.Post(at, sound(t, s.Get(at), http.StatusOK).form("name", "Mine")), "/settings/templates") // a second click
}

func TestTemplatesAreDeleted(t *testing.T) {
	t.Parallel()
	at := "/settings/templates/" + item + "/delete"
	s := site(t).On("DELETE "+lib+"/templates/"+item, nil)
	d := sound(t, s.Get(at), http.StatusOK)
	s.Calls()
	gone(t, s.Post(at, d.form()), "/settings/templates")
	if call := sent(s)[0]; call.Match != `"2"` {
		t.Errorf("%v", call)
	}
	stale(s, "DELETE "+lib+"/templates/"+item, aTemplate(3, "Theirs"))
	sound(t, s.Post(at, d.form()), http.StatusConflict).says("Somebody changed this template a moment ago.")
	s.Refuse("DELETE "+lib+"/templates/"+item, http.StatusNotFound, evidence.NotFound)
	gone(t, s.Post(at, d.form()), "/settings/templates")
}

func TestSettingsAreSaved(t *testing.T) {
	t.Parallel()
	s := site(t).On("PUT "+lib+"/settings", stored(4, "New"))
	d := sound(t, s.Get("/settings/service"), http.StatusOK)
	s.Calls()
	form := d.form("name", "New", "email_domains", "example.org\r\n\r\n example.nhs.uk ")
	form.Del("access_open")
	gone(t, s.Post("/settings/service", form), "/settings/service")
	call := sent(s)[0]
	want := object{
		"name": "New", "email": "library@example.nhs.uk", "hospital_number_patterns": []any{"A[0-9]{6}"}, "email_domains": []any{"example.org", "example.nhs.uk"},
		"opening_note": "Closed <b>on</b> Fridays.", "access_open": false,
	}
	if diff := cmp.Diff(want, body(t, call)); diff != "" || call.Match != `"3"` {
		t.Errorf("%s (-want +got):\n%s", call.Match, diff)
	}
	s.Refuse("PUT "+lib+"/settings", http.StatusUnprocessableEntity, evidence.Invalid,
		page.FieldProblem{Field: "hospital_number_patterns[1]", Code: "malformed", Detail: "This is not a regular expression."}, page.FieldProblem{Field: "hub_url", Code: "malformed", Detail: "Use an address that begins with https://."})
	wrong := sound(t, s.Post("/settings/service", d.form("hospital_number_patterns", "A[0-9]{6}\n(", "hub_url", "http://x")), http.StatusUnprocessableEntity)
	if got := wrong.links(); got["#hospital-number-patterns"] != "Line 2: this is not a regular expression." || got["#hub-url"] == "" || wrong.form().Get("hub_url") != "http://x" {
		t.Errorf("%v", got)
	}
	stale(s, "PUT "+lib+"/settings", stored(9, "Theirs"))
	both := sound(t, s.Post("/settings/service", d.form("name", "Mine")), http.StatusConflict)
	both.says("Somebody else changed the settings", "Theirs", "Mine")
	if both.form().Get("_version") != "9" || both.form().Get("name") != "Mine" {
		t.Errorf("%v", both.form())
	}
	stale(s, "PUT "+lib+"/settings", stored(9, "Northmoor Library"))
	gone(t, s.Post("/settings/service", d.form()), "/settings/service") // a second click
}
