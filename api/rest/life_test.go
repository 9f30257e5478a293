package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

// TestALife takes a request from submission to delivery over the API and the real stores.
func TestALife(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.submitted()
	at := "/requests/" + string(id)
	h.did("librarian@here", "POST", at+"/claim", nil)
	h.did("librarian@here", "POST", at+"/accept", map[string]any{"product": "search_with_summary"})
	h.did("librarian@here", "POST", at+"/ask", map[string]any{"message": "Do you mean adults only?"})
	h.did("requester@here", "POST", at+"/answer", map[string]any{"message": "Yes, adults only."})
	h.did("librarian@here", "POST", at+"/searches", map[string]any{
		"source": "medline", "kind": "database", "run_at": "2026-03-01T10:00:00Z", "lines": []map[string]any{{"n": 1, "text": "exp Bronchiectasis/", "hits": 1200}},
	})
	h.did("librarian@here", "POST", at+"/complete-search", nil)
	summary := send(h, call{
		method: "PUT", path: "/api/v1" + at + "/summary", token: h.tokens["librarian@here"], header: map[string]string{"If-Match": `"1"`},
		body: map[string]any{"text": "Three trials show better exercise capacity.", "bottom_line": "It helps."},
	})
	if summary.status != http.StatusOK {
		t.Fatalf("summary: %d %s", summary.status, summary.body)
	}
	h.did("librarian@here", "POST", at+"/submit-for-check", map[string]any{"reviewer": h.ids["librarian@there"]})

	if a := h.as("librarian@here", "POST", at+"/approve", map[string]any{"version": 1}); a.code(t) != string(evidence.OwnWork) {
		t.Fatalf("one's own work: %s", a.body)
	}
	var view struct {
		Stage           evidence.Stage
		Check           struct{ Version int }
		AllowedCommands []evidence.Name `json:"allowed_commands"`
	}
	h.did("librarian@there", "GET", at, nil).into(t, &view)
	if view.Check.Version != 1 || !strings.Contains(strings.Join(names(view.AllowedCommands), " "), "approve") {
		t.Fatalf("the invited reviewer sees %+v", view)
	}
	h.did("librarian@there", "POST", at+"/approve", map[string]any{"version": view.Check.Version})
	delivered := h.did("librarian@here", "POST", at+"/deliver", nil)
	if !strings.Contains(delivered.body, `"stage":"delivered"`) {
		t.Fatal(delivered.body)
	}
	if a := h.did("requester@here", "GET", at+"/summary", nil); !strings.Contains(a.body, "Three trials") {
		t.Errorf("the requester reads %s", a.body)
	}
	h.did("requester@here", "POST", at+"/share", map[string]any{"share_report": "anyone_nhs", "share_identity": "nobody"})
	shared := h.did("requester@there", "GET", at, nil)
	if strings.Contains(shared.body, string(h.ids["requester@here"])) || !strings.Contains(shared.body, `"relation":"shared"`) {
		t.Errorf("what is shared: %s", shared.body)
	}
	if a := h.did("requester@there", "POST", "/requests/similar", map[string]any{"text": "pulmonary rehabilitation in bronchiectasis"}); !strings.Contains(a.body, string(id)) {
		t.Errorf("similar: %s", a.body)
	}
	h.did("requester@here", "POST", at+"/reopen", map[string]any{"reason": "extend_scope", "back_to": "searching"})
	steps := h.did("requester@here", "GET", at+"/transitions", nil)
	if n := strings.Count(steps.body, `"seq":`); n != 10 {
		t.Errorf("%d steps: %s", n, steps.body)
	}
}

func names(list []evidence.Name) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = string(n)
	}
	return out
}

func TestStaleChecksOfAText(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.submitted()
	at := "/requests/" + string(id)
	h.did("trainee@here", "POST", at+"/claim", nil)
	h.did("trainee@here", "POST", at+"/accept", nil)
	h.did("trainee@here", "POST", at+"/searches", map[string]any{"source": "medline", "kind": "database"})
	h.did("trainee@here", "POST", at+"/complete-search", nil)
	write := func(version, text string) {
		a := send(h, call{
			method: "PUT", path: "/api/v1" + at + "/summary", token: h.tokens["trainee@here"], header: map[string]string{"If-Match": version},
			body: map[string]any{"text": text},
		})
		if a.status != http.StatusOK {
			t.Fatalf("summary: %d %s", a.status, a.body)
		}
	}
	write(`"1"`, "One trial.")
	if a := h.as("trainee@here", "POST", at+"/deliver", nil); a.code(t) != string(evidence.CheckRequired) {
		t.Errorf("a trainee's unchecked work: %s", a.body)
	}
	h.did("trainee@here", "POST", at+"/submit-for-check", nil)
	h.did("second@here", "POST", at+"/approve", map[string]any{"version": 1})
	write(`"2"`, "Two trials.")
	if a := h.as("trainee@here", "POST", at+"/deliver", nil); a.code(t) != string(evidence.ChangedAfterCheck) {
		t.Errorf("changed after the check: %s", a.body)
	}
	if a := h.as("manager@here", "POST", at+"/waive-check", map[string]any{"reason": "patient_cannot_wait"}); a.code(t) != string(evidence.NotPermitted) {
		t.Errorf("waiving a trainee's check: %s", a.body)
	}
}

func TestALiveAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	body := map[string]any{
		"question": "What is the first dose of adrenaline in adult anaphylaxis?", "type": "patient_care", "urgency": "now", "why_urgent": "ward round",
		"requester": map[string]any{"new": map[string]any{"name": "Sam Okoro", "email": "sam.okoro@example.nhs.uk", "staff_group": "medical_dental"}},
		"channel":   "ward_round", "answer": map[string]any{"text": "500 micrograms intramuscularly.", "bottom_line": "500 micrograms."},
		"references": []map[string]any{{"type": "guideline", "title": "Emergency treatment of anaphylaxis"}}, "full_search": true,
	}
	a := send(h, call{method: "POST", path: "/api/v1/requests/live", token: h.tokens["librarian@here"], header: map[string]string{"Idempotency-Key": "live-1"}, body: body})
	var opened struct {
		ID         evidence.RequestID
		Stage      evidence.Stage
		Outcome    evidence.Outcome
		FullSearch evidence.RequestID `json:"full_search"`
	}
	if a.status != http.StatusCreated {
		t.Fatalf("%d %s", a.status, a.body)
	}
	a.into(t, &opened)
	if opened.Stage != evidence.Delivered || opened.Outcome != evidence.AnsweredLive || opened.FullSearch == "" || a.header.Get("Location") != "/api/v1/requests/"+string(opened.ID) {
		t.Errorf("%+v %v", opened, a.header)
	}
	again := send(h, call{method: "POST", path: "/api/v1/requests/live", token: h.tokens["librarian@here"], header: map[string]string{"Idempotency-Key": "live-1"}, body: body})
	if again.body != a.body {
		t.Errorf("the same key again: %d %s", again.status, again.body)
	}
	if b := h.did("librarian@here", "GET", "/requests/"+string(opened.ID)+"/summary", nil); !strings.Contains(b.body, "500 micrograms") {
		t.Errorf("the answer: %s", b.body)
	}
	if b := h.as("requester@here", "POST", "/requests/live", body); b.status != http.StatusForbidden {
		t.Errorf("a requester: %d %s", b.status, b.body)
	}
}
