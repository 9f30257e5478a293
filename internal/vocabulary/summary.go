package vocabulary

import (
	"slices"
	"strings"
)

// SummaryOutline is what the summary of a product has, beside what its writer adds.
type SummaryOutline struct {
	BottomLine        bool             `json:"bottom_line,omitempty" doc:"It begins with a bottom line of one to five lines"`
	BottomLineStarter string           `json:"bottom_line_starter,omitempty" doc:"The words to begin with"`
	EvidenceTable     bool             `json:"evidence_table,omitempty" doc:"It usually has an evidence table"`
	Text              string           `json:"text" doc:"What the main text is called"`
	Hint              string           `json:"hint" doc:"How it is written"`
	Sections          []OutlineSection `json:"sections" doc:"Headings that are offered"`
}

// OutlineSection is a heading that is offered, with how it is filled.
type OutlineSection struct {
	Heading string `json:"heading"`
	Hint    string `json:"hint,omitempty"`
	Starter string `json:"starter,omitempty" doc:"The words to begin with"`
}

// DisclaimerRule says on which reports a disclaimer stands, beside those of the products and types of search that its term refers
// to, and what it says unless the library has its own words.
type DisclaimerRule struct {
	Always bool   `json:"always,omitempty"`
	WhenAI bool   `json:"when_ai,omitempty" doc:"Where a search declares the use of an AI tool"`
	Text   string `json:"text"`
}

// OutlineNothingFound is the outline of a summary that says that nothing was found.
const OutlineNothingFound = "nothing_found"

// ExtentHeading is the heading under which a summary says how far was searched. A finding of nothing stands on it.
const ExtentHeading = "Where and how we looked"

// Outline returns the outline by its own code or that of its product; for any other code, and for none, the one of no product.
func (c *Catalogue) Outline(code string) SummaryOutline {
	t, ok := c.Term(SummaryOutlines, code)
	if !ok {
		code, _ = c.Default(SummaryOutlines)
		t, _ = c.Term(SummaryOutlines, code)
	}
	return *t.Outline
}

// Offered reports whether some outline offers the heading: then nobody typed it.
func (c *Catalogue) Offered(heading string) bool {
	return slices.ContainsFunc(c.byID[SummaryOutlines].Terms, func(t Term) bool {
		return slices.ContainsFunc(t.Outline.Sections, func(s OutlineSection) bool { return s.Heading == heading })
	})
}

// DisclaimersFor returns the disclaimers of a report in their order: by its type of search and its product, and whether an AI tool
// was used.
func (c *Catalogue) DisclaimersFor(searchType, product string, ai bool) []Term {
	var list []Term
	for _, t := range c.byID[Disclaimers].Terms {
		if t.Disclaimer.Always || t.Disclaimer.WhenAI && ai || slices.Contains(t.Refs[SearchTypes], searchType) || slices.Contains(t.Refs[Products], product) {
			list = append(list, t)
		}
	}
	return list
}

// sound: a name and a hint, headings that differ, and an extent to say how far was searched.
func (o SummaryOutline) sound() bool {
	seen := map[string]bool{}
	for _, s := range o.Sections {
		if strings.TrimSpace(s.Heading) == "" || seen[s.Heading] {
			return false
		}
		seen[s.Heading] = true
	}
	return o.Text != "" && o.Hint != "" && seen[ExtentHeading] && (o.BottomLine || o.BottomLineStarter == "")
}

// soundDisclaimer: words, and some report that it is for.
func (t Term) soundDisclaimer() bool {
	d := t.Disclaimer
	return d != nil && strings.TrimSpace(d.Text) != "" && (d.Always || d.WhenAI || len(t.Refs[SearchTypes]) > 0 || len(t.Refs[Products]) > 0)
}
