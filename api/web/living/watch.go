package living

import (
	"strconv"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// The hour, where the library is, at which a look is made: at night, when PubMed has time.
const lookHour = 3

// watchPage is the watch of a report.
type watchPage struct {
	*bench

	Facts   *ui.SummaryList // of the watch that is set
	Looks   *ui.Table
	Look    *ui.Form // the button that looks at once
	Edit    bool
	Start   ui.Form
	Heading string
	Months  ui.Select
	First   ui.DateInput
	Ends    ui.DateInput
	State   *ui.Radios
	Button  string
}

func readWatch(v *page.Visit) (*bench, rest.WatchView, error) {
	b, err := open(v, workbench.Overview)
	if err != nil {
		return nil, rest.WatchView{}, err
	}
	var w rest.WatchView
	err = v.Read(b.API(watch), &w)
	return b, w, err
}

func showWatch(v *page.Visit) error {
	b, w, err := readWatch(v)
	if err != nil {
		return err
	}
	return v.Show("watch", b.watchView(v.Form(), w))
}

func takeWatch(v *page.Visit) error {
	b, w, err := readWatch(v)
	if err != nil {
		return err
	}
	f := v.Form()
	content := postgres.WatchContent{State: evidence.WatchState(f.Get("state")), FirstAt: f.Date("first_at", lookHour, v.Zone), EndsAt: f.Date("ends_at", lookHour+1, v.Zone)}
	content.Months, _ = strconv.Atoi(f.Get("months"))
	for name, t := range map[string]time.Time{"first_at": content.FirstAt, "ends_at": content.EndsAt} {
		if t.IsZero() && f.Error(name) == "" {
			f.Wrong(name, "Give a date, such as 27 11 2026.")
		}
	}
	if f.Failed() {
		return v.Again("watch", b.watchView(f, w))
	}
	words := "The report is watched. You hear from us when there is something to look at."
	if w.Watch == nil {
		content.State = evidence.WatchActive
		err = v.Post(b.API(watch), content, nil)
	} else {
		words = "The watch was changed."
		err = v.Put(b.API(watch), f.Version(), content, nil)
	}
	var current postgres.Watch
	switch {
	case page.Stale(err, &current):
		w.Watch = &current
		f.Set(page.VersionField, strconv.Itoa(current.Version))
		f.Top = "Somebody changed the watch since you opened the page. It is shown above as it is now; what you chose is below."
		return v.Conflict("watch", b.watchView(f, w))
	case err != nil && !f.Refused(err):
		return err
	case err != nil:
		return v.Again("watch", b.watchView(f, w))
	}
	return v.Go(b.URL(watch), words)
}

func lookNow(v *page.Visit) error {
	b, err := open(v, workbench.Overview)
	if err != nil {
		return err
	}
	if err := v.Post(b.API(watch, "look"), nil, nil); err != nil {
		return err
	}
	return v.Go(b.URL(watch), "A look was asked for. It begins within a minute and takes as long as PubMed does.")
}

func (b *bench) watchView(f *page.Form, w rest.WatchView) page.View {
	p := watchPage{bench: b, Edit: b.watches(), Heading: "Watch this report", Button: "Watch the report", Looks: b.looks(w)}
	now := b.visit.Now()
	first, ends, months := now.AddDate(0, 3, 0), now.AddDate(2, 0, 0), 3 //nolint:mnd // what most reports need
	if w.Watch != nil {
		first, ends, months = w.Watch.FirstAt, w.Watch.EndsAt, w.Watch.Months
		p.Facts, p.Heading, p.Button = b.facts(*w.Watch), "Change the watch", "Save the watch"
		f.Default(page.VersionField, strconv.Itoa(w.Watch.Version))
		f.Default("state", string(w.Watch.State))
		state := f.Radios("state", "Should it be watched?", []ui.Item{
			{Value: "active", Label: "Yes"}, {Value: "paused", Label: "Not for now"}, {Value: "ended", Label: "No longer"},
		})
		p.State = &state
		if p.Edit && w.Watch.State == evidence.WatchActive && w.Watch.AskedAt == nil {
			look := f.Start(b.URL(watch, "look"))
			p.Look = &look
		}
	}
	f.Default("months", strconv.Itoa(months))
	f.DefaultDate("first_at", first, b.visit.Zone)
	f.DefaultDate("ends_at", ends, b.visit.Zone)
	p.Months = f.Select("months", "How often", monthOptions())
	p.First = f.DateInput("first_at", "First look", "A day of the month after the 28th becomes the 28th.")
	p.Ends = f.DateInput("ends_at", "Watch it until", "At most five years ahead.")
	p.Start = f.Start("")
	view := b.View("Watch", p)
	view.Form = f
	return view
}

func monthOptions() []ui.Option {
	var list []ui.Option
	for _, m := range evidence.WatchMonths() {
		list = append(list, ui.Option{Value: strconv.Itoa(m), Text: every(m)})
	}
	return list
}

func every(months int) string {
	switch months {
	case 1:
		return "Every month"
	case 12:
		return "Every year"
	}
	return "Every " + strconv.Itoa(months) + " months"
}

func (b *bench) facts(w postgres.Watch) *ui.SummaryList {
	state := map[evidence.WatchState]ui.Tag{
		evidence.WatchActive: {Text: "Watched", Colour: "green"}, evidence.WatchPaused: {Text: "Paused", Colour: "yellow"}, evidence.WatchEnded: {Text: "Ended", Colour: "grey"},
	}[w.State]
	next := "None"
	switch {
	case w.AskedAt != nil:
		next = "Within a minute"
	case w.NextAt != nil:
		next = b.visit.Day(*w.NextAt)
	}
	return &ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
		{Key: "State", Parts: []ui.Component{state}},
		{Key: "How often", Value: every(w.Months)},
		{Key: "Next look", Value: next},
		{Key: "Until", Value: b.visit.Day(w.EndsAt)},
	}}
}

// looks lists what was done so far; nil for a report that was never watched.
func (b *bench) looks(w rest.WatchView) *ui.Table {
	if w.Watch == nil {
		return nil
	}
	t := &ui.Table{
		Caption: "Looks, the newest first", Compact: true, Stack: true, Empty: "There has been no look yet.",
		Columns: []ui.Column{
			{Text: "Day", RowHeader: true},
			{Text: "State"},
			{Text: "New records", Numeric: true},
			{Text: "Notices about papers", Numeric: true},
			{Text: "Exports wanted", Numeric: true},
			{Text: "Requester told"},
		},
	}
	for _, r := range w.Runs {
		told := "No"
		if r.ToldAt != nil {
			told = b.visit.Day(*r.ToldAt)
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{
			ui.LinkCell(b.URL(watch, "runs", r.ID), b.visit.Day(r.At)), ui.PartsCell(lookTag(r.State)), ui.TextCell(ui.Number(r.New)), ui.TextCell(ui.Number(r.Retracted)),
			ui.TextCell(ui.Number(r.Exports)), ui.TextCell(told),
		}})
	}
	return t
}

func lookTag(state string) ui.Tag {
	switch state {
	case postgres.WatchRunning:
		return ui.Tag{Text: "Under way", Colour: "blue"}
	case postgres.WatchReview:
		return ui.Tag{Text: "To review", Colour: "yellow"}
	case postgres.WatchApproved:
		return ui.Tag{Text: "Approved", Colour: "green"}
	}
	return ui.Tag{Text: "Nothing new", Colour: "white"}
}

// LookButton asks for a look at once.
func (watchPage) LookButton() ui.Button {
	return ui.Button{Text: "Look now", Variant: ui.Secondary, Small: true, PreventDoubleClick: true}
}
