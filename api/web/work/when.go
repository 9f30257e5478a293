package work

import (
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
)

// occurred is the field of the time at which a command happened.
const occurred = "occurred_at"

// timeOf is the name of the field of the time of day that belongs to a date.
func timeOf(name string) string { return name + "_time" }

// whenFields ask when it happened, for what was agreed on the phone or at the bedside and is written down afterwards.
func (d *desk) whenFields() (*ui.Details, []ui.Component) {
	f := d.form
	last := ui.TimeFull.Write(d.bench.At.In(d.Zone))
	parts := []ui.Component{
		f.DateInput(occurred, "Date", "Leave it empty when it happens now. Not before the last step: "+last+"."), dayTime(f, occurred, "Time", "Such as 2:30pm."),
	}
	open := f.Error(occurred) != "" || f.Error(timeOf(occurred)) != "" || f.Get(occurred+".day") != ""
	return &ui.Details{Summary: "It happened earlier than now", Open: open}, parts
}

// timed reads when it happened: nothing for now.
func (d *desk) timed() rest.Timed {
	return rest.Timed{OccurredAt: moment(d.form, occurred, 0, d.Zone, true)}
}

// dayTime is the field of the time of day that belongs to a date.
func dayTime(f *page.Form, name, label string, hint ...string) ui.TimeInput {
	return ui.TimeInput{Field: f.Field(timeOf(name), label, hint...)}
}

// closes is the field of the time of day by which something is promised.
func closes(f *page.Form, name string) ui.TimeInput {
	t := dayTime(f, name, "Time", "5pm when you leave it empty.")
	t.Optional = true
	return t
}

// moment reads a date with its time of day. Without a time it is at the hour, or wrong where the exact time is needed.
func moment(f *page.Form, name string, hour int, zone *time.Location, exact bool) time.Time {
	day := f.Date(name, 0, zone)
	typed := f.Get(timeOf(name))
	switch {
	case day.IsZero() && typed != "" && f.Error(name) == "":
		f.Wrong(name, "Give the date as well as the time.")
		return time.Time{}
	case day.IsZero():
		return day
	case typed == "" && exact:
		f.Wrong(timeOf(name), "Give the time, such as 2:30pm.")
		return time.Time{}
	case typed == "":
		return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, zone)
	}
	h, m, ok := page.TimeOfDay(typed)
	if !ok {
		f.Wrong(timeOf(name), "Give a time of day, such as 2:30pm or 14:30.")
		return time.Time{}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, zone)
}

// fillMoment fills a date and its time unless they were typed.
func fillMoment(f *page.Form, name string, t time.Time, zone *time.Location) {
	if t.IsZero() || f.Has(name+".day") {
		return
	}
	f.DefaultDate(name, t, zone)
	f.Default(timeOf(name), ui.TimeClock.Write(t.In(zone)))
}
