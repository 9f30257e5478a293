package rest_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
)

// heavy is a request of librarian@here on a topic that was confirmed.
func (h *house) heavy() job {
	h.Helper()
	k := h.taken("patient_care")
	k.answers(asked{"librarian@here", "PUT", k.at + "/topic", `"1"`, j{"state": "confirmed", "topics": []string{"end_of_life"}}, 200, `"state":"confirmed"`})
	return k
}

// delivered is that, sent.
func (k job) delivered() job {
	k.Helper()
	k.does("librarian@here", "complete-search", nil)
	k.writes("librarian@here", "It helps.")
	k.does("librarian@here", "deliver", nil)
	return k
}

// TestWhoCannotSeeWhatOfWellbeing asks for everything as everybody. Whoever does not belong to the library is told that there is
// nothing; of its own people only those whom it concerns are told anything.
func TestWhoCannotSeeWhatOfWellbeing(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.heavy().delivered()
	k.with("librarian@here", "PUT", k.at+"/check-in", "", j{"answer": "hard"})
	at := "/libraries/" + string(here)
	searchers, managers := []string{"librarian", "second", "trainee"}, []string{"manager"}
	everybody := []string{"librarian", "second", "trainee", "manager", "admin", "system_lead", "requester", "stranger"}
	for _, c := range []struct {
		path      string
		may       []string
		otherwise int // for those of the library who may not
	}{
		{k.at + "/topic", searchers, 0},
		{at + "/swaps", searchers, 403},
		{at + "/wellbeing/mine", searchers, 403},
		{at + "/wellbeing/team", managers, 403},
		{at + "/wellbeing/signposts", managers, 403},
		{at + "/mdt-teams", managers, 403},
		{at + "/wellbeing/service", append([]string{"manager"}, searchers...), 403},
	} {
		for _, role := range everybody {
			allowed := strings.Contains(" "+strings.Join(c.may, " ")+" ", " "+role+" ")
			a := h.as(role+"@here", "GET", c.path, nil)
			switch {
			case allowed && a.status != http.StatusOK, !allowed && a.status == http.StatusOK, !allowed && c.otherwise != 0 && a.status != c.otherwise:
				t.Errorf("%s of %s: %d", c.path, role, a.status)
			case !allowed && strings.Contains(a.body, "end_of_life"):
				t.Errorf("%s tells %s the topic", c.path, role)
			}
			if b := h.as(role+"@there", "GET", c.path, nil); b.status != http.StatusNotFound {
				t.Errorf("%s of %s of another library: %d", c.path, role, b.status)
			}
		}
	}
	for _, role := range everybody {
		a := h.as(role+"@here", "GET", "/me/check-ins", nil)
		if said := strings.Contains(a.body, "hard"); a.status != http.StatusOK || said != (role == "librarian") {
			t.Errorf("check-ins of %s: %d %s", role, a.status, a.body)
		}
		if a := h.as(role+"@here", "GET", k.at+"/topic", nil); strings.Contains(a.body, `"said":"hard"`) != (role == "librarian") {
			t.Errorf("%s reads how it was: %s", role, a.body)
		}
		if b := h.with(role+"@here", "PUT", k.at+"/check-in", "", j{"answer": "fine"}); role != "librarian" && b.status < 400 {
			t.Errorf("%s answers for the librarian: %d", role, b.status)
		}
	}
	for _, path := range []string{k.at, k.at + "/transitions", at + "/load", at + "/wellbeing/team"} {
		if a := h.as("manager@here", "GET", path, nil); strings.Contains(a.body, "end_of_life") || strings.Contains(a.body, `"hard"`) || strings.Contains(a.body, "check_in") {
			t.Errorf("%s tells the manager: %s", path, a.body)
		}
	}
	if text := h.log.String(); strings.Contains(text, "end_of_life") || strings.Contains(text, `"hard"`) {
		t.Error("the log says it")
	}
}

func TestTheTeamOfTwoIsNotTold(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var team rest.TeamWellbeing
	h.did("manager@here", "GET", "/libraries/"+string(here)+"/wellbeing/team", nil).into(t, &team)
	if team.LeastPeople != 5 || len(team.Months) != 12 {
		t.Errorf("%+v", team)
	}
	for _, m := range team.Months {
		if m.Work != nil || m.People != 0 {
			t.Errorf("a small team is told: %+v", m)
		}
	}
	if a := h.as("manager@here", "GET", "/libraries/"+string(here)+"/wellbeing/team?person="+string(h.ids["librarian@here"]), nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("it can be narrowed: %d", a.status)
	}
}

// TestASwapIsTakenOnce has two librarians take at once; the process gives it to one of them, and the offer is gone.
func TestASwapIsTakenOnce(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.heavy()
	swap := k.at + "/swap"
	k.answers(
		asked{"second@here", "POST", swap + "/take", "", nil, 409, "already-claimed"},
		asked{"second@here", "PUT", swap, "", nil, 403, ""},
		asked{"librarian@here", "PUT", swap, "", nil, 204, ""},
		asked{"librarian@here", "GET", k.at + "/topic", "", nil, 200, `"swap":{"offered":true,"mine":true}`},
		asked{"second@here", "GET", k.at + "/topic", "", nil, 200, `"may_take":true`},
		asked{"trainee@here", "POST", swap + "/take", "", nil, 403, ""},
		asked{"manager@here", "POST", swap + "/take", "", nil, 403, ""},
		asked{"librarian@there", "POST", swap + "/take", "", nil, 404, ""},
		asked{"requester@here", "POST", swap + "/take", "", nil, 403, ""},
		asked{"second@here", "GET", "/libraries/" + string(here) + "/swaps", "", nil, 200, string(k.id)},
	)
	var wg sync.WaitGroup
	statuses := make([]int, 4)
	for i := range statuses {
		wg.Go(func() { statuses[i] = h.as("second@here", "POST", swap+"/take", nil).status })
	}
	wg.Wait()
	won := 0
	for _, s := range statuses {
		if s == http.StatusOK {
			won++
		} else if s != http.StatusConflict && s != http.StatusForbidden {
			t.Errorf("a late one: %d", s)
		}
	}
	var view rest.RequestView
	h.did("second@here", "GET", k.at, nil).into(t, &view)
	if won != 1 || view.Owner != h.ids["second@here"] {
		t.Errorf("%d won, it is with %s", won, view.Owner)
	}
	var steps struct{ Items []rest.StepView }
	h.did("second@here", "GET", k.at+"/transitions", nil).into(t, &steps)
	last := steps.Items[len(steps.Items)-1]
	if last.Command != evidence.Reassign || last.Reason != "swap" {
		t.Errorf("the process did not do it: %+v", last)
	}
	k.answers(asked{"second@here", "GET", "/libraries/" + string(here) + "/swaps", "", nil, 200, `"items":[]`})
}

func TestAfterTheDelivery(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/libraries/" + string(here)
	k := h.heavy()
	k.answers(
		asked{"manager@here", "PUT", at + "/wellbeing/service", `"1"`, j{"name": "Staff support", "url": "https://example.org", "phone": "", "note": ""}, 200, `"version":2`},
		asked{"librarian@here", "PUT", at + "/wellbeing/service", `"2"`, j{"name": "", "url": "", "phone": "", "note": ""}, 403, ""},
		asked{"manager@here", "PUT", at + "/wellbeing/service", `"2"`, j{"name": "", "url": "", "phone": "", "note": "Ask Mr John Smith, born 3rd March 1951"}, 422, "identifier-suspected"},
		asked{"manager@here", "POST", at + "/mdt-teams", "", j{"name": "Palliative care", "members": []j{{"person": h.ids["librarian@here"], "invited": true}}}, 201, "Palliative"},
		asked{"manager@here", "POST", at + "/mdt-teams", "", j{"name": "Stroke", "members": []j{{"person": h.ids["requester@here"], "invited": true}}}, 422, `"field":"members"`},
		asked{"manager@here", "POST", at + "/wellbeing/signposts", "", j{"on": "2026-01-05", "how": "team_meeting"}, 201, ""},
		asked{"manager@here", "GET", at + "/wellbeing/signposts", "", nil, 200, `"on":"2026-01-05"`},
		asked{"librarian@here", "PUT", k.at + "/check-in", "", j{"answer": "fine"}, 409, "not-allowed-in-stage"},
	)
	k.delivered()
	var v rest.TopicView
	h.did("librarian@here", "GET", k.at+"/topic", nil).into(t, &v)
	if v.Debrief == nil || v.Debrief.Service.Name != "Staff support" || len(v.Debrief.Teams) != 1 || !v.AskedHow {
		t.Errorf("%+v", v)
	}
	var other rest.TopicView
	h.did("second@here", "GET", k.at+"/topic", nil).into(t, &other)
	if other.Debrief != nil || other.AskedHow {
		t.Errorf("a colleague is prompted: %+v", other)
	}
	k.answers(
		asked{"librarian@here", "PUT", k.at + "/check-in", "", j{"answer": "skipped"}, 204, ""},
		asked{"librarian@here", "GET", k.at + "/topic", "", nil, 200, `"said":"skipped"`},
		asked{"librarian@here", "DELETE", k.at + "/check-in", "", nil, 204, ""},
		asked{"librarian@here", "GET", k.at + "/topic", "", nil, 200, `"asked_how":true`},
	)
	var own rest.OwnWellbeing
	h.did("librarian@here", "GET", at+"/wellbeing/mine", nil).into(t, &own)
	if len(own.Months) != 12 || len(own.Teams) != 1 || own.Service.URL != "https://example.org" {
		t.Errorf("%+v", own)
	}
}
