package manage_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func checksOf(version int, policy evidence.CheckPolicy) postgres.LibraryChecks {
	return postgres.LibraryChecks{Version: version, Types: []postgres.TypeCheck{
		{Type: "patient_care", Label: "Care of a specific patient", Policy: policy, Standard: evidence.CheckNone},
		{Type: "systematic_review", Label: "Systematic review", Policy: evidence.CheckStrategy, Standard: evidence.CheckStrategy},
	}}
}

func withChecks(t *testing.T) *webtest.Site {
	t.Helper()
	return site(t).On("GET "+lib+"/check-policy", checksOf(3, evidence.CheckNone)).On("GET "+lib+"/check-errors", object{"items": []postgres.RecurringError{
		{Subject: evidence.Strategy, Element: "syntax", Severity: "revision_required", Findings: 12},
	}})
}

func TestWhatIsCheckedIsDecided(t *testing.T) {
	t.Parallel()
	s := withChecks(t).On("PUT "+lib+"/check-policy", checksOf(4, evidence.CheckSummary))
	sound(t, s.Get("/settings"), http.StatusOK).leads("/settings/checks")
	d := sound(t, s.Get("/settings/checks"), http.StatusOK)
	d.says("Care of a specific patient", "Standard: No check.", "Spelling, syntax and line numbers", "Revision required", "12", "The work of a trainee is always checked.")
	s.Calls()
	gone(t, s.Post("/settings/checks", d.form("rules.patient_care", "summary")), "/settings/checks")
	call := sent(s)[0]
	if diff := cmp.Diff(object{"rules": object{"patient_care": "summary", "systematic_review": "strategy"}}, body(t, call)); diff != "" || call.Match != `"3"` {
		t.Errorf("%s %s", call.Match, diff)
	}
}

func TestADecisionAboutChecksThatIsRefused(t *testing.T) {
	t.Parallel()
	s := withChecks(t).Refuse("PUT "+lib+"/check-policy", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "rules.patient_care", Code: "unknown"})
	form := map[string][]string{"rules.patient_care": {"both"}, "_version": {"3"}}
	sound(t, s.Post("/settings/checks", form), http.StatusUnprocessableEntity)
	stale(s, "PUT "+lib+"/check-policy", checksOf(4, evidence.CheckSummary))
	sound(t, s.Post("/settings/checks", form), http.StatusConflict).says("Somebody else changed this meanwhile.")
}
