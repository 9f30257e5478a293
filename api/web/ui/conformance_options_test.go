package ui_test

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"

	"evidencedesk/api/web/ui"
)

// options are those of a component of nhsuk-frontend.
type options map[string]any

// str is the text at a path, empty when there is none.
func (o options) str(path ...string) string {
	switch v := o.at(path...).(type) {
	case string:
		return v
	case float64:
		return fmt.Sprint(v)
	default:
		return ""
	}
}

func (o options) at(path ...string) any {
	var v any = map[string]any(o)
	for _, key := range path {
		m, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = m[key]
	}
	return v
}

func (o options) in(path ...string) options {
	m, _ := o.at(path...).(map[string]any)
	return m
}

func (o options) yes(path ...string) bool {
	v, _ := o.at(path...).(bool)
	return v
}

func (o options) number(path ...string) int {
	v, _ := o.at(path...).(float64)
	return int(v)
}

func (o options) list(path ...string) []options {
	items, _ := o.at(path...).([]any)
	var list []options
	for _, item := range items {
		switch v := item.(type) {
		case map[string]any:
			list = append(list, v)
		case string:
			list = append(list, options{"text": v})
		}
	}
	return list
}

// words is a text that is given as text or as {text}.
func (o options) words(key string) string {
	if s := o.str(key); s != "" {
		return s
	}
	return cmp.Or(o.str(key, "text"), unbroken(o.str(key, "html")))
}

var nowrap = regexp.MustCompile(`<span class="nhsuk-u-nowrap">([^<]*)</span>`)

// unbroken takes out the spans that keep a number on one line.
func unbroken(s string) string { return nowrap.ReplaceAllString(s, "$1") }

// field is what our fields share.
func field(o options, label options) ui.Field {
	f := ui.Field{
		Name: o.str("name"), Value: o.str("value"), Hint: o.words("hint"), Error: o.words("errorMessage"),
		Autocomplete: o.str("autocomplete"), InputMode: o.str("inputmode"),
		Label: label.words("heading"), LabelSize: label.str("size"), LabelIsHeading: label.at("heading") != nil,
	}
	// Theirs may go without a name in a fixture; ours takes the id from it.
	if id := o.str("id"); id != "" {
		f.ID = id
	}
	if prefix := o.str("idPrefix"); prefix != "" {
		f.ID = prefix
	}
	if f.Label == "" {
		f.Label = label.str("text")
	}
	return f
}

func labelOf(o options) options {
	if s := o.str("label"); s != "" {
		return options{"text": s}
	}
	return o.in("label")
}

func legendOf(o options) options {
	if s := o.str("fieldset", "legend"); s != "" {
		return options{"text": s}
	}
	return o.in("fieldset", "legend")
}

func items(o options) []ui.Item {
	var list []ui.Item
	for _, item := range o.list("items") {
		list = append(list, ui.Item{
			Value: item.str("value"), Label: item.str("text"), Hint: item.words("hint"), Divider: item.str("divider"), Checked: item.yes("checked"),
			Exclusive: item.yes("exclusive") || item.str("behaviour") == "exclusive",
		})
	}
	return list
}

func tagOf(o options) ui.Tag {
	return ui.Tag{Text: o.str("text"), Colour: o.str("colour")}
}

func cardOf(o options) ui.Card {
	card := ui.Card{
		Heading: o.words("heading"), Level: o.number("heading", "level"), Size: o.str("heading", "size"), Text: o.words("description"), Href: o.str("href"), ID: o.str("id"),
		Feature: o.yes("feature") || o.str("variant") == "feature", Secondary: o.yes("secondary") || o.str("variant") == "secondary",
	}
	actions := o.list("actions", "items")
	if actions == nil {
		actions = o.list("actions")
	}
	for _, a := range actions {
		card.Actions = append(card.Actions, ui.Link{Text: a.str("text"), Href: a.str("href"), More: cmp.Or(a.str("visuallyHiddenText"), card.Heading)})
	}
	return card
}

// beyond reports whether options ask for what pages of ours never have: the colours for dark backgrounds, and the responsive
// table, whose reading order is not that on screen (nhsuk-frontend issue 1092; ours is app-stack).
func (o options) beyond() bool {
	return o.str("variant") == "reverse" || o.yes("responsive") || o.str("colour") == "white" || o.str("navigation", "colour") == "white" ||
		strings.Contains(o.str("classes"), "--reverse") || o.str("card", "variant") == "feature"
}

// plain turns the little HTML that fixtures hold in values into text with line breaks.
func plain(s string) string {
	return strings.NewReplacer("<br>\n", "\n", "<br>", "\n").Replace(s)
}
