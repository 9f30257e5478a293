package living

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

const (
	maxAuthors = 3 // named before "et al."
	doiBase    = "https://doi.org/"
	pubmedBase = "https://pubmed.ncbi.nlm.nih.gov/"
)

// describe is where and when something was published, and what a notice says.
func describe(v *page.Visit, f postgres.WatchFinding) string {
	if f.Kind == postgres.FoundRetraction {
		if f.Date == nil {
			return natureWords(f.Code)
		}
		return natureWords(f.Code) + " on " + v.Day(*f.Date)
	}
	authors := f.Authors
	if len(authors) > maxAuthors {
		authors = append(authors[:maxAuthors:maxAuthors], "et al.")
	}
	year := ""
	if f.Year != nil {
		year = strconv.Itoa(*f.Year)
	}
	return joined(". ", strings.Join(authors, "; "), joined(", ", f.Journal, year))
}

func links(f postgres.WatchFinding) ui.Parts {
	var list ui.Parts
	if f.NoticeDOI != "" {
		list = append(list, ui.Link{Href: doiBase + escapeDOI(f.NoticeDOI), Text: "Read the notice", More: " about " + f.Title})
	}
	if f.DOI != "" {
		list = append(list, ui.Link{Href: doiBase + escapeDOI(f.DOI), Text: "Open the paper", More: ": " + f.Title})
	}
	if f.PMID != "" {
		list = append(list, ui.Link{Href: pubmedBase + url.PathEscape(f.PMID) + "/", Text: "In PubMed", More: ": " + f.Title})
	}
	return list
}

// escapeDOI keeps the slash that every DOI has.
func escapeDOI(doi string) string { return strings.ReplaceAll(url.PathEscape(doi), "%2F", "/") }

// natureWords say what a notice is.
func natureWords(nature string) string {
	switch nature {
	case postgres.NatureRetraction:
		return "Retracted"
	case postgres.NatureConcern:
		return "An expression of concern was published"
	case postgres.NatureCorrection:
		return "Corrected"
	case postgres.NatureReinstatement:
		return "Reinstated"
	}
	return "A notice was published"
}

func findingTag(f postgres.WatchFinding) ui.Tag {
	if f.Kind == postgres.FoundRecord {
		return ui.Tag{Text: "New", Colour: "green"}
	}
	return natureTag(f.Code)
}

func natureTag(nature string) ui.Tag {
	switch nature {
	case postgres.NatureRetraction:
		return ui.Tag{Text: "Retracted", Colour: "red"}
	case postgres.NatureConcern:
		return ui.Tag{Text: "Expression of concern", Colour: "orange"}
	case postgres.NatureCorrection:
		return ui.Tag{Text: "Corrected", Colour: "yellow"}
	case postgres.NatureReinstatement:
		return ui.Tag{Text: "Reinstated", Colour: "blue"}
	}
	return ui.Tag{Text: "Notice", Colour: "grey"}
}

func decidedWords(f postgres.WatchFinding) string {
	words := map[string]string{postgres.FindingKept: "Kept.", postgres.FindingDismissed: "Dismissed."}[f.Decision]
	if f.Note != "" {
		words += " " + f.Note
	}
	return strings.TrimSpace(words)
}

// Updates is what was found since a report was delivered, for the people who asked. It reads the API once. Without anything there is
// nothing to show: the list is empty. If the question cannot be answered now, the page goes on without.
func Updates(v *page.Visit, request string) []Update {
	var list struct {
		Items []postgres.WatchRun `json:"items"`
	}
	if err := v.Read("/requests/"+url.PathEscape(request)+"/updates", &list); err != nil {
		return nil
	}
	var shown []Update
	for _, r := range list.Items {
		if r.ToldAt == nil {
			continue
		}
		u := Update{Day: v.Day(r.At)}
		for _, f := range r.Findings {
			if f.Decision == postgres.FindingKept {
				u.Findings = append(u.Findings, Found{Title: f.Title, Tag: findingTag(f), Source: describe(v, f), Note: f.Note, Links: links(f)})
				u.count(f)
			}
		}
		shown = append(shown, u)
	}
	return shown
}

// Update is one look of which the requester was told.
type Update struct {
	Day      string
	Findings []Found

	added, noticed int
}

// Found is a finding that was kept.
type Found struct {
	Title  string
	Tag    ui.Tag
	Source string
	Note   string
	Links  ui.Parts
}

func (u *Update) count(f postgres.WatchFinding) {
	if f.Kind == postgres.FoundRecord {
		u.added++
		return
	}
	u.noticed++
}

// Line is the update in one sentence: 2 new studies, and 1 notice about papers you were given.
func (u Update) Line() string {
	var parts []string
	if u.added == 1 {
		parts = append(parts, "1 new study")
	} else if u.added > 1 {
		parts = append(parts, fmt.Sprintf("%d new studies", u.added))
	}
	if u.noticed > 0 {
		parts = append(parts, page.Count(u.noticed, "notice")+" about papers you were given")
	}
	return strings.Join(parts, ", and ") + "."
}
