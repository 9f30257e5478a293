package account

import (
	"errors"
	"net/http"
	"net/url"

	"evidencedesk/api/auth"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// signIn is the page that offers every way to sign in.
type signIn struct {
	Problem   *ui.NotificationBanner
	Waits     bool // what was typed before is kept until the visitor is back
	Providers []ui.Button
	Start     ui.Form
	Next      ui.Hidden
	Email     ui.Input
	Demo      []demoPerson
}

type demoPerson struct {
	Start  ui.Form
	Hidden []ui.Hidden
	Button ui.Button
	About  string
}

func (d Deps) showSignIn(v *page.Visit) error {
	next := auth.OwnPath(v.Query("next"))
	if v.SignedIn {
		return v.Go(next)
	}
	return v.Show("sign_in", d.signInView(v, v.Form(), next))
}

func (d Deps) signInView(v *page.Visit, f *page.Form, next string) page.View {
	m := signIn{Start: f.Start(auth.SignInPath), Next: ui.Hidden{Name: "next", Value: next}, Waits: next != "/"}
	if words := failureWords[auth.FailureCode(v.Query("problem"))]; words != "" {
		m.Problem = &ui.NotificationBanner{Heading: "You are not signed in", Text: words}
	}
	for _, p := range d.Providers.Providers() {
		m.Providers = append(m.Providers, ui.Button{Text: "Sign in with " + p.Label, Href: auth.SignInPath + "/" + p.ID + "?next=" + url.QueryEscape(next)})
	}
	m.Email = ui.Input{Field: f.Field("email", "Your work e-mail address"), Type: "email"}
	m.Email.Autocomplete = "email"
	for _, p := range d.Demo.People() {
		m.Demo = append(m.Demo, demoPerson{
			Start:  ui.Form{Action: auth.SignInPath + "/demo", Key: f.Key()},
			Hidden: []ui.Hidden{m.Next, {Name: "person", Value: string(p.Person)}},
			Button: ui.Button{Text: "Sign in as " + p.Label, Variant: ui.Secondary, Small: true},
			About:  about(p),
		})
	}
	return page.View{Title: "Sign in", Plain: true, Form: f, Data: m}
}

func about(p auth.DemoPerson) string {
	if p.Library == "" {
		return p.Name
	}
	return p.Name + ", " + p.Library
}

// takeEmail sends a link. Whatever the address, the answer is the same: it does not tell who is known here.
func (d Deps) takeEmail(v *page.Visit) error {
	f, next := v.Form(), auth.OwnPath(v.PostForm("next"))
	err := d.Links.Send(v.Request.Context(), f.Get("email"), next)
	if wrong(f, err) {
		return v.Again("sign_in", d.signInView(v, f, next))
	}
	if err != nil {
		return err
	}
	return v.Go(auth.SignInPath + "/sent")
}

// wrong notes at its field what a way to sign in found wrong.
func wrong(f *page.Form, err error) bool {
	var e *evidence.Error
	if !errors.As(err, &e) || len(e.Fields) == 0 {
		return false
	}
	for _, field := range e.Fields {
		f.Wrong(field.Field, field.Detail)
	}
	return true
}

func sent(v *page.Visit) error {
	return v.Show("sent", page.View{Title: "Check your e-mail", Back: auth.SignInPath, Plain: true})
}

func (d Deps) takeDemo(v *page.Visit) error {
	arrived, err := d.Demo.SignIn(evidence.PersonID(v.Form().Get("person")), v.Form().Get("next"))
	if err != nil {
		return page.ErrNotFound
	}
	return d.enter(v, arrived)
}

// enter begins the session of whoever has arrived and goes on to where they wanted.
func (d Deps) enter(v *page.Visit, arrived auth.Arrived) error {
	if err := d.Sessions.SignIn(v.Request.Context(), arrived.Person, arrived.Method); err != nil {
		return err
	}
	return v.Go(arrived.Next)
}

// begin sends the browser to an identity provider. It is a link, because a form of ours may lead to our own origin only.
func (d Deps) begin(v *page.Visit) error {
	redirect, err := d.Providers.Begin(v.Writer, v.Request, v.Param("provider"), auth.OwnPath(v.Query("next")))
	switch {
	case evidence.CodeOf(err) == evidence.NotFound:
		return page.ErrNotFound
	case err != nil:
		return d.failed(v, err)
	}
	v.Redirect(http.StatusSeeOther, redirect)
	return nil
}

func (d Deps) finish(v *page.Visit) error {
	arrived, err := d.Providers.Finish(v.Writer, v.Request)
	if err != nil {
		return d.failed(v, err)
	}
	return d.enter(v, arrived)
}

// failed goes back to the ways to sign in and says why this one did not work.
func (d Deps) failed(v *page.Visit, err error) error {
	code := auth.FailureOf(err)
	if code == "" {
		return err
	}
	return v.Go(auth.SignInPath + "?problem=" + url.QueryEscape(string(code)))
}

// failureWords say why a sign-in did not work, and what to do.
var failureWords = map[auth.FailureCode]string{
	auth.AccessDenied:    "The sign-in was stopped, or your organisation did not allow it. Try again, or use the link by e-mail.",
	auth.ProviderAway:    "The sign-in service of your organisation cannot be reached just now. Try again in a few minutes, or use the link by e-mail.",
	auth.ProviderRefused: "The sign-in service did not accept our request. This is ours to put right: tell the library, and use the link by e-mail meanwhile.",
	auth.StateLost:       "Your browser has lost track of this sign-in, perhaps because it was open in two windows. Start again.",
	auth.NonceWrong:      "The answer belonged to another sign-in. Start again.",
	auth.SignInExpired:   "The sign-in took too long. Start again.",
	auth.TokenRefused:    "The sign-in service gave an answer that we could not trust. Start again.",
	auth.AssuranceLow:    "Your account was not signed in strongly enough for this service. Use your smartcard or second factor.",
	auth.NoAddress:       "Your account has no work e-mail address that was confirmed, so we cannot tell who you are. Use the link by e-mail.",
	auth.AddressTaken:    "Your e-mail address is used here with another way to sign in. Use that one.",
	auth.LinkUnknown:     "This link is not one of ours, or part of it is missing. Ask for a new one.",
	auth.LinkSpent:       "This link was used already: each works once. Ask for a new one.",
	auth.LinkExpired:     "This link is older than 30 minutes. Ask for a new one.",
}
