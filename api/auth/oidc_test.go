package auth_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/api/auth"
	"evidencedesk/internal/evidence"
)

func TestSigningInAtAProvider(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann("ED Librarians", "Other", "ED Elsewhere"))
	d.connect(settings("one", p))
	if diff := cmp.Diff([]auth.ProviderInfo{{ID: "one", Label: "Provider one"}}, d.oidc.Providers()); diff != "" {
		t.Error(diff)
	}
	a := d.signIn(p, "one", "ann")
	person, err := d.people.Person(t.Context(), evidence.PersonID(a.body))
	if err != nil || a.path != "/whoami" || person.Name != "Ann Example" || person.Email != "ann@trust.nhs.uk" {
		t.Fatalf("%+v: %+v, %v", a, person, err)
	}
	if diff := cmp.Diff([]evidence.Role{evidence.Librarian, evidence.Manager}, d.roles(a.body)); diff != "" {
		t.Error(diff)
	}
	if again := d.signIn(p, "one", "ann"); again.body != a.body {
		t.Errorf("the second time %q", again.body)
	}
	if out := d.get("/sign-out"); out.path != "/signed-out" || out.body != "goodbye" {
		t.Errorf("signing out ends at %s %q", out.path, out.body)
	}
	if who := d.get("/whoami"); who.body != "" {
		t.Error("still signed in")
	}
	for _, private := range []string{"ann", "Example", "s-ann", "Librarians"} {
		if strings.Contains(strings.ToLower(d.log.String()), strings.ToLower(private)) {
			t.Errorf("the log holds %q: %s", private, d.log.String())
		}
	}
}

func TestRolesThatAProviderGivesAndTakes(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one", ann("ED Librarians"))
	d.connect(settings("one", p))
	id := d.signIn(p, "one", "ann").body
	d.must(d.people.GiveRole(t.Context(), evidence.PersonID(id), northmoor, evidence.Admin))
	p.knows(ann())
	d.signIn(p, "one", "ann")
	if diff := cmp.Diff([]evidence.Role{evidence.Admin}, d.roles(id)); diff != "" {
		t.Errorf("the claim is gone: %s", diff)
	}
	staff := ann()
	staff.Claims = map[string]any{"eduPersonScopedAffiliation": "staff@northmoor.nhs.uk;member@elsewhere.ac.uk"}
	p.knows(staff)
	d.signIn(p, "one", "ann")
	if diff := cmp.Diff([]evidence.Role{evidence.Admin, evidence.Requester, evidence.Trainee}, d.roles(id)); diff != "" {
		t.Errorf("by affiliation: %s", diff)
	}
}

func TestSeveralProviders(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	one, two := newIDP(d.site, "one", ann("ED Librarians")), newIDP(d.site, "two", ann())
	second := settings("two", two)
	second.EmailDomains = nil
	d.connect(settings("one", one), second)
	first := d.signIn(one, "one", "ann")
	if a := d.signIn(two, "two", "ann"); a.body != "failed: address-taken" {
		t.Errorf("a provider that may not speak for the address: %q", a.body)
	}
	two.knows(account{User: "ann", Subject: "s-ann", Name: "Another Ann", Email: "other@elsewhere.example", EmailVerified: true})
	if a := d.signIn(two, "two", "ann"); a.body == first.body || len(a.body) != 36 {
		t.Errorf("the same subject of another provider: %q", a.body)
	}
	// The answer of one provider brought to the callback of the other.
	_, values := d.form("/begin/one?next=/whoami")
	d.client.CheckRedirect = func(r *http.Request, _ []*http.Request) error {
		r.URL.Path = strings.Replace(r.URL.Path, "/sign-in/one/", "/sign-in/two/", 1)
		return nil
	}
	if a := d.answer(one, values, "user", "ann"); a.body != "failed: state-lost" {
		t.Errorf("mixed up: %q", a.body)
	}
}

func TestWhatAProviderMustTell(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	p := newIDP(d.site, "one")
	set := settings("one", p)
	d.connect(set)
	unverified := ann()
	unverified.EmailVerified = false
	p.knows(unverified, account{User: "bob", Subject: "s-bob", Name: "Bob"})
	for _, user := range []string{"ann", "bob"} {
		if a := d.signIn(p, "one", user); a.body != "failed: no-address" {
			t.Errorf("%s: %q", user, a.body)
		}
	}
	set.TrustEmail = true
	d.connect(set)
	if a := d.signIn(p, "one", "ann"); len(a.body) != 36 {
		t.Errorf("a provider whose addresses are trusted: %q", a.body)
	}
	set.RequiredACR, set.ACRValues = []string{"AAL2", "AAL3"}, []string{"AAL3"}
	d.connect(set)
	if a := d.signIn(p, "one", "ann"); a.body != "failed: assurance" {
		t.Errorf("without assurance: %q", a.body)
	}
	sure := ann()
	sure.ACR = "AAL2"
	p.knows(sure)
	if a := d.signIn(p, "one", "ann"); len(a.body) != 36 {
		t.Errorf("with assurance: %q", a.body)
	}
}
