package ask

import (
	"fmt"
	"net/mail"
	"net/url"
	"slices"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// maxCopies is how many people can be named who receive the answer too.
const maxCopies = 20

// spareRows are the empty rows for more people.
const spareRows = 2

const colleague = "colleague"

type peopleFields struct {
	Staff     bool
	For       *ui.Radios
	Name      ui.Input
	Email     ui.Input
	Copies    []copyRow
	More      *ui.Button
	Delegates *ui.Checkboxes
	Copied    *ui.Checkboxes
}

// extra are the buttons of the page beside those of every step.
func (m peopleFields) extra() []ui.Component {
	if m.More == nil {
		return nil
	}
	return []ui.Component{*m.More}
}

// copyRow is a person who receives the answer too.
type copyRow struct {
	Set   ui.Fieldset
	Name  ui.Input
	Email ui.Input
}

// people asks for whom the question is, and who else receives the answer.
func people() step {
	return step{
		name: "people", title: "Who is it for?", about: "People", fields: []string{"requester", "copy_to", "copied", "delegates"}, skip: true,
		fill:  fillPeople,
		take:  takePeople,
		model: peopleModel,
		rows:  peopleRows,
	}
}

func fillPeople(a *answers) {
	if r := a.b.Requester; r != nil && r.New != nil {
		a.f.Default("for", colleague)
		a.f.Default("requester.new.name", r.New.Name)
		a.f.Default("requester.new.email", r.New.Email)
	}
	a.f.Default("for", "me")
	for i, p := range a.b.CopyTo {
		a.f.Default(copyField(i, "name"), p.Name)
		a.f.Default(copyField(i, "email"), p.Email)
	}
	a.f.DefaultAll("delegates", each(a.b.Delegates))
	a.f.DefaultAll("copied", each(a.b.Copied))
}

func copyField(i int, part string) string { return fmt.Sprintf("copy_to[%d].%s", i, part) }

func takePeople(a *answers) {
	a.b.Requester, a.b.CopyTo = nil, nil
	if a.f.Get("for") == colleague && staffOf(a.Visit, askedLibrary(a.Visit, a.b)) {
		if p, ok := readPerson(a.f, "requester.new.name", "requester.new.email"); ok {
			a.b.Requester = &rest.PersonBody{New: &p}
		} else {
			a.f.Wrong("requester.new.name", "Give your colleague’s name.")
			a.f.Wrong("requester.new.email", "Give your colleague’s work e-mail address.")
		}
	}
	rows := url.Values{}
	for i := range maxCopies {
		name, email := copyField(i, "name"), copyField(i, "email")
		p, ok := readPerson(a.f, name, email)
		if ok {
			// The rows close up, so that what the API says of a person stands where the form shows them.
			rows.Set(copyField(len(a.b.CopyTo), "name"), p.Name)
			rows.Set(copyField(len(a.b.CopyTo), "email"), p.Email)
			a.b.CopyTo = append(a.b.CopyTo, p)
		}
	}
	if !a.f.Failed() {
		closeUp(a.f, rows)
	}
	a.b.Delegates, a.b.Copied = ids(a.f.All("delegates")), ids(a.f.All("copied"))
}

func closeUp(f *page.Form, rows url.Values) {
	for i := range maxCopies {
		for _, part := range []string{"name", "email"} {
			f.Values().Del(copyField(i, part))
		}
	}
	for name, value := range rows {
		f.Values()[name] = value
	}
}

// readPerson reads a name with its e-mail address; false when both are empty. It notes what is wrong with them.
func readPerson(f *page.Form, name, email string) (rest.NewPerson, bool) {
	p := rest.NewPerson{Name: f.Get(name), Email: f.Get(email)}
	if p.Name == "" && p.Email == "" {
		return p, false
	}
	if p.Name == "" {
		f.Wrong(name, "Give the name too.")
	}
	if a, err := mail.ParseAddress(p.Email); err != nil || a.Address != p.Email || !strings.Contains(p.Email[strings.LastIndex(p.Email, "@")+1:], ".") {
		f.Wrong(email, "Give a work e-mail address, such as name@example.nhs.uk.")
	}
	return p, true
}

func peopleRows(a *answers) []ui.SummaryRow {
	who := "Me"
	if r := a.b.Requester; r != nil && r.New != nil {
		who = r.New.Name + "\n" + r.New.Email
	}
	rows := []ui.SummaryRow{{Key: "Who it is for", Value: who}}
	var copies []string
	for _, p := range a.b.CopyTo {
		copies = append(copies, p.Name+", "+p.Email)
	}
	if n := len(a.b.Copied); n > 0 {
		copies = append(copies, persons(n)+" of the earlier request")
	}
	rows = append(rows, ui.SummaryRow{Key: "Also gets the answer", Value: strings.Join(copies, "\n"), Empty: "Nobody else"})
	if n := len(a.b.Delegates); n > 0 {
		rows = append(rows, ui.SummaryRow{Key: "May act for you", Value: persons(n) + " of the earlier request"})
	}
	return rows
}

func persons(n int) string {
	if n == 1 {
		return "1 person"
	}
	return ui.Number(n) + " people"
}

func each(people []evidence.PersonID) []string {
	var list []string
	for _, p := range people {
		list = append(list, string(p))
	}
	return list
}

func ids(values []string) []evidence.PersonID {
	var list []evidence.PersonID
	for _, v := range values {
		if v != "" && !slices.Contains(list, evidence.PersonID(v)) {
			list = append(list, evidence.PersonID(v))
		}
	}
	return list
}
