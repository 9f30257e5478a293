package work

import (
	"strconv"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// entryPage changes one stretch of work.
type entryPage struct {
	Reference string
	Versions  *ui.Versions
	Start     ui.Form
	Guard     *ui.GuardNotice
	Fields    []ui.Component
	Buttons   ui.ButtonGroup
}

// entry reads the request and the visitor's own entry of the address.
func entry(v *page.Visit) (*workbench.Bench, postgres.TimeEntry, error) {
	var e postgres.TimeEntry
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return nil, e, err
	}
	return b, e, v.Read(b.API("time-entries", v.Param("item")), &e)
}

func showEntry(v *page.Visit) error {
	b, e, err := entry(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(e.Version))
	f.Default("minutes", strconv.Itoa(e.Minutes))
	f.Default("stage", e.Stage)
	f.Default("note", e.Note)
	fillMoment(f, "started_at", e.StartedAt, v.Zone)
	return showEntryForm(v, b, nil, v.Show)
}

func showEntryForm(v *page.Visit, b *workbench.Bench, versions *ui.Versions, show func(string, page.View) error) error {
	f := v.Form()
	p := entryPage{
		Reference: b.Reference, Versions: versions, Fields: timeFields(v, f), Buttons: ui.ButtonGroup{Items: []ui.Component{
			ui.Button{Text: "Save the time", PreventDoubleClick: true}, ui.Link{Href: b.URL("time", v.Param("item"), "remove"), Text: "Remove it"},
		}},
	}
	p.Start, p.Guard = f.Start(""), f.Guard()
	return show("entry", page.View{Title: "Change time: " + b.Reference, Current: "/queue", Back: b.URL(workbench.Time), BackTo: "Time", Form: f, Data: p})
}

func takeEntry(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	body, f := timeBody(v), v.Form()
	if f.Failed() {
		return showEntryForm(v, b, nil, v.Again)
	}
	err = v.Put(b.API("time-entries", v.Param("item")), f.Version(), body, nil)
	var theirs postgres.TimeEntry
	switch {
	case err == nil:
		return v.Go(b.URL(workbench.Time), "The time is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return showEntryForm(v, b, entryVersions(v, theirs.TimeContent, body.TimeContent), v.Conflict)
	case f.Refused(err):
		return showEntryForm(v, b, nil, v.Again)
	}
	return err
}

// entryVersions shows an entry as it was saved in another window beside what was typed here.
func entryVersions(v *page.Visit, theirs, yours postgres.TimeContent) *ui.Versions {
	return &ui.Versions{
		Heading: "You changed this in another window", Theirs: "As it is saved", Yours: "What you typed here, not saved", Fields: []ui.VersionedField{
			{Label: "Minutes", Theirs: strconv.Itoa(theirs.Minutes), Yours: strconv.Itoa(yours.Minutes)},
			{Label: "What for", Theirs: v.Label(vocabulary.TimeEntryStages, theirs.Stage), Yours: v.Label(vocabulary.TimeEntryStages, yours.Stage)},
			{Label: "Begun", Theirs: v.Moment(theirs.StartedAt), Yours: v.Moment(yours.StartedAt)},
			{Label: "Note", Theirs: theirs.Note, Yours: yours.Note},
		},
	}
}

func showRemoveEntry(v *page.Visit) error {
	b, e, err := entry(v)
	if err != nil {
		return err
	}
	return confirm(v, v.Show, removal(v, b, e))
}

func removal(v *page.Visit, b *workbench.Bench, e postgres.TimeEntry) question {
	what := v.Label(vocabulary.TimeEntryStages, e.Stage)
	return question{
		reference: b.Reference, title: "Remove this time", text: "It no longer counts towards this request.", button: "Remove it",
		back: b.URL(workbench.Time), backTo: "Time", version: e.Version,
		facts: ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: "When", Value: v.Moment(e.StartedAt)},
			{Key: "What for", Value: what},
			{Key: "Minutes", Value: strconv.Itoa(e.Minutes)},
			{Key: "Note", Value: e.Note, Empty: "None"},
		}},
	}
}

func takeRemoveEntry(v *page.Visit) error {
	b, err := workbench.Load(v, v.Param("id"))
	if err != nil {
		return err
	}
	err = v.Delete(b.API("time-entries", v.Param("item")), v.Form().Version())
	var changed postgres.TimeEntry
	switch {
	case page.Stale(err, &changed):
		return confirm(v, v.Conflict, removal(v, b, changed))
	case err != nil && !page.NotThere(err): // gone already is as good
		return err
	}
	return v.Go(b.URL(workbench.Time), "The time is removed.")
}
