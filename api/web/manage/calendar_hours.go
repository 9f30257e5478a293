package manage

import (
	"slices"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// changeHours changes the ordinary week, whose bank holidays are kept, the name and the zone.
func changeHours(v *page.Visit) (change, error) {
	p, err := at(v, evidence.Manager)
	return change{
		Place: p, address: calendarAt + "/hours", title: "Usual hours", done: "The usual hours are saved.",
		fill: fillHours, fields: hourFields, apply: applyHours, move: toDay,
	}, err
}

func dayField(day string) string { return "week." + strings.ToLower(day) }

func fillHours(f *page.Form, now rest.CalendarBody) {
	f.Default("name", now.Name)
	f.Default("zone", now.Zone)
	f.Default("nation", string(now.Nation))
	for _, d := range weekdays() {
		f.Default(dayField(d.String()), writeHours(now.Week.On(d)))
	}
}

func hourFields(f *page.Form) []ui.Component {
	name := ui.Input{Field: f.Field("name", "Name", "Explanations of a date mention it, such as “Library desk hours”.")}
	name.Autocomplete = "off"
	var nations []ui.Item
	for _, n := range append(calendar.Nations(), calendar.NationNone) {
		nations = append(nations, ui.Item{Value: string(n), Label: nationWords(n)})
	}
	list := []ui.Component{name, ui.Heading{Text: "Hours", Size: "s"}, ui.Prose("Such as 9am to 5pm, or 9am to 12:30pm, 1:30pm to 5pm. Leave a day empty on which the library is closed.")}
	for _, d := range weekdays() {
		in := ui.Input{Field: f.Field(dayField(d.String()), d.String())}
		in.Autocomplete = "off"
		list = append(list, in)
	}
	return append(list, f.Radios("nation", "On whose bank holidays is the library closed?", nations), f.Select("zone", "Time zone", zones(f.Get("zone"))))
}

// zones are the time zones of these islands, and the one that is set.
func zones(set string) []ui.Option {
	names := []string{"Europe/London", "Europe/Guernsey", "Europe/Isle_of_Man", "Europe/Jersey"}
	if set != "" && !slices.Contains(names, set) {
		names = append(names, set)
	}
	var list []ui.Option
	for _, n := range names {
		list = append(list, ui.Option{Value: n, Text: zoneWords(n)})
	}
	return list
}

func applyHours(f *page.Form, now rest.CalendarBody) rest.CalendarBody {
	next := normal(now)
	next.Name, next.Zone, next.Nation = f.Get("name"), f.Get("zone"), calendar.Nation(f.Get("nation"))
	if next.Name == "" {
		f.Wrong("name", "Give the hours a name.")
	}
	w := &next.Week
	days := []*[]calendar.Period{&w.Monday, &w.Tuesday, &w.Wednesday, &w.Thursday, &w.Friday, &w.Saturday, &w.Sunday}
	open := false
	for i, d := range weekdays() {
		periods, ok := readHours(f.Get(dayField(d.String())))
		if !ok {
			f.Wrong(dayField(d.String()), d.String()+": "+page.Lower(hoursHelp))
		}
		*days[i], open = periods, open || len(periods) > 0 || !ok
	}
	if !open {
		f.Wrong(dayField("monday"), "Give the hours of at least one day.")
	}
	if next.Nation == "" {
		f.Wrong("nation", "Choose whose bank holidays the library keeps.")
	}
	return next
}

// toDay gives what is wrong with a period to the box of its day.
func toDay(p apiclient.FieldProblem) apiclient.FieldProblem {
	if p.Field == "week" {
		p.Field = dayField("monday")
	}
	if field, _, found := strings.Cut(p.Field, "["); found && strings.HasPrefix(field, "week.") {
		p.Field = field
		day := strings.TrimPrefix(field, "week.")
		p.Detail = strings.ToUpper(day[:1]) + day[1:] + ": " + page.Lower(p.Detail)
	}
	return p
}
