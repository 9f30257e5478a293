package rest_test

import (
	"context"
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// TestBadInput sends every kind of bad input, each with the canary somewhere in it.
func TestBadInput(t *testing.T) {
	t.Parallel()
	question := `"question":"Does it help adults with asthma?"`
	cases := []struct {
		name   string
		call   call
		status int
		code   evidence.Code
		field  string
	}{
		{"an unknown field", call{body: `{` + question + `,"type":"audit","colour":"` + canary + `"}`}, 422, evidence.Invalid, "colour"},
		{"an unknown field that is itself text", call{body: `{` + question + `,"type":"audit","` + canary + ` 943 476 5919":1}`}, 422, evidence.Invalid, "?"},
		{"an unknown field in a list", call{body: `{` + question + `,"type":"audit","confirm":[{"field":"a","start":0,"kind":"name","reason_code":"x","extra":"` + canary + `"}]}`}, 422, evidence.Invalid, "confirm[0].extra"},
		{"a field in another case", call{body: `{"Question":"` + canary + ` in adults with asthma","type":"audit"}`}, 422, evidence.Invalid, "?"},
		{"a wrong type", call{body: `{"question":["` + canary + `"],"type":"audit"}`}, 422, evidence.Invalid, "question"},
		{"a wrong type inside", call{body: `{` + question + `,"type":"audit","limits":{"from":"` + canary + `"}}`}, 422, evidence.Invalid, "limits.from"},
		{"null for a text", call{body: `{"question":null,"type":"` + canary + `"}`}, 422, evidence.Invalid, "question"},
		{"a fraction for a whole number", call{body: `{` + question + `,"type":"audit","limits":{"from":1999.5}}`}, 422, evidence.Invalid, "limits.from"},
		{"a whole number written with a point", call{body: `{` + question + `,"type":"audit","limits":{"from":1999.0}}`}, 422, evidence.Invalid, "limits.from"},
		{"a number beyond all", call{body: `{` + question + `,"type":"audit","limits":{"from":1e400}}`}, 400, evidence.Malformed, ""},
		{"a list for an object", call{body: `["` + canary + `"]`}, 422, evidence.Invalid, "body"},
		{"a date in the past", call{body: `{` + question + `,"type":"audit","needed_by":"2026-03-01T09:00:00Z"}`}, 422, evidence.Invalid, "needed_by"},
		{"a decision in the past", call{body: `{` + question + `,"type":"audit","decision_at":"2026-03-01T09:00:00Z"}`}, 422, evidence.Invalid, "decision_at"},
		{"a date out of all range", call{body: `{` + question + `,"type":"audit","needed_by":"9999-12-31T23:59:59-12:00"}`}, 422, evidence.Invalid, "needed_by"},
		{"a date that is none", call{body: `{` + question + `,"type":"audit","needed_by":"` + canary + `"}`}, 422, evidence.Invalid, "needed_by"},
		{"a date without a time", call{body: `{` + question + `,"type":"audit","needed_by":"2026-04-01"}`}, 422, evidence.Invalid, "needed_by"},
		{"an over-long text", call{body: `{"question":"` + strings.Repeat(canary, 800) + `","type":"audit"}`}, 422, evidence.Invalid, "question"},
		{"a text that is too short", call{body: `{"question":"Why?","type":"audit"}`}, 422, evidence.Invalid, "question"},
		{"a text of nothing but space", call{body: `{"question":"                       ","type":"audit"}`}, 422, evidence.Invalid, "question"},
		{"a missing field", call{body: `{"background":"` + canary + `"}`}, 422, evidence.Invalid, "question"},
		{"nothing at all", call{body: ``}, 422, evidence.Invalid, "question"},
		{"an unknown code", call{body: `{` + question + `,"type":"` + canary + `"}`}, 422, evidence.Invalid, "type"},
		{"an unknown code in a list", call{body: `{` + question + `,"type":"audit","limits":{"ages":["child","` + canary + `"]}}`}, 422, evidence.Invalid, "limits.ages[1]"},
		{"an unknown element", call{body: `{` + question + `,"type":"audit","framework":{"code":"pico","elements":{"` + canary + `":"x"}}}`}, 422, evidence.Invalid, ""},
		{"an urgency without its reason", call{body: `{` + question + `,"type":"audit","urgency":"urgent"}`}, 422, evidence.Invalid, "why_urgent"},
		{"a library that does not serve one", call{body: `{` + question + `,"type":"audit","library":"` + string(there) + `"}`}, 422, evidence.Invalid, "library"},
		{"an identifier that is none", call{body: `{` + question + `,"type":"audit","library":"` + canary + `"}`}, 422, evidence.Invalid, "library"},
		{"a requester who sets another requester", call{body: `{` + question + `,"type":"audit","requester":{"person":"` + string(newcomer) + `"}}`}, 422, evidence.Invalid, "requester"},
		{"NUL", call{body: `{"question":"` + canary + `\u0000 in adults with asthma","type":"audit"}`}, 422, evidence.Invalid, "question"},
		{"a field twice", call{body: `{"question":"` + canary + `","question":"b","type":"audit"}`}, 400, evidence.Malformed, "question"},
		{"broken JSON", call{body: `{"question":"` + canary}, 400, evidence.Malformed, ""},
		{"two values", call{body: `{} "` + canary + `"`}, 400, evidence.Malformed, ""},
		{"not UTF-8", call{body: "{\"question\":\"\xff" + canary + "\"}"}, 400, evidence.Malformed, ""},
		{"too deep", call{body: strings.Repeat(`{"a":`, 64) + `"` + canary + `"` + strings.Repeat("}", 64)}, 400, evidence.Malformed, ""},
		{"too large", call{body: `{"question":"` + strings.Repeat(canary, evidence.MaxBody/len(canary)+1) + `"}`}, 413, evidence.TooLarge, ""},
		{"another media type", call{body: `question=` + canary, header: map[string]string{"Content-Type": "application/x-www-form-urlencoded"}}, 415, evidence.UnsupportedMedia, "Content-Type"},
		{"no media type", call{body: `{}`, header: map[string]string{"Content-Type": ""}}, 415, evidence.UnsupportedMedia, "Content-Type"},
		{"another character set", call{body: `{}`, header: map[string]string{"Content-Type": "application/json; charset=latin1"}}, 415, evidence.UnsupportedMedia, "Content-Type"},
		{"compressed", call{body: `{}`, header: map[string]string{"Content-Encoding": "gzip"}}, 415, evidence.UnsupportedMedia, ""},
		{"an NHS number", call{body: `{"question":"` + canary + ` for 999 000 0018 with asthma","type":"audit"}`}, 422, evidence.IdentifierSuspected, "question"},
		{"a number of the library's own hospital", call{body: `{` + question + `,"background":"` + canary + ` RXQ123456","type":"audit"}`}, 422, evidence.IdentifierSuspected, "background"},
		{"an unknown parameter", call{method: "GET", path: "/api/v1/requests?colour=" + canary}, 422, evidence.Invalid, "colour"},
		{"a parameter twice", call{method: "GET", path: "/api/v1/requests?sort=due&sort=" + canary}, 422, evidence.Invalid, "sort"},
		{"a parameter out of range", call{method: "GET", path: "/api/v1/requests?limit=100000"}, 422, evidence.Invalid, "limit"},
		{"a parameter of the wrong type", call{method: "GET", path: "/api/v1/requests?limit=" + canary}, 422, evidence.Invalid, "limit"},
		{"NUL in a parameter", call{method: "GET", path: "/api/v1/requests?q=%00" + canary}, 422, evidence.Invalid, "q"},
		{"a parameter that is not UTF-8", call{method: "GET", path: "/api/v1/requests?q=%ff" + canary}, 422, evidence.Invalid, "q"},
		{"an unknown stage", call{method: "GET", path: "/api/v1/requests?stage=triage," + canary}, 422, evidence.Invalid, "stage"},
		{"an unknown owner", call{method: "GET", path: "/api/v1/requests?owner=" + canary}, 422, evidence.Invalid, "owner"},
		{"no such address", call{method: "GET", path: "/api/v1/" + canary}, 404, evidence.NotFound, ""},
		{"no such method", call{method: "DELETE", path: "/api/v1/requests"}, 405, evidence.MethodNotAllowed, ""},
		{"an identifier that is none in the address", call{method: "GET", path: "/api/v1/requests/" + canary}, 404, evidence.NotFound, ""},
		{"somebody else's request", call{method: "GET", path: path(theirs, "")}, 404, evidence.NotFound, ""},
		{"a token of a letter that is none", call{method: "GET", path: "/api/v1/follow-ups/" + canary}, 404, evidence.NotFound, ""},
		{"a bad token", call{method: "GET", path: "/api/v1/me", token: canary}, 401, evidence.Unauthenticated, ""},
		{"a page of another site", call{body: `{}`, header: map[string]string{"Sec-Fetch-Site": "cross-site"}}, 403, evidence.NotPermitted, ""},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c := tc.call
			if c.method == "" {
				c.method, c.path = "POST", "/api/v1/requests"
			}
			if c.token == "" {
				c.token = token(evidence.Requester, here)
			}
			a := send(w.api(), c)
			if a.status != tc.status || a.code(t) != string(tc.code) {
				t.Fatalf("%d %s, want %d %s", a.status, a.body, tc.status, tc.code)
			}
			if media := a.header.Get("Content-Type"); media != "application/problem+json" {
				t.Errorf("media type %q", media)
			}
			if tc.field != "" && !strings.Contains(a.body, `"field":"`+tc.field+`"`) {
				t.Errorf("it does not name %s: %s", tc.field, a.body)
			}
			if strings.Contains(a.body, canary) || strings.Contains(w.log.String(), canary) {
				t.Errorf("what was sent came back, or went into the log: %s %s", a.body, w.log.String())
			}
			if len(w.opened) != 0 {
				t.Error("a request was stored")
			}
		})
	}
}

func TestAnIdentifierIsPlacedAndCanBeConfirmed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api := w.api()
	submit := func(confirm string) answer {
		return send(api, call{
			method: "POST", path: "/api/v1/requests", token: token(evidence.Requester, here),
			body: `{"question":"Ünïcode before 999 000 0018, with asthma","type":"audit"` + confirm + `}`,
		})
	}
	refused := submit("")
	for _, want := range []string{`"code":"identifier-suspected"`, `"field":"question"`, `"start":15`, `"length":12`, `"kind":"nhs_number"`} {
		if !strings.Contains(refused.body, want) {
			t.Errorf("%s is missing in %s", want, refused.body)
		}
	}
	if a := submit(`,"confirm":[{"field":"question","start":15,"kind":"nhs_number","reason_code":"because"}]`); a.code(t) != string(evidence.Invalid) ||
		!strings.Contains(a.body, `"field":"confirm[0].reason_code"`) {
		t.Errorf("a reason that is none: %s", a.body)
	}
	if a := submit(`,"confirm":[{"field":"question","start":14,"kind":"nhs_number","reason_code":"test_data"}]`); a.code(t) != string(evidence.IdentifierSuspected) {
		t.Errorf("a confirmation of another place: %s", a.body)
	}
	if a := submit(`,"confirm":[{"field":"question","start":15,"kind":"nhs_number","reason_code":"test_data"}]`); a.status != http.StatusCreated {
		t.Errorf("confirmed: %d %s", a.status, a.body)
	}
	if len(w.overrides) != 1 || w.overrides[0].Reason != "test_data" || w.overrides[0].Field != "question" {
		t.Errorf("overrides %+v", w.overrides)
	}
}

func TestWhatOnlyWarnsIsStored(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	a := send(w.api(), call{
		method: "POST", path: "/api/v1/requests", token: token(evidence.Requester, here),
		body: `{"question":"What helps a patient aged 97 with delirium after surgery?","type":"audit"}`,
	})
	if a.status != http.StatusCreated || !strings.Contains(a.body, `"warnings":[{"field":"question"`) {
		t.Errorf("%d %s", a.status, a.body)
	}
}

// TestIncidents turns what nobody foresaw into an incident that says nothing but its number.
func TestIncidents(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]func() error{
		"an error": func() error { return errors.New("duplicate key " + canary) },
		"a panic":  func() error { panic(canary) },
	} {
		w := newWorld(t)
		w.engine = fail
		a := send(w.api(), call{method: "POST", path: path(ours, "/claim"), token: token(evidence.Librarian, here)})
		id := a.header.Get("X-Request-Id")
		if a.status != http.StatusInternalServerError || a.code(t) != string(evidence.Internal) || !strings.Contains(a.body, `"incident":"`+id+`"`) {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
		if !strings.Contains(w.log.String(), id) {
			t.Errorf("%s: the log does not know the incident: %s", name, w.log.String())
		}
		if strings.Contains(a.body+w.log.String(), canary) {
			t.Errorf("%s: its text leaked: %s %s", name, a.body, w.log.String())
		}
	}
}

func TestTheStoreIsAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	catalogue, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := w.deps(catalogue)
	d.Ready = func(context.Context) error { return errors.New("connection refused") }
	a := send(rest.New(d), call{method: "GET", path: "/health/ready"})
	if a.status != http.StatusServiceUnavailable || a.code(t) != string(evidence.StoreUnavailable) || a.header.Get("Retry-After") == "" {
		t.Errorf("%d %s", a.status, a.body)
	}
	if a := send(rest.New(d), call{method: "GET", path: "/health/live"}); a.status != http.StatusOK {
		t.Errorf("live: %d", a.status)
	}
}

func TestRateLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	catalogue, err := vocabulary.Load()
	if err != nil {
		t.Fatal(err)
	}
	d := w.deps(catalogue)
	d.Limits = rest.Limits{PerPerson: 0.5, PersonBurst: 2, PerClient: 0.5, ClientBurst: 1}
	api := rest.New(d)
	me := func(role evidence.Role) answer {
		return send(api, call{method: "GET", path: "/api/v1/me", token: token(role, here)})
	}
	for range 2 {
		if a := me(evidence.Librarian); a.status != http.StatusOK {
			t.Fatalf("a burst of two is allowed: %d", a.status)
		}
	}
	third := me(evidence.Librarian)
	if third.status != http.StatusTooManyRequests || third.header.Get("Retry-After") != "2" {
		t.Errorf("the third: %d %v %s", third.status, third.header, third.body)
	}
	if a := me(evidence.Manager); a.status != 200 {
		t.Errorf("somebody else is slowed down: %d", a.status)
	}
	w.set(ours, func(*evidence.State) {})
	w.mu.Lock()
	w.now = w.now.Add(2_000_000_000)
	w.mu.Unlock()
	if a := me(evidence.Librarian); a.status != 200 {
		t.Errorf("after the wait: %d", a.status)
	}
	bad := func() answer { return send(api, call{method: "GET", path: "/api/v1/me", token: "edk_wrong"}) }
	if first, second := bad(), bad(); first.status != 401 || second.status != 429 {
		t.Errorf("guessing tokens: %d, then %d", first.status, second.status)
	}
}

func TestTheLogHoldsOnlyPatterns(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api := w.api()
	secret := token(evidence.Librarian, here)
	send(api, call{method: "POST", path: path(ours, "/claim"), token: secret, body: `{}`})
	send(api, call{method: "GET", path: "/api/v1/requests?q=" + canary, token: secret})
	send(api, call{method: canary, path: "/" + canary, header: map[string]string{"User-Agent": canary, "X-Request-Id": canary}})
	log := w.log.String()
	for _, leak := range []string{canary, string(ours), secret, string(person(evidence.Librarian, here))} {
		if strings.Contains(log, leak) {
			t.Errorf("the log holds %q: %s", leak, log)
		}
	}
	for _, want := range []string{`"route":"/api/v1/requests/:id/claim"`, `"route":"none"`, `"method":"other"`} {
		if !strings.Contains(log, want) {
			t.Errorf("the log lacks %s: %s", want, log)
		}
	}
}

func TestHeadersForBrowsers(t *testing.T) {
	t.Parallel()
	a := send(newWorld(t).api(), call{method: "GET", path: "/health/live"})
	for name, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store",
		"Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
	} {
		if got := a.header.Get(name); got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if !regexp.MustCompile(`^[0-9a-f-]{36}$`).MatchString(a.header.Get("X-Request-Id")) {
		t.Errorf("X-Request-Id %q", a.header.Get("X-Request-Id"))
	}
}

func TestEveryProblemIsDescribed(t *testing.T) {
	t.Parallel()
	api := newWorld(t).api()
	for _, row := range evidence.ErrorTable() {
		a := send(api, call{method: "GET", path: rest.TypeOf(row.Code)})
		if a.status != http.StatusOK || !strings.Contains(a.body, string(row.Code)) {
			t.Errorf("%s: %d %s", row.Code, a.status, a.body)
		}
	}
	if a := send(api, call{method: "GET", path: "/problems/none"}); a.status != http.StatusNotFound {
		t.Errorf("a problem that is none: %d", a.status)
	}
}
