package queue_test

import (
	"net/http"
	"strings"
	"testing"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/webtest"
	"evidencedesk/internal/evidence"
)

const viewID = "00000000-0000-4000-8000-000000000777"

func maternity(version int, name string) rest.View {
	return rest.View{ID: viewID, Name: name, Query: "specialty=Maternity", Mine: true, Owner: webtest.Me, Library: webtest.Library, Version: version}
}

func TestSavingAView(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST /views", rest.SavedView{View: maternity(1, "Maternity")})
	d := read(t, s.Get("/queue/views/new?query=stage%3Dtriage%2Csubmitted%26q%3Dfalls"))
	d.says("Status: New", "Status: Being looked at", "Words: falls", "Order: due soonest first")
	query := webtest.Attr(d.one("input", "name", "query"), "value")
	if query != "q=falls&stage=submitted,triage" {
		t.Errorf("the form holds %q", query)
	}
	w := s.Post("/queue/views/new", form("name", "Maternity", "query", query, "shared", "true"))
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/queue?specialty=Maternity" {
		t.Fatalf("%d %s", w.Code, w.Header().Get("Location"))
	}
	want := `{"library":"` + string(webtest.Library) + `","name":"Maternity","query":"q=falls\u0026stage=submitted,triage","shared":true}`
	if calls := sent(s); len(calls) != 1 || calls[0].Body != want || calls[0].Key != "key-of-the-form" {
		t.Errorf("sent %+v", calls)
	}
}

func TestAViewWithoutName(t *testing.T) {
	t.Parallel()
	s := site(t).Refuse("POST /views", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "name", Code: "required"})
	w := s.Post("/queue/views/new", form("name", "", "query", "owner=none", "shared", "true"))
	if w.Code != http.StatusUnprocessableEntity {
		t.Fatalf("%d", w.Code)
	}
	d := read(t, w)
	if got := d.link("Give the view a name."); got != "#name" {
		t.Errorf("the error leads to %s", got)
	}
	if !webtest.Has(d.one("input", "name", "shared"), "checked") {
		t.Error("what was ticked is lost")
	}
}

func TestChangingAView(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET /views/"+viewID, maternity(2, "Maternity"))
	d := read(t, s.Get("/queue/views/"+viewID))
	if webtest.Attr(d.one("input", "name", "_version"), "value") != "2" || webtest.Attr(d.one("input", "name", "name"), "value") != "Maternity" {
		t.Error("the form does not hold what is stored")
	}
	if got := d.link("Choose other filters"); got != "/queue?specialty=Maternity&edit="+viewID {
		t.Errorf("other filters are at %s", got)
	}
	list := read(t, s.Get("/queue?specialty=Burns&edit="+viewID))
	use := list.link("Use these filters for the view")
	if use != "/queue/views/"+viewID+"?query=specialty%3DBurns" {
		t.Errorf("the filters go to %s", use)
	}
	if got := webtest.Attr(read(t, s.Get(use)).one("input", "name", "query"), "value"); got != "specialty=Burns" {
		t.Errorf("the form then holds %q", got)
	}
	s.Calls()
	s.On("PUT /views/"+viewID, rest.SavedView{View: maternity(3, "Burns")})
	w := s.Post("/queue/views/"+viewID, form("name", "Burns", "query", "specialty=Burns", "_version", "2", "library", string(webtest.Library)))
	if calls := sent(s); w.Code != http.StatusSeeOther || len(calls) != 1 || calls[0].Match != `"2"` {
		t.Errorf("%d, sent %+v", w.Code, calls)
	}
}

func TestTwoChangeAView(t *testing.T) {
	t.Parallel()
	s := site(t).On("GET /views/"+viewID, maternity(3, "Midwives"))
	s.OnFunc("PUT /views/"+viewID, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current": maternity(3, "Midwives")}}
	})
	w := s.Post("/queue/views/"+viewID, form("name", "Births", "query", "specialty=Maternity", "_version", "2"))
	if w.Code != http.StatusConflict {
		t.Fatalf("%d", w.Code)
	}
	d := read(t, w)
	d.says("Somebody else changed this view", "Midwives", "Births")
	if webtest.Attr(d.one("input", "name", "name"), "value") != "Births" || webtest.Attr(d.one("input", "name", "_version"), "value") != "3" {
		t.Error("the form does not keep what was typed, for the version that is stored now")
	}
}

func TestDeletingAView(t *testing.T) {
	t.Parallel()
	stored := maternity(2, "Maternity")
	stored.Shared = true
	s := site(t).On("GET /views/"+viewID, stored)
	d := read(t, s.Get("/queue/views/"+viewID+"/delete"))
	d.says("Delete the view “Maternity”?", "It is shared")
	s.Calls()
	s.OnFunc("DELETE /views/"+viewID, func(webtest.Call) webtest.Answer { return webtest.Answer{Status: http.StatusNoContent} })
	w := s.Post("/queue/views/"+viewID+"/delete", form("_version", "2"))
	if calls := sent(s); w.Code != http.StatusSeeOther || len(calls) != 1 || calls[0].Match != `"2"` {
		t.Errorf("%d, sent %+v", w.Code, calls)
	}
	stale := s.OnFunc("DELETE /views/"+viewID, func(webtest.Call) webtest.Answer {
		return webtest.Answer{Status: http.StatusPreconditionFailed, Body: map[string]any{"status": 412, "code": evidence.VersionStale, "current": stored}}
	})
	w = stale.Post("/queue/views/"+viewID+"/delete", form("_version", "1"))
	if d := read(t, w); w.Code != http.StatusConflict || webtest.Attr(d.one("input", "name", "_version"), "value") != "2" {
		t.Errorf("%d: somebody else changed it in between", w.Code)
	}
}

func TestWhoseViewsOneChanges(t *testing.T) {
	t.Parallel()
	other := maternity(2, "Maternity")
	other.Mine, other.Owner, other.Shared = false, tom, true
	s := site(t).On("GET /views/"+viewID, other)
	for _, at := range []string{"", "/delete"} {
		if w := s.Get("/queue/views/" + viewID + at); w.Code != http.StatusNotFound {
			t.Errorf("a colleague's view%s: %d", at, w.Code)
		}
		if w := s.As(evidence.Manager).Get("/queue/views/" + viewID + at); w.Code != http.StatusOK {
			t.Errorf("a manager at a shared view%s: %d", at, w.Code)
		}
		s.As(evidence.Librarian)
	}
	d := read(t, s.Get("/queue?stage=triage,submitted&specialty=Maternity"))
	if got := d.link("Change this view"); !strings.HasSuffix(got, viewID) {
		t.Errorf("one's own view is changed at %s", got)
	}
}
