package work

import (
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// madeField says when a form was made, so that the same form always means the same time.
const madeField = "_made"

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// timePage is the time spent on a request.
type timePage struct {
	Top     []ui.Component
	Panel   ui.SidePanel
	Timer   ui.Timer
	Entries ui.Table
	Total   string
	Team    *ui.Table
	Start   ui.Form
	Guard   *ui.GuardNotice
	Fields  []ui.Component
}

func showTime(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	return timesPage(v, b, v.Show)
}

func timesPage(v *page.Visit, b *workbench.Bench, show func(string, page.View) error) error {
	var times rest.Times
	if err := v.Read(b.API("time-entries"), &times); err != nil {
		return err
	}
	var timer rest.Timer
	if err := v.Read(b.API("timer"), &timer); err != nil {
		return err
	}
	f := v.Form()
	p := timePage{
		Top: b.Top(workbench.Time), Panel: ui.SidePanel{Heading: "Timer"}, Timer: timerOf(v, b, timer), Entries: entries(v, b, times.Items), Total: ownTotal(times.Items), Team: teamTable(v, b, times.Totals),
		Fields: append(timeFields(v, f), ui.Button{Text: "Add time", PreventDoubleClick: true}),
	}
	p.Start, p.Guard = f.Start(b.URL(workbench.Time)), f.Guard()
	view := b.View("Time", p)
	view.Form = f
	return show("time", view)
}

// timeFields ask for a stretch of work.
func timeFields(v *page.Visit, f *page.Form) []ui.Component {
	f.Default(madeField, v.Now().UTC().Format(time.RFC3339))
	minutes := ui.Input{Field: f.Field("minutes", "Minutes"), Width: 4}
	minutes.InputMode, minutes.Autocomplete = "numeric", "off"
	stage := f.Select("stage", "What for", v.Pick(vocabulary.TimeEntryStages, "Choose what for"))
	day := f.DateInput("started_at", "Day", "Today, just before now, when you leave it empty.")
	begun := dayTime(f, "started_at", "Begun at", "Such as 2:30pm. 9am when you leave it empty.")
	note := f.Text("note", "Note", evidence.MaxNote, "Only the library sees it. Do not include anything that could identify a patient.")
	day.Optional, begun.Optional, note.Optional, note.Rows = true, true, true, 2
	return []ui.Component{ui.Hidden{Name: madeField, Value: f.Get(madeField)}, minutes, stage, day, begun, note}
}

// entries are the visitor's own.
func entries(v *page.Visit, b *workbench.Bench, list []postgres.TimeEntry) ui.Table {
	t := ui.Table{
		Caption: "Your time on this request", CaptionHidden: true, Compact: true, Stack: true, Empty: "You have logged no time on this request yet.",
		Columns: []ui.Column{
			{Text: "Date", RowHeader: true}, {Text: "What for"}, {Text: "Note"}, {Text: "Minutes", Numeric: true}, {Text: "Change or remove", Hidden: true},
		},
	}
	for _, e := range list {
		what, day := v.Label(vocabulary.TimeEntryStages, e.Stage), ui.TimeDay.Write(e.StartedAt.In(v.Zone))
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TimeCell(e.StartedAt), ui.TextCell(what),
			{Parts: []ui.Component{ui.Prose(e.Note)}},
			ui.NumberCell(e.Minutes),
			ui.PartsCell(
				ui.Link{Href: b.URL("time", e.ID), Text: "Change", More: " " + page.Lower(what) + " on " + day},
				ui.Link{Href: b.URL("time", e.ID, "remove"), Text: "Remove", More: " " + page.Lower(what) + " on " + day},
			),
		}})
	}
	return t
}

func ownTotal(list []postgres.TimeEntry) string {
	total := 0
	for _, e := range list {
		total += e.Minutes
	}
	if total == 0 {
		return ""
	}
	return "Your total: " + page.Minutes(total) + "."
}

// teamTable is what everybody spent, for managers.
func teamTable(v *page.Visit, b *workbench.Bench, totals []postgres.TimeTotal) *ui.Table {
	if len(totals) == 0 {
		return nil
	}
	who, sum := namesOf(v, b), 0
	t := &ui.Table{Caption: "Everybody's time on this request", CaptionSize: "s", Compact: true, Columns: []ui.Column{
		{Text: "Who", RowHeader: true}, {Text: "What for"}, {Text: "Minutes", Numeric: true},
	}}
	for _, one := range totals {
		sum += one.Minutes
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.TextCell(who.of(one.Person)), ui.TextCell(v.Label(vocabulary.TimeEntryStages, one.Stage)), ui.NumberCell(one.Minutes),
		}})
	}
	t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell("Together"), ui.TextCell(page.Minutes(sum)), ui.NumberCell(sum)}})
	return t
}

func takeTime(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	body, f := timeBody(v), v.Form()
	if f.Failed() {
		return timesPage(v, b, v.Again)
	}
	if err := v.Post(b.API("time-entries"), body, nil); err != nil {
		if f.Refused(err) {
			return timesPage(v, b, v.Again)
		}
		return err
	}
	return v.Go(b.URL(workbench.Time), "The time is logged.")
}

// timeBody reads a stretch of work. Without a day it has just ended, counted from when the form was made.
func timeBody(v *page.Visit) rest.TimeBody {
	f := v.Form()
	content := postgres.TimeContent{
		Stage: f.Get("stage"), Minutes: f.Int("minutes", 1, evidence.MaxTimeEntry), StartedAt: moment(f, "started_at", opening, v.Zone, false), Note: f.Get("note"),
	}
	if content.Minutes == 0 {
		f.Wrong("minutes", "Give the minutes, such as 45.")
	}
	if content.Stage == "" {
		f.Wrong("stage", "Choose what it was for.")
	}
	switch {
	case content.StartedAt.After(v.Now()):
		f.Wrong("started_at", "Give a time that has passed.")
	case content.StartedAt.IsZero():
		made, err := time.Parse(time.RFC3339, f.Get(madeField))
		if err != nil || made.After(v.Now()) {
			made = v.Now()
		}
		content.StartedAt = made.Add(-time.Duration(content.Minutes) * time.Minute).UTC()
	}
	return rest.TimeBody{TimeContent: content}
}
