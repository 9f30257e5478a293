package selection

import (
	"fmt"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres"
)

// mostAuthors is how many authors are named before "and others".
const mostAuthors = 6

func authors(list []string, most int) string {
	if len(list) > most {
		return strings.Join(list[:most], "; ") + " and " + page.Count(len(list)-most, "other")
	}
	return strings.Join(list, "; ")
}

// published says where and when something was published.
func published(p postgres.Publication) string {
	year := ""
	if p.Year != nil {
		year = strconv.Itoa(*p.Year)
	}
	place := p.Volume
	if p.Issue != "" {
		place += "(" + p.Issue + ")"
	}
	return joined(", ", p.Journal, year, joined(":", place, p.Pages))
}

// facts are where a publication was found and how to get it.
func (d *desk) facts(p postgres.Publication, routes []fulltext.Route) ui.SummaryList {
	var found []string
	for _, f := range p.Found {
		name := d.sourceName(f.Source, f.SourceName, f.Platform, f.Name)
		if f.Records > 1 {
			name += fmt.Sprintf(" (%d records)", f.Records)
		}
		found = append(found, name)
	}
	list := ui.SummaryList{Dense: true, NoBorder: true, Rows: []ui.SummaryRow{{Key: "Found in", Value: strings.Join(found, ", ")}}}
	var links []ui.Component
	for _, r := range routes {
		links = append(links, ui.Link{Href: r.URL, Text: r.Label})
	}
	if len(links) > 0 {
		list.Rows = append(list.Rows, ui.SummaryRow{Key: "Full text", Parts: links})
	}
	if p.Decision.Verdict != postgres.Undecided {
		decided := verdictWords(p.Decision.Verdict)
		if p.Decision.DecidedAt != nil {
			decided += ", " + d.visit.Day(*p.Decision.DecidedAt)
		}
		list.Rows = append(list.Rows, ui.SummaryRow{Key: "Decided", Value: decided})
	}
	return list
}

// nothingLeft is shown in place of a publication.
func (d *desk) nothingLeft(s postgres.Screen) []ui.Component {
	if s.Counts.Publications == 0 {
		return []ui.Component{
			ui.InsetText{Text: "There are no records yet. Upload what your searches found, then choose here."},
			ui.ActionLink{Href: d.URL("records"), Text: "Records"},
		}
	}
	list := []ui.Component{ui.InsetText{Text: "You have decided on everything. " + page.Count(s.Counts.Maybe, "publication") + " marked maybe."}}
	if s.Counts.Maybe > 0 {
		list = append(list, ui.ActionLink{Href: d.at(pageList) + "?verdict=maybe", Text: "Look at the maybes"})
	}
	list = append(list, ui.ActionLink{Href: d.URL("references"), Text: "References of the report"})
	if s.Previous != "" {
		list = append(list, ui.ActionLink{Href: d.recordAt(s.Previous) + focused, Text: "Back to your last decision"})
	}
	return list
}
