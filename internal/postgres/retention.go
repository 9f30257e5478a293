package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"evidencedesk/internal/postgres/sqlc"
)

// Retained says what a round of retention did.
type Retained struct {
	Requests int // that lost what identifies people
	People   int // who became pseudonyms
}

// retentionBatch is how many requests or people are looked for at a time; each is one transaction.
const retentionBatch = 100

// Retain takes what identifies people from requests that were closed longer ago than their library keeps it: for whom it
// was asked, the background, messages, names of files, time notes, the words of answers about impact. Question, strategies,
// references, report, steps and counts stay as the anonymous record (domain rule 9). Then whoever only ever asked, has no
// request left that is younger and cannot sign in becomes a pseudonym. It may be interrupted and repeated.
func (e *Erasures) Retain(ctx context.Context) (Retained, error) {
	var done Retained
	for {
		now := e.now()
		ids, err := e.q.KeptTooLong(ctx, sqlc.KeptTooLongParams{Now: now, Months: DefaultRetentionMonths, Most: retentionBatch})
		if err != nil || len(ids) == 0 {
			if err == nil {
				done.People, err = e.forgetPeople(ctx)
			}
			return done, err
		}
		for _, id := range ids {
			if err := e.anonymise(ctx, id, now); err != nil {
				return done, err
			}
			done.Requests++
		}
	}
}

// anonymise marks the request as erased, so that its requester is shown to nobody any more.
func (e *Erasures) anonymise(ctx context.Context, request uuid.UUID, now time.Time) error {
	return pgx.BeginFunc(ctx, e.pool, func(tx pgx.Tx) error {
		q := e.q.WithTx(tx)
		for _, blank := range []func() error{
			func() error { return q.BlankRequest(ctx, sqlc.BlankRequestParams{Request: request, Now: &now}) },
			func() error { return q.BlankBackground(ctx, request) },
			func() error {
				return q.BlankSplitParts(ctx, sqlc.BlankSplitPartsParams{Request: request, Now: &now})
			},
			func() error {
				return q.BlankSurveysOf(ctx, sqlc.BlankSurveysOfParams{Request: request, Now: &now})
			},
			counted(func() (int64, error) {
				return q.BlankMessages(ctx, sqlc.BlankMessagesParams{Request: request, Now: &now})
			}),
			counted(func() (int64, error) {
				return q.BlankAttachments(ctx, sqlc.BlankAttachmentsParams{Request: request, Now: &now})
			}),
			counted(func() (int64, error) {
				return q.BlankTimeNotes(ctx, sqlc.BlankTimeNotesParams{Request: request, Now: &now})
			}),
			counted(func() (int64, error) {
				return q.BlankFindings(ctx, sqlc.BlankFindingsParams{Request: request, Now: &now})
			}),
			counted(func() (int64, error) { return q.EndWatch(ctx, sqlc.EndWatchParams{Request: request, Now: now}) }),
		} {
			if err := blank(); err != nil {
				return err
			}
		}
		return nil
	})
}

// counted leaves out a count that nobody asks for.
func counted(do func() (int64, error)) func() error {
	return func() error {
		_, err := do()
		return err
	}
}

func (e *Erasures) forgetPeople(ctx context.Context) (int, error) {
	var count int
	for after := (uuid.UUID{}); ; {
		now := e.now()
		ids, err := e.q.ForgottenPeople(ctx, sqlc.ForgottenPeopleParams{After: after, Now: &now, Most: retentionBatch})
		if err != nil || len(ids) == 0 {
			return count, err
		}
		for _, id := range ids {
			n, err := e.forgetOne(ctx, id)
			if err != nil {
				return count, err
			}
			count += n
		}
		after = ids[len(ids)-1]
	}
}

// forgetOne looks once more, now that nobody can write about the person, and makes the pseudonym. It is no erasure in the
// sense of the ledger: after restoring a backup the next round does it again.
func (e *Erasures) forgetOne(ctx context.Context, person uuid.UUID) (n int, err error) {
	err = pgx.BeginFunc(ctx, e.pool, func(tx pgx.Tx) error {
		q, now := e.q.WithTx(tx), e.now()
		if _, err := q.LockPerson(ctx, person); err != nil {
			return err
		}
		still, err := q.ForgottenPeople(ctx, sqlc.ForgottenPeopleParams{One: &person, Now: &now, Most: 1})
		if err != nil || len(still) == 0 {
			return err
		}
		n = 1
		return forget(ctx, q, person, now, now)
	})
	return n, err
}
