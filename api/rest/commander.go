package rest

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/workflows"
)

// Engine carries commands to the workflow of a request and brings back where it then stands.
type Engine interface {
	// Do gives a command, whose ID makes it safe to repeat. Refusals of the process are *evidence.Error; an engine that
	// cannot be reached is EngineUnavailable, an answer that did not come in time OutcomeUnknown.
	Do(ctx context.Context, id evidence.RequestID, c evidence.Command) (workflows.Ack, error)
}

// Standings says what a person is to a request, and where the request stands.
type Standings interface {
	// Standing gives evidence.NotFound to whoever may not see the request.
	Standing(ctx context.Context, person evidence.PersonID, id evidence.RequestID) (postgres.Standing, error)
}

// Keys remembers which call used an Idempotency-Key.
type Keys interface {
	// Remember notes the key before the command is given. The same key with another body gives
	// evidence.IdempotencyKeyReused. Where the command has been carried out, done is the state it led to.
	Remember(ctx context.Context, k postgres.Key) (done *evidence.State, err error)
	// Done returns the state that a command led to; nil while it has not been carried out.
	Done(ctx context.Context, id evidence.RequestID, commandID string) (*evidence.State, error)
}

// commander gives people's commands to the engine.
type commander struct{ Deps }

// open reads what a command starts from. A person who may not see the request is told that it does not exist.
func (h *commander) open(ctx context.Context, name evidence.Name, path string, id evidence.RequestID, match string, at time.Time) (*call, error) {
	p := caller(ctx)
	standing, err := h.Standings.Standing(ctx, p.Person, id)
	if err != nil {
		return nil, err
	}
	seq, err := ifMatchOptional(match)
	if err != nil {
		return nil, err
	}
	c := &call{request: id, state: standing.State, now: h.Now().UTC()}
	c.cmd = evidence.Command{
		ID:   commandID(p.Person, http.MethodPost, path, id, keyOf(ctx).key),
		Name: name, Actor: p.Actor(standing.State.Library), Seq: seq,
	}
	if !at.IsZero() {
		c.cmd.At = at.UTC()
	}
	return c, nil
}

// begin notes the key of the call. A call that was carried out before is answered as it was then.
func (h *commander) begin(ctx context.Context, c *call, path string) (*commandOutput, error) {
	key := keyOf(ctx)
	done, err := h.Keys.Remember(ctx, postgres.Key{
		Person: c.actor().Person, Method: http.MethodPost, Route: path, Request: c.request,
		Key: key.key, Body: key.body, CommandID: c.cmd.ID,
	})
	if err != nil || done == nil {
		return nil, err
	}
	return answer(c, workflows.AckOf(c.cmd.ID, *done)), nil
}

// unlessDone refuses, unless the command was carried out between reading the key and reading the state.
func (h *commander) unlessDone(ctx context.Context, c *call, refusal error) (*commandOutput, error) {
	done, err := h.Keys.Done(ctx, c.request, c.cmd.ID)
	if err != nil || done == nil {
		return nil, refusal
	}
	return answer(c, workflows.AckOf(c.cmd.ID, *done)), nil
}

// give hands the command to the engine. What was saved for it goes again when it is refused; when the outcome is not known
// it stays, for the same key brings it up again.
func (h *commander) give(ctx context.Context, c *call) (*commandOutput, error) {
	ack, err := h.Engine.Do(ctx, c.request, c.cmd)
	if err == nil {
		return answer(c, ack), nil
	}
	if c.withdraw != nil && refused(err) {
		if undoErr := c.withdraw(ctx); undoErr != nil {
			h.Log.WarnContext(ctx, "what was saved for a refused command is still there",
				slog.String("command", string(c.cmd.Name)), slog.String("code", string(evidence.CodeOf(undoErr))))
		}
	}
	return nil, err
}

// refused reports whether the process said no, so that the command will never be carried out.
func refused(err error) bool {
	var e *evidence.Error
	return errors.As(err, &e) && e.Code.Row().Status < http.StatusInternalServerError
}

func answer(c *call, ack workflows.Ack) *commandOutput {
	return &commandOutput{ETag: etag(ack.Seq), Body: CommandResult{
		ID: c.request, Seq: ack.Seq, Stage: ack.Stage, Outcome: ack.Outcome, Owner: ack.Owner,
		PromiseDue: ack.PromiseDue, DueBy: ack.DueBy, MustAgree: ack.MustAgree, Warnings: c.warnings,
	}}
}
