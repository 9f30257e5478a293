package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Swap is an open request on a topic that weighs, which its owner offers to the librarians of the library. It says no reason.
type Swap struct {
	Request     evidence.RequestID `json:"request" format:"uuid"`
	Reference   string             `json:"reference"`
	Specialty   string             `json:"specialty,omitempty"`
	Type        string             `json:"type"`
	Urgency     string             `json:"urgency"`
	PromiseDue  time.Time          `json:"promise_due,omitzero"`
	DecisionAt  time.Time          `json:"decision_at,omitzero"`
	Topics      []string           `json:"topics" nullable:"false" doc:"Codes of distressing_topics"`
	OfferedBy   evidence.PersonID  `json:"offered_by" format:"uuid"`
	OfferedName string             `json:"offered_name"`
	OfferedAt   time.Time          `json:"offered_at"`
}

// OfferSwap offers a request to the librarians of the library; again changes nothing. An offer ends by being taken back, and by
// whatever gives the request another owner or ends it. Errors: NotPermitted for anybody but the owner; NotAllowedInStage unless its
// topic is confirmed and it is open.
func (s *Wellbeing) OfferSwap(ctx context.Context, a Access) error {
	t, err := s.Topic(ctx, a)
	switch {
	case err != nil:
		return err
	case t.Owner != personOf(a.person):
		return a.refuse("Only its owner offers a request.")
	case t.OfferedBy != "":
		return nil
	}
	n, err := s.q.InsertSwapOffer(ctx, sqlc.InsertSwapOfferParams{Request: a.request, Person: a.person, Now: s.now()})
	if err == nil && n == 0 {
		return &evidence.Error{Code: evidence.NotAllowedInStage, Detail: "An open request whose topic was confirmed can be offered.", Stage: a.stage}
	}
	return contentError(err)
}

// WithdrawSwap takes one's own offer back; without an offer it changes nothing.
func (s *Wellbeing) WithdrawSwap(ctx context.Context, a Access) error {
	if err := a.colleague(); err != nil {
		return err
	}
	return contentError(s.q.DropSwapOffer(ctx, sqlc.DropSwapOfferParams{Request: a.request, Person: a.person}))
}

// Swaps lists what is offered in a library, what is due first at the top; at most 200.
func (s *Wellbeing) Swaps(ctx context.Context, library evidence.LibraryID) ([]Swap, error) {
	l, err := rowUUID(string(library))
	if err != nil {
		return nil, err
	}
	rows, err := s.q.SwapOffers(ctx, l)
	return each(rows, func(r sqlc.SwapOffersRow) Swap {
		return Swap{
			Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference, Specialty: r.Specialty, Type: r.Type, Urgency: r.Urgency,
			PromiseDue: orZero(r.PromiseDue), DecisionAt: orZero(r.DecisionAt), Topics: r.Topics, OfferedBy: personOf(r.OfferedBy),
			OfferedName: r.Name, OfferedAt: r.OfferedAt.UTC(),
		}
	}), contentError(err)
}
