package account

import (
	"net/url"
	"strings"

	"evidencedesk/api/auth"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// signOut ends the session here. Signing out of the identity provider as well is a link on the next page, for the person to
// choose: on a shared computer it matters, on one's own it would end other work.
func (d Deps) signOut(v *page.Visit) error {
	method, err := d.Sessions.SignOut(v.Request.Context())
	if err != nil {
		return err
	}
	return v.Go(auth.SignedOutPath + "?from=" + url.QueryEscape(method))
}

func (d Deps) signedOut(v *page.Visit) error {
	if v.SignedIn {
		return v.Go("/")
	}
	var there *ui.Link
	method := v.Query("from")
	if address, ok := d.Providers.EndSession(v.Request.Context(), method); ok {
		there = &ui.Link{Href: address, Text: "Sign out of " + d.label(strings.TrimPrefix(method, "oidc/")) + " too"}
	}
	return v.Show("sign_out", page.View{Title: "You are signed out", Data: struct{ There *ui.Link }{there}})
}

func (d Deps) label(id string) string {
	for _, p := range d.Providers.Providers() {
		if p.ID == id {
			return p.Label
		}
	}
	return "your work account"
}
