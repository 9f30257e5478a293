package directory

import (
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/directory"
	"evidencedesk/internal/postgres"
)

type editPage struct {
	Title    string
	Versions *ui.Versions
	Start    ui.Form
	Guard    *ui.GuardNotice
	Fields   []ui.Component
	Save     ui.Button
	Cancel   ui.Link
	Remove   *ui.Link
	Checked  string
}

func showNew(v *page.Visit) error {
	p, err := at(v)
	if err != nil {
		return err
	}
	return p.form(v, nil, nil, v.Show)
}

func takeNew(v *page.Visit) error {
	p, err := at(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := bodyOf(f)
	if f.Get("own") == "yes" {
		body.Library = p.ID
	}
	err = v.Post(p.api(""), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(keptAt), "The record is added.")
	case f.Refused(err):
		return p.form(v, nil, nil, v.Again)
	}
	return err
}

func showEdit(v *page.Visit) error {
	p, e, err := keptRecord(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(e.Version))
	for _, one := range directory.Fields() {
		f.Default(one.Name, one.Get(e.Record))
	}
	f.Default("served", servedLines(e.Served))
	return p.form(v, &e, nil, v.Show)
}

func takeEdit(v *page.Visit) error {
	p, e, err := keptRecord(v)
	if err != nil {
		return err
	}
	f := v.Form()
	body := bodyOf(f)
	body.Checked = f.Get("checked") == "yes"
	var theirs postgres.Entry
	err = v.Put(p.api("/"+url.PathEscape(e.ID)), f.Version(), body, nil)
	switch {
	case err == nil:
		return v.Go(p.href(keptAt), "The record is saved.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.form(v, &theirs, versions(theirs.Record, body.Record), v.Conflict)
	case f.Refused(err):
		return p.form(v, &e, nil, v.Again)
	}
	return err
}

// keptRecord is the record of the address, if the library keeps it.
func keptRecord(v *page.Visit) (place, postgres.Entry, error) {
	p, err := at(v)
	if err != nil {
		return p, postgres.Entry{}, err
	}
	e, err := record(v)
	if err == nil && e.Keeper != p.ID {
		err = page.ErrNotFound
	}
	return p, e, err
}

func bodyOf(f *page.Form) rest.EntryBody {
	b := rest.EntryBody{}
	for _, one := range directory.Fields() {
		one.Set(&b.Record, f.Get(one.Name))
	}
	b.Served = []directory.Served{}
	for line := range strings.SplitSeq(f.Get("served"), "\n") {
		var parts [4]string
		for i, part := range strings.SplitN(line, "|", len(parts)) {
			parts[i] = strings.TrimSpace(part)
		}
		if strings.TrimSpace(line) != "" {
			b.Served = append(b.Served, directory.Served{Name: parts[0], Area: parts[1], Trust: parts[2], County: parts[3]})
		}
	}
	return b
}

func servedLines(list []directory.Served) string {
	var lines []string
	for _, s := range list {
		lines = append(lines, strings.TrimRight(strings.Join([]string{s.Name, s.Area, s.Trust, s.County}, " | "), " |"))
	}
	return strings.Join(lines, "\n")
}

// versions sets what differs side by side.
func versions(theirs, yours directory.Record) *ui.Versions {
	both := &ui.Versions{Heading: "Somebody else changed this record", Theirs: "As it is now", Yours: "Yours, not saved"}
	for _, f := range directory.Fields() {
		if f.Get(theirs) != f.Get(yours) {
			both.Fields = append(both.Fields, ui.VersionedField{Label: f.Label, Theirs: f.Get(theirs), Yours: f.Get(yours)})
		}
	}
	if a, b := servedLines(theirs.Served), servedLines(yours.Served); a != b {
		both.Fields = append(both.Fields, ui.VersionedField{Label: "Organisations that it serves", Theirs: a, Yours: b})
	}
	return both
}

// mostServed bounds the box of organisations, in characters.
const mostServed = 100_000

func (p place) form(v *page.Visit, e *postgres.Entry, both *ui.Versions, show shower) error {
	f := v.Form()
	m := editPage{Title: "Add a record", Versions: both, Save: ui.Button{Text: "Save record", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(keptAt)}}
	for _, one := range directory.Fields() {
		switch {
		case one.Lines:
			m.Fields = append(m.Fields, f.Text(one.Name, one.Label, one.Most, hint(one.Name)))
		case one.Free:
			m.Fields = append(m.Fields, f.Line(one.Name, one.Label, hint(one.Name)))
		default:
			m.Fields = append(m.Fields, ui.Input{Field: f.Field(one.Name, one.Label, hint(one.Name))})
		}
	}
	served := f.Text("served", "Organisations that it serves", mostServed, "One on each line: name | area | trust | county. What you do not know can be left out.")
	served.Rows = 6
	m.Fields = append(m.Fields, served)
	if e == nil {
		m.Fields = append(m.Fields, f.Checkboxes("own", "Is it your own library?", []ui.Item{{Value: "yes", Label: "Yes, this record is of our own library", Hint: "People whose organisation it serves can then ask it here."}}))
	} else {
		m.Title, m.Checked = "Change a record", dayWords(v, e.CheckedOn)
		m.Fields = append(m.Fields, f.Checkboxes("checked", "Is everything right?", []ui.Item{{Value: "yes", Label: "I have checked all of it today"}}))
		m.Remove = &ui.Link{Href: p.href(keptAt + "/entry/" + e.ID + "/remove"), Text: "Take this record out"}
	}
	m.Start, m.Guard = f.Start(""), f.Guard()
	return show("edit", page.View{Title: m.Title, Current: "/settings", Back: p.href(keptAt), BackTo: "Records of the directory", Form: f, Data: m})
}

func hint(field string) string {
	return map[string]string{
		"sector": "Such as NHS, university or charity", "contacts": "Roles, such as Outreach librarian: never names of people.",
		"homepage": "It begins with https:// or http://", "library_code": "By which the field knows it",
	}[field]
}

func askRemove(v *page.Visit) error {
	p, e, err := keptRecord(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default(page.VersionField, strconv.Itoa(e.Version))
	m := editPage{
		Title: "Take " + e.Name + " out of the directory?", Start: f.Start(""), Save: ui.Button{Text: "Take it out", Variant: ui.Warning, PreventDoubleClick: true},
		Cancel: ui.Link{Text: "Keep it", Href: p.href(keptAt + "/entry/" + e.ID)},
	}
	return v.Show("edit", page.View{Title: m.Title, Current: "/settings", Back: p.href(keptAt), BackTo: "Records of the directory", Form: f, Data: m})
}

func remove(v *page.Visit) error {
	p, e, err := keptRecord(v)
	if err != nil {
		return err
	}
	err = v.Delete(p.api("/"+url.PathEscape(e.ID)), v.Form().Version())
	if page.Stale(err, &postgres.Entry{}) {
		return v.Go(p.href(keptAt+"/entry/"+e.ID), "Somebody changed the record. Look at it again before you take it out.")
	}
	if err != nil {
		return err
	}
	return v.Go(p.href(keptAt), "The record is taken out.")
}
