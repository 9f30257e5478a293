package manage

import (
	"net/url"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Decisions about somebody who asks to be let in.
const (
	approve = "approve"
	refuse  = "refuse"
)

// askingPage is somebody who asks to use the library.
type askingPage struct {
	Place    place
	Name     string
	Facts    ui.SummaryList
	Start    ui.Form
	Decision ui.Radios
	Roles    ui.Checkboxes
	Reason   ui.Select
	Button   ui.Button
	Cancel   ui.Link
}

// jobOf is what somebody says of their work.
func jobOf(v *page.Visit, one rest.WaitingRow) string {
	if one.JobTitle != "" {
		return one.JobTitle
	}
	return v.Label(vocabulary.StaffGroups, one.StaffGroup)
}

func showAsking(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	f := v.Form()
	if !f.Restored {
		f.Default("roles", string(evidence.Requester))
	}
	return p.askingForm(v, v.Show)
}

func (p place) askingForm(v *page.Visit, show shower) error {
	var waiting rows[rest.WaitingRow]
	if err := v.Read(p.api("/access-requests"), &waiting); err != nil {
		return err
	}
	i := slices.IndexFunc(waiting.Items, func(w rest.WaitingRow) bool { return w.ID == v.Param("request") })
	if i < 0 {
		return v.Go(p.href(peopleAt), "Nobody waits for this answer: somebody else may have given it.")
	}
	may, err := p.may(v)
	if err != nil {
		return err
	}
	f, one := v.Form(), waiting.Items[i]
	m := askingPage{
		Place: p, Name: one.Name, Facts: ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
			{Key: "E-mail", Value: one.Email},
			{Key: "Job title", Value: one.JobTitle},
			{Key: "Staff group", Value: v.Label(vocabulary.StaffGroups, one.StaffGroup)},
			{Key: "Asked", Parts: []ui.Component{ui.Time{At: one.AskedAt}}},
		}},
		Decision: f.Radios("decision", "May they use the library?", []ui.Item{{Value: approve, Label: "Yes, let them in"}, {Value: refuse, Label: "No"}}),
		Roles:    f.Checkboxes("roles", "If yes: what will they do here?", roleItems(may)),
		Reason: f.Select("reason", "If no: why", []ui.Option{
			{Text: "Choose a reason"},
			{Value: "not-served", Text: "The library does not serve their organisation"},
			{Value: "not-known", Text: "Nobody here knows them"},
			{Value: "left", Text: "They have left the organisation"},
			{Value: "other", Text: "Another reason"},
		}, "They read it on their page."),
		Start:  f.Start(p.href(peopleAt + "/asking/" + one.ID)),
		Button: ui.Button{Text: "Send the answer", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(peopleAt)},
	}
	return show("asking", page.View{Title: "Decide: " + one.Name, Current: settingsAt, Back: p.href(peopleAt), BackTo: "People", Form: f, Data: m})
}

func decideAsking(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	f := v.Form()
	body := rest.DecideAccess{Decision: f.Get("decision")}
	done := "They are let in."
	switch body.Decision {
	case approve:
		if body.Roles = rolesOf(f.All("roles")); len(body.Roles) == 0 {
			f.Wrong("roles", "Choose what they will do here.")
		}
	case refuse:
		done = "They are told that they are not let in."
		if body.Reason = f.Get("reason"); body.Reason == "" {
			f.Wrong("reason", "Choose why they are not let in.")
		}
	default:
		f.Wrong("decision", "Choose yes or no.")
	}
	if f.Failed() {
		return p.askingForm(v, v.Again)
	}
	err = v.Post(p.api("/access-requests/"+url.PathEscape(v.Param("request"))+"/decide"), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(peopleAt), done)
	case apiclient.CodeOf(err) == evidence.AlreadyAnswered:
		return v.Go(p.href(peopleAt), "They have had an answer already. Nothing was changed.")
	case refused(f, err, toRoles):
		return p.askingForm(v, v.Again)
	}
	return err
}
