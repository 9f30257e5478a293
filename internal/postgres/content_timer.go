package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// WorkTimer measures work on a request over several sittings, until it becomes a time entry.
type WorkTimer struct {
	Request   evidence.RequestID
	Reference string
	Counted   time.Duration // until it was read
	StartedAt time.Time     // the sitting that runs; zero: paused, or there is no timer
	BeganAt   time.Time     // the first sitting; zero: there is no timer
}

// TimerLog says what a timer measured.
type TimerLog struct {
	Activity string // a code of time_entry_stages
	Minutes  int    // instead of what was counted; 0: that, rounded up
	Note     string
}

// maxTimers bounds the list of one person's timers.
const maxTimers = evidence.MaxListItems

// Timer gives the person's own timer of the request; a zero one when there is none.
func (c *Content) Timer(ctx context.Context, a Access) (WorkTimer, error) {
	if err := a.reads(); err != nil {
		return WorkTimer{}, err
	}
	row, err := c.q.GetTimer(ctx, sqlc.GetTimerParams{Person: a.person, Request: a.request})
	if isMissing(err) {
		return WorkTimer{}, nil
	}
	return c.timer(row.Seconds, row.BeganAt, row.StartedAt), contentError(err)
}

// StartTimer makes the person's timer run, going on from where it was paused, and pauses the other one that runs.
func (c *Content) StartTimer(ctx context.Context, a Access) (WorkTimer, error) {
	return c.moveTimer(ctx, a, func(q *sqlc.Queries, now time.Time) error {
		if _, err := q.PauseTimers(ctx, sqlc.PauseTimersParams{Person: a.person, Request: a.request, This: false, Now: now}); err != nil {
			return err
		}
		return q.StartTimer(ctx, sqlc.StartTimerParams{Person: a.person, Request: a.request, Now: now})
	})
}

// PauseTimer pauses the person's timer; one that does not run stays as it is.
func (c *Content) PauseTimer(ctx context.Context, a Access) (WorkTimer, error) {
	return c.moveTimer(ctx, a, func(q *sqlc.Queries, now time.Time) error {
		_, err := q.PauseTimers(ctx, sqlc.PauseTimersParams{Person: a.person, Request: a.request, This: true, Now: now})
		return err
	})
}

// moveTimer changes the person's timers, one change after the other.
func (c *Content) moveTimer(ctx context.Context, a Access, move func(*sqlc.Queries, time.Time) error) (WorkTimer, error) {
	if err := a.reads(); err != nil {
		return WorkTimer{}, err
	}
	err := c.tx(ctx, func(q *sqlc.Queries) error {
		if _, err := q.HoldPerson(ctx, a.person); err != nil {
			return err
		}
		return move(q, c.now())
	})
	if err != nil {
		return WorkTimer{}, err
	}
	return c.Timer(ctx, a)
}

// LogTimer makes a time entry of the person's timer and removes it in the same transaction. Errors: evidence.NotFound when
// there is no timer; evidence.Invalid when it counted more than a time entry can hold and nobody says how much it was.
func (c *Content) LogTimer(ctx context.Context, a Access, l TimerLog, k Creation) (TimeEntry, error) {
	entry := TimeContent{Stage: l.Activity, Minutes: max(l.Minutes, 1), StartedAt: c.now(), Note: l.Note}
	if _, err := c.checkedTime(a, entry); err != nil {
		return TimeEntry{}, renamed(err, "stage", "activity")
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		row, err := q.DropTimer(ctx, sqlc.DropTimerParams{Person: a.person, Request: a.request})
		if err != nil {
			return err
		}
		entry.StartedAt = row.BeganAt.UTC()
		if l.Minutes == 0 {
			t := c.timer(row.Seconds, row.BeganAt, row.StartedAt)
			entry.Minutes = max(1, int((t.Counted+time.Minute-1)/time.Minute))
		}
		if entry.Minutes > evidence.MaxTimeEntry {
			return evidence.InvalidField("minutes", "out-of-range", "The timer counted more than a day. Say how many minutes it was.")
		}
		return c.insertTime(ctx, q, a, ids[0], entry)
	})
	if err != nil {
		return TimeEntry{}, err
	}
	return c.timeEntry(ctx, a, ids[0])
}

// DropTimer throws the person's timer away; where there is none nothing happens.
func (c *Content) DropTimer(ctx context.Context, a Access) error {
	if err := a.reads(); err != nil {
		return err
	}
	_, err := c.q.DropTimer(ctx, sqlc.DropTimerParams{Person: a.person, Request: a.request})
	if isMissing(err) {
		return nil
	}
	return contentError(err)
}

// TimersOf lists somebody's timers of requests that they still work on, the running one first.
func (c *Content) TimersOf(ctx context.Context, person evidence.PersonID) ([]WorkTimer, error) {
	p, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	rows, err := c.q.TimersOf(ctx, sqlc.TimersOfParams{Person: p, Most: maxTimers})
	return each(rows, func(r sqlc.TimersOfRow) WorkTimer {
		t := c.timer(r.Seconds, r.BeganAt, r.StartedAt)
		t.Request, t.Reference = evidence.RequestID(r.RequestID.String()), r.Reference
		return t
	}), contentError(err)
}

func (c *Content) timer(seconds int32, began time.Time, started *time.Time) WorkTimer {
	t := WorkTimer{Counted: time.Duration(seconds) * time.Second, BeganAt: began.UTC(), StartedAt: orZero(started)}
	if started != nil {
		t.Counted += max(0, c.now().Sub(*started))
	}
	return t
}

// renamed gives the field of a refusal the name that its writer knows it by.
func renamed(err error, from, to string) error {
	var e *evidence.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Fields = each(e.Fields, func(f evidence.FieldError) evidence.FieldError {
		if f.Field == from {
			f.Field = to
		}
		return f
	})
	return &moved
}
