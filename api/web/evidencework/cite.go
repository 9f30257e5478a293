package evidencework

import (
	"slices"

	"evidencedesk/internal/claims"
	"evidencedesk/internal/postgres"
)

// textsOf are the texts of a summary that may cite.
func textsOf(s postgres.SummaryText) []string {
	list := []string{s.BottomLine, s.Text}
	for _, part := range s.Sections {
		list = append(list, part.Text)
	}
	return list
}

// reciteSummary gives the citations of a whole summary the numbers of another order.
func reciteSummary(s postgres.SummaryText, moved map[int]int) postgres.SummaryText {
	s.BottomLine, s.Text = claims.Recite(s.BottomLine, moved), claims.Recite(s.Text, moved)
	s.Sections = slices.Clone(s.Sections)
	for i := range s.Sections {
		s.Sections[i].Text = claims.Recite(s.Sections[i].Text, moved)
	}
	return s
}
