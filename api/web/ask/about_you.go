package ask

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/info"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

type aboutFields struct {
	Profile ui.SummaryList
	Group   ui.Select
	Special ui.Input
	Behalf  ui.Input
	Library *ui.Radios
}

// aboutYou asks who is asking, as far as the profile does not say it.
func aboutYou() step {
	return step{
		name: "about-you", title: "About you", about: "About you", fields: []string{"staff_group", "specialty", "on_behalf_of", "library"},
		fill: func(a *answers) {
			a.f.Default("staff_group", a.b.StaffGroup)
			a.f.Default("specialty", a.b.Specialty)
			a.f.Default("on_behalf_of", a.b.OnBehalfOf)
			a.f.Default("library", string(a.b.Library))
		},
		take: func(a *answers) {
			a.b.StaffGroup, a.b.Specialty, a.b.OnBehalfOf = a.f.Get("staff_group"), a.f.Get("specialty"), a.f.Get("on_behalf_of")
			a.b.Library = evidence.LibraryID(a.f.Get("library"))
		},
		need: func(a *answers) {
			if len(askable(a.Visit)) > 1 && a.b.Library == "" {
				a.f.Wrong("library", "Choose the library that you ask.")
			}
		},
		model: aboutModel,
		rows: func(a *answers) []ui.SummaryRow {
			return filled([]ui.SummaryRow{
				{Key: "Name", Value: a.Me.Name},
				{Key: "Staff group", Value: label(a.Visit, vocabulary.StaffGroups, a.b.StaffGroup)},
				{Key: "Specialty or team", Value: a.b.Specialty},
				{Key: "On behalf of", Value: a.b.OnBehalfOf},
			})
		},
	}
}

// askable are the libraries that the visitor may ask.
func askable(v *page.Visit) []evidence.LibraryID {
	return v.Me.Libraries(evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager)
}

// askedLibrary is the library that a submission goes to, empty while that is open.
func askedLibrary(v *page.Visit, b *rest.SubmitBody) evidence.LibraryID {
	if mine := askable(v); b.Library == "" && len(mine) == 1 {
		return mine[0]
	}
	return b.Library
}

func aboutModel(a *answers) (any, error) {
	var me rest.Profile
	if err := a.Read("/me/profile", &me); err != nil {
		return nil, err
	}
	a.f.Default("staff_group", me.StaffGroup)
	change := []ui.Action{{Text: "Change", Href: "/account", More: "your profile"}}
	m := aboutFields{
		Profile: ui.SummaryList{Rows: []ui.SummaryRow{
			{Key: "Name", Value: me.Name, Actions: change}, {Key: "E-mail", Value: me.Email}, {Key: "Job", Value: me.JobTitle}, {Key: "Phone or bleep", Value: me.Phone},
		}},
		Group:   a.f.Select("staff_group", "Your staff group", a.Pick(vocabulary.StaffGroups, "Choose a group")),
		Special: a.f.Line("specialty", "Your specialty, ward or team", "For example: acute medicine"),
		Behalf:  a.f.Line("on_behalf_of", "A team or committee that you ask for", "For example: the falls group. Never a patient."),
	}
	m.Group.Optional, m.Special.Optional, m.Behalf.Optional = true, true, true
	m.Special.Autocomplete, m.Behalf.Autocomplete = "off", "off"
	if len(askable(a.Visit)) > 1 {
		libraries, err := libraryItems(a.Visit)
		if err != nil {
			return nil, err
		}
		r := a.f.Radios("library", "Which library do you ask?", libraries)
		m.Library = &r
	}
	return m, nil
}

// libraryItems are the libraries that the visitor may ask, by name.
func libraryItems(v *page.Visit) ([]ui.Item, error) {
	rows, err := info.Of(v, askable(v)...)
	var list []ui.Item
	for _, l := range rows {
		list = append(list, ui.Item{Value: string(l.ID), Label: l.Name})
	}
	return list, err
}
