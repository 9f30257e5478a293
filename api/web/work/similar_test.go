package work_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/rest"
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
