package selection

import (
	"fmt"
	"slices"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/internal/claims"
	"evidencedesk/internal/postgres"
)

// sureField is ticked by who takes references out of the report that its summary cites.
const sureField = "_sure"

// attempts is how often the summary is read again when somebody else saved in between.
const attempts = 3

// order reads which references the report has, in their order.
func (d *desk) order() ([]string, error) {
	var o postgres.Order
	err := d.visit.Read(d.API("references", "order"), &o)
	return o.IDs, err
}

// cites says how the summary cites some of the references; empty: it does not.
func (d *desk) cites(order, references []string) (string, error) {
	var s postgres.Summary
	if err := d.visit.Read(d.API("summary"), &s); err != nil {
		return "", err
	}
	counts := claims.Cited(textsOf(&s.SummaryText)...)
	for i, id := range order {
		if n := counts[i+1]; n > 0 && slices.Contains(references, id) {
			return fmt.Sprintf("The summary cites [%d]. Its sentences would lose what they stand on.", i+1), nil
		}
	}
	return "", nil
}

// renumber has the citations of the summary follow the references after some left the report, and says what became of them.
func (d *desk) renumber(before, removed []string) string {
	if len(removed) == 0 {
		return ""
	}
	after := slices.DeleteFunc(slices.Clone(before), func(id string) bool { return slices.Contains(removed, id) })
	moved := claims.Moves(before, after)
	const failed = " The numbers in the summary could not be changed: check its citations."
	for range attempts {
		var s postgres.Summary
		if err := d.visit.Read(d.API("summary"), &s); err != nil {
			return failed
		}
		if !recite(&s.SummaryText, moved) {
			return ""
		}
		err := d.visit.Put(d.API("summary"), s.Version, rest.SummaryBody{SummaryText: s.SummaryText}, nil)
		if err == nil {
			return " The citations in the summary have their new numbers."
		}
		if !page.Stale(err, &struct{}{}) {
			break
		}
	}
	return failed
}

// recite gives the citations of a summary new numbers, and reports whether that changed anything.
func recite(s *postgres.SummaryText, moved map[int]int) bool {
	before := textsOf(s)
	s.BottomLine, s.Text = claims.Recite(s.BottomLine, moved), claims.Recite(s.Text, moved)
	s.Sections = slices.Clone(s.Sections)
	for i := range s.Sections {
		s.Sections[i].Text = claims.Recite(s.Sections[i].Text, moved)
	}
	return !slices.Equal(before, textsOf(s))
}

// textsOf are the texts of a summary that may cite.
func textsOf(s *postgres.SummaryText) []string {
	list := []string{s.BottomLine, s.Text}
	for _, part := range s.Sections {
		list = append(list, part.Text)
	}
	return list
}
