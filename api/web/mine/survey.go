package mine

import (
	"errors"
	"net/http"
	"net/url"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/questionnaire"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// asking is where the questions about impact lie: at the link of a letter, which needs no sign-in, or at one's own request.
type asking struct {
	api, page string
	request   string // the page of the request, for who has signed in
}

// ofLetter is the ask of the letter's link.
func ofLetter(v *page.Visit) asking {
	at := "/follow-ups/" + url.PathEscape(v.Param("token"))
	return asking{api: at, page: at}
}

// ofRequest is the visitor's ask about a request.
func ofRequest(v *page.Visit) asking {
	return asking{api: "/requests/" + idOf(v) + "/follow-up", page: here(v, "/survey"), request: here(v, "")}
}

func (a asking) read(v *page.Visit) (ask rest.FollowUpView, err error) {
	if err = v.Read(a.api, &ask); err == nil && len(ask.Questions) == 0 {
		err = errors.New("mine: the questionnaire has no questions")
	}
	return ask, err
}

// with makes a handler of one of the places.
func with(at func(*page.Visit) asking, do func(asking, *page.Visit) error) page.Handler {
	return func(v *page.Visit) error { return do(at(v), v) }
}

// show is the page of the letter's link. It changes nothing: programs that read mail open links too. The letter's links to the
// answers of the first question lead here with one of them chosen.
func (a asking) show(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	if !ask.Open {
		return a.closed(v, ask)
	}
	first := ask.Questions[0]
	for _, choice := range ask.Choices[first.Answer.Vocabulary] {
		if choice.Code == v.Query("answer") {
			v.Form().DefaultAll(questionnaire.Field(first.Code), []string{choice.Code})
		}
	}
	return v.Show("survey", a.form(v, ask))
}

func (a asking) take(v *page.Visit) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	f := v.Form()
	body, answered := questionnaire.Typed(f, ask.Questionnaire)
	if !answered {
		f.Wrong(questionnaire.Field(ask.Questions[0].Code), "Answer at least one question.")
		return v.Again("survey", a.form(v, ask))
	}
	var result rest.FollowUpResult
	err = v.Post(a.api, body, &result)
	switch code := apiclient.CodeOf(err); {
	case err == nil:
		return v.Go(a.page + "/thanks")
	case code == evidence.AlreadyAnswered, code == evidence.Expired:
		return a.over(v, code)
	case f.Refused(err):
		return v.Again("survey", a.form(v, ask))
	}
	return a.ended(v, err)
}

// over says that an answer came a second time or too late, and what can still be done.
func (a asking) over(v *page.Visit, code evidence.Code) error {
	ask, err := a.read(v)
	if err != nil {
		return a.ended(v, err)
	}
	if ask.Open = false; code == evidence.AlreadyAnswered {
		ask.State = evidence.AskAnswered
		return a.answered(v, ask, http.StatusConflict)
	}
	return a.closed(v, ask)
}

type surveyModel struct {
	Reference string
	Heading   string
	Library   string
	Again     bool // the second look
	Start     ui.Form
	Guard     *ui.GuardNotice
	Questions []questionnaire.Question
	Until     string
	OptOut    string
	About     string
}

func (a asking) form(v *page.Visit, ask rest.FollowUpView) page.View {
	f := v.Form()
	m := surveyModel{
		Reference: ask.Reference, Heading: "What difference did it make?", Library: ask.Library, Again: ask.Round > 1, Start: f.Start(a.page),
		OptOut: a.page + "/opt-out", About: ask.Warning, Questions: questionnaire.Fields(f, ask.Questionnaire),
	}
	if m.Again {
		m.Heading = "What came of it in the end?"
	}
	if !ask.OpenUntil.IsZero() {
		m.Until = v.Day(ask.OpenUntil)
	}
	m.Guard = f.Guard()
	return page.View{Title: m.Heading, Plain: true, Form: f, Data: m}
}
