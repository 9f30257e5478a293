package rest_test

import (
	"strings"
	"testing"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// TestTheCheckPolicyOfALibrary reads and changes what has to be checked, and accepts requests under it.
func TestTheCheckPolicyOfALibrary(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	before := h.taken("patient_care") // accepted while nothing was required
	before.does("librarian@here", "complete-search", nil)
	before.writes("librarian@here", "It helps.")
	at := "/libraries/" + string(here) + "/check-policy"
	rules := func(policy string) j { return j{"rules": j{"patient_care": policy, "systematic_review": "none"}} }
	before.answers(
		asked{"librarian@here", "GET", at, "", nil, 200, `"type":"patient_care"`},
		asked{"trainee@here", "GET", at, "", nil, 200, `"version":1`},
		asked{"requester@here", "GET", at, "", nil, 403, "not-permitted"},
		asked{"librarian@here", "PUT", at, `"1"`, rules("summary"), 403, "not-permitted"},
		asked{"admin@here", "PUT", at, `"1"`, rules("summary"), 403, "not-permitted"},
		asked{"manager@there", "PUT", at, `"1"`, rules("summary"), 404, ""},
		asked{"manager@here", "PUT", at, "", rules("summary"), 428, "If-Match"},
		asked{"manager@here", "PUT", at, `"1"`, rules("sometimes"), 422, `"field":"rules.patient_care"`},
		asked{"manager@here", "PUT", at, `"1"`, j{"rules": j{"gossip": "none"}}, 422, `"field":"rules.gossip"`},
		asked{"manager@here", "PUT", at, `"1"`, rules("summary"), 200, `"version":2`},
		asked{"manager@here", "PUT", at, `"1"`, rules("none"), 412, `"current":{"version":2`},
		asked{"manager@here", "PUT", at, `"2"`, rules("summary"), 200, `"version":2`}, // nothing new
	)
	var l postgres.LibraryChecks
	h.did("manager@here", "GET", at, nil).into(t, &l)
	got := map[string]evidence.CheckPolicy{}
	for _, p := range l.Types {
		got[p.Type] = p.Policy
	}
	if got["patient_care"] != evidence.CheckSummary || got["systematic_review"] != evidence.CheckNone || got["business_case"] != evidence.CheckSummary || l.UpdatedBy != h.ids["manager@here"] {
		t.Errorf("%v by %s", got, l.UpdatedBy)
	}
	before.does("librarian@here", "deliver", nil) // what was in force when it was accepted binds it
	after := h.written("patient_care")
	after.refuses("librarian@here", "deliver", nil, evidence.CheckRequired)
	var other postgres.LibraryChecks
	if h.did("manager@there", "GET", strings.Replace(at, string(here), string(there), 1), nil).into(t, &other); other.Version != 1 {
		t.Errorf("another library's: %+v", other)
	}
}

// TestRecurringErrorsOverTheAPI tells managers of habits, and nobody of people.
func TestRecurringErrorsOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.taken("systematic_review")
	k.does("librarian@here", "submit-for-check", nil)
	at := "/libraries/" + string(here) + "/check-errors"
	raise := func(element string, times int) {
		for range times {
			k.does("second@here", "check-findings", j{"element": element, "severity": "revision_suggested", "text": "Look again."})
		}
	}
	raise("syntax", 5)
	raise("limits", 4)
	var list struct{ Items []postgres.RecurringError }
	if h.did("manager@here", "GET", at, nil).into(t, &list); len(list.Items) != 1 || list.Items[0].Element != "syntax" || list.Items[0].Findings != 5 {
		t.Errorf("%+v", list)
	}
	for who, status := range map[string]int{"librarian@here": 403, "admin@here": 403, "requester@here": 403, "manager@there": 404} {
		if a := h.as(who, "GET", at, nil); a.status != status {
			t.Errorf("%s: %d %s", who, a.status, a.body)
		}
	}
}
