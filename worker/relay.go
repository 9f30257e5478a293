package worker

import (
	"context"
	"log/slog"
	"math/rand/v2"
	"time"

	"golang.org/x/sync/errgroup"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// Outbox holds what transactions owe to workflows. Each method commits before it returns.
type Outbox interface {
	// Claim leases up to limit rows whose time has come, so that no other worker takes them until the lease ends.
	Claim(ctx context.Context, limit int, lease time.Duration) ([]evidence.OutboxRow, error)
	// Done marks a row as carried out, for good.
	Done(ctx context.Context, id string) error
	// Retry counts a failed attempt, keeps its code and releases the row until at. With alert it makes a task for the team.
	Retry(ctx context.Context, id, code string, at time.Time, alert bool) error
}

// States gives the newest stored state of a request, or a NotFound error.
type States interface {
	State(ctx context.Context, id evidence.RequestID) (evidence.State, error)
}

// Commander starts workflows and gives commands: *temporalx.Commander.
type Commander interface {
	Start(ctx context.Context, s evidence.State) error
	Do(ctx context.Context, id evidence.RequestID, c evidence.Command) (workflows.Ack, error)
	StartImport(ctx context.Context, id evidence.ImportID) error
}

const (
	outboxBatch  = 20
	outboxAtOnce = 8
	outboxLease  = time.Minute // longer than a batch takes when every row takes the Commander's whole budget
	// AlertAfter is the number of failed attempts after which the team is told. The row is still tried, for ever.
	AlertAfter = 20

	firstBackoff   = time.Second
	longestBackoff = 5 * time.Minute
	maxDoublings   = 9
)

// The events that Deps.Count is told.
const (
	EventOutboxDone    = "outbox_done"
	EventOutboxRefused = "outbox_refused" // the request has moved on: nothing is owed any more
	EventOutboxRetry   = "outbox_retry"
)

// relay carries what the outbox owes to Temporal, with no transaction open meanwhile. Every row may be sent twice: the
// start of a workflow and a command with an ID are harmless to repeat.
type relay struct {
	outbox    Outbox
	states    States
	commander Commander
	log       *slog.Logger
	count     func(string, int)
}

func newRelay(d Deps) *relay {
	return &relay{outbox: d.Outbox, states: d.States, commander: d.Commander, log: d.Log, count: counter(d)}
}

func counter(d Deps) func(string, int) {
	if d.Count == nil {
		return func(string, int) {}
	}
	return d.Count
}

// run looks into the outbox every poll, and at once again after a full batch.
func (r *relay) run(ctx context.Context, poll time.Duration) error {
	return loop(ctx, poll, r.log, "outbox", r.turn)
}

// turn carries out one batch and reports whether there may be more. What was claimed is finished even when ctx ends.
func (r *relay) turn(ctx context.Context) (more bool, err error) {
	rows, err := r.outbox.Claim(ctx, outboxBatch, outboxLease)
	if err != nil {
		return false, err
	}
	ctx = context.WithoutCancel(ctx)
	var g errgroup.Group
	g.SetLimit(outboxAtOnce)
	for _, row := range rows {
		g.Go(func() error { return r.carry(ctx, row) })
	}
	return len(rows) == outboxBatch, g.Wait()
}

func (r *relay) carry(ctx context.Context, row evidence.OutboxRow) error {
	err := r.send(ctx, row)
	if err == nil {
		r.count(EventOutboxDone, 1)
		return r.outbox.Done(ctx, row.ID)
	}
	code := evidence.CodeOf(err)
	if row.Kind == evidence.OutboxCommand && settled(code) {
		s, stateErr := r.states.State(ctx, row.Request)
		if stateErr == nil && !acceptable(s, row.Command) {
			r.count(EventOutboxRefused, 1)
			return r.outbox.Done(ctx, row.ID)
		}
	}
	r.count(EventOutboxRetry, 1)
	r.log.WarnContext(ctx, "outbox row is tried again",
		slog.String("kind", string(row.Kind)), slog.String("code", string(code)), slog.Int("attempts", row.Attempts+1))
	return r.outbox.Retry(ctx, row.ID, string(code), time.Now().Add(backoff(row.Attempts)), row.Attempts+1 == AlertAfter)
}

func (r *relay) send(ctx context.Context, row evidence.OutboxRow) error {
	if row.Kind == evidence.OutboxCommand {
		_, err := r.commander.Do(ctx, row.Request, row.Command)
		return err
	}
	if row.Kind == evidence.OutboxImport {
		return r.commander.StartImport(ctx, row.Import)
	}
	s, err := r.states.State(ctx, row.Request)
	if err != nil {
		return err
	}
	return r.commander.Start(ctx, s)
}

// settled reports a refusal of the process, which sending the same again does not change by itself.
func settled(code evidence.Code) bool {
	switch code {
	case evidence.Internal, evidence.NotFound, evidence.StoreUnavailable, evidence.EngineUnavailable, evidence.OutcomeUnknown:
		return false
	default:
		return true
	}
}

// acceptable reports whether the stored state allows what the workflow refused: the store is a moment ahead of the
// workflow, which has not yet heard that its own transition was stored.
func acceptable(s evidence.State, c evidence.Command) bool {
	_, err := evidence.Decide(s, c, time.Now())
	return err == nil
}

// backoff doubles from a second to five minutes, with jitter so that rows that failed together do not come back together.
func backoff(attempts int) time.Duration {
	d := min(firstBackoff<<min(attempts, maxDoublings), longestBackoff)
	return d/2 + rand.N(d/2) //nolint:gosec // jitter needs no secrecy
}
