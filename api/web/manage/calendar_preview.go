package manage

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/calendar"
)

// previewPage is what a change would do, before it is saved.
type previewPage struct {
	Place    place
	Title    string
	Versions *ui.Versions // when somebody else saved first
	Changes  *ui.Table
	Moves    moves
	Start    ui.Form
	Hidden   []ui.Component
	Buttons  []ui.Component
}

// moves are the promises that would move.
type moves struct {
	Any   bool
	Words string
	By    []string // how many of whom
	Table ui.Table
	More  string
}

// mostMoves is how many requests the page lists.
const mostMoves = 50

// preview asks whether the change is to be saved, on the calendar as it is now. When somebody else has saved since the form was
// opened, both versions are shown.
func (c change) preview(v *page.Visit, now rest.CalendarResult, next rest.CalendarBody, overtaken bool) error {
	f := v.Form()
	var found rest.CalendarPreview
	if err := v.Post(c.Place.api("/calendar/preview"), next, &found); err != nil {
		if refused(f, err, c.moved) {
			return c.form(v, v.Again)
		}
		return err
	}
	f.Set(page.VersionField, strconv.Itoa(now.Version))
	m := previewPage{
		Place: c.Place, Title: "Check what this changes", Moves: movesOf(found), Start: f.Start(c.Place.href(c.address)), Hidden: typed(f),
		Buttons: saveButtons(len(found.Requests) > 0, c.fields != nil),
	}
	show := v.Show
	if overtaken {
		m.Title, m.Versions, show = "Somebody else changed the calendar", bothCalendars(now.CalendarBody, next), v.Conflict
	} else {
		m.Changes = changesTable(now.CalendarBody, next)
	}
	return show("calendar_preview", page.View{
		Title: m.Title, Current: settingsAt, Back: c.Place.href(calendarAt), BackTo: "Opening hours", Form: f, Data: m,
	})
}

func saveButtons(moving, editable bool) []ui.Component {
	save := func(text, do string, variant ui.Variant) ui.Component {
		return ui.Button{Text: text, Name: doField, Value: do, Variant: variant, PreventDoubleClick: true}
	}
	list := []ui.Component{save("Save", doKeep, ui.Primary)}
	if moving {
		list = []ui.Component{save("Save and move these dates", doMove, ui.Primary), save("Save and keep these dates", doKeep, ui.Secondary)}
	}
	if editable {
		list = append(list, save("Change what you entered", doEdit, ui.LinkButton))
	}
	return list
}

// line is one thing that a calendar says.
type line struct{ label, now, next string }

// lines are everything that two calendars say, side by side.
func lines(now, next rest.CalendarBody) []line {
	list := []line{
		{"Name", now.Name, next.Name},
		{"Time zone", zoneWords(now.Zone), zoneWords(next.Zone)},
		{"Bank holidays", nationWords(now.Nation), nationWords(next.Nation)},
	}
	for _, d := range weekdays() {
		list = append(list, line{d.String(), openWords(now.Week.On(d)), openWords(next.Week.On(d))})
	}
	return append(list,
		line{"Closures", closureLines(now.Closures), closureLines(next.Closures)},
		line{"Days with different hours", openingLines(now.SpecialOpenings), openingLines(next.SpecialOpenings)})
}

func closureLines(list []calendar.Closure) string {
	var words []string
	for _, s := range stretches(list, "") {
		words = append(words, s.words()+": "+s.Reason)
	}
	return strings.Join(words, "\n")
}

func openingLines(list []calendar.SpecialOpening) string {
	var words []string
	for _, s := range normal(rest.CalendarBody{SpecialOpenings: list}).SpecialOpenings {
		words = append(words, page.DateWords(s.Date)+", "+openWords(s.Periods)+": "+s.Reason)
	}
	return strings.Join(words, "\n")
}

func bothCalendars(theirs, yours rest.CalendarBody) *ui.Versions {
	both := &ui.Versions{Heading: "Both versions", Theirs: "As it is now", Yours: "With your change, not saved"}
	for _, l := range lines(theirs, yours) {
		both.Fields = append(both.Fields, ui.VersionedField{Label: l.label, Theirs: l.now, Yours: l.next})
	}
	return both
}

// changesTable shows only what differs; of lists, only the lines that do.
func changesTable(now, next rest.CalendarBody) *ui.Table {
	t := &ui.Table{
		Caption: "What changes", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "What", RowHeader: true}, {Text: "Now"}, {Text: "From now on"}},
	}
	for _, l := range lines(now, next) {
		if l.now == l.next {
			continue
		}
		a, b := only(l.now, l.next), only(l.next, l.now)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(l.label), differing(a), differing(b)}})
	}
	return t
}

// only gives the lines of a that b has not.
func only(a, b string) []string {
	other := strings.Split(b, "\n")
	return slices.DeleteFunc(strings.Split(a, "\n"), func(s string) bool { return s == "" || slices.Contains(other, s) })
}

func differing(lines []string) ui.Cell {
	if len(lines) == 0 {
		return ui.PartsCell(ui.Note("Nothing"))
	}
	return ui.TextCell(strings.Join(lines, "; "))
}

func movesOf(p rest.CalendarPreview) moves {
	n := len(p.Requests) + p.More
	m := moves{Any: n > 0, Words: "No promised date of an open request would move."}
	if n == 0 {
		return m
	}
	m.Words = fmt.Sprintf("%s would move, %s would stay.", page.Count(n, "promised date"), ui.Number(p.Unchanged))
	m.By = byOwner(p)
	m.Table = ui.Table{
		Caption: "Requests whose promised date would move", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Request", RowHeader: true}, {Text: "Librarian"}, {Text: "Promised now"}, {Text: "Would be"}},
	}
	for _, r := range p.Requests[:min(len(p.Requests), mostMoves)] {
		which := "Later"
		if r.To.Before(r.From) {
			which = "Earlier"
		}
		to := ui.PartsCell(ui.Time{At: r.To})
		to.Note = which
		m.Table.Rows = append(m.Table.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell("/work/"+string(r.ID), r.Reference), ui.TextCell(ownerName(r)), ui.PartsCell(ui.Time{At: r.From}), to,
		}})
	}
	if more := n - len(m.Table.Rows); more > 0 {
		m.More = "And " + page.Count(more, "more request") + ", all due later than these."
	}
	return m
}

func ownerName(r rest.CalendarMove) string {
	if r.OwnerName == "" {
		return "Not taken"
	}
	return r.OwnerName
}

// byOwner counts the moves of each librarian, the most first. It counts those that the API lists.
func byOwner(p rest.CalendarPreview) []string {
	counts := map[string]int{}
	var names []string
	for _, r := range p.Requests {
		if counts[ownerName(r)]++; counts[ownerName(r)] == 1 {
			names = append(names, ownerName(r))
		}
	}
	if len(names) < 2 || p.More > 0 { //nolint:mnd // of one, the total says it
		return nil
	}
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(counts[b], counts[a]) })
	var list []string
	for _, name := range names {
		list = append(list, name+": "+page.Count(counts[name], "date"))
	}
	return list
}
