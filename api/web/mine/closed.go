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
	OptOut  string // where one can ask not to be asked again
}

// closed says why a questionnaire takes no answer any more.
func closed(v *page.Visit, ask rest.FollowUpView) error {
	if ask.OptedOut && ask.State != evidence.AskAnswered {
		return optedOut(v, ask)
	}
	m, status := closedModel{Heading: "These questions are closed"}, http.StatusGone
	m.Text = []string{"The time to answer about request " + ask.Reference + " is over. There is nothing that you need to do."}
	if ask.State == evidence.AskAnswered {
		m.Heading, status = "You have answered already", http.StatusOK
		m.Text = []string{"Thank you. " + ask.Library + " has your answer about request " + ask.Reference + "."}
	}
	if !ask.OptedOut {
		m.OptOut = followUp(v) + "/opt-out"
	}
	return v.ShowAs(status, "closed", page.View{Title: m.Heading, Plain: true, Data: m})
}

// optedOut says that somebody is not asked again.
func optedOut(v *page.Visit, ask rest.FollowUpView) error {
	m := closedModel{
		Heading: "We will not ask you again",
		Text:    []string{"You asked " + ask.Library + " not to send you these questions. There is nothing more that you need to do."},
	}
	return v.Show("closed", page.View{Title: m.Heading, Plain: true, Data: m})
}

// askEnded answers a link that leads nowhere with a page of its own: whoever follows it did us a kindness.
func askEnded(v *page.Visit, err error) error {
	if !page.NotThere(err) {
		return err
	}
	return v.ShowAs(http.StatusNotFound, "closed", page.View{Title: "This link does not work", Plain: true, Data: closedModel{
		Heading: "This link does not work",
		Text:    []string{"It may have been cut off by your e-mail program. Copy the whole address from the letter.", "If it still does not work, there is nothing that you need to do."},
	}})
}
