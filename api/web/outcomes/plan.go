package outcomes

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// planPage is a line of the improvement plan to write.
type planPage struct {
	Title    string
	Year     string
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Fields   []ui.Component
	Save     ui.Button
	Cancel   ui.Link
}

func showNewAction(v *page.Visit) error {
	v.Form().Default("outcome", v.Query("outcome"))
	return at(v).planForm(v, "", nil, v.Show)
}

func actionBody(f *page.Form) rest.OutcomeActionBody {
	for _, code := range []string{"required", "too-short"} {
		f.Say("action:"+code, "Say what is to be done.")
		f.Say("owner_role:"+code, "Say who sees to it.")
		f.Say("due_on:"+code, "Say by when.")
		f.Say("outcome:"+code, "Choose an outcome.")
	}
	day := func(name string) string {
		return ui.DateInput{Day: f.Get(name + ".day"), Month: f.Get(name + ".month"), Year: f.Get(name + ".year")}.ISO()
	}
	return rest.OutcomeActionBody{OutcomeActionContent: postgres.OutcomeActionContent{
		Outcome: f.Get("outcome"), Action: f.Get("action"), OwnerRole: f.Get("owner_role"), DueOn: day("due_on"), DoneOn: day("done_on"),
	}}
}

func takeNewAction(v *page.Visit) error {
	p, f := at(v), v.Form()
	var a postgres.OutcomeAction
	err := v.Post(p.ofYear("/actions"), actionBody(f), &a)
	if err == nil {
		return v.Go(p.href("")+"#plan", "The line is added to the plan.")
	}
	if f.Refused(err) {
		return p.planForm(v, "", nil, v.Again)
	}
	return err
}

func (p place) defaults(f *page.Form, a postgres.OutcomeAction) {
	f.Default("outcome", a.Outcome)
	f.Default("action", a.Action)
	f.Default("owner_role", a.OwnerRole)
	for name, day := range map[string]string{"due_on": a.DueOn, "done_on": a.DoneOn} {
		if parts := strings.Split(day, "-"); len(parts) == 3 {
			f.Default(name+".year", parts[0])
			f.Default(name+".month", strings.TrimPrefix(parts[1], "0"))
			f.Default(name+".day", strings.TrimPrefix(parts[2], "0"))
		}
	}
	f.Default(page.VersionField, strconv.Itoa(a.Version))
}

func showAction(v *page.Visit) error {
	p := at(v)
	var all rows[postgres.OutcomeAction]
	if err := v.Read(p.ofYear("/actions"), &all); err != nil {
		return err
	}
	i := slices.IndexFunc(all.Items, func(a postgres.OutcomeAction) bool { return a.ID == v.Param("action") })
	if i < 0 {
		return page.ErrNotFound
	}
	p.defaults(v.Form(), all.Items[i])
	return p.planForm(v, all.Items[i].ID, nil, v.Show)
}

func takeAction(v *page.Visit) error {
	p, f, id := at(v), v.Form(), v.Param("action")
	body := actionBody(f)
	var saved, theirs postgres.OutcomeAction
	err := v.Put(p.api("/outcome-actions/"+url.PathEscape(id)), f.Version(), body, &saved)
	switch {
	case err == nil:
		return v.Go(p.href("")+"#plan", "The line is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		both := &ui.Versions{Heading: "Somebody else changed this line", Theirs: "As it is now", Yours: "Yours, not saved", Fields: []ui.VersionedField{
			{Label: "What", Theirs: theirs.Action, Yours: body.Action},
			{Label: "Who", Theirs: theirs.OwnerRole, Yours: body.OwnerRole},
			{Label: "By", Theirs: theirs.DueOn, Yours: body.DueOn},
			{Label: "Done", Theirs: theirs.DoneOn, Yours: body.DoneOn},
		}}
		return p.planForm(v, id, both, v.Conflict)
	case f.Refused(err):
		return p.planForm(v, id, nil, v.Again)
	}
	return err
}

func (p place) planForm(v *page.Visit, id string, both *ui.Versions, show shower) error {
	f := v.Form()
	m := planPage{
		Title: "Add to the improvement plan", Year: yearWords(p.year), Versions: both,
		Save: ui.Button{Text: "Save", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href("")},
	}
	address := "/plan/new"
	options := []ui.Option{{Text: "Choose an outcome"}}
	for _, t := range terms(v, postgres.Editions()[0]).Terms {
		options = append(options, ui.Option{Value: t.Code, Text: t.Label})
	}
	role := f.Line("owner_role", "Who sees to it", "A role, such as library manager")
	role.Autocomplete = "off"
	m.Fields = []ui.Component{f.Select("outcome", "Outcome", options), f.Text("action", "What is to be done", mostText), role, f.DateInput("due_on", "By when")}
	if id != "" {
		m.Title, address = "Change a line of the improvement plan", "/plan/"+id
		m.Fields = append(m.Fields, f.DateInput("done_on", "When it was done", "Leave it empty until then"))
	}
	m.Start, m.Guard = f.Start(p.href(address)), f.Guard()
	return show("plan", page.View{Title: m.Title, Current: "/team", Back: p.href(""), BackTo: "Outcomes framework", Form: f, Data: m})
}
