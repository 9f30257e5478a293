package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
)

// HousekeepingID names the schedule that starts the housekeeping, and the workflow that it starts.
const HousekeepingID = "housekeeping"

// Housekept says what a night's work did. It counts, and names nobody.
type Housekept struct {
	Words    int                 `json:"words"`
	Retained activities.Retained `json:"retained"`
	Rows     int                 `json:"rows"`
}

const (
	choreAttempt = 2 * time.Hour
	choreWithin  = 6 * time.Hour // with all attempts; all chores together end before the next night begins
	chorePause   = 10 * time.Second
	choreLongest = 30 * time.Minute
)

// Housekeeping does what a service does at night, one chore after the other. One that fails for hours is given up until the
// next night and does not keep the others from being done; the workflow then fails, so that it shows.
func Housekeeping(ctx workflow.Context) (Housekept, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: choreAttempt, ScheduleToCloseTimeout: choreWithin, HeartbeatTimeout: activities.MissedBeats, Priority: FollowUpPriority(),
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: chorePause, BackoffCoefficient: pauseDoublesBy, MaximumInterval: choreLongest},
	})
	var h *activities.Housekeeping
	var done Housekept
	var failed error
	for _, chore := range []struct {
		do  any
		out any
	}{{h.Retain, &done.Retained}, {h.RefreshLexemes, &done.Words}, {h.Tidy, &done.Rows}} {
		if err := workflow.ExecuteActivity(ctx, chore.do).Get(ctx, chore.out); err != nil {
			if temporal.IsCanceledError(err) {
				return done, err
			}
			failed = err
		}
	}
	return done, failed
}
