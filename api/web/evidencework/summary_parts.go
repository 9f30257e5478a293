package evidencework

import (
	"fmt"
	"slices"
	"strings"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// textPart is one part of a summary under its name.
type textPart struct{ label, text string }

// parts are the parts of a summary in their order.
func (d *desk) parts(s postgres.SummaryText, references []postgres.Reference) []textPart {
	product := ""
	if s.Product != "" {
		product = d.visit.Label(vocabulary.Products, s.Product)
	}
	list := []textPart{
		{"Product", product},
		{"Bottom line", s.BottomLine},
		{"Main text", s.Text},
	}
	for _, part := range s.Sections {
		list = append(list, textPart{part.Heading, part.Text})
	}
	return append(list, textPart{"Evidence table", tableWords(s.EvidenceTable, references)}, textPart{"Certainty", certaintyWords(s.Certainties, references)})
}

// referencePart is the list of references as a part.
func referencePart(list []postgres.Reference) textPart {
	var b strings.Builder
	for i, r := range list {
		fmt.Fprintf(&b, "%d. %s\n", i+1, printed(r.ReferenceContent))
	}
	return textPart{"References", b.String()}
}

// pairedPart is a part in two versions; empty where a version does not have it.
type pairedPart struct{ label, before, after string }

// paired sets the parts of two versions side by side by their names. Parts that only the old version has follow at the end.
func paired(before, after []textPart) []pairedPart {
	left := slices.Clone(before)
	take := func(label string) string {
		i := slices.IndexFunc(left, func(p textPart) bool { return p.label == label })
		if i < 0 {
			return ""
		}
		text := left[i].text
		left = slices.Delete(left, i, i+1)
		return text
	}
	var list []pairedPart
	for _, p := range after {
		list = append(list, pairedPart{p.label, take(p.label), p.text})
	}
	for _, p := range left {
		list = append(list, pairedPart{p.label, p.text, ""})
	}
	return list
}
