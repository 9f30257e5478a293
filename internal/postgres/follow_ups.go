package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// FollowUps keeps the follow-ups of requests: their steps, who was asked and what they answered.
type FollowUps struct {
	pool      *pgxpool.Pool
	q         *sqlc.Queries
	calendars CalendarSource
	key       []byte // of the links to the questions
	version   string // of the questionnaire that new asks show
	now       func() time.Time
}

// NewFollowUps makes the store over the application's pool. The key makes the links and is that of the mail relay;
// questionnaire is the version of the impact questions that new asks show; now is nil for the clock.
func NewFollowUps(pool *pgxpool.Pool, calendars CalendarSource, key []byte, questionnaire string, now func() time.Time) *FollowUps {
	if len(key) < minDigestKey {
		panic("postgres: the key of the links is too short")
	}
	return &FollowUps{pool: pool, q: sqlc.New(pool), calendars: calendars, key: key, version: questionnaire, now: clock(now)}
}

// errRaced says that somebody wrote the same step at the same moment. Trying again finds it.
var errRaced = errors.New("postgres: another attempt wrote this step")

// Apply writes one step with its asks and notices in one transaction and returns the settled state. A step whose number
// is stored already returns the newest stored state; one that would leave a gap is an error whose Conflict method answers
// true.
//
// An answer that was stored counts from the next step on, even if the workflow has not heard of it: whoever answered is
// not reminded.
func (f *FollowUps) Apply(ctx context.Context, t evidence.ImpactTransition) (evidence.ImpactState, error) {
	request, err := rowUUID(string(t.Next.Request))
	if err != nil {
		return evidence.ImpactState{}, err
	}
	cal, err := f.calendars.Calendar(ctx, t.Next.Library)
	if err != nil {
		return evidence.ImpactState{}, err
	}
	w := impactWriter{f: f, request: request, zone: cal.Location(), morning: evidence.Mornings(cal.Location(), cal.NextOpen)}
	var settled evidence.ImpactState
	err = pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		w.q = f.q.WithTx(tx)
		stored, err := w.stored(ctx)
		switch {
		case err != nil:
			return err
		case stored.Seq >= t.Next.Seq:
			settled = stored
			return nil
		case stored.Seq != t.Next.Seq-1:
			return &projectionConflictError{t.Next.Seq}
		}
		settled, err = w.write(ctx, t)
		return err
	})
	return settled, processError(err)
}

// impactWriter carries out one step in one transaction.
type impactWriter struct {
	f       *FollowUps
	q       *sqlc.Queries
	request uuid.UUID
	zone    *time.Location
	morning evidence.Morning
}

// stored gives the newest step and holds its row; the zero state before the first.
func (w impactWriter) stored(ctx context.Context) (s evidence.ImpactState, err error) {
	raw, err := w.q.LockFollowUp(ctx, w.request)
	switch {
	case isMissing(err):
		return s, nil
	case err != nil:
		return s, err
	}
	return s, json.Unmarshal(raw, &s)
}

// write settles the step and stores it with everything that belongs to it.
func (w impactWriter) write(ctx context.Context, t evidence.ImpactTransition) (s evidence.ImpactState, err error) {
	s = t.Next
	if s.Asks, err = w.heard(ctx, s); err != nil {
		return s, err
	}
	if name := t.Command.Name; name == evidence.ImpactAskDue || name == evidence.ImpactAskAgain {
		made, err := w.ask(ctx, s)
		if err != nil {
			return s, err
		}
		s.Asks = append(s.Asks, made...)
	}
	if s, err = s.Settle(w.morning); err != nil {
		return s, err
	}
	row, err := followUpRow(w.request, t, s)
	if err != nil {
		return s, err
	}
	n, err := w.q.SaveFollowUp(ctx, row)
	if err == nil && n == 0 {
		err = errRaced
	}
	if err != nil {
		return s, err
	}
	if err := w.move(ctx, s); err != nil {
		return s, err
	}
	return s, w.tell(ctx, t.Notice, s)
}

func followUpRow(request uuid.UUID, t evidence.ImpactTransition, s evidence.ImpactState) (sqlc.SaveFollowUpParams, error) {
	library, err := rowUUID(string(s.Library))
	return sqlc.SaveFollowUpParams{
		Request: request, Library: library, Stage: string(s.Stage), Anchor: s.Anchor, AskAt: given(s.Due.Ask), RemindAt: given(s.Due.Remind),
		GiveUpAt: given(s.Due.GiveUp), AgainAt: given(s.Due.Again), EndsAt: given(s.Due.End), AskedAt: given(s.AskedAt), Running: runs(s), Seq: int32(s.Seq), //nolint:gosec // a follow-up has few steps
		Command: string(t.Command.Name), At: s.At, RecordedAt: t.RecordedAt, State: jsonOf(s), StateVersion: evidence.StateVersion,
	}, err
}

// runs reports whether there is something to do or to wait for before the time for answers is over.
func runs(s evidence.ImpactState) bool { return !s.Done(s.At) }

// FollowUp gives the newest stored state of a follow-up. Errors: NotFound.
func (f *FollowUps) FollowUp(ctx context.Context, id evidence.RequestID) (s evidence.ImpactState, err error) {
	request, err := rowUUID(string(id))
	if err != nil {
		return s, err
	}
	raw, err := f.q.GetFollowUp(ctx, request)
	if err != nil {
		return s, processError(err)
	}
	return s, json.Unmarshal(raw, &s)
}

// OpenFollowUps lists the follow-ups that are not done, after the given request in the order of identifiers: up to limit
// of them. The first page follows the empty identifier.
func (f *FollowUps) OpenFollowUps(ctx context.Context, after evidence.RequestID, limit int) ([]evidence.ImpactState, error) {
	rows, err := f.q.OpenFollowUps(ctx, sqlc.OpenFollowUpsParams{Now: f.now(), After: zeroUUID(after), Most: int32(limit)}) //nolint:gosec // a page is small
	if err != nil {
		return nil, err
	}
	list := make([]evidence.ImpactState, len(rows))
	for i, raw := range rows {
		if err := json.Unmarshal(raw, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}
