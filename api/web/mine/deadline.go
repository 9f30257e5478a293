package mine

import (
	"slices"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// deadline explains the date down to the working day.
func deadline(v *page.Visit) error {
	r, err := read(v)
	if err != nil {
		return err
	}
	var d rest.DeadlineView
	if err := v.Read("/requests/"+idOf(v)+"/deadline", &d); err != nil {
		return err
	}
	m := deadlineModel{Reference: r.Reference, Dates: dates(d), Versions: versions(d)}
	if e := d.Explanation; e != nil {
		m.Summary, m.Rule, m.Hours, m.Days = e.Summary, e.Rule.Text, e.Calendar.Hours, days(v, d)
	}
	return v.Show("deadline", r.view("How we worked out the date", nil, m))
}

type deadlineModel struct {
	Reference string
	Dates     ui.SummaryList
	Summary   string
	Rule      string
	Hours     string
	Days      ui.Table
	Versions  *ui.Table
}

func dates(d rest.DeadlineView) ui.SummaryList {
	var list ui.SummaryList
	add := func(key, empty string, at time.Time) {
		row := ui.SummaryRow{Key: key, Empty: empty}
		if !at.IsZero() {
			row.Parts = []ui.Component{ui.Time{At: at}}
		}
		list.Rows = append(list.Rows, row)
	}
	add("Expected by", "The clock is stopped", d.PromiseDue)
	add("You asked for it by", "You gave no date", d.NeededBy)
	add("The decision is on", "You gave no date", d.DecisionAt)
	return list
}

// days lists what counted, what will count and what does not, by date.
func days(v *page.Visit, d rest.DeadlineView) ui.Table {
	t := ui.Table{
		Caption: "The days that count, and those that do not", CaptionSize: "m", Compact: true,
		Columns: []ui.Column{{Text: "Date", RowHeader: true}, {Text: "What happens"}, {Text: "Opening time"}},
		Empty:   "Nothing has been counted yet.",
	}
	type line struct {
		on  string
		row ui.Row
	}
	var lines []line
	add := func(date, what, length string) {
		at, err := time.ParseInLocation(time.DateOnly, date, v.Zone)
		if err == nil {
			lines = append(lines, line{date, ui.Row{Cells: []ui.Cell{ui.TimeCell(at), ui.TextCell(what), ui.TextCell(length)}}})
		}
	}
	e := d.Explanation
	for _, i := range e.Counted {
		add(i.Date, together("Counted", several(i.Merged), i.Note), page.Minutes(i.Minutes))
	}
	for _, i := range e.Planned {
		add(i.Date, together("Still to come", several(i.Merged), i.Note), page.Minutes(i.Minutes))
	}
	for _, p := range e.Pauses {
		add(p.From.In(v.Zone).Format(time.DateOnly), together("Stopped: "+p.Text, several(p.Merged)), page.Minutes(p.Minutes)+" not counted")
	}
	for _, s := range e.SkippedDays {
		add(s.Date, together(shut(s), several(s.Merged)), "None")
	}
	slices.SortStableFunc(lines, func(a, b line) int { return strings.Compare(a.on, b.on) })
	for _, l := range lines {
		t.Rows = append(t.Rows, l.row)
	}
	return t
}

// shut says why the library does not open on a day.
func shut(s calendar.SkippedDay) string {
	switch s.Reason {
	case calendar.SkippedHoliday:
		return "Bank holiday: " + s.Text
	case calendar.SkippedClosure:
		return "Closed: " + s.Text
	}
	return s.Text
}

// several marks a line that stands for many, from its date on.
func several(merged int) string {
	if merged == 0 {
		return ""
	}
	return "(" + ui.Number(merged) + " lines together)"
}

// versions lists the dates that were promised one after another; nil when there was only one.
func versions(d rest.DeadlineView) *ui.Table {
	if len(d.Versions) < 2 { // one date has no history
		return nil
	}
	words := map[evidence.ClockAction]string{
		evidence.ClockStart: "Our usual time", evidence.ClockResume: "The clock ran again", evidence.ClockAgree: "A date was agreed",
		evidence.ClockRebase: "The urgency changed", evidence.ClockAgain: "The opening hours changed",
	}
	t := &ui.Table{
		Caption: "All dates so far", CaptionSize: "m", Compact: true,
		Columns: []ui.Column{{Text: "Set on", RowHeader: true}, {Text: "Why"}, {Text: "Expected by"}},
	}
	for _, p := range d.Versions {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TimeCell(p.At), ui.TextCell(words[p.Action]), ui.TimeCell(p.PromiseDue)}})
	}
	return t
}
