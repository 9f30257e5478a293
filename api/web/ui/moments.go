package ui

import (
	"strconv"
	"strings"
	"time"
)

// TimeStyle is how an instant is written.
type TimeStyle int

// The styles.
const (
	TimeFull  TimeStyle = iota // Fri 27 November 2026, 5pm
	TimeDate                   // 27 November 2026
	TimeDay                    // Fri 27 Nov; in tables only
	TimeClock                  // 5pm
	TimeShort                  // 27 November, 5pm; messages
)

// Time is an instant, written in the zone given to Funcs as <time datetime>.
type Time struct {
	At    time.Time
	Style TimeStyle
}

func (Time) template() string { return "time" }

// Write says the instant in words, in the instant's own zone. The zero instant is written as nothing.
func (s TimeStyle) Write(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	switch s {
	case TimeDate:
		return t.Format("2 January 2006")
	case TimeDay:
		return t.Format("Mon 2 Jan")
	case TimeClock:
		return clock(t)
	case TimeShort:
		return t.Format("2 January") + ", " + clock(t)
	default:
		return t.Format("Mon 2 January 2006") + ", " + clock(t)
	}
}

// clock writes a time as the NHS content style guide does: 5pm, 11:40am, midday, midnight.
func clock(t time.Time) string {
	switch {
	case t.Minute() != 0:
		return t.Format("3:04pm")
	case t.Hour() == 0:
		return "midnight"
	case t.Hour() == 12:
		return "midday"
	default:
		return t.Format("3pm")
	}
}

// Moment is an instant ready for a page.
type Moment struct{ Machine, Words string }

// moment is the instant in the zone; nil for the zero instant.
func (s TimeStyle) moment(t time.Time, zone *time.Location) *Moment {
	if t.IsZero() {
		return nil
	}
	t = t.In(zone)
	return &Moment{s.machine(t), s.Write(t)}
}

// machine is the value of datetime: a day for styles without a time of day.
func (s TimeStyle) machine(t time.Time) string {
	if s == TimeDate || s == TimeDay {
		return t.Format(time.DateOnly)
	}
	return t.Format(time.RFC3339)
}

// Spell writes a length of time in hours and minutes: "1 hour 25 minutes", "under a minute".
func Spell(d time.Duration) string {
	minutes := int(d / time.Minute)
	if minutes < 1 {
		return "under a minute"
	}
	var words []string
	for _, u := range []struct {
		n    int
		name string
	}{{minutes / 60, "hour"}, {minutes % 60, "minute"}} {
		switch {
		case u.n == 1:
			words = append(words, "1 "+u.name)
		case u.n > 1:
			words = append(words, strconv.Itoa(u.n)+" "+u.name+"s")
		}
	}
	return strings.Join(words, " ")
}

func slug(s string) string {
	return strings.Trim(IDOf(strings.ToLower(s)), "-")
}
