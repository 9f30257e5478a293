package outcomes_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"evidencedesk/api/web/outcomes"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	lib    = "/libraries/" + string(webtest.Library)
	tag    = "00000000-0000-4000-8000-000000000700"
	action = "00000000-0000-4000-8000-000000000800"
	year   = lib + "/outcome-years/2027" // November 2026 lies in the year that ends in March 2027
)

func list(items ...any) map[string]any { return map[string]any{"items": items} }

func site(t *testing.T) *webtest.Site {
	t.Helper()
	three, two := 3, 2
	now := postgres.OutcomeAssessment{Year: 2027, Edition: "outcomes_2021", Version: 4, Levels: []postgres.OutcomeLevel{
		{Outcome: "outcome_1", Level: &three, Within: "low", Narrative: "We <b>reach all.", ValidatedLevel: &two, ValidatedWithin: "high"},
	}}
	before := postgres.OutcomeAssessment{Year: 2026, Edition: "outcomes_2019", Version: 2, Levels: []postgres.OutcomeLevel{{Outcome: "outcome_1", Level: &two, Within: "low"}}}
	return webtest.New(t, outcomes.Register).As(evidence.Manager).
		On("GET "+lib+"/outcome-years", list(now, before)).On("GET "+year, now).
		On("GET "+lib+"/outcome-tags", list(postgres.OutcomeTag{ID: tag, Outcome: "outcome_2", Kind: "request", Target: action, About: "ED-2026-000123", Place: action, Note: "It <b>decided.", Dated: "2026-11-10"})).
		On("GET "+year+"/actions", list(postgres.OutcomeAction{ID: action, Year: 2027, Version: 2, OutcomeActionContent: postgres.OutcomeActionContent{
			Outcome: "outcome_6", Action: "Ask <b>more.", OwnerRole: "Manager", DueOn: "2027-03-31",
		}})).
		On("GET "+year+"/suggestions", list(postgres.OutcomeSuggestion{Kind: "request", Target: action, About: "ED-2026-000124", Purpose: "patient_care", Dated: "2026-11-11", Outcomes: []string{"outcome_2", "outcome_3"}, Why: "It was asked for."}))
}

func sound(t *testing.T, w *httptest.ResponseRecorder, status int, says ...string) {
	t.Helper()
	body := w.Body.String()
	if w.Code != status || strings.Count(body, "<h1") != 1 {
		t.Fatalf("status %d, want %d, %d h1: %s", w.Code, status, strings.Count(body, "<h1"), body)
	}
	if strings.Contains(body, "<b>") || strings.Contains(body, "style=") {
		t.Error("the page holds what was typed as markup, or a style")
	}
	for _, s := range says {
		if !strings.Contains(body, s) {
			t.Errorf("the page does not say %q", s)
		}
	}
}

func gone(t *testing.T, w *httptest.ResponseRecorder, to string) {
	t.Helper()
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != to {
		t.Errorf("status %d to %q, want 303 to %q: %s", w.Code, w.Header().Get("Location"), to, w.Body)
	}
}

func TestEveryPageIsShown(t *testing.T) {
	t.Parallel()
	s := site(t)
	sound(t, s.Get("/outcomes"), http.StatusOK, "<svg", "level 3, low", "level 2, high", "1 higher, 0 lower", "We &lt;b&gt;reach all.", "1 piece", "Ask &lt;b&gt;more.", "Paraphrased", "Assess the library")
	sound(t, s.Get("/outcomes/assess"), http.StatusOK, `value="3-low" selected`, "Level 0: not developed")
	sound(t, s.Get("/outcomes/evidence"), http.StatusOK, "ED-2026-000123", "It &lt;b&gt;decided.", "There is no evidence in this year yet.", "format=docx")
	sound(t, s.Get("/outcomes/tag?kind=request&target="+action), http.StatusOK, `value="`+action+`"`)
	sound(t, s.Get("/outcomes/tag?kind=metric"), http.StatusOK, `id="target"`)
	sound(t, s.Get("/outcomes/suggestions"), http.StatusOK, "ED-2026-000124", "request|"+action+"|outcome_3")
	sound(t, s.Get("/outcomes/plan/new"), http.StatusOK, "By when")
	sound(t, s.Get("/outcomes/plan/"+action), http.StatusOK, "Ask &lt;b&gt;more.", `value="31"`)
	if w := s.As(evidence.Trainee).Get("/outcomes/assess"); w.Code != http.StatusForbidden {
		t.Errorf("a trainee gets %d", w.Code)
	}
}

func TestWhatIsSent(t *testing.T) {
	t.Parallel()
	s := site(t).On("PUT "+year, postgres.OutcomeAssessment{}).On("POST "+lib+"/outcome-tags", postgres.OutcomeTag{Outcome: "outcome_2"}).
		On("POST "+year+"/actions", postgres.OutcomeAction{}).On("PUT "+lib+"/outcome-actions/"+action, postgres.OutcomeAction{}).On("DELETE "+lib+"/outcome-tags/"+tag, nil)
	for _, c := range []struct {
		address, to, sends string
		form               url.Values
	}{
		{"/outcomes/assess", "/outcomes?year=2027", `{"outcome":"outcome_1","level":4,"within":"high"}`, url.Values{"edition": {"outcomes_2021"}, "outcome_1.level": {"4-high"}, "_version": {"4"}}},
		{"/outcomes/tag", "/outcomes/evidence?outcome=outcome_2&year=2027", `"target":"reach"`, url.Values{"kind": {"metric"}, "target": {"reach"}, "outcome": {"outcome_2"}}},
		{"/outcomes/suggestions", "/outcomes/evidence?year=2027", `"outcome":"outcome_3"`, url.Values{"accept": {"request|" + action + "|outcome_3"}}},
		{"/outcomes/plan/new", "/outcomes?year=2027#plan", `"due_on":"2027-03-31"`, url.Values{"action": {"A"}, "due_on.day": {"31"}, "due_on.month": {"3"}, "due_on.year": {"2027"}}},
		{"/outcomes/plan/" + action, "/outcomes?year=2027#plan", `"action":"B"`, url.Values{"action": {"B"}, "_version": {"2"}}},
		{"/outcomes/evidence/" + tag + "/remove", "/outcomes/evidence?year=2027", "", url.Values{}},
	} {
		s.Calls()
		gone(t, s.Post(c.address, c.form), c.to)
		if calls := s.Calls(); len(calls) != 1 || !strings.Contains(calls[0].Body, c.sends) {
			t.Errorf("%s sent %+v", c.address, calls)
		}
	}
	sound(t, s.Post("/outcomes/suggestions", url.Values{}), http.StatusUnprocessableEntity, "Tick what is evidence.")
	s.Refuse("PUT "+year, http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "outcome_1.level", Code: "required", Detail: "Choose a level too."})
	sound(t, s.Post("/outcomes/assess", url.Values{"outcome_1.narrative": {"Kept."}, "edition": {"outcomes_2021"}}), http.StatusUnprocessableEntity, "Choose a level too.", "Kept.")
}
