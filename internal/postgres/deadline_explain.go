package postgres

import (
	"context"
	"fmt"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// Explain accounts for the promise of a request as seen at an instant, or at its end where that was earlier. It is nil for
// a request that was never promised anything. The rule is the promise in words. Errors: evidence.NotFound.
func (r *Reader) Explain(ctx context.Context, id evidence.RequestID, at time.Time, rule func(DeadlineFacts) calendar.Rule) (*calendar.Explanation, error) {
	f, err := r.DeadlineFacts(ctx, id)
	if err != nil || f.Start.IsZero() {
		return nil, err
	}
	e, err := f.Explain(rule(f), at)
	if err != nil {
		return nil, err
	}
	return &e, nil
}

// Explain turns the facts into an explanation, as seen at an instant or at the end of the promise where that was earlier.
func (f DeadlineFacts) Explain(rule calendar.Rule, at time.Time) (calendar.Explanation, error) {
	cal, err := calendar.New(f.Spec, f.Holidays)
	if err != nil {
		return calendar.Explanation{}, err
	}
	if !f.Ended.IsZero() && f.Ended.Before(at) {
		at = f.Ended
	}
	e, err := cal.Explain(calendar.Clock{Start: f.Start, Budget: f.Budget, Pauses: f.Pauses}, rule, at)
	if err != nil {
		return e, err
	}
	f.inForce(&e, cal.Location())
	return e, nil
}

// inForce puts the date that was promised in place of the one that is computed now. They are apart where people agreed a
// date outside opening time, where the calendar changed meanwhile, and by seconds where a clock stopped within a minute,
// because only whole minutes are kept.
func (f DeadlineFacts) inForce(e *calendar.Explanation, zone *time.Location) {
	if f.PromiseDue.IsZero() || f.PromiseDue.Equal(e.Due) {
		return
	}
	due := f.PromiseDue.In(zone)
	if due.Format(inWords) != e.Due.Format(inWords) {
		why := "as it was computed at the time"
		if f.Agreed {
			why = "as agreed"
		}
		e.Summary += fmt.Sprintf(" The date in force is %s, %s.", due.Format(inWords), why)
	}
	e.Due, e.Overdue = due, e.At.After(due)
}

const inWords = "Monday 2 January 2006 at 15:04"
