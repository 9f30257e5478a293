package calendar_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"evidencedesk/internal/calendar"
)

func TestAddProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		spec := drawSpec(rt)
		c := build(t, spec)
		start := drawStart(rt, c.Location(), time.Second)
		later := start.Add(time.Duration(rapid.IntRange(0, 2_000_000).Draw(rt, "later")) * time.Second)
		enough := yearOf(c, start) // some of the drawn services open for a minute a week
		m := rapid.IntRange(0, enough).Draw(rt, "m")
		n := rapid.IntRange(1, enough).Draw(rt, "n")
		add := func(from time.Time, minutes int) time.Time {
			to, err := c.Add(from, minutes)
			if err != nil {
				rt.Fatal(err)
			}
			return to
		}
		atM, atSum := add(start, m), add(start, m+n)
		if got := c.Between(start, atSum); got != m+n {
			rt.Fatalf("Between(start, Add(start, %d)) = %d", m+n, got)
		}
		if got := add(atM, n); !got.Equal(atSum) {
			rt.Fatalf("Add(Add(start, %d), %d) = %s, want %s", m, n, got, atSum)
		}
		if !atSum.After(atM) || add(later, n).Before(add(start, n)) || add(later, 0).Before(add(start, 0)) {
			rt.Fatal("Add is not monotonic")
		}
		if c.Between(start, later) > c.Between(start, later.Add(time.Hour)) {
			rt.Fatal("Between is not monotonic")
		}
		if !c.IsOpen(atSum.Add(-time.Second)) || !c.IsOpen(add(start, 0)) {
			rt.Fatal("a due instant lies outside opening hours")
		}
		if whole := c.Between(start, later); whole > 0 && add(start, whole).After(later) {
			rt.Fatal("Add(a, Between(a, b)) is after b")
		}
	})
}

// yearOf is the working minutes of the next year, at most 20,000.
func yearOf(c *calendar.Calendar, start time.Time) int {
	return min(c.Between(start, start.AddDate(1, 0, 0)), 20_000)
}

// A clock that is stopped and started again with what remained ends where one clock with the pause ends, as long as
// it is stopped on a whole minute of its count.
func TestResumeProperty(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := build(t, drawSpec(rt))
		start := drawStart(rt, c.Location(), time.Minute)
		budget := rapid.IntRange(1, yearOf(c, start)).Draw(rt, "budget")
		stop := start.Add(time.Duration(rapid.IntRange(0, 10_000).Draw(rt, "stop")) * time.Minute)
		resume := stop.Add(time.Duration(rapid.IntRange(0, 20_000).Draw(rt, "pause")) * time.Minute)
		stopped, err := c.Due(calendar.Clock{Start: start, Budget: budget, Pauses: []calendar.Pause{{From: stop}}})
		if err != nil {
			rt.Fatal(err)
		}
		whole, err := c.Due(calendar.Clock{Start: start, Budget: budget, Pauses: []calendar.Pause{{From: stop, To: resume}}})
		if err != nil {
			rt.Fatal(err)
		}
		want := stopped.Due
		if stopped.Stopped {
			if want, err = c.Add(resume, stopped.Remaining); err != nil {
				rt.Fatal(err)
			}
		}
		if !whole.Due.Equal(want) {
			rt.Fatalf("resumed %s, one clock %s", want, whole.Due)
		}
	})
}

func TestAlwaysOpenIsWallTime(t *testing.T) {
	t.Parallel()
	always := everyDay(hours("00:00", "24:00"))
	rapid.Check(t, func(rt *rapid.T) {
		always.Zone = rapid.SampledFrom([]string{"Europe/London", "America/New_York", "Pacific/Apia"}).Draw(rt, "zone")
		c := build(t, always)
		start := drawStart(rt, c.Location(), time.Second)
		n := rapid.IntRange(0, 1_000_000).Draw(rt, "minutes")
		got, err := c.Add(start, n)
		if want := start.Add(time.Duration(n) * time.Minute); err != nil || !got.Equal(want) {
			rt.Fatalf("Add(%s, %d) = %s, %v", start, n, got, err)
		}
	})
}
