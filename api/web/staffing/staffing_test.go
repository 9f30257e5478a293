package staffing_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	pages "evidencedesk/api/web/staffing"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/gift"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/staffing"
	"evidencedesk/internal/vocabulary"
)

const (
	lib  = "/libraries/" + string(webtest.Library)
	item = "00000000-0000-4000-8000-000000000300"
)

type object = map[string]any

func items(list ...any) object { return object{"items": append([]any{}, list...)} }

// site answers all that the pages ask; what people typed tries to be markup.
func site(t *testing.T, roles ...evidence.Role) *webtest.Site {
	t.Helper()
	year := postgres.StaffingYear{Year: 2025, Version: 3, WorkforceWTE: 6500, QualifiedWTE: 2, AsOf: "2025-09-30", Source: "The <b>trust</b>"}
	none := postgres.StaffingYear{Year: 2024, Version: 2, WorkforceWTE: 6400}
	outcome := capacity.Outcome{Promised: 10, Met: 8, Backlog: []capacity.Point{{Date: "2025-04-06", Open: 3}, {Date: "2025-04-13", Open: 1}}}
	s := webtest.New(t, pages.Register).As(roles...)
	s.On("GET "+lib+"/staffing", rest.StaffingView{
		Rule:  postgres.RatioRule{Version: 1, Rule: staffing.StandardRatio()},
		Years: []rest.StaffingRow{{StaffingYear: year, Ratio: year.Figures().Ratio(1250)}, {StaffingYear: none, Ratio: none.Figures().Ratio(1250)}},
		Regions: []rest.RegionRow{{
			Code: "south", Name: "South", RegionRatio: vocabulary.RegionRatio{QualifiedWTE: 104.73, WorkforceWTE: 169942, Published: 1622},
			Ratio: staffing.Ratio{State: staffing.Known, N: 1622.67, Needed: 136, Gap: 31.2},
		}},
		RegionsNote: "Cut off.",
	})
	s.On("GET "+lib+"/staffing/2025", items(year)).On("GET "+lib+"/staffing/2026", items())
	s.On("GET "+lib+"/demand", rest.DemandView{Period: "2025-26", Title: "April 2025 to March 2026", Rows: []staffing.Demand{
		{Specialty: "<b>stroke</b>", Requests: 4, Hours: 9, Verdict: staffing.RolePays},
		{Requests: 1, Hours: 1, Verdict: staffing.Unnamed},
		{Specialty: "renal", Hours: 8, Embedded: 4, Index: 2, Verdict: staffing.Stretched},
	}})
	role := postgres.EmbeddedRole{ID: item, Version: 2, EmbeddedRoleContent: postgres.EmbeddedRoleContent{Title: "Renal <b>librarian</b>", Specialty: "renal", Hours: 4, From: "2025-04-01"}}
	s.On("GET "+lib+"/embedded-roles", items(role))
	s.On("GET "+lib+"/capacity", rest.CapacityView{
		From: "2026-11-16", Until: "2026-11-22", Available: 1800, Pool: &rest.HoursDue{Open: 2, Due: 60}, People: []rest.PersonHours{
			{Person: webtest.Me, Name: "Ann <b>Walker</b>", Contract: true, Available: 1800, HoursDue: rest.HoursDue{Open: 3, DueRequests: 1, Due: 120, Left: 300}}, {Person: item, Name: "Tom Ellis"},
		},
		Types: []rest.TypeForecast{{Type: "audit", Forecast: capacity.Predict(capacity.Own{Timed: 4, Median: 60, Upper: 90}, capacity.Guidance{Low: 60, High: 120}), PerWeek: 2, Minutes: 120}, {Type: "systematic_review", Forecast: capacity.Forecast{Basis: capacity.FromNothing}}},
	})
	contract := postgres.Contract{ID: item, Version: 1, Person: webtest.Me, Name: "Ann <b>Walker</b>", ContractContent: postgres.ContractContent{Hours: 30, From: "2020-04-01"}}
	s.On("GET "+lib+"/contracts", items(contract)).On("GET "+lib+"/staff", items(rest.StaffRow{Person: webtest.Me, Name: "Ann <b>Walker</b>"}))
	s.On("GET "+lib+"/leave", items(postgres.Leave{ID: item, Person: webtest.Me, Name: "Ann", LeaveContent: postgres.LeaveContent{From: "2026-12-21", Until: "2026-12-24"}}))
	s.On("GET "+lib+"/replay", rest.ReplayView{Period: "2025-26", Title: "April 2025 to March 2026", Requests: 12, Average: 20, Was: outcome, Same: outcome, Changed: outcome})
	s.On("GET "+lib+"/gift-of-time", rest.GiftView{
		Period: "2025-26", Title: "April 2025 to March 2026", Rates: postgres.GiftRates{Version: 2, Rule: gift.Rates{Librarian: 3000, AsOf: "2026-04-01", Source: "<b>Finance</b>"}},
		Result:  gift.Work(gift.Input{Saved: []gift.Saved{{Group: "medical_dental", Band: "hours_1_to_2", People: 3}}, Midpoints: map[string]int{"hours_1_to_2": 90}, Rates: gift.Rates{Librarian: 3000, Groups: map[string]int{"medical_dental": 6000}}, Minutes: 60, Asked: 5, Delivered: 9}),
		Context: []vocabulary.Term{{Code: "x", Label: "Return 2.4", Definition: "Elsewhere.", Source: "A study"}}, Warning: "Context only.",
	})
	s.On("GET "+lib+"/ratio-rule", items(postgres.RatioRule{Version: 1, Rule: staffing.StandardRatio()}))
	s.On("GET "+lib+"/gift-rates", items(postgres.GiftRates{Version: 2, Rule: gift.Rates{Librarian: 3000, Groups: map[string]int{"students": 1250}, AsOf: "2026-04-01", Source: "Finance"}}))
	s.On("GET "+lib+"/return-rule", items(postgres.ReturnRule{Version: 1, Rule: staffing.StandardReturn()}))
	returned := rest.ReturnView{
		Year: 2025, Title: "April 2025 to March 2026", Version: 2, Rule: postgres.ReturnRule{Version: 1}, NewestRule: 1, RuleVersion: []int{1}, BeforeRule: 1,
		Lines:   []rest.ReturnLine{{Activity: "expert_searches", Label: "Expert searches", Counts: true, Counted: 40, Entered: 2, Total: 42, Before: 30}, {Activity: "user_education", Label: "User education", Entered: 9, Total: 9}},
		Changes: []staffing.Explanation{{Activity: "expert_searches", Now: 42, Before: 30, Change: 12, Rule: 1, Entered: 2, Types: []staffing.Part{{Code: "audit", Before: 1, Now: 10, Change: 9}}}},
	}
	return s.On("GET "+lib+"/returns/2025", returned)
}

func TestEveryPageOfFigures(t *testing.T) {
	t.Parallel()
	for path, c := range map[string]struct {
		charts int
		says   []string
	}{
		"/staffing":          {2, []string{"One qualified librarian for 3,250 staff", "none", "1:1,622", "1:1,622.7", "3.2"}},
		"/staffing/demand":   {2, []string{"A role would pay in: ", "Not named", "Stretched", "2.0"}},
		"/staffing/capacity": {2, []string{"3.0 hours are due this week, and 30.0 are available", "not entered", "Nobody’s yet", "Agreed from case to case", "4 own requests, 40%"}},
		"/staffing/replay":   {4, []string{"80% of promises", "As it was recorded", "Under this policy", "20.0 hours a week that it took"}},
		"/staffing/gift":     {2, []string{"£9.00 for each £1", "3 of 5 people", "Context only.", "Return 2.4", "£60.00"}},
		"/staffing/return":   {0, []string{"42 (+12 against the year before)", "not counted", "Another counting rule", "+9", "Download as CSV"}},
	} {
		for _, role := range []evidence.Role{evidence.Manager, evidence.Librarian} {
			d := sound(t, site(t, role).Get(path), http.StatusOK)
			d.says(c.says...)
			if n := strings.Count(d.body, "<svg"); n < c.charts {
				t.Errorf("%s: %d charts", path, n)
			}
			if change := strings.Contains(d.body, "/staffing/rule") || strings.Contains(d.body, "/staffing/contracts/new") || strings.Contains(d.body, "/staffing/return/rule"); role == evidence.Librarian && change {
				t.Errorf("%s offers a librarian what is for managers", path)
			}
		}
		if w := site(t, evidence.Requester).Get(path); w.Code != http.StatusForbidden {
			t.Errorf("%s for a requester: %d", path, w.Code)
		}
	}
}

func TestFormsAreSavedRefusedAndStale(t *testing.T) {
	t.Parallel()
	for path, c := range map[string]struct {
		call, field, good, bad, to, sends string
		current                           any
	}{
		"/staffing/years/2025":        {"PUT " + lib + "/staffing/2025", "qualified_wte", "2.5", "two", "/staffing", `"qualified_wte":2.5`, postgres.StaffingYear{Version: 9, QualifiedWTE: 7}},
		"/staffing/rule":              {"PUT " + lib + "/ratio-rule", "aim", "1000", "many", "/staffing", `"aim":1000`, postgres.RatioRule{Version: 9, Rule: staffing.RatioRule{Aim: 7}}},
		"/staffing/roles/" + item:     {"PUT " + lib + "/embedded-roles/" + item, "hours", "7.5", "x", "/staffing/demand", `"hours":7.5`, postgres.EmbeddedRole{Version: 9, EmbeddedRoleContent: postgres.EmbeddedRoleContent{Hours: 7}}},
		"/staffing/roles/new":         {"POST " + lib + "/embedded-roles", "hours", "7.5", "x", "/staffing/demand", `"hours":7.5`, nil},
		"/staffing/contracts/" + item: {"PUT " + lib + "/contracts/" + item, "hours", "20", "", "/staffing/capacity", `"hours":20`, postgres.Contract{Version: 9, ContractContent: postgres.ContractContent{Hours: 7}}},
		"/staffing/contracts/new":     {"POST " + lib + "/contracts", "hours", "20", "", "/staffing/capacity", `"hours":20`, nil},
		"/staffing/leave/new":         {"POST " + lib + "/leave", "from.day", "", "31", "/staffing/capacity", `"from"`, nil},
		"/staffing/gift/rates":        {"PUT " + lib + "/gift-rates", "librarian", "31.50", "much", "/staffing/gift", `"librarian":3150`, postgres.GiftRates{Version: 9, Rule: gift.Rates{Librarian: 700}}},
		"/staffing/return/rule":       {"PUT " + lib + "/return-rule", "live", "nothing", "", "/staffing/return", `"live":"nothing"`, postgres.ReturnRule{Version: 9, Rule: staffing.ReturnRule{Live: "search"}}},
		"/staffing/return/years/2025": {"PUT " + lib + "/returns/2025", "entered.user_education", "12", "-1", "/staffing/return?year=2025", `"user_education":12`, postgres.NationalReturn{Version: 9, Entered: map[string]int{"user_education": 7}}},
	} {
		s := site(t, evidence.Manager).On(c.call, object{})
		d := sound(t, s.Get(path), http.StatusOK)
		s.Calls()
		if w := s.Post(path, d.form(c.field, c.good)); w.Code != http.StatusSeeOther || w.Header().Get("Location") != c.to {
			t.Errorf("%s: %d to %q: %s", path, w.Code, w.Header().Get("Location"), w.Body)
			continue
		}
		for _, call := range s.Calls() {
			if call.Method+" "+call.Path == c.call && (!strings.Contains(call.Body, c.sends) || call.Match == "" && call.Key == "") {
				t.Errorf("%s sent %s with %q", path, call.Body, call.Match)
			}
		}
		if c.bad != "" {
			sound(t, s.Post(path, d.form(c.field, c.bad)), http.StatusUnprocessableEntity).says("There is a problem")
		}
		s.Refuse(c.call, http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: strings.TrimSuffix(c.field, ".day"), Code: "out-of-range", Detail: "That cannot be."})
		again := sound(t, s.Post(path, d.form(c.field, c.good)), http.StatusUnprocessableEntity)
		again.says("That cannot be.")
		if got := again.form().Get(c.field); got != c.good {
			t.Errorf("%s: %q was typed and %q is kept", path, c.good, got)
		}
		if c.current == nil {
			continue
		}
		s.OnFunc(c.call, func(webtest.Call) webtest.Answer {
			return webtest.Answer{Status: http.StatusPreconditionFailed, Body: object{"status": 412, "code": evidence.VersionStale, "current": c.current}}
		})
		both := sound(t, s.Post(path, d.form(c.field, c.good)), http.StatusConflict)
		both.says("Somebody else changed this meanwhile")
		if v := both.form(); v.Get("_version") != "9" || v.Get(c.field) != c.good {
			t.Errorf("%s: version %s, %s kept", path, v.Get("_version"), v.Get(c.field))
		}
	}
}

func TestRowsAreTakenOut(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Manager).On("DELETE "+lib+"/embedded-roles/"+item, nil).On("DELETE "+lib+"/contracts/"+item, nil).On("DELETE "+lib+"/leave/"+item, nil)
	for path, pairs := range map[string][]string{"/staffing/roles/" + item: {"_do", "remove"}, "/staffing/contracts/" + item: {"_do", "remove"}, "/staffing/leave/" + item + "/remove": nil} {
		d := sound(t, s.Get(path), http.StatusOK)
		if w := s.Post(path, d.form(pairs...)); w.Code != http.StatusSeeOther {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
	sound(t, s.Get("/staffing/roles/unheard-of"), http.StatusNotFound)
	sound(t, s.Get("/staffing/years/1066"), http.StatusNotFound)
}

func TestAPolicyThatCannotBe(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Librarian).Refuse("GET "+lib+"/replay", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "promises[0]", Code: "out-of-range", Detail: "x"})
	d := sound(t, s.Get("/staffing/replay?days.routine=900&weekly=20&readers=all"), http.StatusUnprocessableEntity)
	d.says("Give working days from 0 to 260")
	if v := d.form(); v.Get("days.routine") != "900" || v.Get("weekly") != "20" || v.Get("readers") != "all" {
		t.Errorf("%v", v)
	}
	if q := s.Calls()[0].Query; !strings.Contains(q, "promises=routine%3A900") {
		t.Error(q)
	}
}
