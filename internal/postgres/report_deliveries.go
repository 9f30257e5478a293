package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Delivery is one time that the report of a request was sent.
type Delivery struct {
	Version   int
	At        time.Time
	Corrected bool   // it took the place of one that was wrong
	Reason    string // a code of correct_reasons
}

// Deliveries lists when which version was sent, the oldest first. With whom the report was shared is told of the last time only.
func (c *Content) Deliveries(ctx context.Context, a Access) ([]Delivery, error) {
	rows, err := c.q.ListDeliveries(ctx, a.request)
	if err != nil {
		return nil, contentError(err)
	}
	list := each(rows, func(r sqlc.ListDeliveriesRow) Delivery {
		d := Delivery{Version: int(r.Version), At: r.At.UTC(), Corrected: evidence.Name(r.Command) == evidence.Correct}
		if d.Corrected {
			d.Reason = r.ReasonCode
		}
		return d
	})
	if a.relation == relationShared && len(list) > 0 {
		last := list[len(list)-1]
		list = []Delivery{{Version: last.Version, At: last.At}}
	}
	return list, nil
}

// Unfrozen is the report as it would be frozen now, for the people who work on it. It has no version and no digest.
func (c *Content) Unfrozen(ctx context.Context, a Access) (SummaryVersion, error) {
	if err := a.reads(); err != nil {
		return SummaryVersion{}, err
	}
	var v SummaryVersion
	err := c.tx(ctx, func(q *sqlc.Queries) error {
		row, err := q.GetSummary(ctx, a.request)
		if err != nil && !isMissing(err) {
			return err
		}
		var text SummaryText // of a page on which nobody has written yet, nothing
		if err == nil {
			text = summaryOf(row).SummaryText
		}
		references, err := q.AllReferences(ctx, a.request)
		if err != nil {
			return err
		}
		searches, err := q.ListSearches(ctx, a.request)
		if err != nil {
			return err
		}
		r := report{text: text, references: each(references, referenceOf), searches: each(searches, searchOf)}
		if _, err := r.surroundings(ctx, q, a.request); err != nil {
			return err
		}
		if r.disclaimers, err = c.disclaimersOf(ctx, q, a, r); err != nil {
			return err
		}
		v = SummaryVersion{
			VersionInfo: VersionInfo{Facts: Facts{Authors: each(row.Authors, personOf), Trainee: row.Trainee}, Erased: row.ErasedAt != nil},
			SummaryText: r.text, References: r.references, Searches: r.searches, Disclaimers: r.disclaimers, Support: []Support{},
			Methods: r.methods, Question: r.question.version,
		}
		return nil
	})
	return v, err
}
