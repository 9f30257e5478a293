package cases

import (
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// versionPage is a case as it was shown to the requester, and as it is published.
type versionPage struct {
	Shown
	Status string
	Card   ui.Link
	Word   ui.Link
}

// Shown is a text with its quotations as consent stands now.
type Shown struct {
	Heading string
	Library string
	Stream  string
	Story   []storyPart
	Quotes  []quoteView
}

// shownOf turns a version into what a page shows.
func shownOf(v *page.Visit, s postgres.CaseShown) Shown {
	out := Shown{Heading: s.Text.Title, Library: s.LibraryName, Story: story(s.Text)}
	if s.Erased || out.Heading == "" {
		out.Heading = "A case study whose text was erased"
	}
	if s.Text.Workstream != "" {
		out.Stream = v.Label(vocabulary.KfHWorkstreams, s.Text.Workstream)
	}
	for _, q := range s.Quotes {
		out.Quotes = append(out.Quotes, quoteView{Quote: ui.Quote{Text: q.Text, By: rest.Attribution(q)}, Withdrawn: q.Withdrawn})
	}
	return out
}

func (p place) version(v *page.Visit) (s postgres.CaseShown, err error) {
	return s, v.Read(p.api("case-studies", v.Param("case"), "versions", v.Param("version")), &s)
}

func version(v *page.Visit) error {
	p := at(v)
	s, err := p.version(v)
	if err != nil {
		return err
	}
	n := strconv.Itoa(s.Version)
	m := versionPage{
		Shown: shownOf(v, s), Status: "Version " + n + ". The requester has not approved it.",
		Card: ui.Link{Href: p.href(s.ID, "versions", n, "card"), Text: "The vignette"}, Word: ui.Link{Href: p.href(s.ID, "versions", n, "word"), Text: "Download as a Word document"},
	}
	if s.ApprovedAt != nil {
		m.Status = "Version " + n + ", approved on " + v.Day(*s.ApprovedAt) + "."
	}
	if s.PublishedAt != nil {
		m.Status += " Published on " + v.Day(*s.PublishedAt) + " for " + audienceWords(s.Audience) + "."
	}
	return v.Show("version", page.View{Title: m.Heading, Current: "/team", Back: p.href(s.ID), BackTo: "The case study", Data: m})
}

func word(v *page.Visit) error {
	return v.File(at(v).api("case-studies", v.Param("case"), "versions", v.Param("version"), "word"))
}

// cardPage is the vignette: one screen, fit to be shared as a picture of it or printed.
type cardPage struct {
	Headline string
	Short    string
	Figure   string
	Library  string
	Quote    *ui.Quote
}

func card(v *page.Visit) error {
	p := at(v)
	s, err := p.version(v)
	if err != nil {
		return err
	}
	m := cardPage{Headline: s.Text.Headline, Short: s.Text.Short, Figure: s.Text.Figure, Library: s.LibraryName}
	if m.Headline == "" {
		m.Headline = title(s.Text.Title, s.Reference)
	}
	for _, q := range s.Quotes {
		if !q.Withdrawn && m.Quote == nil {
			m.Quote = &ui.Quote{Text: q.Text, By: rest.Attribution(q)}
		}
	}
	return v.Show("card", page.View{Title: m.Headline, Current: "/team", Back: p.href(s.ID, "versions", strconv.Itoa(s.Version)), BackTo: "The case study", Data: m})
}

// publishedPage is what libraries published beyond themselves.
type publishedPage struct {
	Filter ui.Form
	Stream ui.Select
	Cases  []Shown
}

func published(v *page.Visit) error {
	stream := v.Query("workstream")
	address := "/case-studies"
	if _, ok := v.Vocabulary.Term(vocabulary.KfHWorkstreams, stream); ok {
		address += "?workstream=" + stream
	}
	var all rows[postgres.CaseShown]
	if err := v.Read(address, &all); err != nil {
		return err
	}
	m := publishedPage{
		Filter: ui.Form{Action: publishedAt, Get: true, Label: "Filter case studies"},
		Stream: ui.Select{Field: ui.Field{Name: "workstream", Label: "Workstream", Value: stream}, Items: v.Pick(vocabulary.KfHWorkstreams, "All")},
	}
	for _, s := range all.Items {
		m.Cases = append(m.Cases, shownOf(v, s))
	}
	current := "/reports"
	if v.IsStaff() {
		current = "/team"
	}
	return v.Show("published", page.View{Title: "Published case studies", Current: current, Data: m})
}
