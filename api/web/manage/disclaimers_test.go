package manage_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func withDisclaimers(t *testing.T) *webtest.Site {
	t.Helper()
	return site(t).On("GET "+lib+"/disclaimers", object{"items": []postgres.LibraryDisclaimer{
		{Code: "general", Label: "General", When: "On every report.", Text: "Our <b>own</b> words.", Own: true, Standard: "The standard words.", Version: 3},
		{Code: "ai", Label: "Artificial intelligence", When: "Where a tool was used.", Text: "A tool was used.", Standard: "A tool was used.", Version: 1},
	}})
}

func TestDisclaimersAreListedAndWorded(t *testing.T) {
	t.Parallel()
	s := withDisclaimers(t).On("PUT "+lib+"/disclaimers/general", rest.SavedDisclaimer{})
	sound(t, s.Get("/settings/disclaimers"), http.StatusOK).says("General", "Your own", "Artificial intelligence", "Standard", "Where a tool was used.")
	at := "/settings/disclaimers/general"
	d := sound(t, s.Get(at), http.StatusOK)
	d.says("The standard words", "Use the standard words")
	s.Calls()
	gone(t, s.Post(at, d.form("text", "Other words.")), "/settings/disclaimers")
	call := sent(s)[0]
	if diff := cmp.Diff(object{"text": "Other words."}, body(t, call)); diff != "" || call.Match != `"3"` || call.Method != http.MethodPut {
		t.Errorf("%v %s", call, diff)
	}
	gone(t, s.Post(at, d.form("_do", "standard")), "/settings/disclaimers")
	if diff := cmp.Diff(object{"text": ""}, body(t, sent(s)[0])); diff != "" {
		t.Error(diff)
	}
	sound(t, s.Get("/settings/disclaimers/unheard_of"), http.StatusNotFound)
}

func TestDisclaimersThatAreRefused(t *testing.T) {
	t.Parallel()
	at := "/settings/disclaimers/ai"
	s := withDisclaimers(t).Refuse("PUT "+lib+"/disclaimers/ai", http.StatusUnprocessableEntity, evidence.IdentifierSuspected,
		page.FieldProblem{Field: "text", Code: string(evidence.IdentifierSuspected), Start: 5, Length: 10, Kind: "nhs_number"})
	sound(t, s.Post(at, map[string][]string{"text": {"Dear 9990000018"}}), http.StatusUnprocessableEntity).says("What you wrote may identify a patient", "Dear 9990000018")
	stale(s, "PUT "+lib+"/disclaimers/ai", postgres.LibraryDisclaimer{Code: "ai", Label: "Artificial intelligence", Text: "Theirs.", Own: true, Version: 4})
	sound(t, s.Post(at, map[string][]string{"text": {"Mine."}, "_version": {"1"}}), http.StatusConflict).says("Somebody else changed this disclaimer", "Theirs.", "Mine.")
}
