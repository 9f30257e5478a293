package work

import (
	"cmp"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// deadlinePage is how the dates of a request came about.
type deadlinePage struct {
	Top      []ui.Component
	Summary  string
	Rule     string
	Hours    string
	Dates    ui.SidePanel
	Upcoming *ui.Table
	Counted  *ui.Table
	Planned  *ui.Table
	Pauses   *ui.Table
	Skipped  *ui.Table
	Versions ui.Table
	Notices  []string
	Short    bool
	Agree    *ui.Button
}

func deadline(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	var d rest.DeadlineView
	if err := v.Read(b.API("deadline"), &d); err != nil {
		return err
	}
	p := deadlinePage{Top: b.Top("deadline"), Dates: dates(v, d), Upcoming: upcoming(d.Upcoming), Versions: promiseTable(d.Versions)}
	if e := d.Explanation; e != nil {
		p.Summary, p.Rule, p.Hours, p.Short = e.Summary, e.Rule.Text, e.Calendar.Name+": "+e.Calendar.Hours, e.Shortened
		p.Counted = intervals("Time that has counted", e.Counted)
		p.Planned = intervals("Time that will count", e.Planned)
		p.Pauses, p.Skipped = pauses(e.Pauses), skipped(e.SkippedDays)
		for _, n := range e.Notices {
			p.Notices = append(p.Notices, n.Text)
		}
	}
	if b.Can(evidence.AgreeDeadline) {
		p.Agree = &ui.Button{Text: "Agree another date", Href: b.URL(string(evidence.AgreeDeadline)), Variant: ui.Secondary}
	}
	view := b.View("How the deadline came about", p)
	return v.Show("deadline", view)
}

func dates(v *page.Visit, d rest.DeadlineView) ui.SidePanel {
	panel := ui.SidePanel{Heading: "The dates"}
	add := func(label, words string) {
		panel.Facts = append(panel.Facts, ui.Fact{Label: label, Value: ui.Text(words)})
	}
	promise := cmp.Or(momentOrNothing(v, d.PromiseDue), "Nothing now: the clock is stopped, or a date is to be agreed")
	if d.Agreed && !d.PromiseDue.IsZero() {
		promise += ", as agreed"
	}
	add("The date that counts", cmp.Or(momentOrNothing(v, d.DueBy), "No date now"))
	add("Promised for", promise)
	add("Decision", cmp.Or(momentOrNothing(v, d.DecisionAt), "None known"))
	add("Asked for by", cmp.Or(dayOrNothing(v, d.NeededBy), "No date"))
	if d.MustAgree {
		add("To do", "The promise falls after the decision: agree another date")
	}
	return panel
}

// upcoming is what the engine will do by itself.
func upcoming(list []evidence.Deadline) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	t := &ui.Table{Caption: "What will happen by itself", CaptionSize: "s", Compact: true, Columns: []ui.Column{{Text: "What", RowHeader: true}, {Text: "When"}}}
	for _, d := range list {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(stepWords(d.Name)), ui.PartsCell(ui.Time{At: d.At})}})
	}
	return t
}

func intervals(caption string, list []calendar.Interval) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	t := &ui.Table{Caption: caption, CaptionSize: "s", Compact: true, Scroll: true, Columns: []ui.Column{
		{Text: "From", RowHeader: true}, {Text: "To"}, {Text: "Length", Numeric: true}, {Text: "Note"},
	}}
	for _, i := range list {
		note := i.Note
		if i.Merged > 1 {
			note = join(note, page.Count(i.Merged, "stretch")+" together")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.PartsCell(ui.Time{At: i.From}), ui.PartsCell(ui.Time{At: i.To}), ui.TextCell(page.Minutes(i.Minutes)), ui.TextCell(note),
		}})
	}
	return t
}

func pauses(list []calendar.PauseLine) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	t := &ui.Table{Caption: "When the clock was stopped", CaptionSize: "s", Compact: true, Columns: []ui.Column{
		{Text: "Why", RowHeader: true}, {Text: "From"}, {Text: "To"}, {Text: "Working time left out", Numeric: true},
	}}
	for _, p := range list {
		until := ui.PartsCell(ui.Time{At: p.To})
		if p.To.IsZero() {
			until = ui.TextCell("It still is")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(p.Text), ui.PartsCell(ui.Time{At: p.From}), until, ui.TextCell(page.Minutes(p.Minutes))}})
	}
	return t
}

func skipped(list []calendar.SkippedDay) *ui.Table {
	if len(list) == 0 {
		return nil
	}
	t := &ui.Table{Caption: "Days on which the library is closed", CaptionSize: "s", Compact: true, Columns: []ui.Column{{Text: "Day", RowHeader: true}, {Text: "Why"}}}
	for _, s := range list {
		day := page.DateWords(s.Date)
		if s.Until != "" {
			day += " to " + page.DateWords(s.Until)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(day), ui.TextCell(s.Text)}})
	}
	return t
}

// promiseTable is every promise that was in force, the newest first.
func promiseTable(list []rest.PromiseView) ui.Table {
	t := ui.Table{
		Caption: "Every promise so far", CaptionSize: "s", Compact: true, Scroll: true, Empty: "Nothing has been promised yet.", Columns: []ui.Column{
			{Text: "Because", RowHeader: true}, {Text: "When"}, {Text: "Promised for"}, {Text: "Allowed", Numeric: true}, {Text: "Left then", Numeric: true},
		},
	}
	for i := len(list) - 1; i >= 0; i-- {
		p := list[i]
		promised := ui.PartsCell(ui.Time{At: p.PromiseDue})
		if p.PromiseDue.IsZero() {
			promised = ui.TextCell("To be agreed")
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(stepWords(p.Command)), ui.PartsCell(ui.Time{At: p.At}), promised, ui.TextCell(page.Minutes(p.Budget)), ui.TextCell(page.Minutes(max(p.Remaining, 0))),
		}})
	}
	return t
}
