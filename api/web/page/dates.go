package page

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date reads a date of three fields, name.day, name.month and name.year, at the hour of the library's day. All empty is the zero
// time. A date that is none is noted as wrong.
func (f *Form) Date(name string, hour int, zone *time.Location) time.Time {
	day, month, year := f.Get(name+".day"), f.Get(name+".month"), f.Get(name+".year")
	if day == "" && month == "" && year == "" {
		return time.Time{}
	}
	d, errDay := strconv.Atoi(day)
	m, errMonth := monthOf(month)
	y, errYear := strconv.Atoi(year)
	if y >= 0 && y < 100 && errYear == nil {
		y += 2000
	}
	t := time.Date(y, time.Month(m), d, hour, 0, 0, 0, zone)
	if errDay != nil || errMonth != nil || errYear != nil || t.Day() != d || int(t.Month()) != m || y < 1990 || y > 2198 {
		f.Wrong(name, "Give a real date, such as 27 11 2026.")
		return time.Time{}
	}
	return t
}

func monthOf(s string) (int, error) {
	if n, err := strconv.Atoi(s); err == nil {
		return n, nil
	}
	for m := time.January; m <= time.December; m++ {
		if len(s) >= 3 && len(s) <= len(m.String()) && strings.EqualFold(m.String()[:len(s)], s) {
			return int(m), nil
		}
	}
	return 0, fmt.Errorf("no month %d characters long", len(s))
}

// DefaultDate fills a date's three fields unless the form holds them already.
func (f *Form) DefaultDate(name string, t time.Time, zone *time.Location) {
	if t.IsZero() || f.Has(name+".day") {
		return
	}
	t = t.In(zone)
	f.Set(name+".day", strconv.Itoa(t.Day()))
	f.Set(name+".month", strconv.Itoa(int(t.Month())))
	f.Set(name+".year", strconv.Itoa(t.Year()))
}

// Int reads a whole number; empty is zero. What is none, or out of the range, is noted as wrong.
func (f *Form) Int(name string, from, to int) int {
	s := f.Get(name)
	if s == "" {
		return 0
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < from || n > to {
		f.Wrong(name, fmt.Sprintf("Give a whole number from %d to %d.", from, to))
		return 0
	}
	return n
}

// Version is the version that the form was filled in from.
func (f *Form) Version() int {
	n, _ := strconv.Atoi(f.Get(VersionField))
	return n
}
