package apiclient

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"evidencedesk/internal/evidence"
)

// policy says how long a call is repeated.
type policy struct {
	attempts int
	first    time.Duration // pause before the second attempt; it doubles
	longest  time.Duration // no pause is longer, whatever the service asks for
}

func defaultPolicy() policy {
	return policy{attempts: 6, first: 200 * time.Millisecond, longest: 5 * time.Second}
}

// persist repeats the call while that is safe and may help, at most as often as the call says.
func (c *Client) persist(ctx context.Context, one *call, out any) (Response, error) {
	pause := c.retry.first
	for attempt := 1; ; attempt++ {
		r, err := c.try(ctx, one, out)
		if err == nil || attempt >= one.attempts || !repeatable(one, err) || ctx.Err() != nil {
			return r, err
		}
		if waitErr := wait(ctx, min(asked(err, pause), c.retry.longest)); waitErr != nil {
			return r, err
		}
		pause *= 2
	}
}

// repeatable reports whether the same call may be sent again: nothing was done, or doing it twice does it once.
func repeatable(one *call, err error) bool {
	safe := one.key != "" || one.match != "" || one.method == http.MethodGet || one.method == http.MethodHead
	var lost *unanswered
	if errors.As(err, &lost) {
		return safe
	}
	switch CodeOf(err) {
	case evidence.TooManyRequests, evidence.StoreUnavailable:
		return true
	case evidence.EngineUnavailable, evidence.OutcomeUnknown:
		return safe
	default:
		return false
	}
}

// asked is the pause that the service asks for, or the one of our own.
func asked(err error, otherwise time.Duration) time.Duration {
	p, ok := ProblemOf(err)
	if !ok {
		return otherwise
	}
	seconds, convErr := strconv.Atoi(p.retryAfter)
	if convErr != nil || seconds < 0 {
		return otherwise
	}
	return time.Duration(seconds) * time.Second
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
