package rest_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

// FuzzBodies sends anything at all as the body of every operation that takes one. It may be refused; it must not be an
// incident.
func FuzzBodies(f *testing.F) {
	paths := []string{
		"/api/v1/requests", "/api/v1/requests/live", "/api/v1/requests/similar", path(ours, "/hold"), path(ours, "/split"), path(ours, "/accept"),
		path(ours, "/ask"), path(ours, "/change-requester"), path(ours, "/share"), "/api/v1/follow-ups/" + openToken,
		"/api/v1/libraries/" + string(here) + "/calendar",
	}
	for i, seed := range []string{
		`{"question":"Does it help adults with asthma?","type":"audit","limits":{"ages":["child"]},"framework":{"code":"pico","elements":{"population":"x"}}}`,
		`{"question":"Does it help adults with asthma?","type":"audit","answer":{"text":"Yes."},"references":[{"type":"article","title":"T"}]}`,
		`{"text":"asthma","limit":3}`, `{"reason":"other","review_at":"2026-04-01T09:00:00Z"}`,
		`{"parts":[{"question":"What is the dose in adults?"},{"question":"What is the dose in children?"}]}`, `{"type":"audit","estimate_minutes":60}`,
		`{"message":"999 000 0018","confirm":[{"field":"message","start":0,"kind":"nhs_number","reason_code":"test_data"}]}`,
		`{"reason":"other","requester":{"name":"A","email":"a@example.org"}}`, `{"share_report":"nobody","share_identity":"anyone_nhs"}`,
		`{"answers":{"q1_services":["evidence_search"],"q4_benefits":{"safety":["immediate"]}},"opt_out":true}`,
		`{"name":"n","zone":"Europe/London","week":{"monday":[{"from":"09:00","to":"17:00"}],"tuesday":[],"wednesday":[],"thursday":[],"friday":[],"saturday":[],"sunday":[]},"nation":"none","closures":[],"special_openings":[]}`,
		`null`, `[]`, `"`, `{"a":{"a":{"a":1}}}`, "\xff", `{"question":"\ud800\u0000"}`, `{"limits":{"from":-1e999}}`, strings.Repeat("[", 200),
	} {
		f.Add(i%len(paths), seed)
	}
	w := newWorld(f)
	api := w.api()
	f.Fuzz(func(t *testing.T, which int, body string) {
		at := paths[((which%len(paths))+len(paths))%len(paths)]
		method, role := "POST", evidence.Librarian
		switch {
		case strings.HasSuffix(at, "/calendar"):
			method, role = "PUT", evidence.Manager
		case strings.HasSuffix(at, "/share"):
			role = evidence.Requester
		}
		w.request(ours, here)
		w.set(ours, func(s *evidence.State) { s.Stage, s.Owner = evidence.Triage, person(evidence.Librarian, here) })
		a := send(api, call{method: method, path: at, token: token(role, here), header: map[string]string{"If-Match": `"1"`}, body: body})
		if a.status >= http.StatusInternalServerError {
			t.Errorf("%s %s: %d %s", method, at, a.status, a.body)
		}
	})
}

// FuzzAddresses sends anything at all in addresses and headers.
func FuzzAddresses(f *testing.F) {
	for _, seed := range []string{"", "due", "AAECAw", "ED-2026-000001", "\x00", "\xff", "'; --", strings.Repeat("a", 500), `"1"`, `W/"1-ab", *`} {
		f.Add(seed)
	}
	w := newWorld(f)
	api := w.api()
	f.Fuzz(func(t *testing.T, text string) {
		librarian := token(evidence.Librarian, here)
		for _, name := range []string{"cursor", "q", "stage", "owner", "sort", "limit", "due", "library", "specialty", text} {
			a := send(api, call{method: "GET", path: "/api/v1/requests?" + url.Values{name: {text}}.Encode(), token: librarian})
			if a.status >= http.StatusInternalServerError {
				t.Errorf("%s=%q: %d %s", name, text, a.status, a.body)
			}
		}
		for _, at := range []string{"/api/v1/requests/", "/api/v1/follow-ups/", "/api/v1/vocabularies/", "/problems/"} {
			if a := send(api, call{method: "GET", path: at + url.PathEscape(text), token: librarian}); a.status >= http.StatusInternalServerError {
				t.Errorf("%s%q: %d %s", at, text, a.status, a.body)
			}
		}
		for _, name := range []string{"If-Match", "If-None-Match", "Idempotency-Key", "Authorization", "Content-Type", "Accept", "Content-Encoding"} {
			a := send(api, call{method: "POST", path: path(ours, "/claim"), token: librarian, header: map[string]string{name: text}, body: `{}`})
			if a.status >= http.StatusInternalServerError {
				t.Errorf("%s: %q: %d %s", name, text, a.status, a.body)
			}
		}
	})
}
