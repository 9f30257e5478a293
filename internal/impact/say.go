package impact

import "evidencedesk/internal/report"

// Say writes the sentences of a report from the cells that it shows, and its caveats. It is called again when cells were hidden,
// so that no sentence tells what a table does not.
func Say(r *report.Report, today report.Date) {
	for i := range r.Sections {
		r.Sections[i].Finding = finding(*r, r.Sections[i], today)
	}
	known := report.Known{
		Responses: cell(*r, Response, "response", now), Reach: cell(*r, Response, "reach", now), Told: cell(*r, Response, "informed", now), Open: cell(*r, Activity, "open", now),
		Late: cell(*r, Quality, "recorded_late", now), Hidden: r.Hidden(),
	}
	if r.Period.Underway(today) {
		known.AsOf = today
	}
	r.Caveats = report.Caveats(known)
}

func finding(r report.Report, s report.Section, today report.Date) string {
	last := r.Period.LastYear()
	switch s.ID {
	case Activity:
		say := report.SayCount
		if r.Period.Underway(today) {
			say = report.SaySoFar
		}
		return say(cell(r, Activity, "delivered", now), cell(r, Activity, "delivered", before),
			report.Noun{One: "request was answered", Many: "requests were answered"}, last)
	case Timeliness:
		return report.SayShare(cell(r, Timeliness, "met_agreed", now), "answers", "met the agreed date")
	case Response:
		return report.SayShare(cell(r, Response, "response", now), "people asked", "told us what difference the answer made")
	case Matrix:
		return report.SayMost(s.Table, 0, "was reported by most")
	case Uses:
		return report.SayMost(s.Table, 0, "was named most often")
	case Quality:
		return report.SayShare(cell(r, Quality, "checked", now), "answers", "were checked by a second librarian")
	case GiftOfTime:
		return report.SaySum(cell(r, GiftOfTime, "saved", now), "answers saved")
	case StaffRatio:
		return sayRatio(cell(r, StaffRatio, "ratio", now), cell(r, StaffRatio, "aim", now))
	case Months:
		return ""
	}
	return largest(s.Table)
}

func sayRatio(ratio, aim report.Cell) string {
	if ratio.Kind != report.Ratio {
		return "The workforce that the library serves is not known"
	}
	return report.SayRatio(ratio, aim.Value)
}

// largest names the group that received most.
func largest(t report.Table) string {
	if t.Total == nil || t.Total.Cells[0].Hidden || len(t.Rows) < 2 || t.Rows[0].Cells[0].Hidden || t.Rows[0].Cells[0].N == 0 {
		return ""
	}
	return "Most requests came from " + t.Rows[0].Heading + ": " + report.Number(t.Rows[0].Cells[0].N) + " of " + report.Number(t.Total.Cells[0].N)
}

// cell is a cell of a section by its row and column; without a kind if there is none.
func cell(r report.Report, section, row string, column int) report.Cell {
	for _, s := range r.Sections {
		if s.ID != section {
			continue
		}
		for _, line := range s.Table.All() {
			if line.ID == row && column < len(line.Cells) {
				return line.Cells[column]
			}
		}
	}
	return report.Cell{}
}
