package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Part is one part of a split request, prepared before the command is given. What is empty is as in the whole.
type Part struct {
	ID            evidence.RequestID `json:"-"` // made by the caller: the same for every repetition of the command
	Question      string             `json:"question"`
	Background    string             `json:"background,omitempty"`
	Exclusions    string             `json:"exclusions,omitempty"`
	KnownPapers   string             `json:"known_papers,omitempty"`
	Framework     string             `json:"framework,omitempty"`
	FrameworkText map[string]string  `json:"framework_text,omitempty"`
	Type          string             `json:"type,omitempty"`
	Urgency       string             `json:"urgency,omitempty"`
	Product       string             `json:"product,omitempty"`
	DecisionAt    time.Time          `json:"decision_at,omitzero"`
}

func (p Part) opening(id evidence.RequestID, whole evidence.State) *evidence.Opening {
	o := &evidence.Opening{
		Request: id, Library: whole.Library, Requester: whole.Requester, Delegates: whole.Delegates, Owner: whole.Owner,
		Urgency: or(p.Urgency, whole.Urgency), Type: or(p.Type, whole.Type), Product: or(p.Product, whole.Product),
		ReceivedAt: whole.ReceivedAt, DecisionAt: whole.Clock.DecisionAt,
	}
	if !p.DecisionAt.IsZero() {
		o.DecisionAt = p.DecisionAt
	}
	return o
}

func (p Part) content(whole RequestContent) RequestContent {
	c := whole
	c.Question, c.Product = p.Question, or(p.Product, whole.Product)
	c.Background = or(p.Background, whole.Background)
	c.Exclusions, c.KnownPapers = or(p.Exclusions, whole.Exclusions), or(p.KnownPapers, whole.KnownPapers)
	c.Framework, c.FrameworkText = p.Framework, p.FrameworkText
	return c
}

func or(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// PrepareSplit keeps the parts until the command opens them. Parts of an earlier command that was refused are dropped.
func (r *Requests) PrepareSplit(ctx context.Context, parent evidence.RequestID, parts []Part) error {
	return processError(pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		q := r.q.WithTx(tx)
		if _, err := q.LockRequestState(ctx, zeroUUID(parent)); err != nil {
			return err
		}
		if err := q.DropSplitParts(ctx, zeroUUID(parent)); err != nil {
			return err
		}
		for i, p := range parts {
			err := q.InsertSplitPart(ctx, sqlc.InsertSplitPartParams{
				ID: zeroUUID(p.ID), Parent: zeroUUID(parent), Position: int32(i + 1), Text: jsonOf(p),
			})
			if err != nil {
				return err
			}
		}
		return nil
	}))
}

// Referral is a request on its way to a partner library.
type Referral struct {
	Request  evidence.RequestID
	To       evidence.LibraryID
	Partner  evidence.RequestID // the request to be opened there; empty for a partner outside this system
	Outside  string             // the code of a partner outside this system
	Expected time.Time
}

// PrepareReferral keeps what the partner is to be sent until the command opens it.
func (r *Requests) PrepareReferral(ctx context.Context, f Referral) error {
	row := sqlc.InsertReferralParams{
		ID: rowID(), Request: zeroUUID(f.Request), ToLibrary: zeroUUID(evidence.RequestID(f.To)), Partner: idOrNil(string(f.Partner)),
		Expected: given(f.Expected), Now: r.now(),
	}
	if f.Partner == "" {
		row.Outside = orNil(or(f.Outside, "outside"))
	}
	return processError(r.q.InsertReferral(ctx, row))
}

// Partner returns whether a library of the directory is outside this system; evidence.NotFound when there is none.
func (r *Requests) Partner(ctx context.Context, library evidence.LibraryID) (outside bool, err error) {
	id, err := rowUUID(string(library))
	if err != nil {
		return false, err
	}
	row, err := r.q.LibraryForReferral(ctx, id)
	return row.Outside, processError(err)
}
