package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
)

// CalendarPreview says which promises a calendar would move.
type CalendarPreview struct {
	Moves     []CalendarMove // at most MaxMoves, those that are due first at the top
	More      int            // that move beside these
	Unchanged int
}

// CalendarMove is one promise that would move.
type CalendarMove struct {
	ID        evidence.RequestID
	Reference string
	Owner     evidence.PersonID // empty: the shared pool
	OwnerName string
	From, To  time.Time
}

// MaxMoves is how many moves a preview lists.
const MaxMoves = 500

// PreviewCalendar computes the promises of a library's open requests with another calendar, as recompute would, and
// stores nothing. Errors: NotFound; a calendar.Error with everything that is wrong with the calendar.
func (s *Calendars) PreviewCalendar(ctx context.Context, library evidence.LibraryID, spec calendar.Spec) (CalendarPreview, error) {
	key, err := rowUUID(string(library))
	if err != nil {
		return CalendarPreview{}, err
	}
	holidays, err := s.Holidays(ctx)
	if err != nil {
		return CalendarPreview{}, err
	}
	current, err := s.q.NewestCalendarVersion(ctx, key)
	if err != nil {
		return CalendarPreview{}, processError(err)
	}
	spec.Version = int(current) + 1
	cal, err := calendar.New(spec, holidays)
	if err != nil {
		return CalendarPreview{}, err
	}
	rows, err := s.q.RunningPromises(ctx, key)
	if err != nil {
		return CalendarPreview{}, err
	}
	p := CalendarPreview{Moves: []CalendarMove{}}
	for _, r := range rows {
		before := fromJSON[evidence.Clock](r.Clock)
		after, err := clockwork{cal: cal, at: s.now()}.again(before)
		if err != nil {
			return CalendarPreview{}, err
		}
		p.add(CalendarMove{
			ID: evidence.RequestID(r.RequestID.String()), Reference: r.Reference, Owner: personOrNone(r.Owner), OwnerName: r.OwnerName,
			From: before.PromiseDue.UTC(), To: after.PromiseDue.UTC(),
		})
	}
	return p, nil
}

func (p *CalendarPreview) add(m CalendarMove) {
	switch {
	case m.From.Equal(m.To):
		p.Unchanged++
	case len(p.Moves) == MaxMoves:
		p.More++
	default:
		p.Moves = append(p.Moves, m)
	}
}
