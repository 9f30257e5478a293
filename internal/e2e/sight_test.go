package e2e_test

import (
	"net/http"
	"strings"
	"time"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// seen shows a request to whom it concerns and to nobody else.
func seen(l *library) {
	other := l.desk.newLibrary(l.TB)
	delegate, copied := l.hire("delegate", evidence.Requester), l.hire("copied", evidence.Requester)
	lead, admin := l.hire("lead", evidence.SystemLead), l.hire("admin", evidence.Admin)
	body := l.submission().and(m{"delegates": []evidence.PersonID{delegate.id}, "copied": []evidence.PersonID{copied.id}})
	r := l.submitAs(l.asker, body)
	outsiders := []*person{l.colleague, lead, admin, other.librarian, other.manager, other.asker}
	for _, p := range outsiders {
		r.unseen(p)
		r.refuse(p, evidence.Claim, nil, evidence.NotFound)
		for _, below := range []string{"transitions", "deadline", "messages", "searches", "references", "summary", "summary/versions", "time-entries", "attachments", "check-reviews"} {
			if _, err := p.Get(l.Context(), r.path()+"/"+below, nil); apiclient.CodeOf(err) != evidence.NotFound {
				r.Errorf("%s is answered %v to somebody who is not to see it", below, err)
			}
		}
	}
	for _, p := range []*person{l.librarian, l.trainee, l.manager, l.asker, delegate, copied} {
		if v := r.as(p); v.Question != body["question"] {
			r.Errorf("somebody sees the question %q", v.Question)
		}
		list[any](l, p, r.path("transitions"))
	}
	r.give(l.librarian, evidence.Claim, nil)
	r.give(l.librarian, evidence.Ask, m{"message": words("Which age group?")})
	r.refuse(copied, evidence.Answer, m{"message": words("Adults.")}, evidence.NotPermitted)
	r.give(delegate, evidence.Answer, m{"message": words("Adults.")})
	r.shared(outsiders[0])
}

// shared delivers the request and shares it: then colleagues read it, but not who asked.
func (r *request) shared(colleague *person) {
	r.Helper()
	r.give(r.librarian, evidence.Accept, nil)
	r.post(r.librarian, "searches", search(), nil)
	r.give(r.librarian, evidence.CompleteSearch, nil)
	r.write(r.librarian, "It does.")
	r.give(r.librarian, evidence.Deliver, nil)
	r.unseen(colleague)
	share := m{"share_report": "anyone_nhs", "share_identity": "nobody"}
	if _, err := r.librarian.Do(r.Context(), http.MethodPost, r.path("share"), share, nil); apiclient.CodeOf(err) != evidence.NotPermitted {
		r.Errorf("a librarian sharing is answered %v", err)
	}
	_, err := r.asker.Do(r.Context(), http.MethodPost, r.path("share"), share, nil)
	r.must(err)
	if v := r.as(colleague); v.Requester != "" || v.RequesterName != "" || v.Question == "" {
		r.Errorf("shared, a colleague sees %+v", v)
	}
	r.read(colleague, "It does.")
	var similar struct {
		Items []view `json:"items"`
	}
	_, err = colleague.Do(r.Context(), http.MethodPost, apiclient.V1+"/requests/similar", m{"text": "early mobilisation after hip surgery", "limit": 50}, &similar)
	r.must(err)
	for _, s := range similar.Items {
		if s.RequesterName != "" {
			r.Errorf("a similar request names its requester")
		}
	}
}

// throughTheBinary makes a library, a person and a token as an operator does.
func throughTheBinary(l *library) {
	run := func(args ...string) string {
		l.Helper()
		out, err := l.desk.operate(args...)
		if err != nil {
			l.Fatalf("%s: %v\n%s", strings.Join(args[:2], " "), err, out)
		}
		return out
	}
	code, email := "bin-"+random(), "operator."+random()+"@"+canary+".test"
	run("library", "add", "-code", code, "-name", words("Library"), "-email", email, "-organisation", words("A hospital"))
	run("person", "add", "-email", email, "-name", words("Librarian"), "-library", code, "-role", "librarian")
	lines := strings.Fields(run("token", "issue", "-email", email, "-label", "e2e"))
	token := lines[len(lines)-1]
	p := &person{email: email}
	l.desk.signIn(l, p, token)
	var me struct {
		Person      evidence.PersonID `json:"person"`
		Memberships []struct {
			Library evidence.LibraryID `json:"library"`
			Roles   []evidence.Role    `json:"roles"`
		} `json:"memberships"`
	}
	if _, err := p.Get(l.Context(), apiclient.V1+"/me", &me); err != nil || len(me.Memberships) != 1 || me.Memberships[0].Roles[0] != evidence.Librarian {
		l.Fatalf("the new librarian is %+v (%v)", me, err)
	}
	listed := run("token", "list", "-email", email)
	if strings.Contains(listed, token) || !strings.Contains(listed, "e2e") {
		l.Error("the list of tokens shows a token, or none")
	}
	run("token", "revoke", "-id", listed[:36])
	if _, err := p.Get(l.Context(), apiclient.V1+"/me", nil); apiclient.CodeOf(err) != evidence.Unauthenticated {
		l.Errorf("a revoked token is answered %v", err)
	}
	run("token", "issue", "-email", email, "-for", time.Hour.String())
	if out, err := l.desk.operate("person", "add", "-email", "nobody", "-library", code); err == nil {
		l.Errorf("a person without an address is %s", out)
	}
	run("retain")
}
