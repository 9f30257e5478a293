package rest_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// earlier is a request of requester@<library> that a librarian there answered at once.
func (h *house) earlier(library, question string) evidence.RequestID {
	h.Helper()
	var opened struct{ ID evidence.RequestID }
	h.did("librarian@"+library, "POST", "/requests/live", m{
		"question": question, "type": "patient_care", "urgency": "routine", "requester": m{"person": h.ids["requester@"+library]}, "channel": "ward_round",
		"answer": m{"text": "It does.", "bottom_line": "It does."}, "references": []m{{"type": "article", "title": "A trial"}},
	}).into(h.T, &opened)
	return opened.ID
}

// share has the requester's choice stored.
func (h *house) share(id evidence.RequestID, report, identity string) {
	h.Helper()
	_, err := h.db.Admin.Exec(h.Context(), `UPDATE request SET share_report = $2, share_identity = $3 WHERE id = $1`, id, report, identity)
	h.must(err)
}

func idsIn(rows []rest.SimilarRow) []evidence.RequestID {
	ids := []evidence.RequestID{}
	for _, r := range rows {
		ids = append(ids, r.ID)
	}
	return ids
}

// TestSimilarRequestsByRoleAndConsent asks as everybody in both libraries.
func TestSimilarRequestsByRoleAndConsent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.earlier("here", "Is pulmonary rehabilitation of use to adults with bronchiectasis?")
	ask := func(who string) (seen, named bool) {
		var found struct{ Items []rest.SimilarRow }
		h.did(who, "POST", "/requests/similar", m{"text": "pulmonary rehabilitation for bronchiectasis"}).into(t, &found)
		i := slices.IndexFunc(found.Items, func(r rest.SimilarRow) bool { return r.ID == id })
		if i < 0 {
			return false, false
		}
		return true, found.Items[i].RequesterName != "" || found.Items[i].Requester != ""
	}
	inside := []string{"librarian@here", "second@here", "trainee@here", "manager@here", "requester@here"}
	colleagues := []string{"admin@here", "system_lead@here", "stranger@here"}
	outside := []string{"librarian@there", "second@there", "trainee@there", "manager@there", "requester@there", "stranger@there", "admin@there", "system_lead@there"}
	for _, c := range []struct {
		report, identity               string
		organisation, anyone           bool
		organisationNamed, anyoneNamed bool
	}{
		{report: "nobody", identity: "anyone_nhs"},
		{report: "my_organisation", identity: "nobody", organisation: true},
		{report: "my_organisation", identity: "my_organisation", organisation: true, organisationNamed: true},
		{report: "anyone_nhs", identity: "my_organisation", organisation: true, anyone: true, organisationNamed: true},
		{report: "anyone_nhs", identity: "anyone_nhs", organisation: true, anyone: true, organisationNamed: true, anyoneNamed: true},
	} {
		h.share(id, c.report, c.identity)
		for _, group := range []struct {
			who         []string
			seen, named bool
		}{{inside, true, true}, {colleagues, c.organisation, c.organisationNamed}, {outside, c.anyone, c.anyoneNamed}} {
			for _, who := range group.who {
				if seen, named := ask(who); seen != group.seen || named != group.named {
					t.Errorf("report %s, identity %s: %s sees it %v with the name %v, want %v and %v", c.report, c.identity, who, seen, named, group.seen, group.named)
				}
			}
		}
	}
}

// TestSimilarToARequestIsForThoseWhoWorkOnIt lists the roles that may read and say, with what they are answered.
func TestSimilarToARequestIsForThoseWhoWorkOnIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	near := h.earlier("here", "Is pulmonary rehabilitation of use to adults with bronchiectasis?")
	secret := h.earlier("there", "Pulmonary rehabilitation in bronchiectasis: does it help?")
	shared := h.earlier("there", "Pulmonary rehabilitation in bronchiectasis, for how long?")
	h.share(shared, "anyone_nhs", "nobody")
	at := "/requests/" + string(h.submitted()) + "/similar"
	for who, want := range map[string][2]int{
		"librarian@here": {200, 0}, "second@here": {200, 0}, "trainee@here": {200, 0}, "manager@here": {200, 403},
		"requester@here": {403, 403}, "stranger@here": {404, 404}, "admin@here": {404, 404}, "system_lead@here": {404, 404},
		"librarian@there": {404, 404}, "trainee@there": {404, 404}, "manager@there": {404, 404}, "requester@there": {404, 404},
	} {
		if a := h.as(who, "GET", at, nil); a.status != want[0] {
			t.Errorf("%s reads: %d %s", who, a.status, a.body)
		}
		if want[1] == 0 {
			continue // those who may say do so in another test
		}
		if a := h.says(who, at, near, `"1"`, "new"); a.status != want[1] {
			t.Errorf("%s says: %d %s", who, a.status, a.body)
		}
	}
	var list rest.SimilarList
	h.did("trainee@here", "GET", at, nil).into(t, &list)
	if got := idsIn(list.Items); len(got) != 2 || !slices.Contains(got, near) || !slices.Contains(got, shared) || slices.Contains(got, secret) {
		t.Errorf("it lists %v, want %s of here and %s that is shared", got, near, shared)
	}
	for _, r := range list.Items {
		if r.ID == shared && (r.Relation != postgres.RelationShared || r.RequesterName != "" || r.LibraryName != "Library there") {
			t.Errorf("what another library shared is %+v", r)
		}
	}
}

// says records what becomes of an earlier request.
func (h *house) says(who, at string, earlier evidence.RequestID, match string, outcome any) answer {
	c := call{method: http.MethodPut, path: "/api/v1" + at + "/" + string(earlier), token: h.tokens[who], body: m{"outcome": outcome}}
	if match != "" {
		c.header = map[string]string{"If-Match": match}
	}
	return send(h, c)
}

func TestWhatBecameOfAnEarlierRequest(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	near := h.earlier("here", "Is pulmonary rehabilitation of use to adults with bronchiectasis?")
	shared := h.earlier("there", "Pulmonary rehabilitation in bronchiectasis, for how long?")
	id := h.submitted()
	at := "/requests/" + string(id) + "/similar"
	if a := h.says("librarian@here", at, near, "", "reused"); a.status != http.StatusPreconditionRequired {
		t.Errorf("without a version: %d", a.status)
	}
	for i, outcome := range []string{"reused", "adapted", "new"} {
		a := h.says([]string{"librarian@here", "trainee@here", "second@here"}[i], at, near, []string{`"1"`, `"2"`, `"3"`}[i], outcome)
		use := into[postgres.SimilarUse](t, a, http.StatusOK)
		if string(use.Outcome) != outcome || use.Version != i+2 || a.header.Get("ETag") != []string{`"2"`, `"3"`, `"4"`}[i] || use.At.IsZero() {
			t.Errorf("%s: %s %+v", outcome, a.header.Get("ETag"), use)
		}
	}
	stale := h.says("librarian@here", at, near, `"1"`, "reused")
	if stale.status != http.StatusPreconditionFailed || !strings.Contains(stale.body, `"outcome":"new"`) {
		t.Errorf("somebody spoke before: %d %s", stale.status, stale.body)
	}
	h.refusesToSay(at, id, near, shared)
	h.share(shared, "anyone_nhs", "nobody")
	into[postgres.SimilarUse](t, h.says("librarian@here", at, shared, `"1"`, "adapted"), http.StatusOK)
	uses := func() map[evidence.RequestID]postgres.SimilarOutcome {
		var list rest.SimilarList
		h.did("manager@here", "GET", at, nil).into(t, &list)
		got := map[evidence.RequestID]postgres.SimilarOutcome{}
		for _, u := range list.Uses {
			got[u.Earlier] = u.Outcome
		}
		return got
	}
	if diff := cmp.Diff(map[evidence.RequestID]postgres.SimilarOutcome{near: "new", shared: "adapted"}, uses()); diff != "" {
		t.Error(diff)
	}
	h.share(shared, "nobody", "nobody")
	if diff := cmp.Diff(map[evidence.RequestID]postgres.SimilarOutcome{near: "new"}, uses()); diff != "" {
		t.Errorf("after the requester thought better of it: %s", diff)
	}
	h.did("requester@here", "POST", "/requests/"+string(id)+"/withdraw", m{"reason": "no_longer_needed"})
	if a := h.says("librarian@here", at, near, `"4"`, "reused"); a.status != http.StatusConflict {
		t.Errorf("of a closed request: %d %s", a.status, a.body)
	}
}

// refusesToSay tries what cannot be said of a request.
func (h *house) refusesToSay(at string, id, near, secret evidence.RequestID) {
	h.Helper()
	open := h.submitted()
	for name, c := range map[string]struct {
		earlier evidence.RequestID
		outcome any
		status  int
	}{
		"of itself":           {id, "reused", 404},
		"of an open one":      {open, "reused", 404},
		"of one out of sight": {secret, "reused", 404},
		"of none":             {evidence.RequestID(newUUID()), "reused", 404},
		"of nonsense":         {"nonsense", "reused", 404},
		"an unknown outcome":  {near, "stolen", 422},
		"no outcome":          {near, nil, 422},
	} {
		if a := h.says("librarian@here", at, c.earlier, `"1"`, c.outcome); a.status != c.status {
			h.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
}

func TestWrongQuestionsForSimilarRequests(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	elements := m{}
	for i := range 21 {
		elements[strings.Repeat("e", i+1)] = "x"
	}
	const text = "Marmaduke's rehabilitation"
	for name, c := range map[string]struct {
		body   any
		status int
	}{
		"nothing":            {m{}, 422},
		"two characters":     {m{"text": "ab"}, 422},
		"a long text":        {m{"text": strings.Repeat("a", 10_001)}, 422},
		"a long background":  {m{"text": text, "background": strings.Repeat("a", 10_001)}, 422},
		"a long element":     {m{"text": text, "elements": m{"population": strings.Repeat("a", 10_001)}}, 422},
		"many elements":      {m{"text": text, "elements": elements}, 422},
		"an element's type":  {m{"text": text, "elements": m{"population": 5}}, 422},
		"none wanted":        {m{"text": text, "limit": -1}, 422},
		"too many":           {m{"text": text, "limit": 51}, 422},
		"something unknown":  {m{"text": text, "person": "me"}, 422},
		"a NUL":              {m{"text": text + "\x00"}, 422},
		"no JSON":            {`{"text": `, 400},
		"all that there is":  {m{"text": text, "background": "b", "elements": m{"population": "p"}, "specialty": "s", "papers": "10.1/x", "limit": 50}, 200},
		"signs of a tsquery": {m{"text": `' | & ! :* <-> \`, "papers": `10.1000/a'b\c | 'x`}, 200},
	} {
		if a := h.as("requester@here", "POST", "/requests/similar", c.body); a.status != c.status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if a := send(h, call{method: "POST", path: "/api/v1/requests/similar", body: m{"text": text}}); a.status != http.StatusUnauthorized {
		t.Errorf("a stranger: %d", a.status)
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if strings.Contains(h.log.String(), "Marmaduke") {
		t.Error("a question stands in the log")
	}
}

// TestSimilarCostsFewStatements keeps room for the rest of the pages that show it, which may send ten.
func TestSimilarCostsFewStatements(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	at := "/requests/" + string(h.submitted())
	total := int64(0)
	for path, most := range map[string]int64{"/similar": 5, "": 3, "/transitions": 3, "/timer": 3} {
		n := h.statements("librarian@here", at+path)
		if n > most {
			t.Errorf("%s sends %d statements, at most %d", path, n, most)
		}
		t.Logf("%s: %d", path, n)
		total += n
	}
	t.Logf("the overview: %d", total)
}
