package outcomes

import (
	"html/template"
	"slices"
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// overviewPage is the assessment of a year with its chart, its evidence and its plan.
type overviewPage struct {
	Year     string
	Warning  string
	Years    ui.Tabs
	Finding  string
	Chart    template.HTML
	Levels   ui.Table
	Assess   *ui.Button
	Evidence ui.Link
	Suggest  ui.Link
	Plan     ui.Table
	AddLine  *ui.Link
}

func overview(v *page.Visit) error {
	p := at(v)
	var assessed rows[postgres.OutcomeAssessment]
	if err := v.Read(p.api("/outcome-years"), &assessed); err != nil {
		return err
	}
	var tags rows[postgres.OutcomeTag]
	if err := v.Read(p.api("/outcome-tags?year="+strconv.Itoa(p.year)), &tags); err != nil {
		return err
	}
	var plan rows[postgres.OutcomeAction]
	if err := v.Read(p.ofYear("/actions"), &plan); err != nil {
		return err
	}
	now, before := yearOf(assessed.Items, p.year)
	m := overviewPage{
		Year: yearWords(p.year), Warning: terms(v, now.Edition).Warning, Years: p.years(), Finding: finding(now, before),
		Evidence: ui.Link{Href: p.href("/evidence"), Text: "All the evidence of the year"}, Suggest: ui.Link{Href: p.href("/suggestions"), Text: "What could be evidence"},
		Levels: p.levels(v, now, before, tags.Items), Plan: p.plan(v, plan.Items),
	}
	if v.Me.Actor(p.id).Is(evidence.Manager) {
		m.Assess = &ui.Button{Text: "Assess the library", Variant: ui.Secondary, Href: p.href("/assess")}
		m.AddLine = &ui.Link{Href: p.href("/plan/new"), Text: "Add a line to the plan"}
	}
	if err := m.draw(v, now); err != nil {
		return err
	}
	return v.Show("overview", page.View{Title: "Outcomes framework", Current: "/team", Wide: true, Data: m})
}

// yearOf finds the assessment of a year and the last one before it.
func yearOf(all []postgres.OutcomeAssessment, year int) (now postgres.OutcomeAssessment, before *postgres.OutcomeAssessment) {
	now = postgres.OutcomeAssessment{Year: year, Edition: postgres.Editions()[0]}
	for i, a := range all { // newest first
		switch {
		case a.Year == year:
			now = a
		case a.Year < year && before == nil:
			before = &all[i]
		}
	}
	return now, before
}

func levelOf(a *postgres.OutcomeAssessment, outcome string) postgres.OutcomeLevel {
	if a != nil {
		if i := slices.IndexFunc(a.Levels, func(l postgres.OutcomeLevel) bool { return l.Outcome == outcome }); i >= 0 {
			return a.Levels[i]
		}
	}
	return postgres.OutcomeLevel{Outcome: outcome}
}

func chartLevel(level *int, within string) chart.Level {
	if level == nil {
		return chart.Level{Absent: true}
	}
	return chart.Level{Level: *level, Within: chart.Within(within)}
}

// finding says in a sentence what the assessment shows.
func finding(now postgres.OutcomeAssessment, before *postgres.OutcomeAssessment) string {
	if len(now.Levels) == 0 {
		return "The library has not assessed itself for this year yet."
	}
	assessed, higher, lower := 0, 0, 0
	for _, l := range now.Levels {
		if l.Level == nil {
			continue
		}
		assessed++
		if last := levelOf(before, l.Outcome); last.Level != nil {
			switch a, b := chartLevel(l.Level, l.Within), chartLevel(last.Level, last.Within); {
			case rank(a) > rank(b):
				higher++
			case rank(a) < rank(b):
				lower++
			}
		}
	}
	text := page.Count(assessed, "outcome") + " of six assessed."
	if before != nil {
		text += " Compared with " + yearWords(before.Year) + ": " + strconv.Itoa(higher) + " higher, " + strconv.Itoa(lower) + " lower."
	}
	return text
}

// rank orders levels: level 3, low, is above level 2 and below level 3, medium.
func rank(l chart.Level) int {
	parts := map[chart.Within]int{chart.Low: 1, chart.Medium: 2, chart.High: 3, chart.Reached: 3}
	if l.Level == 0 {
		return 0
	}
	return (l.Level-1)*3 + parts[l.Within]
}

// draw draws the radar, wide and narrow; none where nothing is assessed.
func (m *overviewPage) draw(v *page.Visit, now postgres.OutcomeAssessment) error {
	if len(now.Levels) == 0 {
		return nil
	}
	c := chart.RadarChart{Series: []string{"As the library sees itself"}}
	validated := slices.ContainsFunc(now.Levels, func(l postgres.OutcomeLevel) bool { return l.ValidatedLevel != nil })
	if validated {
		c.Series = append(c.Series, "As validated")
	}
	for i, t := range terms(v, now.Edition).Terms {
		l := levelOf(&now, t.Code)
		levels := []chart.Level{chartLevel(l.Level, l.Within)}
		if validated {
			levels = append(levels, chartLevel(l.ValidatedLevel, l.ValidatedWithin))
		}
		c.Spokes = append(c.Spokes, chart.Spoke{Short: strconv.Itoa(i + 1), Label: t.Label, Levels: levels})
	}
	wide, err := chart.Radar(chart.Frame{ID: "outcomes", Title: "Levels of the six outcomes, " + m.Year, Width: chart.Wide}, c)
	if err != nil {
		return err
	}
	m.Chart = template.HTML(wide.String()) //nolint:gosec // the package chart escapes everything that it draws
	return nil
}

func (p place) levels(v *page.Visit, now postgres.OutcomeAssessment, before *postgres.OutcomeAssessment, tags []postgres.OutcomeTag) ui.Table {
	t := ui.Table{
		Caption: "Levels of the outcomes", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Outcome", RowHeader: true, Width: "one-third"}, {Text: "This year"}, {Text: "Validated"}, {Text: "Last assessment"}, {Text: "Evidence"}},
	}
	for _, term := range terms(v, now.Edition).Terms {
		l, last := levelOf(&now, term.Code), levelOf(before, term.Code)
		n := 0
		for _, tag := range tags {
			if tag.Outcome == term.Code {
				n++
			}
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			{Text: term.Label, Note: term.Definition},
			{Text: chartLevel(l.Level, l.Within).String(), Note: l.Narrative},
			ui.TextCell(chartLevel(l.ValidatedLevel, l.ValidatedWithin).String()), ui.TextCell(chartLevel(last.Level, last.Within).String()),
			{Text: page.Count(n, "piece"), More: " of evidence for " + term.Label, Href: p.href("/evidence", "outcome", term.Code)},
		}})
	}
	return t
}

func (p place) plan(v *page.Visit, all []postgres.OutcomeAction) ui.Table {
	t := ui.Table{
		Caption: "Improvement plan", CaptionHidden: true, Compact: true, Stack: true, Empty: "There is nothing in the plan of this year.",
		Columns: []ui.Column{{Text: "What", RowHeader: true, Width: "one-third"}, {Text: "Outcome"}, {Text: "Who"}, {Text: "By"}, {Text: "Done"}},
	}
	for _, a := range all {
		what := ui.TextCell(a.Action)
		if v.Me.Actor(p.id).Is(evidence.Manager) {
			what = ui.LinkCell(p.href("/plan/"+a.ID), a.Action)
		}
		done := "not yet"
		if a.DoneOn != "" {
			done = page.DateWords(a.DoneOn)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			what, ui.TextCell(outcomeTitle(v, a.Outcome)), ui.TextCell(a.OwnerRole), ui.TextCell(page.DateWords(a.DueOn)), ui.TextCell(done),
		}})
	}
	return t
}
