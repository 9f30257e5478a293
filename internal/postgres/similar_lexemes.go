package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/postgres/sqlc"
)

// The sample from which the frequency of words is known. One per cent of a million questions takes seconds.
const (
	lexemeSample  = 20_000 // questions
	lexemeTimeout = 5 * time.Minute
)

// RefreshLexemes counts anew how common the words of questions are; nightly is often enough. It returns how many words it
// keeps; 0 when another process is counting. Words that were erased everywhere are forgotten by it.
func (r *Reader) RefreshLexemes(ctx context.Context) (words int, err error) {
	err = pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		var alone bool
		if err := tx.QueryRow(ctx, "SELECT pg_try_advisory_xact_lock(hashtext('evidencedesk lexeme'))").Scan(&alone); err != nil || !alone {
			return err
		}
		if _, err := tx.Exec(ctx, "SET LOCAL statement_timeout = "+milliseconds(lexemeTimeout)); err != nil {
			return err
		}
		sample, err := lexemeSampleOf(ctx, tx)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "DELETE FROM lexeme"); err != nil {
			return err
		}
		if err := r.noteSample(ctx, tx, sample); err != nil {
			return err
		}
		// A word that only one question has is not kept: it may be a name.
		done, err := tx.Exec(ctx, "INSERT INTO lexeme (word, ndoc) SELECT word, ndoc FROM ts_stat($1) WHERE ndoc > 1", "SELECT alike FROM "+sample)
		words = int(done.RowsAffected())
		return err
	})
	return words, readError(err)
}

// noteSample keeps how many questions are counted. A sample by pages holds about as many as was asked for.
func (r *Reader) noteSample(ctx context.Context, tx pgx.Tx, sample string) error {
	var total int
	if err := tx.QueryRow(ctx, "SELECT count(*) FROM request_text").Scan(&total); err != nil {
		return err
	}
	counted := total
	if sample != wholeSample {
		counted = min(total, lexemeSample)
	}
	return r.q.WithTx(tx).SaveLexemeSample(ctx, sqlc.SaveLexemeSampleParams{Counted: fit(counted), Total: fit(total)})
}

// wholeSample counts every question.
const wholeSample = "request_text"

// lexemeSampleOf chooses the questions to count: all of them while they are few.
func lexemeSampleOf(ctx context.Context, tx pgx.Tx) (string, error) {
	var about float64
	err := tx.QueryRow(ctx, "SELECT greatest(reltuples, 0) FROM pg_class WHERE oid = 'request_text'::regclass").Scan(&about)
	if err != nil || about <= lexemeSample {
		return wholeSample, err
	}
	return fmt.Sprintf("request_text TABLESAMPLE SYSTEM (%.4f)", lexemeSample/about*100), nil
}
