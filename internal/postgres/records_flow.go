package postgres

import (
	"context"

	"github.com/google/uuid"

	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/selection"
)

// SelectionFlow counts the way of the records of a request, from where they were found to the report. Errors: NotPermitted.
func (c *Content) SelectionFlow(ctx context.Context, a Access) (SelectionFlow, error) {
	if err := a.reads(); err != nil {
		return SelectionFlow{}, err
	}
	imports, err := c.q.RecordsByImport(ctx, a.request)
	if err != nil {
		return SelectionFlow{}, contentError(err)
	}
	origins, sources, of := origins(imports)
	rows, err := c.q.PublicationsByImports(ctx, a.request)
	if err != nil {
		return SelectionFlow{}, contentError(err)
	}
	publications := 0
	overlaps := each(rows, func(r sqlc.PublicationsByImportsRow) selection.Overlap {
		publications += int(r.Publications)
		return selection.Overlap{
			Sources: each(r.Imports, func(id uuid.UUID) string { return of[id] }), Publications: int(r.Publications), Included: int(r.Included),
		}
	})
	decided, err := c.decided(ctx, a)
	if err != nil {
		return SelectionFlow{}, err
	}
	byHand, err := c.q.ReferencesByHand(ctx, a.request)
	return SelectionFlow{
		Flow: selection.NewFlow(sources, publications, decided, int(byHand)), Origins: origins, Contributions: selection.Contributions(sources, overlaps),
	}, contentError(err)
}

// origins are the sources of imports: their search, or for those that belong to none the import itself. It also says which
// is that of each import.
func origins(imports []sqlc.RecordsByImportRow) ([]RecordSource, []selection.Identified, map[uuid.UUID]string) {
	list, sources, of := []RecordSource{}, []selection.Identified{}, map[uuid.UUID]string{}
	at := map[string]int{}
	for _, r := range imports {
		o := RecordSource{ID: r.ID.String(), Name: r.Name}
		if r.SearchID != nil {
			o = RecordSource{
				ID: r.SearchID.String(), Search: r.SearchID.String(), Source: orEmpty(r.Source), SourceName: orEmpty(r.SourceName),
				Platform: orEmpty(r.Platform), Kind: orEmpty(r.Kind),
			}
		}
		of[r.ID] = o.ID
		i, known := at[o.ID]
		if !known {
			i, at[o.ID] = len(list), len(list)
			list, sources = append(list, o), append(sources, selection.Identified{Source: o.ID})
		}
		sources[i].Records += int(r.Records)
	}
	return list, sources, of
}

func (c *Content) decided(ctx context.Context, a Access) (selection.Decided, error) {
	rows, err := c.q.DecisionsByReason(ctx, a.request)
	var d selection.Decided
	for _, r := range rows {
		switch Verdict(r.Verdict) {
		case Include:
			d.Included += int(r.Publications)
		case Maybe:
			d.Maybe += int(r.Publications)
		case Exclude:
			d.Excluded = append(d.Excluded, selection.Reason{Code: r.Reason, Publications: int(r.Publications)})
		case Undecided: // has no row
		}
	}
	return d, contentError(err)
}
