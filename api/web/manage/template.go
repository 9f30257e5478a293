package manage

import (
	"net/url"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
)

// mostText is how long the text of a template may be, in characters.
const mostText = 10_000

// templatePage is a template to write or to change.
type templatePage struct {
	Place    place
	Title    string
	Versions *ui.Versions // when somebody else saved first
	Start    ui.Form
	Guard    *ui.GuardNotice
	Name     ui.Input
	Kind     ui.Radios
	Text     ui.Textarea
	Words    ui.Table // what the words in braces stand for
	Save     ui.Button
	Cancel   ui.Link
	Delete   *ui.Link
}

func newTemplate(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	return p.templateForm(v, "", nil, v.Show)
}

func addTemplate(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f := v.Form()
	var saved rest.SavedTemplate
	err = v.Post(p.api("/templates"), templateBody(f), &saved)
	switch {
	case err == nil:
		return v.Go(p.href(templatesAt), "The template is added.")
	case refusedTemplate(f, err):
		return p.templateForm(v, "", nil, v.Again)
	}
	return err
}

func (p place) template(v *page.Visit) (rest.Template, error) {
	var t rest.Template
	return t, v.Read(p.api("/templates/"+url.PathEscape(v.Param("template"))), &t)
}

func editTemplate(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	t, err := p.template(v)
	if err != nil {
		return err
	}
	f := v.Form()
	f.Default("name", t.Name)
	f.Default("kind", t.Kind)
	f.Default("text", t.Text)
	f.Default(page.VersionField, strconv.Itoa(t.Version))
	return p.templateForm(v, t.ID, nil, v.Show)
}

func saveTemplate(v *page.Visit) error {
	p, err := at(v, evidence.Manager)
	if err != nil {
		return err
	}
	f, id := v.Form(), v.Param("template")
	var theirs rest.Template
	var saved rest.SavedTemplate
	body := templateBody(f)
	err = v.Put(p.api("/templates/"+url.PathEscape(id)), f.Version(), body, &saved)
	switch {
	case err == nil:
		return v.Go(p.href(templatesAt), "The template is saved.")
	case page.Stale(err, &theirs):
		if theirs.Name == body.Name && theirs.Kind == body.Kind && theirs.Text == body.Text { // pressed twice: it is saved
			return v.Go(p.href(templatesAt), "The template is saved.")
		}
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.templateForm(v, id, bothTemplates(theirs, body), v.Conflict)
	case refusedTemplate(f, err):
		return p.templateForm(v, id, nil, v.Again)
	}
	return err
}

func templateBody(f *page.Form) rest.TemplateBody {
	return rest.TemplateBody{Name: f.Get("name"), Kind: f.Get("kind"), Text: f.Get("text")}
}

func refusedTemplate(f *page.Form, err error) bool {
	for _, code := range []string{"required", "too-short"} {
		f.Say("name:"+code, "Give the template a name.")
		f.Say("text:"+code, "Write the text.")
	}
	for _, code := range []string{"required", "unknown"} {
		f.Say("kind:"+code, "Choose where it is offered.")
	}
	return f.Refused(err)
}

func (p place) templateForm(v *page.Visit, id string, both *ui.Versions, show shower) error {
	f := v.Form()
	m := templatePage{
		Place: p, Title: "Add a template", Versions: both, Name: f.Line("name", "Name", "So that colleagues find it, such as “Which group of patients?”"),
		Kind: f.Radios("kind", "Where is it offered?", kinds()), Text: f.Text("text", "Text", mostText), Words: placeholders(),
		Save: ui.Button{Text: "Save template", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(templatesAt)},
	}
	m.Name.Autocomplete, m.Text.Rows = "off", 10
	address := templatesAt + "/new"
	if id != "" {
		m.Title, address = "Change a template", templatesAt+"/"+id
		m.Delete = &ui.Link{Text: "Delete this template", Href: p.href(address + "/delete")}
	}
	m.Start, m.Guard = f.Start(p.href(address)), f.Guard()
	return show("template", page.View{
		Title: m.Title, Current: settingsAt, Back: p.href(templatesAt), BackTo: "Templates of messages", Form: f, Data: m,
	})
}

// placeholders explains the words in braces, which the page fills in when somebody chooses the template.
func placeholders() ui.Table {
	t := ui.Table{
		Caption: "Words that are filled in", CaptionSize: "s", Compact: true,
		Columns: []ui.Column{{Text: "Write", RowHeader: true}, {Text: "It becomes"}},
	}
	for _, w := range [][2]string{
		{"{requester}", "The name of the person who asked"},
		{"{reference}", "The reference of the request, such as ED-2026-000123"},
		{"{question}", "The question as it stands"},
		{"{librarian}", "The name of the person who sends the message"},
		{"{library}", "The name of the library"},
		{"{due}", "The promised date"},
	} {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(w[0]), ui.TextCell(w[1])}})
	}
	return t
}

func bothTemplates(theirs rest.Template, yours rest.TemplateBody) *ui.Versions {
	return &ui.Versions{
		Heading: "Somebody else changed this template", Theirs: "As it is now", Yours: "Yours, not saved",
		Fields: []ui.VersionedField{
			{Label: "Name", Theirs: theirs.Name, Yours: yours.Name},
			{Label: "Where it is offered", Theirs: kindWords(theirs.Kind), Yours: kindWords(yours.Kind)},
			{Label: "Text", Theirs: theirs.Text, Yours: yours.Text},
		},
	}
}
