package evidencework

import (
	"fmt"
	"slices"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// bottomWords is how many words a bottom line may have before the box says that it is long. It is advice.
const bottomWords = 80

func mainFields(f *page.Form, o vocabulary.SummaryOutline) []ui.Component {
	var list []ui.Component
	if o.BottomLine || f.Get("bottom_line") != "" {
		bottom := f.Text("bottom_line", "Bottom line", 0, "The answer in one to five lines, as you would say it to the requester.")
		bottom.MaxWords, bottom.Rows, bottom.Threshold = bottomWords, 4, 0
		bottom.Optional = !o.BottomLine
		list = append(list, bottom)
	}
	text := f.Text("text", o.Text, evidence.MaxSummary, o.Hint+" You can use Markdown.")
	text.Rows = 14
	return append(list, text)
}

func sectionFields(f *page.Form, list []string, hints map[string]string) []sectionPart {
	parts := make([]sectionPart, len(list))
	for i, heading := range list {
		at := func(field string) string { return row("sections", i, field) }
		label := "Heading of another section"
		if heading != "" {
			label = fmt.Sprintf("Heading of section %d", i+1)
		}
		head := f.Line(at("heading"), label)
		head.Optional = heading == ""
		text := f.Text(at("text"), "Text", evidence.MaxSummary)
		text.LabelMore, text.Hint, text.Rows = ": "+heading, hints[heading], 5
		if heading == "" {
			text.LabelMore = " of the other section"
		}
		text.Optional = true
		parts[i] = sectionPart{Heading: head, Text: text}
		if i > 0 && heading != "" && f.Get(at("text")) != "" {
			parts[i].Up = &ui.Button{Text: "Move up", More: ": " + heading, Variant: ui.LinkButton, Small: true, Name: "_do", Value: "up:" + strconv.Itoa(i)}
		}
	}
	return parts
}

// citeFields insert the number of a reference at the end of a text.
func (p *summaryPage) citeFields(f *page.Form, references []postgres.Reference) {
	what := []ui.Option{{Text: "Choose a reference"}}
	for i, r := range references {
		what = append(what, ui.Option{Value: strconv.Itoa(i + 1), Text: fmt.Sprintf("%d. %s", i+1, brief(r))})
	}
	at := []ui.Option{{Value: "text", Text: "The main text"}}
	if slices.ContainsFunc(p.Main, func(c ui.Component) bool { t, ok := c.(ui.Textarea); return ok && t.Name == "bottom_line" }) {
		at = append(at, ui.Option{Value: "bottom_line", Text: "The bottom line"})
	}
	for _, part := range p.Sections {
		if part.Heading.Value != "" {
			at = append(at, ui.Option{Value: part.Text.Name, Text: part.Heading.Value})
		}
	}
	p.CiteWhat = f.Select("cite.reference", "Reference to cite", what)
	p.CiteAt = f.Select("cite.at", "At the end of", at)
	p.Insert = ui.Button{Text: "Insert where you were writing", Variant: ui.Secondary, Small: true, InsertFrom: p.CiteWhat.Target()}
	p.Cite = ui.Button{Text: "Add the citation", Variant: ui.Secondary, Small: true, Name: "_do", Value: "cite"}
}

// readSummaryOnly is what was typed, without changing the form.
func readSummaryOnly(f *page.Form) postgres.SummaryText {
	s := postgres.SummaryText{BottomLine: f.Get("bottom_line"), Text: f.Get("text")}
	for i := range evidence.MaxListItems {
		if !f.Has(row("sections", i, "text")) && !f.Has(row("sections", i, "heading")) {
			break
		}
		s.Sections = append(s.Sections, postgres.Section{Heading: f.Get(row("sections", i, "heading")), Text: f.Get(row("sections", i, "text"))})
	}
	return s
}

// RefPanel is the box with the references.
func (summaryPage) RefPanel() ui.SidePanel { return ui.SidePanel{Heading: "References"} }

// CheckPanel is the box with what to look at.
func (summaryPage) CheckPanel() ui.SidePanel { return ui.SidePanel{Heading: "Before you send it"} }
