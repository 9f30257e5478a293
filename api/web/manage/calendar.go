package manage

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

// calendarPage is when the library is open.
type calendarPage struct {
	Place    place
	Hours    ui.SummaryCard
	Closures ui.Table
	Openings ui.Table
	Past     string // how many closures and openings lie in the past
	Holidays ui.Table
	Source   string // where the bank holidays are from
	Buttons  struct{ Closure, Opening ui.Button }
	Again    ui.Link
}

func showCalendar(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	now, err := p.calendar(v)
	if err != nil {
		return err
	}
	today := v.Now().In(v.Zone).Format(time.DateOnly)
	m := calendarPage{Place: p, Hours: p.hoursCard(now), Closures: p.closureTable(now, today), Openings: p.openingTable(now, today)}
	var holidays struct {
		Items []calendar.Holiday `json:"items"`
	}
	if err := v.Read("/holidays", &holidays); err != nil {
		return err
	}
	m.Holidays = holidayTable(now, holidays.Items, v.Now().In(v.Zone))
	m.Source = "From " + calendar.HolidaysSource + ", edition " + calendar.HolidaysVersion + ", with what the people who run the service have entered or corrected since."
	m.Past = pastWords(now, today)
	m.Buttons.Closure = ui.Button{Text: "Add a closure", Variant: ui.Secondary, Small: true, Href: p.href(calendarAt + "/closures/new")}
	m.Buttons.Opening = ui.Button{Text: "Add different hours for a day", Variant: ui.Secondary, Small: true, Href: p.href(calendarAt + "/openings/new")}
	m.Again = ui.Link{Href: p.href(calendarAt + "/recompute"), Text: "Work out the dates of open requests again"}
	return v.Show("calendar", page.View{Title: "Opening hours", Current: settingsAt, Back: p.href(settingsAt), BackTo: "Settings", Data: m})
}

func (p place) calendar(v *page.Visit) (rest.CalendarResult, error) {
	var now rest.CalendarResult
	return now, v.Read(p.api("/calendar"), &now)
}

func (p place) hoursCard(now rest.CalendarResult) ui.SummaryCard {
	rows := []ui.SummaryRow{
		{Key: "Name", Value: now.Name}, {Key: "Time zone", Value: zoneWords(now.Zone)}, {Key: "Bank holidays", Value: nationWords(now.Nation)},
	}
	for _, d := range weekdays() {
		rows = append(rows, ui.SummaryRow{Key: d.String(), Value: openWords(now.Week.On(d))})
	}
	return ui.SummaryCard{
		Heading: "Usual hours", List: ui.SummaryList{Rows: rows, Dense: true},
		Actions: []ui.Link{{Text: "Change", Href: p.href(calendarAt + "/hours"), More: "the usual hours"}},
	}
}

// weekdays begin with Monday.
func weekdays() []time.Weekday {
	return []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday, time.Saturday, time.Sunday}
}

func nationWords(n calendar.Nation) string {
	switch n {
	case calendar.EnglandAndWales:
		return "England and Wales"
	case calendar.Scotland:
		return "Scotland"
	case calendar.NorthernIreland:
		return "Northern Ireland"
	case calendar.NationNone:
		return "None: open on bank holidays"
	}
	return string(n)
}

// zoneWords names a time zone by its place.
func zoneWords(zone string) string {
	_, place, found := strings.Cut(zone, "/")
	if !found {
		return zone
	}
	return strings.ReplaceAll(place, "_", " ")
}

// stretch is days in a row that are closed for the same reason.
type stretch struct{ From, To, Reason string }

// stretches puts closures that follow one another together, those that are over left out.
func stretches(list []calendar.Closure, today string) []stretch {
	days := slices.Clone(list)
	slices.SortFunc(days, func(a, b calendar.Closure) int { return strings.Compare(a.Date, b.Date) })
	var all []stretch
	for _, d := range days {
		if d.Date < today {
			continue
		}
		if n := len(all); n > 0 && all[n-1].Reason == d.Reason && nextDay(all[n-1].To) == d.Date {
			all[n-1].To = d.Date
			continue
		}
		all = append(all, stretch{d.Date, d.Date, d.Reason})
	}
	return all
}

func nextDay(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return ""
	}
	return t.AddDate(0, 0, 1).Format(time.DateOnly)
}

// words are the days in words: "Thursday 24 December 2026".
func (s stretch) words() string {
	if s.From == s.To {
		return page.DateWords(s.From)
	}
	return page.DateWords(s.From) + " to " + page.DateWords(s.To)
}

// path names the days in an address.
func (s stretch) path() string {
	if s.From == s.To {
		return s.From
	}
	return s.From + ".." + s.To
}

func (p place) closureTable(now rest.CalendarResult, today string) ui.Table {
	t := ui.Table{
		Caption: "Closures to come", CaptionHidden: true, Compact: true, Stack: true, Empty: "No closures are to come.",
		Columns: []ui.Column{{Text: "Closed", RowHeader: true}, {Text: "Reason"}, {Text: "Remove", Hidden: true}},
	}
	for _, s := range stretches(now.Closures, today) {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(s.words()), ui.TextCell(s.Reason), {Text: "Remove", More: "the closure: " + s.words(), Href: p.href(calendarAt + "/closures/" + s.path() + "/remove")},
		}})
	}
	return t
}

func (p place) openingTable(now rest.CalendarResult, today string) ui.Table {
	t := ui.Table{
		Caption: "Days with different hours", CaptionHidden: true, Compact: true, Stack: true, Empty: "No day has different hours.",
		Columns: []ui.Column{{Text: "Day", RowHeader: true}, {Text: "Open"}, {Text: "Reason"}, {Text: "Remove", Hidden: true}},
	}
	days := slices.Clone(now.SpecialOpenings)
	slices.SortFunc(days, func(a, b calendar.SpecialOpening) int { return strings.Compare(a.Date, b.Date) })
	for _, s := range days {
		if s.Date < today {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(page.DateWords(s.Date)), ui.TextCell(openWords(s.Periods)), ui.TextCell(s.Reason),
			{Text: "Remove", More: "the hours of " + page.DateWords(s.Date), Href: p.href(calendarAt + "/openings/" + s.Date + "/remove")},
		}})
	}
	return t
}

func pastWords(now rest.CalendarResult, today string) string {
	n := 0
	for _, c := range now.Closures {
		if c.Date < today {
			n++
		}
	}
	for _, s := range now.SpecialOpenings {
		if s.Date < today {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return page.Count(n, "day") + " in the past that was closed or had different hours is kept, because dates of the past were counted by it."
}

// holidayTable lists the bank holidays of the next twelve months, with what the library does on them.
func holidayTable(now rest.CalendarResult, all []calendar.Holiday, from time.Time) ui.Table {
	t := ui.Table{
		Caption: "Bank holidays in the next 12 months", CaptionHidden: true, Compact: true, Stack: true, Empty: "The library keeps no bank holidays.",
		Columns: []ui.Column{{Text: "Day", RowHeader: true}, {Text: "Bank holiday"}, {Text: "The library is"}},
	}
	first, last := from.Format(time.DateOnly), from.AddDate(1, 0, 0).Format(time.DateOnly)
	for _, h := range all {
		if h.Nation != now.Nation || h.Date < first || h.Date > last {
			continue
		}
		state := ui.TextCell("Closed")
		if i := slices.IndexFunc(now.SpecialOpenings, func(s calendar.SpecialOpening) bool { return s.Date == h.Date }); i >= 0 {
			state = ui.TextCell("Open " + openWords(now.SpecialOpenings[i].Periods))
		}
		name := ui.TextCell(h.Name)
		if h.Status == calendar.Derived {
			name.Note = "By the usual rules: not published yet"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(page.DateWords(h.Date)), name, state}})
	}
	return t
}
