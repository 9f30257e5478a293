package metric

import (
	"slices"

	"evidencedesk/internal/report"
)

// requests are the metrics that count requests.
func requests() []Metric {
	all := slices.Concat(activity(), timeliness(), work())
	for i := range all {
		all[i].Over = Requests
		if all[i].Unit == "" {
			all[i].Unit = "requests"
		}
	}
	return all
}

func activity() []Metric {
	return []Metric{
		{ID: "received", Title: "Requests received", Kind: report.Count, Day: received},
		{ID: "requesters", Title: "People who asked", Kind: report.Count, Day: received, Value: "f.requester", Unit: "people"},
		{ID: "open", Title: "Received and still open", Kind: report.Count, Day: received, Where: "f.ended_on IS NULL"},
		{ID: "delivered", Title: "Requests answered", Kind: report.Count, Day: delivered},
		{ID: "live", Title: "Answered on the spot", Kind: report.Count, Day: delivered, Where: "f.live"},
		{ID: "rerun", Title: "Earlier requests asked again", Kind: report.Count, Day: delivered, Where: "f.rerun"},
		{ID: "ended_without", Title: "Ended without an answer", Kind: report.Count, Day: ended, Where: "f.delivered_on IS NULL"},
		{
			ID: "recorded_late", Title: "Recorded after the event", Kind: report.Share, Day: received, Hit: "f.late_records > 0",
			Base: "received",
		},
	}
}

// timeliness leaves out what was answered on the spot: it was never waited for.
func timeliness() []Metric {
	const waited = "NOT f.live"
	return []Metric{
		{
			ID: "met_agreed", Title: "Met the agreed date", Kind: report.Share, Day: delivered, Where: waited + " AND f.met_agreed IS NOT NULL",
			Hit: "f.met_agreed", Unit: "answers",
		},
		{
			ID: "met_first", Title: "Met the date first asked for", Kind: report.Share, Day: delivered, Where: waited + " AND f.met_first IS NOT NULL",
			Hit: "f.met_first", Unit: "answers",
		},
		{ID: "turnaround", Title: "Working time taken", Kind: report.Quantile, Day: delivered, Where: waited, Value: "f.minutes_taken", Unit: "answers"},
		{
			ID: "turnaround_90", Title: "Nine of ten answered within", Kind: report.Hours, Day: delivered, Where: waited, Value: "f.minutes_taken",
			Nine: true, Unit: "answers",
		},
		{
			ID: "elapsed", Title: "Working time from receipt to answer, waiting included", Kind: report.Quantile, Day: delivered, Where: waited,
			Value: "f.minutes_elapsed", Unit: "answers",
		},
		{
			ID: "promised", Title: "Working time promised", Kind: report.Quantile, Day: delivered, Where: waited + " AND f.minutes_promised > 0",
			Value: "f.minutes_promised", Unit: "answers",
		},
	}
}

func work() []Metric {
	return []Metric{
		{
			ID: "staff_time", Title: "Staff time noted", Kind: report.Hours, Day: delivered, Where: "f.staff_minutes > 0",
			Value: "f.staff_minutes", Unit: "answers",
		},
		{
			ID: "time_each", Title: "Staff time for one answer", Kind: report.Quantile, Day: delivered, Where: "f.staff_minutes > 0",
			Value: "f.staff_minutes", Unit: "answers",
		},
		{ID: "checked", Title: "Checked by a second librarian", Kind: report.Share, Day: delivered, Hit: "f.checked = 'approved'", Base: "delivered", Unit: "answers"},
		{ID: "waived", Title: "Sent without the check that was due", Kind: report.Share, Day: delivered, Hit: "f.checked = 'waived'", Base: "delivered", Unit: "answers"},
		{ID: "reopened", Title: "Opened again after the answer", Kind: report.Share, Day: delivered, Hit: "f.reopened > 0", Base: "delivered", Unit: "answers"},
		{ID: "corrected", Title: "Corrected after the answer", Kind: report.Share, Day: delivered, Hit: "f.corrected > 0", Base: "delivered", Unit: "answers"},
	}
}
