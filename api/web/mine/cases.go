package mine

import (
	"net/url"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/postgres"
)

// casesAt is the list of case studies that tell of the visitor's work.
const casesAt = "/my-case-studies"

func registerCases(a *page.Area) {
	a.Get(casesAt, page.SignedIn, cases)
	a.Form(casesAt+"/:case", page.SignedIn, showCase, takeCase)
	a.Form(casesAt+"/:case/quotes/:quote", page.SignedIn, showCaseQuote, takeCaseQuote)
}

func cases(v *page.Visit) error {
	var all struct {
		Items []postgres.CaseRow `json:"items"`
	}
	if err := v.Read("/me/case-studies", &all); err != nil {
		return err
	}
	t := ui.Table{
		Caption: "Case studies", CaptionHidden: true, Stack: true, Empty: "No library has asked you to approve a case study.",
		Columns: []ui.Column{{Text: "Case study", RowHeader: true, Width: "one-half"}, {Text: "Library"}, {Text: "Where it stands"}},
	}
	for _, c := range all.Items {
		words, colour := "You approved it", "blue"
		switch {
		case c.Stage == casestudy.Asked:
			words, colour = "Waits for you", "yellow"
		case c.Published > 0:
			words, colour = "Published", "green"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: caseTitle(c.Title), Href: casesAt + "/" + c.ID, Note: c.Reference}, ui.TextCell(c.LibraryName), ui.TagCell(words, colour)}})
	}
	return v.Show("cases", page.View{Title: "Case studies that tell of your work", Current: home, Back: home, BackTo: "My requests", Data: struct{ Table ui.Table }{t}})
}

func caseTitle(text string) string {
	if text == "" {
		return "A case study without a title"
	}
	return text
}

// casePage is the text of a case for who is asked to approve it.
type casePage struct {
	Title     string
	Library   string
	Story     []casePart
	Quotes    []caseQuote
	Asked     bool
	Approved  bool
	Published bool
	TakeBack  bool
	Start     ui.Form
	Guard     *ui.GuardNotice
	Digest    ui.Hidden
	Choice    ui.Radios
	Reply     ui.Textarea
	Save      ui.Button
}

type casePart struct{ Heading, Text string }

type caseQuote struct {
	Quote     ui.Quote
	Withdrawn bool
	Link      ui.Link
}

func readCase(v *page.Visit) (s postgres.CaseShown, err error) {
	return s, v.Read("/me/case-studies/"+url.PathEscape(v.Param("case")), &s)
}

func showCase(v *page.Visit) error {
	s, err := readCase(v)
	if err != nil {
		return err
	}
	return caseForm(v, s, v.Show)
}

func caseForm(v *page.Visit, s postgres.CaseShown, show func(string, page.View) error) error {
	f := v.Form()
	m := casePage{
		Title: caseTitle(s.Text.Title), Library: s.LibraryName, Asked: slices.Contains(s.Commands, casestudy.Approve), Approved: s.ApprovedAt != nil,
		Published: s.PublishedAt != nil, TakeBack: slices.Contains(s.Commands, casestudy.TakeBack) && s.Stage != casestudy.Asked, Digest: ui.Hidden{Name: "digest", Value: s.Digest},
	}
	for _, p := range rest.CaseParts(s.Text) {
		m.Story = append(m.Story, casePart{p.Label, p.Text})
	}
	for _, q := range s.Quotes {
		m.Quotes = append(m.Quotes, caseQuote{ui.Quote{Text: q.Text, By: rest.Attribution(q)}, q.Withdrawn, ui.Link{
			Href: casesAt + "/" + s.ID + "/quotes/" + q.ID, Text: "Withdraw this quotation", More: " of " + q.Speaker,
		}})
	}
	if m.Asked {
		m.Choice = f.Radios("command", "Do you approve this text?", []ui.Item{
			{Value: string(casestudy.Approve), Label: "Yes, exactly this text", Hint: "If the library changes a word, it asks you again"},
			{Value: string(casestudy.Decline), Label: "No, something should be different"},
		})
		m.Reply = f.Text("reply", "What should be different?", maxMessage)
		m.Reply.Optional, m.Save = true, ui.Button{Text: "Send your answer", PreventDoubleClick: true}
	} else {
		m.Save = ui.Button{Text: "Withdraw my approval", Variant: ui.Warning, PreventDoubleClick: true}
	}
	m.Start, m.Guard = f.Start(casesAt+"/"+s.ID), f.Guard()
	return show("case", page.View{Title: m.Title, Current: home, Back: casesAt, BackTo: "Case studies", Form: f, Data: m})
}

func takeCase(v *page.Visit) error {
	f, id := v.Form(), v.Param("case")
	body := rest.OwnCaseBody{Command: f.Get("command"), Digest: f.Get("digest"), Reply: f.Get("reply")}
	said := map[string]string{
		string(casestudy.Approve): "Thank you. You approved this text. The library publishes no other.", string(casestudy.Decline): "The library reads what you wrote and changes the text.",
		string(casestudy.TakeBack): "Your approval is withdrawn. If the case study was published, it no longer is.",
	}[body.Command]
	if said == "" {
		f.Wrong("command", "Choose yes or no.")
	} else {
		err := v.Post("/me/case-studies/"+url.PathEscape(id)+"/approval", body, nil)
		if err == nil {
			return v.Go(casesAt, said)
		}
		if !f.Refused(err) {
			return err
		}
	}
	s, err := readCase(v)
	if err != nil {
		return err
	}
	return caseForm(v, s, v.Again)
}

// caseQuotePage asks before the words go for good.
type caseQuotePage struct {
	Start  ui.Form
	Quote  ui.Quote
	Save   ui.Button
	Cancel ui.Link
}

func showCaseQuote(v *page.Visit) error {
	s, err := readCase(v)
	if err != nil {
		return err
	}
	for _, q := range s.Quotes {
		if q.ID == v.Param("quote") && !q.Withdrawn {
			at := casesAt + "/" + s.ID
			return v.Show("case_quote", page.View{Title: "Withdraw a quotation", Current: home, Back: at, BackTo: "The case study", Data: caseQuotePage{
				Start: v.Form().Start(at + "/quotes/" + q.ID), Quote: ui.Quote{Text: q.Text, By: rest.Attribution(q)},
				Save: ui.Button{Text: "Withdraw the quotation", Variant: ui.Warning, PreventDoubleClick: true}, Cancel: ui.Link{Text: "Keep it", Href: at},
			}})
		}
	}
	return v.Go(casesAt + "/" + s.ID)
}

func takeCaseQuote(v *page.Visit) error {
	at := url.PathEscape(v.Param("case"))
	if err := v.Post("/me/case-studies/"+at+"/quotes/"+url.PathEscape(v.Param("quote"))+"/withdraw", struct{}{}, nil); err != nil {
		return err
	}
	return v.Go(casesAt+"/"+at, "The quotation is withdrawn. Its words are gone, also where the case study is published.")
}
