package calendar_test

import (
	"testing"
	"time"

	"evidencedesk/internal/calendar"
)

// bundled gives the embedded bank holidays.
func bundled(t testing.TB) []calendar.Holiday {
	t.Helper()
	holidays, err := calendar.BundledHolidays()
	if err != nil {
		t.Fatal(err)
	}
	return holidays
}

func build(t testing.TB, spec calendar.Spec) *calendar.Calendar {
	t.Helper()
	c, err := calendar.New(spec, bundled(t))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// office is Monday to Friday 09:00–17:00 in London with the bank holidays of a nation.
func office(nation calendar.Nation) calendar.Spec {
	spec := calendar.DefaultSpec()
	spec.Nation = nation
	return spec
}

// everyDay gives all seven days the same periods, in London, without bank holidays.
func everyDay(periods ...calendar.Period) calendar.Spec {
	return calendar.Spec{
		Version: 1, Name: "Every day", Zone: "Europe/London", Nation: calendar.NationNone,
		Week: calendar.Week{
			Monday: periods, Tuesday: periods, Wednesday: periods, Thursday: periods,
			Friday: periods, Saturday: periods, Sunday: periods,
		},
	}
}

func hours(from, to string) calendar.Period { return calendar.Period{From: from, To: to} }

// at reads "2006-01-02 15:04" (seconds optional) in London; at a repeated hour it takes the first, and a trailing Z
// means UTC.
func at(t testing.TB, text string) time.Time {
	t.Helper()
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02 15:04Z"} {
		zone := london
		if layout[len(layout)-1] == 'Z' {
			zone = time.UTC
		}
		if instant, err := time.ParseInLocation(layout, text, zone); err == nil {
			return instant
		}
	}
	t.Fatalf("no instant: %q", text)
	return time.Time{}
}
