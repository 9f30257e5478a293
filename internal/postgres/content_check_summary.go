package postgres

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// Limits of a summary beside those of the domain.
const (
	maxCertainties = 20
	maxCell        = 2_000 // of the evidence table
)

func (k *checker) summary(s SummaryText) {
	k.text("text", s.Text, evidence.MaxSummary)
	k.text("bottom_line", s.BottomLine, evidence.MaxNote)
	k.code("product", s.Product, vocabulary.Products)
	k.many("sections", len(s.Sections), evidence.MaxListItems)
	total := utf8.RuneCountInString(s.Text)
	for i, part := range s.Sections {
		at := fmt.Sprintf("sections[%d].", i)
		k.needed(at+"heading", part.Heading, evidence.MaxName)
		k.text(at+"text", part.Text, evidence.MaxSummary)
		total += utf8.RuneCountInString(part.Text)
	}
	if total > evidence.MaxSummary && k.fields == nil {
		k.wrong("sections", "too-long", fmt.Sprintf("Text and sections together have at most %d characters.", evidence.MaxSummary))
	}
	k.evidenceTable(s.EvidenceTable)
	k.certainties(s.Certainties)
}

func (k *checker) evidenceTable(list []EvidenceRow) {
	k.many("evidence_table", len(list), evidence.MaxListItems)
	seen, total := map[string]bool{}, 0
	for i, r := range list {
		at := fmt.Sprintf("evidence_table[%d].", i)
		k.id(at+"reference", r.Reference)
		if seen[r.Reference] {
			k.wrong(at+"reference", "duplicate", "Give each reference one row.")
		}
		seen[r.Reference] = true
		for _, cell := range r.Cells() {
			k.text(at+cell.Name, cell.Text, maxCell)
			total += utf8.RuneCountInString(cell.Text)
		}
	}
	if total > evidence.MaxSummary && k.fields == nil {
		k.wrong("evidence_table", "too-long", fmt.Sprintf("All cells together have at most %d characters.", evidence.MaxSummary))
	}
}

// certainties: GRADE rates each outcome by itself, so none is rated twice; a rating says whose it is and what it rests on.
func (k *checker) certainties(list []Certainty) {
	k.many("certainties", len(list), maxCertainties)
	seen := map[string]bool{}
	for i, c := range list {
		at := fmt.Sprintf("certainties[%d].", i)
		k.text(at+"outcome", c.Outcome, evidence.MaxName)
		if outcome := strings.ToLower(strings.TrimSpace(c.Outcome)); !seen[outcome] {
			seen[outcome] = true
		} else {
			k.wrong(at+"outcome", "duplicate", "Rate each outcome once.")
		}
		k.oneOf(at+"level", c.Level, "Give the level.", "high", "moderate", "low", "very_low")
		k.oneOf(at+"rated_by", c.RatedBy, "Say who rated it.", "source", "librarian")
		k.text(at+"reason", c.Reason, evidence.MaxNote)
		if c.SourceReference != "" {
			k.id(at+"source_reference", c.SourceReference)
		}
		switch {
		case c.RatedBy == "source" && c.SourceReference == "":
			k.wrong(at+"source_reference", "required", "Name the reference whose rating this is.")
		case c.RatedBy == "librarian" && c.SourceReference != "":
			k.wrong(at+"source_reference", "not-allowed", "A librarian's own rating has a reason, not a source.")
		case c.RatedBy == "librarian" && blank(c.Reason):
			k.wrong(at+"reason", "required", "Say why you rate it so.")
		}
	}
}

// oneOf is one that must be given.
func (k *checker) oneOf(field, s, missing string, allowed ...string) {
	if s == "" {
		k.wrong(field, "required", missing)
		return
	}
	k.one(field, s, allowed...)
}

// id takes the identifier of a row.
func (k *checker) id(field, s string) {
	if !isUUID(s) {
		k.wrong(field, "malformed", "Give the identifier of a reference.")
	}
}
