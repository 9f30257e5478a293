package wellbeing

import (
	"strconv"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

const maxNote = 2_000

// formPage is a form of the area.
type formPage struct {
	Title    string
	Intro    string
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Fields   []ui.Component
	Save     ui.Button
	Cancel   ui.Link
	Remove   *ui.Link
}

func showService(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	var s postgres.WellbeingService
	if err := v.Read(p.api("/wellbeing/service"), &s); err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(s.Version))
	f.Default("name", s.Name)
	f.Default("url", s.URL)
	f.Default("phone", s.Phone)
	f.Default("note", s.Note)
	return p.serviceForm(v, nil, v.Show)
}

func takeService(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.WellbeingServiceBody{WellbeingServiceContent: postgres.WellbeingServiceContent{Name: f.Get("name"), URL: f.Get("url"), Phone: f.Get("phone"), Note: f.Get("note")}}
	var theirs postgres.WellbeingService
	err = v.Put(p.api("/wellbeing/service"), f.Version(), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(teamAt), "Where help is, is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.serviceForm(v, &ui.Versions{
			Heading: "Somebody else changed this", Theirs: "As it is now", Yours: "Yours, not saved",
			Fields: []ui.VersionedField{
				{Label: "Name", Theirs: theirs.Name, Yours: body.Name},
				{Label: "Address", Theirs: theirs.URL, Yours: body.URL},
				{Label: "Phone", Theirs: theirs.Phone, Yours: body.Phone},
				{Label: "Note", Theirs: theirs.Note, Yours: body.Note},
			},
		}, v.Conflict)
	case f.Refused(err):
		return p.serviceForm(v, nil, v.Again)
	}
	return err
}

func (p place) serviceForm(v *page.Visit, both *ui.Versions, show shower) error {
	f := v.Form()
	m := formPage{
		Title: "Where help is", Versions: both,
		Intro: "Shown to your librarians on their own page, and after they delivered an answer on a topic that was confirmed as one that can weigh.",
		Fields: []ui.Component{
			ui.Input{Field: f.Field("name", "Name of the wellbeing service")},
			ui.Input{Field: f.Field("url", "Web address", "It begins with https://")},
			ui.Input{Field: f.Field("phone", "Phone"), Width: 20},
			f.Text("note", "Note", maxNote, "Such as when somebody answers, or how to be referred."),
		},
		Save: ui.Button{Text: "Save", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(teamAt)},
	}
	return p.form(v, m, show)
}

func (p place) form(v *page.Visit, m formPage, show shower) error {
	f := v.Form()
	m.Start, m.Guard = f.Start(""), f.Guard()
	return show("form", page.View{Title: m.Title, Current: "/team", Back: p.href(teamAt), BackTo: "Wellbeing of the team", Form: f, Data: m})
}

func showSignpost(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	v.Form().DefaultDate("on", v.Now(), v.Zone)
	return p.signpostForm(v, v.Show)
}

func takeSignpost(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Say("how:required", "Say how you pointed it out")
	body := postgres.SignpostContent{On: day(f, v, "on"), How: f.Get("how")}
	if body.On == "" {
		f.Wrong("on", "Give the day, such as 27 11 2026.")
	}
	if body.How == "" {
		f.Wrong("how", "Say how you pointed it out")
	}
	if f.Failed() {
		return p.signpostForm(v, v.Again)
	}
	err = v.Post(p.api("/wellbeing/signposts"), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(teamAt), "It is recorded.")
	case f.Refused(err):
		return p.signpostForm(v, v.Again)
	}
	return err
}

// day reads a date of a form as the API writes it; empty for none.
func day(f *page.Form, v *page.Visit, name string) string {
	t := f.Date(name, 12, v.Zone) // noon, which is the same day everywhere
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func (p place) signpostForm(v *page.Visit, show shower) error {
	f := v.Form()
	return p.form(v, formPage{
		Title: "Record that you pointed the wellbeing service out", Intro: "To the team as a whole. It shows that your organisation does what the national policy asks.",
		Fields: []ui.Component{f.DateInput("on", "When was it?"), f.Radios("how", "How did you do it?", ways())},
		Save:   ui.Button{Text: "Record it", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(teamAt)},
	}, show)
}
