// Package reportfile renders a report of figures as files to take away: CSV, Excel, Word, PDF and a page that stands alone. All of
// them are made from one model, so they say the same; figures that are hidden are in none of them.
package reportfile

import (
	"time"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

// Mark stands on every page and sheet of a report in which nothing is hidden.
const Mark = "Complete, not to leave the library"

// File is a report with what stands beside its figures.
type File struct {
	Report      report.Report
	Published   *Published // nil: made just now, and kept nowhere
	Quotes      []Quote
	Withdrawn   int // quotations whose consent was withdrawn since
	Cases       []Case
	TakenDown   int // case studies that are no longer published
	Reviews     []Review
	Definitions []metric.Definition
	Version     string // of the definitions
	BaseURL     string // of the pages; empty: nothing leads there
	Zone        *time.Location
}

// Published says when a report was published, and what it stands for.
type Published struct {
	At            time.Time
	By            string // empty: a schedule
	Address       string // below BaseURL
	Reason        string // why it took the place of another
	SupersededFor string // why another took its place; empty: none did
}

// Quote is what somebody answered.
type Quote struct{ Text, By string }

// Case is a case study in short.
type Case struct{ Title, Text string }

// Review is a receipt.
type Review struct{ Reviewer, On, Note string }

// Name is the file's name without an extension.
func (f File) Name() string {
	name := "impact-report-" + f.Report.Period.String()
	if f.Report.Complete {
		name += "-complete"
	}
	return name
}

// marked is the mark, if it has one.
func (f File) marked() string {
	if f.Report.Complete {
		return Mark
	}
	return ""
}

func (f File) day(t time.Time) string {
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2 January 2006")
}

// fact is a line of what is known of a report.
type fact struct{ Label, Text string }

// facts say what the report is about and how it came about.
func (f File) facts() []fact {
	r := f.Report
	all := []fact{{"Period", r.Period.Title()}}
	for _, l := range r.Libraries {
		all = append(all, fact{"Library", l})
	}
	for _, narrowed := range r.Filter {
		all = append(all, fact{"Only", narrowed})
	}
	all = append(all, fact{"Counted on", f.day(r.AsOf)})
	if p := f.Published; p != nil {
		by := p.By
		if by == "" {
			by = "the library's schedule"
		}
		all = append(all, fact{"Published on", f.day(p.At) + " by " + by})
		if p.Reason != "" {
			all = append(all, fact{"Takes the place of an earlier report", p.Reason})
		}
	}
	if f.Version != "" {
		all = append(all, fact{"Definitions of figures", "Version " + f.Version})
	}
	if !r.Complete {
		all = append(all, fact{"Small groups", "Figures of fewer than five are hidden, and those that would give them away"})
	}
	return all
}

// used are the definitions of the figures in the report.
func (f File) used() []metric.Definition {
	shown := map[string]bool{}
	for _, s := range f.Report.Sections {
		for _, c := range s.Table.Columns {
			shown[c.Metric] = true
		}
		for _, row := range s.Table.All() {
			for _, c := range row.Cells {
				shown[c.Metric] = true
			}
		}
	}
	var all []metric.Definition
	for _, d := range f.Definitions {
		for _, id := range append([]string{d.ID}, d.Metrics...) {
			if shown[id] {
				all = append(all, d)
				break
			}
		}
	}
	return all
}

// heading is what a section shows, and what it is about.
func heading(s report.Section) (shows, about string) {
	if s.Finding == "" {
		return s.Heading, ""
	}
	return s.Finding, s.Heading
}

// said is a figure with what stands beside it.
func said(c report.Cell) string {
	text := c.String()
	if spread := c.Spread(); spread != "" {
		text += ", " + spread
	}
	return text
}

// withdrawn says how many quotations are no longer there.
func (f File) withdrawn() string {
	switch f.Withdrawn {
	case 0:
		return ""
	case 1:
		return "One quotation was withdrawn after this report was published."
	}
	return report.Number(f.Withdrawn) + " quotations were withdrawn after this report was published."
}

// takenDown says how many case studies are no longer there.
func (f File) takenDown() string {
	switch f.TakenDown {
	case 0:
		return ""
	case 1:
		return "One case study was taken down after this report was published."
	}
	return report.Number(f.TakenDown) + " case studies were taken down after this report was published."
}
