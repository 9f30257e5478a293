package impact

import (
	"cmp"
	"slices"
	"strings"

	"evidencedesk/internal/metric"
	"evidencedesk/internal/report"
)

func byWords(by metric.Dimension) string {
	return "by " + map[metric.Dimension]string{
		metric.ByLibrary: "library", metric.ByOrganisation: "organisation", metric.BySpecialty: "specialty", metric.ByStaffGroup: "staff group",
		metric.ByPurpose: "type of search",
	}[by]
}

// sortByFirst puts the largest group first; groups of one size stay in the order of their names.
func sortByFirst(rows []report.Row) {
	slices.SortStableFunc(rows, func(a, b report.Row) int {
		return cmp.Or(-cmp.Compare(a.Cells[0].N, b.Cells[0].N), strings.Compare(a.Heading, b.Heading))
	})
}

func (d draft) timeliness() report.Section {
	return d.rowsOfMetrics(Timeliness, "Timeliness", "How long answers took, in working time, and whether they were in time",
		"met_agreed", "met_first", "turnaround", "turnaround_90", "elapsed", "promised")
}

func (d draft) response() report.Section {
	s := d.rowsOfMetrics(Response, "Who answered", "Who was asked what difference the answer made, and who told", "response", "reach", "may_quote", "informed", "time_saved")
	s.Notes = []string{"People who did not answer are not counted as satisfied, and their time saved counts as nothing."}
	return s
}

func (d draft) quality() report.Section {
	return d.rowsOfMetrics(Quality, "How the work was done", "Staff time, checks and corrections",
		"staff_time", "time_each", "checked", "waived", "reopened", "corrected", "recorded_late")
}

// rowsOfMetrics is a table of metrics of several kinds: the cells say what they are.
func (d draft) rowsOfMetrics(id, heading, caption string, metrics ...string) report.Section {
	t := report.Table{Caption: caption, Columns: d.yearColumns(report.Share)}
	for _, m := range metrics {
		t.Rows = append(t.Rows, d.compared(m))
	}
	return report.Section{ID: id, Heading: heading, Table: t}
}

// matrix is the impact matrix: each benefit immediately and probably in future, of all answers.
func (d draft) matrix() report.Section {
	t := report.Table{Caption: "Contributed to, of all answers to the questionnaire", Columns: []report.Column{
		{ID: metric.Immediate, Heading: "Immediately", Kind: report.Share},
		{ID: metric.Probable, Heading: "Probably in future", Kind: report.Share},
	}}
	for _, m := range d.registry.Family(metric.FamilyImpact + metric.Immediate) {
		benefit := strings.TrimPrefix(m.ID, m.Family+"_")
		heading, _, _ := strings.Cut(m.Title, ",")
		t.Rows = append(t.Rows, report.Row{ID: benefit, Heading: heading, Cells: []report.Cell{
			d.figure(m.ID, now), d.figure(metric.FamilyImpact+metric.Probable+"_"+benefit, now),
		}})
	}
	return report.Section{ID: Matrix, Heading: "Impact", Table: t, Notes: []string{
		"One answer can name any number of rows. Intervals are 95 per cent Wilson intervals.",
		"The wording of the questions is recalled and has not been checked against the national toolkit.",
	}}
}

func (d draft) uses() report.Section {
	t := report.Table{Caption: "Used for, of all answers to the questionnaire", Columns: []report.Column{{ID: "used", Heading: "Answers", Kind: report.Share}}}
	for _, m := range d.registry.Family(metric.FamilyUse) {
		t.Rows = append(t.Rows, report.Row{ID: strings.TrimPrefix(m.ID, m.Family+"_"), Heading: m.Title, Cells: []report.Cell{d.figure(m.ID, now)}})
	}
	return report.Section{ID: Uses, Heading: "What the evidence was used for", Table: t}
}
