package cases

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// quotePage is a quotation to add, with the consent on which it stands.
type quotePage struct {
	Title   string
	Stale   bool
	Start   ui.Form
	Guard   *ui.GuardNotice
	Words   []ui.Component
	Consent []ui.Component
	Save    ui.Button
	Cancel  ui.Link
}

func showQuote(v *page.Visit) error {
	p := at(v)
	s, err := p.read(v)
	if err != nil {
		return err
	}
	v.Form().Default(page.VersionField, strconv.Itoa(s.Version))
	return p.quoteForm(v, s, false, v.Show)
}

func takeQuote(v *page.Visit) error {
	p, f := at(v), v.Form()
	for _, code := range []string{"required", "too-short"} {
		f.Say("text:"+code, "Write the quotation.")
		f.Say("speaker:"+code, "Say in which role they spoke.")
	}
	day := ""
	if f.Get("survey") == "" {
		day = ui.DateInput{Day: f.Get("consent_on.day"), Month: f.Get("consent_on.month"), Year: f.Get("consent_on.year")}.ISO()
	}
	body := rest.CaseQuoteBody{
		Text: f.Get("text"), Speaker: f.Get("speaker"), Name: f.Get("name"), Champion: f.Get("champion") != "", Survey: f.Get("survey") != "",
		ConsentFrom: f.Get("consent_from"), ConsentHow: f.Get("consent_how"), ConsentOn: day,
	}
	var theirs postgres.CaseStudy
	err := v.PostAt(p.api("case-studies", v.Param("case"), "quotes"), f.Version(), body, &rest.SavedCase{})
	switch {
	case err == nil:
		return v.Go(p.href(v.Param("case")), "The quotation is added.")
	case page.Stale(err, &theirs):
		f.Set(page.VersionField, strconv.Itoa(theirs.Version))
		return p.quoteForm(v, theirs, true, v.Conflict)
	case f.Refused(err):
		s, readErr := p.read(v)
		if readErr != nil {
			return readErr
		}
		return p.quoteForm(v, s, false, v.Again)
	}
	return err
}

func (p place) quoteForm(v *page.Visit, s postgres.CaseStudy, stale bool, show shower) error {
	f := v.Form()
	m := quotePage{
		Title: title(s.Title, s.Reference), Stale: stale, Save: ui.Button{Text: "Add the quotation", PreventDoubleClick: true}, Cancel: ui.Link{Text: "Cancel", Href: p.href(s.ID)},
	}
	line := func(name, label, hint string) ui.Input {
		in := ui.Input{Field: f.Field(name, label, hint)}
		in.Autocomplete = "off"
		return in
	}
	name := line("name", "Their name", "Only if they agreed to be named. Without it, only the role is shown")
	name.Optional = true
	m.Words = []ui.Component{
		f.Text("text", "What they said", mostText), f.Line("speaker", "Their role", "Such as ward sister"), name,
		f.Checkboxes("champion", "", []ui.Item{{Value: "true", Label: "They are a champion of the library, and named"}}),
	}
	m.Consent = []ui.Component{
		f.Checkboxes("survey", "", []ui.Item{{Value: "true", Label: "The words stand in the answer from which this case was made", Hint: "The consent of the answer counts: leave the rest empty"}}),
		line("consent_from", "Who gave consent", ""), f.Select("consent_how", "How", v.Pick(vocabulary.QuoteConsentWays, "Choose a way")), f.DateInput("consent_on", "On which day"),
	}
	m.Start, m.Guard = f.Start(p.href(s.ID, "quotes", "new")), f.Guard()
	return show("quote", page.View{Title: "Add a quotation: " + m.Title, Current: "/team", Back: p.href(s.ID), BackTo: "The case study", Form: f, Data: m})
}

// withdrawPage asks before the words of somebody go for good.
type withdrawPage struct {
	Start  ui.Form
	Quote  ui.Quote
	Save   ui.Button
	Cancel ui.Link
}

func showWithdraw(v *page.Visit) error {
	p := at(v)
	s, err := p.read(v)
	if err != nil {
		return err
	}
	for _, q := range s.Quotes {
		if q.ID == v.Param("quote") && !q.Withdrawn {
			f := v.Form()
			return v.Show("withdraw", page.View{Title: "Consent to a quotation was withdrawn", Current: "/team", Back: p.href(s.ID), BackTo: "The case study", Data: withdrawPage{
				Start: f.Start(p.href(s.ID, "quotes", q.ID, "withdraw")), Quote: ui.Quote{Text: q.Text, By: rest.Attribution(q)},
				Save: ui.Button{Text: "Withdraw the quotation", Variant: ui.Warning, PreventDoubleClick: true}, Cancel: ui.Link{Text: "Keep it", Href: p.href(s.ID)},
			}})
		}
	}
	return v.Go(p.href(s.ID))
}

func takeWithdraw(v *page.Visit) error {
	p := at(v)
	if err := v.Post(p.api("case-studies", v.Param("case"), "quotes", v.Param("quote"), "withdraw"), struct{}{}, nil); err != nil {
		return err
	}
	return v.Go(p.href(v.Param("case")), "The quotation is withdrawn. Its words are gone, also where the case study is published.")
}

func removeQuote(v *page.Visit) error {
	p, f := at(v), v.Form()
	err := v.Delete(p.api("case-studies", v.Param("case"), "quotes", v.Param("quote")), f.Version())
	var theirs postgres.CaseStudy
	switch {
	case err == nil:
		return v.Go(p.href(v.Param("case")), "The quotation is out of the text.")
	case page.Stale(err, &theirs):
		return v.Go(p.href(v.Param("case")), "Somebody changed the case study meanwhile. Nothing was taken out: look at it again.")
	}
	return err
}
