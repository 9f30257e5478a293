package queue

import (
	"net/url"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// Fields of the part of a form that says who asked.
const (
	findField   = "find"
	personField = "requester.person"
	nameField   = "requester.new.name"
	emailField  = "requester.new.email"

	somebodyNew = "new" // the choice of personField that is none of those found
)

// who is the part of a form that says who asked: somebody found by the beginning of a name or an address, or somebody new. It
// works without scripts: Find sends the form, which comes back with the people found.
type who struct {
	Find   ui.Input
	Button ui.Button
	Found  *ui.Radios
	None   string // said when nobody was found
	New    ui.Details
	Name   ui.Input
	Email  ui.Input
}

// How much of a name the search takes.
const (
	fewestLetters = 2
	mostLetters   = 200
)

// whoAsked makes the part and finds the people. What is wrong was noted before, by requester.
func whoAsked(v *page.Visit, f *page.Form) (who, error) {
	text := f.Get(findField)
	var people []rest.PersonMatch
	if len([]rune(text)) >= fewestLetters {
		var list rows[rest.PersonMatch]
		if err := v.Read("/people?q="+url.QueryEscape(cut(text, mostLetters)), &list); err != nil && apiclient.CodeOf(err) != evidence.Invalid {
			return who{}, err
		}
		people = list.Items
	}
	w := who{Button: ui.Button{Text: "Find", Variant: ui.Secondary, Small: true, Name: "_do", Value: doFind}}
	w.Find = ui.Input{Field: f.Field(findField, "Who asked", "The beginning of a name or an email address, then Find")}
	w.Find.Autocomplete = "off"
	switch {
	case len(people) > 0:
		w.Found = offer(f, people)
	case text != "":
		w.None = "Nobody was found. Try fewer letters, or give the name and email address below."
	}
	w.New = ui.Details{Summary: "Somebody new", ID: "somebody-new", Open: text != "" && len(people) == 0 || f.Get(nameField)+f.Get(emailField) != "" ||
		f.Get(personField) == somebodyNew || f.Error(nameField)+f.Error(emailField) != ""}
	w.Name = ui.Input{Field: f.Field(nameField, "Name")}
	w.Name.Autocomplete = "off"
	w.Email = ui.Input{Field: f.Field(emailField, "Email address"), Type: "email"}
	w.Email.Autocomplete, w.Email.InputMode = "off", "email"
	return w, nil
}

// offer offers those who were found.
func offer(f *page.Form, people []rest.PersonMatch) *ui.Radios {
	var items []ui.Item
	for _, p := range people {
		hint := p.Email
		if p.JobTitle != "" {
			hint = p.JobTitle + ", " + p.Email
		}
		items = append(items, ui.Item{Value: string(p.Person), Label: p.Name, Hint: hint})
	}
	items = append(items, ui.Item{Divider: "or"}, ui.Item{Value: somebodyNew, Label: "Somebody new: give their name below"})
	if len(people) == 1 {
		f.Default(personField, string(people[0].Person))
	}
	r := f.Radios(personField, "Who it was", items)
	return &r
}

// requester reads who asked; nil with a word on what is missing.
func requester(f *page.Form) *rest.PersonBody {
	person, name, email := f.Get(personField), f.Get(nameField), f.Get(emailField)
	switch {
	case person != "" && person != somebodyNew:
		if !personForm.MatchString(person) {
			f.Wrong(personField, "Choose who it was.")
			return nil
		}
		return &rest.PersonBody{Person: evidence.PersonID(person)}
	case name == "" && email == "" && person == "":
		if f.Get(findField) != "" {
			f.Wrong(findField, "Choose the person below, or give a name and an email address.")
			return nil
		}
		f.Wrong(findField, "Say who asked: find the person, or give a name and an email address.")
		return nil
	}
	if name == "" {
		f.Wrong(nameField, "Give the name of the person who asked.")
	}
	if !strings.Contains(email, "@") {
		f.Wrong(emailField, "Give the email address of the person who asked, such as name@example.nhs.uk.")
	}
	if f.Failed() {
		return nil
	}
	return &rest.PersonBody{New: &rest.NewPerson{Name: name, Email: email}}
}
