package queue

import (
	"maps"
	"slices"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// filters are the fields of the panel, in the form that searches.
type filters struct {
	Panel     ui.Details
	Hidden    []ui.Component
	Stages    ui.Checkboxes
	Urgencies ui.Checkboxes
	Types     ui.Checkboxes
	Choices   []ui.Component
	Apply     ui.Button
	Clear     ui.Link
}

func (l *listing) filters(v *page.Visit) filters {
	on := len(l.chips(v, l.people).Items)
	f := filters{
		Panel:     ui.Details{Summary: "Filter and sort", Filters: true, ID: "filters"},
		Stages:    boxes("stage", "Status", stageItems(), l.Stages),
		Urgencies: boxes("urgency", "How soon", v.Choices(vocabulary.Urgencies), l.Urgencies),
		Types:     boxes("type", "What it is for", v.Choices(vocabulary.SearchTypes), l.Types),
		Choices:   l.choices(),
		Apply:     ui.Button{Text: "Show these requests", Variant: ui.Secondary, Small: true},
		Clear:     ui.Link{Text: "Clear all filters", Href: l.cleared().href()},
	}
	if on > 0 {
		f.Panel.Summary += " (" + page.Count(on, "filter") + " on)"
	}
	for _, p := range l.Products {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "product", Value: p})
	}
	for _, e := range l.Extra {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: e[0], Value: e[1]})
	}
	if l.Edit != "" {
		f.Hidden = append(f.Hidden, ui.Hidden{Name: "edit", Value: l.Edit})
	}
	return f
}

func boxes(name, label string, items []ui.Item, on []string) ui.Checkboxes {
	return ui.Checkboxes{Field: ui.Field{Name: name, Label: label, LabelSize: "s"}, Items: items, Values: on, Small: true}
}

func stageItems() []ui.Item {
	var items []ui.Item
	for _, s := range evidence.Stages() {
		items = append(items, ui.Item{Value: string(s), Label: page.StatusFor(s, "", true).Words})
	}
	return items
}

// choices are the fields of which one value is chosen.
func (l *listing) choices() []ui.Component {
	list := []ui.Component{
		pick("owner", "Librarian", l.Owner, l.owners()),
		pick("due", "Due", l.Due, []ui.Option{
			{Text: "Any time"}, {Value: "overdue", Text: "Overdue"}, {Value: "today", Text: dueWords("today")}, {Value: "week", Text: dueWords("week")},
		}),
		ui.Input{Field: ui.Field{Name: "specialty", Label: "Specialty", LabelSize: "s", Value: l.Specialty, Autocomplete: "off"}},
		pick("sort", "Sort by", l.Sort, []ui.Option{
			{Text: "Due soonest"}, {Value: sortReceived, Text: "Oldest first"}, {Value: sortNewest, Text: "Newest first"}, {Value: sortChanged, Text: "Last updated first"},
		}),
	}
	if len(l.libraries) > 0 {
		options := []ui.Option{{Text: "All of mine"}}
		for _, id := range slices.Sorted(maps.Keys(l.libraries)) {
			options = append(options, ui.Option{Value: string(id), Text: l.libraries[id]})
		}
		list = append(list, pick("library", "Library", l.Library, options))
	}
	return list
}

func (l *listing) owners() []ui.Option {
	options := []ui.Option{{Text: "Anybody"}, {Value: "me", Text: "Me"}, {Value: "none", Text: "Not taken"}}
	for _, s := range l.staff {
		options = append(options, ui.Option{Value: string(s.Person), Text: s.Name})
	}
	if !slices.ContainsFunc(options, func(o ui.Option) bool { return o.Value == l.Owner }) {
		options = append(options, ui.Option{Value: l.Owner, Text: "Somebody else"})
	}
	return options
}

func pick(name, label, value string, options []ui.Option) ui.Select {
	return ui.Select{Field: ui.Field{Name: name, Label: label, LabelSize: "s", Value: value}, Items: options}
}
