package calendar

import (
	"fmt"
	"slices"
)

// Notice is something a reader should know about an explanation as a whole.
type Notice struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// Codes of a Notice.
const (
	NoticeHolidaysUnknown = "holidays-unknown" // no bank holidays are loaded for a year that matters
	NoticeHolidaysDerived = "holidays-derived" // a bank holiday that matters is not published yet
	NoticeClockChange     = "clock-change"     // an open day was longer or shorter than the clock shows
	NoticeShortened       = "shortened"        // a list was longer than MaxLines
)

// skippedDays lists the dates of [from, until) without open periods that no gap covers.
func (c *Calendar) skippedDays(from, until int64, gaps []span) []SkippedDay {
	list, next := []SkippedDay{}, 0
	for d := c.dayAt(from); d <= c.dayAt(max(from, until-1)); d++ {
		h := c.on(d)
		if len(h.periods) > 0 {
			continue
		}
		whole := span{max(c.midnight(d), from), min(c.midnight(d+1), until)}
		for next < len(gaps) && gaps[next].to < whole.to {
			next++
		}
		if next < len(gaps) && gaps[next].from <= whole.from {
			continue
		}
		list = append(list, skippedDay(d, h))
	}
	return list
}

func skippedDay(d day, h hours) SkippedDay {
	line := SkippedDay{Date: d.String(), Reason: SkippedWeekday, Text: "Closed on " + d.weekday().String() + "s"}
	switch h.kind {
	case holidayDay:
		line.Reason, line.Text = SkippedHoliday, h.text
	case closureDay:
		line.Reason, line.Text = SkippedClosure, "Closed by the service"
		if h.text != "" {
			line.Text = h.text
		}
	default: // an ordinary day is skipped because of its weekday
	}
	return line
}

// midnight is the first instant of a local date, which is not 00:00 where the clocks go forward at midnight.
func (c *Calendar) midnight(d day) int64 {
	wall := int64(d) * daySeconds
	for from := wall - daySeconds; ; { // a day earlier is before the date in every zone
		zone := c.stretchAt(from)
		if first := max(from, wall-zone.offset); first < zone.to {
			return first
		}
		from = zone.to
	}
}

// notices looks at what could surprise in [from, until].
func (c *Calendar) notices(from, until int64) []Notice {
	list := c.clockChanges(from, until)
	if c.nation == NationNone {
		return list
	}
	first, last := c.dayAt(from), c.dayAt(until)
	var unknown, derived []int
	for year := first.time().Year(); year <= last.time().Year(); year++ {
		if !c.years[year] {
			unknown = append(unknown, year)
		}
	}
	for d := first; d <= last; d++ {
		if year := d.time().Year(); c.on(d).derived && !slices.Contains(derived, year) {
			derived = append(derived, year)
		}
	}
	if len(unknown) > 0 {
		list = append(list, Notice{NoticeHolidaysUnknown, "The bank holidays of " + yearWords(unknown) +
			" are not known here; those days were treated as ordinary days."})
	}
	if len(derived) > 0 {
		list = append(list, Notice{NoticeHolidaysDerived, "The bank holidays of " + yearWords(derived) +
			" were worked out by rule and may still change."})
	}
	return list
}

// clockChanges notes the first changes of the clock that made an open day longer or shorter than its hours say.
func (c *Calendar) clockChanges(from, until int64) []Notice {
	list := []Notice{}
	for zone := c.stretchAt(from); zone.to < until && len(list) < 4; zone = c.stretchAt(zone.to) {
		d := floorDay(zone.to - 1 + zone.offset)
		var actual int64
		for on, s := range c.open(zone.to-2*daySeconds, zone.to+2*daySeconds) {
			if on == d {
				actual += s.to - s.from
			}
		}
		if actual != totalOf(c.periodsOn(d)) {
			list = append(list, Notice{NoticeClockChange, fmt.Sprintf(
				"The clocks change on %s. Only minutes that really pass are counted.", longDate(d.time()))})
		}
	}
	return list
}
