package manage

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	figures "evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

const surveyAt = "/settings/survey"

// fewest is of how many a share is given in per cent; of fewer the numbers say more.
const fewest = 10

func registerSurvey(a *page.Area) {
	a.Form(surveyAt, page.Managers, showSurvey, saveShare)
	a.Form(surveyAt+"/new", page.Managers, showQuestion, takeQuestion)
	a.Form(surveyAt+"/:code", page.Managers, showQuestion, takeQuestion)
	a.Do(surveyAt+"/:code/up", page.Managers, moveUp)
	a.Form(surveyAt+"/:code/retire", page.Managers, askRetire, retire)
}

// surveyPage is what the library asks about the difference its answers made, whom, and how many answer.
type surveyPage struct {
	Place    place
	Rate     []string
	Core     []string
	Recalled string // why the wording is not to be taken for the official one
	Table    ui.Table
	Move     ui.Form
	Add      *ui.Button
	Versions *ui.Versions
	Start    ui.Form
	Share    ui.Input
	Save     ui.Button
}

// survey reads what the library asks.
func (p place) survey(v *page.Visit) (s rest.SurveyView, err error) {
	return s, v.Read(p.api("/survey"), &s)
}

func showSurvey(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	s, err := p.survey(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default("share", strconv.Itoa(s.Share))
	f.Default(page.VersionField, strconv.Itoa(s.Version))
	return p.surveyForm(v, s, nil, v.Show)
}

func (p place) surveyForm(v *page.Visit, s rest.SurveyView, both *ui.Versions, show shower) error {
	f := v.Form()
	share := ui.Input{Field: f.Field("share", "Share of the requests that are asked about", "Per cent, 1 to 100. Ask fewer when you answer more than you can read. Who is drawn is decided by the request, not by a person."), Width: 3, Suffix: "%"}
	share.InputMode = "numeric"
	m := surveyPage{
		Place: p, Rate: rateWords(s.Rate), Table: p.questionTable(s), Versions: both, Start: f.Start(p.href(surveyAt)), Share: share,
		Move: ui.Form{ID: "move", Action: p.href(surveyAt), Key: f.Key(), Version: f.Get(page.VersionField)},
		Save: ui.Button{Text: "Save share", Variant: ui.Secondary, PreventDoubleClick: true},
	}
	for _, q := range s.Core {
		m.Core = append(m.Core, q.Label)
	}
	if s.CoreStatus == vocabulary.Recalled {
		m.Recalled = s.Warning
	}
	if len(s.Questions) < postgres.MaxLocalQuestions {
		m.Add = &ui.Button{Text: "Add a question", Href: p.href(surveyAt + "/new")}
	}
	return show("survey", page.View{Title: "Questions about impact", Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Form: f, Data: m})
}

// rateWords says how many answered, with the numbers that it is of.
func rateWords(r postgres.SurveyRate) []string {
	of := func(n, total int, what string) string {
		words := fmt.Sprintf("%s of %s %s", figures.Number(n), figures.Number(total), what)
		if total >= fewest {
			words += " (" + figures.Percent(n, total) + ")"
		}
		return words
	}
	return []string{of(r.Answered, r.Asked, "people who were asked have answered"), of(r.Answered, r.Delivered, "answers that were delivered have been answered about")}
}

func (p place) questionTable(s rest.SurveyView) ui.Table {
	t := ui.Table{
		Caption: "Your own questions", CaptionHidden: true, Compact: true, Stack: true, Empty: "You ask nothing of your own.",
		Columns: []ui.Column{{Text: "Question", RowHeader: true}, {Text: "How it is answered"}, {Text: "What you can do", Hidden: true}},
	}
	for i, q := range s.Questions {
		more := ": " + q.Label
		href := surveyAt + "/" + url.PathEscape(q.Code)
		acts := []ui.Component{ui.Link{Href: p.href(href), Text: "Change", More: more}, ui.Link{Href: p.href(href + "/retire"), Text: "Retire", More: more}}
		if i > 0 {
			acts = append(acts, ui.Button{Text: "Move up", More: more, Variant: ui.LinkButton, Form: "move", To: p.href(href + "/up")})
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(q.Label), ui.TextCell(howAnswered(q)), ui.PartsCell(acts...)}})
	}
	return t
}

func howAnswered(q postgres.LocalQuestion) string {
	switch q.Kind {
	case "one":
		return fmt.Sprintf("One of %d choices", len(q.Options))
	case "many":
		return fmt.Sprintf("Any of %d choices", len(q.Options))
	}
	return "In words"
}

// saveShare changes whom the library asks.
func saveShare(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	s, err := p.survey(v)
	if err != nil {
		return err
	}
	f := v.Form()
	share := f.Int("share", 1, 100) //nolint:mnd // per cent
	if share == 0 {
		f.Wrong("share", "Give a number from 1 to 100.")
	}
	if f.Failed() {
		return p.surveyForm(v, s, nil, v.Again)
	}
	return p.change(v, s, rest.SurveyFormBody{Share: share, Questions: s.Questions}, "The share is saved.", func(now rest.SurveyView, both *ui.Versions, show shower) error {
		return p.surveyForm(v, now, both, show)
	})
}

// change saves the form at the version that was shown, or shows what somebody else made of it.
func (p place) change(v *page.Visit, s rest.SurveyView, body rest.SurveyFormBody, done string, again func(rest.SurveyView, *ui.Versions, shower) error) error {
	f := v.Form()
	var theirs postgres.SurveyForm
	err := v.Put(p.api("/survey"), f.Version(), body, &rest.SavedSurveyForm{})
	switch {
	case err == nil:
		return v.Go(p.href(surveyAt), done+" Whoever is asked from now on sees it; answers keep the questions that they answered.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		both := &ui.Versions{Heading: "Somebody else changed the questions", Theirs: "As they are now", Yours: "Yours, not saved", Fields: []ui.VersionedField{
			{Label: "Questions", Theirs: labels(theirs.Questions), Yours: labels(body.Questions)},
			{Label: "Share", Theirs: strconv.Itoa(theirs.Share) + "%", Yours: strconv.Itoa(body.Share) + "%"},
		}}
		s.SurveyForm = theirs
		return again(s, both, v.Conflict)
	case f.Refused(err):
		return again(s, nil, v.Again)
	}
	return err
}

func labels(list []postgres.LocalQuestion) string {
	lines := make([]string, len(list))
	for i, q := range list {
		lines[i] = strconv.Itoa(i+1) + ". " + q.Label
	}
	return strings.Join(lines, "\n")
}
