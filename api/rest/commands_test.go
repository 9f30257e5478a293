package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
)

func TestClaim(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api := w.api()
	librarian, trainee := token(evidence.Librarian, here), token(evidence.Trainee, here)

	first := send(api, call{method: "POST", path: path(ours, "/claim"), token: librarian, header: map[string]string{"Idempotency-Key": "one"}})
	if first.status != http.StatusOK || first.header.Get("ETag") != `"2"` || first.header.Get("Idempotency-Key") != "one" {
		t.Fatalf("claim: %d %v %s", first.status, first.header, first.body)
	}
	second := send(api, call{method: "POST", path: path(ours, "/claim"), token: trainee})
	if second.status != http.StatusConflict || second.code(t) != string(evidence.AlreadyClaimed) {
		t.Fatalf("a second claim: %d %s", second.status, second.body)
	}
	again := send(api, call{method: "POST", path: path(ours, "/claim"), token: librarian, header: map[string]string{"Idempotency-Key": "one"}})
	if again.status != http.StatusOK || again.body != first.body {
		t.Fatalf("the same key again: %d %s", again.status, again.body)
	}
	if len(w.given) != 1 {
		t.Errorf("the engine was given %d commands, want 1: a refused claim is refused before it, a repeated one is answered before it", len(w.given))
	}
}

func TestTheServerMakesAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := send(w.api(), call{method: "POST", path: path(ours, "/claim"), token: token(evidence.Librarian, here)})
	if a.status != http.StatusOK || len(a.header.Get("Idempotency-Key")) != 36 {
		t.Fatalf("%d %v", a.status, a.header)
	}
	bad := send(w.api(), call{method: "POST", path: path(ours, "/release"), token: token(evidence.Librarian, here), header: map[string]string{"Idempotency-Key": strings.Repeat("x", 201)}})
	if bad.status != http.StatusUnprocessableEntity || !strings.Contains(bad.body, `"Idempotency-Key"`) {
		t.Fatalf("a key that is too long: %d %s", bad.status, bad.body)
	}
}

func TestAKeyBelongsToOneBody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.set(ours, func(s *evidence.State) { s.Stage, s.Owner = evidence.Triage, person(evidence.Librarian, here) })
	api := w.api()
	key := map[string]string{"Idempotency-Key": "key-1"}
	hold := func(body string) answer {
		return send(api, call{method: "POST", path: path(ours, "/hold"), token: token(evidence.Librarian, here), header: key, body: body})
	}
	if a := hold(`{"reason":"requester_asked","review_at":"2026-04-01T09:00:00Z"}`); a.status != http.StatusOK {
		t.Fatalf("hold: %d %s", a.status, a.body)
	}
	if a := hold(` { "review_at":"2026-04-01T09:00:00Z", "reason":"requester_asked" } `); a.status != http.StatusOK {
		t.Errorf("the same body in another order: %d %s", a.status, a.body)
	}
	if a := hold(`{"reason":"other","review_at":"2026-04-01T09:00:00Z"}`); a.status != http.StatusUnprocessableEntity || a.code(t) != string(evidence.IdempotencyKeyReused) {
		t.Errorf("another body: %d %s", a.status, a.body)
	}
}

func TestIfMatch(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api := w.api()
	claim := func(match string) answer {
		return send(api, call{method: "POST", path: path(ours, "/claim"), token: token(evidence.Librarian, here), header: map[string]string{"If-Match": match}})
	}
	for match, want := range map[string]string{
		`"9"`: string(evidence.VersionStale), `"0"`: string(evidence.Malformed), `7`: string(evidence.Malformed), `"x"`: string(evidence.Malformed),
		`"1", "2"`: string(evidence.Malformed), `"-1"`: string(evidence.Malformed), `"+1"`: string(evidence.Malformed),
	} {
		if a := claim(match); a.code(t) != want {
			t.Errorf("If-Match %s: %s, want %s", match, a.body, want)
		}
	}
	stale := claim(`"9"`)
	if stale.status != http.StatusPreconditionFailed || !strings.Contains(stale.body, `"current_version":1`) {
		t.Errorf("stale: %d %s", stale.status, stale.body)
	}
	if a := claim(`"1-0a1b2c"`); a.status != http.StatusOK {
		t.Errorf("the tag of a whole view: %d %s", a.status, a.body)
	}
}

func TestTheEngineIsAway(t *testing.T) {
	t.Parallel()
	for _, code := range []evidence.Code{evidence.EngineUnavailable, evidence.OutcomeUnknown} {
		w := newWorld(t)
		w.engine = func() error { return &evidence.Error{Code: code} }
		a := send(w.api(), call{method: "POST", path: path(ours, "/claim"), token: token(evidence.Librarian, here)})
		if a.status != http.StatusServiceUnavailable || a.code(t) != string(code) || a.header.Get("Retry-After") == "" || a.header.Get("Idempotency-Key") == "" {
			t.Errorf("%s: %d %v %s", code, a.status, a.header, a.body)
		}
	}
}

func TestCommandsBuildTheirArguments(t *testing.T) {
	t.Parallel()
	librarian := person(evidence.Librarian, here)
	owned := func(stage evidence.Stage) func(*evidence.State) {
		return func(s *evidence.State) { s.Stage, s.Owner = stage, librarian }
	}
	cases := []struct {
		name  string
		state func(*evidence.State)
		role  evidence.Role
		path  string
		body  string
		want  func(evidence.Args) bool
	}{
		{
			"accept takes the check from the type and the rest from what was asked", owned(evidence.Triage), evidence.Librarian, "/accept",
			`{}`, func(a evidence.Args) bool {
				return a.Type == "patient_care" && a.Policy == evidence.CheckNone && a.Product == "reference_list" && a.Estimate == 195 && a.PromiseDue.After(noon())
			},
		},
		{
			"accept of a systematic review", owned(evidence.Triage), evidence.Librarian, "/accept",
			`{"type":"systematic_review","estimate_minutes":2400,"promise_due":"2026-05-01T12:00:00+01:00"}`, func(a evidence.Args) bool {
				return a.Policy == evidence.CheckBoth && a.PromiseDue.Format("15:04 MST") == "11:00 UTC"
			},
		},
		{
			"ask saves its message first", owned(evidence.Triage), evidence.Librarian, "/ask",
			`{"message":"Do you mean adults only?"}`, func(a evidence.Args) bool { return a.Message == savedMessage },
		},
		{
			"complete-search names every search", owned(evidence.Searching), evidence.Librarian, "/complete-search",
			``, func(a evidence.Args) bool { return len(a.Searches) == 2 && a.Digest == "strategy-digest" },
		},
		{
			"submit-for-check of a strategy", owned(evidence.Searching), evidence.Librarian, "/submit-for-check",
			`{}`, func(a evidence.Args) bool {
				return a.Subject == evidence.Strategy && a.Digest == "strategy-digest" && len(a.Authors) == 1
			},
		},
		{
			"submit-for-check of a summary with a reviewer from elsewhere", owned(evidence.Summarising), evidence.Librarian, "/submit-for-check",
			`{"reviewer":"` + string(person(evidence.Librarian, there)) + `"}`, func(a evidence.Args) bool {
				return a.Subject == evidence.Summary && a.Digest == "report-digest" && a.Reviewer == person(evidence.Librarian, there)
			},
		},
		{
			"deliver binds to the frozen version", owned(evidence.Summarising), evidence.Librarian, "/deliver",
			`{}`, func(a evidence.Args) bool {
				return a.Outcome == evidence.Answered && a.Version == 3 && a.Digest == "report-digest"
			},
		},
		{
			"set-urgency", owned(evidence.Triage), evidence.Librarian, "/set-urgency",
			`{"urgency":"soon","reason":"decision_moved"}`, func(a evidence.Args) bool { return a.Urgency == "soon" && a.Reason == "decision_moved" },
		},
		{
			"refer to a partner outside", owned(evidence.Triage), evidence.Librarian, "/refer",
			`{"library":"` + string(outside) + `","reason":"specialist_subject","consent":true,"review_at":"2026-04-01T09:00:00Z"}`,
			func(a evidence.Args) bool { return a.Outside && a.Request == "" },
		},
		{
			"refer to a library here", owned(evidence.Triage), evidence.Librarian, "/refer",
			`{"library":"` + string(there) + `","reason":"specialist_subject","consent":true}`,
			func(a evidence.Args) bool { return !a.Outside && a.Request != "" },
		},
		{
			"merge reserves its link", owned(evidence.Triage), evidence.Librarian, "/merge",
			`{"survivor":"` + string(other) + `"}`, func(a evidence.Args) bool { return a.Survivor == other },
		},
		{
			"split names its parts", owned(evidence.Triage), evidence.Librarian, "/split",
			`{"parts":[{"question":"What is the dose in adults?"},{"question":"What is the dose in children?"}]}`,
			func(a evidence.Args) bool { return len(a.Children) == 2 && a.Children[0] != a.Children[1] },
		},
		{
			"withdraw by the requester", func(*evidence.State) {}, evidence.Requester, "/withdraw",
			`{"reason":"no_longer_needed"}`, func(a evidence.Args) bool { return a.Reason == "no_longer_needed" },
		},
		{
			"change-requester to somebody new", owned(evidence.Triage), evidence.Librarian, "/change-requester",
			`{"reason":"taken_over","requester":{"name":"New Person","email":"new@example.nhs.uk"}}`, func(a evidence.Args) bool { return a.Person == newcomer },
		},
		{
			"reassign to a trainee", owned(evidence.Triage), evidence.Librarian, "/reassign",
			`{"reason":"workload","person":"` + string(person(evidence.Trainee, here)) + `"}`, func(a evidence.Args) bool { return a.Person == person(evidence.Trainee, here) },
		},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.set(ours, tc.state)
			w.request(other, here)
			a := send(w.api(), call{method: "POST", path: path(ours, tc.path), token: token(tc.role, here), body: tc.body})
			if a.status != http.StatusOK {
				t.Fatalf("%d %s", a.status, a.body)
			}
			if given := w.given[len(w.given)-1]; !tc.want(given.Args) {
				t.Errorf("arguments %+v", given.Args)
			}
		})
	}
}

func TestCommandsRefuse(t *testing.T) {
	t.Parallel()
	owned := func(stage evidence.Stage) func(*evidence.State) {
		return func(s *evidence.State) { s.Stage, s.Owner = stage, person(evidence.Librarian, here) }
	}
	cases := []struct {
		name  string
		state func(*evidence.State)
		path  string
		body  string
		code  evidence.Code
		field string
	}{
		{"a reason of another vocabulary", owned(evidence.Triage), "/hold", `{"reason":"workload","review_at":"2026-04-01T09:00:00Z"}`, evidence.Invalid, "reason"},
		{"a review date in the past", owned(evidence.Triage), "/hold", `{"reason":"other","review_at":"2026-02-01T09:00:00Z"}`, evidence.Invalid, "review_at"},
		{"a promise in the past", owned(evidence.Triage), "/agree-deadline", `{"reason":"other","promise_due":"2026-02-01T09:00:00Z"}`, evidence.Invalid, "promise_due"},
		{"a promise out of all range", owned(evidence.Triage), "/agree-deadline", `{"reason":"other","promise_due":"9999-12-31T23:59:59-12:00"}`, evidence.Invalid, "promise_due"},
		{"a stage that does not allow it", owned(evidence.Triage), "/deliver", `{}`, evidence.NotAllowedInStage, ""},
		{"reassign to a requester", owned(evidence.Triage), "/reassign", `{"reason":"workload","person":"` + string(person(evidence.Requester, here)) + `"}`, evidence.Invalid, "person"},
		{"reassign to another library", owned(evidence.Triage), "/reassign", `{"reason":"workload","person":"` + string(person(evidence.Librarian, there)) + `"}`, evidence.Invalid, "person"},
		{"an unknown urgency", owned(evidence.Triage), "/set-urgency", `{"reason":"other","urgency":"yesterday"}`, evidence.Invalid, "urgency"},
		{"a reviewer who is no librarian", owned(evidence.Summarising), "/submit-for-check", `{"reviewer":"` + string(person(evidence.Requester, here)) + `"}`, evidence.Invalid, "reviewer"},
		{"merge into another library", owned(evidence.Triage), "/merge", `{"survivor":"` + string(theirs) + `"}`, evidence.Invalid, "survivor"},
		{"merge into itself", owned(evidence.Triage), "/merge", `{"survivor":"` + string(ours) + `"}`, evidence.LinkRefused, ""},
		{"too little of a question", owned(evidence.Triage), "/split", `{"parts":[{"question":"What is the dose in adults?"},{"question":"      Hm?          "}]}`, evidence.Invalid, "parts[1].question"},
		{"too long a coursework", owned(evidence.Triage), "/accept", `{"type":"coursework_study","estimate_minutes":600}`, evidence.Invalid, "estimate_minutes"},
		{"no estimate for a systematic review", owned(evidence.Triage), "/accept", `{"type":"systematic_review"}`, evidence.Invalid, "estimate_minutes"},
		{"an identifier in the text", owned(evidence.Triage), "/ask", `{"message":"Is it about NHS number 999 000 0018?"}`, evidence.IdentifierSuspected, "message"},
		{"a later time", owned(evidence.Triage), "/release", `{"occurred_at":"2026-03-02T12:00:01Z"}`, evidence.Invalid, "occurred_at"},
		{"both persons", owned(evidence.Triage), "/change-requester", `{"reason":"other"}`, evidence.Invalid, "person"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.set(ours, tc.state)
			before := w.state(ours)
			a := send(w.api(), call{method: "POST", path: path(ours, tc.path), token: token(evidence.Librarian, here), body: tc.body})
			if a.code(t) != string(tc.code) || a.status != tc.code.Row().Status || tc.field != "" && !strings.Contains(a.body, `"field":"`+tc.field+`"`) {
				t.Fatalf("%d %s, want %s naming %q", a.status, a.body, tc.code, tc.field)
			}
			if w.state(ours).Seq != before.Seq || len(w.messages) != 0 {
				t.Error("something changed")
			}
		})
	}
}

func TestARefusedMessageIsTakenBack(t *testing.T) {
	t.Parallel()
	for code, kept := range map[evidence.Code]int{evidence.NotAllowedInStage: 0, evidence.OutcomeUnknown: 1, evidence.EngineUnavailable: 1} {
		w := newWorld(t)
		w.set(ours, func(s *evidence.State) { s.Stage, s.Owner = evidence.Triage, person(evidence.Librarian, here) })
		w.engine = func() error { return &evidence.Error{Code: code} }
		a := send(w.api(), call{method: "POST", path: path(ours, "/ask"), token: token(evidence.Librarian, here), body: `{"message":"Do you mean adults only?"}`})
		if a.code(t) != string(code) || len(w.messages) != kept {
			t.Errorf("%s: %d messages are kept, want %d (%s)", code, len(w.messages), kept, a.body)
		}
	}
}

func TestASubmissionIsTakenWithoutTheEngine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.engine = func() error { return &evidence.Error{Code: evidence.EngineUnavailable} }
	a := send(w.api(), call{
		method: "POST", path: "/api/v1/requests", token: token(evidence.Requester, here),
		body: `{"question":"Does it help adults with asthma?","type":"audit","urgency":"urgent","why_urgent":"Clinic this afternoon","background":"A new device."}`,
	})
	if a.status != http.StatusCreated || !strings.Contains(a.body, `"scheduled":false`) || a.header.Get("Location") != path(other, "") || a.header.Get("ETag") != `"1"` {
		t.Fatalf("%d %v %s", a.status, a.header, a.body)
	}
	content := w.opened[0].Content
	if content.Background != "Why it is urgent: Clinic this afternoon\n\nA new device." || content.ShareReport != "nobody" || len(w.opened[0].Key.Body) != 32 {
		t.Errorf("stored %+v", w.opened[0])
	}
}
