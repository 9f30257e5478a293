package manage

import (
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

func askRemoveMember(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	return p.askRemove(v, v.Show)
}

func (p place) askRemove(v *page.Visit, show shower) error {
	one, err := p.member(v)
	if err != nil {
		return err
	}
	f := v.Form()
	address := peopleAt + "/" + string(one.Person)
	m := deletePage{
		Place: p, Title: "Remove " + one.Name + " from the library?", Start: f.Start(p.href(address + "/remove")),
		Text:   "They lose every role here: " + roleList(one.Roles) + ". What they asked and what they wrote stays. They can be added again at any time.",
		Button: ui.Button{Text: "Remove from the library", Variant: ui.Warning, PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(address)},
	}
	m.First = p.workLink(v, one)
	return show("delete", page.View{Title: "Remove somebody", Current: settingsAt, Back: p.href(address), BackTo: "Roles", Form: f, Data: m})
}

func removeMember(v *page.Visit) error {
	p, err := at(v, keepers()...)
	if err != nil {
		return err
	}
	err = p.setRoles(v, evidence.PersonID(v.Param("person")), []evidence.Role{})
	switch {
	case err == nil, page.NotThere(err):
		return v.Go(p.href(peopleAt), "They do not belong to the library any more.")
	case v.Form().Failed():
		return p.askRemove(v, v.Again)
	}
	return err
}
