package calendar_test

import (
	"errors"
	"testing"
	"time"

	"evidencedesk/internal/calendar"
)

func lunch() calendar.Spec {
	spec := office(calendar.EnglandAndWales)
	day := []calendar.Period{hours("09:00", "12:30"), hours("13:30", "17:00")}
	spec.Week = calendar.Week{Monday: day, Tuesday: day, Wednesday: day, Thursday: day, Friday: day}
	return spec
}

func weekend() calendar.Spec {
	spec := office(calendar.EnglandAndWales)
	spec.Week.Saturday = []calendar.Period{hours("10:00", "14:00")}
	spec.Week.Sunday = []calendar.Period{hours("12:00", "16:00")}
	return spec
}

func night() calendar.Spec {
	return everyDay(hours("00:00", "06:00"), hours("22:00", "24:00"))
}

func exceptions() calendar.Spec {
	spec := office(calendar.EnglandAndWales)
	spec.Closures = []calendar.Closure{{Date: "2026-12-24", Reason: "Staff training"}}
	spec.SpecialOpenings = []calendar.SpecialOpening{
		{Date: "2026-12-19", Periods: []calendar.Period{hours("10:00", "12:00")}, Reason: "Exam season"},
		{Date: "2026-12-28", Periods: []calendar.Period{hours("13:00", "15:00")}, Reason: "Cover for the trust"},
	}
	return spec
}

func TestAddAndBetween(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name    string
		spec    calendar.Spec
		start   string
		minutes int
		want    string
	}{
		{"a whole day ends at closing time", office(calendar.EnglandAndWales), "2026-06-08 09:00", 480, "2026-06-08 17:00"},
		{"one minute more is the next morning", office(calendar.EnglandAndWales), "2026-06-08 09:00", 481, "2026-06-09 09:01"},
		{"before opening", office(calendar.EnglandAndWales), "2026-06-08 06:30", 60, "2026-06-08 10:00"},
		{"closing time belongs to the next day", office(calendar.EnglandAndWales), "2026-06-08 17:00", 60, "2026-06-09 10:00"},
		{"over a weekend", office(calendar.EnglandAndWales), "2026-06-12 16:00", 120, "2026-06-15 10:00"},
		{"zero while open", office(calendar.EnglandAndWales), "2026-06-08 11:17", 0, "2026-06-08 11:17"},
		{"zero while closed", office(calendar.EnglandAndWales), "2026-06-12 17:00", 0, "2026-06-15 09:00"},
		{"zero before a long weekend", office(calendar.EnglandAndWales), "2026-04-02 20:00", 0, "2026-04-07 09:00"},
		{"ten working days", office(calendar.EnglandAndWales), "2026-03-23 14:00", 4800, "2026-04-08 14:00"},

		{"Easter 2026, England", office(calendar.EnglandAndWales), "2026-04-02 16:00", 120, "2026-04-07 10:00"},
		{"Easter 2026, Northern Ireland", office(calendar.NorthernIreland), "2026-04-02 16:00", 120, "2026-04-07 10:00"},
		{"Easter Monday is worked in Scotland", office(calendar.Scotland), "2026-04-02 16:00", 120, "2026-04-06 10:00"},
		{"Good Friday is worked without bank holidays", office(calendar.NationNone), "2026-04-02 16:00", 120, "2026-04-03 10:00"},
		{"Christmas 2026: Friday and a substitute Monday", office(calendar.EnglandAndWales), "2026-12-24 16:00", 120, "2026-12-29 10:00"},
		{"Christmas 2027: two substitute days", office(calendar.EnglandAndWales), "2027-12-24 16:00", 120, "2027-12-29 10:00"},
		{"New Year 2026, England", office(calendar.EnglandAndWales), "2025-12-31 16:00", 120, "2026-01-02 10:00"},
		{"New Year 2026, Scotland's 2 January", office(calendar.Scotland), "2025-12-31 16:00", 120, "2026-01-05 10:00"},
		{"New Year 2028, Scotland's substitutes", office(calendar.Scotland), "2027-12-31 16:00", 120, "2028-01-05 10:00"},
		{"St Andrew's Day", office(calendar.Scotland), "2026-11-27 16:00", 120, "2026-12-01 10:00"},
		{"World Cup 2026, Scotland only", office(calendar.Scotland), "2026-06-12 16:00", 120, "2026-06-16 10:00"},
		{"summer in Scotland is in early August", office(calendar.Scotland), "2026-07-31 16:00", 120, "2026-08-04 10:00"},
		{"17 March, Northern Ireland", office(calendar.NorthernIreland), "2026-03-16 16:00", 120, "2026-03-18 10:00"},
		{"17 March, England", office(calendar.EnglandAndWales), "2026-03-16 16:00", 120, "2026-03-17 10:00"},
		{"12 July 2026 is a Sunday", office(calendar.NorthernIreland), "2026-07-10 16:00", 120, "2026-07-14 10:00"},
		{"12 July 2027 is a Monday", office(calendar.NorthernIreland), "2027-07-09 16:00", 120, "2027-07-13 10:00"},

		{"lunch break", lunch(), "2026-06-08 12:00", 60, "2026-06-08 14:00"},
		{"up to the lunch break", lunch(), "2026-06-08 12:00", 30, "2026-06-08 12:30"},
		{"from within the lunch break", lunch(), "2026-06-08 13:00", 1, "2026-06-08 13:31"},
		{"weekend service", weekend(), "2026-06-12 16:30", 270, "2026-06-13 14:00"},
		{"weekend service to Sunday", weekend(), "2026-06-12 16:30", 300, "2026-06-14 12:30"},
		{"night over midnight", night(), "2026-06-08 23:30", 60, "2026-06-09 00:30"},
		{"night over the day", night(), "2026-06-08 05:30", 60, "2026-06-08 22:30"},
		{"service closure and special opening on a bank holiday", exceptions(), "2026-12-23 16:00", 120, "2026-12-28 14:00"},
		{"special opening on a Saturday", exceptions(), "2026-12-18 16:30", 60, "2026-12-19 10:30"},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := build(t, tc.spec)
			start := at(t, tc.start)
			got, err := c.Add(start, tc.minutes)
			if err != nil {
				t.Fatal(err)
			}
			if want := at(t, tc.want); !got.Equal(want) {
				t.Errorf("Add(%s, %d) = %s, want %s", tc.start, tc.minutes, got.In(c.Location()), want)
			}
			if n := c.Between(start, got); n != tc.minutes {
				t.Errorf("Between(start, Add(start, %d)) = %d", tc.minutes, n)
			}
		})
	}
}

// The nights on which the clocks change: 29 March 2026 01:00 becomes 02:00, 25 October 2026 02:00 becomes 01:00.
func TestClockChanges(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name     string
		spec     calendar.Spec
		from, to string
		minutes  int
	}{
		{"spring day has 23 hours", everyDay(hours("00:00", "24:00")), "2026-03-29 00:00", "2026-03-30 00:00", 23 * 60},
		{"autumn day has 25 hours", everyDay(hours("00:00", "24:00")), "2026-10-25 00:00", "2026-10-26 00:00", 25 * 60},
		{"spring night is an hour short", night(), "2026-03-28 12:00", "2026-03-29 12:00", 7 * 60},
		{"autumn night is an hour long", night(), "2026-10-24 12:00", "2026-10-25 12:00", 9 * 60},
		{"a period inside the hour left out never opens", everyDay(hours("01:15", "01:45")), "2026-03-29 00:00", "2026-03-30 00:00", 0},
		{"a period over its beginning is cut", everyDay(hours("00:30", "01:30")), "2026-03-29 00:00", "2026-03-30 00:00", 30},
		{"a period over its end is cut", everyDay(hours("01:30", "02:30")), "2026-03-29 00:00", "2026-03-30 00:00", 30},
		{"a period inside the repeated hour opens twice", everyDay(hours("01:15", "01:45")), "2026-10-25 00:00", "2026-10-26 00:00", 60},
		{"a period over all of it is an hour longer", everyDay(hours("00:30", "02:30")), "2026-10-25 00:00", "2026-10-26 00:00", 180},
		{"a period that ends in it is open twice there", everyDay(hours("00:00", "01:30")), "2026-10-25 00:00", "2026-10-26 00:00", 120},
		{"office hours do not notice", office(calendar.EnglandAndWales), "2026-03-27 09:00", "2026-03-30 17:00", 960},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := build(t, tc.spec)
			if got := c.Between(at(t, tc.from), at(t, tc.to)); got != tc.minutes {
				t.Errorf("Between = %d, want %d", got, tc.minutes)
			}
		})
	}
	t.Run("the repeated hour is counted in order", func(t *testing.T) {
		t.Parallel()
		c := build(t, everyDay(hours("01:15", "01:45")))
		got, err := c.Add(at(t, "2026-10-25 00:00"), 45)
		if want := at(t, "2026-10-25 01:30Z"); err != nil || !got.Equal(want) {
			t.Errorf("Add = %s, %v, want %s", got, err, want)
		}
	})
}

func TestAddRefuses(t *testing.T) {
	t.Parallel()
	c := build(t, office(calendar.EnglandAndWales))
	start := at(t, "2026-06-08 09:00")
	cases := []struct {
		name    string
		start   time.Time
		minutes int
		code    string
	}{
		{"negative minutes", start, -1, calendar.CodeMinutesRange},
		{"absurd minutes", start, calendar.MaxMinutes + 1, calendar.CodeMinutesRange},
		{"more than five years of office hours", start, 6 * 261 * 480, calendar.CodeNotReached},
		{"the zero time", time.Time{}, 1, calendar.CodeInstantRange},
		{"the far future", time.Unix(1<<60, 0), 1, calendar.CodeInstantRange},
	}
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			_, err := c.Add(tc.start, tc.minutes)
			var coded *calendar.Error
			if !errors.As(err, &coded) || coded.Code != tc.code {
				t.Errorf("Add: %v, want code %s", err, tc.code)
			}
		})
	}
}

func TestSmallQuestions(t *testing.T) {
	t.Parallel()
	c := build(t, weekend())
	if got := c.UsualDay(); got != 480 {
		t.Errorf("UsualDay = %d, want 480", got)
	}
	twoAndTwo := calendar.Spec{Version: 1, Zone: "UTC", Nation: calendar.NationNone}
	twoAndTwo.Week.Monday, twoAndTwo.Week.Tuesday = []calendar.Period{hours("09:00", "12:00")}, []calendar.Period{hours("09:00", "13:00")}
	if got := build(t, twoAndTwo).UsualDay(); got != 240 {
		t.Errorf("UsualDay of equals = %d, want 240", got)
	}
	open, closed := at(t, "2026-06-13 10:00"), at(t, "2026-06-13 14:00")
	if !c.IsOpen(open) || c.IsOpen(closed) || !c.IsOpen(closed.Add(-time.Second)) {
		t.Error("IsOpen: periods are half-open")
	}
	if c.IsOpen(time.Unix(1<<60, 0)) {
		t.Error("IsOpen in the far future")
	}
	if c.Between(closed, open) != 0 || c.Between(open, open) != 0 {
		t.Error("Between backwards must be 0")
	}
	if got := c.Between(at(t, "1969-12-29 09:00"), at(t, "1969-12-30 09:00")); got != 480 {
		t.Errorf("Between before 1970 = %d, want 480", got)
	}
	if got, want := c.Between(time.Unix(-1<<60, 0), open), c.Between(at(t, "1900-01-01 00:00"), open); got != want {
		t.Errorf("Between from before time = %d, want %d", got, want)
	}
	if next, err := c.NextOpen(closed); err != nil || !next.Equal(at(t, "2026-06-14 12:00")) {
		t.Errorf("NextOpen = %s, %v", next, err)
	}
	if next, err := c.NextOpen(open); err != nil || !next.Equal(open) || next.Location() != time.UTC {
		t.Errorf("NextOpen while open = %s, %v", next, err)
	}
}

// Fractions of a second are dropped, fractions of a minute are kept until the end.
func TestSeconds(t *testing.T) {
	t.Parallel()
	c := build(t, office(calendar.EnglandAndWales))
	start := at(t, "2026-06-08 16:59:30").Add(700 * time.Millisecond)
	got, err := c.Add(start, 1)
	if want := at(t, "2026-06-09 09:00:30"); err != nil || !got.Equal(want) {
		t.Errorf("Add = %s, %v, want %s", got, err, want)
	}
	if n := c.Between(start, at(t, "2026-06-09 09:00:29")); n != 0 {
		t.Errorf("59 seconds are %d minutes", n)
	}
}
