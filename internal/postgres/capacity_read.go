package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/capacity"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// Leaves lists the days off that end on a day or later, of a library or of one person.
func (s *Staffing) Leaves(ctx context.Context, library evidence.LibraryID, whose evidence.PersonID, since reports.Date) ([]Leave, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ListLeave(ctx, sqlc.ListLeaveParams{Library: l, Since: dateRow(since), Whose: idOrNil(string(whose))})
	return each(rows, func(r sqlc.ListLeaveRow) Leave { return leaveOf(sqlc.GetLeaveRow(r)) }), contentError(err)
}

func leaveOf(r sqlc.GetLeaveRow) Leave {
	return Leave{ID: r.ID.String(), Person: personOf(r.PersonID), Name: r.Name, LeaveContent: LeaveContent{From: dayText(r.FromOn), Until: dayText(r.UntilOn)}}
}

// mostLeave is how many days one entry may have.
const mostLeave = 366

// AddLeave enters days off of somebody who works in the library. Errors: Invalid, also for days that are entered already.
func (s *Staffing) AddLeave(ctx context.Context, library evidence.LibraryID, by, whose evidence.PersonID, c LeaveContent, k Creation) (Leave, error) {
	l, p, person, err := s.ofTeam(ctx, library, by, whose)
	if err != nil {
		return Leave{}, err
	}
	check := checker{codes: s.codes}
	days := check.span(c.From, c.Until, true)
	if check.fields == nil && days.until.Time.Sub(days.from.Time) > mostLeave*24*time.Hour {
		check.wrong("until", "out-of-range", "Enter a year at most at a time.")
	}
	if err := check.err(); err != nil {
		return Leave{}, err
	}
	ids, err := creator{s.pool, s.now}.create(ctx, p, l, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return q.InsertLeave(ctx, sqlc.InsertLeaveParams{ID: ids[0], Library: l, Person: person, FromOn: days.from, UntilOn: days.until, Writer: p, Now: s.now()})
	})
	if err != nil {
		return Leave{}, overlapError(err)
	}
	row, err := s.q.GetLeave(ctx, sqlc.GetLeaveParams{Library: l, ID: ids[0]})
	return leaveOf(row), contentError(err)
}

// RemoveLeave takes days off back; with whose, only that person's own. Errors: NotFound.
func (s *Staffing) RemoveLeave(ctx context.Context, library evidence.LibraryID, id string, whose evidence.PersonID) error {
	l, key, err := idsOf(string(library), id)
	if err != nil {
		return err
	}
	row, err := s.q.GetLeave(ctx, sqlc.GetLeaveParams{Library: l, ID: key})
	if err != nil {
		return contentError(err)
	}
	if whose != "" && personOf(row.PersonID) != whose {
		return evidence.Refuse(evidence.NotFound, "")
	}
	return contentError(s.q.DeleteLeave(ctx, sqlc.DeleteLeaveParams{Library: l, ID: key}))
}

// TypeTime is how many requests of a type were delivered in a stretch of time, and how long they took.
type TypeTime struct {
	Type     string
	Requests int
	capacity.Own
}

// TypeTimes counts what was delivered from a day until before another.
func (s *Staffing) TypeTimes(ctx context.Context, library evidence.LibraryID, from, before reports.Date) ([]TypeTime, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.TypeHistory(ctx, sqlc.TypeHistoryParams{Library: l, FromOn: dateRow(from), Before: dateRow(before)})
	return each(rows, func(r sqlc.TypeHistoryRow) TypeTime {
		return TypeTime{Type: r.Purpose, Requests: int(r.Requests), Own: capacity.Own{Timed: int(r.Timed), Median: r.Median, Upper: r.Upper}}
	}), contentError(err)
}

// FirstReceived is the day of the first request of a library; zero without any.
func (s *Staffing) FirstReceived(ctx context.Context, library evidence.LibraryID) (reports.Date, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return reports.Date{}, err
	}
	day, err := s.q.FirstReceived(ctx, l)
	return calendarDay(day), contentError(err)
}

// TeamWork is the people of a library with their time, and what is open.
type TeamWork struct {
	People []TeamTime
	Open   []OpenRequest
}

// TeamTime is the time that somebody has.
type TeamTime struct {
	Person    evidence.PersonID
	Name      string
	Contracts []capacity.Contract
	Leave     []capacity.Stretch
}

// OpenRequest is a request that is still to be answered, in minutes.
type OpenRequest struct {
	Owner           evidence.PersonID // empty: the shared pool
	Type            string
	Due             bool // by the end of the week, or overdue
	Estimate, Noted int
}

// TeamWork reads who has how much time and what is open, of a library or of one person; leave from a day on.
// What is due falls due before the week ends.
func (s *Staffing) TeamWork(ctx context.Context, library evidence.LibraryID, whose evidence.PersonID, since reports.Date, weekEnds time.Time) (TeamWork, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return TeamWork{}, err
	}
	only := idOrNil(string(whose))
	team, err := s.q.TeamOf(ctx, sqlc.TeamOfParams{Library: l, Whose: only})
	if err != nil {
		return TeamWork{}, contentError(err)
	}
	contracts, err := s.Contracts(ctx, library, whose)
	if err != nil {
		return TeamWork{}, err
	}
	leave, err := s.Leaves(ctx, library, whose, since)
	if err != nil {
		return TeamWork{}, err
	}
	open, err := s.q.OpenWork(ctx, sqlc.OpenWorkParams{Library: l, Whose: only, WeekEnds: weekEnds})
	w := TeamWork{People: each(team, func(r sqlc.TeamOfRow) TeamTime { return TeamTime{Person: personOf(r.ID), Name: r.Name} }), Open: each(open, openRequestOf)}
	for i, p := range w.People {
		for _, c := range contracts {
			if c.Person == p.Person {
				w.People[i].Contracts = append(w.People[i].Contracts, c.capacity())
			}
		}
		for _, off := range leave {
			if off.Person == p.Person {
				w.People[i].Leave = append(w.People[i].Leave, stretch(off.From, off.Until))
			}
		}
	}
	return w, contentError(err)
}

func openRequestOf(r sqlc.OpenWorkRow) OpenRequest {
	return OpenRequest{Owner: personOrNone(r.Owner), Type: r.Type, Due: r.Due, Estimate: int(r.Estimate), Noted: int(r.Noted)}
}

// PastRequest is a request as a year is replayed with it.
type PastRequest struct {
	Type, Urgency       string
	Received, Delivered reports.Date // delivered is zero while it is open
	Promise, Minutes    int
	Checked             bool
	Met                 *bool
}

// PastRequests gives the requests that were there to be answered in a period, by the day of receipt; none that were received before the oldest.
func (s *Staffing) PastRequests(ctx context.Context, library evidence.LibraryID, p reports.Period, oldest reports.Date) ([]PastRequest, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.ReplayFacts(ctx, sqlc.ReplayFactsParams{Library: l, FromOn: dateRow(p.From()), ToOn: dateRow(p.To()), Oldest: dateRow(oldest)})
	return each(rows, func(r sqlc.ReplayFactsRow) PastRequest {
		return PastRequest{
			Type: r.Purpose, Urgency: r.Urgency, Received: calendarDay(r.ReceivedOn), Delivered: calendarDay(r.DeliveredOn), Promise: int(r.Promised),
			Minutes: int(r.StaffMinutes), Checked: r.Checked == "approved", Met: r.MetAgreed,
		}
	}), contentError(err)
}
