package rest_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestAnsweringSignedIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api, me := w.api(), token(evidence.Requester, here)
	at := path(ours, "/follow-up")
	if a := send(api, call{method: "GET", path: at, token: me}); a.status != http.StatusOK || !strings.Contains(a.body, `"local_1"`) || !strings.Contains(a.body, `"recalled"`) {
		t.Fatalf("%d %s", a.status, a.body)
	}
	for body, field := range map[string]string{
		`{"answers":{"local":{"local_9":["x"]}}}`:                       "answers.local.local_9",
		`{"answers":{"local":{"local_1":["option_9"]}}}`:                "answers.local.local_1",
		`{"answers":{"local":{"local_1":["option_1","option_2"]}}}`:     "answers.local.local_1",
		`{"answers":{"local":{"local_2":["NHS number 999 000 0018"]}}}`: "answers.local.local_2",
		`{"answers":{},"quote_as":"nickname"}`:                          "quote_as",
	} {
		if a := send(api, call{method: "POST", path: at, token: me, body: body}); a.status != http.StatusUnprocessableEntity || !strings.Contains(a.body, `"`+field+`"`) {
			t.Errorf("%s: %d %s", body, a.status, a.body)
		}
	}
	a := send(api, call{method: "POST", path: at, token: me, body: `{"answers":{"local":{"local_1":["option_1"],"local_2":["More."]}},"time_saved":"hours_1_to_2","may_quote":true,"quote_as":"name"}`})
	if a.status != http.StatusOK || len(w.surveys) != 1 {
		t.Fatalf("%d %s", a.status, a.body)
	}
	s := w.surveys[0]
	if s.How != postgres.HowPage || s.QuoteAs != postgres.QuoteName || s.MinutesSaved == nil || *s.MinutesSaved != 90 || s.Texts["local.local_2"] != "More." || s.Codes["local"] == nil {
		t.Errorf("stored %+v", s)
	}
	for _, who := range []string{token(evidence.Librarian, here), token(evidence.Requester, there)} {
		if a := send(api, call{method: "GET", path: at, token: who}); a.status != http.StatusNotFound {
			t.Errorf("somebody who was not asked: %d", a.status)
		}
	}
	if a := send(api, call{method: "POST", path: at + "/withdraw-quote", token: me}); a.status != http.StatusOK {
		t.Errorf("withdrawing: %d %s", a.status, a.body)
	}
}

func TestWritingDownWhatSomebodyTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api, at := w.api(), path(ours, "/follow-ups")
	body := `{"answers":{"q3_how":"It changed the plan."},"may_quote":true}`
	if a := send(api, call{method: "POST", path: at, token: token(evidence.Librarian, here), body: body}); a.code(t) != string(evidence.NotAllowedInStage) {
		t.Errorf("before delivery: %d %s", a.status, a.body)
	}
	w.set(ours, func(s *evidence.State) {
		s.Stage, s.FirstDeliveredAt, s.DeliveredAt = evidence.Delivered, noon(), noon()
	})
	for who, status := range map[string]int{
		token(evidence.Requester, here): http.StatusForbidden, token(evidence.Librarian, there): http.StatusNotFound, token(evidence.Admin, here): http.StatusNotFound,
	} {
		for _, method := range []string{"GET", "POST"} {
			if a := send(api, call{method: method, path: at, token: who, body: body}); a.status != status {
				t.Errorf("%s: %d, want %d", method, a.status, status)
			}
		}
	}
	if a := send(api, call{method: "POST", path: at, token: token(evidence.Librarian, here), body: `{"answers":{"q5_detail":"Mr Jones, born 3rd March 1951, left"}}`}); a.code(t) != string(evidence.IdentifierSuspected) {
		t.Errorf("an identifier: %d %s", a.status, a.body)
	}
	if len(w.surveys) != 0 {
		t.Fatal("something was stored")
	}
	a := send(api, call{method: "POST", path: at, token: token(evidence.Librarian, here), body: body})
	if a.status != http.StatusOK || len(w.surveys) != 1 || w.surveys[0].RecordedBy != person(evidence.Librarian, here) {
		t.Fatalf("%d %s %+v", a.status, a.body, w.surveys)
	}
	list := send(api, call{method: "GET", path: at, token: token(evidence.Manager, here)})
	for _, want := range []string{`"how":"phone"`, `"recorded_by_name"`, `"local_2":["Well."]`, `"q3_how":"In a policy."`, `"quote_as":"name"`} {
		if !strings.Contains(list.body, want) {
			t.Errorf("no %s in %s", want, list.body)
		}
	}
}

func TestTheSurveyOfALibrary(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	api, at := w.api(), "/api/v1/libraries/"+string(here)+"/survey"
	a := send(api, call{method: "GET", path: at, token: token(evidence.Librarian, here)})
	if a.status != http.StatusOK || a.header.Get("ETag") != `"2"` || !strings.Contains(a.body, `"asked":30`) || !strings.Contains(a.body, `"core_status":"recalled"`) {
		t.Fatalf("%d %s", a.status, a.body)
	}
	put := func(who, match, body string) answer {
		return send(api, call{method: "PUT", path: at, token: who, header: map[string]string{"If-Match": match}, body: body})
	}
	manager := token(evidence.Manager, here)
	for name, c := range map[string]struct {
		who, match, body string
		status           int
	}{
		"a librarian":        {token(evidence.Librarian, here), `"2"`, `{"share":50,"questions":[]}`, http.StatusForbidden},
		"without a version":  {manager, "", `{"share":50,"questions":[]}`, http.StatusPreconditionRequired},
		"nobody to be asked": {manager, `"2"`, `{"share":0,"questions":[]}`, http.StatusUnprocessableEntity},
		"an identifier":      {manager, `"2"`, `{"share":50,"questions":[{"label":"Was it NHS number 999 000 0018?","kind":"text"}]}`, http.StatusUnprocessableEntity},
		"a manager":          {manager, `"2"`, `{"share":50,"questions":[{"label":"Which ward?","kind":"text"}]}`, http.StatusOK},
	} {
		if a := put(c.who, c.match, c.body); a.status != c.status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}
