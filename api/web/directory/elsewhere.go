package directory

import (
	"net/url"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

type elsewherePage struct {
	Search   ui.Form
	Name     ui.Input
	Button   ui.Button
	Asked    string
	Found    []postgres.Entry
	Own      bool // a library of the visitor's serves it
	Known    postgres.Elsewhere
	ItsName  string
	Searched bool
}

// elsewhere finds the library that serves the organisation of somebody who asks.
func elsewhere(v *page.Visit) error {
	m := elsewherePage{Search: ui.Form{Action: ownAt, Get: true, Label: "Find the library of an organisation"}, Button: ui.Button{Text: "Find"}}
	if err := v.Read("/me/served-by", &m.Known); err != nil {
		return err
	}
	text := []rune(v.Query("organisation"))
	m.Asked = string(text[:min(len(text), mostText)])
	if m.Asked == "" {
		m.Asked = m.Known.Organisation
	}
	m.Name = ui.Input{Field: ui.Field{Name: "organisation", Label: "The organisation or trust that you work for", Hint: "Its whole name", Value: m.Asked, Autocomplete: "off"}}
	if m.Searched = m.Asked != ""; m.Searched {
		var found rest.EntryPage
		if err := v.Read("/directory?"+url.Values{"serves": {m.Asked}}.Encode(), &found); err != nil {
			return err
		}
		m.Found = found.Items
		m.Own = slices.ContainsFunc(m.Found, func(e postgres.Entry) bool { return e.Library != "" && len(v.Me.In(e.Library)) > 0 })
	}
	return v.Show("elsewhere", page.View{Title: "Which library serves you?", Current: "/ask", Back: "/ask", BackTo: "Ask a question", Data: m})
}

type routePage struct {
	Entry        postgres.Entry
	Guard        *ui.GuardNotice
	Start        ui.Form
	Organisation ui.Select
	Consent      *ui.Checkboxes
	Question     *ui.Textarea
	Button       ui.Button
	Letter       *ui.Textarea // to be copied
	Asking       bool         // the visitor belongs to a library here
}

func showRoute(v *page.Visit) error {
	e, err := record(v)
	if err != nil {
		return err
	}
	if asks(v, e) {
		return v.Go("/ask?library=" + url.QueryEscape(string(e.Library)))
	}
	return routeForm(v, e, "", v.Show)
}

// asks reports whether the visitor may ask the library of a record already.
func asks(v *page.Visit, e postgres.Entry) bool {
	return e.Library != "" && v.Me.Actor(e.Library).Is(evidence.Requester, evidence.Librarian, evidence.Trainee, evidence.Manager)
}

// takeRoute has the visitor's questions go to the library, or words one for a library that does not use this service.
func takeRoute(v *page.Visit) error {
	e, err := record(v)
	if err != nil {
		return err
	}
	f := v.Form()
	if !e.Here {
		return takeLetter(v, e)
	}
	f.Say("consent:required", "Say that the library may be told who asks")
	body := rest.RouteBody{Consent: f.Get("consent") == "yes", Organisation: f.Get("organisation")}
	if !body.Consent {
		f.Wrong("consent", "Say that the library may be told who asks")
	}
	if body.Organisation == "" {
		f.Wrong("organisation", "Choose the organisation that you work for")
	}
	if f.Failed() {
		return routeForm(v, e, "", v.Again)
	}
	var routed rest.Routed
	err = v.Post("/directory/"+url.PathEscape(e.ID)+"/route", body, &routed)
	switch {
	case err == nil:
		return v.Go("/ask?library="+url.QueryEscape(string(routed.Library)), "You can ask the library that serves your organisation. It is chosen below.")
	case f.Refused(err):
		return routeForm(v, e, "", v.Again)
	}
	return err
}

func takeLetter(v *page.Visit, e postgres.Entry) error {
	f := v.Form()
	if f.Get("question") == "" {
		f.Wrong("question", "Write your question")
		return routeForm(v, e, "", v.Again)
	}
	var letter rest.Letter
	err := v.Post("/directory/"+url.PathEscape(e.ID)+"/letter", rest.LetterBody{Organisation: f.Get("organisation"), Question: f.Get("question")}, &letter)
	switch {
	case f.Refused(err):
		return routeForm(v, e, "", v.Again)
	case err != nil:
		return err
	}
	return routeForm(v, e, letter.Text, v.Show)
}

func routeForm(v *page.Visit, e postgres.Entry, letter string, show shower) error {
	f := v.Form()
	items := []ui.Option{{Text: "Choose an organisation"}}
	for _, s := range e.Served {
		items = append(items, ui.Option{Value: s.Name, Text: s.Name})
	}
	if len(e.Served) == 1 {
		f.Default("organisation", e.Served[0].Name)
	}
	m := routePage{Entry: e, Asking: page.Asking(v), Organisation: f.Select("organisation", "Which of its organisations do you work for?", items)}
	if e.Here {
		c := f.Checkboxes("consent", "Your consent", []ui.Item{{Value: "yes", Label: "This library may be told my name, e-mail address and question"}})
		m.Consent, m.Button = &c, ui.Button{Text: "Go on to your question", PreventDoubleClick: true}
	} else {
		q := f.Text("question", "Your question", evidence.MaxQuestion, "Do not include anything that could identify a patient. Nothing is sent or stored here.")
		m.Question, m.Button = &q, ui.Button{Text: "Make a text to copy"}
	}
	if letter != "" {
		m.Letter = &ui.Textarea{Field: ui.Field{Name: "letter", Label: "Copy this text and send it yourself", Value: letter}, Rows: 12}
	}
	m.Start, m.Guard = f.Start(""), f.Guard()
	return show("route", page.View{Title: "Ask " + e.Name, Current: "/ask", Back: ownAt, BackTo: "Which library serves you?", Form: f, Data: m})
}
