package ask

import (
	"strings"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

type startPage struct {
	Ask    ui.Button
	Times  ui.Table
	Phone  string
	Side   *ui.SidePanel
	Links  []ui.Link
	Asked  string // how many requests wait for the visitor's answer
	Access bool   // signed in, but not yet served by a library
}

// start is the first page: what this is, what happens and how long it takes. Staff begin with their queue.
func start(v *page.Visit) error {
	if v.IsStaff() {
		return v.Go("/queue")
	}
	m := startPage{Ask: ui.Button{Text: "Ask a question", Href: "/ask"}, Times: times(v), Phone: v.Brand.HelpPhone}
	m.Side = &ui.SidePanel{Heading: "Already asked?"}
	switch {
	case !v.SignedIn:
		m.Links = []ui.Link{
			{Href: page.SignInAddress("/requests"), Text: "See your requests"},
			{Href: page.SignInAddress("/shared-reports"), Text: "Read finished reports"},
			{Href: page.SignInAddress("/queue"), Text: "Library staff: sign in"},
		}
	case page.Asking(v):
		if err := own(v, &m); err != nil {
			return err
		}
	default:
		m.Access = len(v.Me.Memberships) == 0
		m.Side.Heading = "Your work here"
		m.Links = []ui.Link{{Href: "/account", Text: "Your account"}}
		if page.Settings(v) {
			m.Links = append(m.Links, ui.Link{Href: "/settings", Text: "Settings"})
		}
		if page.Reports(v) {
			m.Links = append(m.Links, ui.Link{Href: "/reports", Text: "Reports"})
		}
	}
	return v.Show("start", page.View{Title: "Ask for evidence", Current: "/", Data: m})
}

// own says how the requests of a requester stand.
func own(v *page.Visit, m *startPage) error {
	var open rest.RequestPage
	if err := v.Read("/requests?mine=true&counts=true&limit=1", &open); err != nil {
		return err
	}
	saved, err := draftsOf(v)
	if err != nil {
		return err
	}
	m.Side.Heading = "Your requests"
	if open.Counts != nil {
		n := open.Counts.Total
		m.Side.Facts = append(m.Side.Facts, ui.Fact{Label: "Not finished", Value: ui.Text(page.Count(n, "request"))})
		if waiting := open.Counts.ByStage[evidence.Clarifying]; waiting > 0 {
			m.Side.Facts = append(m.Side.Facts, ui.Fact{Label: "Waiting for your answer", Value: ui.Strong(page.Count(waiting, "request"))})
			m.Asked = "A librarian has a question for you about " + page.Count(waiting, "request") + "."
		}
	}
	if n := len(saved); n > 0 {
		m.Side.Facts = append(m.Side.Facts, ui.Fact{Label: "Not sent yet", Value: ui.Link{Href: "/ask/drafts", Text: page.Count(n, "request")}})
	}
	m.Links = []ui.Link{{Href: "/requests", Text: "See your requests"}, {Href: "/shared-reports", Text: "Read finished reports"}}
	return nil
}

// times says how long an answer takes, by urgency.
func times(v *page.Visit) ui.Table {
	t := ui.Table{Caption: "How long it takes to get an answer", CaptionHidden: true, Columns: []ui.Column{{Text: "Why you are asking", RowHeader: true}, {Text: "You get an answer", Width: "one-half"}}}
	for _, term := range terms(v, vocabulary.Urgencies) {
		u, ok := v.Vocabulary.Urgency(term.Code)
		if !ok {
			continue
		}
		t.Rows = append(t.Rows, ui.Row{Cells: []ui.Cell{{Text: suits(v, term.Code)}, ui.TextCell(strings.ToUpper(promise(u)[:1]) + promise(u)[1:])}})
	}
	return t
}
