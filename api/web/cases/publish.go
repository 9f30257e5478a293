package cases

import (
	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/postgres"
)

// publishPage asks for whom a case is published.
type publishPage struct {
	Title    string
	Start    ui.Form
	Audience ui.Radios
	Save     ui.Button
	Cancel   ui.Link
}

func showPublish(v *page.Visit) error {
	p := at(v)
	s, err := p.read(v)
	if err != nil {
		return err
	}
	return p.publishForm(v, s, v.Show)
}

func takePublish(v *page.Visit) error {
	p, f := at(v), v.Form()
	audience := f.Get("audience")
	if audience == "" {
		f.Wrong("audience", "Choose for whom it is published.")
	} else {
		var s postgres.CaseStudy
		err := v.Post(p.api("case-studies", v.Param("case"), "steps"), rest.CaseStepBody{Command: string(casestudy.Publish), Audience: audience}, &s)
		if err == nil {
			return v.Go(p.href(s.ID), "The case study is published.")
		}
		if !f.Refused(err) {
			return err
		}
	}
	s, err := p.read(v)
	if err != nil {
		return err
	}
	return p.publishForm(v, s, v.Again)
}

func (p place) publishForm(v *page.Visit, s postgres.CaseStudy, show shower) error {
	f := v.Form()
	m := publishPage{
		Title: title(s.Title, s.Reference), Save: ui.Button{Text: "Publish", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(s.ID)},
		Audience: f.Radios("audience", "For whom?", []ui.Item{
			{Value: "library", Label: "Your library"},
			{Value: "organisation", Label: "Your organisation"},
			{Value: "beyond", Label: "Everybody, also beyond the organisation", Hint: "Other libraries and system leads read it"},
		}),
	}
	m.Start = f.Start(p.href(s.ID, "publish"))
	return show("publish", page.View{Title: "Publish: " + m.Title, Current: "/team", Back: p.href(s.ID), BackTo: "The case study", Form: f, Data: m})
}
