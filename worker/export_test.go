package worker

import (
	"context"
	"log/slog"
	"time"

	"go.temporal.io/sdk/client"
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

// RepairTurns goes over the schedules of watches, one page a call.
func RepairTurns(orders LivingOrders, schedules client.ScheduleClient, log *slog.Logger) func(context.Context) (bool, error) {
	r := standingWatches(orders, schedules, log)
	return r.turn
}

// ReportTurns follows the orders of planned reports at a time, one batch a call.
func ReportTurns(orders ReportOrders, c client.Client, log *slog.Logger, now time.Time) func(context.Context) (bool, error) {
	p := &planned{orders: orders, client: c, log: log, now: func() time.Time { return now }}
	return p.turn
}

// ReportRepairTurns goes over the schedules of reports, one page a call.
func ReportRepairTurns(orders ReportOrders, schedules client.ScheduleClient, log *slog.Logger) func(context.Context) (bool, error) {
	r := standingReports(orders, schedules, log)
	return r.turn
}
