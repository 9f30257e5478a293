package capacity_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"evidencedesk/internal/capacity"
	"evidencedesk/internal/report"
)

func on(d int) report.Date { return report.Date{Year: 2026, Month: 11, Day: d} }

func TestAForecastLearnsFromOwnHistory(t *testing.T) {
	t.Parallel()
	guide := capacity.Guidance{Low: 90, High: 300}
	for name, c := range map[string]struct {
		own  capacity.Own
		of   capacity.Guidance
		want capacity.Forecast
	}{
		"the guidance at first": {capacity.Own{}, guide, capacity.Forecast{Usual: 195, Upper: 300, Basis: capacity.FromGuidance}},
		"half and half":         {capacity.Own{Timed: 5, Median: 95, Upper: 200}, guide, capacity.Forecast{Usual: 145, Upper: 250, Timed: 5, Weight: 50, Basis: capacity.FromBoth}},
		"own from ten on":       {capacity.Own{Timed: 10, Median: 95, Upper: 200}, guide, capacity.Forecast{Usual: 95, Upper: 200, Timed: 10, Weight: 100, Basis: capacity.FromOwn}},
		"no range, own":         {capacity.Own{Timed: 2, Median: 900, Upper: 950}, capacity.Guidance{}, capacity.Forecast{Usual: 900, Upper: 950, Timed: 2, Weight: 100, Basis: capacity.FromOwn}},
		"no range, none timed":  {capacity.Own{}, capacity.Guidance{}, capacity.Forecast{Basis: capacity.FromNothing}},
	} {
		if diff := cmp.Diff(c.want, capacity.Predict(c.own, c.of)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestHoursAvailable(t *testing.T) {
	t.Parallel()
	week := []report.Date{on(16), on(17), on(18), on(19), on(20)}
	full := capacity.Contract{Stretch: capacity.Stretch{From: on(1)}, Hours: 37.5}
	for name, c := range map[string]struct {
		contracts []capacity.Contract
		leave     []capacity.Stretch
		open      []report.Date
		minutes   float64
		away      int
	}{
		"a whole week":                         {[]capacity.Contract{full}, nil, week, 2250, 0},
		"two days away":                        {[]capacity.Contract{full}, []capacity.Stretch{{From: on(17), Until: on(18)}}, week, 1350, 2},
		"a bank holiday":                       {[]capacity.Contract{full}, nil, week[1:], 1800, 0},
		"leave on a day on which it is closed": {[]capacity.Contract{full}, []capacity.Stretch{{From: on(16), Until: on(16)}}, week[1:], 1800, 0},
		"hours change in the week": {[]capacity.Contract{
			{Stretch: capacity.Stretch{From: on(1), Until: on(17)}, Hours: 20}, {Stretch: capacity.Stretch{From: on(18)}, Hours: 30},
		}, nil, week, 2*240 + 3*360, 0},
		"no contract": {nil, nil, week, 0, 0},
	} {
		minutes, away := capacity.Available(c.contracts, c.leave, c.open, 5)
		if minutes != c.minutes || away != c.away {
			t.Errorf("%s: %v minutes, %d days away", name, minutes, away)
		}
	}
	if minutes, _ := capacity.Available([]capacity.Contract{full}, nil, week, 0); minutes != 0 {
		t.Errorf("%v minutes in a library that never opens", minutes)
	}
}

func TestWhatIsLeft(t *testing.T) {
	t.Parallel()
	f := capacity.Forecast{Usual: 200}
	for _, c := range [][3]int{{300, 100, 200}, {0, 50, 150}, {100, 400, 0}} {
		if got := capacity.Left(c[0], c[1], f); got != float64(c[2]) {
			t.Errorf("%v: %v", c, got)
		}
	}
}

// fortnight is two weeks from Monday 2 November 2026, eight hours on weekdays.
func fortnight() []capacity.Day {
	days := make([]capacity.Day, 14)
	for i := range days {
		days[i].Date = on(2 + i)
		if i%7 < 5 {
			days[i].Open = 480
		}
	}
	return days
}

func TestAYearIsReplayed(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	past := capacity.Past{Days: fortnight(), Items: []capacity.Item{
		{Type: "audit", Urgency: "routine", Received: 0, Promise: 960, Minutes: 600, Delivered: 2, Met: &no},
		{Type: "patient_care", Urgency: "urgent", Received: 0, Promise: 240, Minutes: 240, Delivered: 0, Met: &yes},
		{Type: "audit", Urgency: "routine", Received: 5, Promise: 0, Minutes: 120, Delivered: 7},
	}}
	base := capacity.Policy{Weekly: 2400, Readers: capacity.ReadAsItWas, CheckMinutes: 60, CheckDays: 1}
	for name, c := range map[string]struct {
		change                      func(*capacity.Policy)
		promised, met, open, worked int
		backlog                     []int
	}{
		"as it could have been":   {func(*capacity.Policy) {}, 2, 2, 0, 960, []int{1, 0}},
		"half the time":           {func(p *capacity.Policy) { p.Weekly = 1200 }, 2, 1, 0, 960, []int{1, 0}},
		"no time at all":          {func(p *capacity.Policy) { p.Weekly = 0 }, 2, 0, 3, 0, []int{3, 3}},
		"a second reader for all": {func(p *capacity.Policy) { p.Readers = capacity.ReadAll }, 2, 0, 0, 1140, []int{1, 0}},
		"for audits only":         {func(p *capacity.Policy) { p.Readers, p.Types = capacity.ReadTypes, []string{"audit"} }, 2, 1, 0, 1080, []int{1, 0}},
		"five days for audits":    {func(p *capacity.Policy) { p.TypeDays, p.Weekly = map[string]int{"audit": 5}, 1200 }, 3, 3, 0, 960, []int{1, 0}},
		"the same day for urgent": {func(p *capacity.Policy) { p.UrgencyDays, p.Weekly = map[string]int{"urgent": 0, "routine": 9}, 800 }, 3, 2, 0, 960, []int{2, 0}},
	} {
		policy := base
		c.change(&policy)
		o := capacity.Replay(past, policy)
		var open []int
		for _, p := range o.Backlog {
			open = append(open, p.Open)
		}
		if o.Promised != c.promised || o.Met != c.met || o.Open != c.open || o.Worked != c.worked || !cmp.Equal(open, c.backlog) {
			t.Errorf("%s: %+v", name, o)
		}
	}
	was := capacity.AsItWas(past)
	if diff := cmp.Diff(capacity.Outcome{Promised: 2, Met: 1, Backlog: []capacity.Point{{"2026-11-08", 1}, {"2026-11-15", 0}}}, was); diff != "" {
		t.Error(diff)
	}
}

// TestMoreTimeNeverLeavesMoreOpen replays random years: it is deterministic, work is never more than there is time or need for, and with
// more time there is never more left at the end.
func TestMoreTimeNeverLeavesMoreOpen(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		past := capacity.Past{Days: fortnight(), Start: rapid.IntRange(0, 6).Draw(t, "start")}
		need := 0
		for range rapid.IntRange(0, 20).Draw(t, "items") {
			item := capacity.Item{
				Received: rapid.IntRange(0, 13).Draw(t, "received"), Promise: rapid.IntRange(0, 3000).Draw(t, "promise"),
				Minutes: rapid.IntRange(0, 900).Draw(t, "minutes"), Delivered: -1,
			}
			need += item.Minutes
			past.Items = append(past.Items, item)
		}
		p := capacity.Policy{Weekly: rapid.IntRange(0, 4000).Draw(t, "weekly")}
		less := capacity.Replay(past, p)
		if diff := cmp.Diff(less, capacity.Replay(past, p)); diff != "" {
			t.Fatal(diff)
		}
		p.Weekly += rapid.IntRange(0, 2000).Draw(t, "more")
		more := capacity.Replay(past, p)
		if less.Worked > less.Capacity || less.Worked > need || more.Worked < less.Worked || less.Met > less.Promised || less.Open > len(past.Items) {
			t.Fatalf("%d of %d minutes worked, %d needed, %d with more time: %+v", less.Worked, less.Capacity, need, more.Worked, less)
		}
		if more.Open > less.Open {
			t.Fatalf("more time leaves %d open instead of %d", more.Open, less.Open)
		}
	})
}
