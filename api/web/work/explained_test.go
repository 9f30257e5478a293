package work_test

import (
	"evidencedesk/api/rest"
	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// explained is how a deadline came about, with one line of everything.
func explained() rest.DeadlineView {
	return rest.DeadlineView{
		PromiseDue: day(27, 17), Agreed: true, DueBy: day(27, 17), NeededBy: day(28, 9), Upcoming: []evidence.Deadline{{Name: evidence.DueSoon, At: day(26, 17)}},
		Versions: []rest.PromiseView{{Seq: 1, Command: evidence.Submit, Action: evidence.ClockStart, At: day(13, 9), Calendar: 1, Budget: 4800, Remaining: 4800, PromiseDue: day(27, 17)}},
		Explanation: &calendar.Explanation{
			Calendar: calendar.Info{Name: "Northmoor", Hours: "Monday to Friday 09:00–17:00"}, Rule: calendar.Rule{Code: "routine", Text: "Routine: ten working days."},
			Summary: "Allowed: 80 hours of opening time.", Start: day(13, 9), At: day(16, 10), Due: day(27, 17), BudgetMinutes: 4800, CountedMinutes: 480, RemainingMinutes: 4320,
			Counted:     []calendar.Interval{{From: day(13, 9), To: day(13, 17), Date: "2026-11-13", Minutes: 480}},
			Planned:     []calendar.Interval{{From: day(16, 10), To: day(16, 17), Date: "2026-11-16", Minutes: 420, Merged: 3}},
			Pauses:      []calendar.PauseLine{{From: day(14, 9), Reason: "on_hold", Text: "On hold", Minutes: 60}},
			SkippedDays: []calendar.SkippedDay{{Date: "2026-11-14", Until: "2026-11-15", Reason: calendar.SkippedWeekday, Text: "Saturday"}},
			Notices:     []calendar.Notice{{Code: "holidays-unknown", Text: "No bank holidays are known for 2031."}}, Shortened: true,
		},
	}
}
