package manage

import (
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/calendar"
)

// What the buttons of the preview say, in the field _do.
const (
	doField = "_do"
	doMove  = "move" // save, and have open requests work out their dates again
	doKeep  = "keep" // save, and leave their dates
	doEdit  = "edit" // back to the form
)

// change is one way to change the calendar: a form, or a question where there is nothing to fill in. What is sent is the change,
// not the calendar that follows from it, so whatever somebody else saves meanwhile is kept.
type change struct {
	Place   place
	address string // of the form
	title   string
	intro   string
	done    string // said when it is saved
	fill    func(f *page.Form, now rest.CalendarBody)
	fields  func(f *page.Form) []ui.Component // in the order of the page
	apply   func(f *page.Form, now rest.CalendarBody) rest.CalendarBody
	move    func(apiclient.FieldProblem) apiclient.FieldProblem // what the API finds wrong, to the fields of the form
}

// with makes a handler of a step of a change.
func with(kind func(*page.Visit) (change, error), step func(change, *page.Visit) error) page.Handler {
	return func(v *page.Visit) error {
		c, err := kind(v)
		if err != nil {
			return err
		}
		return step(c, v)
	}
}

// changePage is the form, or the question.
type changePage struct {
	Place  place
	Title  string
	Intro  string
	Start  ui.Form
	Fields []ui.Component
	Button ui.Button
	Cancel ui.Link
}

func (c change) show(v *page.Visit) error {
	now, err := c.Place.calendar(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if c.fill != nil && !f.Restored {
		c.fill(f, now.CalendarBody)
	}
	f.Default(page.VersionField, strconv.Itoa(now.Version))
	return c.form(v, v.Show)
}

func (c change) form(v *page.Visit, show shower) error {
	f := v.Form()
	m := changePage{
		Place: c.Place, Title: c.title, Intro: c.intro, Button: ui.Button{Text: "Continue", PreventDoubleClick: true},
		Cancel: ui.Link{Text: "Cancel", Href: c.Place.href(calendarAt)},
	}
	if c.fields != nil {
		m.Fields = c.fields(f)
	}
	m.Start = f.Start(c.Place.href(c.address))
	return show("calendar_change", page.View{
		Title: c.title, Current: settingsAt, Back: c.Place.href(calendarAt), BackTo: "Opening hours", Form: f, Data: m,
	})
}

// take shows what the change would do; sent from there, it saves it.
func (c change) take(v *page.Visit) error {
	f := v.Form()
	now, err := c.Place.calendar(v)
	if err != nil {
		return err
	}
	do := f.Get(doField)
	next := c.apply(f, now.CalendarBody)
	switch {
	case do == doEdit:
		return c.form(v, v.Show)
	case f.Failed():
		return c.form(v, v.Again)
	case same(next, now.CalendarBody) && do == "":
		return v.Go(c.Place.href(calendarAt), "The calendar says so already. Nothing was changed.")
	case same(next, now.CalendarBody): // pressed twice: it is saved
		return v.Go(c.Place.href(calendarAt), c.done)
	case f.Version() != now.Version:
		return c.preview(v, now, next, true)
	case do == "":
		return c.preview(v, now, next, false)
	}
	return c.save(v, now, next, do == doMove)
}

func (c change) save(v *page.Visit, now rest.CalendarResult, next rest.CalendarBody, moves bool) error {
	f := v.Form()
	err := v.Put(c.Place.api("/calendar"), now.Version, next, nil)
	var unused rest.CalendarResult
	switch {
	case page.Stale(err, &unused): // between the reading and the writing of this visit
		if now, err = c.Place.calendar(v); err != nil {
			return err
		}
		return c.preview(v, now, c.apply(f, now.CalendarBody), true)
	case refused(f, err, c.moved):
		return c.form(v, v.Again)
	case err != nil:
		return err
	case !moves:
		return v.Go(c.Place.href(calendarAt), c.done)
	}
	n, err := c.Place.recompute(v)
	if err != nil {
		return v.Go(c.Place.href(calendarAt+"/recompute"), c.done+" The dates of open requests could not be worked out again just now: do that here in a moment.")
	}
	return v.Go(c.Place.href(calendarAt), c.done+" "+n)
}

func (c change) moved(p apiclient.FieldProblem) apiclient.FieldProblem {
	if c.move == nil {
		return p
	}
	return c.move(p)
}

// same reports whether two calendars say the same.
func same(a, b rest.CalendarBody) bool { return reflect.DeepEqual(normal(a), normal(b)) }

// normal makes absent lists empty ones and puts days in their order.
func normal(b rest.CalendarBody) rest.CalendarBody {
	week := func(list []calendar.Period) []calendar.Period { return append([]calendar.Period{}, list...) }
	b.Week = calendar.Week{
		Monday: week(b.Week.Monday), Tuesday: week(b.Week.Tuesday), Wednesday: week(b.Week.Wednesday), Thursday: week(b.Week.Thursday),
		Friday: week(b.Week.Friday), Saturday: week(b.Week.Saturday), Sunday: week(b.Week.Sunday),
	}
	b.Closures = append([]calendar.Closure{}, b.Closures...)
	slices.SortFunc(b.Closures, func(x, y calendar.Closure) int { return strings.Compare(x.Date, y.Date) })
	b.SpecialOpenings = append([]calendar.SpecialOpening{}, b.SpecialOpenings...)
	slices.SortFunc(b.SpecialOpenings, func(x, y calendar.SpecialOpening) int { return strings.Compare(x.Date, y.Date) })
	return b
}

// typed is what was filled in, as hidden fields, without what belongs to the form as such.
func typed(f *page.Form) []ui.Component {
	var list []ui.Component
	for _, name := range slices.Sorted(maps.Keys(f.Values())) {
		if name == doField || name == page.KeyField || name == page.VersionField {
			continue
		}
		for _, value := range f.All(name) {
			list = append(list, ui.Hidden{Name: name, Value: value})
		}
	}
	return list
}
