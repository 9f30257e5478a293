package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// row gives the address of a row that was just made, and checks its version.
func (k job) row(a answer) string {
	k.Helper()
	if a.status != http.StatusCreated || a.header.Get("ETag") != `"1"` {
		k.Fatalf("%d %v %s", a.status, a.header, a.body)
	}
	return strings.TrimPrefix(a.header.Get("Location"), "/api/v1")
}

// asked is one call and what it must answer.
type asked struct {
	who, method, path, match string
	body                     any
	status                   int
	says                     string
}

func (k job) answers(list ...asked) {
	k.Helper()
	for _, c := range list {
		if a := k.with(c.who, c.method, c.path, c.match, c.body); a.status != c.status || !strings.Contains(a.body, c.says) {
			k.Errorf("%s %s %s %v: %d %s, want %d %s", c.who, c.method, c.path, c.body, a.status, a.body, c.status, c.says)
		}
	}
}

// TestAFindingsLife raises a finding, answers it, opens it again and verifies it, with every refusal on the way.
func TestAFindingsLife(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner, second = "librarian@here", "second@here"
	k := h.taken("systematic_review")
	at := k.at + "/check-findings"
	raise := j{"element": "syntax", "line": 1, "severity": "revision_required", "text": "A bracket is missing."}
	k.refuses(second, "check-findings", raise, evidence.NotAllowedInStage) // nothing is being checked
	k.does(owner, "submit-for-check", nil)
	digest, _ := k.check()["digest"].(string)
	var strategy postgres.CheckedStrategy
	h.did(second, "GET", k.at+"/checked-strategies/"+digest, nil).into(t, &strategy)
	if len(strategy.Searches) != 1 || strategy.Moved {
		t.Fatalf("%+v", strategy)
	}
	raise["search"] = strategy.Searches[0].ID
	with := func(name string, value any) j {
		body := j{}
		for key, v := range raise {
			body[key] = v
		}
		body[name] = value
		return body
	}
	k.answers(
		asked{second, "POST", at, "", with("element", "spelling"), 422, `"field":"element"`},
		asked{second, "POST", at, "", with("severity", "no_revision"), 422, `"field":"severity"`},
		asked{second, "POST", at, "", with("line", 9), 422, `"field":"line"`},
		asked{second, "POST", at, "", with("search", h.ids[owner]), 422, `"field":"search"`},
		asked{second, "POST", at, "", with("section", "Scope"), 422, `"field":"section"`},
		asked{second, "POST", at, "", with("text", ""), 422, `"field":"text"`},
		asked{second, "POST", at, "", with("text", "Patient with NHS number 999 000 0018."), 422, "identifier-suspected"},
		asked{owner, "POST", at, "", raise, 403, "own-work"},
		asked{"trainee@here", "POST", at, "", raise, 403, "not-permitted"},
		asked{"manager@here", "POST", at, "", raise, 403, "not-permitted"},
		asked{"requester@here", "POST", at, "", raise, 403, "not-permitted"},
		asked{"librarian@there", "POST", at, "", raise, 404, "not-found"},
		asked{"admin@here", "POST", at, "", raise, 404, "not-found"},
	)
	post := func(key string, body any) answer {
		return send(h, call{method: "POST", path: "/api/v1" + at, token: h.tokens[second], header: map[string]string{"Idempotency-Key": key}, body: body})
	}
	made := post("finding-1", raise)
	one := k.row(made)
	if again := post("finding-1", raise); again.status != http.StatusCreated || again.body != made.body {
		t.Errorf("the same key again: %d %s", again.status, again.body)
	}
	if again := post("finding-1", with("text", "Another.")); again.code(t) != string(evidence.IdempotencyKeyReused) {
		t.Errorf("the same key for another finding: %s", again.body)
	}
	fixed, declined := j{"state": "fixed", "note": "Added."}, j{"state": "declined"}
	k.answers(
		asked{second, "PUT", one, "", raise, 428, "If-Match"},
		asked{second, "PUT", one, `"1"`, with("text", "Two brackets are missing."), 200, `"version":2`},
		asked{second, "PUT", one, `"1"`, with("text", "Three."), 412, `"current":{"id"`},
		asked{owner, "PUT", one, `"2"`, raise, 403, "own-work"},
		asked{owner, "PUT", one + "/answer", `"2"`, fixed, 409, "not-allowed-in-stage"}, // not before it is returned
		asked{second, "PUT", one + "/judgement", `"2"`, j{"state": "verified"}, 422, `"field":"state"`},
	)
	k.form(second, "no_revision")
	k.refuses(second, "approve", k.check(), evidence.Invalid)
	k.does(second, "return-for-changes", j{"reason": "strategy_error"})
	k.answers(
		asked{owner, "PUT", one + "/answer", "", fixed, 428, "If-Match"},
		asked{owner, "PUT", one + "/answer", `"2"`, declined, 422, `"field":"note"`},
		asked{owner, "PUT", one + "/answer", `"2"`, j{"state": "verified"}, 422, `"field":"state"`},
		asked{"requester@here", "PUT", one + "/answer", `"2"`, fixed, 403, "not-permitted"},
		asked{"second@there", "PUT", one + "/answer", `"2"`, fixed, 404, "not-found"},
		asked{owner, "PUT", one + "/answer", `"2"`, j{"state": "fixed", "note": "Mr John Smith, born 3rd March 1951"}, 422, "identifier-suspected"},
		asked{owner, "PUT", one + "/answer", `"2"`, fixed, 200, `"version":3`},
		asked{owner, "PUT", one + "/answer", `"2"`, fixed, 412, `"current":{"id"`},
		asked{second, "PUT", one + "/judgement", `"3"`, j{"state": "verified"}, 409, "not-allowed-in-stage"},
	)
	k.does(owner, "submit-for-check", j{"reviewer": h.ids["librarian@there"]})
	k.form(second, "no_revision")
	k.answers(
		asked{second, "PUT", one, `"3"`, raise, 409, "not-allowed-in-stage"}, // of an earlier check
		asked{owner, "PUT", one + "/judgement", `"3"`, j{"state": "verified"}, 403, "own-work"},
		asked{"librarian@there", "PUT", one + "/judgement", `"3"`, j{"state": "withdrawn"}, 403, "not-permitted"},
		asked{second, "PUT", one + "/judgement", "", j{"state": "open"}, 428, "If-Match"},
		asked{second, "PUT", one + "/judgement", `"3"`, j{"state": "fixed"}, 422, `"field":"state"`},
		asked{second, "PUT", one + "/judgement", `"3"`, j{"state": "open", "note": "Not yet."}, 200, `"version":4`},
	)
	k.refuses(second, "approve", k.check(), evidence.Invalid)
	k.answers(asked{"librarian@there", "PUT", one + "/judgement", `"4"`, j{"state": "verified"}, 200, `"state":"verified"`}) // whom it was sent to may
	k.does(second, "approve", k.check())
	var list struct{ Items []postgres.CheckFinding }
	for _, who := range []string{owner, "manager@here", "trainee@here"} {
		if h.did(who, "GET", at, nil).into(t, &list); len(list.Items) != 1 || len(list.Items[0].Steps) != 3 || list.Items[0].Blocks() {
			t.Errorf("%s reads %+v", who, list)
		}
	}
	for who, status := range map[string]int{"requester@here": 403, "stranger@here": 404, "admin@here": 404, "second@there": 404} {
		for _, path := range []string{at, k.at + "/check-reviews", k.at + "/checked-strategies/" + digest, k.at + "/second-readers"} {
			if a := h.as(who, "GET", path, nil); a.status != status {
				t.Errorf("%s GET %s: %d %s", who, path, a.status, a.body)
			}
		}
	}
	if a := h.as(owner, "GET", k.at+"/checked-strategies/another", nil); a.status != http.StatusNotFound {
		t.Errorf("a strategy that was never sent: %d", a.status)
	}
}

// TestAReadingOverTheAPI saves one's own reading, and nobody else's.
func TestAReadingOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner, second = "librarian@here", "second@here"
	k := h.written("business_case")
	at, text := k.at+"/check-reviews", j{"verdict": "minor_revision", "comment": "Say how sure."}
	k.does(owner, "submit-for-check", j{"reviewer": h.ids["librarian@there"]})
	one := k.row(k.does(second, "check-reviews", text))
	if again := k.does(second, "check-reviews", j{"comment": "Anew."}); !strings.Contains(again.body, "Say how sure.") {
		t.Errorf("a second call makes another reading: %s", again.body)
	}
	k.row(k.does("librarian@there", "check-reviews", text))
	k.answers(
		asked{owner, "POST", at, "", text, 403, "own-work"},
		asked{"trainee@here", "POST", at, "", text, 403, "not-permitted"},
		asked{"second@there", "POST", at, "", text, 404, "not-found"},
		asked{second, "PUT", one, "", text, 428, "If-Match"},
		asked{second, "PUT", one, `"1"`, j{"verdict": "excellent"}, 422, `"field":"verdict"`},
		asked{second, "PUT", one, `"1"`, j{"elements": []j{{"element": "syntax"}}}, 422, `"field":"elements"`},
		asked{second, "PUT", one, `"1"`, j{"comment": "NHS number 999 000 0018"}, 422, "identifier-suspected"},
		asked{"librarian@there", "PUT", one, `"1"`, text, 403, "not-permitted"},
		asked{second, "PUT", one, `"1"`, j{"verdict": "accept"}, 200, `"version":2`},
		asked{second, "PUT", one, `"1"`, text, 412, `"verdict":"accept"`},
		asked{owner, "GET", one, "", nil, 200, `"verdict":"accept"`},
		asked{owner, "GET", at + "/" + string(h.ids[owner]), "", nil, 404, "not-found"},
	)
	k.does(second, "approve", k.check())
	k.answers(asked{second, "PUT", one, `"2"`, text, 409, "not-allowed-in-stage"})
}

func TestSecondReadersOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.written("business_case")
	var list struct{ Items []postgres.SecondReader }
	if h.did("librarian@here", "GET", k.at+"/second-readers", nil).into(t, &list); len(list.Items) != 1 || list.Items[0].Person != h.ids["second@here"] || len(list.Items[0].Reasons) == 0 {
		t.Errorf("%+v", list)
	}
	k.writes("second@here", "It helps a little.")
	if h.did("librarian@here", "GET", k.at+"/second-readers", nil).into(t, &list); len(list.Items) != 0 {
		t.Errorf("who wrote some of it may read it: %+v", list)
	}
}

// TestChecksThatWaitOverTheAPI lists and counts the checks that wait for the caller.
func TestChecksThatWaitOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	open, sent := h.written("business_case"), h.written("business_case")
	open.does("librarian@here", "submit-for-check", nil)
	sent.does("librarian@here", "submit-for-check", j{"reviewer": h.ids["librarian@there"]})
	for who, want := range map[string]int{"second@here": 1, "librarian@there": 1, "librarian@here": 0, "second@there": 0, "trainee@here": 0, "manager@here": 0, "requester@here": 0} {
		var page rest.RequestPage
		if h.did(who, "GET", "/requests?check=me&counts=true", nil).into(t, &page); len(page.Items) != want || page.Counts.Total != want {
			t.Errorf("%s: %d listed, %d counted, want %d", who, len(page.Items), page.Counts.Total, want)
		}
	}
	if a := h.as("second@here", "GET", "/requests?check=you", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d %s", a.status, a.body)
	}
	for who, there := range map[string]bool{"second@here": true, "librarian@there": true, "manager@here": false, "trainee@here": false} {
		a := h.did(who, "GET", "/views?counts=true", nil)
		if strings.Contains(a.body, `"id":"to-check","name":"Checks waiting for me","query":"check=me&sort=due","built_in":true,"count":1`) != there {
			t.Errorf("%s: %s", who, a.body)
		}
	}
	if n := h.statements("second@here", "/requests?check=me&counts=true"); n > 5 {
		t.Errorf("the list takes %d statements", n)
	}
}
