package worker

import (
	"context"
	"log/slog"
	"time"

	"golang.org/x/sync/errgroup"

	"evidencedesk/activities"
)

const (
	// postBatch is how many letters are on their way at once. None is claimed that would have to wait for another, so
	// that the lease is short: a letter that a dead process held is sent by the next one soon.
	postBatch = 4
	postLease = 30 * time.Second // only until the ledger says sending; from there the letter has its own time

	// sweepEvery is how often notices are looked for that a dead process left half sent.
	sweepEvery = time.Minute
)

// The events that Deps.Count is told about notices.
const (
	EventNoticeHandled   = "notice_handled"
	EventNoticeAbandoned = "notice_abandoned"
)

// post carries notices from the ledger to the mail server.
type post struct {
	notices *activities.Notices
	log     *slog.Logger
	count   func(string, int)
	swept   time.Time
}

func newPost(d Deps) *post { return &post{notices: d.Notices, log: d.Log, count: counter(d)} }

func (p *post) run(ctx context.Context, poll time.Duration) error {
	return loop(ctx, poll, p.log, "mail", p.turn)
}

// turn sends one batch and reports whether there may be more. What was claimed is finished even when ctx ends.
func (p *post) turn(ctx context.Context) (more bool, err error) {
	if err := p.sweep(ctx); err != nil {
		return false, err
	}
	notices, err := p.notices.Ledger.Claim(ctx, postBatch, postLease)
	if err != nil {
		return false, err
	}
	ctx = context.WithoutCancel(ctx)
	var g errgroup.Group
	for _, n := range notices {
		g.Go(func() error { return p.notices.Send(ctx, n) })
	}
	p.count(EventNoticeHandled, len(notices))
	return len(notices) == postBatch, g.Wait()
}

func (p *post) sweep(ctx context.Context) error {
	if time.Since(p.swept) < sweepEvery {
		return nil
	}
	n, err := p.notices.Ledger.Abandoned(ctx)
	if err != nil {
		return err
	}
	p.swept = time.Now()
	p.count(EventNoticeAbandoned, n)
	return nil
}
