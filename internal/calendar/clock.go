package calendar

import (
	"fmt"
	"time"
)

// Clock is a promise of working minutes that can be stopped: it runs from Start while the service is open and no pause
// is on.
type Clock struct {
	// Start is when the clock was started.
	Start time.Time
	// Budget is the promise in working minutes. Negative is a clock that was already overdue by as much when it
	// was started; it is due at Start.
	Budget int
	// Pauses in ascending order, not overlapping; touching is allowed.
	Pauses []Pause
}

// Pause is a stretch [From, To) in which a clock does not run. A zero To is a pause that still lasts; only the last may
// be so. What lies before the start of the clock has no effect.
type Pause struct {
	From time.Time
	To   time.Time
	// Reason is a code of the caller's, such as "clarifying"; Text says it in plain words. Both go into explanations.
	Reason string
	Text   string
}

// Deadline is where a clock leads.
type Deadline struct {
	// Due is the instant at which the budget is used up, in UTC. Zero when Stopped.
	Due time.Time
	// Stopped says that a pause which still lasts began before the budget was used up.
	Stopped bool
	// Remaining is what was left of the budget when it stopped, in minutes; 0 when Due is set.
	Remaining int
}

// Due gives the due instant of a clock, or what remains when it is stopped. A budget used up exactly at closing time or
// at the beginning of a pause is due then. With a budget of 0 the clock is due at its first running instant.
// Errors: CodePausesInvalid, CodeMinutesRange (over MaxMinutes either way), CodeInstantRange, CodeNotReached (not within
// SearchYears of the start or of the end of the last pause, whichever is later).
func (c *Calendar) Due(clock Clock) (Deadline, error) {
	r, err := readClock(clock)
	if err != nil {
		return Deadline{}, err
	}
	if clock.Budget < 0 {
		return Deadline{Due: instant(r.start)}, nil
	}
	need := int64(clock.Budget) * 60
	var counted int64
	for _, s := range c.running(r.start, min(r.limit(), r.stop), r.gaps) {
		if need-counted <= s.to-s.from {
			return Deadline{Due: instant(s.from + need - counted)}, nil
		}
		counted += s.to - s.from
	}
	if r.stop <= r.limit() {
		return Deadline{Stopped: true, Remaining: clock.Budget - int(counted/60)}, nil
	}
	return Deadline{}, &Error{Code: CodeNotReached, Message: "the deadline is not reached within five years"}
}

// Counted gives the whole working minutes a clock has run in [Start, at). Errors: as for [Calendar.Due], without
// CodeNotReached.
func (c *Calendar) Counted(clock Clock, at time.Time) (int, error) {
	r, err := readClock(clock)
	if err != nil {
		return 0, err
	}
	if !inRange(at.Unix()) {
		return 0, errInstantRange()
	}
	return int(c.seconds(r.start, at.Unix(), r.gaps) / 60), nil
}

// Remaining gives the working minutes left at an instant: the budget less what [Calendar.Counted] gives. Negative is
// overdue, by that many working minutes. A minute that has only begun is still left, so counted and remaining always add
// up to the budget. Errors: as for Counted.
func (c *Calendar) Remaining(clock Clock, at time.Time) (int, error) {
	counted, err := c.Counted(clock, at)
	return clock.Budget - counted, err
}

// reading is a checked Clock in seconds.
type reading struct {
	start   int64
	stop    int64  // beginning of the pause that still lasts; maxInstant when there is none
	gaps    []span // the time covered by pauses: ordered, apart, not empty; a lasting one ends at maxInstant
	resumed int64  // end of the last pause that has ended
}

// limit is how far a search for the due instant goes.
func (r reading) limit() int64 {
	return min(max(r.start, r.resumed)+searchSeconds, maxInstant-1)
}

func readClock(clock Clock) (reading, error) {
	r := reading{start: clock.Start.Unix(), stop: maxInstant, resumed: minInstant}
	if !inRange(r.start) {
		return r, errInstantRange()
	}
	if clock.Budget > MaxMinutes || clock.Budget < -MaxMinutes {
		return r, errMinutesRange()
	}
	var found problems
	for i, p := range clock.Pauses {
		r.readPause(fmt.Sprintf("pauses[%d]", i), p, &found)
	}
	return r, found.err(CodePausesInvalid, "the pauses of the clock are not valid")
}

func (r *reading) readPause(field string, p Pause, found *problems) {
	gap := span{p.From.Unix(), p.To.Unix()}
	if p.To.IsZero() {
		gap.to = maxInstant
	}
	switch {
	case !inRange(gap.from) || gap.to > maxInstant:
		found.add(field, "out-of-range", "The pause must lie between 1900 and 2199.")
	case gap.to < gap.from:
		found.add(field+".to", "reversed", "The pause must end after it begins.")
	case r.stop < maxInstant:
		found.add(field+".from", "overlap", "No pause may follow one that still lasts.")
	case gap.from < r.resumed:
		found.add(field+".from", "overlap", "The pause must not begin before the one above it ends.")
	case p.To.IsZero():
		r.stop = gap.from
		r.addGap(gap)
	default:
		r.resumed = gap.to
		r.addGap(gap)
	}
}

// addGap leaves out an empty gap and joins one that touches the gap before it.
func (r *reading) addGap(gap span) {
	n := len(r.gaps)
	switch {
	case gap.from == gap.to:
	case n > 0 && r.gaps[n-1].to == gap.from:
		r.gaps[n-1].to = gap.to
	default:
		r.gaps = append(r.gaps, gap)
	}
}

func instant(second int64) time.Time { return time.Unix(second, 0).UTC() }
