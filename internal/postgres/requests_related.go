package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Link is another request that one is linked to.
type Link struct {
	Kind      LinkKind
	Older     bool // the other one was there first: this one follows on from it, was split from it, was merged into it
	Request   evidence.RequestID
	Reference string
	Stage     evidence.Stage
	Outcome   evidence.Outcome
}

// LinkKind says how two requests are linked.
type LinkKind string

// The kinds of links. The newer request points to the older one; a merged one to the one that remains.
const (
	LinkFollowOn     LinkKind = "follow_on"
	LinkFullSearch   LinkKind = "full_search"
	LinkReferredFrom LinkKind = "referred_from"
	LinkSplitFrom    LinkKind = "split_from"
	LinkRerunOf      LinkKind = "rerun_of"
	LinkMerged       LinkKind = "merged"
)

// ReferredTo says to whom a request was referred. Of the request at a partner here, only its date shows before delivery.
type ReferredTo struct {
	Library     evidence.LibraryID
	LibraryName string
	Outside     string             // a code, for a partner that does not use this system
	Request     evidence.RequestID // at the partner, once the reader may see it
	Expected    time.Time          // the date that was promised when it was referred
	PartnerDue  time.Time          // the partner's own promise, while it runs
	DeliveredAt time.Time          // by a partner here
	At          time.Time
}

// related lists the linked requests that the reader may see.
func (r *Reader) related(ctx context.Context, reader, request uuid.UUID) ([]Link, error) {
	rows, err := r.q.RelatedRequests(ctx, sqlc.RelatedRequestsParams{Reader: reader, Request: request})
	return each(rows, func(l sqlc.RelatedRequestsRow) Link {
		return Link{
			Kind: LinkKind(l.Kind), Older: l.Older, Request: evidence.RequestID(l.RequestID.String()), Reference: l.Reference,
			Stage: evidence.Stage(l.Stage), Outcome: evidence.Outcome(orEmpty(l.Outcome)),
		}
	}), readError(err)
}

func (r *Reader) referrals(ctx context.Context, request uuid.UUID) ([]ReferredTo, error) {
	rows, err := r.q.ReferralsOf(ctx, request)
	return each(rows, func(f sqlc.ReferralsOfRow) ReferredTo {
		out := ReferredTo{
			Library: evidence.LibraryID(f.ToLibrary.String()), LibraryName: f.LibraryName, Outside: orEmpty(f.OutsideCode),
			Expected: orZero(f.Expected), PartnerDue: orZero(f.PartnerDue), DeliveredAt: orZero(f.PartnerDeliveredAt), At: f.CreatedAt.UTC(),
		}
		if f.PartnerRequest != nil && f.PartnerDeliveredAt != nil {
			out.Request = evidence.RequestID(f.PartnerRequest.String())
		}
		return out
	}), readError(err)
}
