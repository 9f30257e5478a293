// Package live tells open pages that something has changed, without moving anything on them: a page has a line that says
// how many requests are new, and whoever reads it decides when to look.
//
// One loop in the process asks PostgreSQL every two seconds what was written, and only while somebody listens. It hands
// each change to the streams that it concerns; a page hears of it as a server-sent event, or asks again with an ETag where
// streams do not come through. What is told is a number, never what a request is about, and it is told only after the
// sight of the listener has been looked up anew.
package live

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Source tells what was written since a position; the zero position stands for now. See postgres.Reader.
type Source interface {
	Changes(ctx context.Context, since postgres.Position) ([]postgres.Change, postgres.Position, error)
}

// People knows what somebody may see at this moment. See postgres.People.
type People interface {
	Memberships(ctx context.Context, person evidence.PersonID) (postgres.Memberships, error)
}

// How often the loop asks, and its limits.
const (
	pollEvery   = 2 * time.Second
	pollTimeout = 5 * time.Second
	maxCalls    = 10    // calls in one go; the rest comes with the next poll
	maxStreams  = 2_000 // in the process
	maxPerson   = 12    // of one person: a browser has six connections, and people have two browsers
)

// Hub hands what has changed to those who listen. It is safe for concurrent use.
type Hub struct {
	source Source
	people People
	log    *slog.Logger
	joins  chan *listener
	leaves chan *listener
	done   chan struct{}
}

// New makes a hub. It does nothing until Run is called.
func New(source Source, people People, log *slog.Logger) *Hub {
	return &Hub{source: source, people: people, log: log, joins: make(chan *listener), leaves: make(chan *listener), done: make(chan struct{})}
}

// Run serves the listeners until ctx ends; then every stream ends too. It is called once.
func (h *Hub) Run(ctx context.Context) {
	defer close(h.done)
	l := &loop{Hub: h, listeners: map[*listener]bool{}, people: map[evidence.PersonID]int{}, tick: time.NewTicker(pollEvery)}
	l.tick.Stop()
	defer l.tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case one := <-h.joins:
			l.welcome(ctx, one)
		case one := <-h.leaves:
			l.forget(one)
		case <-l.tick.C:
			l.poll(ctx)
		}
	}
}

// Since names this moment, for a page to listen from: what is written later is new to it. Read it before the page's list.
// Empty when it cannot be found out: such a page does not listen.
func (h *Hub) Since(ctx context.Context) string {
	_, now, err := h.ask(ctx, 0)
	if err != nil {
		return ""
	}
	return strconv.FormatInt(int64(now), 10)
}

// parse reads what Since gave. Anything else stands for now.
func parse(since string) postgres.Position {
	n, err := strconv.ParseInt(since, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return postgres.Position(n)
}

// listen joins a listener; false when there are too many, or the process is stopping. Whoever joined has to leave.
func (h *Hub) listen(ctx context.Context, one *listener) bool {
	select {
	case h.joins <- one:
		return <-one.admitted
	case <-ctx.Done():
	case <-h.done:
	}
	return false
}

func (h *Hub) leave(one *listener) {
	select {
	case h.leaves <- one:
	case <-h.done:
	}
}

// between reads what was written since a position, and says from where to go on. It stops after a number of calls.
func (h *Hub) between(ctx context.Context, since postgres.Position, take func([]postgres.Change)) (postgres.Position, error) {
	for range maxCalls {
		changes, next, err := h.ask(ctx, since)
		if err != nil || len(changes) == 0 {
			return max(since, next), err
		}
		take(changes)
		since = next
	}
	return since, nil
}

func (h *Hub) ask(ctx context.Context, since postgres.Position) ([]postgres.Change, postgres.Position, error) {
	ctx, cancel := context.WithTimeout(ctx, pollTimeout)
	defer cancel()
	return h.source.Changes(ctx, since)
}

// kindOf says what sort of error it was, without its text.
func kindOf(err error) string { return fmt.Sprintf("%T", err) }
