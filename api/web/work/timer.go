package work

import (
	"net/url"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// timerOf is the visitor's timer of the request, which goes on over several sittings.
func timerOf(v *page.Visit, b *workbench.Bench, t rest.Timer) ui.Timer {
	timer := ui.Timer{
		Label: "Your timer", Seconds: t.Seconds, Now: v.Now(), StartTo: b.URL("timer", "start"), PauseTo: b.URL("timer", "pause"), Key: v.Form().Key(),
	}
	if t.Running {
		timer.Started = timer.Now // the seconds are counted until now
	}
	if t.Running || t.Seconds > 0 {
		timer.LogHref, timer.LogText = b.URL("timer", "log"), "Log this time"
	}
	return timer
}

func startTimer(v *page.Visit) error { return moveTimer(v, "start") }

func pauseTimer(v *page.Visit) error { return moveTimer(v, "pause") }

func moveTimer(v *page.Visit, how string) error {
	id := url.PathEscape(v.Param("id"))
	if err := v.Post("/requests/"+id+"/timer/"+how, nil, nil); err != nil {
		return err
	}
	return v.Go(back(v, "/work/"+id))
}

// back is the page of the request on which a small button was pressed, so that its reader stays where they are.
func back(v *page.Visit, overview string) string {
	if from, err := url.Parse(v.Request.Referer()); err == nil && strings.TrimSuffix(from.Path, "/") == overview+"/"+workbench.Time {
		return overview + "/" + workbench.Time
	}
	return overview
}

// toTime is where a timer's address leads.
func toTime(v *page.Visit) error {
	return v.Go("/work/" + url.PathEscape(v.Param("id")) + "/" + workbench.Time)
}

// timerPage is the page on which a timer becomes an entry.
type timerPage struct {
	Reference string
	Counted   string
	Start     ui.Form
	Guard     *ui.GuardNotice
	Fields    []ui.Component
	Buttons   ui.ButtonGroup
}

func showLog(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	return logPage(v, b, v.Show)
}

func logPage(v *page.Visit, b *workbench.Bench, show func(string, page.View) error) error {
	var timer rest.Timer
	if err := v.Read(b.API("timer"), &timer); err != nil {
		return err
	}
	f := v.Form()
	minutes := ui.Input{Field: f.Field("minutes", "Minutes", "Leave it empty to take what the timer counted, rounded up."), Width: 4, Suffix: "minutes"}
	minutes.InputMode, minutes.Optional, minutes.Autocomplete = "numeric", true, "off"
	note := f.Text("note", "Note", evidence.MaxNote, "Only the library sees it.")
	note.Optional, note.Rows = true, 2
	p := timerPage{
		Reference: b.Reference, Counted: ui.Spell(seconds(timer.Seconds)), Fields: []ui.Component{
			f.Select("activity", "What for", v.Pick(vocabulary.TimeEntryStages, "Choose what for")), minutes, note,
		},
		Buttons: ui.ButtonGroup{Items: []ui.Component{
			ui.Button{Text: "Log the time", PreventDoubleClick: true}, ui.Link{Href: b.URL("timer", "remove"), Text: "Throw the timer away"},
		}},
	}
	p.Start, p.Guard = f.Start(""), f.Guard()
	return show("timer_log", page.View{Title: "Log this time: " + b.Reference, Current: "/queue", Back: b.URL(workbench.Time), BackTo: "Time", Form: f, Data: p})
}

func takeLog(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.TimerLogBody{Activity: f.Get("activity"), Minutes: f.Int("minutes", 1, evidence.MaxTimeEntry), Note: f.Get("note")}
	if body.Activity == "" {
		f.Wrong("activity", "Choose what it was for.")
	}
	if f.Failed() {
		return logPage(v, b, v.Again)
	}
	if err := v.Post(b.API("timer", "log"), body, nil); err != nil {
		if f.Refused(err) {
			return logPage(v, b, v.Again)
		}
		return err
	}
	return v.Go(b.URL(workbench.Time), "The time is logged.")
}

func showDropTimer(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	return confirm(v, v.Show, question{
		reference: b.Reference, title: "Throw your timer away", text: "What it counted is forgotten. Time that was logged stays.", button: "Throw it away", back: b.URL(workbench.Time), backTo: "Time",
	})
}

func takeDropTimer(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	if err := v.Delete(b.API("timer"), 1); err != nil {
		return err
	}
	return v.Go(b.URL(workbench.Time), "Your timer is gone.")
}
