package ask

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/ui"
)

func peopleModel(a *answers) (any, error) {
	m := peopleFields{Staff: staffOf(a.Visit, askedLibrary(a.Visit, a.b))}
	if m.Staff {
		r := a.f.Radios("for", "Who is asking?", []ui.Item{{Value: "me", Label: "Me"}, {Value: colleague, Label: "A colleague", Hint: "They become the requester: the answer and every question go to them."}})
		r.LabelSize = "m"
		m.For = &r
		m.Name = personBox(a, "requester.new.name", "Your colleague’s name")
		m.Email = emailBox(a, "requester.new.email", "Their work e-mail address")
	}
	rows := min(maxCopies, len(a.b.CopyTo)+spareRows)
	for i := range rows {
		m.Copies = append(m.Copies, copyRow{
			Set:  ui.Fieldset{Legend: "Person " + ui.Number(i+1), Size: "s"},
			Name: personBox(a, copyField(i, "name"), "Name"), Email: emailBox(a, copyField(i, "email"), "Work e-mail address"),
		})
	}
	if rows < maxCopies {
		m.More = &ui.Button{Text: "Add another person", Variant: ui.Secondary, Name: "more", Value: "yes"}
	}
	return m, earlierPeople(a, &m)
}

func personBox(a *answers, name, words string) ui.Input {
	box := ui.Input{Field: a.f.Field(name, words)}
	box.Autocomplete = "off"
	return box
}

func emailBox(a *answers, name, words string) ui.Input {
	box := personBox(a, name, words)
	box.Type = "email"
	return box
}

// earlierPeople offers the people of the request that this one goes on from. The API takes delegates only by their identifier, and
// these are known.
func earlierPeople(a *answers, m *peopleFields) error {
	if a.b.FollowOnFrom == "" {
		return nil
	}
	earlier, err := earlierRequest(a.Visit, a.b.FollowOnFrom)
	if err != nil {
		return err
	}
	var all, delegates []ui.Item
	for _, p := range earlier.People {
		item := ui.Item{Value: string(p.Person), Label: p.Name}
		switch p.Relation {
		case "delegate":
			delegates = append(delegates, item)
			all = append(all, item)
		case "copied":
			all = append(all, item)
		}
	}
	if len(delegates) > 0 {
		c := a.f.Checkboxes("delegates", "Who may act for you?", delegates, "They could for the earlier request: answer questions, change it or withdraw it.")
		m.Delegates = &c
	}
	if len(all) > 0 {
		c := a.f.Checkboxes("copied", "Who of the earlier request gets this answer too?", all)
		m.Copied = &c
	}
	return nil
}

// delegated are the people of a request with a relation to it.
func delegated(r rest.RequestView, relation string) []string {
	var list []string
	for _, p := range r.People {
		if p.Relation == relation {
			list = append(list, string(p.Person))
		}
	}
	return list
}
