// Package calendar does arithmetic in working time: how many minutes a library service is open between two instants, when
// a promise of so many minutes falls due, what is left of it when the clock was stopped in between, and an
// explanation of all that for people.
//
// It is pure: opening hours and bank holidays come in as data ([Spec], [Holiday]), there is no clock and no storage, and
// a [Calendar] never changes once made. Rules that hold everywhere:
//
//   - Intervals are half-open: an instant at which a period ends is closed.
//   - Opening hours are local wall time, minutes are real elapsed minutes. The service is open at an instant exactly
//     when the clock on the wall shows an open time then. When the clocks go forward the hour that is left out counts
//     nothing; when they go back an open time that occurs twice counts twice.
//   - Instants are read to the whole second, fractions are dropped. Time is added up in seconds and given in whole
//     minutes, rounded down once at the end: a minute counts when it is complete.
//   - Results are in UTC, except in an [Explanation], which uses the zone of the calendar.
//
// Instants before 1900 and after 2199 are refused, or cut to these bounds where no error is returned.
package calendar

import (
	"time"
	_ "time/tzdata" // zones must resolve in an image without a zone database
)

// Calendar answers questions about working time. Make it with [New]. It is immutable and safe for concurrent use.
type Calendar struct {
	info   Info
	zone   *time.Location
	week   [7]hours
	dates  map[day]hours
	nation Nation
	years  map[int]bool // years for which bank holidays were given
}

// hours is the rule for one day.
type hours struct {
	periods []period
	kind    dayKind
	text    string // name of the holiday, or reason of the closure or special opening
	derived bool   // the bank holiday is not published yet
}

// dayKind says which rule of the Spec decided a day.
type dayKind uint8

const (
	ordinaryDay dayKind = iota
	holidayDay
	closureDay
	specialDay
)

// New checks a Spec and makes its Calendar. The holidays may be those of all nations; rows of other nations than
// the Spec's are ignored. The error is an [*Error] with CodeInvalid that lists every field in error: unknown zone or nation,
// wrong form of a time or date, reversed or overlapping periods, a date given twice, no bank holidays for the nation,
// or a service that does not open for more than a year in a row.
func New(spec Spec, holidays []Holiday) (*Calendar, error) {
	var found problems
	c := &Calendar{nation: spec.Nation, dates: map[day]hours{}, years: map[int]bool{}}
	c.readHead(spec, &found)
	c.readWeek(spec.Week, &found)
	c.readHolidays(holidays, &found)
	c.readClosures(spec.Closures, &found)
	c.readSpecialOpenings(spec, &found)
	if len(found) == 0 {
		c.checkOpens(&found)
	}
	if err := found.err(CodeInvalid, "the opening hours are not valid"); err != nil {
		return nil, err
	}
	c.info = infoOf(spec)
	return c, nil
}

// on gives the rule for a day.
func (c *Calendar) on(d day) hours {
	if h, ok := c.dates[d]; ok {
		return h
	}
	return c.week[d.weekday()]
}

func (c *Calendar) periodsOn(d day) []period {
	if h, ok := c.dates[d]; ok {
		return h.periods
	}
	return c.week[d.weekday()].periods
}

// IsOpen says whether the service is open at t. False outside 1900 to 2199.
func (c *Calendar) IsOpen(t time.Time) bool {
	second := t.Unix()
	if !inRange(second) {
		return false
	}
	for range c.open(second, second+1) {
		return true
	}
	return false
}

// NextOpen gives t itself when the service is open then, and otherwise the next instant at which it opens. Errors:
// CodeInstantRange.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) { return c.Add(t, 0) }

// UsualDay is the number of minutes in the commonest open day of the week (the longer of equals). It turns a
// promise of "10 working days" into a budget of minutes.
func (c *Calendar) UsualDay() int {
	counts := map[int64]int{}
	for _, h := range c.week {
		if total := totalOf(h.periods); total > 0 {
			counts[total]++
		}
	}
	var usual int64
	for total, n := range counts {
		if n > counts[usual] || n == counts[usual] && total > usual {
			usual = total
		}
	}
	return int(usual / 60)
}

// Location is the zone of the calendar, for showing instants.
func (c *Calendar) Location() *time.Location { return c.zone }

func totalOf(periods []period) (seconds int64) {
	for _, p := range periods {
		seconds += p.to - p.from
	}
	return seconds
}

func inRange(second int64) bool { return second >= minInstant && second < maxInstant }
