package manage

import (
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// newMemberPage is somebody to add.
type newMemberPage struct {
	Place  place
	Start  ui.Form
	Fields []ui.Component
	Button ui.Button
	Cancel ui.Link
}

func newMember(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	f := v.Form()
	if !f.Restored {
		f.Default("roles", string(evidence.Requester))
	}
	return p.memberForm(v, v.Show)
}

// may gives the roles that the visitor can give and take.
func (p place) may(v *page.Visit) ([]evidence.Role, error) {
	var list rest.MemberPage
	return list.May, v.Read(p.api("/people?limit=1"), &list)
}

func (p place) memberForm(v *page.Visit, show shower) error {
	f := v.Form()
	may, err := p.may(v)
	if err != nil {
		return err
	}
	places, err := p.organisations(v)
	if err != nil {
		return err
	}
	line := func(name, label, token string, optional bool, hint ...string) ui.Input {
		in := ui.Input{Field: f.Field(name, label, hint...)}
		in.Autocomplete, in.Optional = token, optional
		return in
	}
	email := line("email", "E-mail address", "off", false, "It decides who this is: somebody who is known already keeps what is known of them.")
	email.Type, email.InputMode = "email", "email"
	m := newMemberPage{Place: p, Fields: []ui.Component{line("name", "Name", "off", false), email, line("job_title", "Job title", "off", true)}}
	// The fields are made in the order of the page.
	group := f.Select("staff_group", "Staff group", v.Pick(vocabulary.StaffGroups, "Choose a staff group"))
	group.Optional = true
	m.Fields = append(m.Fields, group)
	if len(places) > 1 {
		where := f.Select("organisation", "Where they work", places)
		where.Optional = true
		m.Fields = append(m.Fields, where)
	}
	m.Fields = append(m.Fields, f.Checkboxes("roles", "What will they do here?", roleItems(may)))
	m.Start = f.Start(p.href(peopleAt + "/new"))
	m.Button, m.Cancel = ui.Button{Text: "Add them", PreventDoubleClick: true}, ui.Link{Text: "Cancel", Href: p.href(peopleAt)}
	return show("member_new", page.View{Title: "Add somebody", Current: settingsAt, Back: p.href(peopleAt), BackTo: "People", Form: f, Data: m})
}

// organisations are those that the library serves, after an empty choice.
func (p place) organisations(v *page.Visit) ([]ui.Option, error) {
	var all rows[rest.LibraryRow]
	if err := v.Read("/libraries", &all); err != nil {
		return nil, err
	}
	options := []ui.Option{{Text: "Choose an organisation"}}
	if i := slices.IndexFunc(all.Items, func(l rest.LibraryRow) bool { return l.ID == p.ID }); i >= 0 {
		for _, o := range all.Items[i].Organisations {
			options = append(options, ui.Option{Value: o.ID, Text: o.Name})
		}
	}
	return options, nil
}

func addMember(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	f := v.Form()
	for _, code := range []string{"required", "too-short", "malformed"} {
		f.Say("name:"+code, "Give their name.")
		f.Say("email:"+code, "Give their e-mail address, such as name@example.nhs.uk.")
	}
	for _, code := range []string{"required", "too-short", "too-few"} {
		f.Say("roles:"+code, "Choose what they will do here.")
	}
	body := rest.NewMember{Roles: rolesOf(f.All("roles")), NewPerson: rest.NewPerson{
		Name: f.Get("name"), Email: f.Get("email"), JobTitle: f.Get("job_title"), StaffGroup: f.Get("staff_group"), Organisation: f.Get("organisation"),
	}}
	if len(body.Roles) == 0 {
		f.Wrong("roles", "Choose what they will do here.")
	}
	if body.Name == "" {
		f.Wrong("name", "Give their name.")
	}
	if body.Email == "" {
		f.Wrong("email", "Give their e-mail address, such as name@example.nhs.uk.")
	}
	if f.Failed() {
		return p.memberForm(v, v.Again)
	}
	var added rest.MemberRow
	err = v.Post(p.api("/people"), body, &added)
	switch {
	case err == nil:
		return v.Go(p.href(peopleAt+"/"+string(added.Person)), "They belong to the library now.")
	case refused(f, err, toRoles):
		return p.memberForm(v, v.Again)
	}
	return err
}

// toRoles gives what is wrong with one role to the boxes.
func toRoles(p apiclient.FieldProblem) apiclient.FieldProblem {
	if m := indexed.FindStringSubmatch(p.Field); m != nil && m[1] == "roles" {
		p.Field = "roles"
	}
	return p
}
