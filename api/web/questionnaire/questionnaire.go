// Package questionnaire shows the questions about impact as fields of a form and reads what was answered, for the people who
// are asked and for staff who write down what they were told. The names of the fields are those of the API.
package questionnaire

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// Names of the fields that are no questions of the questionnaire.
const (
	timeField  = "time_saved"
	quoteField = "may_quote"
	nameField  = "quote_as"

	maxText     = 10_000 // characters, as the API takes them
	patientHint = "Do not include anything that could identify a patient."
)

// Field is the field of a question, in the form and in the body of the API.
func Field(code string) string { return "answers." + code }

func rowField(code, row string) string { return Field(code) + "." + row }

func localField(code string) string { return Field("local." + code) }

// Question is one question of the form: a field, or a group of them.
type Question struct {
	Field ui.Component
	Group *ui.Fieldset
	Rows  []ui.Component
}

// Typed reads the answers, whatever is asked, as the body of the API. It is false when nothing was answered.
func Typed(f *page.Form, q rest.Questionnaire) (map[string]any, bool) {
	answers := map[string]any{}
	for _, one := range q.Questions {
		if a := typed(f, q, one); a != nil {
			answers[one.Code] = a
		}
	}
	if local := typedLocal(f, q); len(local) > 0 {
		answers["local"] = local
	}
	body := map[string]any{"answers": answers}
	if saved := f.Get(timeField); saved != "" {
		body[timeField] = saved
	}
	if f.Get(quoteField) == "yes" {
		body[quoteField] = true
		if as := f.Get(nameField); as != "" {
			body[nameField] = as
		}
	}
	return body, len(answers) > 0 || body[timeField] != nil
}

// typed is the answer to one question as the API takes it; nil when there is none.
func typed(f *page.Form, q rest.Questionnaire, one vocabulary.Term) any {
	name := Field(one.Code)
	switch one.Answer.Kind {
	case "many":
		if list := f.All(name); len(list) > 0 {
			return list
		}
	case "matrix":
		rows := map[string][]string{}
		for _, row := range q.Choices[one.Answer.Vocabulary] {
			if list := f.All(rowField(one.Code, row.Code)); len(list) > 0 {
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

func typedLocal(f *page.Form, q rest.Questionnaire) map[string][]string {
	local := map[string][]string{}
	for _, one := range q.Local {
		name := localField(one.Code)
		if one.Kind == "many" {
			if list := f.All(name); len(list) > 0 {
				local[one.Code] = list
			}
		} else if text := f.Get(name); text != "" {
			local[one.Code] = []string{text}
		}
	}
	return local
}

// Fields are the questions in the order of the form: the questionnaire's, the library's own, the time saved, and the consent.
// It must be called once for a page.
func Fields(f *page.Form, q rest.Questionnaire) []Question {
	n := 0
	number := func(label string) string {
		n++
		return strconv.Itoa(n) + ". " + label
	}
	var list []Question
	var consent *vocabulary.Term
	for i, one := range q.Questions {
		if one.Answer.Kind == "consent" {
			consent = &q.Questions[i]
			continue
		}
		list = append(list, fields(f, q, one, number(one.Label)))
	}
	for _, one := range q.Local {
		var options []ui.Item
		for _, o := range one.Options {
			options = append(options, ui.Item{Value: o.Code, Label: o.Label})
		}
		list = append(list, fieldOf(f, one.Kind, localField(one.Code), number(one.Label), one.Hint, options))
	}
	if len(q.TimeSaved) > 0 {
		list = append(list, fieldOf(f, "one", timeField, number("About how long would it have taken you to find this yourself?"), "A guess is fine.", items(q.TimeSaved)))
	}
	if consent != nil {
		list = append(list, fieldOf(f, "one", quoteField, number(consent.Label), "You can change your mind at any time.", []ui.Item{{Value: "yes", Label: "Yes"}, {Value: "no", Label: "No"}}),
			fieldOf(f, "one", nameField, number("If we may quote you, how may we name you?"), "", []ui.Item{{Value: "role", Label: "By my role only"}, {Value: "name", Label: "By my name and role"}}))
	}
	return list
}

func fields(f *page.Form, q rest.Questionnaire, one vocabulary.Term, label string) Question {
	name, choices := Field(one.Code), q.Choices[one.Answer.Vocabulary]
	if one.Answer.Kind != "matrix" {
		return fieldOf(f, one.Answer.Kind, name, label, "", items(choices))
	}
	group := Question{Group: &ui.Fieldset{Legend: label, Size: "m"}}
	for _, row := range choices {
		field := f.Checkboxes(rowField(one.Code, row.Code), row.Label, items(q.Choices[one.Answer.Columns]))
		field.Small, field.LabelSize = true, "s"
		group.Rows = append(group.Rows, field)
	}
	return group
}

func fieldOf(f *page.Form, kind, name, label, hint string, choices []ui.Item) Question {
	switch kind {
	case "many":
		if hint == "" {
			hint = "Choose all that apply."
		}
		field := f.Checkboxes(name, label, choices, hint)
		field.LabelSize = "m"
		return Question{Field: field}
	case "one":
		field := f.Radios(name, label, choices, hint)
		field.LabelSize = "m"
		return Question{Field: field}
	}
	if hint != "" {
		hint += " "
	}
	field := f.Text(name, label, maxText, hint+patientHint)
	field.LabelSize = "m"
	return Question{Field: field}
}

func items(terms []vocabulary.Term) []ui.Item {
	list := make([]ui.Item, len(terms))
	for i, t := range terms {
		list[i] = ui.Item{Value: t.Code, Label: t.Label}
	}
	return list
}
