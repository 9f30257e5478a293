package worker

import (
	"context"
	"log/slog"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/sdk/client"

	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

// When the house is kept: at night by the clock of UTC, in whose nights nobody here asks for evidence much. A night that
// was missed, because Temporal was away, is made up for in the morning.
const (
	nightHour, nightMinute = 2, 30

	nightJitter  = 10 * time.Minute
	nightCatchUp = 10 * time.Hour
	nightLongest = 20 * time.Hour
)

// keepSchedule makes sure that the schedule is there, and tries again for as long as Temporal is not.
func keepSchedule(ctx context.Context, d Deps) error {
	for ctx.Err() == nil {
		err := EnsureSchedule(ctx, d.Temporal)
		if err == nil {
			return nil
		}
		d.Log.WarnContext(ctx, "the housekeeping is not scheduled yet", slog.String("error", temporalx.ErrorCode(err)))
		if !pause(ctx, connectPause) {
			return nil
		}
	}
	return nil
}

// EnsureSchedule makes the schedule that starts the housekeeping every night, or brings the one that is there up to date.
// Whether an operator has paused it stays as it is.
func EnsureSchedule(ctx context.Context, c client.Client) error {
	return bring(ctx, c.ScheduleClient(), nightly(), func(*client.Schedule) {})
}

func nightly() client.ScheduleOptions {
	return client.ScheduleOptions{
		ID: workflows.HousekeepingID,
		Spec: client.ScheduleSpec{
			Calendars: []client.ScheduleCalendarSpec{{
				Hour: []client.ScheduleRange{{Start: nightHour}}, Minute: []client.ScheduleRange{{Start: nightMinute}},
			}},
			Jitter: nightJitter,
		},
		Action: &client.ScheduleWorkflowAction{
			ID: workflows.HousekeepingID, Workflow: workflows.HousekeepingType, TaskQueue: workflows.TaskQueue,
			WorkflowExecutionTimeout: nightLongest, Priority: workflows.FollowUpPriority(),
		},
		Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_SKIP, CatchupWindow: nightCatchUp,
	}
}
