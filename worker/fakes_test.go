package worker_test

import (
	"bytes"
	"context"
	"log/slog"
	"sync"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/mail"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

// outbox is a table in memory with leases.
type outbox struct {
	mu      sync.Mutex
	rows    map[string]*row
	err     error // of Claim
	alerted []string
	codes   []string
}

type row struct {
	evidence.OutboxRow

	leased, done bool
	next         time.Time
}

func newOutbox(rows ...evidence.OutboxRow) *outbox {
	o := &outbox{rows: map[string]*row{}}
	for _, r := range rows {
		o.rows[r.ID] = &row{OutboxRow: r}
	}
	return o
}

// Claim implements worker.Outbox.
func (o *outbox) Claim(_ context.Context, limit int, _ time.Duration) ([]evidence.OutboxRow, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	var claimed []evidence.OutboxRow
	for _, r := range o.rows {
		if len(claimed) < limit && !r.leased && !r.done && o.err == nil {
			r.leased = true
			claimed = append(claimed, r.OutboxRow)
		}
	}
	return claimed, o.err
}

// Done implements worker.Outbox.
func (o *outbox) Done(_ context.Context, id string) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rows[id].done, o.rows[id].leased = true, false
	return nil
}

// Retry implements worker.Outbox. The row stays leased, so that a test sees one attempt.
func (o *outbox) Retry(_ context.Context, id, code string, at time.Time, alert bool) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.rows[id].next, o.codes = at, append(o.codes, code)
	if alert {
		o.alerted = append(o.alerted, id)
	}
	return nil
}

func (o *outbox) left() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	left := 0
	for _, r := range o.rows {
		if !r.done {
			left++
		}
	}
	return left
}

// engine answers commands and starts.
type engine struct {
	mu       sync.Mutex
	err      error
	started  []evidence.RequestID
	commands []evidence.Command
	imports  []evidence.ImportID
}

// StartImport implements worker.Commander.
func (e *engine) StartImport(_ context.Context, id evidence.ImportID) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.imports = append(e.imports, id)
	return e.err
}

// Start implements worker.Commander.
func (e *engine) Start(_ context.Context, s evidence.State) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.started = append(e.started, s.Request)
	return e.err
}

// Do implements worker.Commander.
func (e *engine) Do(_ context.Context, _ evidence.RequestID, c evidence.Command) (workflows.Ack, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.commands = append(e.commands, c)
	return workflows.Ack{}, e.err
}

// Revive implements worker.Reviver: odd requests are missing.
func (e *engine) Revive(_ context.Context, s evidence.State) (temporalx.Presence, error) {
	return e.presence(s.Request)
}

// ReviveFollowUp implements worker.Reviver.
func (e *engine) ReviveFollowUp(_ context.Context, s evidence.ImpactState) (temporalx.Presence, error) {
	return e.presence(s.Request)
}

func (e *engine) presence(id evidence.RequestID) (temporalx.Presence, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.err != nil {
		return "", e.err
	}
	e.started = append(e.started, id)
	switch id[len(id)-1] {
	case '1', '3', '5', '7', '9':
		return temporalx.PresenceStarted, nil
	case '0':
		return temporalx.PresenceEnded, nil
	}
	return temporalx.PresenceRunning, nil
}

// states is the stored state of every request.
type states struct{ state evidence.State }

// State implements worker.States.
func (s states) State(_ context.Context, id evidence.RequestID) (evidence.State, error) {
	if s.state.Seq == 0 {
		return evidence.State{}, &evidence.Error{Code: evidence.NotFound}
	}
	s.state.Request = id
	return s.state, nil
}

// ledger notes what becomes of notices.
type ledger struct {
	mu        sync.Mutex
	queued    []mail.Notice
	became    map[string]string
	abandoned int
	sweeps    int
}

// Claim implements activities.Ledger.
func (l *ledger) Claim(_ context.Context, limit int, _ time.Duration) ([]mail.Notice, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	n := min(limit, len(l.queued))
	claimed := l.queued[:n]
	l.queued = l.queued[n:]
	return claimed, nil
}

func (l *ledger) note(id, what string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.became[id] = what
	return nil
}

// Sending implements activities.Ledger.
func (l *ledger) Sending(_ context.Context, id string) (bool, error) {
	return true, l.note(id, "sending")
}

// Sent implements activities.Ledger.
func (l *ledger) Sent(_ context.Context, id string) error { return l.note(id, "sent") }

// Retry implements activities.Ledger.
func (l *ledger) Retry(_ context.Context, id, code string, _ time.Time) error {
	return l.note(id, "retry "+code)
}

// Failed implements activities.Ledger.
func (l *ledger) Failed(_ context.Context, id, code string) error { return l.note(id, "failed "+code) }

// Unconfirmed implements activities.Ledger.
func (l *ledger) Unconfirmed(_ context.Context, id string) error { return l.note(id, "unconfirmed") }

// NoRecipient implements activities.Ledger.
func (l *ledger) NoRecipient(_ context.Context, id string) error { return l.note(id, "no_recipient") }

// Abandoned implements activities.Ledger.
func (l *ledger) Abandoned(context.Context) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.sweeps++
	return l.abandoned, nil
}

// mailer accepts every letter.
type mailer struct {
	mu   sync.Mutex
	sent []mail.Letter
}

// Send implements activities.Mailer.
func (m *mailer) Send(_ context.Context, l mail.Letter) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, l)
	return nil
}

// counts adds up what the worker tells its meter.
type counts struct {
	mu sync.Mutex
	n  map[string]int
}

func (c *counts) add(event string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.n == nil {
		c.n = map[string]int{}
	}
	c.n[event] += n
}

func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }

func logTo(b *bytes.Buffer) *slog.Logger { return slog.New(slog.NewTextHandler(b, nil)) }
