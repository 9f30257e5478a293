package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

func TestMe(t *testing.T) {
	t.Parallel()
	a := send(newWorld(t).api(), call{method: "GET", path: "/api/v1/me", token: token(evidence.Trainee, here)})
	for _, want := range []string{string(person(evidence.Trainee, here)), string(here), `"trainee"`, `"name":"Somebody"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s is missing in %s", want, a.body)
		}
	}
}

func TestVocabulariesAreCached(t *testing.T) {
	t.Parallel()
	api := newWorld(t).api()
	for _, path := range []string{"/api/v1/vocabularies", "/api/v1/vocabularies/urgencies"} {
		first := send(api, call{method: "GET", path: path})
		if first.status != http.StatusOK || first.header.Get("ETag") == "" || !strings.Contains(first.header.Get("Cache-Control"), "max-age") {
			t.Fatalf("%s: %d %v", path, first.status, first.header)
		}
		again := send(api, call{method: "GET", path: path, header: map[string]string{"If-None-Match": `"other", W/` + first.header.Get("ETag")}})
		if again.status != http.StatusNotModified || again.body != "" || again.header.Get("ETag") == "" {
			t.Errorf("%s again: %d %q", path, again.status, again.body)
		}
		if a := send(api, call{method: "GET", path: path, header: map[string]string{"If-None-Match": `"other"`}}); a.status != http.StatusOK {
			t.Errorf("%s with another tag: %d", path, a.status)
		}
	}
	if a := send(api, call{method: "GET", path: "/api/v1/vocabularies/colours"}); a.status != http.StatusNotFound {
		t.Errorf("a vocabulary that is none: %d", a.status)
	}
}

func TestTheIdentifierGuardExplainsItself(t *testing.T) {
	t.Parallel()
	a := send(newWorld(t).api(), call{method: "GET", path: "/api/v1/identifier-guard"})
	if a.status != http.StatusOK || !strings.Contains(a.body, `"code":"not_a_patient"`) || !strings.Contains(a.body, `"kind":"nhs_number"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
}

const hours = `{"name":"Desk","zone":"Europe/London","nation":"none","closures":[],"special_openings":[],"week":{
	"monday":[{"from":"08:00","to":"18:00"}],"tuesday":[],"wednesday":[],"thursday":[],"friday":[],"saturday":[],"sunday":[]}}`

func TestTheCalendarOfALibrary(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/api/v1/libraries/" + string(here) + "/calendar"
	read := h.did("requester@here", "GET", "/libraries/"+string(here)+"/calendar", nil)
	if read.header.Get("ETag") != `"1"` {
		t.Fatalf("%v %s", read.header, read.body)
	}
	put := func(who, match, body string) answer {
		return send(h, call{method: "PUT", path: at, token: h.tokens[who], header: map[string]string{"If-Match": match}, body: body})
	}
	for _, tc := range []struct {
		who, match, body string
		status           int
		code             evidence.Code
		says             string
	}{
		{"manager@here", "", hours, 428, evidence.PreconditionRequired, `"If-Match"`},
		{"manager@here", `"7"`, hours, 412, evidence.VersionStale, `"current_version":1`},
		{"manager@here", `"1"`, strings.Replace(hours, "18:00", "25:00", 1), 422, evidence.Invalid, `"week.monday[0].to"`},
		{"manager@here", `"1"`, strings.Replace(hours, "Europe/London", "Europe/Nowhere", 1), 422, evidence.Invalid, `"zone"`},
		{"librarian@here", `"1"`, hours, 403, evidence.NotPermitted, "manager"},
		{"manager@there", `"1"`, hours, 404, evidence.NotFound, ""},
	} {
		if a := put(tc.who, tc.match, tc.body); a.status != tc.status || a.code(t) != string(tc.code) || !strings.Contains(a.body, tc.says) {
			t.Errorf("%s %s: %d %s", tc.who, tc.match, a.status, a.body)
		}
	}
	if a := put("manager@here", `"1"`, hours); a.status != http.StatusOK || a.header.Get("ETag") != `"2"` {
		t.Errorf("%d %s", a.status, a.body)
	}
	h.submitted()
	if a := h.did("manager@here", "POST", "/libraries/"+string(here)+"/calendar/recompute", nil); !strings.Contains(a.body, `"requests":1`) {
		t.Errorf("recompute: %s", a.body)
	}
}

func TestTheDirectory(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	all := h.did("requester@here", "GET", "/libraries", nil)
	if n := strings.Count(all.body, `"code":`); n != 3 {
		t.Errorf("%d libraries: %s", n, all.body)
	}
	one := h.did("requester@here", "GET", "/libraries?trust=trust%20there", nil)
	if strings.Count(one.body, `"code":`) != 1 || !strings.Contains(one.body, string(there)) {
		t.Errorf("by trust: %s", one.body)
	}
	if a := h.did("librarian@there", "GET", "/libraries/"+string(here)+"/staff", nil); strings.Count(a.body, `"person":`) != 4 {
		t.Errorf("the staff here: %s", a.body)
	}
	if a := h.as("requester@here", "GET", "/libraries/"+string(here)+"/staff", nil); a.status != http.StatusForbidden {
		t.Errorf("a requester reads the staff: %d", a.status)
	}
}

func TestTheQueue(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for range 5 {
		h.submitted()
	}
	type page struct {
		Items  []struct{ ID string }
		Next   string
		Counts struct{ Total, Pool int }
	}
	seen := map[string]bool{}
	cursor := ""
	for range 3 {
		var p page
		h.did("librarian@here", "GET", "/requests?limit=2&counts=true&stage=submitted,triage&cursor="+cursor, nil).into(t, &p)
		for _, r := range p.Items {
			seen[r.ID] = true
		}
		if p.Counts.Total != 5 || p.Counts.Pool != 5 {
			t.Errorf("counts %+v", p.Counts)
		}
		cursor = p.Next
	}
	if len(seen) != 5 || cursor != "" {
		t.Errorf("%d requests on three pages, then %q", len(seen), cursor)
	}
	for who, want := range map[string]int{"requester@here": 5, "stranger@here": 0, "librarian@there": 0, "admin@here": 0, "system_lead@here": 0} {
		var p page
		if h.did(who, "GET", "/requests", nil).into(t, &p); len(p.Items) != want {
			t.Errorf("%s sees %d", who, len(p.Items))
		}
	}
	for _, bad := range []string{"cursor=AAAA", "cursor=!", "sort=colour", "due=never", "urgency=yesterday", "library=" + string(there)} {
		if a := h.as("librarian@here", "GET", "/requests?"+bad, nil); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", bad, a.status, a.body)
		}
	}
}

func TestAViewIsCachedByItsTag(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.submitted()
	at := "/api/v1" + "/requests/" + string(id)
	get := func(match string) answer {
		return send(h, call{method: "GET", path: at, token: h.tokens["requester@here"], header: map[string]string{"If-None-Match": match}})
	}
	first := get("")
	tag := first.header.Get("ETag")
	if !strings.HasPrefix(tag, `"1-`) {
		t.Fatalf("ETag %s", tag)
	}
	if a := get(tag); a.status != http.StatusNotModified {
		t.Errorf("unchanged: %d", a.status)
	}
	h.did("requester@here", "POST", "/requests/"+string(id)+"/share", map[string]any{"share_report": "my_organisation", "share_identity": "nobody"})
	if a := get(tag); a.status != http.StatusOK {
		t.Errorf("after sharing: %d", a.status)
	}
	if a := send(h, call{method: "POST", path: at + "/claim", token: h.tokens["librarian@here"], header: map[string]string{"If-Match": tag}}); a.status != http.StatusOK {
		t.Errorf("the tag as If-Match: %d %s", a.status, a.body)
	}
	if a := h.as("librarian@here", "POST", "/requests/"+string(id)+"/share", map[string]any{"share_report": "anyone_nhs", "share_identity": "nobody"}); a.status != http.StatusForbidden {
		t.Errorf("a librarian shares: %d", a.status)
	}
}

func TestTheDeadlineIsExplained(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.submitted()
	at := "/requests/" + string(id)
	h.did("librarian@here", "POST", at+"/claim", nil)
	h.did("librarian@here", "POST", at+"/ask", map[string]any{"message": "Do you mean adults only?"})
	a := h.did("requester@here", "GET", at+"/deadline", nil)
	for _, want := range []string{`"explanation":{`, `"reason":"clarifying"`, `"versions":[{"seq":1,"command":"submit","action":"start"`, `"rule":{"code":"routine"`, `"upcoming":[{"name":"remind-1"`} {
		if !strings.Contains(a.body, want) {
			t.Errorf("%s is missing in %s", want, a.body)
		}
	}
	if strings.Contains(a.body, `"promise_due":"0001`) {
		t.Errorf("a date that is none: %s", a.body)
	}
}

func TestAFollowUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api := w.api()
	at := "/api/v1/follow-ups/" + openToken
	view := send(api, call{method: "GET", path: at})
	if view.status != http.StatusOK || !strings.Contains(view.body, `"q1_services"`) || !strings.Contains(view.body, `"impact_uses":[`) {
		t.Fatalf("%d %s", view.status, view.body)
	}
	for body, code := range map[string]evidence.Code{
		`{}`:                                    evidence.Invalid,
		`{"answers":{"q1_services":["magic"]}}`: evidence.Invalid,
		`{"answers":{"q4_benefits":{"magic":["immediate"]}}}`:          evidence.Invalid,
		`{"answers":{"q4_benefits":{"safety":["never"]}}}`:             evidence.Invalid,
		`{"answers":{"q3_how":"Mr Jones, born 3rd March 1951, left"}}`: evidence.IdentifierSuspected,
		`{"time_saved":"weeks","opt_out":true}`:                        evidence.Invalid,
	} {
		if a := send(api, call{method: "POST", path: at, body: body}); a.code(t) != string(code) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
	if len(w.surveys) != 0 || w.optedOut != 0 {
		t.Fatal("something was stored")
	}
	a := send(api, call{method: "POST", path: at, body: `{"answers":{"q1_services":["evidence_search"],"q3_how":"It changed the plan.",
		"q4_benefits":{"safety":["immediate"]},"q6_role":"medical_dental"},"time_saved":"hours_1_to_2","may_quote":true,"opt_out":true}`})
	if a.status != http.StatusOK || !strings.Contains(a.body, `"state":"answered"`) || len(w.surveys) != 1 || w.optedOut != 1 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	s := w.surveys[0]
	if s.Texts["q3_how"] == "" || s.Codes["q6_role"] != "medical_dental" || !s.QuoteConsent || s.TimeSaved != "hours_1_to_2" || s.Questionnaire == "" {
		t.Errorf("stored %+v", s)
	}
}

func TestStaffSubmitForOthers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := func(more string) string {
		return `{"question":"Does it help adults with asthma?","type":"audit"` + more + `}`
	}
	known := string(h.ids["requester@here"])
	for name, tc := range map[string]struct {
		who, more string
		status    int
		field     string
	}{
		"somebody known":             {"librarian@here", `,"requester":{"person":"` + known + `"},"channel":"phone","occurred_at":"2026-01-05T09:00:00Z"`, 201, ""},
		"somebody new":               {"manager@here", `,"requester":{"new":{"name":"A New","email":"a.new@example.nhs.uk"}},"copy_to":[{"name":"B","email":"b@example.nhs.uk"}]`, 201, ""},
		"neither":                    {"librarian@here", `,"requester":{}`, 422, "requester"},
		"nobody":                     {"librarian@here", `,"requester":{"person":"` + string(missing) + `"}`, 422, "requester.person"},
		"a staff group that is none": {"librarian@here", `,"requester":{"new":{"name":"A","email":"a@example.org","staff_group":"wizards"}}`, 422, "requester.new.staff_group"},
		"no such organisation":       {"librarian@here", `,"requester":{"new":{"name":"A","email":"a@example.org","organisation":"` + string(missing) + `"}}`, 422, "requester.new.organisation"},
		"sharing for somebody else":  {"librarian@here", `,"requester":{"person":"` + known + `"},"share_report":"anyone_nhs"`, 422, "share_report"},
		"no such delegate":           {"requester@here", `,"delegates":["` + string(missing) + `"]`, 422, "delegates"},
		"no such earlier request":    {"requester@here", `,"follow_on_from":"` + string(missing) + `"`, 422, "follow_on_from"},
		"a requester, earlier":       {"requester@here", `,"occurred_at":"2026-01-05T09:00:00Z"`, 422, "occurred_at"},
		"later than now":             {"librarian@here", `,"occurred_at":"2190-01-05T09:00:00Z"`, 422, "occurred_at"},
		"an admin":                   {"admin@here", ``, 403, ""},
	} {
		a := send(h, call{method: "POST", path: "/api/v1/requests", token: h.tokens[tc.who], body: body(tc.more)})
		if a.status != tc.status || tc.field != "" && !strings.Contains(a.body, `"field":"`+tc.field+`"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}
