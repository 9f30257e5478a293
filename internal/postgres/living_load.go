package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/postgres/sqlc"
)

// Notice is one row of a file of Retraction Watch, as far as it is kept.
type Notice struct {
	Number    int
	DOI       string // of the paper, plain and in lower case
	PMID      string
	Title     string
	Nature    string
	Date      *time.Time
	NoticeDOI string
	Reasons   []string
}

// ReplaceRetractions puts the notices that next gives in the place of those that are there, in one transaction: until it has ended,
// and when it fails, the former ones are in force. It holds one notice at a time. Next answers false after the last one.
func ReplaceRetractions(ctx context.Context, pool *pgxpool.Pool, now time.Time, next func() (Notice, bool, error)) (LoadedRetractions, error) {
	done := LoadedRetractions{At: now.UTC().Truncate(time.Microsecond)}
	var unread error // the driver tells the server about it and passes on what the server says
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		q := sqlc.New(tx)
		before, err := q.ClearRetractions(ctx)
		if err != nil {
			return err
		}
		done.Before = int(before)
		columns := []string{"number", "doi", "pmid", "title", "nature", "noticed_on", "notice_doi", "reasons"}
		n, err := tx.CopyFrom(ctx, pgx.Identifier{"retraction"}, columns, pgx.CopyFromFunc(func() ([]any, error) {
			r, more, err := next()
			if err != nil || !more {
				unread = err
				return nil, err
			}
			reasons := r.Reasons
			if reasons == nil {
				reasons = []string{}
			}
			return []any{fit(r.Number), r.DOI, r.PMID, r.Title, r.Nature, dateOf(r.Date), r.NoticeDOI, reasons}, nil
		}))
		if unread != nil {
			return unread
		}
		if err != nil {
			return err
		}
		done.Notices = int(n)
		return q.NoteRetractionLoad(ctx, sqlc.NoteRetractionLoadParams{Now: done.At, Notices: fit(done.Notices)})
	})
	return done, err
}
