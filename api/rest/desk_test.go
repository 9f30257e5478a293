package rest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
)

// with calls the API as somebody who has read a version.
func (h *house) with(who, method, path, match string, body any) answer {
	return send(h, call{method: method, path: "/api/v1" + path, token: h.tokens[who], header: map[string]string{"If-Match": match}, body: body})
}

type j = map[string]any

func TestTheQuestionIsRefined(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/requests/" + string(h.submitted()) + "/question"
	h.did("librarian@here", "POST", strings.TrimSuffix(at, "/question")+"/claim", nil)
	body := j{"question": "Does pulmonary rehabilitation help children with bronchiectasis?", "framework": j{"code": "pico", "elements": j{"population": "children"}}}
	for _, c := range []struct {
		who, match string
		body       j
		status     int
		says       string
	}{
		{"librarian@here", "", body, 428, `"If-Match"`},
		{"librarian@here", `"1"`, j{"question": "Too short"}, 422, `"field":"question"`},
		{"librarian@here", `"1"`, j{"question": body["question"], "framework": j{"code": "pico", "elements": j{"colour": "red"}}}, 422, "framework.elements.colour"},
		{"librarian@here", `"1"`, j{"question": "Would it help Mr John Smith, born 3rd March 1951?"}, 422, "identifier-suspected"},
		{"second@here", `"1"`, body, 403, "not-permitted"},
		{"librarian@there", `"1"`, body, 404, "not-found"},
		{"librarian@here", `"1"`, body, 200, `"version":2`},
		{"requester@here", `"1"`, body, 412, `"current":{"version":2,"question":"Does pulmonary rehabilitation help children`},
		{"requester@here", `"2"`, j{"question": "Does pulmonary rehabilitation help anybody with bronchiectasis?"}, 200, `"version":3`},
	} {
		if a := h.with(c.who, "PUT", at, c.match, c.body); a.status != c.status || !strings.Contains(a.body, c.says) {
			t.Errorf("%s %s: %d %s", c.who, c.match, a.status, a.body)
		}
	}
	var versions struct{ Items []rest.QuestionVersion }
	h.did("requester@here", "GET", at+"/versions", nil).into(t, &versions)
	if v := versions.Items; len(v) != 3 || v[0].By != h.ids["requester@here"] || v[1].Framework == nil || v[1].Framework.Elements["population"] != "children" ||
		v[2].Framework.Elements["population"] != "adults with bronchiectasis" || v[0].Framework != nil {
		t.Errorf("%+v", v)
	}
	var view rest.RequestView
	h.did("librarian@here", "GET", strings.TrimSuffix(at, "/question"), nil).into(t, &view)
	if view.TextVersion != 3 || view.Framework != nil || !strings.Contains(view.Question, "anybody") {
		t.Errorf("%+v", view)
	}
}

func TestTimersAndPresence(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/requests/" + string(h.submitted())
	h.did("librarian@here", "POST", at+"/timer/start", nil)
	if a := h.did("librarian@here", "GET", at+"/timer", nil); !strings.Contains(a.body, `"running":true`) || !strings.Contains(a.body, `"started_at"`) {
		t.Errorf("%s", a.body)
	}
	if a := h.did("librarian@here", "GET", "/me/timers", nil); !strings.Contains(a.body, `"reference":"ED-`) || !strings.Contains(a.body, `"running":true`) {
		t.Errorf("%s", a.body)
	}
	h.did("librarian@here", "POST", at+"/timer/pause", nil)
	for body, field := range map[string]string{`{}`: "activity", `{"activity":"sleep"}`: "activity", `{"activity":"search","minutes":0}`: "minutes", `{"activity":"search","note":"999 000 0018"}`: "note"} {
		if a := h.as("librarian@here", "POST", at+"/timer/log", body); a.status != 422 || !strings.Contains(a.body, `"field":"`+field+`"`) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
	entry := h.did("librarian@here", "POST", at+"/timer/log", j{"activity": "search", "note": "Ovid"})
	if a := h.did("librarian@here", "GET", strings.TrimPrefix(entry.header.Get("Location"), "/api/v1"), nil); !strings.Contains(a.body, `"minutes":1`) {
		t.Errorf("%s", a.body)
	}
	h.did("librarian@here", "DELETE", at+"/timer", nil)
	if a := h.as("requester@here", "POST", at+"/timer/start", nil); a.status != http.StatusForbidden {
		t.Errorf("a requester measures time: %d", a.status)
	}
	h.did("librarian@here", "POST", at+"/presence", j{"doing": "writing"})
	if a := h.did("second@here", "POST", at+"/presence", j{"doing": "reading"}); !strings.Contains(a.body, string(h.ids["librarian@here"])) || !strings.Contains(a.body, `"doing":"writing"`) {
		t.Errorf("%s", a.body)
	}
	if a := h.as("second@here", "POST", at+"/presence", j{"doing": "sleeping"}); a.status != 422 {
		t.Errorf("%d", a.status)
	}
	if a := h.as("requester@here", "POST", at+"/presence", j{"doing": "reading"}); a.status != http.StatusForbidden {
		t.Errorf("a requester sees who reads: %d", a.status)
	}
}

func TestTasksNoticesAndProfiles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := string(h.submitted())
	for n := range 3 {
		_, err := h.db.Admin.Exec(t.Context(), `INSERT INTO team_task (id, library_id, request_id, kind, created_at) VALUES (gen_random_uuid(), $1, $2, 'outbox_stuck', now() + $3 * interval '1 second')`, here, id, n)
		h.must(err)
	}
	at := "/libraries/" + string(here) + "/tasks"
	var first, second rest.TaskList
	h.did("trainee@here", "GET", at+"?limit=2", nil).into(t, &first)
	h.did("trainee@here", "GET", at+"?limit=2&cursor="+first.Next, nil).into(t, &second)
	if len(first.Items) != 2 || len(second.Items) != 1 || second.Next != "" || first.Items[0].Reference == "" {
		t.Errorf("%+v %+v", first, second)
	}
	if a := h.as("trainee@here", "GET", at+"?cursor=x", nil); a.status != 422 {
		t.Errorf("%d", a.status)
	}
	for range 2 {
		h.did("trainee@here", "POST", at+"/"+first.Items[0].ID+"/done", nil)
	}
	if h.did("trainee@here", "GET", at, nil).into(t, &second); len(second.Items) != 2 {
		t.Errorf("%d tasks are open", len(second.Items))
	}
	h.did("librarian@here", "POST", "/requests/"+id+"/messages", j{"kind": "update", "text": "We have begun."})
	if a := h.did("manager@here", "GET", "/requests/"+id+"/notices", nil); !strings.Contains(a.body, `"kind":"acknowledged"`) ||
		!strings.Contains(a.body, `"kind":"message_posted"`) || !strings.Contains(a.body, `"name":"requester@here"`) || !strings.Contains(a.body, `"state":"queued"`) {
		t.Errorf("%s", a.body)
	}
	if a := h.as("requester@here", "GET", "/requests/"+id+"/notices", nil); a.status != http.StatusForbidden {
		t.Errorf("%d", a.status)
	}
	mine := h.did("requester@here", "GET", "/me/profile", nil)
	var p rest.Profile
	mine.into(t, &p)
	if p.Name != "requester@here" || p.Email == "" || p.Organisation == "" {
		t.Errorf("%+v", p)
	}
	body := j{"name": "Ann", "job_title": "Nurse", "staff_group": "medical_dental"}
	if a := h.with("requester@here", "PUT", "/me/profile", mine.header.Get("ETag"), j{"name": "Ann", "staff_group": "wizards"}); a.status != 422 || !strings.Contains(a.body, `"staff_group"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := h.with("requester@here", "PUT", "/me/profile", mine.header.Get("ETag"), body); a.status != 200 || !strings.Contains(a.body, `"Nurse"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := h.with("requester@here", "PUT", "/me/profile", mine.header.Get("ETag"), body); a.status != 412 || !strings.Contains(a.body, `"job_title":"Nurse"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// TestAnAcceptedDateFollowsFromWhenItHappened accepts late: the proposal counts from then.
func TestAnAcceptedDateFollowsFromWhenItHappened(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(ours, func(s *evidence.State) { s.Stage, s.Owner = evidence.Triage, person(evidence.Librarian, here) })
	w.set(theirs, func(s *evidence.State) { s.Stage, s.Owner = evidence.Triage, person(evidence.Librarian, there) })
	api := w.api()
	var late, now rest.CommandResult
	send(api, call{method: "POST", path: path(ours, "/accept"), token: token(evidence.Librarian, here), body: j{"occurred_at": noon().Add(-30 * time.Minute)}}).into(t, &late)
	send(api, call{method: "POST", path: path(theirs, "/accept"), token: token(evidence.Librarian, there), body: j{}}).into(t, &now)
	if late.Stage != evidence.Searching || now.Stage != evidence.Searching || late.PromiseDue.IsZero() || late.PromiseDue.After(now.PromiseDue) {
		t.Errorf("accepted half an hour ago: due %s; accepted now: due %s", late.PromiseDue, now.PromiseDue)
	}
	given := w.given[0]
	if !given.At.Equal(noon().Add(-30 * time.Minute)) {
		t.Errorf("it happened at %s", given.At)
	}
}
