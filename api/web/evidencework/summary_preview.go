package evidencework

import (
	"html/template"
	"net/url"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/api/web/workbench"
)

// articlePage is a summary as its reader sees it.
type articlePage struct {
	*desk
	Heading string
	Said    string
	Report  template.HTML
	Actions []ui.Component
}

// showPreview shows the working copy as an article.
func showPreview(v *page.Visit) error {
	s, err := open(v, workbench.Summary)
	if err != nil {
		return err
	}
	article, err := s.report(unfrozen)
	if err != nil {
		return err
	}
	p := articlePage{
		desk: s, Heading: "The summary as it is saved", Report: article,
		Said: "This is the working copy. The requester sees nothing of it before it is delivered.",
		Actions: []ui.Component{
			ui.Button{Text: "Print", Variant: ui.Secondary, Small: true, Print: true},
			ui.Link{Href: s.URL("reports", unfrozen+".docx"), Text: "Draft in Word"},
		},
	}
	if s.Edit {
		p.Actions = append(p.Actions, ui.Link{Href: s.URL("summary"), Text: "Go on writing"})
	}
	p.Actions = append(p.Actions, ui.Link{Href: s.URL("summary", "versions"), Text: "Versions and comparison"})
	return v.Show("article", s.View("Preview of the summary", p))
}

// showFile gives the report as a file.
func showFile(v *page.Visit) error {
	return v.File("/requests/" + url.PathEscape(v.Param("id")) + "/reports/" + url.PathEscape(v.Param("file")))
}
