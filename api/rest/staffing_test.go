package rest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/staffing"
)

// tells calls and compares, one after the other.
func (h *house) tells(list ...asked) {
	h.Helper()
	for _, c := range list {
		a := h.with(c.who, c.method, c.path, c.match, c.body)
		if a.status != c.status || !strings.Contains(a.body, c.says) {
			h.Errorf("%s %s %s %s: %d %s, want %d with %s", c.who, c.method, c.path, c.match, a.status, a.body, c.status, c.says)
		}
	}
}

func ofHere(path string) string { return "/libraries/" + string(here) + path }

func TestStaffingOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	year := func(workforce, qualified float64) j {
		return j{"workforce_wte": workforce, "qualified_wte": qualified, "other_wte": 2.44, "contracted_hours": 140, "as_of": "2025-09-30", "source": "Workforce statistics"}
	}
	one := ofHere("/staffing/2025")
	wrong := func(field string, value any) j {
		body := year(6500, 2)
		body[field] = value
		return body
	}
	h.tells(
		asked{"librarian@here", "GET", ofHere("/staffing"), "", nil, 200, `"years":[]`},
		asked{"requester@here", "GET", ofHere("/staffing"), "", nil, 403, "not-permitted"},
		asked{"system_lead@here", "GET", ofHere("/staffing"), "", nil, 403, "not-permitted"},
		asked{"manager@there", "GET", ofHere("/staffing"), "", nil, 404, ""},
		asked{"librarian@here", "PUT", one, `"1"`, year(6500, 2), 403, "not-permitted"},
		asked{"manager@here", "PUT", one, "", year(6500, 2), 428, "If-Match"},
		asked{"manager@here", "PUT", one, `"1"`, year(6500, -1), 422, `"field":"qualified_wte"`},
		asked{"manager@here", "PUT", one, `"1"`, year(9e9, 2), 422, `"field":"workforce_wte"`},
		asked{"manager@here", "PUT", one, `"1"`, wrong("as_of", "2999-01-01"), 422, `"field":"as_of"`},
		asked{"manager@here", "PUT", one, `"1"`, wrong("source", "Mr John Smith, born 3rd March 1951"), 422, "identifier-suspected"},
		asked{"manager@here", "PUT", ofHere("/staffing/2199"), `"1"`, year(6500, 2), 422, `"field":"year"`},
		asked{"manager@here", "PUT", ofHere("/staffing/2101"), `"1"`, year(6500, 2), 422, `"code":"in-the-future"`},
		asked{"manager@here", "PUT", one, `"1"`, year(6500, 2), 200, `"n":3250`},
		asked{"manager@here", "PUT", one, `"1"`, year(6000, 2), 412, `"workforce_wte":6500`},
		asked{"manager@here", "PUT", one, `"2"`, year(6000, 0), 200, `"state":"none"`},
		asked{"trainee@here", "GET", one, "", nil, 200, `"workforce_wte":6500`},
		asked{"librarian@here", "GET", ofHere("/staffing"), "", nil, 200, `"published":1622`},
		asked{"manager@here", "PUT", ofHere("/ratio-rule"), `"1"`, j{"aim": 1000, "full_time": 37.5, "share": 20, "stretch": 100}, 200, `"version":2`},
		asked{"manager@here", "PUT", ofHere("/ratio-rule"), `"1"`, j{"aim": 1, "full_time": 37.5, "share": 20, "stretch": 100}, 412, `"aim":1000`},
		asked{"librarian@here", "GET", ofHere("/staffing"), "", nil, 200, `"needed":6`},
		asked{"librarian@here", "GET", ofHere("/ratio-rule"), "", nil, 200, `"aim":1250`},
		asked{"librarian@here", "PUT", ofHere("/gift-rates"), `"1"`, j{"librarian": 3000, "as_of": "2025-04-01", "source": "Finance"}, 403, ""},
		asked{"manager@here", "PUT", ofHere("/gift-rates"), `"1"`, j{"librarian": 3000, "groups": j{"gossips": 1}, "as_of": "2025-04-01", "source": "Finance"}, 422, `groups.gossips`},
		asked{"manager@here", "PUT", ofHere("/gift-rates"), `"1"`, j{"librarian": 3000, "groups": j{"medical_dental": 6000}, "as_of": "2025-04-01", "source": "Finance"}, 200, `"version":2`},
	)
}

func TestTheRegistersOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	role := j{"title": "Critical care librarian", "specialty": "Critical care", "hours": 15, "from": "2025-04-01"}
	var made postgres.EmbeddedRole
	h.did("manager@here", "POST", ofHere("/embedded-roles"), role).into(t, &made)
	librarian, second := string(h.ids["librarian@here"]), string(h.ids["second@here"])
	hours := func(person, from, until string, n float64) j {
		return j{"person": person, "hours": n, "from": from, "until": until}
	}
	var contract postgres.Contract
	h.did("manager@here", "POST", ofHere("/contracts"), hours(librarian, "2020-04-01", "", 30)).into(t, &contract)
	h.did("manager@here", "POST", ofHere("/contracts"), hours(second, "2020-04-01", "", 20))
	var leave postgres.Leave
	h.did("librarian@here", "POST", ofHere("/leave"), j{"from": "2098-12-21", "until": "2098-12-24"}).into(t, &leave)
	h.did("second@here", "POST", ofHere("/leave"), j{"from": "2098-12-24"})
	h.tells(
		asked{"librarian@here", "POST", ofHere("/embedded-roles"), "", role, 403, "not-permitted"},
		asked{"manager@here", "PUT", ofHere("/embedded-roles/" + made.ID), `"1"`, j{"title": "x", "specialty": "y", "hours": -1, "from": "2025-04-01"}, 422, `"field":"hours"`},
		asked{"manager@here", "PUT", ofHere("/embedded-roles/" + made.ID), `"1"`, j{"title": "x", "specialty": "y", "hours": 1, "from": "2025-04-01", "until": "2025-03-31"}, 422, `"field":"until"`},
		asked{"manager@here", "PUT", ofHere("/embedded-roles/" + made.ID), `"1"`, j{"title": "x", "specialty": "y", "hours": 1, "from": "2025-02-30"}, 422, `"field":"from"`},
		asked{"manager@there", "PUT", "/libraries/" + string(there) + "/embedded-roles/" + made.ID, `"1"`, role, 404, ""},
		asked{"manager@here", "PUT", ofHere("/embedded-roles/" + made.ID), `"1"`, role, 200, `"version":2`},
		asked{"manager@here", "DELETE", ofHere("/embedded-roles/" + made.ID), `"1"`, nil, 412, `"version":2`},
		asked{"manager@here", "POST", ofHere("/contracts"), "", hours(librarian, "2021-01-01", "2021-12-31", 10), 422, `"code":"overlaps"`},
		asked{"manager@here", "POST", ofHere("/contracts"), "", hours(string(h.ids["requester@here"]), "2021-01-01", "", 10), 422, `"field":"person"`},
		asked{"manager@here", "POST", ofHere("/contracts"), "", hours(librarian, "2019-01-01", "2019-12-31", 61), 422, `"field":"hours"`},
		asked{"manager@here", "PUT", ofHere("/contracts/" + contract.ID), `"1"`, j{"hours": 25, "from": "2020-04-01"}, 200, `"hours":25`},
		asked{"manager@here", "PUT", ofHere("/contracts/" + contract.ID), `"1"`, j{"hours": 26, "from": "2020-04-01"}, 412, `"hours":25`},
		asked{"librarian@here", "POST", ofHere("/leave"), "", j{"from": "2098-12-24", "until": "2098-12-31"}, 422, `"code":"overlaps"`},
		asked{"librarian@here", "POST", ofHere("/leave"), "", j{"person": second, "from": "2098-01-05"}, 422, `"field":"person"`},
		asked{"librarian@here", "POST", ofHere("/leave"), "", j{"from": "2098-01-05", "until": "2098-01-04"}, 422, `"field":"until"`},
		asked{"manager@here", "POST", ofHere("/leave"), "", j{"person": second, "from": "2098-01-05"}, 201, second},
		asked{"second@here", "DELETE", ofHere("/leave/" + leave.ID), "", nil, 404, ""},
		asked{"librarian@here", "DELETE", ofHere("/leave/" + leave.ID), "", nil, 204, ""},
	)
	for _, path := range []string{"/contracts", "/leave", "/capacity"} {
		if own := h.did("librarian@here", "GET", ofHere(path), nil).body; strings.Contains(own, second) {
			t.Errorf("a librarian sees a colleague's hours in %s: %s", path, own)
		}
		if all := h.did("manager@here", "GET", ofHere(path), nil).body; !strings.Contains(all, second) {
			t.Errorf("a manager does not see them in %s: %s", path, all)
		}
		for _, who := range []string{"requester@here", "admin@here", "system_lead@here"} {
			if a := h.as(who, "GET", ofHere(path), nil); a.status != http.StatusForbidden {
				t.Errorf("%s reads %s: %d", who, path, a.status)
			}
		}
	}
}

// deliveries makes facts of requests that were delivered in a national year.
func (h *house) deliveries(n, april int, purpose, specialty string, minutes int) []evidence.RequestID {
	h.Helper()
	var ids []evidence.RequestID
	for i := range n {
		id := h.submitted()
		day := fmt.Sprintf("%d-%02d-%02d", april, 6+i%3, 1+i%28)
		if _, err := h.db.Admin.Exec(h.Context(), `UPDATE request_fact SET purpose = $2, specialty = $3, staff_minutes = $4, received_on = $5::date - 3, delivered_on = $5::date,
			ended_on = $5::date, outcome = 'answered', minutes_promised = 480, minutes_taken = 400, minutes_elapsed = 400, met_agreed = true, product = 'reference_list'
			WHERE request_id = $1`, id, purpose, specialty, minutes, day); err != nil {
			h.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func TestTheReturnOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	april := time.Now().Year() - 2
	h.deliveries(3, april, "audit", "Stroke", 120)
	h.deliveries(2, april-1, "audit", "Stroke", 120)
	h.deliveries(1, april-1, "coursework_study", "Stroke", 0)
	one := ofHere(fmt.Sprintf("/returns/%d", april))
	rule := j{"live": "nothing", "quick": "search", "rerun": "search", "nothing_found": "search", "leave_out": []string{"coursework_study"}}
	h.tells(
		asked{"manager@here", "PUT", ofHere(fmt.Sprintf("/returns/%d", april-1)), `"1"`, j{"rule_version": 1, "entered": j{"expert_searches": 4}}, 200, `"total":7`},
		asked{"manager@here", "PUT", ofHere("/return-rule"), `"1"`, rule, 200, `"version":2`},
		asked{"manager@here", "PUT", ofHere("/return-rule"), `"2"`, j{"live": "perhaps", "quick": "search", "rerun": "search", "nothing_found": "search"}, 422, `live`},
		asked{"manager@here", "PUT", one, `"1"`, j{"rule_version": 3, "entered": j{}}, 422, `"field":"rule_version"`},
		asked{"manager@here", "PUT", one, `"1"`, j{"rule_version": 2, "entered": j{"gossip": 1}}, 422, `entered.gossip`},
		asked{"manager@here", "PUT", one, `"1"`, j{"rule_version": 2, "entered": j{"user_education": -1}}, 422, `entered.user_education`},
		asked{"librarian@here", "PUT", one, `"1"`, j{"rule_version": 2, "entered": j{}}, 403, ""},
		asked{"manager@here", "GET", ofHere("/returns/2150"), "", nil, 422, `"code":"in-the-future"`},
		asked{"manager@here", "PUT", one, `"1"`, j{"rule_version": 2, "entered": j{"user_education": 12}}, 200, `"user_education"`},
		asked{"manager@here", "PUT", one, `"1"`, j{"rule_version": 2, "entered": j{}}, 412, `"user_education":12`},
		asked{"trainee@here", "GET", ofHere(fmt.Sprintf("/return-files/%d.csv", april)), "", nil, 200, "User education"},
		asked{"trainee@here", "GET", ofHere(fmt.Sprintf("/return-files/%d.xlsx", april)), "", nil, 200, "PK"},
		asked{"trainee@here", "GET", ofHere("/return-files/2025.exe"), "", nil, 404, ""},
	)
	var view rest.ReturnView
	h.did("librarian@here", "GET", one, nil).into(t, &view)
	for _, e := range view.Changes {
		if e.Activity == staffing.ExpertSearches && (e.Now != 3 || e.Before != 7 || e.Rule != -1 || e.Entered != -4 || len(e.Types) != 1 || e.Types[0].Change != 1) {
			t.Errorf("%+v", e)
		}
	}
}

func TestDemandGiftCapacityAndReplay(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	april := time.Now().Year() - 2
	ids := h.deliveries(6, april, "audit", "Stroke", 4000)
	h.deliveries(2, april, "coursework_study", "", 0)
	for i, id := range ids[:2] {
		if _, err := h.db.Admin.Exec(h.Context(), `WITH asked AS (INSERT INTO ask (id, request_id, library_id, person_id, state, questionnaire, token_hash, asked_at, asked_on, answered_at, created_at)
			SELECT gen_random_uuid(), $1::uuid, $4::uuid, $2::uuid, 'answered', '2026-11', sha256(($1::uuid)::text::bytea), $3::timestamptz, ($3::timestamptz)::date, $3::timestamptz, $3::timestamptz RETURNING id)
			INSERT INTO survey_answer (id, ask_id, questionnaire_version, answers, time_saved, how, answered_on, created_at)
			SELECT gen_random_uuid(), id, '2026-11', '{"q6_role": "medical_dental"}', 'hours_2_to_4', 'page', ($3::timestamptz)::date, $3::timestamptz FROM asked`,
			id, h.ids["requester@here"], time.Now().AddDate(-1, -2*i, 0), here); err != nil {
			t.Fatal(err)
		}
	}
	period := fmt.Sprintf("period=%d-%02d", april, (april+1)%100)
	h.did("manager@here", "POST", ofHere("/contracts"), j{"person": h.ids["librarian@here"], "hours": 35, "from": "2020-01-01"})
	h.with("manager@here", "PUT", ofHere("/gift-rates"), `"1"`, j{"librarian": 3000, "groups": j{"medical_dental": 6000}, "as_of": "2025-04-01", "source": "Finance"})
	h.tells(
		asked{"librarian@here", "GET", ofHere("/demand?" + period), "", nil, 200, `"verdict":"role_pays"`},
		asked{"librarian@here", "GET", ofHere("/demand?period=2190-01"), "", nil, 422, "period-future"},
		asked{"librarian@here", "GET", ofHere("/demand?period=2025-02-01..2025-01-01"), "", nil, 422, "period-reversed"},
		asked{"librarian@here", "GET", ofHere("/gift-of-time?" + period), "", nil, 200, `"minutes":360`},
		asked{"librarian@here", "GET", ofHere("/gift-of-time?" + period), "", nil, 200, `"value_pence":36000`},
		asked{"librarian@here", "GET", ofHere("/gift-of-time?" + period), "", nil, 200, `"untimed":2`},
		asked{"manager@here", "GET", ofHere("/capacity"), "", nil, 200, `"basis":"guidance"`},
		asked{"manager@here", "GET", ofHere("/replay?" + period + "&weekly=10&promises=routine:1,audit:3&readers=all"), "", nil, 200, `"requests":8`},
		asked{"manager@here", "GET", ofHere("/replay?" + period + "&promises=gossip:1"), "", nil, 422, `promises[0]`},
		asked{"manager@here", "GET", ofHere("/replay?" + period + "&promises=routine:-1"), "", nil, 422, `promises[0]`},
		asked{"manager@here", "GET", ofHere("/replay?period=2019-01-01..2024-01-01"), "", nil, 422, `too-long`},
		asked{"manager@here", "GET", ofHere("/replay?" + period + "&readers=types&types=gossip"), "", nil, 422, `types[0]`},
	)
	var first, again rest.ReplayView
	h.did("manager@here", "GET", ofHere("/replay?"+period), nil).into(t, &first)
	h.did("manager@here", "GET", ofHere("/replay?"+period), nil).into(t, &again)
	if first.Was.Promised != 8 || first.Was.Met != 8 || first.Same.Open != again.Same.Open || len(first.Same.Backlog) != 53 || first.Average <= 0 {
		t.Errorf("%+v", first)
	}
}
