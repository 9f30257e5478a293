package work_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func TestSimilarWork(t *testing.T) {
	t.Parallel()
	s := site(t)
	s.On("GET "+api+"/similar", rest.SimilarList{
		Items: []rest.SimilarRow{{ID: other, Reference: "ED-2025-000007", Relation: "shared", LibraryName: "Coast Library", Question: "Falls <b>prevention", DeliveredAt: day(1, 9)}},
		Uses:  []postgres.SimilarUse{{Earlier: other, Version: 2, Outcome: postgres.SimilarAdapted}},
	})
	body := s.Get(at + "/similar").Body.String()
	for _, part := range []string{"Falls &lt;b&gt;prevention", "/requests/" + other, "Coast Library", "Its work is the start of this.", `name="outcome-` + other + `"`} {
		if !strings.Contains(body, part) {
			t.Errorf("the page does not say %q", part)
		}
	}
	if strings.Count(body, "<h1") != 1 {
		t.Error("not one h1")
	}
	form := url.Values{"earlier": {other}, "_version": {"2"}, "outcome-" + other: {""}}
	if w := s.Post(at+"/similar", form); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "#outcome-"+other) {
		t.Errorf("nothing chosen: %d", w.Code)
	}
	s.On("PUT "+api+"/similar/"+other, postgres.SimilarUse{Earlier: other, Version: 3, Outcome: postgres.SimilarReused})
	form.Set("outcome-"+other, "reused")
	if w := s.Post(at+"/similar", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at+"/similar" {
		t.Errorf("it was not saved: %d", w.Code)
	}
	call := given(t, s, "PUT "+api+"/similar/"+other)
	if call.Match != `"2"` || call.Body != `{"outcome":"reused"}` {
		t.Errorf("the API was given %+v", call)
	}
}

// At claim the overview shows what is most like the request and asks what is used of it; later it only links there.
func TestSimilarWorkAtClaim(t *testing.T) {
	t.Parallel()
	many := rest.SimilarList{Uses: []postgres.SimilarUse{{Earlier: other, Version: 2, Outcome: postgres.SimilarNew}}}
	for _, id := range []evidence.RequestID{other, item, tom, amara} {
		many.Items = append(many.Items, rest.SimilarRow{ID: id, Reference: "ED-2025-" + string(id[len(id)-3:]), Relation: "library", Question: "Falls <i>exactly</i>", DeliveredAt: day(1, 9)})
	}
	for name, c := range map[string]struct {
		stage evidence.Stage
		role  evidence.Role
		asked int // the earlier requests of which it is asked what is used
	}{
		"a new one": {evidence.Submitted, evidence.Librarian, 3}, "a trainee's": {evidence.Triage, evidence.Trainee, 3},
		"a manager looks": {evidence.Triage, evidence.Manager, 0}, "later": {evidence.Searching, evidence.Librarian, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := site(t, func(v *rest.RequestView) { v.Stage = c.stage }).As(c.role).On("GET "+api+"/similar", many)
			doc := sound(t, s.Get(at), http.StatusOK)
			if n := len(find(doc, func(n *html.Node) bool { return strings.HasPrefix(webtest.Attr(n, "name"), "outcome-") })); n != c.asked {
				t.Errorf("it asks what is used of %d requests, want %d", n, c.asked)
			}
			shown := strings.Contains(webtest.Text(doc), "Read; the work is done anew.")
			if want := c.stage != evidence.Searching; shown != want {
				t.Errorf("earlier work is shown: %v, want %v", shown, want)
			}
			if links(doc)[at+"/similar"] == "" {
				t.Error("no link to all similar work")
			}
		})
	}
	s := site(t, func(v *rest.RequestView) { v.Stage = evidence.Triage }).On("GET "+api+"/similar", rest.SimilarList{})
	if all := webtest.Text(sound(t, s.Get(at), http.StatusOK)); !strings.Contains(all, "No finished request like this one was found") {
		t.Errorf("nothing is like it, and the page says %s", all)
	}
	s.On("PUT "+api+"/similar/"+other, postgres.SimilarUse{Earlier: other, Version: 2, Outcome: postgres.SimilarAdapted})
	form := url.Values{"earlier": {other}, "_version": {"1"}, "back": {"overview"}, "outcome-" + other: {"adapted"}}
	if w := s.Post(at+"/similar", form); w.Code != http.StatusSeeOther || w.Header().Get("Location") != at {
		t.Errorf("said on the overview: %d to %s", w.Code, w.Header().Get("Location"))
	}
	if call := given(t, s, "PUT "+api+"/similar/"+other); call.Match != `"1"` || call.Body != `{"outcome":"adapted"}` {
		t.Errorf("the API was given %+v", call)
	}
}

// Somebody who said it first is not overruled unseen.
func TestSimilarWorkSaidMeanwhile(t *testing.T) {
	t.Parallel()
	s := site(t)
	s.OnFunc("PUT "+api+"/similar/"+other, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{
			"type": "/problems/version-stale", "title": "It has changed.", "status": 412, "code": evidence.VersionStale,
			"current": postgres.SimilarUse{Earlier: other, Version: 3, Outcome: postgres.SimilarReused},
		}}
	})
	w := s.Post(at+"/similar", url.Values{"earlier": {other}, "_version": {"2"}, "outcome-" + other: {"new"}})
	if w.Code != http.StatusConflict && w.Code != http.StatusPreconditionFailed || !strings.Contains(w.Body.String(), "Somebody said so") {
		t.Errorf("%d: %s", w.Code, w.Body)
	}
}

func TestFindEarlierWork(t *testing.T) {
	t.Parallel()
	s := site(t)
	if body := s.Get("/queue/similar").Body.String(); strings.Contains(body, "Found</h2>") || strings.Count(body, "<h1") != 1 {
		t.Error("something is found before it is looked for")
	}
	s.On("POST /requests/similar", items(rest.SimilarRow{ID: other, Reference: "ED-2025-000007", Relation: "library", Question: "Falls prevention"}))
	body := s.Post("/queue/similar", url.Values{"text": {"bed alarms"}}).Body.String()
	if !strings.Contains(body, "/work/"+other) || !strings.Contains(body, "bed alarms") {
		t.Error("what was found is not shown beside what was asked")
	}
	if call := given(t, s, "POST /requests/similar"); !strings.Contains(call.Body, `"text":"bed alarms"`) {
		t.Errorf("the API was given %s", call.Body)
	}
}
