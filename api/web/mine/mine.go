// Package mine is the requester's side: the list of what one asked, one request with everything that can be done about it, the
// report as a readable page, the finished reports of others, and the questions about impact that need no sign-in.
package mine

import (
	"embed"
	"net/url"
	"slices"

	"github.com/gin-gonic/gin"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

//go:embed *.gohtml
var files embed.FS

const (
	home       = "/requests"
	maxMessage = 10000 // characters, as the API takes them
)

// Register adds the pages of the area.
func Register(k *page.Kit, r gin.IRouter) {
	a := k.Area(r, files)

	a.Get(home, page.Asking, list)
	a.Get("/requests/:id", page.SignedIn, request)
	a.Form("/requests/:id/answer", page.SignedIn, showAnswer, takeAnswer)
	a.Form("/requests/:id/message", page.SignedIn, showMessage, takeMessage)
	a.Form("/requests/:id/change", page.SignedIn, showChange, takeChange)
	a.Form("/requests/:id/needed-by", page.SignedIn, showNeeded, takeNeeded)
	a.Form("/requests/:id/withdraw", page.SignedIn, showWithdraw, takeWithdraw)
	a.Form("/requests/:id/reopen", page.SignedIn, showReopen, takeReopen)
	a.Form("/requests/:id/sharing", page.SignedIn, showSharing, takeSharing)
	a.Get("/requests/:id/deadline", page.SignedIn, deadline)
	a.Get("/requests/:id/report", page.SignedIn, newestReport)
	a.Get("/requests/:id/report/:version", page.SignedIn, oneReport)
	a.Get("/requests/:id/reports/:file", page.SignedIn, reportFile)
	a.Get("/requests/:id/files/:item", page.SignedIn, suppliedFile)
	a.Get("/shared-reports", page.Asking, shared)
	registerCases(a)

	surveys(a, "/follow-ups/:token", page.Anyone, ofLetter)
	surveys(a, "/requests/:id/survey", page.SignedIn, ofRequest)
}

// surveys adds the pages of the questions about impact: without a sign-in by the link of a letter, and at one's own request.
func surveys(a *page.Area, path string, who page.Who, at func(*page.Visit) asking) {
	a.Form(path, who, with(at, asking.show), with(at, asking.take))
	a.Form(path+"/opt-out", who, with(at, asking.showOptOut), with(at, asking.takeOptOut))
	a.Form(path+"/quote", who, with(at, asking.showQuote), with(at, asking.takeQuote))
	a.Get(path+"/thanks", who, with(at, asking.thanks))
}

// one is a request as the visitor sees it.
type one struct {
	rest.RequestView

	me evidence.PersonID
}

// read gives the request of the address.
func read(v *page.Visit) (one, error) {
	r := one{me: v.Me.Person}
	err := v.Read("/requests/"+idOf(v), &r.RequestView)
	return r, err
}

// idOf is the request of the address, safe in a path: what is no identifier is for the API to refuse.
func idOf(v *page.Visit) string { return url.PathEscape(v.Param("id")) }

// address is a page of the request.
func address(id evidence.RequestID, below string) string {
	return home + "/" + string(id) + below
}

// here is a page of the request of the visit, before it has been read.
func here(v *page.Visit, below string) string { return home + "/" + idOf(v) + below }

// asks reports whether the visitor asked the question or may act for who did.
func (r one) asks() bool {
	return r.me == r.Requester || slices.ContainsFunc(r.People, func(p rest.PersonView) bool {
		return p.Person == r.me && p.Relation == "delegate"
	})
}

// may reports whether the process takes a command of the visitor now.
func (r one) may(name evidence.Name) bool { return slices.Contains(r.AllowedCommands, name) }

// answers reports whether the visitor may answer the library's question. A librarian who writes an answer down does it in the
// workbench.
func (r one) answers() bool { return r.may(evidence.Answer) && r.asks() }

// changes reports whether the visitor may change what was asked.
func (r one) changes() bool { return r.asks() && r.Stage.Open() }

// talks reports whether the visitor may write to the library about it.
func (r one) talks() bool {
	return (r.asks() || r.staff()) && (r.Stage.Open() || r.Stage == evidence.Delivered)
}

// staff reports whether the visitor works on the request.
func (r one) staff() bool {
	return r.Relation == postgres.RelationLibrary || r.Relation == postgres.RelationReview
}

// onlyAnswer reports whether only the answer was shared with the visitor.
func (r one) onlyAnswer() bool { return r.Relation == postgres.RelationShared }

// title is the beginning of the question, for a heading.
func (r one) title() string {
	if r.Erased || r.Question == "" {
		return "A request whose text was erased"
	}
	return page.Shorten(r.Question, maxTitle)
}

// maxTitle is how much of a question stands in a heading or a link, in characters.
const maxTitle = 140

// view is a page about the request.
func (r one) view(title string, form *page.Form, data any) page.View {
	return page.View{
		Title: title + ": request " + r.Reference, Current: home, Back: address(r.ID, ""), BackTo: "Request " + r.Reference, Form: form, Data: data,
	}
}

// gone leads from a form that has become pointless back to the request.
func (r one) gone(v *page.Visit, sentence string) error { return v.Go(address(r.ID, ""), sentence) }

// lookAgain is added to a confirmation when the identifier guard let a text pass but was not sure of it.
func lookAgain(sentence string, warnings []rest.Finding) string {
	if len(warnings) == 0 {
		return sentence
	}
	return sentence + " Part of it looks as if it might identify a patient. If it does, tell the library at once."
}

// badCursor reports whether a list was asked for from a place that does not exist any more.
func badCursor(err error) bool {
	p, ok := apiclient.ProblemOf(err)
	if !ok {
		return false
	}
	for _, f := range p.Errors {
		if f.Field == "cursor" {
			return true
		}
	}
	return false
}
