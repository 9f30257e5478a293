package wellbeing_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/api/web/wellbeing"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const (
	request = "00000000-0000-4000-8000-000000000100"
	stroke  = "00000000-0000-4000-8000-000000000200"
	library = "/libraries/" + string(webtest.Library)
)

func site(t *testing.T, roles ...evidence.Role) *webtest.Site {
	t.Helper()
	team := postgres.MDTTeam{ID: stroke, Version: 3, MDTTeamContent: postgres.MDTTeamContent{
		Name: "Stroke <team>", NextDebrief: "2026-11-27", Members: []postgres.MDTMember{{Person: webtest.Me, Name: "Ann Walker", Invited: true}, {Person: request, Name: "Ben Okafor"}},
	}}
	return webtest.New(t, wellbeing.Register).As(roles...).
		On("GET /requests/"+request, rest.RequestView{RequestRow: rest.RequestRow{
			ID: request, Reference: "ED-2026-000123", Relation: postgres.RelationLibrary, Library: webtest.Library, Stage: evidence.Delivered,
			Outcome: evidence.Answered, Owner: webtest.Me, OwnerName: "Ann Walker", Question: "What helps parents after a stillbirth?", Seq: 7,
		}}).
		On("GET "+library+"/wellbeing/mine", rest.OwnWellbeing{
			Service: postgres.WellbeingServiceContent{Name: "Staff <support>", URL: "https://example.org/s"},
			Teams:   []postgres.OwnMDTTeam{{Name: "Stroke", NextDebrief: "2026-11-27", DebriefNote: "1pm", Invited: true}, {Name: "Renal"}},
			Months:  []postgres.WorkMonth{{Month: "2026-10-01", Delivered: 4, Steps: 30, OutOfHours: 2}},
		}).
		On("GET "+library+"/swaps", map[string]any{"items": []postgres.Swap{{Request: request, Reference: "ED-2026-000123", Type: "patient_care", Topics: []string{"stillbirth"}, OfferedName: "Ben Okafor"}}}).
		On("GET /me/check-ins", map[string]any{"items": []postgres.CheckIn{{Request: request, Reference: "ED-2026-000123", Answer: "hard", At: time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)}}}).
		On("GET "+library+"/wellbeing/team", rest.TeamWellbeing{LeastPeople: 5, Months: []postgres.TeamMonth{
			{Month: "2026-09-01", FlaggedFew: true},
			{Month: "2026-10-01", Work: &postgres.WorkMonth{Delivered: 41, Steps: 300, OutOfHours: 12}, People: 6, Hard: "a quarter to a half", Fine: "fewer than a quarter", Flagged: 9},
		}}).
		On("GET "+library+"/mdt-teams", map[string]any{"items": []postgres.MDTTeam{team}}).
		On("GET "+library+"/mdt-teams/"+stroke, team).
		On("GET "+library+"/wellbeing/signposts", map[string]any{"items": []postgres.Signpost{{SignpostContent: postgres.SignpostContent{On: "2026-10-05", How: "team_meeting"}, ByName: "Maya"}}}).
		On("GET "+library+"/wellbeing/service", postgres.WellbeingService{Version: 2, WellbeingServiceContent: postgres.WellbeingServiceContent{Name: "Staff support"}}).
		On("GET "+library+"/staff", map[string]any{"items": []rest.StaffRow{{Person: webtest.Me, Name: "Ann Walker", Roles: []evidence.Role{evidence.Librarian}}, {Person: request, Name: "Maya Manager", Roles: []evidence.Role{evidence.Manager}}}})
}

func topic(change func(*rest.TopicView)) rest.TopicView {
	v := rest.TopicView{Topic: postgres.Topic{Version: 1, Topics: []string{}, Suggested: []string{"stillbirth"}, Words: "2026-11"}}
	if change != nil {
		change(&v)
	}
	return v
}

func shows(t *testing.T, w *httptest.ResponseRecorder, status int, parts ...string) string {
	t.Helper()
	body := w.Body.String()
	if w.Code != status || strings.Count(body, "<h1") != 1 && status < 300 {
		t.Fatalf("status %d, want %d, %d h1: %s", w.Code, status, strings.Count(body, "<h1"), body)
	}
	for _, p := range parts {
		if !strings.Contains(body, p) {
			t.Errorf("the page does not say %q: %s", p, body)
		}
	}
	return body
}

func TestTopicPage(t *testing.T) {
	t.Parallel()
	at := "/work/" + request + "/topic"
	s := site(t, evidence.Librarian).On("GET /requests/"+request+"/topic", topic(nil))
	body := shows(t, s.Get(at), 200, "Stillbirth and loss in pregnancy", "It counts only if you confirm it", `name="state"`, "version 2026-11")
	if strings.Contains(body, "Offer to swap") || strings.Contains(body, "How was that") {
		t.Error("it offers what is not offered")
	}
	shows(t, s.Post(at, url.Values{}), 422, "Error: ", "Say whether it is such a topic", `href="#state`)
	s.Calls()
	s.On("PUT /requests/"+request+"/topic", topic(nil))
	if w := s.Post(at, url.Values{"state": {"confirmed"}, "topics": {"stillbirth"}, "_version": {"1"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Match != `"1"` || !strings.Contains(last.Body, `"topics":["stillbirth"]`) {
		t.Errorf("%+v", last)
	}
	s.OnFunc("PUT /requests/"+request+"/topic", func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current_version": 2, "current": postgres.Topic{Version: 2, State: "dismissed"}}}
	})
	shows(t, s.Post(at, url.Values{"state": {"confirmed"}, "topics": {"stillbirth"}, "_version": {"1"}}), 409, "A colleague decided", `value="2"`)
}

func TestSwapAndCheckIn(t *testing.T) {
	t.Parallel()
	at := "/work/" + request + "/topic"
	s := site(t, evidence.Librarian)
	for do, c := range map[string]struct {
		view rest.SwapView
		call string
	}{
		"offer":    {rest.SwapView{MayOffer: true}, "PUT /requests/" + request + "/swap"},
		"withdraw": {rest.SwapView{Offered: true, Mine: true}, "DELETE /requests/" + request + "/swap"},
		"take":     {rest.SwapView{Offered: true, MayTake: true}, "POST /requests/" + request + "/swap/take"},
	} {
		s.On("GET /requests/"+request+"/topic", topic(func(v *rest.TopicView) { v.Swap = c.view }))
		shows(t, s.Get(at), 200, `value="`+do+`"`)
		s.On(c.call, map[string]any{})
		s.Calls()
		if w := s.Post(at+"/swap", url.Values{"_do": {do}}); w.Code != 303 {
			t.Errorf("%s: %d", do, w.Code)
		}
		calls := s.Calls()
		if last := calls[len(calls)-1]; last.Method+" "+last.Path != c.call {
			t.Errorf("%s: %+v", do, last)
		}
	}
	s.On("GET /requests/"+request+"/topic", topic(func(v *rest.TopicView) {
		v.AskedHow, v.State, v.Topics = true, "confirmed", []string{"stillbirth"}
		v.Debrief = &rest.Debrief{Service: postgres.WellbeingServiceContent{Name: "Staff <support>", URL: "https://example.org/s"}, Teams: []postgres.OwnMDTTeam{{Name: "Stroke", NextDebrief: "2026-11-27", Invited: true}}}
	}))
	shows(t, s.Get(at), 200, "Staff &lt;support&gt;", "https://example.org/s", "Stroke: next debrief on Friday 27 November 2026", "I would rather not say", "You need not answer")
	shows(t, s.Post(at+"/check-in", url.Values{}), 422, "Choose an answer")
	s.On("PUT /requests/"+request+"/check-in", nil).On("DELETE /requests/"+request+"/check-in", nil)
	for _, form := range []url.Values{{"answer": {"hard"}}, {"_do": {"delete"}}} {
		if w := s.Post(at+"/check-in", form); w.Code != 303 {
			t.Errorf("%v: %d", form, w.Code)
		}
	}
	for _, n := range s.Notices {
		if strings.Contains(strings.ToLower(n), "hard") {
			t.Errorf("a sentence holds the answer: %q", n)
		}
	}
}

func TestMinePage(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Librarian)
	body := shows(t, s.Get("/wellbeing"), 200, "Staff &lt;support&gt;", "Stroke: next debrief on Friday 27 November 2026, 1pm", "not invited to its debriefs", "Ben Okafor", "Hard", "October 2026", "Nobody else is shown these figures")
	if strings.Contains(body, "/wellbeing/team") {
		t.Error("a librarian is led to the manager's page")
	}
	if w := s.Get("/wellbeing/team"); w.Code != 403 {
		t.Errorf("a librarian sees the team: %d", w.Code)
	}
	manager := site(t, evidence.Manager)
	if w := manager.Get("/wellbeing"); w.Code != 303 || w.Header().Get("Location") != "/wellbeing/team" {
		t.Errorf("%d %s", w.Code, w.Header().Get("Location"))
	}
	for _, c := range manager.Calls() {
		if strings.Contains(c.Path, "mine") || strings.Contains(c.Path, "check-ins") {
			t.Errorf("the manager's page asked for %s", c.Path)
		}
	}
	for _, role := range []evidence.Role{evidence.Requester, evidence.Admin, evidence.SystemLead} {
		if w := site(t, role).Get("/wellbeing"); w.Code != http.StatusForbidden {
			t.Errorf("%s: %d", role, w.Code)
		}
	}
}

func TestTeamPage(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Manager)
	shows(t, s.Get("/wellbeing/team"), 200, "Not shown: too few people", "1 to 4", "Hard at least once: a quarter to a half", "6 people answered", "Stroke &lt;team&gt;", "Ben Okafor", "In a meeting of the team")
	shows(t, s.Get("/wellbeing/service"), 200, "Staff support", `name="note"`)
	s.Refuse("PUT "+library+"/wellbeing/service", 422, evidence.Invalid, page.FieldProblem{Field: "url", Code: "malformed", Detail: "Use an address that begins with https://."})
	shows(t, s.Post("/wellbeing/service", url.Values{"name": {"Typed"}, "url": {"ftp://x"}, "_version": {"2"}}), 422, "Typed", "ftp://x", "begins with https://")
	shows(t, s.Get("/wellbeing/signposts/new"), 200, "How did you do it?")
	shows(t, s.Post("/wellbeing/signposts/new", url.Values{"on.day": {"31"}, "on.month": {"2"}, "on.year": {"2026"}}), 422, "Give a real date", "Say how you pointed it out")
	s.On("POST "+library+"/wellbeing/signposts", map[string]any{"id": stroke})
	if w := s.Post("/wellbeing/signposts/new", url.Values{"on.day": {"5"}, "on.month": {"11"}, "on.year": {"2026"}, "how": {"email"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
}

func TestTeamsOfTheRegister(t *testing.T) {
	t.Parallel()
	s := site(t, evidence.Manager)
	body := shows(t, s.Get("/wellbeing/teams/new"), 200, "Add a team", "Ann Walker")
	if strings.Contains(body, "Maya Manager") {
		t.Error("who searches nothing is offered")
	}
	s.On("POST "+library+"/mdt-teams", map[string]any{})
	s.Calls()
	if w := s.Post("/wellbeing/teams/new", url.Values{"name": {"Renal"}, "invited": {string(webtest.Me)}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
	calls := s.Calls()
	if last := calls[len(calls)-1]; last.Key == "" || !strings.Contains(last.Body, `"invited":true`) || !strings.Contains(last.Body, `"name":"Renal"`) {
		t.Errorf("%+v", last)
	}
	shows(t, s.Get("/wellbeing/teams/"+stroke), 200, "Stroke &lt;team&gt;", `value="3"`, "Take the team out")
	s.OnFunc("PUT "+library+"/mdt-teams/"+stroke, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: 412, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current_version": 4, "current": postgres.MDTTeam{ID: stroke, Version: 4, MDTTeamContent: postgres.MDTTeamContent{Name: "Theirs"}}}}
	})
	shows(t, s.Post("/wellbeing/teams/"+stroke, url.Values{"name": {"Mine"}, "_version": {"3"}}), 409, "Theirs", "Mine", "Somebody else changed this team")
	shows(t, s.Get("/wellbeing/teams/"+stroke+"/remove"), 200, "Take Stroke &lt;team&gt; out?")
	s.On("DELETE "+library+"/mdt-teams/"+stroke, nil)
	if w := s.Post("/wellbeing/teams/"+stroke+"/remove", url.Values{"_version": {"3"}}); w.Code != 303 {
		t.Errorf("%d", w.Code)
	}
}
