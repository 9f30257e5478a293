package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

// LivingOrders says which searches are to be run and which reports are watched. It says so until it is told that it was done.
type LivingOrders interface {
	Unstarted(ctx context.Context, most int) ([]evidence.PubMedRunID, error)
	Started(ctx context.Context, run evidence.PubMedRunID) error
	Unsynced(ctx context.Context, most int) ([]evidence.WatchOrder, error)
	Synced(ctx context.Context, o evidence.WatchOrder) error
	// Watched lists the watches that must have a schedule, in the order of their identifiers, from the one after this.
	Watched(ctx context.Context, after evidence.WatchID, most int) ([]evidence.WatchOrder, error)
	// Lost notes that a watch has no schedule, so that it is among those that Unsynced gives.
	Lost(ctx context.Context, id evidence.WatchID) error
}

const (
	livingBatch = 50
	// watchJitter spreads the looks that are due at one time.
	watchJitter = 30 * time.Minute
	// watchCatchUp is how late a look may be made that was missed because Temporal was away.
	watchCatchUp = 14 * 24 * time.Hour
	// watchLongest is more than the workflow waits for PubMed and for imports together.
	watchLongest = 25 * 24 * time.Hour
)

// living makes Temporal follow the orders: workflows of runs are started, schedules made, changed and taken away. Everything may be
// done twice, so any number of workers may do it.
type living struct {
	orders LivingOrders
	client client.Client
	log    *slog.Logger
}

func (l *living) turn(ctx context.Context) (more bool, err error) {
	runs, err := l.orders.Unstarted(ctx, livingBatch)
	if err != nil {
		return false, err
	}
	for _, run := range runs {
		if err := l.start(ctx, run); err != nil {
			l.away(ctx, err)
			return false, nil
		}
	}
	watches, err := l.orders.Unsynced(ctx, livingBatch)
	if err != nil {
		return false, err
	}
	for _, o := range watches {
		if err := FollowWatch(ctx, l.client, o); err != nil {
			l.away(ctx, err)
			return false, nil
		}
		if err := l.orders.Synced(ctx, o); err != nil {
			return false, err
		}
	}
	return len(runs) == livingBatch || len(watches) == livingBatch, nil
}

// away notes that Temporal did not answer; the next turn tries again.
func (l *living) away(ctx context.Context, err error) {
	l.log.WarnContext(ctx, "searches and watches wait for Temporal", slog.String("error", temporalx.ErrorCode(err)))
}

func (l *living) start(ctx context.Context, run evidence.PubMedRunID) error {
	_, err := l.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: workflows.RunSearchID(run), TaskQueue: workflows.TaskQueue, WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY, Priority: workflows.FollowUpPriority(),
	}, workflows.RunSearchType, run)
	var already *serviceerror.WorkflowExecutionAlreadyStarted
	if err != nil && !errors.As(err, &already) {
		return err
	}
	return l.orders.Started(ctx, run)
}

// FollowWatch makes the schedule of a watched report as the order says: there, changed, paused or gone; and starts a look at once if
// one was asked for.
func FollowWatch(ctx context.Context, c client.Client, o evidence.WatchOrder) error {
	schedules := c.ScheduleClient()
	if o.State == evidence.WatchEnded {
		return end(ctx, schedules, workflows.LivingSearchID(o.Request))
	}
	wanted := watchSchedule(o)
	if err := bring(ctx, schedules, wanted, pausing(wanted)); err != nil || o.AskedAt == nil || o.State != evidence.WatchActive {
		return err
	}
	return schedules.GetHandle(ctx, wanted.ID).Trigger(ctx, client.ScheduleTriggerOptions{Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP})
}

func watchSchedule(o evidence.WatchOrder) client.ScheduleOptions {
	first := o.FirstAt.UTC()
	at := func(n int) []client.ScheduleRange { return []client.ScheduleRange{{Start: n}} }
	return client.ScheduleOptions{
		ID: workflows.LivingSearchID(o.Request),
		Spec: client.ScheduleSpec{
			Calendars: []client.ScheduleCalendarSpec{{
				Month:      []client.ScheduleRange{{Start: (int(first.Month())-1)%o.Months + 1, End: monthsOfYear, Step: o.Months}},
				DayOfMonth: at(first.Day()), Hour: at(first.Hour()), Minute: at(first.Minute()),
			}},
			StartAt: first.Truncate(time.Minute), EndAt: o.EndsAt.UTC(), Jitter: watchJitter,
		},
		Action: &client.ScheduleWorkflowAction{
			ID: workflows.LivingSearchID(o.Request), Workflow: workflows.LivingSearchType, TaskQueue: workflows.TaskQueue, Args: []any{o.ID},
			WorkflowExecutionTimeout: watchLongest, Priority: workflows.FollowUpPriority(),
		},
		Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP, CatchupWindow: watchCatchUp, Paused: o.State == evidence.WatchPaused,
	}
}

// standingWatches are the schedules of watches that there must be.
func standingWatches(orders LivingOrders, schedules client.ScheduleClient, log *slog.Logger) *repair {
	return &repair{
		schedules: schedules, log: log,
		page: func(ctx context.Context, after string, most int) (all []standing, err error) {
			list, err := orders.Watched(ctx, evidence.WatchID(after), most)
			for _, o := range list {
				all = append(all, standing{string(o.ID), workflows.LivingSearchID(o.Request)})
			}
			return all, err
		},
		lost: func(ctx context.Context, of string) error { return orders.Lost(ctx, evidence.WatchID(of)) },
	}
}
