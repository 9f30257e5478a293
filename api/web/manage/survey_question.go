package manage

import (
	"fmt"
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// emptyOptions is how many lines for choices a new question has; mostOptions how many there can be.
const (
	emptyOptions = 6
	moreOptions  = 2
	mostOptions  = 12
)

// questionPage adds a question of the library's own, or words one anew.
type questionPage struct {
	Place    place
	Title    string
	Known    bool
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Fields   []ui.Component
	Options  ui.Fieldset
	Choices  []ui.Component
	Save     ui.Button
	Cancel   ui.Link
}

// editing is a question of the library's on its way into the form. The fields have the names that the API gives them.
type editing struct {
	place

	survey rest.SurveyView
	index  int // where it stands, or is to stand
	known  bool
}

func edit(v *page.Visit) (e editing, err error) {
	if e.place, err = at(v, evidence.Manager); err != nil {
		return e, err
	}
	if e.survey, err = e.place.survey(v); err != nil {
		return e, err
	}
	code := v.Param("code")
	if code == "" {
		e.index = len(e.survey.Questions)
		return e, nil
	}
	e.index = slices.IndexFunc(e.survey.Questions, func(q postgres.LocalQuestion) bool { return q.Code == code })
	if e.known = e.index >= 0; !e.known {
		return e, page.ErrNotFound
	}
	return e, nil
}

func (e editing) field(name string) string { return fmt.Sprintf("questions[%d].%s", e.index, name) }

func (e editing) option(i int) string { return e.field(fmt.Sprintf("options[%d].label", i)) }

func showQuestion(v *page.Visit) error {
	e, err := edit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(e.survey.Version))
	if e.known {
		q := e.survey.Questions[e.index]
		f.Default(e.field("label"), q.Label)
		f.Default(e.field("hint"), q.Hint)
		f.Default(e.field("kind"), q.Kind)
		for i, o := range q.Options {
			f.Default(e.option(i), o.Label)
		}
	}
	return e.form(v, nil, v.Show)
}

func (e editing) form(v *page.Visit, both *ui.Versions, show shower) error {
	f := v.Form()
	m := questionPage{
		Place: e.place, Title: "Add a question", Known: e.known, Versions: both,
		Save: ui.Button{Text: "Add question", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: e.href(surveyAt)},
		Options: ui.Fieldset{Legend: "Choices, if it is not answered in words", Size: "m"},
	}
	if e.known {
		m.Title, m.Save.Text = "Change a question", "Save question"
	}
	hint := f.Line(e.field("hint"), "Hint")
	hint.Optional = true
	m.Fields = []ui.Component{f.Line(e.field("label"), "Question"), hint, f.Radios(e.field("kind"), "How is it answered?", []ui.Item{
		{Value: "one", Label: "By choosing one"}, {Value: "many", Label: "By choosing any number"}, {Value: "text", Label: "In words"},
	})}
	for i := range e.lines(f) {
		m.Choices = append(m.Choices, f.Line(e.option(i), "Choice "+strconv.Itoa(i+1)))
	}
	m.Start, m.Guard = f.Start(""), f.Guard()
	return show("survey_question", page.View{Title: m.Title, Current: settingsAt, Back: e.href(surveyAt), BackTo: "Questions about impact", Form: f, Data: m})
}

// lines is how many lines for choices the form has: some more than are filled in.
func (e editing) lines(f *page.Form) int {
	filled := 0
	for i := range mostOptions {
		if f.Get(e.option(i)) != "" {
			filled = i + 1
		}
	}
	return min(max(emptyOptions, filled+moreOptions), mostOptions)
}

// typed reads the question, and moves the choices together so that what the API says of one stands at its line.
func (e editing) typed(f *page.Form) postgres.LocalQuestion {
	q := postgres.LocalQuestion{Label: f.Get(e.field("label")), Hint: f.Get(e.field("hint")), Kind: f.Get(e.field("kind"))}
	if e.known {
		q.Code = e.survey.Questions[e.index].Code
	}
	for i := range mostOptions {
		if label := f.Get(e.option(i)); label != "" && q.Kind != "text" {
			q.Options = append(q.Options, postgres.LocalOption{Label: label})
		}
	}
	for i := range mostOptions {
		if i < len(q.Options) {
			f.Set(e.option(i), q.Options[i].Label)
		} else if q.Kind != "text" {
			f.Set(e.option(i), "")
		}
	}
	return q
}

// checkOptions says at the lines what is wrong with the choices.
func (e editing) checkOptions(f *page.Form, q postgres.LocalQuestion) {
	if q.Kind != "text" && q.Kind != "" && len(q.Options) < 2 {
		f.Wrong(e.option(len(q.Options)), "Give at least 2 choices.")
	}
	for i, o := range q.Options {
		if slices.Index(q.Options, o) < i {
			f.Wrong(e.option(i), "Give each choice only once.")
		}
	}
}

func takeQuestion(v *page.Visit) error {
	e, err := edit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	q := e.typed(f)
	if q.Label == "" {
		f.Wrong(e.field("label"), "Write the question.")
	}
	if q.Kind == "" {
		f.Wrong(e.field("kind"), "Choose how it is answered.")
	}
	e.checkOptions(f, q)
	if f.Failed() {
		return e.form(v, nil, v.Again)
	}
	list := slices.Clone(e.survey.Questions)
	if e.known {
		list[e.index] = q
	} else {
		list = append(list, q)
	}
	return e.change(v, e.survey, rest.SurveyFormBody{Share: e.survey.Share, Questions: list}, "The question is saved.", func(_ rest.SurveyView, both *ui.Versions, show shower) error {
		return e.form(v, both, show)
	})
}

// moveUp puts a question before the one above it.
func moveUp(v *page.Visit) error {
	e, err := edit(v)
	if err != nil {
		return err
	}
	list := slices.Clone(e.survey.Questions)
	if e.index == 0 {
		return v.Go(e.href(surveyAt))
	}
	list[e.index-1], list[e.index] = list[e.index], list[e.index-1]
	return e.change(v, e.survey, rest.SurveyFormBody{Share: e.survey.Share, Questions: list}, "The questions are in their new order.", e.again(v))
}

// again shows the list where a change of it was refused.
func (e editing) again(v *page.Visit) func(rest.SurveyView, *ui.Versions, shower) error {
	return func(now rest.SurveyView, both *ui.Versions, show shower) error {
		v.Form().Default("share", strconv.Itoa(now.Share))
		return e.surveyForm(v, now, both, show)
	}
}

func askRetire(v *page.Visit) error {
	e, err := edit(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Set(page.VersionField, strconv.Itoa(e.survey.Version))
	m := deletePage{
		Place: e.place, Title: "Retire this question?", Text: "Nobody is asked it any more. What was answered to it is kept.", Body: e.survey.Questions[e.index].Label,
		Start: f.Start(""), Button: ui.Button{Text: "Retire question", Variant: ui.Warning, PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: e.href(surveyAt)},
	}
	return v.Show("delete", page.View{Title: "Retire a question", Current: settingsAt, Back: e.href(surveyAt), BackTo: "Questions about impact", Form: f, Data: m})
}

func retire(v *page.Visit) error {
	e, err := edit(v)
	if err != nil {
		return err
	}
	list := slices.Delete(slices.Clone(e.survey.Questions), e.index, e.index+1)
	return e.change(v, e.survey, rest.SurveyFormBody{Share: e.survey.Share, Questions: list}, "The question is retired.", e.again(v))
}
