package postgres

import (
	"slices"
	"strings"
	"unicode/utf8"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// referenceFrom makes a reference of a record. Databases write what no form would take; what does not fit is cut or left out
// here, and stays in the record.
func referenceFrom(r sqlc.LeadsOfRow) ReferenceContent {
	c := ReferenceContent{
		Type: r.Type, Title: shortened(r.Title, maxTitle), Journal: shortened(r.Journal, maxJournal), Volume: shortened(r.Volume, evidence.MaxCode),
		Issue: shortened(r.Issue, evidence.MaxCode), Pages: shortened(r.Pages, evidence.MaxCode), Abstract: shortened(r.Abstract, evidence.MaxNote),
	}
	if !slices.Contains(referenceTypes(), c.Type) {
		c.Type = "other"
	}
	for _, name := range r.Authors {
		if name = shortened(name, evidence.MaxName); name != "" && len(c.Authors) < evidence.MaxListItems {
			c.Authors = append(c.Authors, name)
		}
	}
	var k checker
	if y := widen(r.Year); y != nil && *y >= 1400 && *y <= 2200 {
		c.Year = y
	}
	if k.doi("doi", r.Doi); k.fields == nil {
		c.DOI = r.Doi
	}
	if pmidForm.MatchString(r.Pmid) {
		c.PMID = r.Pmid
	}
	if k.fields = nil; r.Url != "" {
		if k.link("url", r.Url); k.fields == nil {
			c.URL = r.Url
		}
	}
	return c
}

// shortened takes at most so many characters of a text, without the space around it.
func shortened(s string, most int) string {
	if s = strings.TrimSpace(s); utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
}
