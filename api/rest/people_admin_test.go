package rest_test

import (
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/auth"
	"evidencedesk/api/rest"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const hereAt = "/libraries/" + string(here)

func TestThePeopleOfALibrary(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var page rest.MemberPage
	h.did("manager@here", "GET", hereAt+"/people?role=librarian&limit=1", nil).into(t, &page)
	if page.Total != 2 || len(page.Items) != 1 || page.Next == "" || page.Items[0].Email == "" || !slices.Contains(page.May, evidence.Manager) || slices.Contains(page.May, evidence.Admin) {
		t.Errorf("%+v", page)
	}
	var next rest.MemberPage
	h.did("manager@here", "GET", hereAt+"/people?role=librarian&limit=1&cursor="+page.Next, nil).into(t, &next)
	if len(next.Items) != 1 || next.Items[0].Person == page.Items[0].Person || next.Prev == "" {
		t.Errorf("%+v", next)
	}
	if raw, _ := base64.RawURLEncoding.DecodeString(page.Next); strings.Contains(string(raw), page.Items[0].Name) {
		t.Error("a name is in an address")
	}
	if a := h.as("manager@here", "GET", hereAt+"/people?role=owner", nil); a.status != http.StatusUnprocessableEntity {
		t.Errorf("a role that is none: %d", a.status)
	}
}

func TestAddingSomebody(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	ann := map[string]any{"name": "Ann Example", "email": "ann@trust.nhs.uk", "job_title": "Nurse", "staff_group": "medical_dental", "roles": []string{"requester"}}
	var m rest.MemberRow
	if a := h.did("manager@here", "POST", hereAt+"/people", ann); a.status != http.StatusCreated {
		t.Errorf("status %d", a.status)
	} else {
		a.into(t, &m)
	}
	ann["name"], ann["roles"] = "Somebody Else", []string{"trainee"}
	var again rest.MemberRow
	h.did("manager@here", "POST", hereAt+"/people", ann).into(t, &again)
	if again.Person != m.Person || again.Name != "Ann Example" || !slices.Equal(again.Roles, []evidence.Role{"requester", "trainee"}) {
		t.Errorf("%+v", again)
	}
	for name, c := range map[string]struct {
		change func(map[string]any)
		status int
	}{
		"more than one's own":  {func(b map[string]any) { b["roles"] = []string{"admin"} }, http.StatusForbidden},
		"no role":              {func(b map[string]any) { b["roles"] = []string{} }, http.StatusUnprocessableEntity},
		"a role that is none":  {func(b map[string]any) { b["roles"] = []string{"owner"} }, http.StatusUnprocessableEntity},
		"a role twice":         {func(b map[string]any) { b["roles"] = []string{"trainee", "trainee"} }, http.StatusUnprocessableEntity},
		"a group that is none": {func(b map[string]any) { b["staff_group"] = "wizards" }, http.StatusUnprocessableEntity},
		"no address":           {func(b map[string]any) { b["email"] = "ann" }, http.StatusUnprocessableEntity},
	} {
		body := map[string]any{"name": "New", "email": "new@trust.nhs.uk", "roles": []string{"requester"}}
		c.change(body)
		if a := h.as("manager@here", "POST", hereAt+"/people", body); a.status != c.status {
			t.Errorf("%s: %d %s", name, a.status, a.body)
		}
	}
	if _, err := h.people.ByEmail(t.Context(), "new@trust.nhs.uk"); evidence.CodeOf(err) != evidence.NotFound {
		t.Errorf("a refusal added somebody: %v", err)
	}
}

func TestChangingRoles(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	put := func(who, whom string, roles ...string) answer {
		return h.as(who, "PUT", hereAt+"/people/"+string(h.ids[whom])+"/roles", map[string]any{"roles": append([]string{}, roles...)})
	}
	id := string(h.submitted())
	h.did("librarian@here", "POST", "/requests/"+id+"/claim", nil)
	for name, c := range map[string]struct {
		a      answer
		status int
		says   string
	}{
		"the last manager":           {put("admin@here", "manager@here"), http.StatusConflict, "last manager"},
		"who owns a request":         {put("manager@here", "librarian@here", "requester"), http.StatusConflict, "owns 1 open requests"},
		"an administrator's role":    {put("manager@here", "admin@here", "requester"), http.StatusForbidden, ""},
		"an administrator to be":     {put("manager@here", "second@here", "admin"), http.StatusForbidden, ""},
		"somebody of another":        {put("manager@here", "librarian@there", "librarian"), http.StatusNotFound, ""},
		"a librarian tries":          {put("librarian@here", "second@here", "requester"), http.StatusForbidden, ""},
		"another library's manager":  {put("manager@there", "second@here", "requester"), http.StatusNotFound, ""},
		"somebody becomes a manager": {put("manager@here", "second@here", "librarian", "manager"), http.StatusOK, `"manager"`},
		"the lead to requester":      {put("admin@here", "system_lead@here", "requester"), http.StatusOK, ""},
		"a stranger leaves":          {put("manager@here", "stranger@here"), http.StatusOK, `"roles":[]`},
	} {
		if c.a.status != c.status || !strings.Contains(c.a.body, c.says) {
			t.Errorf("%s: %d %s", name, c.a.status, c.a.body)
		}
	}
	if a := h.as("stranger@here", "GET", "/me", nil); strings.Contains(a.body, string(here)) {
		t.Error("whoever left is still a member")
	}
}

func TestFindingPeople(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	find := func(who, q string) []string {
		var found struct{ Items []rest.PersonMatch }
		h.did(who, "GET", "/people?q="+url.QueryEscape(q), nil).into(t, &found)
		var names []string
		for _, m := range found.Items {
			names = append(names, m.Name)
		}
		return names
	}
	if diff := cmp.Diff([]string{"requester@here"}, find("librarian@here", "reques")); diff != "" {
		t.Error(diff)
	}
	if got := find("librarian@there", "second@h"); got != nil {
		t.Errorf("another library's people: %v", got)
	}
	for who, status := range map[string]int{"requester@here": http.StatusForbidden, "admin@here": http.StatusForbidden, "librarian@here": http.StatusUnprocessableEntity} {
		if a := h.as(who, "GET", "/people?q=r", nil); a.status != status {
			t.Errorf("%s: %d", who, a.status)
		}
	}
}

// newcomer is somebody who has signed in and holds no role.
func (h *house) newcomer(name, email string) {
	h.Helper()
	id, err := h.people.Add(h.Context(), postgres.NewPerson{Name: name, Email: email})
	h.must(err)
	token, hash := auth.NewToken()
	_, err = postgres.NewTokens(h.db.App, nil).Issue(h.Context(), id, hash, "test", time.Time{})
	h.must(err)
	h.ids[name], h.tokens[name] = id, token
}

func (h *house) standing(who string) rest.AccessState {
	h.Helper()
	var view rest.AccessView
	h.did(who, "GET", "/me/access", nil).into(h.T, &view)
	return view.State
}

func (h *house) settings(library evidence.LibraryID, s postgres.Settings) {
	h.Helper()
	h.must(h.libraries.SaveSettings(h.Context(), library, s))
}

func TestAskingToUseALibrary(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.newcomer("ann", "ann@far.example")
	ask := func(who string, library evidence.LibraryID) answer {
		return h.as(who, "POST", "/access-requests", map[string]any{"library": library})
	}
	if s := h.standing("ann"); s != rest.AccessNotEligible {
		t.Errorf("nobody serves her: %s", s)
	}
	if a := ask("ann", here); a.status != http.StatusForbidden {
		t.Errorf("a library that takes no wishes: %d", a.status)
	}
	h.settings(here, postgres.Settings{AccessOpen: true})
	if s := h.standing("ann"); s != rest.AccessMayAsk {
		t.Errorf("a library takes wishes: %s", s)
	}
	for range 2 {
		if a := ask("ann", here); a.status != http.StatusCreated {
			t.Errorf("%d %s", a.status, a.body)
		}
	}
	if s := h.standing("ann"); s != rest.AccessPending {
		t.Errorf("she waits: %s", s)
	}
	var waiting struct{ Items []rest.WaitingRow }
	h.did("admin@here", "GET", hereAt+"/access-requests", nil).into(t, &waiting)
	if len(waiting.Items) != 1 || waiting.Items[0].Email != "ann@far.example" {
		t.Fatalf("%+v", waiting)
	}
	decide := func(who string, body map[string]any) answer {
		return h.as(who, "POST", hereAt+"/access-requests/"+waiting.Items[0].ID+"/decide", body)
	}
	for name, c := range map[string]struct {
		a      answer
		status int
	}{
		"a manager makes an administrator": {decide("manager@here", map[string]any{"decision": "approve", "roles": []string{"admin"}}), http.StatusForbidden},
		"a librarian decides":              {decide("librarian@here", map[string]any{"decision": "approve"}), http.StatusForbidden},
		"perhaps":                          {decide("manager@here", map[string]any{"decision": "perhaps"}), http.StatusUnprocessableEntity},
		"refused":                          {decide("manager@here", map[string]any{"decision": "refuse", "reason": "not-known"}), http.StatusNoContent},
	} {
		if c.a.status != c.status {
			t.Errorf("%s: %d %s", name, c.a.status, c.a.body)
		}
	}
	if a := decide("manager@here", map[string]any{"decision": "approve"}); a.status != http.StatusConflict {
		t.Errorf("decided twice: %d", a.status)
	}
	if s := h.standing("ann"); s != rest.AccessRefused {
		t.Errorf("she was refused: %s", s)
	}
	if a := ask("ann", here); a.status != http.StatusForbidden {
		t.Errorf("asked again at once: %d", a.status)
	}
	h.settings(there, postgres.Settings{EmailDomains: []string{"far.example"}})
	if a := ask("ann", there); a.status != http.StatusCreated || !strings.Contains(a.body, `"state":"member"`) {
		t.Errorf("a library that serves her: %d %s", a.status, a.body)
	}
	if s := h.standing("ann"); s != rest.AccessMember {
		t.Errorf("she is in: %s", s)
	}
}

func TestSessionsOverTheAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	store := postgres.NewSessions(h.db.App, time.Hour, nil)
	begin := func(who, token string) string {
		id, err := store.Begin(t.Context(), postgres.NewSession{Hash: auth.Hash(token), Person: h.ids[who], Method: "link", Agent: "Firefox", Expires: time.Now().Add(time.Hour), Data: []byte{}})
		h.must(err)
		return id
	}
	one := begin("requester@here", "one")
	begin("requester@here", "two")
	theirs := begin("librarian@here", "three")
	var mine struct{ Items []rest.SessionRow }
	h.did("requester@here", "GET", "/me/sessions", nil).into(t, &mine)
	if len(mine.Items) != 2 || mine.Items[0].Agent != "Firefox" || mine.Items[0].Current {
		t.Errorf("%+v", mine)
	}
	if a := h.as("requester@here", "DELETE", "/me/sessions/"+theirs, nil); a.status != http.StatusNotFound {
		t.Errorf("another's session: %d", a.status)
	}
	h.did("requester@here", "DELETE", "/me/sessions/"+one, nil)
	h.did("requester@here", "DELETE", "/me/sessions", nil)
	h.did("requester@here", "GET", "/me/sessions", nil).into(t, &mine)
	if len(mine.Items) != 0 {
		t.Errorf("left: %+v", mine)
	}
	at := hereAt + "/people/" + string(h.ids["librarian@here"]) + "/sessions"
	for who, status := range map[string]int{"manager@here": http.StatusForbidden, "admin@there": http.StatusNotFound, "admin@here": http.StatusOK} {
		if a := h.as(who, "GET", at, nil); a.status != status {
			t.Errorf("%s: %d", who, a.status)
		}
	}
	h.did("admin@here", "DELETE", at+"/"+theirs, nil)
	begin("librarian@here", "four")
	h.did("admin@here", "DELETE", at, nil)
	if list, err := store.List(t.Context(), h.ids["librarian@here"]); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}

// TestTheSessionThatAsksStays ends all other sessions as the page for it does: in the process, from a session.
func TestTheSessionThatAsksStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	store := postgres.NewSessions(h.db.App, time.Hour, nil)
	sessions := auth.NewSessions(auth.SessionOptions{Store: store, Key: h.key, PublicURL: "http://x", Life: time.Hour, Failed: func(http.ResponseWriter, *http.Request, error) { t.Error("failed") }})
	person := h.ids["requester@here"]
	pages := sessions.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/in" {
			h.must(sessions.SignIn(r.Context(), person, "link"))
			return
		}
		h.ServeHTTP(w, httptest.NewRequestWithContext(r.Context(), r.Method, "/api/v1/me/sessions", nil))
	}))
	browse := func(method, path, cookie string) *http.Response {
		r := httptest.NewRequest(method, path, nil)
		r.Header.Set("Cookie", cookie)
		w := httptest.NewRecorder()
		pages.ServeHTTP(w, r)
		return w.Result()
	}
	browse("POST", "/in", "")
	cookie, _, _ := strings.Cut(browse("POST", "/in", "").Header.Get("Set-Cookie"), ";")
	if answer := browse("DELETE", "/others", cookie); answer.StatusCode != http.StatusNoContent {
		t.Errorf("status %d", answer.StatusCode)
	}
	list, err := store.List(t.Context(), person)
	if err != nil || len(list) != 1 {
		t.Fatalf("%+v, %v", list, err)
	}
	var shown struct{ Items []rest.SessionRow }
	a := browse("GET", "/mine", cookie)
	recorder := answer{status: a.StatusCode}
	raw := make([]byte, 4096)
	n, _ := a.Body.Read(raw)
	recorder.body = string(raw[:n])
	recorder.into(t, &shown)
	if len(shown.Items) != 1 || !shown.Items[0].Current {
		t.Errorf("%+v", shown)
	}
}
