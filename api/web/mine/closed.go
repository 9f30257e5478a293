package mine

import (
	"net/http"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/evidence"
)

type closedModel struct {
	Heading string
	Text    []string
	Quote   string // where it can be withdrawn that one may be quoted
	OptOut  string // where one can ask not to be asked again
	SignIn  string // the visitor's requests, behind the sign-in
	Request string
}

// closed says why a questionnaire takes no answer any more.
func (a asking) closed(v *page.Visit, ask rest.FollowUpView) error {
	switch {
	case ask.State == evidence.AskAnswered:
		return a.answered(v, ask, http.StatusOK)
	case ask.OptedOut:
		return a.optedOut(v, ask)
	}
	m := closedModel{Heading: "These questions are closed", Request: a.request, OptOut: a.page + "/opt-out", Text: []string{
		"The time to answer about request " + ask.Reference + " is over. There is nothing that you need to do.",
		"If you would still like to tell " + ask.Library + " what came of it, write to the library about the request.",
	}}
	if a.request == "" {
		m.SignIn = home
	}
	return v.ShowAs(http.StatusGone, "closed", page.View{Title: m.Heading, Plain: true, Data: m})
}

// answered thanks for the answer that is there, and leads to what can still be changed.
func (a asking) answered(v *page.Visit, ask rest.FollowUpView, status int) error {
	m := closedModel{Heading: "You have answered already", Request: a.request, Text: []string{
		"Thank you. " + ask.Library + " has your answer about request " + ask.Reference + ".",
	}}
	if status == http.StatusConflict {
		m.Text = append(m.Text, "The first answer counts. What you sent now was not kept.")
	}
	switch {
	case ask.MayQuote:
		m.Quote = a.page + "/quote"
		m.Text = append(m.Text, "You agreed that your answer may be quoted. You can withdraw that at any time.")
	case !ask.Withdrawn.IsZero():
		m.Text = append(m.Text, "You withdrew on "+v.Day(ask.Withdrawn)+" that your answer may be quoted. Nobody quotes it any more.")
	}
	if !ask.OptedOut {
		m.OptOut = a.page + "/opt-out"
	}
	return v.ShowAs(status, "closed", page.View{Title: m.Heading, Plain: true, Data: m})
}

// optedOut says that somebody is not asked again.
func (a asking) optedOut(v *page.Visit, ask rest.FollowUpView) error {
	m := closedModel{
		Heading: "We will not ask you again", Request: a.request,
		Text: []string{"You asked " + ask.Library + " not to send you these questions. There is nothing more that you need to do."},
	}
	return v.Show("closed", page.View{Title: m.Heading, Plain: true, Data: m})
}

// ended answers a link that leads nowhere with a page of its own: whoever follows it did us a kindness.
func (a asking) ended(v *page.Visit, err error) error {
	if !page.NotThere(err) {
		return err
	}
	m := closedModel{Heading: "This link does not work", Text: []string{
		"It may have been cut off by your e-mail program. Copy the whole address from the letter.", "If it still does not work, there is nothing that you need to do.",
	}}
	if a.request != "" {
		m = closedModel{Heading: "There are no questions for you", Text: []string{"Nobody has asked you what difference this request made."}}
	}
	return v.ShowAs(http.StatusNotFound, "closed", page.View{Title: m.Heading, Plain: true, Data: m})
}
