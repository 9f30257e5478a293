package calendar_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/calendar"
)

func explain(t testing.TB, spec calendar.Spec, clock calendar.Clock, when time.Time) calendar.Explanation {
	t.Helper()
	rule := calendar.Rule{Code: "soon", Text: "Answered within 3 working days"}
	e, err := build(t, spec).Explain(clock, rule, when)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// lines makes the lists of an explanation short enough to read in a test.
func lines(e calendar.Explanation) (list []string) {
	stamp := func(when time.Time) string { return when.Format("Mon 2 15:04") }
	for _, i := range e.Counted {
		list = append(list, fmt.Sprintf("counted %s – %s %d %s", stamp(i.From), stamp(i.To), i.Minutes, i.Note))
	}
	for _, i := range e.Planned {
		list = append(list, fmt.Sprintf("planned %s – %s %d %s", stamp(i.From), stamp(i.To), i.Minutes, i.Note))
	}
	for _, p := range e.Pauses {
		list = append(list, fmt.Sprintf("paused %s – %s %d %s", stamp(p.From), stamp(p.To), p.Minutes, p.Reason))
	}
	for _, d := range e.SkippedDays {
		list = append(list, fmt.Sprintf("skipped %s %s %s", d.Date, d.Reason, d.Text))
	}
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

func TestExplainEaster(t *testing.T) {
	t.Parallel()
	spec := office(calendar.EnglandAndWales)
	spec.Closures = []calendar.Closure{{Date: "2026-04-08", Reason: "Staff training"}}
	spec.SpecialOpenings = []calendar.SpecialOpening{
		{Date: "2026-04-04", Periods: []calendar.Period{hours("10:00", "12:00")}, Reason: "Exam season"},
	}
	clock := calendar.Clock{
		Start: at(t, "2026-04-01 15:00"), Budget: 1440,
		Pauses: pauses(t, "2026-04-02 12:00", "2026-04-02 14:00"),
	}
	e := explain(t, spec, clock, at(t, "2026-04-02 16:00"))
	want := []string{
		"counted Wed 1 15:00 – Wed 1 17:00 120",
		"counted Thu 2 09:00 – Thu 2 12:00 180",
		"counted Thu 2 14:00 – Thu 2 16:00 120",
		"planned Thu 2 16:00 – Thu 2 17:00 60",
		"planned Sat 4 10:00 – Sat 4 12:00 120 Special opening: Exam season",
		"planned Tue 7 09:00 – Tue 7 17:00 480",
		"planned Thu 9 09:00 – Thu 9 15:00 360",
		"paused Thu 2 12:00 – Thu 2 14:00 120 clarifying",
		"skipped 2026-04-03 bank-holiday Good Friday",
		"skipped 2026-04-05 closed-weekday Closed on Sundays",
		"skipped 2026-04-06 bank-holiday Easter Monday",
		"skipped 2026-04-08 service-closure Staff training",
	}
	if diff := cmp.Diff(want, lines(e)); diff != "" {
		t.Error(diff)
	}
	if e.CountedMinutes != 420 || e.RemainingMinutes != 1020 || e.Paused || e.Overdue || e.Shortened || len(e.Notices) > 0 {
		t.Errorf("%+v", e)
	}
	const summary = "Allowed: 24 hours of opening time from Wednesday 1 April 2026 at 15:00. " +
		"Used: 7 hours. Left: 17 hours. Due on Thursday 9 April 2026 at 15:00. " +
		"Not counted: 1 pause, 1 closed weekday, 2 bank holidays, 1 day closed by the service."
	if e.Summary != summary {
		t.Errorf("summary: %s", e.Summary)
	}
}

func TestExplainStoppedAndOverdue(t *testing.T) {
	t.Parallel()
	spec := office(calendar.EnglandAndWales)
	clock := calendar.Clock{Start: at(t, "2026-06-05 18:00"), Budget: 90, Pauses: pauses(t, "2026-06-08 09:45", "")}
	e := explain(t, spec, clock, at(t, "2026-06-15 12:00"))
	if !e.Due.IsZero() || !e.Paused || e.Overdue || e.RemainingMinutes != 45 || len(e.Planned) != 0 {
		t.Errorf("stopped: %+v", e)
	}
	if e.Pauses[0].Minutes != 435+4*480+180 {
		t.Errorf("minutes lost to the pause: %d", e.Pauses[0].Minutes)
	}
	// The second weekend lies inside the pause, which explains it.
	if len(e.SkippedDays) != 2 || e.SkippedDays[1].Date != "2026-06-07" {
		t.Errorf("skipped: %+v", e.SkippedDays)
	}
	const stopped = "Allowed: 1 hour 30 minutes of opening time from Friday 5 June 2026 at 18:00. " +
		"The clock did not run then; counting begins on Monday 8 June 2026 at 09:00. Used: 45 minutes. Left: 45 minutes. " +
		"The clock is stopped since Monday 8 June 2026 at 09:45 (Waiting for an answer); a due date is set when it runs again. " +
		"Not counted: 1 pause, 2 closed weekdays."
	if e.Summary != stopped {
		t.Errorf("summary: %s", e.Summary)
	}
	clock.Pauses = nil
	e = explain(t, spec, clock, at(t, "2026-06-08 12:31"))
	if !e.Overdue || e.RemainingMinutes != -121 || e.CountedMinutes != 211 || len(e.Planned) != 0 {
		t.Errorf("overdue: %+v", e)
	}
	if !strings.Contains(e.Summary, "It was due on Monday 8 June 2026 at 10:30 and is 2 hours 1 minute of opening time late.") {
		t.Errorf("summary: %s", e.Summary)
	}
}

func TestExplainIsBounded(t *testing.T) {
	t.Parallel()
	spec := lunch()
	clock := calendar.Clock{Start: at(t, "2026-06-05 18:00"), Budget: 900 * 420}
	for p := clock.Start; len(clock.Pauses) < 300; p = p.Add(36 * time.Hour) {
		clock.Pauses = append(clock.Pauses, calendar.Pause{From: p, To: p.Add(17 * time.Minute), Reason: "on_hold"})
	}
	e := explain(t, spec, clock, at(t, "2028-06-05 12:00"))
	for name, n := range map[string]int{
		"counted": len(e.Counted), "planned": len(e.Planned), "pauses": len(e.Pauses), "skipped": len(e.SkippedDays),
	} {
		if n != calendar.MaxLines {
			t.Errorf("%s has %d lines", name, n)
		}
	}
	checkSums(t, e)
	if !e.Shortened || e.Counted[50].Merged < 2 || e.SkippedDays[50].Until == "" || e.Pauses[50].Merged != 201 {
		t.Error("the middle is not marked")
	}
	if raw, err := json.Marshal(e); err != nil || len(raw) > 64<<10 {
		t.Errorf("%d bytes, %v", len(raw), err)
	}
	codes := noticeCodes(e)
	if !codes[calendar.NoticeShortened] || !codes[calendar.NoticeHolidaysUnknown] {
		t.Errorf("notices: %v", e.Notices)
	}
}

func TestExplainKeepsAHundredLines(t *testing.T) {
	t.Parallel()
	clock := calendar.Clock{Start: at(t, "2026-06-08 09:00"), Budget: 480}
	for _, n := range []int{calendar.MaxLines, calendar.MaxLines + 1} {
		clock.Pauses = nil
		for i := range n {
			from := clock.Start.Add(time.Duration(i) * time.Hour)
			clock.Pauses = append(clock.Pauses, calendar.Pause{From: from, To: from.Add(time.Minute)})
		}
		e := explain(t, everyDay(hours("00:00", "24:00")), clock, clock.Start.AddDate(0, 0, 1))
		if len(e.Pauses) != calendar.MaxLines || e.Shortened != (n > calendar.MaxLines) {
			t.Errorf("%d pauses: %d lines, shortened %t", n, len(e.Pauses), e.Shortened)
		}
	}
}

func noticeCodes(e calendar.Explanation) map[string]bool {
	codes := map[string]bool{}
	for _, n := range e.Notices {
		codes[n.Code] = true
	}
	return codes
}

func TestExplainNotices(t *testing.T) {
	t.Parallel()
	autumn := calendar.Clock{Start: at(t, "2026-10-24 12:00"), Budget: 24 * 60}
	if codes := noticeCodes(explain(t, night(), autumn, autumn.Start)); !codes[calendar.NoticeClockChange] {
		t.Error("a night service must be told that the clocks change in autumn")
	}
	clock := calendar.Clock{Start: at(t, "2026-03-28 12:00"), Budget: 24 * 60}
	if codes := noticeCodes(explain(t, night(), clock, clock.Start)); !codes[calendar.NoticeClockChange] {
		t.Error("a night service must be told that the clocks change")
	}
	if codes := noticeCodes(explain(t, office(calendar.EnglandAndWales), clock, clock.Start)); len(codes) != 0 {
		t.Errorf("office hours need no notice: %v", codes)
	}
	holidays := bundled(t)
	for i := range holidays {
		holidays[i].Status = calendar.Derived
	}
	c, err := calendar.New(office(calendar.Scotland), holidays)
	if err != nil {
		t.Fatal(err)
	}
	e, err := c.Explain(calendar.Clock{Start: at(t, "2026-04-02 12:00"), Budget: 480}, calendar.Rule{}, at(t, "2026-04-02 12:00"))
	if err != nil || !noticeCodes(e)[calendar.NoticeHolidaysDerived] {
		t.Errorf("derived holiday: %v, %v", e.Notices, err)
	}
}

// The JSON is the answer of the API: lists are never null and instants are local.
func TestExplanationJSON(t *testing.T) {
	t.Parallel()
	clock := calendar.Clock{Start: at(t, "2026-06-08 09:00"), Budget: 60}
	raw, err := json.Marshal(explain(t, lunch(), clock, clock.Start))
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"calendar":{"name":"Office hours","version":1,"zone":"Europe/London","nation":"england-and-wales",` +
		`"hours":"Monday to Friday 09:00–12:30 and 13:30–17:00; closed on bank holidays in England and Wales"},` +
		`"rule":{"code":"soon","text":"Answered within 3 working days"},` +
		`"summary":"Allowed: 1 hour of opening time from Monday 8 June 2026 at 09:00. Used: 0 minutes. Left: 1 hour. ` +
		`Due on Monday 8 June 2026 at 10:00.",` +
		`"start":"2026-06-08T09:00:00+01:00","at":"2026-06-08T09:00:00+01:00","due":"2026-06-08T10:00:00+01:00",` +
		`"paused":false,"overdue":false,"budget_minutes":60,"counted_minutes":0,"remaining_minutes":60,"counted":[],` +
		`"planned":[{"from":"2026-06-08T09:00:00+01:00","to":"2026-06-08T10:00:00+01:00","date":"2026-06-08","minutes":60}],` +
		`"pauses":[],"skipped_days":[],"notices":[],"shortened":false}`
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Error(diff)
	}
}

// checkSums tests what an Explanation promises of its minutes.
func checkSums(t interface{ Errorf(string, ...any) }, e calendar.Explanation) {
	counted, planned := 0, 0
	for _, i := range e.Counted {
		counted += i.Minutes
	}
	for _, i := range e.Planned {
		planned += i.Minutes
	}
	if counted != e.CountedMinutes || e.CountedMinutes+e.RemainingMinutes != e.BudgetMinutes {
		t.Errorf("lines add up to %d, counted %d, remaining %d, budget %d", counted, e.CountedMinutes, e.RemainingMinutes, e.BudgetMinutes)
	}
	if !e.Due.IsZero() && !e.Overdue && e.BudgetMinutes >= 0 && !e.At.Before(e.Start) && planned != e.RemainingMinutes {
		t.Errorf("planned lines add up to %d, remaining %d", planned, e.RemainingMinutes)
	}
}
