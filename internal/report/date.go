package report

import (
	"cmp"
	"fmt"
	"time"
)

// Years that a date may have.
const (
	MinYear = 1900
	MaxYear = 2199
)

// Date is a day of the calendar that hangs on the wall of a library. It has no time and no zone, so that nothing can shift it.
// Dates compare with ==; the zero Date is no date.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the date an instant falls on in its own location: DateOf(t.In(zone)).
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// ParseDate reads "2026-09-14". A day that does not exist, or lies outside MinYear to MaxYear, is [PeriodUnreadable].
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || len(text) != len(time.DateOnly) || t.Year() < MinYear || t.Year() > MaxYear {
		return Date{}, &Error{PeriodUnreadable, "Write the date as year, month and day, like 2026-09-14."}
	}
	return DateOf(t), nil
}

// IsZero reports whether it is no date.
func (d Date) IsZero() bool { return d == Date{} }

// In is the instant at which the day begins in a zone. Where the clocks go forward at midnight, that is the first instant there is.
func (d Date) In(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// AddDays is the date so many days later, or earlier.
func (d Date) AddDays(n int) Date { return DateOf(d.In(time.UTC).AddDate(0, 0, n)) }

// DaysUntil counts the days from d to the other: 1 from a day to the next.
func (d Date) DaysUntil(other Date) int {
	return int(other.In(time.UTC).Sub(d.In(time.UTC)) / (24 * time.Hour))
}

// Compare is -1 if d is before the other, 0 if they are one day, and 1 if it is after.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is an earlier day.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// String is "2026-09-14".
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day) }

// Words is "14 September 2026".
func (d Date) Words() string { return fmt.Sprintf("%d %s %d", d.Day, d.Month, d.Year) }

// MarshalText writes what String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate does.
func (d *Date) UnmarshalText(text []byte) error {
	read, err := ParseDate(string(text))
	*d = read
	return err
}
