package postgres

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

const (
	compareBatch = 250  // records that are read at once: each may be as long as a file allows
	pairsBatch   = 5000 // pairs that are written at once
)

// Compared gives every record of the import's request that has been read whole, with its identifier, to each; fresh are those of
// the import. It begins the comparing. Errors: evidence.NotFound when the import is not to be compared: it was refused or undone
// meanwhile, or is ready.
func (i *Imports) Compared(ctx context.Context, id evidence.ImportID, each func(item duplicate.Item, fresh bool)) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	n, err := i.q.BeginComparing(ctx, sqlc.BeginComparingParams{ID: key, Now: i.now()})
	if err != nil {
		return contentError(err)
	}
	if n == 0 {
		return evidence.Refuse(evidence.NotFound, "")
	}
	after := uuid.Nil
	for {
		rows, err := i.q.RecordsToCompare(ctx, sqlc.RecordsToCompareParams{Import: key, After: after, Most: compareBatch})
		if err != nil {
			return contentError(err)
		}
		for _, r := range rows {
			each(duplicate.Item{ID: r.ID.String(), Record: fromJSON[reference.Record](r.Whole)}, r.Fresh)
		}
		if len(rows) < compareBatch {
			return nil
		}
		after = rows[len(rows)-1].ID
	}
}

// Link stores what the rules say of pairs of records, works out anew which records are one publication, and makes the import
// ready: in one transaction. What people said of pairs stays. Doing it again changes nothing; an import that was undone
// meanwhile is left alone.
func (i *Imports) Link(ctx context.Context, id evidence.ImportID, pairs []duplicate.Pair) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	return i.tx(ctx, func(q *sqlc.Queries) error {
		standing, err := q.ImportStanding(ctx, key)
		if err != nil {
			return err
		}
		if err := q.LockRecords(ctx, standing.RequestID); err != nil {
			return err
		}
		if n, err := q.FinishImport(ctx, sqlc.FinishImportParams{ID: key, Now: i.now()}); err != nil || n == 0 {
			return err
		}
		seeds, err := putPairs(ctx, q, standing.RequestID, pairs)
		if err != nil {
			return err
		}
		if err := regroup(ctx, q, standing.RequestID, seeds); err != nil {
			return err
		}
		return q.DropChunks(ctx, key)
	})
}

// putPairs stores pairs and gives each of their records once.
func putPairs(ctx context.Context, q *sqlc.Queries, request uuid.UUID, pairs []duplicate.Pair) ([]uuid.UUID, error) {
	seen := map[uuid.UUID]bool{}
	var seeds []uuid.UUID
	for len(pairs) > 0 {
		n := min(len(pairs), pairsBatch)
		p := sqlc.PutPairsParams{Request: request}
		for _, pair := range pairs[:n] {
			a, b := uuid.MustParse(pair.A), uuid.MustParse(pair.B)
			for _, id := range []uuid.UUID{a, b} {
				if !seen[id] {
					seen[id], seeds = true, append(seeds, id)
				}
			}
			p.A, p.B = append(p.A, a), append(p.B, b)
			p.Certainties, p.Rules = append(p.Certainties, string(pair.Certainty)), append(p.Rules, string(pair.Rule))
			p.Fields = append(p.Fields, joined(pair.Fields))
		}
		if err := q.PutPairs(ctx, p); err != nil {
			return nil, err
		}
		pairs = pairs[n:]
	}
	return seeds, nil
}

func joined(fields []duplicate.Field) string {
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = string(f)
	}
	return strings.Join(names, ",")
}
