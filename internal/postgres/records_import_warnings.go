package postgres

import (
	"context"
	"slices"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/reference"
)

// WarningKey is the place of a warning in the list of its import: those of the file as a whole, then those of the records in their
// order. The zero value is before the first.
type WarningKey struct{ Record, N int }

// ImportWarning is a warning at its place.
type ImportWarning struct {
	reference.Warning

	Key WarningKey
}

// WarningWindow says which part of the warnings of an import is wanted.
type WarningWindow struct {
	At     WarningKey
	Before bool // those before At, nearest to it; else those after it
	Most   int
}

// WarningPage is a part of the warnings of an import, in their order.
type WarningPage struct {
	Items []ImportWarning
	More  bool // there are more in the direction of the window
	Kept  int  // how many can be paged through, at most [MaxImportWarnings]
	Total int  // how many there were
}

// Warnings gives a part of the warnings of an import. Errors: evidence.NotFound when the request has no such import.
func (i *Imports) Warnings(ctx context.Context, a Access, id evidence.ImportID, w WarningWindow) (WarningPage, error) {
	one, err := i.Import(ctx, a, id)
	if err != nil {
		return WarningPage{}, err
	}
	key, err := rowUUID(string(id))
	if err != nil {
		return WarningPage{}, err
	}
	kept, err := i.q.CountWarnings(ctx, key)
	if err != nil {
		return WarningPage{}, contentError(err)
	}
	items, err := i.warnings(ctx, key, w)
	if err != nil {
		return WarningPage{}, err
	}
	more := len(items) > w.Most
	switch {
	case more && w.Before:
		items = items[1:]
	case more:
		items = items[:w.Most]
	}
	return WarningPage{Items: items, More: more, Kept: int(kept), Total: one.Warnings}, nil
}

// warnings gives one more than is wanted, if there is one.
func (i *Imports) warnings(ctx context.Context, key uuid.UUID, w WarningWindow) ([]ImportWarning, error) {
	record, n, most := fit(w.At.Record), fit(w.At.N), fit(w.Most+1)
	if !w.Before {
		rows, err := i.q.WarningsAfter(ctx, sqlc.WarningsAfterParams{Import: key, Record: record, N: n, Most: most})
		return each(rows, warningOf), contentError(err)
	}
	rows, err := i.q.WarningsBefore(ctx, sqlc.WarningsBeforeParams{Import: key, Record: record, N: n, Most: most})
	slices.Reverse(rows)
	return each(rows, func(r sqlc.WarningsBeforeRow) ImportWarning { return warningOf(sqlc.WarningsAfterRow(r)) }), contentError(err)
}

func warningOf(r sqlc.WarningsAfterRow) ImportWarning {
	return ImportWarning{
		Warning: reference.Warning{Record: int(r.Record), Line: int(r.Line), Code: r.Code, Detail: r.Detail},
		Key:     WarningKey{Record: int(r.Record), N: int(r.N)},
	}
}

// putWarnings stores the warnings of the items whose number is above done, and those of the file as a whole.
func putWarnings(ctx context.Context, q *sqlc.Queries, of uuid.UUID, items []reference.Item, done int, file []reference.Warning) error {
	p := sqlc.PutWarningsParams{Import: of}
	add := func(record int, list []reference.Warning) {
		for n, w := range list {
			p.Records, p.Ns, p.Lines = append(p.Records, fit(record)), append(p.Ns, fit(n+1)), append(p.Lines, fit(w.Line))
			p.Codes, p.Details = append(p.Codes, w.Code), append(p.Details, w.Detail)
		}
	}
	add(0, file)
	for _, it := range items {
		if it.Number > done {
			add(it.Number, it.Warnings)
		}
	}
	if len(p.Records) == 0 {
		return nil
	}
	return q.PutWarnings(ctx, p)
}
