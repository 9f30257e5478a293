package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// Requests is the writing side of the process: it opens requests and writes every transition, each in one transaction
// with its projection, its notices and what it owes to other requests.
type Requests struct {
	pool      *pgxpool.Pool
	q         *sqlc.Queries
	calendars CalendarSource
	urgencies Urgencies
	answers   Answers
	now       func() time.Time
}

// CalendarSource gives the calendar in force in a library.
type CalendarSource interface {
	Calendar(ctx context.Context, library evidence.LibraryID) (*calendar.Calendar, error)
}

// Urgencies knows what is promised for each urgency.
type Urgencies interface {
	Urgency(code string) (vocabulary.Urgency, bool)
}

// Answers keeps the answer of a request that is opened answered.
type Answers interface {
	RecordAnswer(ctx context.Context, tx pgx.Tx, person evidence.PersonID, request evidence.RequestID, s SummaryText, list []ReferenceContent) (Facts, error)
}

// NewRequests makes the store over the application's pool. now is nil for the clock.
func NewRequests(pool *pgxpool.Pool, calendars CalendarSource, urgencies Urgencies, answers Answers, now func() time.Time) *Requests {
	if now == nil {
		now = time.Now
	}
	return &Requests{
		pool: pool, q: sqlc.New(pool), calendars: calendars, urgencies: urgencies, answers: answers,
		now: func() time.Time { return now().UTC().Truncate(time.Microsecond) },
	}
}

// projectionConflictError means that the store and the workflow have parted: see the runbook for a lost Temporal.
type projectionConflictError struct{ seq int }

func (e *projectionConflictError) Error() string {
	return fmt.Sprintf("postgres: another transition is stored as number %d", e.seq)
}

// Conflict marks the error for activities, which do not retry it.
func (e *projectionConflictError) Conflict() bool { return true }

// Apply writes one transition of a request that exists and returns its settled clock. Writing it again returns the clock
// that was stored; another transition under its number is an error whose Conflict method answers true.
func (r *Requests) Apply(ctx context.Context, t evidence.Transition) (evidence.Clock, error) {
	w, err := r.writer(ctx, t)
	if err != nil {
		return evidence.Clock{}, err
	}
	var state evidence.State
	err = pgx.BeginFunc(ctx, r.pool, func(tx pgx.Tx) error {
		w.begin(tx)
		stored, found, err := w.stored(ctx, t)
		if err != nil || found {
			state = stored
			return err
		}
		state, err = w.write(ctx, t)
		return err
	})
	return state.Clock, processError(err)
}

// writer carries out one transaction. The calendars it needs are loaded before the transaction begins, because a second
// connection taken while one is held can starve the pool.
type writer struct {
	r         *Requests
	tx        pgx.Tx
	q         *sqlc.Queries
	now       time.Time
	calendars map[evidence.LibraryID]*calendar.Calendar
}

func (r *Requests) writer(ctx context.Context, t evidence.Transition) (*writer, error) {
	w := &writer{r: r, now: r.now(), calendars: map[evidence.LibraryID]*calendar.Calendar{}}
	libraries := []evidence.LibraryID{t.Next.Library}
	if t.Command.Name == evidence.Refer && !t.Command.Args.Outside {
		to, err := r.q.ReferredTo(ctx, idOrNil(string(t.Command.Args.Request)))
		if err != nil {
			return nil, processError(err)
		}
		libraries = append(libraries, evidence.LibraryID(to.String()))
	}
	for _, l := range libraries {
		c, err := r.calendars.Calendar(ctx, l)
		if err != nil {
			return nil, err
		}
		w.calendars[l] = c
	}
	return w, nil
}

func (w *writer) begin(tx pgx.Tx) { w.tx, w.q = tx, w.r.q.WithTx(tx) }

// stored finds the transition if an earlier attempt has written it. It holds the request's row, so that two attempts
// follow each other.
func (w *writer) stored(ctx context.Context, t evidence.Transition) (evidence.State, bool, error) {
	request, err := rowUUID(string(t.Next.Request))
	if err != nil {
		return evidence.State{}, false, err
	}
	seq, err := w.q.LockRequestState(ctx, request)
	if err != nil {
		return evidence.State{}, false, err
	}
	row, err := w.q.TransitionBySeq(ctx, sqlc.TransitionBySeqParams{Request: request, Seq: int32(t.Next.Seq)})
	switch {
	case err == nil && row.CommandID == t.Command.ID:
		var s evidence.State
		return s, true, json.Unmarshal(row.State, &s)
	case err == nil, isMissing(err) && int(seq) != t.Next.Seq-1:
		return evidence.State{}, false, &projectionConflictError{t.Next.Seq}
	case isMissing(err):
		return evidence.State{}, false, nil
	}
	return evidence.State{}, false, err
}

// write stores the transition with everything that belongs to it.
func (w *writer) write(ctx context.Context, t evidence.Transition) (evidence.State, error) {
	settled, err := w.settle(t)
	if err != nil {
		return evidence.State{}, err
	}
	t.Next = settled
	for _, step := range []func(context.Context, evidence.Transition) error{w.audit, w.project, w.fact, w.queueNotices, w.links, w.tellOthers} {
		if err := step(ctx, t); err != nil {
			return evidence.State{}, err
		}
	}
	return settled, nil
}

func (w *writer) queueNotices(ctx context.Context, t evidence.Transition) error {
	return queueNotices(ctx, w.tx, t)
}

func (w *writer) audit(ctx context.Context, t evidence.Transition) error {
	request, err := rowUUID(string(t.Next.Request))
	if err != nil {
		return err
	}
	row := sqlc.InsertTransitionParams{
		Request: request, Seq: int32(t.Next.Seq), Command: string(t.Command.Name), CommandID: t.Command.ID,
		FromStage: orNil(string(t.From)), ToStage: string(t.Next.Stage), ActorKind: "engine", ActorRoles: []string{},
		At: t.At, RecordedAt: t.RecordedAt, ReasonCode: t.Command.Args.Reason, ClockAction: string(t.Clock.Do),
		Args: jsonOf(t.Command.Args), State: jsonOf(t.Next), StateVersion: evidence.StateVersion,
	}
	if !t.Command.Actor.System {
		row.ActorKind, row.Actor = "person", idOrNil(string(t.Command.Actor.Person))
		for _, role := range t.Command.Actor.Roles {
			row.ActorRoles = append(row.ActorRoles, string(role))
		}
	}
	n, err := w.q.InsertTransition(ctx, row)
	if err == nil && n == 0 {
		return &projectionConflictError{t.Next.Seq}
	}
	return err
}

// processError turns an error of the database into one that callers may see.
func processError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, pgx.ErrNoRows):
		return evidence.Refuse(evidence.NotFound, "")
	}
	return err
}

func zeroUUID(id evidence.RequestID) uuid.UUID {
	if p := idOrNil(string(id)); p != nil {
		return *p
	}
	return uuid.UUID{}
}
