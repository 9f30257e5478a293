package evidencework

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// found lists the findings of all rounds, those that are not settled first, and leads to raising another.
func (r *reviewDesk) found(p *reviewPage) {
	p.Findings = ui.Table{
		Caption: "What checks found, in all rounds", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Finding", RowHeader: true}, {Text: "About"}, {Text: "Severity"}, {Text: "Where it stands"}},
	}
	list := slices.Clone(r.findings)
	slices.SortStableFunc(list, func(a, b postgres.CheckFinding) int { return order(a) - order(b) })
	for _, f := range list {
		p.Findings.Rows = append(p.Findings.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(r.URL("review", "findings", f.ID), findingText(f)), ui.TextCell(r.about(f)),
			ui.TextCell(r.visit.Label(vocabulary.PressVerdicts, f.Severity)), ui.TextCell(r.standing(f)),
		}})
	}
	if r.reviewing() {
		p.Raise = ui.Button{Text: "Raise a finding", Href: r.URL("review", "findings", "new"), Variant: ui.Secondary, Small: true}
	}
}

// order puts first what keeps work from being approved, then what is not settled.
func order(f postgres.CheckFinding) int {
	switch {
	case f.Blocks():
		return 0
	case f.State == postgres.FindingVerified || f.State == postgres.FindingWithdrawn:
		return 2
	}
	return 1
}

func findingText(f postgres.CheckFinding) string {
	if f.Erased {
		return "Erased"
	}
	return f.Text
}

// about is what a finding is about: the element, the search and line, or the part of the summary.
func (r *reviewDesk) about(f postgres.CheckFinding) string {
	if f.Subject == evidence.Summary {
		return joined(": ", "Summary", f.Section)
	}
	place := ""
	if i := slices.IndexFunc(r.searches, func(s postgres.Search) bool { return s.ID == f.Search }); i >= 0 {
		place = r.visit.Label(vocabulary.Sources, r.searches[i].Source)
	}
	if f.Line != nil {
		place = strings.TrimSpace(place + " line " + strconv.Itoa(*f.Line))
	}
	return joined(", ", r.visit.Label(vocabulary.PressElements, f.Element), place)
}

// standing is where a finding stands and whose turn it is.
func (r *reviewDesk) standing(f postgres.CheckFinding) string {
	switch f.State {
	case postgres.FindingOpen:
		if r.Check != nil {
			return "Open"
		}
		return "Open: its author answers"
	case postgres.FindingFixed:
		return "Fixed, to be verified"
	case postgres.FindingDeclined:
		return "Declined, to be agreed"
	case postgres.FindingVerified:
		return "Verified"
	}
	return "Taken back"
}

// moved sets what a search says now beside what was sent; nil while nothing changed.
func (r *reviewDesk) moved() *ui.Versions {
	if !r.strategy.Moved {
		return nil
	}
	v := &ui.Versions{Heading: "What changed since it was sent", Theirs: "As it was sent", Yours: "As it is now"}
	now := map[string]postgres.Search{}
	for _, s := range r.strategy.Now {
		now[s.ID] = s
	}
	add := func(label, sent, current string) {
		if sent != current {
			v.Fields = append(v.Fields, ui.VersionedField{Label: label, Theirs: sent, Yours: current})
		}
	}
	for _, s := range r.strategy.Searches {
		label := r.visit.Label(vocabulary.Sources, s.Source)
		current, there := now[s.ID]
		delete(now, s.ID)
		switch {
		case !there:
			add(label, linesAsText(s), "Taken out")
		case linesAsText(s) != linesAsText(current):
			add(label, linesAsText(s), linesAsText(current))
		case s.Version != current.Version:
			add(label, "The lines are the same", "Its other details changed")
		}
	}
	for _, s := range r.strategy.Now {
		if _, added := now[s.ID]; added {
			add(r.visit.Label(vocabulary.Sources, s.Source), "Not there", linesAsText(s))
		}
	}
	return v
}

func linesAsText(s postgres.Search) string {
	var b strings.Builder
	for _, l := range s.Lines {
		fmt.Fprintf(&b, "%d. %s", l.N, l.Text)
		if l.Hits != nil {
			fmt.Fprintf(&b, " (%d)", *l.Hits)
		}
		b.WriteString("\n")
	}
	return strings.TrimSpace(b.String())
}
