package rest_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
)

// job is one request of the house in the hands of librarian@here.
type job struct {
	*house

	id evidence.RequestID
	at string
}

// taken is a request of a type of search that its librarian has accepted, with one search recorded.
func (h *house) taken(kind string) job {
	h.Helper()
	var r struct{ ID evidence.RequestID }
	h.did("requester@here", "POST", "/requests", j{"question": "Does pulmonary rehabilitation help adults with bronchiectasis?", "type": kind, "urgency": "routine"}).into(h.T, &r)
	k := job{h, r.ID, "/requests/" + string(r.ID)}
	k.does("librarian@here", "claim", nil)
	body := j{}
	if kind == "systematic_review" {
		body = j{"estimate_minutes": 3000, "promise_due": time.Now().AddDate(0, 0, 60).Format(time.RFC3339)}
	}
	k.does("librarian@here", "accept", body)
	k.does("librarian@here", "searches", j{"source": "medline", "kind": "database", "run_at": "2026-03-01T10:00:00Z", "lines": []j{{"n": 1, "text": "exp Bronchiectasis/", "hits": 1200}}})
	return k
}

// written is one whose search is complete and whose summary stands.
func (h *house) written(kind string) job {
	h.Helper()
	k := h.taken(kind)
	k.does("librarian@here", "complete-search", nil)
	k.writes("librarian@here", "It helps.")
	return k
}

// does posts below the request what must succeed.
func (k job) does(who, what string, body any) answer {
	k.Helper()
	return k.did(who, "POST", k.at+"/"+what, body)
}

// refuses posts below the request what must be refused, and gives the refusal.
func (k job) refuses(who, what string, body any, code evidence.Code) answer {
	k.Helper()
	a := k.as(who, "POST", k.at+"/"+what, body)
	if a.status < http.StatusBadRequest || a.code(k.T) != string(code) {
		k.Errorf("%s %s: %d %s, want %s", who, what, a.status, a.body, code)
	}
	return a
}

// writes saves the summary over whatever is there.
func (k job) writes(who, text string) {
	k.Helper()
	match := k.did(who, "GET", k.at+"/summary", nil).header.Get("ETag")
	if a := k.with(who, "PUT", k.at+"/summary", match, j{"text": text, "bottom_line": "It helps."}); a.status != http.StatusOK {
		k.Fatalf("summary: %d %s", a.status, a.body)
	}
}

// check is what is being checked now, as approve binds to it.
func (k job) check() j {
	k.Helper()
	var view rest.RequestView
	k.did("librarian@here", "GET", k.at, nil).into(k.T, &view)
	if view.Check == nil {
		k.Fatal("nothing is being checked")
	}
	return j{"version": view.Check.Version, "digest": view.Check.Digest}
}

// form fills in the whole PRESS form with one verdict.
func (k job) form(who, verdict string) {
	k.Helper()
	var list []j
	for _, e := range []string{"translation", "operators", "subject_headings", "text_words", "syntax", "limits"} {
		list = append(list, j{"element": e, "verdict": verdict})
	}
	k.does(who, "check-reviews", j{"verdict": "accept", "elements": list})
}

// TestNobodyApprovesTheirOwnWorkOverTheAPI tries each way in which somebody could come to approve what they had a part in.
func TestNobodyApprovesTheirOwnWorkOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner, second, trainee, manager = "librarian@here", "second@here", "trainee@here", "manager@here"
	h.must(h.people.GiveRole(t.Context(), h.ids[manager], here, evidence.Librarian))
	h.must(h.people.GiveRole(t.Context(), h.ids["admin@there"], there, evidence.Librarian))
	own := func(k job, who string) {
		t.Helper()
		bound := k.check()
		k.refuses(who, "approve", bound, evidence.OwnWork)
		k.refuses(who, "return-for-changes", j{"reason": "claim_without_reference"}, evidence.OwnWork)
		k.refuses(who, "check-reviews", j{"verdict": "accept"}, evidence.OwnWork)
		k.refuses(who, "check-findings", j{"severity": "revision_suggested", "text": "x"}, evidence.OwnWork)
	}
	for name, try := range map[string]func(*testing.T, job){
		"its owner": func(_ *testing.T, k job) {
			k.does(owner, "submit-for-check", nil)
			own(k, owner)
		},
		"a co-author, also when invited": func(_ *testing.T, k job) {
			k.writes(second, "It helps a little.")
			k.refuses(owner, "submit-for-check", j{"reviewer": h.ids[second]}, evidence.OwnWork)
			k.does(owner, "submit-for-check", nil)
			own(k, second)
		},
		"who added a reference": func(_ *testing.T, k job) {
			k.does(second, "references", j{"references": []j{aReference("n")}})
			k.does(owner, "submit-for-check", nil)
			own(k, second)
		},
		"who took a reference out": func(t *testing.T, k job) {
			made := k.does(owner, "references", j{"references": []j{aReference("n")}})
			var list struct {
				Items []struct{ ID string }
			}
			made.into(t, &list)
			if a := k.with(second, "DELETE", k.at+"/references/"+list.Items[0].ID, `"1"`, nil); a.status != http.StatusNoContent {
				t.Fatalf("%d %s", a.status, a.body)
			}
			k.does(owner, "submit-for-check", nil)
			own(k, second)
		},
		"who told how was searched": func(t *testing.T, k job) {
			if a := k.with(second, "PUT", k.at+"/searches/reporting", `"1"`, j{"statements": []j{{"item": 3, "text": "No registers."}}}); a.status != http.StatusOK {
				t.Fatalf("%d %s", a.status, a.body)
			}
			k.does(owner, "submit-for-check", nil)
			own(k, second)
		},
		"who sent it and handed it on": func(_ *testing.T, k job) {
			k.does(owner, "submit-for-check", nil)
			k.does(owner, "reassign", j{"person": h.ids[second], "reason": "swap"})
			own(k, owner)
			own(k, second) // who owns it now
		},
		"who sent it and released it, and who claimed it": func(_ *testing.T, k job) {
			k.does(owner, "submit-for-check", nil)
			k.does(owner, "release", nil)
			own(k, owner)
			k.does(second, "claim", nil)
			own(k, second)
		},
		"an author, once a merge was undone": func(_ *testing.T, k job) {
			k.writes(second, "It helps a little.")
			k.does(owner, "submit-for-check", nil)
			k.does(owner, "merge", j{"survivor": h.submitted()})
			k.does(owner, "unmerge", nil)
			own(k, second)
		},
		"a manager who wrote some of it": func(_ *testing.T, k job) {
			k.writes(manager, "It helps a little.")
			k.refuses(manager, "waive-check", j{"reason": "no_second_librarian"}, evidence.OwnWork)
			k.does(owner, "submit-for-check", nil)
			own(k, manager)
			k.refuses(manager, "waive-check", j{"reason": "no_second_librarian"}, evidence.OwnWork)
		},
		"a trainee who is a librarian by now": func(t *testing.T, k job) {
			k.writes(trainee, "It helps a little.")
			k.does(owner, "submit-for-check", nil)
			k.refuses(trainee, "approve", k.check(), evidence.NotPermitted)
			k.refuses(manager, "waive-check", j{"reason": "no_second_librarian"}, evidence.NotPermitted) // a trainee's work is always checked
			h.must(h.people.GiveRole(t.Context(), h.ids[trainee], here, evidence.Librarian))
			own(k, trainee)
		},
	} {
		t.Run(name, func(t *testing.T) { try(t, h.written("business_case")) })
	}
}

// TestOnlyWhoMayCheckDoes goes through the roles of both libraries.
func TestOnlyWhoMayCheckDoes(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	k := h.written("business_case")
	k.does("librarian@here", "submit-for-check", j{"reviewer": h.ids["librarian@there"]})
	bound := k.check()
	for who, code := range map[string]evidence.Code{
		"requester@here": evidence.NotPermitted, "trainee@here": evidence.NotPermitted, "manager@here": evidence.NotPermitted,
		"admin@here": evidence.NotFound, "system_lead@here": evidence.NotFound, "stranger@here": evidence.NotFound,
		"second@there": evidence.NotFound, "manager@there": evidence.NotFound, "admin@there": evidence.NotFound, "requester@there": evidence.NotFound,
	} {
		k.refuses(who, "approve", bound, code)
		k.refuses(who, "return-for-changes", j{"reason": "claim_without_reference"}, code)
	}
	k.does("librarian@there", "approve", bound)
	k.refuses("second@here", "approve", bound, evidence.NotAllowedInStage)
	k.does("librarian@here", "deliver", nil)
}

// TestAnApprovalBindsToWhatWasRead sends other words between the reading and the approval, and after it.
func TestAnApprovalBindsToWhatWasRead(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner, second = "librarian@here", "second@here"
	k := h.written("business_case")
	names := func(a answer, want string) {
		t.Helper()
		if a.status != http.StatusConflict || !strings.Contains(a.body, want) {
			t.Errorf("%d %s does not name %q", a.status, a.body, want)
		}
	}
	k.does(owner, "submit-for-check", nil)
	read := k.check()
	k.does(second, "return-for-changes", j{"reason": "claim_without_reference"})
	k.writes(owner, "It helps a little.")
	k.does(owner, "references", j{"references": []j{aReference("n")}})
	k.does(owner, "submit-for-check", nil)
	names(k.refuses(second, "approve", read, evidence.ChangedAfterCheck), "What changed: the main text, the references.")
	forged := j{"version": k.check()["version"], "digest": read["digest"]}
	k.refuses(second, "approve", forged, evidence.ChangedAfterCheck)
	k.refuses(second, "approve", nil, evidence.Invalid)
	k.writes(second, "It helps much.") // while it is being checked: this is not what is approved
	k.does(second, "approve", k.check())
	names(k.refuses(owner, "deliver", nil, evidence.ChangedAfterCheck), "What changed: the main text.")
	k.does(owner, "submit-for-check", nil)
	k.refuses(second, "approve", k.check(), evidence.OwnWork) // who wrote it after the first check
	k.does("librarian@here", "reassign", j{"person": h.ids["trainee@here"], "reason": "swap"})
	k.refuses(second, "approve", k.check(), evidence.OwnWork)
}

// TestASearchThatChangedIsNamed binds the approval of a strategy, and the delivery, to the searches that were read.
func TestASearchThatChangedIsNamed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const owner, second = "librarian@here", "second@here"
	k := h.taken("systematic_review")
	k.does(owner, "submit-for-check", nil)
	read := k.check()
	k.form(second, "no_revision")
	k.refuses(second, "approve", j{"version": read["version"]}, evidence.Invalid) // a version does not tell strategies apart
	k.does(second, "return-for-changes", j{"reason": "strategy_error"})
	k.does(owner, "searches", j{"source": "embase", "kind": "database"})
	k.does(owner, "submit-for-check", nil)
	k.form(second, "no_revision")
	if a := k.refuses(second, "approve", read, evidence.ChangedAfterCheck); !strings.Contains(a.body, "What changed: a search that was added.") {
		t.Errorf("%s", a.body)
	}
	k.does(second, "approve", k.check())
	k.does(owner, "complete-search", nil)
	k.writes(owner, "It helps.")
	k.does(owner, "submit-for-check", nil)
	k.does(second, "approve", k.check())
	k.does(owner, "searches", j{"source": "cinahl", "kind": "database"})
	if a := k.refuses(owner, "deliver", nil, evidence.ChangedAfterCheck); !strings.Contains(a.body, "a search that was added") {
		t.Errorf("%s", a.body)
	}
}
