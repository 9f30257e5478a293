package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/temporalx"
)

const monthsOfYear = 12

// repairPause lies between two rounds over the schedules that there must be. The shortest of them runs once a month, so hours do no
// harm.
const repairPause = 6 * time.Hour

// bring makes a schedule be as wanted: it is made, or the one that is there is brought up to date and changed.
func bring(ctx context.Context, schedules client.ScheduleClient, wanted client.ScheduleOptions, change func(*client.Schedule)) error {
	_, err := schedules.Create(ctx, wanted)
	if !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return err
	}
	return schedules.GetHandle(ctx, wanted.ID).Update(ctx, client.ScheduleUpdateOptions{
		DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
			s := in.Description.Schedule
			s.Spec, s.Action = &wanted.Spec, wanted.Action
			s.Policy = &client.SchedulePolicies{Overlap: wanted.Overlap, CatchupWindow: wanted.CatchupWindow}
			change(&s)
			return &client.ScheduleUpdate{Schedule: &s}, nil
		},
	})
}

// pausing changes a schedule that is there to be paused, or not, as the wanted one is.
func pausing(wanted client.ScheduleOptions) func(*client.Schedule) {
	return func(s *client.Schedule) { s.State.Paused = wanted.Paused }
}

// end takes a schedule away, if it is there.
func end(ctx context.Context, schedules client.ScheduleClient, id string) error {
	var missing *serviceerror.NotFound
	if err := schedules.GetHandle(ctx, id).Delete(ctx); err != nil && !errors.As(err, &missing) {
		return err
	}
	return nil
}

// standing is a schedule that there must be.
type standing struct {
	of       string // what it serves
	schedule string
}

// repair makes sure that nothing has lost its schedule: after Temporal was restored from an older backup, or after somebody took a
// schedule away by hand. It asks about a page of schedules a turn, from the first one after each start of the worker.
type repair struct {
	schedules client.ScheduleClient
	log       *slog.Logger
	page      func(ctx context.Context, after string, most int) ([]standing, error)
	lost      func(ctx context.Context, of string) error // notes that it is to be made again
	after     string                                     // up to where this round has come
}

const repairBatch = 50

// turn looks at the next page. A schedule that is gone is only noted: the turn that follows the orders makes it again.
func (r *repair) turn(ctx context.Context) (more bool, err error) {
	all, err := r.page(ctx, r.after, repairBatch)
	if err != nil {
		return false, err
	}
	for _, s := range all {
		_, err := r.schedules.GetHandle(ctx, s.schedule).Describe(ctx)
		var missing *serviceerror.NotFound
		switch {
		case errors.As(err, &missing):
			r.log.WarnContext(ctx, "a schedule was lost", slog.String("schedule", s.schedule))
			if err := r.lost(ctx, s.of); err != nil {
				return false, err
			}
		case err != nil:
			r.log.WarnContext(ctx, "the schedules wait for Temporal", slog.String("error", temporalx.ErrorCode(err)))
			pause(ctx, connectPause)
			return true, nil // the round goes on here after a while
		}
		r.after = s.of
	}
	if len(all) == repairBatch {
		return true, nil
	}
	r.after = ""
	return false, nil
}
