package calendar

import "time"

// SearchYears bounds every search for a due instant; MaxMinutes is the largest number of minutes it can hold.
const (
	SearchYears = 5
	MaxMinutes  = SearchYears * 366 * 24 * 60

	searchSeconds = SearchYears * 366 * daySeconds
)

// Add gives the earliest instant by which that many working minutes have passed since start. It may coincide with
// closing time: eight hours from Monday 09:00 in a day of 09:00–17:00 end on Monday 17:00, not on Tuesday 09:00.
// With 0 minutes it gives the first open instant at or after start, so a request that arrives at night is due in the morning.
//
// Between(start, Add(start, n)) is n for every n; Add(Add(start, m), n) is Add(start, m+n) for every n above 0.
// Errors: CodeMinutesRange (negative, or over MaxMinutes), CodeInstantRange, CodeNotReached (not within SearchYears).
func (c *Calendar) Add(start time.Time, minutes int) (time.Time, error) {
	if minutes < 0 {
		return time.Time{}, errMinutesRange()
	}
	deadline, err := c.Due(Clock{Start: start, Budget: minutes})
	return deadline.Due, err
}

// Between counts the whole working minutes in [a, b): 0 when b is not after a.
func (c *Calendar) Between(a, b time.Time) int {
	return int(c.seconds(a.Unix(), b.Unix(), nil) / 60)
}

// seconds adds up the running time in [from, until) without the gaps.
func (c *Calendar) seconds(from, until int64, gaps []span) (total int64) {
	for _, s := range c.running(max(from, minInstant), min(until, maxInstant), gaps) {
		total += s.to - s.from
	}
	return total
}

func errMinutesRange() error {
	return &Error{Code: CodeMinutesRange, Message: "the number of minutes is negative or over five years"}
}
