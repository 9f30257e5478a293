package postgres

import (
	"context"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// maxTimeEntries is how many stretches of work one person may note on one request.
const maxTimeEntries = 1_000

// AddTime notes a stretch of the caller's own work. Time may be noted after a request has ended too: what was spent on a
// request that was withdrawn or declined counts.
func (c *Content) AddTime(ctx context.Context, a Access, t TimeContent, k Creation) (TimeEntry, error) {
	t, err := c.checkedTime(a, t)
	if err != nil {
		return TimeEntry{}, err
	}
	ids, err := c.create(ctx, a.person, a.request, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return c.insertTime(ctx, q, a, ids[0], t)
	})
	if err != nil {
		return TimeEntry{}, err
	}
	return c.timeEntry(ctx, a, ids[0])
}

func (c *Content) insertTime(ctx context.Context, q *sqlc.Queries, a Access, id uuid.UUID, t TimeContent) error {
	if n, err := q.CountTimeEntries(ctx, sqlc.CountTimeEntriesParams{Request: a.request, Person: a.person}); err != nil || n >= maxTimeEntries {
		return tooMany(err, "minutes", maxTimeEntries)
	}
	_, err := q.InsertTimeEntry(ctx, sqlc.InsertTimeEntryParams{
		ID: id, Request: a.request, Person: a.person, Stage: t.Stage, Minutes: fit(t.Minutes), StartedAt: t.StartedAt, Note: t.Note, Now: c.now(),
	})
	return err
}

// SaveTime changes one's own entry that is at this version. Another person's is evidence.NotFound.
func (c *Content) SaveTime(ctx context.Context, a Access, id string, version int, t TimeContent) (TimeEntry, error) {
	key, err := rowUUID(id)
	if err != nil {
		return TimeEntry{}, err
	}
	if t, err = c.checkedTime(a, t); err != nil {
		return TimeEntry{}, err
	}
	row, err := c.q.UpdateTimeEntry(ctx, sqlc.UpdateTimeEntryParams{
		ID: key, Request: a.request, Person: a.person, Version: fit(version), Stage: t.Stage, Minutes: fit(t.Minutes),
		StartedAt: t.StartedAt, Note: t.Note, Now: c.now(),
	})
	return written(timeOf(row), err, version, func() (TimeEntry, error) { return c.timeEntry(ctx, a, key) })
}

// RemoveTime takes out one's own entry that is at this version.
func (c *Content) RemoveTime(ctx context.Context, a Access, id string, version int) error {
	if err := a.reads(); err != nil {
		return err
	}
	key, err := rowUUID(id)
	if err != nil {
		return err
	}
	_, err = c.q.DeleteTimeEntry(ctx, sqlc.DeleteTimeEntryParams{Request: a.request, ID: key, Person: a.person, Version: fit(version)})
	return removed(err, version, func() (TimeEntry, error) { return c.timeEntry(ctx, a, key) })
}

// Times gives the caller's own entries, and to a manager how long everybody worked on each stage.
func (c *Content) Times(ctx context.Context, a Access) (own []TimeEntry, totals []TimeTotal, err error) {
	if err := a.reads(); err != nil {
		return nil, nil, err
	}
	rows, err := c.q.ListTimeEntries(ctx, sqlc.ListTimeEntriesParams{Request: a.request, Person: a.person, Most: maxTimeEntries})
	if err != nil || !a.manager() {
		return each(rows, timeOf), nil, contentError(err)
	}
	sums, err := c.q.TimeTotals(ctx, a.request)
	return each(rows, timeOf), each(sums, func(r sqlc.TimeTotalsRow) TimeTotal {
		return TimeTotal{Person: personOf(r.PersonID), Stage: r.Stage, Minutes: int(r.Minutes)}
	}), contentError(err)
}

// Time gives one of the caller's own entries.
func (c *Content) Time(ctx context.Context, a Access, id string) (TimeEntry, error) {
	if err := a.reads(); err != nil {
		return TimeEntry{}, err
	}
	key, err := rowUUID(id)
	if err != nil {
		return TimeEntry{}, err
	}
	return c.timeEntry(ctx, a, key)
}

func (c *Content) timeEntry(ctx context.Context, a Access, id uuid.UUID) (TimeEntry, error) {
	row, err := c.q.GetTimeEntry(ctx, sqlc.GetTimeEntryParams{Request: a.request, ID: id, Person: a.person})
	if err != nil {
		return TimeEntry{}, contentError(err)
	}
	return timeOf(row), nil
}

func (c *Content) checkedTime(a Access, t TimeContent) (TimeContent, error) {
	if err := a.reads(); err != nil {
		return t, err
	}
	check := c.checker()
	check.time(t)
	t.StartedAt = *instant(&t.StartedAt)
	return t, check.err()
}

func timeOf(r sqlc.TimeEntry) TimeEntry {
	return TimeEntry{
		ID: r.ID.String(), Version: int(r.Version), Person: evidence.PersonID(r.PersonID.String()), CreatedAt: r.CreatedAt.UTC(),
		UpdatedAt: r.UpdatedAt.UTC(), Erased: r.ErasedAt != nil,
		TimeContent: TimeContent{Stage: r.Stage, Minutes: int(r.Minutes), StartedAt: r.StartedAt.UTC(), Note: r.Note},
	}
}
