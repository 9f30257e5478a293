package evidencework

import (
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// searchFacts is everything about a search beside its lines.
func (d *desk) searchFacts(s postgres.Search, all []postgres.Search) ui.SummaryList {
	list := ui.SummaryList{Dense: true}
	add := func(key, value string) {
		if value != "" {
			list.Rows = append(list.Rows, ui.SummaryRow{Key: key, Value: value})
		}
	}
	add("Kind of source", d.visit.Label(vocabulary.SourceKinds, s.Kind))
	if s.RunAt != nil {
		add("Run", ui.TimeDate.Write(s.RunAt.In(d.visit.Zone))+" by "+d.name(s.RunBy))
	}
	add("Records", records(s))
	add("How", s.Method)
	add("Searched at once with", s.MultiDBGroup)
	limits := each(s.Limits, func(l postgres.SearchLimit) string { return joined(": ", l.Kind, joined(". Why: ", l.Value, l.Reason)) })
	if len(limits) == 0 {
		limits = []string{"None"}
	}
	add("Limits", strings.Join(limits, "\n"))
	add("Published filters", strings.Join(each(s.Filters, filterWords), "\n"))
	add("Use of AI", strings.Join(each(s.AIUse, d.aiWords), "\n"))
	if s.IsRerunOf != "" {
		if i := slices.IndexFunc(all, func(o postgres.Search) bool { return o.ID == s.IsRerunOf }); i >= 0 {
			add("Runs again", d.sourceOn(all[i])+", search "+strconv.Itoa(i+1)+" of this request")
		}
	}
	add("Adapted from", s.AdaptedFrom)
	add("Alerts", s.Alerts)
	add("Note", s.Note)
	if s.Erased {
		add("Erased", "The texts of this search were erased.")
	}
	return list
}

func records(s postgres.Search) string {
	var parts []string
	if s.RecordsRetrieved != nil {
		parts = append(parts, ui.Number(*s.RecordsRetrieved)+" found")
	}
	if s.RecordsExported != nil {
		parts = append(parts, ui.Number(*s.RecordsExported)+" exported")
	}
	return strings.Join(parts, ", ")
}

func filterWords(f postgres.SearchFilter) string {
	words := joined(", ", f.Name, f.Version)
	if f.Modified {
		words += ", modified"
	}
	return joined(". ", words, f.Citation)
}

func (d *desk) aiWords(u postgres.AIUse) string {
	words := []string{d.visit.Label(vocabulary.TimeEntryStages, u.Stage) + ": " + joined(" ", u.Tool, u.Version)}
	if u.AccessedAt != nil {
		words = append(words, "used on "+ui.TimeDate.Write(u.AccessedAt.In(d.visit.Zone)))
	}
	if u.OutputCheckedBy != "" {
		words = append(words, "output checked by "+d.name(u.OutputCheckedBy))
	}
	return joined(". ", strings.Join(words, ", "), joined(". ", prefixed("Prompt: ", u.Prompt), joined(". ", u.Link, u.Note)))
}

func (d *desk) sourceName(s postgres.Search) string {
	if s.SourceName != "" {
		return s.SourceName
	}
	return d.visit.Label(vocabulary.Sources, s.Source)
}

func (d *desk) platformName(s postgres.Search) string {
	if s.Platform == "" {
		return ""
	}
	return d.visit.Label(vocabulary.Platforms, s.Platform)
}

// sourceOn names a source with its platform: "Medline on Ovid". A source on its own website needs no more words.
func (d *desk) sourceOn(s postgres.Search) string {
	if s.Platform == "" || s.Platform == "web" || s.Platform == "other" || strings.EqualFold(d.platformName(s), d.sourceName(s)) {
		return d.sourceName(s)
	}
	return d.sourceName(s) + " on " + d.platformName(s)
}

func linesOf(stored []postgres.StrategyLine) []strategy.Line {
	return each(stored, func(l postgres.StrategyLine) strategy.Line { return strategy.Line{N: l.N, Text: l.Text, Hits: l.Hits} })
}

func numberCell(n *int) ui.Cell {
	if n == nil {
		return ui.TextCell("–")
	}
	return ui.NumberCell(*n)
}

func orNought(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}

func each[A, B any](list []A, turn func(A) B) []B {
	out := make([]B, len(list))
	for i, one := range list {
		out[i] = turn(one)
	}
	return out
}

// joined puts two texts together with something between them where neither is empty.
func joined(between, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + between + b
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}
