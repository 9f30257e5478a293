package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Change says that a request was written: a step of its process, or with whom it is shared.
type Change struct {
	Request   evidence.RequestID
	Library   evidence.LibraryID
	Stage     evidence.Stage
	Owner     evidence.PersonID
	Requester evidence.PersonID
	Seq       int
	Number    int64 // grows with every change of any request
}

// Position is how far a poller has come: everything that was written before it has been seen. The zero Position stands
// for now.
type Position int64

// Changes returns what was written since a position and the position to ask from next. It misses nothing, although
// transactions commit in another order than they begin: it goes only as far as the oldest one still at work, so that a
// change shows once all that began before it have ended. A request that changed several times shows once, as it is. When
// there are very many they come in several calls: ask again at once until none is left. The first call, from the zero
// Position, returns no changes.
func (r *Reader) Changes(ctx context.Context, since Position) ([]Change, Position, error) {
	until, err := r.q.OldestAtWork(ctx)
	if err != nil || since == 0 || int64(since) >= until {
		return nil, max(since, Position(until)), readError(err)
	}
	rows, err := r.q.ChangesSince(ctx, sqlc.ChangesSinceParams{
		Since: strconv.FormatInt(int64(since), 10), Until: strconv.FormatInt(until, 10),
	})
	if err != nil {
		return nil, since, readError(err)
	}
	next := Position(until)
	if len(rows) >= changesAtOnce {
		next = Position(rows[len(rows)-1].Xid + 1)
	}
	return each(rows, changeOf), next, nil
}

// changesAtOnce is the number of rows in the statement ChangesSince.
const changesAtOnce = 1000

func changeOf(row sqlc.ChangesSinceRow) Change {
	return Change{
		Request: evidence.RequestID(row.RequestID.String()), Library: evidence.LibraryID(row.LibraryID.String()),
		Stage: evidence.Stage(row.Stage), Owner: personOrNone(row.Owner), Requester: personOf(row.Requester),
		Seq: int(row.Seq), Number: row.ChangeSeq,
	}
}

// OpenRequests lists the newest states of requests whose workflow should run, in the order of their identifiers, after
// the given one: at most limit. It is how lost workflows are found again.
func (r *Reader) OpenRequests(ctx context.Context, after evidence.RequestID, limit int) ([]evidence.State, error) {
	from := uuid.Nil
	if after != "" {
		var err error
		if from, err = rowUUID(string(after)); err != nil {
			return nil, err
		}
	}
	rows, err := r.q.OpenStates(ctx, sqlc.OpenStatesParams{
		After: from, LapsedAfter: time.Now().Add(-evidence.ReviveWindow), Most: int32(limit), //nolint:gosec // the caller's page
	})
	if err != nil {
		return nil, readError(err)
	}
	states := make([]evidence.State, len(rows))
	for i, raw := range rows {
		if states[i], err = stateFrom(raw); err != nil {
			return nil, err
		}
	}
	return states, nil
}

// Backlog is what waits to be done, for the health of the service.
type Backlog struct {
	Open      map[evidence.Stage]int
	Unowned   int // open requests in the shared pool
	Overdue   int // open requests whose clock runs and whose date has passed
	Waiting   int // orders to the engine that have not been carried out
	Failing   int // of those, tried at least once
	OldestFor time.Duration
}

// Backlog counts what waits, in all libraries.
func (r *Reader) Backlog(ctx context.Context, now time.Time) (Backlog, error) {
	stages, err := r.q.OpenByStage(ctx, now)
	if err != nil {
		return Backlog{}, readError(err)
	}
	orders, err := r.q.OutboxBacklog(ctx, now)
	b := Backlog{
		Open: map[evidence.Stage]int{}, Waiting: int(orders.Waiting), Failing: int(orders.Failing),
		OldestFor: time.Duration(orders.OldestSeconds) * time.Second,
	}
	for _, s := range stages {
		b.Open[evidence.Stage(s.Stage)] = int(s.Requests)
		b.Unowned += int(s.Unowned)
		b.Overdue += int(s.Overdue)
	}
	return b, readError(err)
}
