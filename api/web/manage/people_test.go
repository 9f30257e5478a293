package manage_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

func TestPeopleAreFound(t *testing.T) {
	t.Parallel()
	s := site(t)
	d := sound(t, s.Get("/settings/people?q=to&role=librarian&cursor=x&from=25"), http.StatusOK)
	d.leads("/settings/people?cursor=onward&from=26&q=to&role=librarian", "/settings/people?cursor=back&from=0&q=to&role=librarian", "/settings/people/"+string(tom), "/settings/people/asking/"+asking, "/settings/people/new")
	for _, c := range s.Calls() {
		if c.Path == lib+"/people" && c.Query != "cursor=x&limit=25&q=to&role=librarian" {
			t.Errorf("asked for %s", c.Query)
		}
	}
	s.Refuse("GET "+lib+"/people", http.StatusUnprocessableEntity, evidence.Invalid)
	gone(t, s.Get("/settings/people?cursor=old"), "/settings/people")
	empty := site(t).On("GET "+lib+"/people", rest.MemberPage{}).On("GET "+lib+"/access-requests", items())
	sound(t, empty.Get("/settings/people?q=zz&role=nonsense"), http.StatusOK).says("Nobody matches.", "Show everybody")
}

func TestSomebodyIsAdded(t *testing.T) {
	t.Parallel()
	s := site(t).On("POST "+lib+"/people", member())
	d := sound(t, s.Get("/settings/people/new"), http.StatusOK)
	form := d.form("name", "Tom Ellis", "email", "tom@example.nhs.uk", "job_title", "Librarian", "organisation", item)
	if !cmp.Equal(form["roles"], []string{"requester"}) {
		t.Errorf("%v is ticked", form["roles"])
	}
	form["roles"] = []string{"requester", "librarian"}
	s.Calls()
	gone(t, s.Post("/settings/people/new", form), "/settings/people/"+string(tom))
	want := object{"name": "Tom Ellis", "email": "tom@example.nhs.uk", "job_title": "Librarian", "organisation": item, "roles": []any{"requester", "librarian"}}
	if diff := cmp.Diff(want, body(t, sent(s)[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	wrong := sound(t, s.Post("/settings/people/new", url.Values{"job_title": {"Nurse"}}), http.StatusUnprocessableEntity)
	wrong.leads("#name", "#email", "#roles")
	if wrong.form().Get("job_title") != "Nurse" || len(wrong.form()["roles"]) > 0 {
		t.Errorf("%v", wrong.form())
	}
	s.Refuse("POST "+lib+"/people", http.StatusUnprocessableEntity, evidence.Invalid, page.FieldProblem{Field: "roles[1]", Code: "unknown", Detail: "There is no such role."}, page.FieldProblem{Field: "email", Code: "malformed"})
	if got := sound(t, s.Post("/settings/people/new", form), http.StatusUnprocessableEntity).links(); got["#roles"] == "" || got["#email"] != "Give their e-mail address, such as name@example.nhs.uk." {
		t.Errorf("%v", got)
	}
}

// A manager changes what managers may; what only an administrator gives stays.
func TestRolesAreChanged(t *testing.T) {
	t.Parallel()
	at, put := "/settings/people/"+string(tom), "PUT "+lib+"/people/"+string(tom)+"/roles"
	s := site(t).On(put, member())
	d := sound(t, s.Get(at), http.StatusOK)
	form := d.form()
	if !cmp.Equal(form["roles"], []string{"librarian"}) {
		t.Errorf("%v is ticked", form["roles"])
	}
	form["roles"] = []string{"trainee", "manager"}
	s.Calls()
	gone(t, s.Post(at, form), at)
	if diff := cmp.Diff(object{"roles": []any{"admin", "trainee", "manager"}}, body(t, sent(s)[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	s.Refuse(put, http.StatusConflict, evidence.StillNeeded)
	refused := s.Post(at, form)
	if refused.Code != http.StatusUnprocessableEntity {
		t.Fatalf("status %d", refused.Code)
	}
	wrong := sound(t, refused, http.StatusUnprocessableEntity)
	wrong.leads("/team/" + string(tom))
	if !cmp.Equal(wrong.form()["roles"], form["roles"]) {
		t.Errorf("%v", wrong.form()["roles"])
	}
	s.Refuse(put, http.StatusForbidden, evidence.NotPermitted)
	sound(t, s.Post(at, form), http.StatusUnprocessableEntity)

	plain := member()
	plain.Roles = []evidence.Role{evidence.Librarian}
	s.On("GET "+lib+"/people/"+string(tom), plain)
	none := sound(t, s.Post(at, url.Values{}), http.StatusUnprocessableEntity)
	none.leads("#roles", at+"/remove")
}

func TestSomebodyIsRemoved(t *testing.T) {
	t.Parallel()
	at, put := "/settings/people/"+string(tom)+"/remove", "PUT "+lib+"/people/"+string(tom)+"/roles"
	s := site(t).On(put, rest.MemberRow{})
	d := sound(t, s.Get(at), http.StatusOK)
	s.Calls()
	gone(t, s.Post(at, d.form()), "/settings/people")
	if got := sent(s)[0].Body; got != `{"roles":[]}` {
		t.Errorf("%s", got)
	}
	s.Refuse(put, http.StatusConflict, evidence.StillNeeded)
	kept := sound(t, s.Post(at, d.form()), http.StatusUnprocessableEntity)
	kept.says("Refused.")
	kept.leads("/team/" + string(tom))
}

func TestWhoAsksIsAnswered(t *testing.T) {
	t.Parallel()
	at, post := "/settings/people/asking/"+asking, "POST "+lib+"/access-requests/"+asking+"/decide"
	s := site(t).On(post, nil)
	d := sound(t, s.Get(at), http.StatusOK)
	s.Calls()
	gone(t, s.Post(at, d.form("decision", "approve")), "/settings/people")
	if diff := cmp.Diff(object{"decision": "approve", "roles": []any{"requester"}}, body(t, sent(s)[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	gone(t, s.Post(at, d.form("decision", "refuse", "reason", "not-served")), "/settings/people")
	if diff := cmp.Diff(object{"decision": "refuse", "reason": "not-served"}, body(t, sent(s)[0])); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sound(t, s.Post(at, d.form()), http.StatusUnprocessableEntity).leads("#decision")
	sound(t, s.Post(at, url.Values{"decision": {"approve"}}), http.StatusUnprocessableEntity).leads("#roles")
	sound(t, s.Post(at, url.Values{"decision": {"refuse"}}), http.StatusUnprocessableEntity).leads("#reason")
	s.Refuse(post, http.StatusConflict, evidence.AlreadyAnswered)
	gone(t, s.Post(at, d.form("decision", "approve")), "/settings/people")
	gone(t, s.On("GET "+lib+"/access-requests", items()).Get(at), "/settings/people")
}
