package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// emptyPage is the version of a summary that nobody has written on.
const emptyPage = 1

// Summary gives the working copy to the people who work on the request, and to others the version that was delivered;
// before the first delivery there is nothing for them.
func (c *Content) Summary(ctx context.Context, a Access) (Summary, error) {
	if a.insider() {
		return c.workingCopy(ctx, a)
	}
	v, err := c.Version(ctx, a, a.delivered)
	return Summary{
		Version: v.Version, SummaryText: v.SummaryText, Delivered: true, Authors: v.Authors, Trainee: v.Trainee, UpdatedBy: v.FrozenBy,
		UpdatedAt: v.FrozenAt, Erased: v.Erased,
	}, err
}

// SaveSummary changes the working copy that is at this version; the empty page is at version 1. It is one statement when
// it succeeds, so that a page can call it every few seconds.
func (c *Content) SaveSummary(ctx context.Context, a Access, version int, s SummaryText) (Summary, error) {
	if err := a.works(); err != nil {
		return Summary{}, err
	}
	check := c.checker()
	check.summary(s)
	if err := check.err(); err != nil {
		return Summary{}, err
	}
	row, err := c.writeSummary(ctx, a, version, s)
	if err == nil {
		return summaryOf(row), nil
	}
	return written(Summary{}, err, version, func() (Summary, error) { return c.workingCopy(ctx, a) })
}

func (c *Content) writeSummary(ctx context.Context, a Access, version int, s SummaryText) (sqlc.Summary, error) {
	if version == emptyPage {
		if s.empty() {
			return sqlc.Summary{}, pgx.ErrNoRows // nothing on the empty page is the empty page
		}
		return c.q.StartSummary(ctx, sqlc.StartSummaryParams{
			Request: a.request, Body: s.Text, BottomLine: s.BottomLine, Product: s.Product, Sections: listOf(s.Sections),
			EvidenceTable: listOf(s.EvidenceTable), Certainties: listOf(s.Certainties), Person: a.person, Trainee: a.trainee(), Now: c.now(),
		})
	}
	return c.q.UpdateSummary(ctx, sqlc.UpdateSummaryParams{
		Request: a.request, Version: fit(version), Body: s.Text, BottomLine: s.BottomLine, Product: s.Product,
		Sections: listOf(s.Sections), EvidenceTable: listOf(s.EvidenceTable), Certainties: listOf(s.Certainties),
		Person: a.person, Trainee: a.trainee(), Now: c.now(),
	})
}

func (c *Content) workingCopy(ctx context.Context, a Access) (Summary, error) {
	row, err := c.q.GetSummary(ctx, a.request)
	if isMissing(err) {
		return Summary{Version: emptyPage, Authors: []evidence.PersonID{}}, nil
	}
	if err != nil {
		return Summary{}, contentError(err)
	}
	return summaryOf(row), nil
}

// empty reports whether nothing was written.
func (s SummaryText) empty() bool {
	return s.silent() && s.Product == "" && len(s.Certainties) == 0
}

// silent reports whether there is no text to deliver.
func (s SummaryText) silent() bool {
	return blank(s.Text) && blank(s.BottomLine) && len(s.Sections) == 0 && len(s.EvidenceTable) == 0
}

func summaryOf(r sqlc.Summary) Summary {
	return Summary{
		Version: int(r.Version), Authors: each(r.Authors, personOf), Trainee: r.Trainee, UpdatedBy: personOf(r.UpdatedBy),
		UpdatedAt: r.UpdatedAt.UTC(), Erased: r.ErasedAt != nil,
		SummaryText: SummaryText{
			Text: r.Body, BottomLine: r.BottomLine, Product: r.Product, Sections: listFrom[Section](r.Sections),
			EvidenceTable: listFrom[EvidenceRow](r.EvidenceTable), Certainties: listFrom[Certainty](r.Certainties),
		},
	}
}
