package worker

import (
	"context"
	"time"
)

// RelayTurn carries out one batch of the outbox.
func RelayTurn(ctx context.Context, d Deps) (bool, error) { return newRelay(d).turn(ctx) }

// RunRelay runs the relay alone.
func RunRelay(ctx context.Context, d Deps, poll time.Duration) error {
	return newRelay(d).run(ctx, poll)
}

// PostTurns sends batches of notices, one after the other, with one sweeper.
func PostTurns(ctx context.Context, d Deps, n int) (more bool, err error) {
	p := newPost(d)
	for range n {
		if more, err = p.turn(ctx); err != nil {
			return more, err
		}
	}
	return more, nil
}

// Backoff is the pause before a row is tried again.
func Backoff(attempts int) time.Duration { return backoff(attempts) }
