package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// firstFact writes the first row of what reports count of a request. The request and its links are there already.
func (w *writer) firstFact(ctx context.Context, t evidence.Transition) error {
	s := t.Next
	request, err := rowUUID(string(s.Request))
	if err != nil {
		return err
	}
	err = w.q.InsertRequestFact(ctx, sqlc.InsertRequestFactParams{
		Request: request, Urgency: s.Urgency, Live: t.Command.Name == evidence.AnswerLive, ReceivedOn: w.localDay(s, s.ReceivedAt),
		MinutesFirst: fit(max(s.Clock.Budget, 0)),
	})
	if err != nil {
		return err
	}
	return w.fact(ctx, t)
}

// fact brings what reports count of a request up to date. A delivery counts when it is the first.
func (w *writer) fact(ctx context.Context, t evidence.Transition) error {
	s := t.Next
	request, err := rowUUID(string(s.Request))
	if err != nil {
		return err
	}
	requester, err := rowUUID(string(s.Requester))
	if err != nil {
		return err
	}
	row := sqlc.UpdateRequestFactParams{
		Request: request, Requester: requester, Purpose: s.Type, Product: s.Product, Urgency: s.Urgency, Outcome: orNil(string(s.Outcome)),
		Checked: howChecked(s.Passed), Reopened: one(t.Command.Name == evidence.Reopen), Corrected: one(t.Command.Name == evidence.Correct),
		Late: one(!s.LateAt.IsZero()),
	}
	if s.Outcome != "" {
		row.EndedOn = w.localDay(s, ended(s))
	}
	if err := w.q.UpdateRequestFact(ctx, row); err != nil {
		return err
	}
	if s.FirstDeliveredAt.IsZero() || !s.FirstDeliveredAt.Equal(t.At) {
		return nil
	}
	return w.q.DeliverRequestFact(ctx, delivery(s, w.calendars[s.Library]))
}

// delivery is what is counted of the first delivery: minutes of opening hours with and without those in which the promise
// stood still, and whether it came in time. Late means late in opening hours.
func delivery(s evidence.State, cal *calendar.Calendar) sqlc.DeliverRequestFactParams {
	promised, taken := fit(s.Clock.Budget), fit(s.Clock.Budget-s.Clock.Remaining)
	elapsed := fit(cal.Between(s.ReceivedAt, s.FirstDeliveredAt))
	row := sqlc.DeliverRequestFactParams{
		Request: zeroUUID(s.Request), DeliveredOn: dayIn(cal.Location(), s.FirstDeliveredAt), DeliveredAt: s.FirstDeliveredAt,
		MinutesPromised: &promised, MinutesTaken: &taken, MinutesElapsed: &elapsed,
	}
	if s.Clock.Budget > 0 {
		met := s.Clock.Remaining >= 0
		row.MetAgreed = &met
	}
	return row
}

// ended is when a request ended that is not open: it was delivered, or closed without.
func ended(s evidence.State) time.Time {
	if !s.FirstDeliveredAt.IsZero() {
		return s.FirstDeliveredAt
	}
	if !s.ClosedAt.IsZero() {
		return s.ClosedAt
	}
	return s.At
}

// howChecked says whether a second librarian read it, or somebody decided that none had to.
func howChecked(passed []evidence.Check) string {
	how := "none"
	for _, c := range passed {
		if c.Waived {
			return "waived"
		}
		how = "approved"
	}
	return how
}

func (w *writer) localDay(s evidence.State, at time.Time) pgtype.Date {
	return dayIn(w.calendars[s.Library].Location(), at)
}

// dayIn is the day of an instant by the clocks of a zone.
func dayIn(zone *time.Location, at time.Time) pgtype.Date {
	y, m, d := at.In(zone).Date()
	return pgtype.Date{Time: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), Valid: true}
}

func one(yes bool) int32 {
	if yes {
		return 1
	}
	return 0
}
