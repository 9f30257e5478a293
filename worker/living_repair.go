package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

// repairPause lies between two rounds over the watches. The shortest watch looks once a month, so hours do no harm.
const repairPause = 6 * time.Hour

// repair makes sure that no watch has lost its schedule: after Temporal was restored from an older backup, or after somebody took
// a schedule away by hand. It asks about a page of watches a turn, from the first one after each start of the worker.
type repair struct {
	orders    LivingOrders
	schedules client.ScheduleClient
	log       *slog.Logger
	after     evidence.WatchID // up to where this round has come
}

// turn looks at the next page. A schedule that is gone is only noted: the turn that follows the orders makes it again.
func (r *repair) turn(ctx context.Context) (more bool, err error) {
	watches, err := r.orders.Watched(ctx, r.after, livingBatch)
	if err != nil {
		return false, err
	}
	for _, o := range watches {
		lost, err := r.lost(ctx, o.Request)
		if err != nil {
			pause(ctx, connectPause)
			return true, nil //nolint:nilerr // Temporal is away: the round goes on here after a while
		}
		if lost {
			r.log.WarnContext(ctx, "a watch had lost its schedule", slog.String("watch", string(o.ID)))
			if err := r.orders.Lost(ctx, o.ID); err != nil {
				return false, err
			}
		}
		r.after = o.ID
	}
	if len(watches) == livingBatch {
		return true, nil
	}
	r.after = ""
	return false, nil
}

func (r *repair) lost(ctx context.Context, request evidence.RequestID) (bool, error) {
	_, err := r.schedules.GetHandle(ctx, workflows.LivingSearchID(request)).Describe(ctx)
	var missing *serviceerror.NotFound
	switch {
	case errors.As(err, &missing):
		return true, nil
	case err != nil:
		r.log.WarnContext(ctx, "the schedules of watches wait for Temporal", slog.String("error", temporalx.ErrorCode(err)))
	}
	return false, err
}
