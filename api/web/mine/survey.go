package mine

import (
	"errors"
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// followUp is the address of an ask, of the API and of the page.
func followUp(v *page.Visit) string { return "/follow-ups/" + url.PathEscape(v.Param("token")) }

// showSurvey is the page of the letter's link. It changes nothing: programs that read mail open links too.
func showSurvey(v *page.Visit) error {
	ask, err := readAsk(v)
	if err != nil {
		return askEnded(v, err)
	}
	if !ask.Open {
		return closed(v, ask)
	}
	return v.Show("survey", surveyPage(v, ask))
}

func takeSurvey(v *page.Visit) error {
	ask, err := readAsk(v)
	if err != nil {
		return askEnded(v, err)
	}
	f := v.Form()
	body, answered := surveyTyped(f, ask)
	if !answered {
		f.Wrong(answerField(ask.Questions[0].Code), "Answer at least one question.")
		return v.Again("survey", surveyPage(v, ask))
	}
	var result rest.FollowUpResult
	err = v.Post(followUp(v), body, &result)
	switch {
	case err == nil:
		return v.Go(followUp(v) + "/thanks")
	case apiclient.CodeOf(err) == evidence.AlreadyAnswered, apiclient.CodeOf(err) == evidence.Expired:
		return v.Go(followUp(v)) // which says so
	case f.Refused(err):
		return v.Again("survey", surveyPage(v, ask))
	}
	return askEnded(v, err)
}

func readAsk(v *page.Visit) (ask rest.FollowUpView, err error) {
	if err = v.Read(followUp(v), &ask); err == nil && len(ask.Questions) == 0 {
		err = errors.New("mine: the questionnaire has no questions")
	}
	return ask, err
}

// answerField is the field of a question, in the form and in the body of the API.
func answerField(code string) string { return "answers." + code }

func rowField(code, row string) string { return answerField(code) + "." + row }

const (
	timeField  = "time_saved"
	quoteField = "may_quote"
)

// surveyTyped reads the answers, whatever the questionnaire asks. It is false when nothing was answered.
func surveyTyped(f *page.Form, ask rest.FollowUpView) (map[string]any, bool) {
	answers := map[string]any{}
	for _, q := range ask.Questions {
		if a := answerTyped(f, ask, q); a != nil {
			answers[q.Code] = a
		}
	}
	body := map[string]any{"answers": answers}
	if saved := f.Get(timeField); saved != "" {
		body[timeField] = saved
	}
	if f.Get(quoteField) == "yes" {
		body[quoteField] = true
	}
	return body, len(answers) > 0 || body[timeField] != nil
}

// answerTyped is the answer to one question as the API takes it; nil when there is none.
func answerTyped(f *page.Form, ask rest.FollowUpView, q vocabulary.Term) any {
	name := answerField(q.Code)
	switch q.Answer.Kind {
	case "many":
		if list := f.All(name); len(list) > 0 {
			return list
		}
	case "matrix":
		rows := map[string][]string{}
		for _, row := range ask.Choices[q.Answer.Vocabulary] {
			if list := f.All(rowField(q.Code, row.Code)); len(list) > 0 {
				rows[row.Code] = list
			}
		}
		if len(rows) > 0 {
			return rows
		}
	case "one", "text":
		if text := f.Get(name); text != "" {
			return text
		}
	}
	return nil
}

type surveyModel struct {
	Reference string
	Library   string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Questions []question
	Until     string
	OptOut    string
	About     string
}

// question is one question of the form: a field, or a group of them.
type question struct {
	Field ui.Component
	Group *ui.Fieldset
	Rows  []ui.Component
}

func surveyPage(v *page.Visit, ask rest.FollowUpView) page.View {
	f := v.Form()
	m := surveyModel{Reference: ask.Reference, Library: ask.Library, Start: f.Start(followUp(v)), OptOut: followUp(v) + "/opt-out", About: ask.Warning}
	if !ask.OpenUntil.IsZero() {
		m.Until = v.Day(ask.OpenUntil)
	}
	n := 0
	number := func(label string) string {
		n++
		return strconv.Itoa(n) + ". " + label
	}
	var consent *vocabulary.Term
	for i, q := range ask.Questions {
		if q.Answer.Kind == "consent" {
			consent = &ask.Questions[i]
			continue
		}
		m.Questions = append(m.Questions, questionOf(f, ask, q, number(q.Label)))
	}
	if len(ask.TimeSaved) > 0 {
		saved := f.Radios(timeField, number("About how long would it have taken you to find this yourself?"), items(ask.TimeSaved), "A guess is fine.")
		saved.LabelSize = "m"
		m.Questions = append(m.Questions, question{Field: saved})
	}
	if consent != nil {
		yes := f.Radios(quoteField, number(consent.Label), []ui.Item{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}})
		yes.LabelSize = "m"
		m.Questions = append(m.Questions, question{Field: yes})
	}
	m.Guard = f.Guard()
	return page.View{Title: "What difference did it make?", Plain: true, Form: f, Data: m}
}

func questionOf(f *page.Form, ask rest.FollowUpView, q vocabulary.Term, label string) question {
	name, choices := answerField(q.Code), ask.Choices[q.Answer.Vocabulary]
	switch q.Answer.Kind {
	case "many":
		field := f.Checkboxes(name, label, items(choices), "Choose all that apply.")
		field.LabelSize = "m"
		return question{Field: field}
	case "one":
		field := f.Radios(name, label, items(choices))
		field.LabelSize = "m"
		return question{Field: field}
	case "matrix":
		group := question{Group: &ui.Fieldset{Legend: label, Size: "m"}}
		for _, row := range choices {
			field := f.Checkboxes(rowField(q.Code, row.Code), row.Label, items(ask.Choices[q.Answer.Columns]))
			field.Small, field.LabelSize = true, "s"
			group.Rows = append(group.Rows, field)
		}
		return group
	}
	field := f.Text(name, label, maxMessage, patientHint)
	field.LabelSize = "m"
	return question{Field: field}
}

func items(terms []vocabulary.Term) []ui.Item {
	list := make([]ui.Item, len(terms))
	for i, t := range terms {
		list[i] = ui.Item{Value: t.Code, Label: t.Label}
	}
	return list
}
