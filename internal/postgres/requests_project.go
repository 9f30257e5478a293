package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// project writes where the request stands now, for lists and reports.
func (w *writer) project(ctx context.Context, t evidence.Transition) error {
	s := t.Next
	request, err := rowUUID(string(s.Request))
	if err != nil {
		return err
	}
	requester, err := rowUUID(string(s.Requester))
	if err != nil {
		return err
	}
	n, err := w.q.UpdateRequestState(ctx, sqlc.UpdateRequestStateParams{
		Request: request, Stage: string(s.Stage), Outcome: orNil(string(s.Outcome)), Owner: idOrNil(string(s.Owner)), Requester: requester,
		Urgency: s.Urgency, Type: s.Type, Product: s.Product, Running: s.Clock.Running, PromiseDue: given(s.Clock.PromiseDue), DecisionAt: given(s.Clock.DecisionAt),
		Seq: int32(s.Seq), At: s.At, FirstDeliveredAt: given(s.FirstDeliveredAt), DeliveredAt: given(s.DeliveredAt),
		ClosedAt: given(s.ClosedAt), MustAgree: s.MustAgree,
	})
	if err == nil && n == 0 {
		return &projectionConflictError{s.Seq}
	}
	return err
}

// begun writes the first row of a request's projection.
func (w *writer) begun(ctx context.Context, s evidence.State, specialty string) error {
	request, err := rowUUID(string(s.Request))
	if err != nil {
		return err
	}
	library, err := rowUUID(string(s.Library))
	if err != nil {
		return err
	}
	requester, err := rowUUID(string(s.Requester))
	if err != nil {
		return err
	}
	return w.q.InsertRequestState(ctx, sqlc.InsertRequestStateParams{
		Request: request, Library: library, Stage: string(s.Stage), Outcome: orNil(string(s.Outcome)), Owner: idOrNil(string(s.Owner)),
		Requester: requester, Urgency: s.Urgency, Type: s.Type, Product: s.Product, Specialty: specialty, Running: s.Clock.Running,
		PromiseDue: given(s.Clock.PromiseDue), DecisionAt: given(s.Clock.DecisionAt), ReceivedAt: s.ReceivedAt,
		Seq: int32(s.Seq), At: s.At, FirstDeliveredAt: given(s.FirstDeliveredAt), DeliveredAt: given(s.DeliveredAt),
		ClosedAt: given(s.ClosedAt), MustAgree: s.MustAgree,
	})
}

// given is nil for the zero instant.
func given(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
