package rest_test

import (
	"fmt"
	"strings"
	"testing"

	"evidencedesk/api/rest"
)

func TestTemplatesAndSettings(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/libraries/" + string(here)
	var all struct{ Items []rest.Template }
	if h.did("trainee@here", "GET", at+"/templates", nil).into(t, &all); len(all.Items) < 7 {
		t.Errorf("%d templates", len(all.Items))
	}
	one := j{"name": "Which ward", "kind": "message", "text": "Dear {requester}"}
	made := h.did("manager@here", "POST", at+"/templates", one)
	place := strings.TrimPrefix(made.header.Get("Location"), "/api/v1")
	settings := h.did("admin@here", "GET", at+"/settings", nil)
	var present rest.StoredSettings
	settings.into(t, &present)
	next := j{
		"name": "Here", "email": "here@example.nhs.uk", "hospital_number_patterns": []string{}, "email_domains": []string{"Example.NHS.uk"}, "hub_url": "https://hub.example.org",
		"opening_note": "Closed on Fridays.", "access_open": true,
	}
	with := func(more j) j {
		body := j{}
		for _, m := range []j{next, more} {
			for k, v := range m {
				body[k] = v
			}
		}
		return body
	}
	for _, c := range []struct {
		who, method, path, match string
		body                     any
		status                   int
		says                     string
	}{
		{"librarian@here", "GET", place, "", nil, 200, `"Which ward"`},
		{"librarian@here", "PUT", place, `"1"`, one, 403, "manager"},
		{"manager@there", "PUT", place, `"1"`, one, 404, ""},
		{"manager@here", "PUT", place, `"1"`, j{"name": "Which ward", "kind": "message", "text": "Dear {patient}"}, 422, `"field":"text"`},
		{"manager@here", "PUT", place, `"1"`, j{"name": "Which ward", "kind": "ask", "text": "Dear {requester}!"}, 200, `"version":2`},
		{"manager@here", "PUT", place, `"1"`, one, 412, `"current":{"id"`},
		{"manager@here", "POST", at + "/templates", "", j{"name": "which WARD", "kind": "ask", "text": "x"}, 422, `"code":"taken"`},
		{"manager@here", "DELETE", place, `"2"`, nil, 204, ""},
		{"librarian@here", "GET", at + "/settings", "", nil, 403, "manager"},
		{"manager@here", "PUT", at + "/settings", "", next, 428, "If-Match"},
		{"manager@here", "PUT", at + "/settings", settings.header.Get("ETag"), with(j{"hub_url": "http://x.org"}), 422, `"field":"hub_url"`},
		{"manager@here", "PUT", at + "/settings", settings.header.Get("ETag"), with(j{"hospital_number_patterns": []string{"A[0-9]{6}", "("}}), 422, `"field":"hospital_number_patterns[1]"`},
		{"manager@here", "PUT", at + "/settings", settings.header.Get("ETag"), with(j{"opening_note": "Ask for Mr John Smith, born 3rd March 1951"}), 422, "identifier-suspected"},
		{"admin@here", "PUT", at + "/settings", settings.header.Get("ETag"), next, 200, `"email_domains":["example.nhs.uk"]`},
		{"manager@here", "PUT", at + "/settings", settings.header.Get("ETag"), next, 412, `"current":{"version":` + fmt.Sprint(present.Version+1)},
		{"requester@here", "GET", "/libraries", "", nil, 200, `"opening_note":"Closed on Fridays."`},
	} {
		if a := h.with(c.who, c.method, c.path, c.match, c.body); a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s %s: %d %s", c.who, c.method, c.path, a.status, a.body)
		}
	}
}

func TestCalendarsArePreviewed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.submitted()
	at := "/libraries/" + string(here) + "/calendar/preview"
	var p rest.CalendarPreview
	if h.did("manager@here", "POST", at, hours).into(t, &p); len(p.Requests) != 1 || p.Unchanged != 0 || p.Requests[0].Reference == "" || !p.Requests[0].To.After(p.Requests[0].From) {
		t.Errorf("%+v", p)
	}
	if a := h.as("manager@here", "POST", at, strings.Replace(hours, "18:00", "25:00", 1)); a.status != 422 || !strings.Contains(a.body, `"week.monday[0].to"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := h.did("manager@here", "GET", strings.TrimSuffix(at, "/preview"), nil); a.header.Get("ETag") != `"1"` {
		t.Error("the calendar was stored")
	}
}

// TestSharedReportsTellNobody lists a report for a colleague without who asked.
func TestSharedReportsTellNobody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/requests/" + string(h.submitted())
	h.did("requester@here", "POST", at+"/share", j{"share_report": "my_organisation", "share_identity": "nobody"})
	_, err := h.db.Admin.Exec(t.Context(), `UPDATE request_state SET stage = 'delivered', running = false, outcome = 'answered', first_delivered_at = now(), delivered_at = now()`)
	h.must(err)
	for who, want := range map[string]int{"stranger@here": 1, "requester@here": 0, "stranger@there": 0, "librarian@here": 1} {
		var p rest.SharedReportPage
		a := h.did(who, "GET", "/shared-reports?q=bronchiectasis", nil)
		if a.into(t, &p); len(p.Items) != want || p.Total != want || strings.Contains(a.body, string(h.ids["requester@here"])) {
			t.Errorf("%s: %s", who, a.body)
		}
	}
}
