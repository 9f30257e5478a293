package auth_test

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"testing"

	"evidencedesk/api/auth"
	"evidencedesk/internal/config"
	"evidencedesk/internal/evidence"
)

// desk is a site whose people sign in at providers.
type desk struct {
	*site

	oidc *auth.OIDC
}

// newDesk serves the pages that signing in at a provider needs; begin with connect.
func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{site: newSite(t)}
	d.HandleFunc("GET /begin/{id}", func(w http.ResponseWriter, r *http.Request) {
		address, err := d.oidc.Begin(w, r, r.PathValue("id"), r.URL.Query().Get("next"))
		if err != nil {
			fmt.Fprintf(w, "failed: %s %s", auth.FailureOf(err), evidence.CodeOf(err))
			return
		}
		http.Redirect(w, r, address, http.StatusSeeOther)
	})
	d.HandleFunc("GET /sign-in/{id}/callback", func(w http.ResponseWriter, r *http.Request) {
		a, err := d.oidc.Finish(w, r)
		if err != nil {
			fmt.Fprintf(w, "failed: %s", auth.FailureOf(err))
			return
		}
		if err := d.sessions.SignIn(r.Context(), a.Person, a.Method); err != nil {
			t.Error(err)
		}
		http.Redirect(w, r, a.Next, http.StatusSeeOther)
	})
	d.HandleFunc("GET /sign-out", func(w http.ResponseWriter, r *http.Request) {
		method, err := d.sessions.SignOut(r.Context())
		if err != nil {
			t.Error(err)
		}
		if address, ok := d.oidc.EndSession(r.Context(), method); ok {
			http.Redirect(w, r, address, http.StatusSeeOther)
		}
	})
	d.HandleFunc("GET /signed-out", func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "goodbye") })
	return d
}

// settings are those of a provider that may speak for trust.nhs.uk.
func settings(id string, p *idp) config.Provider {
	return config.Provider{
		ID: id, Label: "Provider " + id, Issuer: p.issuer, ClientID: "evidencedesk", ClientSecret: "a secret of the tests", Scopes: []string{"profile", "email"},
		EmailClaim: "email", NameClaim: "name", RoleClaim: "groups", AffiliationClaim: "eduPersonScopedAffiliation", EmailDomains: []string{"trust.nhs.uk"},
		Roles:        map[string]string{"ED Librarians": "librarian@northmoor manager@northmoor", "ED Elsewhere": "librarian@nowhere"},
		Affiliations: map[string]string{"staff@northmoor.nhs.uk": "trainee@northmoor", "*@northmoor.nhs.uk": "requester@northmoor"},
	}
}

func (d *desk) connect(providers ...config.Provider) {
	d.oidc = auth.NewOIDC(auth.OIDCOptions{
		Providers: providers, Store: d.signIns, PublicURL: d.server.URL, Key: theKey, Log: d.logger(), Now: d.now,
	})
}

var hiddenID = regexp.MustCompile(`name="id" value="([^"]+)"`)

// form gets as far as the provider's form and gives what it sends.
func (d *desk) form(path string) (action string, values url.Values) {
	d.Helper()
	page := d.get(path)
	found := hiddenID.FindStringSubmatch(page.body)
	if found == nil {
		d.Fatalf("no form: %d %s", page.status, page.body)
	}
	return "/login", url.Values{"id": {found[1]}}
}

// answer sends the provider's form and ends where that leads.
func (d *desk) answer(p *idp, values url.Values, field, value string) reply {
	d.Helper()
	values.Set(field, value)
	response, err := d.client.PostForm(p.issuer+"/login", values)
	d.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	d.must(err)
	return reply{response.StatusCode, response.Header, string(body), response.Request.URL.RequestURI()}
}

// signIn goes all the way.
func (d *desk) signIn(p *idp, provider, user string) reply {
	d.Helper()
	_, values := d.form("/begin/" + provider + "?next=/whoami")
	return d.answer(p, values, "user", user)
}

func ann(groups ...any) account {
	return account{User: "ann", Subject: "s-ann", Name: "Ann Example", Email: "ann@trust.nhs.uk", EmailVerified: true, Claims: map[string]any{"groups": groups}}
}

func (d *desk) roles(person string) []evidence.Role {
	d.Helper()
	roles, err := d.people.Roles(d.Context(), evidence.PersonID(person), northmoor)
	d.must(err)
	return roles
}
