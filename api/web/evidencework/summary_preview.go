package evidencework

import (
	"evidencedesk/api/web/markdown"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// articlePage is a summary as its reader sees it.
type articlePage struct {
	*desk
	Heading string
	Said    string
	Report  report
	Actions []ui.Component
}

// previewWith shows the working copy as an article.
func previewWith(texts *markdown.Markdown) page.Handler {
	return func(v *page.Visit) error {
		s, err := openSummary(v)
		if err != nil {
			return err
		}
		var stored postgres.Summary
		if err := v.Read(s.API("summary"), &stored); err != nil {
			return err
		}
		var searches items[postgres.Search]
		if err := v.Read(s.API("searches"), &searches); err != nil {
			return err
		}
		p := articlePage{
			desk: s.desk, Heading: "The summary as it is saved", Report: s.report(texts, stored.SummaryText, s.references, searches.Items),
			Said:    "This is the working copy. The requester sees nothing of it before it is delivered.",
			Actions: []ui.Component{ui.Button{Text: "Print", Variant: ui.Secondary, Small: true, Print: true}},
		}
		if s.Edit {
			p.Actions = append(p.Actions, ui.Link{Href: s.URL("summary"), Text: "Go on writing"})
		}
		p.Actions = append(p.Actions, ui.Link{Href: s.URL("summary", "versions"), Text: "Versions and comparison"})
		return v.Show("article", s.View("Preview of the summary", p))
	}
}
