package main

import (
	"context"
	"time"

	"evidencedesk/internal/postgres"
)

// housekeeper is what the worker does at night.
type housekeeper struct {
	*postgres.Erasures

	reader   *postgres.Reader
	outbox   *postgres.Outbox
	present  *postgres.Presences
	sessions *postgres.Sessions
	check    *postgres.Wellbeing
	entries  *postgres.Entries
}

// What is worth nothing any more.
const (
	keptOrders   = 30 * 24 * time.Hour // orders to the engine that were carried out, and Idempotency-Keys
	keptPresence = time.Hour
)

// eraserConns is enough for one round of retention at a time.
const eraserConns = 2

// housekeeper makes it over a pool of the role that may blank text.
func (p *parts) housekeeper(ctx context.Context) (h *housekeeper, closing func(), err error) {
	eraser, err := postgres.ConnectUpTo(ctx, p.config.DatabaseURL, postgres.Eraser, eraserConns)
	if err != nil {
		return nil, nil, err
	}
	return &housekeeper{
		Erasures: postgres.NewErasures(eraser, nil), reader: p.reader.Reader, outbox: p.outbox,
		present: postgres.NewPresences(p.pool, nil), sessions: postgres.NewSessions(p.pool, p.config.SessionIdle, nil),
		check: postgres.NewWellbeing(p.pool, p.vocabulary, nil), entries: postgres.NewEntries(p.pool, nil),
	}, eraser.Close, nil
}

// RefreshLexemes implements activities.Housekeeper.
func (h *housekeeper) RefreshLexemes(ctx context.Context) (int, error) {
	return h.reader.RefreshLexemes(ctx)
}

// Retain implements activities.Housekeeper.
func (h *housekeeper) Retain(ctx context.Context) (requests, people int, err error) {
	done, err := h.Erasures.Retain(ctx)
	return done.Requests, done.People, err
}

// Tidy implements activities.Housekeeper.
func (h *housekeeper) Tidy(ctx context.Context) (rows int, err error) {
	now := time.Now()
	for _, drop := range []func() (int, error){
		func() (int, error) { return h.outbox.Forget(ctx, now.Add(-keptOrders)) },
		func() (int, error) { return h.present.Forget(ctx, now.Add(-keptPresence)) },
		func() (int, error) { return h.sessions.Purge(ctx) },
		func() (int, error) { return h.check.Tidy(ctx) },
	} {
		n, err := drop()
		if err != nil {
			return rows, err
		}
		rows += n
	}
	_, err = h.entries.TellKeepers(ctx)
	return rows, err
}
