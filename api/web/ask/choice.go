package ask

import (
	"slices"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// choice is a choice of one that offers the usual answers as radios and all others in a list behind a line, so that it stays short
// on a phone. The list has a field of its own: {name}_more.
type choice struct {
	Radios ui.Radios
	More   ui.Details
	Select ui.Select
}

// more is the value of the radio that leads to the list.
const more = "more"

// choose makes a choice from a vocabulary. Terms that are off by default are offered only while they are chosen.
func choose(f *page.Form, name, label, hint string, terms []vocabulary.Term, usual []string, words func(vocabulary.Term) string) choice {
	value := f.Get(name)
	if value != "" && value != more && !slices.Contains(usual, value) {
		f.Default(name+"_more", value)
		f.Set(name, more)
	}
	c := choice{Radios: f.Radios(name, label, nil, hint)}
	options := []ui.Option{{Text: "Choose from the list"}}
	for _, t := range terms {
		switch {
		case slices.Contains(usual, t.Code):
		case !t.OffByDefault || t.Code == value:
			options = append(options, ui.Option{Value: t.Code, Text: words(t)})
		}
	}
	for _, code := range usual {
		if i := slices.IndexFunc(terms, func(t vocabulary.Term) bool { return t.Code == code }); i >= 0 {
			c.Radios.Items = append(c.Radios.Items, ui.Item{Value: code, Label: terms[i].Label, Hint: terms[i].Definition})
		}
	}
	c.Radios.Items = append(c.Radios.Items, ui.Item{Divider: "or"}, ui.Item{Value: more, Label: "Something else, from the list"})
	c.Select = f.Select(name+"_more", "All other answers", options)
	c.More = ui.Details{Summary: "See the list", Open: c.Select.Value != "" || c.Select.Error != "" || f.Get(name) == more}
	return c
}

// chosen reads a choice: the radio, or what the list says where the radio leads to it or none is chosen.
func chosen(f *page.Form, name string) string {
	radio, list := f.Get(name), f.Get(name+"_more")
	switch {
	case radio == "" || radio == more:
		if radio == more && list == "" {
			f.Wrong(name+"_more", "Choose from the list, or choose one of the answers above it.")
		}
		return list
	case list != "" && list != radio:
		f.Wrong(name, "Choose one answer only: here, or in the list.")
	}
	return radio
}

// terms are the terms of a vocabulary.
func terms(v *page.Visit, id string) []vocabulary.Term {
	list, _ := v.Vocabulary.Get(id)
	return list.Terms
}

// label is the words for a code, and nothing for none.
func label(v *page.Visit, id, code string) string {
	if code == "" {
		return ""
	}
	return v.Label(id, code)
}

// items are the terms of a vocabulary as choices with what they mean, apart from those that this form does not offer.
func items(v *page.Visit, id string, without ...string) []ui.Item {
	var list []ui.Item
	for _, t := range terms(v, id) {
		if t.OffByDefault || slices.Contains(without, t.Code) {
			continue
		}
		hint := t.Definition
		if t.Warning != "" {
			hint = t.Warning
		}
		list = append(list, ui.Item{Value: t.Code, Label: t.Label, Hint: hint})
	}
	return list
}
