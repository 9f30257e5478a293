package postgres

import (
	"slices"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/vocabulary"
)

// settle computes the clock that a transition calls for, with the library's calendar: the promise, then every deadline.
func (w *writer) settle(t evidence.Transition) (evidence.State, error) {
	k := clockwork{cal: w.calendars[t.Next.Library], at: t.At}
	k.urgency, _ = w.r.urgencies.Urgency(t.Next.Urgency)
	c, err := k.promise(t)
	if err != nil {
		return evidence.State{}, err
	}
	s := t.Next.Settle(c)
	s.Clock.Deadlines, err = k.deadlines(s)
	return s, err
}

// clockwork turns the rules of a transition that takes effect at an instant into instants.
type clockwork struct {
	cal     *calendar.Calendar
	urgency vocabulary.Urgency
	at      time.Time
}

// used counts the working minutes of the promise that have passed.
func (k clockwork) used(c evidence.Clock) int {
	used := c.Budget - c.Remaining
	if c.Running {
		used += k.cal.Between(c.Since, k.at)
	}
	return used
}

// left counts the working minutes until an agreed instant. One that has only begun counts: a pause must not bring the promise
// forward.
func (k clockwork) left(from, due time.Time) int {
	return k.cal.Between(from, due.Add(time.Minute-time.Second))
}

func (k clockwork) promise(t evidence.Transition) (evidence.Clock, error) {
	c := t.Next.Clock
	used := k.used(c)
	switch t.Clock.Do {
	case evidence.ClockStart:
		from := k.at
		if t.Next.Seq == 1 {
			from = t.Next.ReceivedAt // a part of a split request keeps the time of the whole
		}
		budget, err := k.budget(from)
		if err != nil {
			return c, err
		}
		c.Budget, c.Remaining = budget, budget
		return k.run(c, from)
	case evidence.ClockStop:
		return k.stop(c, used), nil
	case evidence.ClockResume:
		return k.run(c, k.at)
	case evidence.ClockAgree:
		left := k.left(k.at, t.Clock.At)
		c.Budget, c.Remaining, c.Since = used+left, left, k.at
		if c.Running {
			c.PromiseDue, c.Agreed = t.Clock.At, true
		}
		return c, nil
	case evidence.ClockRebase:
		budget, err := k.budget(t.Next.ReceivedAt)
		if err != nil {
			return c, err
		}
		c.Budget, c.Remaining, c.Since = budget, budget-used, k.at
		if c.Running {
			return k.run(c, k.at)
		}
		return c, nil
	case evidence.ClockAgain:
		return k.again(c)
	case evidence.ClockEnd:
		return k.stop(c, used), nil
	case evidence.ClockKeep:
	}
	return c, nil
}

// budget is the working time that the urgency promises. One that promises the same day promises what is left of the
// working day, but never less than the time in which work on it must start. One that is agreed promises its least
// number of days until then.
func (k clockwork) budget(from time.Time) (int, error) {
	switch u := k.urgency; {
	case u.SameDay:
		open, err := k.cal.NextOpen(from)
		if err != nil {
			return 0, err
		}
		y, m, d := open.In(k.cal.Location()).Date()
		left := k.cal.Between(from, time.Date(y, m, d+1, 0, 0, 0, 0, k.cal.Location()))
		return min(max(left, u.StartWithinMinutes), u.PromiseMinutes), nil
	case u.ByAgreement:
		return u.MinElapsedDays * k.cal.UsualDay(), nil
	default:
		return u.PromiseMinutes, nil
	}
}

// run promises the remaining working minutes from an instant. What is late already is due at that instant: the minutes
// by which it is late stay in Remaining.
func (k clockwork) run(c evidence.Clock, from time.Time) (evidence.Clock, error) {
	due := from
	if c.Remaining > 0 {
		var err error
		if due, err = k.cal.Add(from, c.Remaining); err != nil {
			return c, err
		}
	}
	c.Running, c.Since, c.PromiseDue, c.Agreed = true, from, due, false
	return c, nil
}

func (k clockwork) stop(c evidence.Clock, used int) evidence.Clock {
	c.Running, c.Remaining, c.Since, c.PromiseDue, c.Agreed = false, c.Budget-used, k.at, time.Time{}, false
	return c
}

// again computes a running promise with the calendar as it is now. A date that people agreed stays; its minutes change.
func (k clockwork) again(c evidence.Clock) (evidence.Clock, error) {
	switch {
	case !c.Running:
		return c, nil
	case c.Agreed:
		before := c.Budget - c.Remaining
		c.Remaining = k.left(c.Since, c.PromiseDue)
		c.Budget = before + c.Remaining
		return c, nil
	}
	return k.run(c, c.Since)
}

func (k clockwork) deadlines(s evidence.State) ([]evidence.Deadline, error) {
	var list []evidence.Deadline
	for _, r := range s.Rules() {
		at, err := k.instant(r)
		if err != nil {
			return nil, err
		}
		list = append(list, evidence.Deadline{Name: r.Name, At: at})
	}
	slices.SortStableFunc(list, func(a, b evidence.Deadline) int { return a.At.Compare(b.At) })
	return list, nil
}

func (k clockwork) instant(r evidence.DeadlineRule) (time.Time, error) {
	switch {
	case r.Minutes > 0:
		return k.cal.Add(r.From, r.Minutes)
	case r.Minutes < 0:
		// Counting back: what is left from now on, less those minutes. If fewer are left, it is now.
		left := k.cal.Between(k.at, r.From) + r.Minutes
		if left <= 0 {
			return k.at, nil
		}
		return k.cal.Add(k.at, left)
	}
	return r.From.Add(r.Wait), nil
}
