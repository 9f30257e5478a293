package calendar

import (
	"iter"
	"time"
)

const daySeconds = 86_400

// Instants are handled as whole Unix seconds between these bounds (1900-01-01 and 2200-01-01, UTC), which keeps every
// loop finite whatever a caller sends.
const (
	minInstant int64 = -2_208_988_800
	maxInstant int64 = 7_258_118_400
)

// day is a local date: whole days since 1 January 1970.
type day int64

// dayOf reads "YYYY-MM-DD" of a year a Spec may use.
func dayOf(text string) (day, bool) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || len(text) != len(time.DateOnly) || t.Year() < MinYear || t.Year() > MaxYear {
		return 0, false
	}
	return day(t.Unix() / daySeconds), true
}

func (d day) time() time.Time { return time.Unix(int64(d)*daySeconds, 0).UTC() }
func (d day) String() string  { return d.time().Format(time.DateOnly) }

// weekday counts from 1 January 1970, a Thursday.
func (d day) weekday() time.Weekday { return time.Weekday(((int64(d)+4)%7 + 7) % 7) }

// period is a stretch of a local day in seconds of wall time since midnight, half-open.
type period struct{ from, to int64 }

// span is a stretch of real time in Unix seconds, half-open.
type span struct{ from, to int64 }

// stretch is real time during which the zone keeps one distance from UTC (local = UTC + offset, in seconds).
type stretch struct {
	span
	offset int64
}

// stretchAt gives the stretch around an instant, cut to the bounds of this package.
func (c *Calendar) stretchAt(second int64) stretch {
	t := time.Unix(second, 0).In(c.zone)
	_, offset := t.Zone()
	s := stretch{span: span{minInstant, maxInstant}, offset: int64(offset)}
	from, to := t.ZoneBounds()
	if !from.IsZero() {
		s.from = max(s.from, from.Unix())
	}
	if !to.IsZero() {
		s.to = min(s.to, to.Unix())
	}
	return s
}

// dayAt is the local date an instant falls on.
func (c *Calendar) dayAt(second int64) day {
	_, offset := time.Unix(second, 0).In(c.zone).Zone()
	return floorDay(second + int64(offset))
}

func floorDay(local int64) day {
	d := local / daySeconds
	if local%daySeconds < 0 {
		d--
	}
	return day(d)
}

// open yields, in order, the spans of [from, until) in which the service is open, with the local date of each.
//
// It walks stretches of one UTC offset and days inside each, so an instant is open exactly when the clock on the
// wall shows an open time. In spring the wall times that are left out never occur and count nothing; in autumn a
// period inside the repeated hour occurs twice and counts twice. Spans of one day that touch at a change of offset
// come as two.
func (c *Calendar) open(from, until int64) iter.Seq2[day, span] {
	return func(yield func(day, span) bool) {
		for from < until {
			zone := c.stretchAt(from)
			end := min(zone.to, until)
			for d := floorDay(from + zone.offset); ; d++ {
				midnight := int64(d)*daySeconds - zone.offset
				if midnight >= end {
					break
				}
				for _, p := range c.periodsOn(d) {
					s := span{max(midnight+p.from, from), min(midnight+p.to, end)}
					if s.from < s.to && !yield(d, s) {
						return
					}
				}
			}
			from = end
		}
	}
}

// running is open without the given gaps, which are ordered, disjoint and not empty.
func (c *Calendar) running(from, until int64, gaps []span) iter.Seq2[day, span] {
	return func(yield func(day, span) bool) {
		next := 0
		for d, s := range c.open(from, until) {
			for s.from < s.to {
				for next < len(gaps) && gaps[next].to <= s.from {
					next++
				}
				part := s
				if next < len(gaps) && gaps[next].from < s.to {
					part.to = gaps[next].from
					s.from = gaps[next].to
				} else {
					s.from = s.to
				}
				if part.from < part.to && !yield(d, part) {
					return
				}
			}
		}
	}
}
