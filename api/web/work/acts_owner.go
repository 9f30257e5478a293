package work

import (
	"fmt"
	"net/url"
	"slices"
	"unicode/utf8"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// ownershipActs change who looks after a request, and who asked it.
func ownershipActs() []act {
	return []act{
		{
			name: evidence.Claim, link: "Take it", title: "Take this request", button: "Take it", done: "is yours now.",
			about: []string{"You become its librarian. If somebody else is faster, you are told who has it."},
		},
		{
			name: evidence.Release, link: "Give it back to the queue", title: "Give this request back to the queue", button: "Give it back",
			done: "is back in the queue.", about: []string{"Nobody owns it then, and everybody in the library can take it. What you have done stays."},
			fields: func(d *desk) error {
				why := d.form.Select("reason", "Why", d.Reasons(string(evidence.Release)))
				why.Optional = true
				d.add(why)
				return nil
			},
			body: func(d *desk) any { return rest.ReleaseBody{Timed: d.timed(), Reason: d.form.Get("reason")} },
		},
		{
			name: evidence.Reassign, link: "Give it to a colleague", title: "Give this request to a colleague", button: "Give it to them",
			done: "has a new librarian.", about: []string{"They are told at once. What has been done stays."}, fields: reassignFields, body: reassignBody,
			say: map[string]string{"person:not-allowed": "Choose a librarian or trainee of this library."},
		},
		{
			name: evidence.ChangeRequester, link: "Change who asked", title: "Change who asked", button: "Change the requester",
			done: "has a new requester.", about: []string{"The new requester gets the answer and everything that is sent from now on."},
			fields: requesterFields, body: requesterBody,
		},
	}
}

// reassignFields list who can take the request over; to a manager with how much they have to do already.
func reassignFields(d *desk) error {
	people, err := colleagues(d)
	if err != nil {
		return err
	}
	var items []ui.Item
	for _, p := range people {
		if p.Person == d.bench.Owner || !(evidence.Actor{Roles: p.Roles}).Is(evidence.Librarian, evidence.Trainee) {
			continue
		}
		items = append(items, ui.Item{Value: string(p.Person), Label: named(d.Visit, p.PersonLoad), Hint: p.hint})
	}
	if len(items) == 0 {
		d.add(ui.InsetText{Text: "There is no other librarian or trainee in this library."})
	} else {
		d.add(d.form.Radios("person", "Who takes it over?", items))
	}
	d.reason("Why")
	return nil
}

// colleague is somebody who works in the library, with what is said of their load to those who may know it.
type colleague struct {
	rest.PersonLoad

	hint string
}

// colleagues are the people of the library. What they have to do is for managers only.
func colleagues(d *desk) (all []colleague, err error) {
	library := "/libraries/" + url.PathEscape(string(d.bench.Library))
	if d.Me.Actor(d.bench.Library).Is(evidence.Manager) {
		var load rest.Load
		err = d.Read(library+"/load", &load)
		for _, p := range load.People {
			all = append(all, colleague{p, loadWords(p)})
		}
		return all, err
	}
	var staff struct{ Items []rest.StaffRow }
	err = d.Read(library+"/staff", &staff)
	for _, p := range staff.Items {
		all = append(all, colleague{PersonLoad: rest.PersonLoad{Person: p.Person, Name: p.Name, Roles: p.Roles}})
	}
	return all, err
}

func named(v *page.Visit, p rest.PersonLoad) string {
	name := p.Name
	if p.Person == v.Me.Person {
		name += " (you)"
	}
	if slices.Contains(p.Roles, evidence.Trainee) {
		name += ", trainee"
	}
	return name
}

// loadWords is how much somebody has to do.
func loadWords(p rest.PersonLoad) string {
	if p.Open == 0 {
		return "Nothing open"
	}
	words := page.Count(p.Open, "open request")
	if p.DueThisWeek > 0 {
		words += fmt.Sprintf(", %d due this week", p.DueThisWeek)
	}
	if p.Overdue > 0 {
		words += fmt.Sprintf(", %d overdue", p.Overdue)
	}
	if p.Waiting > 0 {
		words += fmt.Sprintf(", %d waiting", p.Waiting)
	}
	return words
}

func reassignBody(d *desk) any {
	return rest.ReassignBody{
		Person:     evidence.PersonID(d.need("person", "Choose who takes it over.")),
		ReasonBody: rest.ReasonBody{Timed: d.timed(), Reason: d.needReason()},
	}
}

// requesterFields find the new requester among those who are known, or ask for a name and an address.
func requesterFields(d *desk) error {
	f := d.form
	found, err := findPeople(d.Visit, f.Get(searchField))
	if err != nil {
		return err
	}
	d.add(ui.Input{Field: f.Field(searchField, "Find somebody who is known here", "At least 2 letters of the beginning of their name or e-mail address.")}, ui.Button{
		Text: "Find", More: " people", Variant: ui.Secondary, Small: true, Name: findButton, Value: "1",
	})
	var items []ui.Item
	for _, p := range found {
		if p.Person != d.bench.Requester {
			items = append(items, ui.Item{Value: string(p.Person), Label: p.Name, Hint: join(p.JobTitle, p.Email)})
		}
	}
	switch {
	case len(items) > 0:
		d.add(f.Radios("person", "Who asks it now?", append(items, ui.Item{Divider: "or"}, ui.Item{Value: "new", Label: "Somebody who is not in this list"})))
	case f.Get(searchField) != "":
		d.add(ui.InsetText{Text: "Nobody else is known by a name or address that begins like this."})
	}
	name := ui.Input{Field: f.Field("requester.name", "Name", "Only for somebody who is not known here yet.")}
	email := ui.Input{Field: f.Field("requester.email", "Work e-mail address"), Type: "email"}
	name.Optional, email.Optional, name.Autocomplete, email.Autocomplete = true, true, "off", "off"
	d.add(name, email)
	d.reason("Why")
	return nil
}

// fewestLetters is how much of a name or address the API wants, so that nobody lists everybody.
const fewestLetters = 2

func findPeople(v *page.Visit, beginning string) ([]rest.PersonMatch, error) {
	var found struct{ Items []rest.PersonMatch }
	if utf8.RuneCountInString(beginning) < fewestLetters {
		return nil, nil
	}
	err := v.Read("/people?q="+url.QueryEscape(beginning), &found)
	return found.Items, err
}

func requesterBody(d *desk) any {
	body := rest.ChangeRequesterBody{ReasonBody: rest.ReasonBody{Timed: d.timed(), Reason: d.needReason()}}
	if who := d.form.Get("person"); who != "" && who != "new" {
		body.Person = evidence.PersonID(who)
		return body
	}
	body.Requester = &rest.NewPerson{Name: d.form.Get("requester.name"), Email: d.form.Get("requester.email")}
	switch {
	case body.Requester.Name == "" && body.Requester.Email == "":
		d.form.Wrong(searchField, "Find who asks it now, or give their name and e-mail address.")
	case body.Requester.Name == "":
		d.form.Wrong("requester.name", "Give their name.")
	case body.Requester.Email == "":
		d.form.Wrong("requester.email", "Give their e-mail address.")
	}
	return body
}

// join puts what is there side by side.
func join(parts ...string) string {
	words := ""
	for _, p := range parts {
		if p == "" {
			continue
		}
		if words != "" {
			words += ", "
		}
		words += p
	}
	return words
}
