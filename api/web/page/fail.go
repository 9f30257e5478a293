package page

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/front"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// Refusals that pages make themselves.
var (
	errNotForYou = &apiclient.Problem{Status: http.StatusForbidden, Code: evidence.NotPermitted}
	// ErrNotFound is for addresses that lead nowhere.
	ErrNotFound = &apiclient.Problem{Status: http.StatusNotFound, Code: evidence.NotFound}
)

// SignInAddress leads to the sign-in and from there back to a page of ours.
func SignInAddress(next string) string { return "/sign-in?next=" + url.QueryEscape(next) }

// Words is what a problem means, for people.
func Words(p *apiclient.Problem) string {
	switch p.Code { //nolint:exhaustive // the others are said by their page
	case evidence.AlreadyClaimed:
		return "Somebody else took this request a moment ago."
	case evidence.EngineUnavailable, evidence.StoreUnavailable:
		return "We cannot do this just now. Nothing you typed is lost: wait a moment and press the button again."
	case evidence.OutcomeUnknown:
		return "We do not know yet whether this was done. Press the button again: it will not be done twice."
	case evidence.TooManyRequests:
		return "That was too much at once. Wait a few seconds and press the button again."
	case evidence.NotAllowedInStage:
		if p.Detail != "" {
			return p.Detail
		}
		return "The request has moved on since you opened this page, so this is no longer possible."
	}
	if p.Detail != "" {
		return p.Detail
	}
	return p.Title
}

// Stale reports whether a change was refused because somebody else saved in between, and reads what they saved into current.
func Stale(err error, current any) bool {
	var p *apiclient.Problem
	if !errors.As(err, &p) || p.Code != evidence.VersionStale {
		return false
	}
	return len(p.Current) == 0 || json.Unmarshal(p.Current, current) == nil
}

// NotThere reports whether there is no such thing, or none that the visitor may see.
func NotThere(err error) bool {
	var p *apiclient.Problem
	return errors.As(err, &p) && p.Status == http.StatusNotFound
}

// Missing answers an address that leads nowhere.
func (k *Kit) Missing(c *gin.Context) { k.visit(c).fail(ErrNotFound) }

// Broken answers after a panic.
func (k *Kit) Broken(c *gin.Context) {
	k.visit(c).fail(&apiclient.Problem{Status: http.StatusInternalServerError, Code: evidence.Internal, Incident: front.RequestID(c.Request.Context())})
}

// ForeignForm answers a form that a page of another site sent.
func (k *Kit) ForeignForm(w http.ResponseWriter, r *http.Request) {
	c, _ := gin.CreateTestContext(w)
	c.Request = r
	k.visit(c).fail(&apiclient.Problem{Status: http.StatusForbidden, Code: evidence.NotPermitted, Detail: "foreign"})
}

// failure is what an error page says.
type failure struct {
	Heading string
	Text    []string
	Link    string
	Words   string
}

// fail answers with the page for an error. What went wrong inside is logged as an incident, never shown.
func (v *Visit) fail(err error) {
	if v.Writer.Written() {
		return
	}
	var p *apiclient.Problem
	if !errors.As(err, &p) {
		v.Log.ErrorContext(v.Request.Context(), "page", slog.String("route", v.FullPath()), slog.String("kind", kindOf(err)))
		p = &apiclient.Problem{Status: http.StatusInternalServerError, Code: evidence.Internal}
	}
	if p.Status == http.StatusUnauthorized {
		v.Redirect(http.StatusSeeOther, SignInAddress(v.Request.URL.RequestURI()))
		return
	}
	page := failureOf(p)
	_ = v.show(p.Status, v.pages, "failure", View{Title: page.Heading, Data: page}) // the writer has gone if this fails
}

func failureOf(p *apiclient.Problem) failure {
	home := failure{Link: "/", Words: "Go to the first page"}
	switch {
	case p.Status == http.StatusNotFound:
		home.Heading = "Page not found"
		home.Text = []string{"If you typed the address, check that it is correct.", "If you followed a link in a letter, the request may no longer be yours to see."}
	case p.Status == http.StatusForbidden && p.Detail == "foreign":
		home.Heading = "This form came from another site"
		home.Text = []string{"Nothing was changed. Open the page here and send the form from it."}
	case p.Status == http.StatusForbidden:
		home.Heading = "This page is not for your role"
		home.Text = []string{"Ask a manager of your library if you need it."}
	case p.Status == http.StatusConflict, p.Status == http.StatusPreconditionFailed:
		home.Heading = "The request has moved on"
		home.Text = []string{Words(p), "Nothing was changed. Go back and look at where it stands now."}
	case p.Status == http.StatusTooManyRequests, p.Status == http.StatusServiceUnavailable:
		home.Heading = "Not just now"
		home.Text = []string{Words(p)}
	case p.Status == http.StatusRequestEntityTooLarge:
		home.Heading = "This is too large"
		home.Text = []string{Words(p)}
	case p.Status < http.StatusInternalServerError:
		home.Heading = "This could not be done"
		home.Text = append([]string{Words(p)}, details(p)...)
	default:
		home.Heading = "Something went wrong on our side"
		home.Text = []string{"Nothing that was saved before is lost. Try again in a few minutes."}
		if p.Incident != "" {
			home.Text = append(home.Text, "If it happens again, quote this number: "+p.Incident)
		}
	}
	return home
}

func details(p *apiclient.Problem) []string {
	var list []string
	for _, e := range p.Errors {
		list = append(list, strings.TrimSpace(e.Field+": "+e.Detail))
	}
	return list
}
