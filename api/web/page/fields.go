package page

import (
	"slices"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/guard"
)

// Field is the beginning of a field of the form: its name, label and hint, what was typed and what is wrong with it. The order in
// which fields are made is the order of the page, and of the summary of errors.
func (f *Form) Field(name, label string, hint ...string) ui.Field {
	field := ui.Field{Name: name, Label: label, Value: f.values.Get(name), Error: f.Error(name)}
	for _, h := range hint {
		field.Hint = h
	}
	f.shown = append(f.shown, shown{name: name, label: label, target: field.Target()})
	return field
}

// shown is a field of the page.
type shown struct{ name, label, target string }

// Text is a box for several lines of free text, which the identifier guard reads.
func (f *Form) Text(name, label string, max int, hint ...string) ui.Textarea {
	field := f.Field(name, label, hint...)
	field.Guard = true
	return ui.Textarea{Field: field, MaxLength: max, Threshold: 75} //nolint:mnd // per cent: the count stays quiet until it matters
}

// Line is a line of free text, which the identifier guard reads.
func (f *Form) Line(name, label string, hint ...string) ui.Input {
	field := f.Field(name, label, hint...)
	field.Guard = true
	return ui.Input{Field: field}
}

// Radios is a choice of one.
func (f *Form) Radios(name, label string, items []ui.Item, hint ...string) ui.Radios {
	return ui.Radios{Field: f.Field(name, label, hint...), Items: items}
}

// Checkboxes is a choice of any number.
func (f *Form) Checkboxes(name, label string, items []ui.Item, hint ...string) ui.Checkboxes {
	return ui.Checkboxes{Field: f.Field(name, label, hint...), Items: items, Values: f.All(name)}
}

// Select is a list to choose one from.
func (f *Form) Select(name, label string, options []ui.Option, hint ...string) ui.Select {
	return ui.Select{Field: f.Field(name, label, hint...), Items: options}
}

// DateInput is a date in three boxes; Date reads it.
func (f *Form) DateInput(name, label string, hint ...string) ui.DateInput {
	d := ui.DateInput{Field: f.Field(name, label, hint...), Day: f.Get(name + ".day"), Month: f.Get(name + ".month"), Year: f.Get(name + ".year")}
	f.shown[len(f.shown)-1].target = d.Target()
	return d
}

// Start is the form's opening tag with the hidden fields that every form carries. The action is an address of ours; empty is the
// page's own.
func (f *Form) Start(action string) ui.Form {
	return ui.Form{Action: action, Key: f.Key(), Version: f.Get(VersionField)}
}

// summary lists what is wrong, in the order of the page; nil when nothing is.
func (f *Form) summary() *ui.ErrorSummary {
	if !f.Failed() {
		return nil
	}
	s := &ui.ErrorSummary{Text: f.Top}
	var said []string
	for _, at := range f.shown {
		if text := f.Error(at.name); text != "" && !slices.Contains(said, at.name) {
			s.Items = append(s.Items, ui.ErrorItem{Target: at.target, Text: text})
			said = append(said, at.name)
		}
	}
	for _, e := range f.errors {
		if !slices.Contains(said, e.Field) {
			s.Items = append(s.Items, ui.ErrorItem{Text: e.Text})
			said = append(said, e.Field)
		}
	}
	return s
}

// Guard explains what looks like a patient's identifier and asks for each finding why it is none; it shows nothing when there is
// none. It stands inside the form, before the fields, and is made after them.
func (f *Form) Guard() *ui.GuardNotice {
	notice := &ui.GuardNotice{Kept: f.kept()}
	if len(f.Suspects) == 0 {
		return notice
	}
	for _, r := range guard.Reasons() {
		reason := ui.GuardReason{Code: r.Code, Label: r.Label}
		for _, k := range r.Kinds {
			reason.Kinds = append(reason.Kinds, string(k))
		}
		notice.Reasons = append(notice.Reasons, reason)
	}
	for _, s := range f.Suspects {
		notice.Findings = append(notice.Findings, ui.GuardFinding{
			Field: s.Field, Label: f.label(s.Field), Start: s.Start, Kind: s.Kind, Looks: KindWords(s.Kind),
			Excerpt: excerpt(f.values.Get(s.Field), s.Start, s.Length),
			Message: "Take it out of the text below, or say why it identifies no patient.",
		})
	}
	return notice
}

// kept carries on what was said of findings about which the guard does not ask again.
func (f *Form) kept() []ui.Hidden {
	asked := map[string]bool{}
	for _, s := range f.Suspects {
		asked[ui.ConfirmValue(s.Field, s.Start, s.Kind, "")] = true
	}
	var list []ui.Hidden
	for _, value := range f.All(ConfirmField) {
		field, start, kind, _, ok := ui.ParseConfirm(value)
		if ok && !asked[ui.ConfirmValue(field, start, kind, "")] {
			list = append(list, ui.Hidden{Name: ConfirmField, Value: value})
		}
	}
	return list
}

func (f *Form) label(name string) string {
	for _, s := range f.shown {
		if s.name == name {
			return s.label
		}
	}
	return "Your text"
}

// excerpt cuts a finding out of what was typed; positions count code points.
func excerpt(text string, start, length int) string {
	runes := []rune(text)
	start = min(max(start, 0), len(runes))
	return string(runes[start:min(start+max(length, 0), len(runes))])
}

// Choices are the terms of a vocabulary as choices.
func (k *Kit) Choices(vocabularyID string) []ui.Item {
	v, _ := k.Vocabulary.Get(vocabularyID)
	items := make([]ui.Item, 0, len(v.Terms))
	for _, t := range v.Terms {
		items = append(items, ui.Item{Value: t.Code, Label: t.Label})
	}
	return items
}

// Pick is the terms of a vocabulary as a list, after an empty one with the words of blank unless that is empty.
func (k *Kit) Pick(vocabularyID, blank string) []ui.Option {
	var options []ui.Option
	if blank != "" {
		options = append(options, ui.Option{Text: blank})
	}
	v, _ := k.Vocabulary.Get(vocabularyID)
	for _, t := range v.Terms {
		options = append(options, ui.Option{Value: t.Code, Text: t.Label})
	}
	return options
}

// Reasons are the reasons that can be given for a command, as a list.
func (k *Kit) Reasons(command string) []ui.Option {
	id, ok := k.Vocabulary.Reasons(command)
	if !ok {
		return nil
	}
	return k.Pick(id, "Choose a reason")
}
