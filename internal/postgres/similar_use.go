package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// SimilarOutcome is what became of an earlier request that was found.
type SimilarOutcome string

// What may become of it.
const (
	SimilarReused  SimilarOutcome = "reused"  // its answer was given again
	SimilarAdapted SimilarOutcome = "adapted" // its searches or its summary were the start
	SimilarNew     SimilarOutcome = "new"     // it was read, and the work was done anew
)

// SimilarUse says what became of an earlier request. Version 1 is that nothing was said.
type SimilarUse struct {
	Earlier evidence.RequestID `json:"earlier" format:"uuid"`
	Version int                `json:"version"`
	Outcome SimilarOutcome     `json:"outcome,omitempty" enum:"reused,adapted,new"`
	By      evidence.PersonID  `json:"by,omitempty" format:"uuid"`
	At      time.Time          `json:"at,omitzero"`
}

func (u SimilarUse) version() int { return u.Version }

// SaveSimilarUse keeps what became of an earlier request, when what is stored of it is at this version. Errors: evidence.NotFound for an
// earlier request that was not delivered or that the person may not see.
func (c *Content) SaveSimilarUse(ctx context.Context, a Access, earlier evidence.RequestID, version int, outcome SimilarOutcome) (SimilarUse, error) {
	if err := a.works(); err != nil {
		return SimilarUse{}, err
	}
	other, err := c.Access(ctx, a.actor.Person, earlier)
	switch {
	case err != nil:
		return SimilarUse{}, err
	case other.delivered == 0 && other.stage != evidence.Closed && other.stage != evidence.Delivered:
		return SimilarUse{}, evidence.Refuse(evidence.NotFound, "")
	case other.request == a.request:
		return SimilarUse{}, evidence.InvalidField("earlier", "the-same", "A request is not like itself: name another one.")
	}
	if outcome != SimilarReused && outcome != SimilarAdapted && outcome != SimilarNew {
		return SimilarUse{}, evidence.InvalidField("outcome", "unknown", "Choose reused, adapted or new.")
	}
	r, err := c.q.SaveSimilarUse(ctx, sqlc.SaveSimilarUseParams{
		Request: a.request, Earlier: other.request, Outcome: string(outcome), Person: a.person, Now: c.now(), Version: fit(version),
	})
	return written(similarUseOf(r.EarlierID, r.Version, r.Outcome, r.SaidBy, r.SaidAt), err, version, func() (SimilarUse, error) {
		now, err := c.q.GetSimilarUse(ctx, sqlc.GetSimilarUseParams{Request: a.request, Earlier: other.request})
		if isMissing(err) {
			return SimilarUse{Earlier: earlier, Version: 1}, nil
		}
		return similarUseOf(now.EarlierID, now.Version, now.Outcome, now.SaidBy, now.SaidAt), err
	})
}

func similarUseOf(earlier uuid.UUID, version int32, outcome string, by uuid.UUID, at time.Time) SimilarUse {
	return SimilarUse{
		Earlier: evidence.RequestID(earlier.String()), Version: int(version), Outcome: SimilarOutcome(outcome), By: personOf(by), At: at.UTC(),
	}
}

// similarUsesOf reads what [sqlc.Queries.SimilarTexts] gathered.
func similarUsesOf(raw []byte) []SimilarUse {
	return each(fromJSON[[]SimilarUse](raw), func(u SimilarUse) SimilarUse {
		u.At = u.At.UTC()
		return u
	})
}
