package account

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/vocabulary"
)

// profile is what the visitor says of themselves; questions are filled in from it.
type profile struct {
	Start      ui.Form
	Conflict   *ui.Versions
	Email      string
	Name       ui.Input
	JobTitle   ui.Input
	Phone      ui.Input
	StaffGroup ui.Select
	Place      *ui.Select
}

func showProfile(v *page.Visit) error {
	stored, err := readProfile(v)
	if err != nil {
		return err
	}
	fill(v.Form(), stored)
	view, err := profileView(v, stored)
	if err != nil {
		return err
	}
	return v.Show("profile", view)
}

func readProfile(v *page.Visit) (rest.Profile, error) {
	var stored rest.Profile
	return stored, v.Read("/me/profile", &stored)
}

func fill(f *page.Form, p rest.Profile) {
	f.Default("name", p.Name)
	f.Default("job_title", p.JobTitle)
	f.Default("phone", p.Phone)
	f.Default("staff_group", p.StaffGroup)
	f.Default("organisation", p.Organisation)
	f.Default(page.VersionField, strconv.Itoa(p.Version))
}

func profileView(v *page.Visit, stored rest.Profile) (page.View, error) {
	f := v.Form()
	m := profile{
		Email: stored.Email, Name: ui.Input{Field: f.Field("name", "Your name")}, JobTitle: ui.Input{Field: f.Field("job_title", "Job title")},
		Phone:      ui.Input{Field: f.Field("phone", "Phone or bleep", "In case a question is quicker asked by phone"), Type: "tel", Width: 20}, //nolint:mnd // characters
		StaffGroup: f.Select("staff_group", "Staff group", v.Pick(vocabulary.StaffGroups, "Choose a staff group")),
	}
	m.Name.Autocomplete, m.JobTitle.Autocomplete, m.Phone.Autocomplete = "name", "organization-title", "tel" //nolint:misspell // a token of HTML
	m.JobTitle.Optional, m.Phone.Optional, m.StaffGroup.Optional = true, true, true
	places, err := organisations(v)
	if err != nil {
		return page.View{}, err
	}
	if len(places) > 1 {
		s := f.Select("organisation", "Where you work", places)
		s.Optional = true
		m.Place = &s
	}
	m.Start = f.Start("/account")
	return page.View{Title: "Your details", Form: f, Data: &m}, nil
}

// organisations are those that the visitor's libraries serve, after an empty choice.
func organisations(v *page.Visit) ([]ui.Option, error) {
	var list struct {
		Items []rest.LibraryRow `json:"items"`
	}
	if err := v.Read("/libraries", &list); err != nil {
		return nil, err
	}
	options := []ui.Option{{Text: "Choose an organisation"}}
	for _, l := range list.Items {
		if len(v.Me.In(l.ID)) == 0 {
			continue
		}
		for _, o := range l.Organisations {
			options = append(options, ui.Option{Value: o.ID, Text: o.Name})
		}
	}
	return options, nil
}

func takeProfile(v *page.Visit) error {
	f := v.Form()
	f.Say("name:required", "Enter your name.")
	f.Say("name:too-short", "Enter your name.")
	body := rest.ProfileBody{
		Name: f.Get("name"), JobTitle: f.Get("job_title"), Phone: f.Get("phone"), StaffGroup: f.Get("staff_group"), Organisation: f.Get("organisation"),
	}
	err := v.Put("/me/profile", f.Version(), body, nil)
	if err == nil {
		return v.Go("/account", "Your details are saved.")
	}
	stored := rest.Profile{}
	stale := page.Stale(err, &stored)
	if !stale && !f.Refused(err) {
		return err
	}
	if stored, err = readProfile(v); err != nil {
		return err
	}
	if stale {
		f.Set(page.VersionField, strconv.Itoa(stored.Version))
	}
	view, err := profileView(v, stored)
	if err != nil {
		return err
	}
	if !stale {
		return v.Again("profile", view)
	}
	if m, ok := view.Data.(*profile); ok {
		m.Conflict = both(v, stored, body)
	}
	return v.Conflict("profile", view)
}

// both shows what was saved in another window beside what is typed here.
func both(v *page.Visit, theirs rest.Profile, yours rest.ProfileBody) *ui.Versions {
	return &ui.Versions{
		Heading: "Your details were changed in another window", Theirs: "Saved meanwhile", Yours: "Yours, not saved",
		Fields: []ui.VersionedField{
			{Label: "Your name", Theirs: theirs.Name, Yours: yours.Name},
			{Label: "Job title", Theirs: theirs.JobTitle, Yours: yours.JobTitle},
			{Label: "Phone or bleep", Theirs: theirs.Phone, Yours: yours.Phone},
			{Label: "Staff group", Theirs: v.Label(vocabulary.StaffGroups, theirs.StaffGroup), Yours: v.Label(vocabulary.StaffGroups, yours.StaffGroup)},
		},
	}
}
