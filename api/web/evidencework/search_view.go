package evidencework

import (
	"fmt"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// searchPage is the form of one search.
type searchPage struct {
	*desk
	Heading  string
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice

	What     []ui.Component // source, platform, dates
	Lines    ui.Textarea
	Anchors  []string // where links to single lines of the box lead
	Counts   []ui.Component
	Limits   group
	Filters  group
	AI       group
	More     group
	Warnings []string
	Copied   string   // the identifier of the search from which this one was copied
	Read     []string // what was read of a history that was pasted
	Back     string
	Remove   string
}

// group is a part of the form that is folded while it is empty.
type group struct {
	ui.Details
	Rows []fieldRow
}

// fieldRow is the fields of one row of a list.
type fieldRow struct {
	Legend string
	Fields []ui.Component
}

// spare is how many empty rows stand at the end of a list.
const spare = 1

func (s *searchDesk) searchView(f *page.Form, versions *ui.Versions) page.View {
	p := searchPage{
		desk: s.desk, Heading: "Record a search", Versions: versions, Back: s.URL("searches"),
		What: s.whatFields(f), Lines: linesBox(f),
	}
	if p.Anchors = suspectLines(f); p.Anchors != nil {
		p.Lines.Error = "Look at the lines that are named above."
	}
	for _, w := range strategy.Lint(strategy.Parse(f.Get("lines")), strategy.Platform(f.Get("platform"))) {
		p.Warnings = append(p.Warnings, fmt.Sprintf("Line %d: %s", w.N, w.Text))
	}
	p.Counts = []ui.Component{
		numberBox(f, "records_retrieved", "Records found", "The number that the last line gave, before anything was taken out."),
		numberBox(f, "records_exported", "Records exported", ""),
	}
	p.Limits = s.limitRows(f)
	p.Filters = s.filterRows(f)
	p.AI = s.aiRows(f)
	p.More = s.moreFields(f)
	what := "Record a search"
	if s.one != nil {
		what, p.Heading = "Edit a search", "Edit the search of "+s.sourceOn(*s.one)
		p.Remove = s.URL("searches", s.one.ID, "remove")
	}
	p.Copied, p.Read = f.Get("adapted_from_search"), s.pasted
	p.Guard, p.Start = f.Guard(), f.Start(s.action)
	view := s.View(what, p)
	view.Form = f
	return view
}

func (s *searchDesk) whatFields(f *page.Form) []ui.Component {
	v := s.visit
	source := f.Select("source", "Source", v.Pick(vocabulary.Sources, "Choose a source"))
	name := f.Line("source_name", "Name of the source", "Only when it is not in the list above, such as the website of a society.")
	name.Optional = true
	platform := f.Select("platform", "Platform", v.Pick(vocabulary.Platforms, "Not said"), "Where you searched it.")
	platform.Optional = true
	run := f.DateInput("run_at", "When it was run", "Leave it empty while the search is still to be run.")
	run.Optional = true
	covered := f.Line("coverage", "Dates covered", "As the provider shows them, such as 1946 to 16 November 2026.")
	covered.Optional = true
	return []ui.Component{source, name, platform, run, covered}
}

func (s *searchDesk) staffOptions(blank string) []ui.Option {
	options := []ui.Option{{Text: blank}}
	for _, p := range people(s.staff, s.visit.Me.Person) {
		options = append(options, ui.Option{Value: string(p.Person), Text: p.Name})
	}
	return options
}

func linesBox(f *page.Form) ui.Textarea {
	box := f.Text("lines", "Lines of the strategy", 0,
		"One line of the search on each line, exactly as it was run. You can paste numbered lines with their results: 1. exp Accidental Falls/ (28,914)")
	box.Optional, box.Rows, box.Threshold, box.Classes = true, 12, 0, "nhsuk-input--code"
	return box
}

func numberBox(f *page.Form, name, label, hint string) ui.Input {
	box := ui.Input{Field: f.Field(name, label, hint), Width: 10}
	box.InputMode, box.Optional, box.Autocomplete = "numeric", true, "off"
	return box
}

func (s *searchDesk) limitRows(f *page.Form) group {
	g := group{Details: ui.Details{Summary: "Limits"}}
	n := rows(f, "limits")
	g.Open = n > 0
	for i := range min(n+spare, evidence.MaxListItems) {
		g.Rows = append(g.Rows, fieldRow{fmt.Sprintf("Limit %d", i+1), []ui.Component{
			line(f, row("limits", i, "kind"), "What was limited", "Such as language, years or age."),
			line(f, row("limits", i, "value"), "To what", ""),
			line(f, row("limits", i, "reason"), "Why", ""),
		}})
	}
	return g
}

func (s *searchDesk) filterRows(f *page.Form) group {
	g := group{Details: ui.Details{Summary: "Published search filters"}}
	n := rows(f, "filters")
	g.Open = n > 0
	for i := range min(n+spare, evidence.MaxListItems) {
		modified := f.Checkboxes(row("filters", i, "modified"), "", []ui.Item{{Value: "true", Label: "It was modified"}})
		modified.Small = true
		g.Rows = append(g.Rows, fieldRow{fmt.Sprintf("Filter %d", i+1), []ui.Component{
			line(f, row("filters", i, "name"), "Name of the filter", ""),
			line(f, row("filters", i, "version"), "Version", ""),
			line(f, row("filters", i, "citation"), "Citation", ""),
			modified,
		}})
	}
	return g
}

func (s *searchDesk) aiRows(f *page.Form) group {
	g := group{Details: ui.Details{Summary: "Use of AI"}}
	n := rows(f, "ai_use")
	g.Open = n > 0
	for i := range min(n+spare, evidence.MaxListItems) {
		prompt := f.Text(row("ai_use", i, "prompt"), "Prompt", evidence.MaxNote)
		prompt.Rows = 3
		link := ui.Input{Field: f.Field(row("ai_use", i, "link"), "Link to the conversation or the result"), Type: "url"}
		g.Rows = append(g.Rows, fieldRow{fmt.Sprintf("Use %d", i+1), []ui.Component{
			f.Select(row("ai_use", i, "stage"), "What for", s.visit.Pick(vocabulary.TimeEntryStages, "Choose")),
			line(f, row("ai_use", i, "tool"), "Tool", ""),
			line(f, row("ai_use", i, "version"), "Exact version", ""),
			f.DateInput(row("ai_use", i, "accessed_at"), "When it was used"),
			prompt, link,
			f.Select(row("ai_use", i, "output_checked_by"), "Who checked the output", s.staffOptions("Not said")),
			line(f, row("ai_use", i, "note"), "Note", ""),
		}})
	}
	return g
}

func (s *searchDesk) moreFields(f *page.Form) group {
	g := group{Details: ui.Details{Summary: "More about this search"}}
	kind := f.Select("kind", "Kind of source", s.visit.Pick(vocabulary.SourceKinds, "As the source is"))
	by := f.Select("run_by", "Who ran it", s.staffOptions("Me"))
	method := f.Text("method", "How it was searched", evidence.MaxNote, "For what has no lines: how a site was browsed, citations were followed or a person was asked.")
	method.Rows = 3
	again := []ui.Option{{Text: "No other search"}}
	for i, o := range s.all {
		if s.one == nil || o.ID != s.one.ID {
			again = append(again, ui.Option{Value: o.ID, Text: fmt.Sprintf("Search %d: %s", i+1, s.sourceOn(o))})
		}
	}
	note := f.Text("note", "Note", evidence.MaxNote)
	note.Rows = 3
	fields := []ui.Component{
		by, kind, method,
		line(f, "multi_db_group", "Searched at once with", "The same words for all databases that were searched together on one platform."),
		f.Select("is_rerun_of", "Runs again", again),
		line(f, "adapted_from", "Adapted from", "The request or the publication from which the strategy was taken."),
		line(f, "alerts", "Alerts", "How new records are followed after this run, such as a weekly e-mail from the provider."),
		note,
	}
	for _, name := range []string{"run_by", "kind", "method", "multi_db_group", "is_rerun_of", "adapted_from", "alerts", "note"} {
		g.Open = g.Open || f.Error(name) != "" || f.Get(name) != "" && name != "run_by" && name != "kind"
	}
	g.Rows = []fieldRow{{Fields: fields}}
	return g
}

func line(f *page.Form, name, label, hint string) ui.Input {
	if strings.TrimSpace(hint) == "" {
		return f.Line(name, label)
	}
	return f.Line(name, label, hint)
}

// Fieldset groups the fields of the row.
func (r fieldRow) Fieldset() ui.Fieldset { return ui.Fieldset{Legend: r.Legend, Size: "s"} }
