package rest_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
)

// TestOutcomesOverTheAPI tags evidence, assesses the library and plans what to improve.
func TestOutcomesOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.written("patient_care")
	k.does("librarian@here", "deliver", nil)
	id, at := strings.TrimPrefix(k.at, "/requests/"), "/libraries/"+string(here)
	var list struct{ Items []postgres.OutcomeSuggestion }
	year := "/outcome-years/" + nationalYear()
	h.did("librarian@here", "GET", at+year+"/suggestions", nil).into(t, &list)
	if n := len(list.Items); n != 3 || list.Items[2].Target != id || list.Items[2].Outcomes[0] != "outcome_2" {
		t.Errorf("%+v", list.Items)
	}
	for _, s := range list.Items[:2] { // what is suggested without being a request is a figure that has a definition
		var d metric.Definition
		if h.did("librarian@here", "GET", "/reports/definitions/"+s.Target, nil).into(t, &d); s.Kind != "metric" || s.About != d.Title {
			t.Errorf("%+v is defined as %q", s, d.Title)
		}
	}
	tag := func(outcome, kind, target string) j {
		return j{"outcome": outcome, "kind": kind, "target": target, "note": "It decided."}
	}
	level := func(l any, within string) j {
		return j{"edition": "outcomes_2021", "levels": []j{{"outcome": "outcome_1", "level": l, "within": within, "narrative": "We reach all."}}}
	}
	action := j{"outcome": "outcome_6", "action": "Ask after each answer.", "owner_role": "Manager", "due_on": "2027-03-31"}
	k.answers(
		asked{"librarian@here", "POST", at + "/outcome-tags", "", tag("outcome_2", "request", id), 201, `"dated":"20`},
		asked{"librarian@here", "POST", at + "/outcome-tags", "", tag("outcome_2", "request", id), 422, "already"},
		asked{"librarian@here", "POST", at + "/outcome-tags", "", tag("outcome_9", "request", id), 422, `"field":"outcome"`},
		asked{"librarian@here", "POST", at + "/outcome-tags", "", tag("outcome_2", "request", string(missing)), 422, `"field":"target"`},
		asked{"librarian@here", "POST", at + "/outcome-tags", "", tag("outcome_4", "metric", "staff_ratio"), 201, `"about":"Staff ratio"`},
		asked{"librarian@here", "POST", at + "/outcome-tags", "", tag("outcome_1", "metric", "happiness"), 422, `"field":"target"`},
		asked{"librarian@here", "GET", at + "/outcome-tags?outcome=outcome_4", "", nil, 200, `"about":"Staff ratio"`},
		asked{"librarian@there", "POST", strings.Replace(at, string(here), string(there), 1) + "/outcome-tags", "", tag("outcome_2", "request", id), 422, `"field":"target"`},
		asked{"requester@here", "GET", at + "/outcome-tags", "", nil, 403, ""},
		asked{"system_lead@here", "GET", at + "/outcome-tags", "", nil, 403, ""},
		asked{"librarian@here", "GET", at + "/outcome-tags?outcome=outcome_2", "", nil, 200, `"about":"ED-`},
		asked{"librarian@here", "GET", at + "/outcome-evidence", "", nil, 200, "It decided."},
		asked{"librarian@here", "GET", at + "/outcome-evidence?format=docx", "", nil, 200, "PK"},
		asked{"librarian@here", "PUT", at + year, `"1"`, level(3, "low"), 403, ""},
		asked{"manager@here", "PUT", at + year, `"1"`, level(0, "low"), 422, `"field":"outcome_1.within"`},
		asked{"manager@here", "PUT", at + year, `"1"`, level(5, ""), 422, ""},
		asked{"manager@here", "PUT", at + year, `"1"`, level(3, "low"), 200, `"version":2`},
		asked{"manager@here", "PUT", at + year, `"1"`, level(2, "low"), 412, `"level":3`},
		asked{"librarian@here", "GET", at + "/outcome-years", "", nil, 200, `"within":"low"`},
		asked{"manager@here", "POST", at + year + "/actions", "", action, 201, `"version":1`},
		asked{"manager@here", "POST", at + year + "/actions", "", j{"outcome": "outcome_6", "action": "x", "owner_role": "y", "due_on": "tomorrow"}, 422, `"field":"due_on"`},
		asked{"librarian@here", "GET", at + year + "/actions", "", nil, 200, "Ask after each answer."},
	)
}

// nationalYear is the year in which today's national year ends.
func nationalYear() string {
	now := time.Now()
	if now.Month() >= time.April {
		return strconv.Itoa(now.Year() + 1)
	}
	return strconv.Itoa(now.Year())
}
