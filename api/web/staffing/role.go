package staffing

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// removing asks whether the button was the one that takes a row out.
func removing(f *page.Form) bool { return f.Get("_do") == "remove" }

func removeButton(text string) *ui.Button {
	return &ui.Button{Text: text, Variant: ui.Secondary, Name: "_do", Value: "remove"}
}

func newRole(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	return p.roleForm(v, "new", nil, v.Show)
}

func (p place) roleForm(v *page.Visit, id string, both *ui.Versions, show shower) error {
	f := v.Form()
	m := formPage{
		Title: "Embedded role", Versions: both, Save: ui.Button{Text: "Save role"},
		Text: []string{"When the hours change, end the role and add another, so that earlier periods stay as they were."},
		Fields: []ui.Component{
			f.Line("title", "Role", "Not the name of a person. For example: critical care librarian."),
			f.Line("specialty", "Specialty", "As requests name it."),
			number(f, "hours", "Hours a week", "hours"),
			f.DateInput("from", "First day", "For example, 1 4 2026"),
			f.DateInput("until", "Last day (optional)", "Leave it empty while the role lasts."),
		},
	}
	if id != "new" {
		m.Remove = removeButton("Remove: it was entered by mistake")
	}
	return p.form(v, show, rolesAt+"/"+id, demandAt, "Demand by specialty", m)
}

func roleBody(v *page.Visit) rest.EmbeddedRoleBody {
	f := v.Form()
	return rest.EmbeddedRoleBody{EmbeddedRoleContent: postgres.EmbeddedRoleContent{
		Title: f.Get("title"), Specialty: f.Get("specialty"), Hours: float(f, "hours"), From: day(v, "from"), Until: day(v, "until"),
	}}
}

func addRole(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	body := roleBody(v)
	if f.Failed() {
		return p.roleForm(v, "new", nil, v.Again)
	}
	err = v.Post(p.api("/embedded-roles"), body, &postgres.EmbeddedRole{})
	if err != nil && f.Refused(err) {
		return p.roleForm(v, "new", nil, v.Again)
	}
	if err != nil {
		return err
	}
	return v.Go(p.href(demandAt), "The role is in the register.")
}

// role finds the one of the address.
func (p place) role(v *page.Visit) (postgres.EmbeddedRole, error) {
	var all rows[postgres.EmbeddedRole]
	if err := v.Read(p.api("/embedded-roles"), &all); err != nil {
		return postgres.EmbeddedRole{}, err
	}
	for _, r := range all.Items {
		if r.ID == v.Param("role") {
			return r, nil
		}
	}
	return postgres.EmbeddedRole{}, page.ErrNotFound
}

func showRole(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	r, err := p.role(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(r.Version))
	f.Default("title", r.Title)
	f.Default("specialty", r.Specialty)
	f.Default("hours", shown(r.Hours))
	defaultDay(v, "from", r.From)
	defaultDay(v, "until", r.Until)
	return p.roleForm(v, r.ID, nil, v.Show)
}

func takeRole(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	r, err := p.role(v)
	if err != nil {
		return err
	}
	f := v.Form()
	said := "The role is saved."
	body := roleBody(v)
	switch {
	case removing(f):
		said, err = "The role is taken out.", v.Delete(p.api("/embedded-roles/"+r.ID), f.Version())
	case f.Failed():
		return p.roleForm(v, r.ID, nil, v.Again)
	default:
		err = v.Put(p.api("/embedded-roles/"+r.ID), f.Version(), body, &postgres.EmbeddedRole{})
	}
	var theirs postgres.EmbeddedRole
	switch {
	case err == nil:
		return v.Go(p.href(demandAt), said)
	case page.Stale(err, &theirs):
		return p.roleForm(v, r.ID, changed(f, theirs.Version, [3]string{"Role", theirs.Title, body.Title}, [3]string{"Specialty", theirs.Specialty, body.Specialty},
			[3]string{"Hours a week", shown(theirs.Hours), shown(body.Hours)}, [3]string{"First day", theirs.From, body.From}, [3]string{"Last day", theirs.Until, body.Until}), v.Conflict)
	case f.Refused(err):
		return p.roleForm(v, r.ID, nil, v.Again)
	}
	return err
}
