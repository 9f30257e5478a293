package ui_test

import (
	"cmp"
	"strconv"

	"evidencedesk/api/web/ui"
)

// conforming are the components with the fixtures that they meet. What is missing uses options that pages of ours do not have:
// HTML in a text, disabled controls, placeholders, other sizes of caption, content that opens inside a choice.
func conforming() map[string]conformer {
	all := map[string]conformer{}
	for _, list := range []map[string]conformer{conformingFields(), conformingChoices(), conformingText(), conformingLists(), conformingFrame()} {
		for name, c := range list {
			all[name] = c
		}
	}
	return all
}

func conformingFields() map[string]conformer {
	return map[string]conformer{
		"input": {func(o options) ui.Component {
			width, _ := strconv.Atoi(o.str("width"))
			return ui.Input{Field: field(o, labelOf(o)), Type: o.str("type"), Width: width, Code: o.yes("code"), Prefix: o.words("prefix"), Suffix: o.words("suffix")}
		}, []string{
			"default", "example address line 1", "example address line 2", "example address postcode", "width",
			"with autocomplete attribute", "with code input styling", "with error message", "with error message and hint",
			"with error message and hint as strings", "with error message and hint, without heading",
			"with error message, without heading", "with hint", "without heading", "with prefix", "with prefix and suffix",
			"with prefix and suffix and error message", "with prefix as string", "with suffix", "with suffix as string",
		}},
		"textarea": {func(o options) ui.Component {
			return ui.Textarea{Field: field(o, labelOf(o)), Rows: o.number("rows")}
		}, []string{
			"default", "with autocomplete attribute", "with error message", "with error message and hint",
			"with error message and hint as strings", "with error message and hint, without heading",
			"with error message, without heading", "with hint", "without heading",
		}},
		"character-count": {func(o options) ui.Component {
			t := ui.Textarea{Field: field(o, labelOf(o)), Rows: o.number("rows"), Threshold: o.number("threshold")}
			if o.str("countType") == "words" {
				t.MaxWords = o.number("maxlength")
			} else {
				t.MaxLength = o.number("maxlength")
			}
			return t
		}, []string{
			"with count type 'characters'", "with count type 'characters' and error message",
			"with count type 'characters' and threshold", "with count type 'characters' and value", "with count type 'words'",
			"with count type 'words' and error message", "with count type 'words' and threshold",
			"with count type 'words' and value",
		}},
		"select": {func(o options) ui.Component {
			s := ui.Select{Field: field(o, labelOf(o))}
			for _, i := range o.list("items") {
				s.Items = append(s.Items, ui.Option{Value: i.str("value"), Text: i.str("text")})
			}
			return s
		}, []string{
			"default", "with error message", "with error message and hint", "with error message and hint as strings",
			"with error message and hint, without heading", "with error message, without heading", "with hint", "without heading",
			"with selected value",
		}},
		"file-upload": {func(o options) ui.Component {
			return ui.FileUpload{Field: field(o, labelOf(o)), Multiple: o.yes("multiple")}
		}, []string{
			"default", "with error message", "with error message and hint", "with error message and hint as strings",
			"with error message and hint, without heading", "with error message, without heading", "with hint", "without heading",
		}},
		"search-input": {func(o options) ui.Component {
			width, _ := strconv.Atoi(o.str("width"))
			return ui.SearchInput{Field: field(o, labelOf(o)), Width: width}
		}, []string{
			"with error message", "with error message and hint", "with error message and hint as strings",
			"with error message and hint, without heading", "with error message, without heading", "with hint",
			"with hint and value", "without heading",
		}},
		"button": {func(o options) ui.Component {
			return ui.Button{
				Text: o.str("text"), Variant: ui.Variant(o.str("variant")), Small: o.yes("small"), Href: o.str("href"), Name: o.str("name"), Value: o.str("value"),
				PreventDoubleClick: o.yes("preventDoubleClick"),
			}
		}, []string{
			"default", "default, small", "example secondary save button, small", "secondary", "secondary as a link",
			"secondary as a link, small", "secondary, small", "warning", "warning as a link", "warning as a link, small",
			"warning, small", "with double click prevented", "as a link", "as a link, small",
		}},
	}
}

func conformingChoices() map[string]conformer {
	return map[string]conformer{
		"radios": {func(o options) ui.Component {
			return ui.Radios{Field: field(o, legendOf(o)), Items: items(o), Inline: o.yes("inline"), Small: o.yes("small")}
		}, []string{
			"default", "inline", "with divider", "with error message", "with error message and hint",
			"with error message and hint as strings", "with error message and hint, without heading",
			"with error message, without heading", "with hint", "with hints on items", "with long text", "without fieldset",
			"without heading",
		}},
		"checkboxes": {func(o options) ui.Component {
			c := ui.Checkboxes{Field: field(o, legendOf(o)), Items: items(o), Small: o.yes("small")}
			if values, ok := o.at("values").([]any); ok {
				for _, v := range values {
					s, _ := v.(string)
					c.Values = append(c.Values, s)
				}
			}
			return c
		}, []string{
			"default", "with error message", "with error message and hint", "with error message and hint as strings",
			"with error message and hint, without heading", "with error message, without heading", "with hint",
			"with hints on items", "with long text", "with \"none\" option", "without fieldset", "without heading",
		}},
		"date-input": {func(o options) ui.Component {
			d := ui.DateInput{Field: field(o, legendOf(o)), Day: cmp.Or(o.str("values", "day"), o.str("day", "value")), Month: cmp.Or(o.str("values", "month"), o.str("month", "value")), Year: cmp.Or(o.str("values", "year"), o.str("year", "value"))}
			d.BadDay, d.BadMonth, d.BadYear = o.yes("day", "error"), o.yes("month", "error"), o.yes("year", "error")
			return d
		}, []string{
			"default", "with error message", "with error message and hint", "with error message and hint as strings",
			"with error message and hint, without heading", "with error message, without heading", "with error on day input",
			"with error on month input (using items)", "with error on year input", "without heading", "with values",
		}},
		"fieldset": {func(o options) ui.Component {
			f := ui.Fieldset{Legend: o.words("legend"), Size: o.str("legend", "size")}
			if heading := o.str("legend", "heading"); heading != "" {
				f.Legend, f.IsHeading = heading, true
			}
			return f
		}, []string{"default", "without legend heading"}},
	}
}

func conformingText() map[string]conformer {
	return map[string]conformer{
		"tag": {func(o options) ui.Component { return tagOf(o) }, []string{"default", "with text escaping"}},
		"error-summary": {func(o options) ui.Component {
			e := ui.ErrorSummary{Heading: o.words("heading"), Text: o.words("description")}
			for _, i := range o.list("errorList") {
				target := i.str("href")
				if target != "" {
					target = target[1:]
				}
				e.Items = append(e.Items, ui.ErrorItem{Target: target, Text: i.str("text")})
			}
			return e
		}, []string{
			"default", "with description", "with description as string", "with description only", "with heading as string",
			"with multiple errors", "with multiple errors (empty items)", "without error link", "without error link (mixed)",
		}},
		"notification-banner": {func(o options) ui.Component {
			return ui.NotificationBanner{Success: o.str("variant") == "success", Title: o.words("title"), Heading: o.words("heading"), Text: o.str("text")}
		}, []string{
			"default", "with custom title", "with custom title as string", "with long heading", "with success variant",
		}},
		"inset-text": {func(o options) ui.Component { return ui.InsetText{Text: o.str("text")} }, []string{"default"}},
		"warning-callout": {func(o options) ui.Component {
			return ui.WarningCallout{Heading: o.words("heading"), Level: 3, Text: o.str("text")}
		}, []string{
			"default", "with custom heading", "with custom heading as string",
		}},
		"details": {func(o options) ui.Component {
			if o.str("classes") == "nhsuk-expander" {
				return ui.Expander{Summary: o.words("summary"), Text: o.str("text"), Open: o.yes("open")}
			}
			return ui.Details{Summary: o.words("summary"), Text: o.str("text"), Open: o.yes("open")}
		}, []string{
			"default", "closed explicitly", "expander", "expander closed explicitly", "expander open", "open",
			"with summary as string",
		}},
		"card": {func(o options) ui.Component { return cardOf(o) }, []string{
			"basic without heading", "clickable", "feature", "secondary", "secondary without heading", "top task",
		}},
		"panel": {func(o options) ui.Component { return ui.Panel{Heading: o.words("heading"), Text: o.str("text")} }, []string{"default", "with heading as string", "with heading level 1"}},
	}
}
