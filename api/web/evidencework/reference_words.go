package evidencework

import (
	"strconv"
	"strings"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// tiers are the groups of a report in their order, from the strongest evidence, in words.
func tiers() []ui.Option {
	return []ui.Option{
		{Value: "guidance", Text: "Guidance"},
		{Value: "systematic_reviews", Text: "Systematic reviews"},
		{Value: "trials", Text: "Trials"},
		{Value: "observational", Text: "Observational studies"},
		{Value: "qualitative", Text: "Qualitative studies"},
		{Value: "grey", Text: "Grey literature"},
		{Value: "other_trusts", Text: "Other trusts' documents"},
		{Value: "cds", Text: "Clinical decision support"},
	}
}

// types are the kinds of publication that a citation tells apart, in words.
func types() []ui.Option {
	return []ui.Option{
		{Value: "article", Text: "Journal article"},
		{Value: "book", Text: "Book"},
		{Value: "chapter", Text: "Chapter of a book"},
		{Value: "report", Text: "Report"},
		{Value: "guideline", Text: "Guideline"},
		{Value: "web_page", Text: "Web page"},
		{Value: "thesis", Text: "Thesis"},
		{Value: "conference_paper", Text: "Conference paper"},
		{Value: "preprint", Text: "Preprint"},
		{Value: "other", Text: "Other"},
	}
}

// words gives the text of an option; the value itself where a newer version wrote one that is not known here.
func words(options []ui.Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return value
}

// brief names a reference in a few words: "Alder 2024", or the beginning of its title.
func brief(r postgres.Reference) string {
	name := r.Title
	if len(r.Authors) > 0 {
		name, _, _ = strings.Cut(r.Authors[0], " ")
		name = strings.TrimRight(name, ",")
	}
	const most = 60
	if runes := []rune(name); len(runes) > most {
		name = strings.TrimSpace(string(runes[:most])) + "…"
	}
	return joined(" ", name, year(r.Year))
}

func year(y *int) string {
	if y == nil {
		return ""
	}
	return strconv.Itoa(*y)
}

// source is where a reference was published: journal, volume, issue and pages as Vancouver style has them.
func source(r postgres.ReferenceContent) string {
	at := r.Volume
	if r.Issue != "" {
		at += "(" + r.Issue + ")"
	}
	return joined(" ", r.Journal, joined(":", at, r.Pages))
}
