package manage

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// longestClosure is how many days can be closed at once.
const longestClosure = 366

// addClosure closes the library on whole days.
func addClosure(v *page.Visit) (change, error) {
	p, err := at(v, evidence.Manager)
	return change{
		Place: p, address: calendarAt + "/closures/new", title: "Add a closure", done: "The closure is saved.",
		intro: "Whole days on which the library is closed. Bank holidays are closed already.",
		fields: func(f *page.Form) []ui.Component {
			first := f.DateInput("from", "First day", "For example, 24 12 2026")
			last := f.DateInput("to", "Last day", "Leave empty for one day.")
			last.Optional = true
			return []ui.Component{first, last, reasonField(f, "Such as “Staff training”.")}
		},
		apply: func(f *page.Form, now rest.CalendarBody) rest.CalendarBody { return closeDays(v, f, now) },
		move:  toClosure,
	}, err
}

// reasonField asks why. Requesters are shown it when they ask why a date is what it is.
func reasonField(f *page.Form, example string) ui.Input {
	r := ui.Input{Field: f.Field("reason", "Reason", example+" People are shown it in the explanation of a date.")}
	r.Autocomplete = "off"
	return r
}

// dateField reads a date, which must be there.
func dateField(v *page.Visit, f *page.Form, name, missing string) string {
	d := f.Date(name, 0, v.Zone)
	if d.IsZero() {
		f.Wrong(name, missing)
		return ""
	}
	return d.Format(time.DateOnly)
}

func closeDays(v *page.Visit, f *page.Form, now rest.CalendarBody) rest.CalendarBody {
	next := normal(now)
	from := dateField(v, f, "from", "Give the first day of the closure.")
	to := from
	if d := f.Date("to", 0, v.Zone); !d.IsZero() {
		to = d.Format(time.DateOnly)
	}
	reason := f.Get("reason")
	if reason == "" {
		f.Wrong("reason", "Say why the library is closed.")
	}
	if to < from {
		f.Wrong("to", "The last day comes after the first, or is left empty.")
	}
	if f.Failed() {
		return next
	}
	n := 0
	for date := from; date <= to; date = nextDay(date) {
		if n++; n > longestClosure {
			f.Wrong("to", "Close the library for at most a year at once.")
			return next
		}
		if slices.ContainsFunc(next.SpecialOpenings, func(s calendar.SpecialOpening) bool { return s.Date == date }) {
			f.Wrong("from", page.DateWords(date)+" has hours of its own. Remove those first.")
			return next
		}
		next.Closures = slices.DeleteFunc(next.Closures, func(c calendar.Closure) bool { return c.Date == date })
		next.Closures = append(next.Closures, calendar.Closure{Date: date, Reason: reason})
	}
	return normal(next)
}

func toClosure(p apiclient.FieldProblem) apiclient.FieldProblem {
	switch {
	case strings.HasPrefix(p.Field, "closures") && strings.HasSuffix(p.Field, ".reason"):
		p.Field = "reason"
	case strings.HasPrefix(p.Field, "closures"):
		p.Field = "from"
	}
	return p
}

// removeClosure opens the library again on days that were to be closed.
func removeClosure(v *page.Visit) (change, error) {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return change{}, err
	}
	from, to, several := strings.Cut(v.Param("dates"), "..")
	if !several {
		to = from
	}
	s := stretch{From: from, To: to}
	if nextDay(from) == "" || nextDay(to) == "" || to < from {
		return change{}, page.ErrNotFound
	}
	return change{
		Place: p, address: calendarAt + "/closures/" + s.path() + "/remove", title: "Remove a closure", done: "The closure is removed.",
		intro: fmt.Sprintf("The library was to be closed on %s. It will have its usual hours.", s.words()),
		apply: func(_ *page.Form, now rest.CalendarBody) rest.CalendarBody {
			next := normal(now)
			next.Closures = slices.DeleteFunc(next.Closures, func(c calendar.Closure) bool { return c.Date >= from && c.Date <= to })
			return next
		},
	}, nil
}

// addOpening gives one day hours of its own.
func addOpening(v *page.Visit) (change, error) {
	p, err := at(v, evidence.Manager)
	return change{
		Place: p, address: calendarAt + "/openings/new", title: "Add different hours for a day", done: "The hours of that day are saved.",
		intro: "Shorter or longer hours than usual for one day. They hold on a bank holiday too.",
		fields: func(f *page.Form) []ui.Component {
			date := f.DateInput("date", "Day", "For example, 24 12 2026")
			open := ui.Input{Field: f.Field("periods", "Open", "Such as 9am to 1pm.")}
			open.Autocomplete = "off"
			return []ui.Component{date, open, reasonField(f, "Such as “Christmas Eve”.")}
		},
		apply: func(f *page.Form, now rest.CalendarBody) rest.CalendarBody { return openDay(v, f, now) },
		move:  toOpening,
	}, err
}

func openDay(v *page.Visit, f *page.Form, now rest.CalendarBody) rest.CalendarBody {
	next := normal(now)
	date := dateField(v, f, "date", "Give the day.")
	periods, ok := readHours(f.Get("periods"))
	switch {
	case !ok:
		f.Wrong("periods", hoursHelp)
	case len(periods) == 0:
		f.Wrong("periods", "Give the hours. For a day without any, add a closure.")
	}
	if f.Get("reason") == "" {
		f.Wrong("reason", "Say why the hours are different.")
	}
	if date != "" && slices.ContainsFunc(next.Closures, func(c calendar.Closure) bool { return c.Date == date }) {
		f.Wrong("date", "The library is to be closed on that day. Remove the closure first.")
	}
	if f.Failed() {
		return next
	}
	next.SpecialOpenings = slices.DeleteFunc(next.SpecialOpenings, func(s calendar.SpecialOpening) bool { return s.Date == date })
	next.SpecialOpenings = append(next.SpecialOpenings, calendar.SpecialOpening{Date: date, Periods: periods, Reason: f.Get("reason")})
	return normal(next)
}

func toOpening(p apiclient.FieldProblem) apiclient.FieldProblem {
	switch {
	case !strings.HasPrefix(p.Field, "special_openings"):
	case strings.HasSuffix(p.Field, ".reason"):
		p.Field = "reason"
	case strings.HasSuffix(p.Field, ".date"):
		p.Field = "date"
	default:
		p.Field = "periods"
	}
	return p
}

// removeOpening gives a day its usual hours back.
func removeOpening(v *page.Visit) (change, error) {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return change{}, err
	}
	date := v.Param("date")
	if nextDay(date) == "" {
		return change{}, page.ErrNotFound
	}
	return change{
		Place: p, address: calendarAt + "/openings/" + date + "/remove", title: "Remove different hours", done: "That day has its usual hours again.",
		intro: page.DateWords(date) + " was to have hours of its own. It will have the usual ones.",
		apply: func(_ *page.Form, now rest.CalendarBody) rest.CalendarBody {
			next := normal(now)
			next.SpecialOpenings = slices.DeleteFunc(next.SpecialOpenings, func(s calendar.SpecialOpening) bool { return s.Date == date })
			return next
		},
	}, nil
}
