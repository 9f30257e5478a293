package postgres

import (
	"context"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Unsynced lists the watches whose schedule is behind, or for which a look at once was asked.
func (l *Living) Unsynced(ctx context.Context, most int) ([]evidence.WatchOrder, error) {
	rows, err := l.q.UnsyncedWatches(ctx, fit(most))
	return each(rows, watchOrder), err
}

// Synced notes that the schedule is as the order said.
func (l *Living) Synced(ctx context.Context, o evidence.WatchOrder) error {
	id, err := rowUUID(string(o.ID))
	if err != nil {
		return err
	}
	return l.q.WatchSynced(ctx, sqlc.WatchSyncedParams{ID: id, Version: fit(o.Version), Asked: o.AskedAt})
}

// Watched lists the watches that must have a schedule, active and paused ones, in the order of their identifiers; after is the last
// one of the page before, or empty.
func (l *Living) Watched(ctx context.Context, after evidence.WatchID, most int) ([]evidence.WatchOrder, error) {
	var from *uuid.UUID
	if after != "" {
		id, err := rowUUID(string(after))
		if err != nil {
			return nil, err
		}
		from = &id
	}
	rows, err := l.q.WatchedAfter(ctx, sqlc.WatchedAfterParams{After: from, Now: l.now(), Most: fit(most)})
	return each(rows, func(r sqlc.WatchedAfterRow) evidence.WatchOrder { return watchOrder(sqlc.UnsyncedWatchesRow(r)) }), err
}

// Lost notes that a watch has no schedule, so that it is made again.
func (l *Living) Lost(ctx context.Context, id evidence.WatchID) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	return l.q.WatchLost(ctx, key)
}

func watchOrder(r sqlc.UnsyncedWatchesRow) evidence.WatchOrder {
	return evidence.WatchOrder{
		ID: evidence.WatchID(r.ID.String()), Request: evidence.RequestID(r.RequestID.String()), Version: int(r.Version), AskedAt: r.AskedAt,
		Months: int(r.Months), State: evidence.WatchState(r.State), FirstAt: r.FirstAt.UTC(), EndsAt: r.EndsAt.UTC(),
	}
}
