package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// DeadlineFacts is how the promise of a request came about: since when it counts, what it allows, when it was stopped, and
// every computation of it. A request that was reopened has a new promise; the facts are those of the newest.
type DeadlineFacts struct {
	Request evidence.RequestID
	Library evidence.LibraryID
	Stage   evidence.Stage
	Urgency string

	Start      time.Time        // the clock was started
	Budget     int              // working minutes allowed from then on
	Pauses     []calendar.Pause // half-open; the last may still last
	Running    bool             // at the end of the promise, or now
	PromiseDue time.Time        // in force now, or when the request ended; zero while stopped
	Agreed     bool             // PromiseDue is a date that people agreed
	DecisionAt time.Time
	Ended      time.Time // delivered, closed or split: nothing is promised any more; zero before

	Steps    []ClockStep
	Spec     calendar.Spec // of the newest step
	Holidays []calendar.Holiday
}

// ClockStep is one computation of the promise.
type ClockStep struct {
	Seq        int
	Command    evidence.Name
	Action     evidence.ClockAction // start, resume, agree, rebase or again
	At         time.Time
	Calendar   int // the version in force when it was recorded
	Budget     int
	Remaining  int // of it, when the clock ran on
	PromiseDue time.Time
}

// Reasons of the pauses of a promise.
const (
	PauseClarifying = "clarifying"
	PauseOnHold     = "on_hold"
	PauseMerged     = "merged"
	PauseLapsed     = "lapsed"
)

// DeadlineFacts collects the facts of a request's newest promise. Without any, Start is zero. Errors: evidence.NotFound.
func (r *Reader) DeadlineFacts(ctx context.Context, id evidence.RequestID) (DeadlineFacts, error) {
	request, err := rowUUID(string(id))
	if err != nil {
		return DeadlineFacts{}, err
	}
	rows, err := r.q.ClockSteps(ctx, request)
	if err != nil {
		return DeadlineFacts{}, readError(err)
	}
	if len(rows) == 0 {
		return DeadlineFacts{}, evidence.Refuse(evidence.NotFound, "")
	}
	var f DeadlineFacts
	for _, row := range rows {
		s, err := stateFrom(row.State)
		if err != nil {
			return DeadlineFacts{}, err
		}
		f.add(row, s)
	}
	if f.Start.IsZero() {
		return f, nil
	}
	return f, r.calendarOf(ctx, &f)
}

// calendarOf adds the opening hours and the holidays that the newest computation used.
func (r *Reader) calendarOf(ctx context.Context, f *DeadlineFacts) error {
	library, err := rowUUID(string(f.Library))
	if err != nil {
		return err
	}
	version := int32(f.Steps[len(f.Steps)-1].Calendar) //nolint:gosec // the database gave it
	raw, err := r.q.CalendarVersion(ctx, sqlc.CalendarVersionParams{Library: library, Version: version})
	if err != nil {
		return readError(err)
	}
	if f.Spec, err = calendar.ParseSpec(raw); err != nil {
		return err
	}
	rows, err := r.q.ListHolidays(ctx)
	f.Holidays = each(rows, func(h sqlc.BankHoliday) calendar.Holiday {
		return calendar.Holiday{
			Nation: calendar.Nation(h.Nation), Date: h.Date.Time.Format(time.DateOnly), Name: h.Name, Status: calendar.Status(h.Status),
		}
	})
	return readError(err)
}

// add takes in the next transition.
func (f *DeadlineFacts) add(row sqlc.ClockStepsRow, s evidence.State) {
	f.Request, f.Library, f.Stage, f.Urgency = s.Request, s.Library, s.Stage, s.Urgency
	c, at := s.Clock, row.At.UTC()
	f.DecisionAt = c.DecisionAt
	action := evidence.ClockAction(row.ClockAction)
	if action == evidence.ClockStart {
		f.Start, f.Pauses, f.Steps, f.Ended = c.Since, nil, nil, time.Time{}
	}
	if f.Start.IsZero() || !f.Ended.IsZero() {
		return
	}
	switch action {
	case evidence.ClockEnd:
		f.Ended = at // the promise stays as it was
		return
	case evidence.ClockStart, evidence.ClockResume, evidence.ClockAgree, evidence.ClockRebase, evidence.ClockAgain:
		f.Steps = append(f.Steps, ClockStep{
			Seq: int(row.Seq), Command: evidence.Name(row.Command), Action: action, At: at, Calendar: int(row.Calendar),
			Budget: c.Budget, Remaining: c.Remaining, PromiseDue: c.PromiseDue,
		})
	case evidence.ClockStop, evidence.ClockKeep:
	}
	f.Budget, f.Running, f.PromiseDue, f.Agreed = c.Budget, c.Running, c.PromiseDue, c.Agreed
	f.pause(s, at)
}

// pause ends the pause that lasts, begins one, or passes from one reason to another.
func (f *DeadlineFacts) pause(s evidence.State, at time.Time) {
	reason, text := "", ""
	if !s.Clock.Running {
		reason, text = pauseReason(s.Stage)
	}
	if n := len(f.Pauses); n > 0 && f.Pauses[n-1].To.IsZero() {
		last := &f.Pauses[n-1]
		if last.Reason == reason {
			return
		}
		last.To = at
	}
	if reason != "" {
		f.Pauses = append(f.Pauses, calendar.Pause{From: at, Reason: reason, Text: text})
	}
}

func pauseReason(s evidence.Stage) (code, text string) {
	switch s {
	case evidence.Clarifying:
		return PauseClarifying, "waiting for an answer from the requester"
	case evidence.OnHold:
		return PauseOnHold, "on hold by agreement"
	case evidence.Merged:
		return PauseMerged, "merged with another request"
	case evidence.Closed:
		return PauseLapsed, "closed because no answer came"
	default:
		return string(s), "the clock was stopped"
	}
}
