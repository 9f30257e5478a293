package cases

import (
	"slices"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// onePage is a case with what can be done with it.
type onePage struct {
	Title    string
	Stage    ui.Tag
	Facts    ui.SummaryList
	Reply    string
	Story    []storyPart
	Quotes   []quoteView
	Edit     ui.Link
	AddQuote ui.Link
	Check    ui.Link
	Criteria ui.Table
	Steps    []stepButton
	Publish  *ui.Button
	Needs    []string
	Versions ui.Table
	History  ui.Table
	Tag      ui.Link
}

type storyPart struct{ Heading, Text string }

type quoteView struct {
	Quote     ui.Quote
	Withdrawn bool
	Consent   string
	Withdraw  *ui.Link
	Remove    *ui.Form
	Tag       ui.Link
}

type stepButton struct {
	Start  ui.Form
	Name   string
	Button ui.Button
}

func one(v *page.Visit) error {
	p := at(v)
	s, err := p.read(v)
	if err != nil {
		return err
	}
	var steps rows[postgres.CaseStep]
	if err := v.Read(p.api("case-studies", s.ID, "steps"), &steps); err != nil {
		return err
	}
	return p.show(v, s, steps.Items, v.Show)
}

func (p place) show(v *page.Visit, s postgres.CaseStudy, steps []postgres.CaseStep, show shower) error {
	f := v.Form()
	m := onePage{
		Title: title(s.Title, s.Reference), Stage: stageTag(s.Stage), Reply: s.Reply, Story: story(s.Text), Facts: p.facts(v, s), Criteria: criteriaTable(s),
		Edit: ui.Link{Href: p.href(s.ID, "edit"), Text: "Change the text"}, AddQuote: ui.Link{Href: p.href(s.ID, "quotes", "new"), Text: "Add a quotation"},
		Check: ui.Link{Href: p.href(s.ID, "criteria"), Text: "Check the criteria"}, Versions: p.versions(v, s), History: history(v, steps),
		Tag: tagLink("case", s.ID),
	}
	for _, q := range s.Quotes {
		m.Quotes = append(m.Quotes, p.quote(v, s, q))
	}
	m.offer(p, f, s)
	return show("one", page.View{Title: m.Title, Current: "/team", Back: p.href(), BackTo: "Case studies", Wide: true, Form: f, Data: m})
}

// tagLink leads to the page that says for which outcome of the framework something is evidence.
func tagLink(kind, id string) ui.Link {
	return ui.Link{Href: "/outcomes/tag?kind=" + kind + "&target=" + id, Text: "Use as evidence for an outcome"}
}

// offer puts the steps that are allowed on the page, and what the others still need.
func (m *onePage) offer(p place, f *page.Form, s postgres.CaseStudy) {
	for i, c := range s.Commands {
		if c == casestudy.Publish {
			m.Publish = &ui.Button{Text: "Publish", Href: p.href(s.ID, "publish")}
			continue
		}
		if words := stepWords(c); words != "" {
			start := f.Start(p.href(s.ID, "step"))
			start.Key += "-" + strconv.Itoa(i)
			b := ui.Button{Text: words, Variant: ui.Secondary, PreventDoubleClick: true}
			m.Steps = append(m.Steps, stepButton{start, string(c), b})
		}
	}
	for _, c := range casestudy.Commands() {
		if needs := s.Missing[string(c)]; needs != "" && !slices.Contains(m.Needs, needs) {
			m.Needs = append(m.Needs, needs)
		}
	}
}

// stepWords is what a button says; nothing for the steps that are the requester's.
func stepWords(c casestudy.Command) string {
	return map[casestudy.Command]string{
		casestudy.Begin: "Start writing", casestudy.Ask: "Ask the requester to approve", casestudy.TakeDown: "Take down", casestudy.Submit: "Submitted to the national list",
		casestudy.Return: "Returned by the reviewers", casestudy.Accept: "Accepted by the reviewers", casestudy.Escalate: "Escalated to the national leads",
		casestudy.Retell: "Make the vignette", casestudy.Drop: "Drop", casestudy.PickUp: "Pick up again",
	}[c]
}

func story(t postgres.CaseText) []storyPart {
	var list []storyPart
	for _, p := range rest.CaseParts(t) {
		list = append(list, storyPart{p.Label, p.Text})
	}
	return list
}

func (p place) facts(v *page.Visit, s postgres.CaseStudy) ui.SummaryList {
	stream := ""
	if s.Text.Workstream != "" {
		stream = v.Label(vocabulary.KfHWorkstreams, s.Text.Workstream)
	}
	list := ui.SummaryList{Dense: true, Rows: []ui.SummaryRow{
		{Key: "Request", Parts: []ui.Component{ui.Link{Href: "/work/" + string(s.Request), Text: s.Reference}}},
		{Key: "Workstream", Value: stream},
	}}
	if s.Published > 0 {
		list.Rows = append(list.Rows, ui.SummaryRow{Key: "Published", Value: "Version " + strconv.Itoa(s.Published) + ", for " + audienceWords(s.Audience)})
	}
	return list
}

func (p place) quote(v *page.Visit, s postgres.CaseStudy, q postgres.CaseQuote) quoteView {
	out := quoteView{Quote: ui.Quote{Text: q.Text, By: rest.Attribution(q)}, Withdrawn: q.Withdrawn, Tag: tagLink("quote", q.ID)}
	consent := v.Label(vocabulary.QuoteConsentWays, q.ConsentHow)
	if q.ConsentFrom != "" {
		consent += ", " + q.ConsentFrom
	}
	out.Consent = "Consent: " + consent + ", " + page.DateWords(q.ConsentOn)
	if !q.Withdrawn {
		out.Withdraw = &ui.Link{Href: p.href(s.ID, "quotes", q.ID, "withdraw"), Text: "Consent was withdrawn", More: " to the words of " + q.Speaker}
	}
	start := v.Form().Start(p.href(s.ID, "quotes", q.ID, "remove"))
	start.Version = strconv.Itoa(s.Version)
	out.Remove = &start
	return out
}

func criterionWords(code string) string {
	return map[string]string{
		casestudy.Achieved: "It is clear what was achieved", casestudy.Impact: "It is clear what the impact was", casestudy.Role: "It is clear what the library’s role was",
		casestudy.Champion: "A named champion of the library is quoted", casestudy.Saving: "It shows a saving of cost or time, or another impact of that weight",
	}[code]
}

func criteriaTable(s postgres.CaseStudy) ui.Table {
	t := ui.Table{
		Caption: "Criteria of the national reviewers", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Criterion", RowHeader: true, Width: "one-half"}, {Text: "Checked"}, {Text: "Why"}},
	}
	for _, code := range slices.Concat(casestudy.Core(), casestudy.Extra()) {
		state, why := ui.Tag{Text: "Not checked", Colour: "white"}, ""
		for _, c := range s.Criteria {
			if c.Code != code {
				continue
			}
			why = c.Note
			switch {
			case c.Version != s.Version:
				state = ui.Tag{Text: "Check again", Colour: "yellow"}
			case c.Met:
				state = ui.Tag{Text: "Met", Colour: "green"}
			default:
				state = ui.Tag{Text: "Not met", Colour: "orange"}
			}
		}
		name := ui.TextCell(criterionWords(code))
		if slices.Contains(casestudy.Core(), code) {
			name.Note = "Needed before it is submitted"
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{name, ui.PartsCell(state), ui.TextCell(why)}})
	}
	return t
}

func (p place) versions(v *page.Visit, s postgres.CaseStudy) ui.Table {
	t := ui.Table{
		Caption: "Versions that the requester was shown", CaptionHidden: true, Compact: true, Stack: true, Empty: "The requester was shown none yet.",
		Columns: []ui.Column{{Text: "Version", RowHeader: true}, {Text: "Shown"}, {Text: "Approved"}},
	}
	for _, x := range s.Versions {
		approved := "No"
		if x.ApprovedAt != nil {
			approved = v.Day(*x.ApprovedAt)
		}
		n := strconv.Itoa(x.Version)
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.LinkCell(p.href(s.ID, "versions", n), "Version "+n), ui.TextCell(v.Day(x.FrozenAt)), ui.TextCell(approved)}})
	}
	return t
}

func history(v *page.Visit, steps []postgres.CaseStep) ui.Table {
	t := ui.Table{
		Caption: "What has happened", CaptionHidden: true, Compact: true, Stack: true,
		Columns: []ui.Column{{Text: "Step", RowHeader: true}, {Text: "By"}, {Text: "On"}},
	}
	for _, s := range slices.Backward(steps) {
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(taken(s.Command)), ui.TextCell(s.ByName), ui.TextCell(v.Day(s.At))}})
	}
	return t
}

func step(v *page.Visit) error {
	p, f := at(v), v.Form()
	var s postgres.CaseStudy
	err := v.Post(p.api("case-studies", v.Param("case"), "steps"), rest.CaseStepBody{Command: f.Get("command")}, &s)
	switch {
	case err == nil:
		return v.Go(p.href(s.ID), "The case study is now "+s.Stage.Words()+".")
	case f.Refused(err):
		if s, err = p.read(v); err != nil {
			return err
		}
		return p.show(v, s, nil, v.Again)
	}
	return err
}
