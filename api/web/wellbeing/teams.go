package wellbeing

import (
	"net/url"
	"slices"
	"strconv"
	"time"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

func newTeam(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	return p.teamForm(v, nil, "", v.Show)
}

func addTeam(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	err = v.Post(p.api("/mdt-teams"), teamBody(v), nil)
	switch {
	case err == nil:
		return v.Go(p.href(teamAt), "The team is added.")
	case f.Refused(err):
		return p.teamForm(v, nil, "", v.Again)
	}
	return err
}

func (p place) teamAPI(v *page.Visit) string {
	return p.api("/mdt-teams/" + url.PathEscape(v.Param("team")))
}

func showTeam(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	var t postgres.MDTTeam
	if err := v.Read(p.teamAPI(v), &t); err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(t.Version))
	f.Default("name", t.Name)
	f.Default("debrief_note", t.DebriefNote)
	if d, err := time.Parse(time.DateOnly, t.NextDebrief); err == nil {
		f.DefaultDate("next_debrief", d, time.UTC)
	}
	var members, invited []string
	for _, m := range t.Members {
		members = append(members, string(m.Person))
		if m.Invited {
			invited = append(invited, string(m.Person))
		}
	}
	f.DefaultAll("members", members)
	f.DefaultAll("invited", invited)
	return p.teamForm(v, nil, t.ID, v.Show)
}

func takeTeam(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	body := teamBody(v)
	var theirs postgres.MDTTeam
	err = v.Put(p.teamAPI(v), f.Version(), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(teamAt), "The team is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.teamForm(v, &ui.Versions{
			Heading: "Somebody else changed this team", Theirs: "As it is now", Yours: "Yours, not saved",
			Fields: []ui.VersionedField{
				{Label: "Name", Theirs: theirs.Name, Yours: body.Name},
				{Label: "Next debrief", Theirs: theirs.NextDebrief, Yours: body.NextDebrief},
				{Label: "Where and when", Theirs: theirs.DebriefNote, Yours: body.DebriefNote},
				{Label: "How many people", Theirs: strconv.Itoa(len(theirs.Members)), Yours: strconv.Itoa(len(body.Members))},
			},
		}, theirs.ID, v.Conflict)
	case f.Refused(err):
		return p.teamForm(v, nil, v.Param("team"), v.Again)
	}
	return err
}

// teamBody is the team as the form has it. Who is invited belongs to the team, whether or not the other box is ticked.
func teamBody(v *page.Visit) rest.MDTTeamBody {
	f := v.Form()
	b := rest.MDTTeamBody{MDTTeamContent: postgres.MDTTeamContent{
		Name: f.Get("name"), NextDebrief: day(f, v, "next_debrief"), DebriefNote: f.Get("debrief_note"), Members: []postgres.MDTMember{},
	}}
	people := slices.Concat(f.All("members"), f.All("invited"))
	slices.Sort(people)
	for _, id := range slices.Compact(people) {
		b.Members = append(b.Members, postgres.MDTMember{Person: evidence.PersonID(id), Invited: slices.Contains(f.All("invited"), id)})
	}
	return b
}

func (p place) teamForm(v *page.Visit, both *ui.Versions, id string, show shower) error {
	var staff rows[rest.StaffRow]
	if err := v.Read(p.api("/staff"), &staff); err != nil {
		return err
	}
	var people []ui.Item
	for _, one := range staff.Items {
		if (evidence.Actor{Roles: one.Roles}).Is(evidence.Librarian, evidence.Trainee) {
			people = append(people, ui.Item{Value: string(one.Person), Label: one.Name})
		}
	}
	f := v.Form()
	m := formPage{
		Title: "Add a team", Versions: both, Intro: "A multidisciplinary team of your organisation that includes one of your librarians.",
		Fields: []ui.Component{
			f.Line("name", "Name of the team"),
			f.Checkboxes("members", "Which librarians does it include?", people),
			f.Checkboxes("invited", "Who of them is invited to its debriefs?", slices.Clone(people)),
			f.DateInput("next_debrief", "Next debrief", "Leave it empty if none is planned."),
			f.Line("debrief_note", "Where, and at what time"),
		},
		Save: ui.Button{Text: "Save team", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(teamAt)},
	}
	if id != "" {
		m.Title, m.Remove = "Change a team", link(p.href(teamsAt+"/"+id+"/remove"), "Take the team out")
	}
	return p.form(v, m, show)
}

func askRemoveTeam(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	var t postgres.MDTTeam
	if err := v.Read(p.teamAPI(v), &t); err != nil {
		return err
	}
	v.Form().Default(page.VersionField, strconv.Itoa(t.Version))
	return p.form(v, formPage{
		Title: "Take " + t.Name + " out?", Intro: "The team goes from the register, with whom it includes. This cannot be undone.",
		Save: ui.Button{Text: "Take it out", Variant: ui.Warning, PreventDoubleClick: true}, Cancel: ui.Link{Text: "Keep it", Href: p.href(teamsAt + "/" + t.ID)},
	}, v.Show)
}

func removeTeam(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	err = v.Delete(p.teamAPI(v), v.Form().Version())
	if page.Stale(err, &postgres.MDTTeam{}) {
		return v.Go(p.href(teamsAt+"/"+v.Param("team")), "Somebody changed the team. Look at it again before you take it out.")
	}
	if err != nil {
		return err
	}
	return v.Go(p.href(teamAt), "The team is taken out.")
}
