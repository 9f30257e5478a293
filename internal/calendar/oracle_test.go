package calendar_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/calendar"
)

// The oracle knows nothing of intervals: it looks at the clock on the wall at one instant after the other.
type oracle struct {
	zone *time.Location
	week [7][]minutes
	// dates holds the hours of the dates that are not ordinary.
	dates map[date][]minutes
	step  time.Duration
}

type date struct {
	year  int
	month time.Month
	day   int
}

// minutes is a period in minutes of wall time since midnight.
type minutes struct{ from, to int }

func newOracle(t testing.TB, spec calendar.Spec, step time.Duration) oracle {
	t.Helper()
	zone, err := time.LoadLocation(spec.Zone)
	if err != nil {
		t.Fatal(err)
	}
	o := oracle{zone: zone, dates: map[date][]minutes{}, step: step}
	for weekday := range o.week {
		o.week[weekday] = readMinutes(t, spec.Week.On(time.Weekday(weekday)))
	}
	for _, h := range bundled(t) {
		if h.Nation == spec.Nation {
			o.dates[readDate(t, h.Date)] = nil
		}
	}
	for _, c := range spec.Closures {
		o.dates[readDate(t, c.Date)] = nil
	}
	for _, s := range spec.SpecialOpenings {
		o.dates[readDate(t, s.Date)] = readMinutes(t, s.Periods)
	}
	return o
}

func readDate(t testing.TB, text string) (d date) {
	t.Helper()
	if _, err := fmt.Sscanf(text, "%d-%d-%d", &d.year, &d.month, &d.day); err != nil {
		t.Fatal(err)
	}
	return d
}

func readMinutes(t testing.TB, periods []calendar.Period) (list []minutes) {
	t.Helper()
	for _, p := range periods {
		var h, m, untilH, untilM int
		if _, err := fmt.Sscanf(p.From+" "+p.To, "%d:%d %d:%d", &h, &m, &untilH, &untilM); err != nil {
			t.Fatal(err)
		}
		list = append(list, minutes{h*60 + m, untilH*60 + untilM})
	}
	return list
}

func (o oracle) periods(wall time.Time) []minutes {
	var d date
	d.year, d.month, d.day = wall.Date()
	if periods, special := o.dates[d]; special {
		return periods
	}
	return o.week[wall.Weekday()]
}

func (o oracle) open(instant time.Time) bool {
	wall := instant.In(o.zone)
	minute := wall.Hour()*60 + wall.Minute()
	for _, p := range o.periods(wall) {
		if p.from <= minute && minute < p.to {
			return true
		}
	}
	return false
}

func paused(list []calendar.Pause, instant time.Time) bool {
	for _, p := range list {
		if !instant.Before(p.From) && (p.To.IsZero() || instant.Before(p.To)) {
			return true
		}
	}
	return false
}

// walk lists the steps of [start, start+n steps) in which a clock runs.
func (o oracle) walk(clock calendar.Clock, n int) (ran []time.Time) {
	for i := range n {
		if now := clock.Start.Add(time.Duration(i) * o.step); o.open(now) && !paused(clock.Pauses, now) {
			ran = append(ran, now)
		}
	}
	return ran
}

// testOracle compares every answer with steps of a minute, or of a second, in which case fractions of minutes occur.
func testOracle(t *testing.T, step time.Duration, steps int) {
	rapid.Check(t, func(rt *rapid.T) {
		spec := drawSpec(rt)
		zone, err := time.LoadLocation(spec.Zone)
		if err != nil {
			rt.Fatal(err)
		}
		start := drawStart(rt, zone, step)
		drawExceptions(rt, &spec, start)
		o, c := newOracle(t, spec, step), build(t, spec)
		clock := calendar.Clock{Start: start}
		compareAdd(rt, o, c, clock, steps)
		clock.Pauses = drawPauses(rt, start, step, steps)
		compareClock(rt, o, c, clock, steps)
	})
}

func TestMinuteOracle(t *testing.T) {
	t.Parallel()
	testOracle(t, time.Minute, 12*1440)
}

func TestSecondOracle(t *testing.T) {
	t.Parallel()
	testOracle(t, time.Second, 4*3600)
}

func compareAdd(t *rapid.T, o oracle, c *calendar.Calendar, clock calendar.Clock, steps int) {
	ran := o.walk(clock, steps)
	perMinute := int(time.Minute / o.step)
	probe := clock.Start.Add(time.Duration(rapid.IntRange(0, steps-1).Draw(t, "probe")) * o.step)
	if got, want := c.IsOpen(probe), o.open(probe); got != want {
		t.Fatalf("IsOpen(%s) = %t", probe, got)
	}
	before := 0
	for _, now := range ran {
		if now.Before(probe) {
			before++
		}
	}
	if got, want := c.Between(clock.Start, probe), before/perMinute; got != want {
		t.Fatalf("Between(%s, %s) = %d, want %d", clock.Start, probe, got, want)
	}
	if len(ran) == 0 {
		return
	}
	if next, err := c.NextOpen(clock.Start); err != nil || !next.Equal(ran[0]) {
		t.Fatalf("NextOpen(%s) = %s, %v, want %s", clock.Start, next, err, ran[0])
	}
	n := rapid.IntRange(0, len(ran)/perMinute).Draw(t, "minutes")
	want := ran[0]
	if n > 0 {
		want = ran[n*perMinute-1].Add(o.step)
	}
	if got, err := c.Add(clock.Start, n); err != nil || !got.Equal(want) {
		t.Fatalf("Add(%s, %d) = %s, %v, want %s", clock.Start, n, got, err, want)
	}
}

func compareClock(t *rapid.T, o oracle, c *calendar.Calendar, clock calendar.Clock, steps int) {
	ran := o.walk(clock, steps)
	perMinute := int(time.Minute / o.step)
	clock.Budget = rapid.IntRange(0, len(ran)/perMinute+30).Draw(t, "budget")
	end := clock.Start.Add(time.Duration(steps) * o.step)
	deadline, err := c.Due(clock)
	if err != nil {
		t.Fatal(err)
	}
	switch need := clock.Budget * perMinute; {
	case need > 0 && need <= len(ran):
		if want := ran[need-1].Add(o.step); deadline.Stopped || !deadline.Due.Equal(want) {
			t.Fatalf("Due = %+v, want %s", deadline, want)
		}
	case need == 0 && len(ran) > 0:
		if deadline.Stopped || !deadline.Due.Equal(ran[0]) {
			t.Fatalf("Due = %+v, want %s", deadline, ran[0])
		}
	case len(clock.Pauses) > 0 && clock.Pauses[len(clock.Pauses)-1].To.IsZero():
		if want := clock.Budget - len(ran)/perMinute; !deadline.Stopped || deadline.Remaining != want {
			t.Fatalf("Due = %+v, want stopped with %d", deadline, want)
		}
	default:
		if deadline.Stopped || deadline.Due.Before(end) {
			t.Fatalf("Due = %+v, want after %s", deadline, end)
		}
	}
	now := clock.Start.Add(time.Duration(rapid.IntRange(-10, steps).Draw(t, "at")) * o.step)
	compareExplanation(t, o, c, clock, now, ran)
}

func compareExplanation(t *rapid.T, o oracle, c *calendar.Calendar, clock calendar.Clock, now time.Time, ran []time.Time) {
	e, err := c.Explain(clock, calendar.Rule{Code: "x"}, now)
	if err != nil {
		t.Fatal(err)
	}
	var counted []time.Time
	for _, instant := range ran {
		if instant.Before(now) {
			counted = append(counted, instant)
		}
	}
	want := clock.Budget - len(counted)/int(time.Minute/o.step)
	if got, err := c.Remaining(clock, now); err != nil || got != want || e.RemainingMinutes != want {
		t.Fatalf("Remaining = %d, %v, explained %d, want %d", got, err, e.RemainingMinutes, want)
	}
	checkSums(t, e)
	if e.Paused != (paused(clock.Pauses, now) && !now.Before(clock.Start)) {
		t.Fatalf("Paused = %t at %s", e.Paused, now)
	}
	if e.Shortened {
		return
	}
	if got := expand(e.Counted, o); !slices.Equal(got, counted) {
		t.Fatalf("explained %d steps, want %d", len(got), len(counted))
	}
	compareSkipped(t, o, clock, e)
}

// expand lists the steps inside intervals.
func expand(list []calendar.Interval, o oracle) (steps []time.Time) {
	for _, i := range list {
		for now := i.From; now.Before(i.To); now = now.Add(o.step) {
			steps = append(steps, now.UTC())
		}
	}
	return steps
}

// compareSkipped expects every date without hours, unless the pauses cover all of it.
func compareSkipped(t *rapid.T, o oracle, clock calendar.Clock, e calendar.Explanation) {
	end := clock.Start.Add(o.step)
	for _, instant := range []time.Time{e.At, e.Due} {
		if instant.After(end) {
			end = instant
		}
	}
	if last := len(e.Pauses) - 1; e.Due.IsZero() && e.Pauses[last].From.After(end) {
		end = e.Pauses[last].From
	}
	if end.Sub(clock.Start) > 40_000*o.step {
		return // due long after the steps that were walked
	}
	want := []string{}
	for now := clock.Start; now.Before(end); now = now.Add(o.step) {
		wall := now.In(o.zone)
		if len(o.periods(wall)) > 0 || paused(clock.Pauses, now) {
			continue
		}
		if text := wall.Format(time.DateOnly); !slices.Contains(want, text) {
			want = append(want, text)
		}
	}
	got := []string{}
	for _, d := range e.SkippedDays {
		got = append(got, d.Date)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("skipped %v, want %v", got, want)
	}
}
