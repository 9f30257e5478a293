package manage

import (
	"net/http"
	"net/url"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// memberPage is somebody of the library with their roles.
type memberPage struct {
	Place  place
	Name   string
	Facts  ui.SummaryList
	Start  ui.Form
	Roles  ui.Checkboxes
	Fixed  string // roles that the visitor can neither give nor take
	Source string // roles that come from elsewhere
	Button ui.Button
	Work   *ui.Link // what they have to do
	Remove ui.Link
}

func (p place) member(v *page.Visit) (rest.MemberRow, error) {
	var one rest.MemberRow
	return one, v.Read(p.api("/people/"+url.PathEscape(v.Param("person"))), &one)
}

func showMember(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	return p.rolesForm(v, v.Show)
}

func (p place) rolesForm(v *page.Visit, show shower) error {
	one, err := p.member(v)
	if err != nil {
		return err
	}
	may, err := p.may(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if v.Request.Method == http.MethodGet && !f.Restored {
		for _, r := range one.Roles {
			f.Values().Add("roles", string(r))
		}
	}
	address := peopleAt + "/" + string(one.Person)
	m := memberPage{
		Place: p, Name: one.Name, Facts: memberFacts(v, one), Roles: f.Checkboxes("roles", "Roles in this library", roleItems(may)),
		Button: ui.Button{Text: "Save roles", PreventDoubleClick: true}, Remove: ui.Link{Text: "Remove from the library", Href: p.href(address + "/remove")},
	}
	m.Start = f.Start(p.href(address))
	if fixed := outside(one.Roles, may); len(fixed) > 0 {
		m.Fixed = "Also: " + roleList(fixed) + ". Only an administrator changes that."
	}
	if len(one.Provided) > 0 {
		m.Source = roleList(one.Provided) + ": given by the account that they sign in with. Taken away here, it comes back with the next sign-in, as long as it is given there."
	}
	m.Work = p.workLink(v, one)
	return show("member", page.View{Title: "Roles of " + one.Name, Current: settingsAt, Back: p.href(peopleAt), BackTo: "People", Form: f, Data: m})
}

// workLink leads to what somebody has to do; nothing when there can be none, or the visitor may not see it.
func (p place) workLink(v *page.Visit, one rest.MemberRow) *ui.Link {
	if !mayOwn(one.Roles) || !v.Me.Actor(p.ID).Is(evidence.Manager) {
		return nil
	}
	return &ui.Link{Text: "See and hand over what they are working on", Href: p.href(teamAt + "/" + string(one.Person))}
}

func memberFacts(v *page.Visit, one rest.MemberRow) ui.SummaryList {
	return ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
		{Key: "E-mail", Value: one.Email},
		{Key: "Job title", Value: one.JobTitle},
		{Key: "Phone or bleep", Value: one.Phone},
		{Key: "Staff group", Value: v.Label(vocabulary.StaffGroups, one.StaffGroup)},
		{Key: "Works at", Value: one.OrganisationName},
	}}
}

// outside are the roles held that are not among those that the visitor may change.
func outside(held, may []evidence.Role) []evidence.Role {
	return slices.DeleteFunc(slices.Clone(held), func(r evidence.Role) bool { return slices.Contains(may, r) })
}

// saveRoles gives and takes roles. Those that the visitor cannot change stay.
func saveRoles(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	one, err := p.member(v)
	if err != nil {
		return err
	}
	may, err := p.may(v)
	if err != nil {
		return err
	}
	f := v.Form()
	fixed := outside(one.Roles, may)
	wanted := rolesOf(f.All("roles"))
	if len(wanted)+len(fixed) == 0 {
		f.Wrong("roles", "Choose at least one role, or remove them from the library.")
		return p.rolesForm(v, v.Again)
	}
	err = p.setRoles(v, one.Person, slices.Concat(fixed, outside(wanted, fixed)))
	switch {
	case err == nil:
		return v.Go(p.href(peopleAt+"/"+string(one.Person)), "The roles are saved.")
	case f.Failed():
		return p.rolesForm(v, v.Again)
	}
	return err
}

// setRoles says which roles somebody holds from now on. What the API refuses is noted in the form.
func (p place) setRoles(v *page.Visit, person evidence.PersonID, roles []evidence.Role) error {
	err := v.Put(p.api("/people/"+url.PathEscape(string(person))+"/roles"), 0, rest.MemberRoles{Roles: roles}, nil) // roles have no version
	if err == nil {
		return nil
	}
	f := v.Form()
	if pr, ok := apiclient.ProblemOf(err); ok && pr.Code == evidence.NotPermitted {
		f.Top = page.Words(pr)
		return err
	}
	refused(f, err, toRoles)
	return err
}
