package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Erasures blanks what people wrote and replaces the people by pseudonyms. It works as the role evidencedesk_eraser, the
// only one that may; that role can do nothing else. Steps, counts, codes and identifiers stay.
type Erasures struct {
	pool *pgxpool.Pool
	q    *sqlc.Queries
	now  func() time.Time
}

// NewErasures makes it over a pool of [Eraser]. now is nil for the clock.
func NewErasures(pool *pgxpool.Pool, now func() time.Time) *Erasures {
	return &Erasures{pool: pool, q: sqlc.New(pool), now: clock(now)}
}

// Erasure is the order to erase somebody.
type Erasure struct {
	Person evidence.PersonID
	Reason string    // a code; [ErasedOnRequest] when empty
	At     time.Time // when it was first carried out; zero: now
	Anyway bool      // also while requests are open that need the person
}

// ErasedOnRequest is the reason of an erasure that the person asked for.
const ErasedOnRequest = "person_request"

// Erased says what an erasure did.
type Erased struct {
	Pseudonym string
	At        time.Time
	Requests  int  // whose text was blanked
	Again     bool // the person had been erased before
}

// Holding is an open request that needs the person.
type Holding struct {
	Request   evidence.RequestID
	Reference string
	Stage     evidence.Stage
	Asks      bool // change the requester or withdraw it first
	Owns      bool // reassign or release it first
}

// Holding lists the open requests that need a person as requester or as owner. Until there are none the person is erased
// only on a plain order to do it anyway.
func (e *Erasures) Holding(ctx context.Context, person evidence.PersonID) ([]Holding, error) {
	id, err := rowUUID(string(person))
	if err != nil {
		return nil, err
	}
	return holding(ctx, e.q, id)
}

func holding(ctx context.Context, q *sqlc.Queries, person uuid.UUID) ([]Holding, error) {
	rows, err := q.HoldingPerson(ctx, person)
	return each(rows, func(r sqlc.HoldingPersonRow) Holding {
		return Holding{
			Request: evidence.RequestID(r.RequestID.String()), Reference: r.Reference, Stage: evidence.Stage(r.Stage), Asks: r.Asks, Owns: r.Owns,
		}
	}), err
}

// Erase erases somebody in one transaction. It blanks the requests that the person asks, with everything written about
// them, except a report that somebody else needs whose request was merged into it; and what the person wrote about other
// requests: messages, time notes, readings, names of files, answers to questions about impact. Drafts go. Tokens end,
// notices that wait are dropped, the person becomes a pseudonym that is always the same. A request that was handed to
// another requester stays, and so does a librarian's work on other people's requests.
//
// Doing it again changes nothing but what was written since. Errors: NotFound; NotAllowedInStage while open requests need
// the person, see [Erasures.Holding].
func (e *Erasures) Erase(ctx context.Context, o Erasure) (Erased, error) {
	id, err := rowUUID(string(o.Person))
	if err != nil {
		return Erased{}, err
	}
	var done Erased
	err = pgx.BeginFunc(ctx, e.pool, func(tx pgx.Tx) error {
		q := e.q.WithTx(tx)
		erasedAt, err := q.LockPerson(ctx, id)
		if err != nil {
			return err
		}
		if !o.Anyway {
			if err := unneeded(ctx, q, id); err != nil {
				return err
			}
		}
		now := e.now()
		if o.At.IsZero() {
			o.At = now
		}
		done.Again = erasedAt != nil
		if done.Requests, err = e.blankRequests(ctx, tx, id, now); err != nil {
			return err
		}
		if err := blankWords(ctx, tx, id, now); err != nil {
			return err
		}
		if err := forget(ctx, q, id, o.At, now); err != nil {
			return err
		}
		done.Pseudonym, done.At, err = enter(ctx, q, id, o)
		return err
	})
	return done, processError(err)
}

// unneeded refuses to erase somebody whom open requests need.
func unneeded(ctx context.Context, q *sqlc.Queries, person uuid.UUID) error {
	open, err := holding(ctx, q, person)
	if err != nil || len(open) == 0 {
		return err
	}
	return &evidence.Error{
		Code: evidence.NotAllowedInStage, Stage: open[0].Stage,
		Detail: fmt.Sprintf("%d open requests need this person. Change the requester or withdraw them, and reassign those that the person owns.", len(open)),
	}
}

// blankRequests blanks the requests that the person asks and counts them.
func (e *Erasures) blankRequests(ctx context.Context, tx pgx.Tx, person uuid.UUID, now time.Time) (int, error) {
	q := e.q.WithTx(tx)
	asked, err := q.RequestsAskedBy(ctx, person)
	if err != nil {
		return 0, err
	}
	for _, r := range asked {
		if err := q.BlankRequest(ctx, sqlc.BlankRequestParams{Request: r.RequestID, Now: &now}); err != nil {
			return 0, err
		}
		if err := q.BlankRequestTexts(ctx, sqlc.BlankRequestTextsParams{Request: r.RequestID, Now: &now}); err != nil {
			return 0, err
		}
		if err := q.BlankSplitParts(ctx, sqlc.BlankSplitPartsParams{Request: r.RequestID, Now: &now}); err != nil {
			return 0, err
		}
		if r.Needed {
			continue
		}
		if err := BlankContent(ctx, tx, evidence.RequestID(r.RequestID.String()), now); err != nil {
			return 0, err
		}
	}
	return len(asked), nil
}

// blankWords blanks what the person wrote, wherever it stands.
func blankWords(ctx context.Context, tx pgx.Tx, person uuid.UUID, now time.Time) error {
	q := sqlc.New(tx)
	if err := q.BlankMessagesBy(ctx, sqlc.BlankMessagesByParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.BlankTimeNotesBy(ctx, sqlc.BlankTimeNotesByParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.BlankAttachmentsBy(ctx, sqlc.BlankAttachmentsByParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.BlankReviewsBy(ctx, sqlc.BlankReviewsByParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.BlankReviewFindingsBy(ctx, sqlc.BlankReviewFindingsByParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.BlankSurveysBy(ctx, sqlc.BlankSurveysByParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.BlankCasesOf(ctx, sqlc.BlankCasesOfParams{Person: person, Now: &now}); err != nil {
		return err
	}
	return DropDraftsOf(ctx, tx, personOf(person))
}

// forget ends the person's tokens, sessions, accounts elsewhere and notices and puts the pseudonym in the person's place.
func forget(ctx context.Context, q *sqlc.Queries, person uuid.UUID, at, now time.Time) error {
	if err := q.RevokeTokensOf(ctx, sqlc.RevokeTokensOfParams{Person: person, Now: &now}); err != nil {
		return err
	}
	if err := q.DropSessionsOf(ctx, person); err != nil {
		return err
	}
	if err := q.DropIdentitiesOf(ctx, person); err != nil {
		return err
	}
	if err := q.DropDeskOf(ctx, person); err != nil {
		return err
	}
	if err := eraseWellbeing(ctx, q, person); err != nil {
		return err
	}
	if err := q.DropRecipientsOf(ctx, sqlc.DropRecipientsOfParams{Person: person, Now: now}); err != nil {
		return err
	}
	if err := q.DropNoticesTo(ctx, sqlc.DropNoticesToParams{Person: &person, Now: &now}); err != nil {
		return err
	}
	return q.Pseudonymise(ctx, sqlc.PseudonymiseParams{ID: person, Pseudonym: pseudonym(person), At: &at})
}

// enter notes the erasure. The first one stands.
func enter(ctx context.Context, q *sqlc.Queries, person uuid.UUID, o Erasure) (string, time.Time, error) {
	if o.Reason == "" {
		o.Reason = ErasedOnRequest
	}
	_, err := q.InsertErasure(ctx, sqlc.InsertErasureParams{Person: person, Pseudonym: pseudonym(person), At: o.At, Reason: o.Reason})
	if err != nil {
		return "", time.Time{}, err
	}
	row, err := q.GetErasure(ctx, person)
	return row.Pseudonym, row.At.UTC(), err
}

// pseudonymBytes is the length of the part that tells pseudonyms apart.
const pseudonymBytes = 6

// pseudonym is made of the identifier alone, so that an erasure that is carried out again, on a copy of the database that
// does not know of the first one, gives the same.
func pseudonym(person uuid.UUID) string {
	sum := sha256.Sum256([]byte("pseudonym:" + person.String()))
	return "Erased person " + hex.EncodeToString(sum[:pseudonymBytes])
}
