package worker

import (
	"context"
	"errors"
	"log/slog"
	"time"

	enumspb "go.temporal.io/api/enums/v1"
	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/client"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/temporalx"
	"evidencedesk/workflows"
)

// ReportOrders says which reports libraries plan and which were asked for at once. It says so until it is told that it was done.
type ReportOrders interface {
	UnstartedRuns(ctx context.Context, most int) ([]evidence.ReportRunOrder, error)
	RunStarted(ctx context.Context, run evidence.ReportRunID) error
	UnsyncedSchedules(ctx context.Context, most int) ([]evidence.ReportOrder, error)
	ScheduleSynced(ctx context.Context, o evidence.ReportOrder) error
	// StandingSchedules lists the schedules that there must be, in the order of their identifiers, from the one after this.
	StandingSchedules(ctx context.Context, after evidence.ReportScheduleID, most int) ([]evidence.ReportOrder, error)
	// ScheduleLost notes that a schedule is gone, so that it is among those that UnsyncedSchedules gives.
	ScheduleLost(ctx context.Context, id evidence.ReportScheduleID) error
	// MissedRuns are those of the nominal times of a schedule whose period no run has reported.
	MissedRuns(ctx context.Context, id evidence.ReportScheduleID, nominal []time.Time) ([]time.Time, error)
}

const (
	reportBatch = 50
	// reportHour is when a report is made, by the library's clock: before anybody comes to read it.
	reportHour = 6
	// reportJitter spreads the reports that are due at one time.
	reportJitter = 10 * time.Minute
	// reportCatchUp is how late a run is made that was missed because Temporal was away or had lost the schedule: no month is left out.
	reportCatchUp = 31 * 24 * time.Hour
)

// planned makes Temporal follow the orders: schedules are made, changed and taken away, and runs started. Everything may be done
// twice, so any number of workers may do it.
type planned struct {
	orders ReportOrders
	client client.Client
	log    *slog.Logger
	now    func() time.Time
}

func (p *planned) turn(ctx context.Context) (more bool, err error) {
	schedules, err := p.orders.UnsyncedSchedules(ctx, reportBatch)
	if err != nil {
		return false, err
	}
	for _, o := range schedules {
		missed, err := p.missed(ctx, o)
		if err != nil {
			return false, err
		}
		if err := FollowReport(ctx, p.client.ScheduleClient(), o, missed); err != nil {
			p.away(ctx, err)
			return false, nil
		}
		if err := p.orders.ScheduleSynced(ctx, o); err != nil {
			return false, err
		}
	}
	runs, err := p.orders.UnstartedRuns(ctx, reportBatch)
	if err != nil {
		return false, err
	}
	for _, o := range runs {
		if err := p.start(ctx, o); err != nil {
			p.away(ctx, err)
			return false, nil
		}
		if err := p.orders.RunStarted(ctx, o.Run); err != nil {
			return false, err
		}
	}
	return len(runs) == reportBatch || len(schedules) == reportBatch, nil
}

// away notes that Temporal did not answer; the next turn tries again.
func (p *planned) away(ctx context.Context, err error) {
	p.log.WarnContext(ctx, "planned reports wait for Temporal", slog.String("error", temporalx.ErrorCode(err)))
}

func (p *planned) start(ctx context.Context, o evidence.ReportRunOrder) error {
	_, err := p.client.ExecuteWorkflow(ctx, client.StartWorkflowOptions{
		ID: workflows.ReportRunWorkflowID(o), TaskQueue: workflows.TaskQueue, WorkflowIDConflictPolicy: enumspb.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING,
		WorkflowIDReusePolicy: enumspb.WORKFLOW_ID_REUSE_POLICY_ALLOW_DUPLICATE_FAILED_ONLY, Priority: workflows.FollowUpPriority(),
	}, workflows.ManagerReportType, workflows.ReportInput{Schedule: o.Schedule, Run: o.Run})
	var already *serviceerror.WorkflowExecutionAlreadyStarted
	if errors.As(err, &already) {
		return nil
	}
	return err
}

// FollowReport makes the schedule of a report as the order says: there, changed, paused or gone. One that has to be made runs at once
// for the nominal times that were missed; one that is there catches up by itself.
func FollowReport(ctx context.Context, schedules client.ScheduleClient, o evidence.ReportOrder, missed []time.Time) error {
	handle := schedules.GetHandle(ctx, workflows.ManagerReportID(o.ID))
	if o.State == evidence.ScheduleEnded {
		var missing *serviceerror.NotFound
		if err := handle.Delete(ctx); err != nil && !errors.As(err, &missing) {
			return err
		}
		return nil
	}
	wanted := reportSchedule(o)
	wanted.ScheduleBackfill = backfills(missed)
	_, err := schedules.Create(ctx, wanted)
	if !errors.Is(err, temporal.ErrScheduleAlreadyRunning) {
		return err
	}
	return handle.Update(ctx, client.ScheduleUpdateOptions{DoUpdate: func(in client.ScheduleUpdateInput) (*client.ScheduleUpdate, error) {
		s := in.Description.Schedule
		s.Spec, s.Action = &wanted.Spec, wanted.Action
		s.Policy = &client.SchedulePolicies{Overlap: wanted.Overlap, CatchupWindow: wanted.CatchupWindow}
		s.State.Paused = wanted.Paused
		return &client.ScheduleUpdate{Schedule: &s}, nil
	}})
}

// reportSchedule runs on a day of the month after each period ends. One that is still at work holds back one more, not more.
func reportSchedule(o evidence.ReportOrder) client.ScheduleOptions {
	return client.ScheduleOptions{
		ID: workflows.ManagerReportID(o.ID),
		Spec: client.ScheduleSpec{
			Calendars: []client.ScheduleCalendarSpec{{
				Month:      []client.ScheduleRange{{Start: o.First, End: monthsOfYear, Step: o.Months}},
				DayOfMonth: []client.ScheduleRange{{Start: o.Day}}, Hour: []client.ScheduleRange{{Start: reportHour}}, Minute: []client.ScheduleRange{{Start: 0}},
			}},
			TimeZoneName: o.Zone, Jitter: reportJitter,
		},
		Action: &client.ScheduleWorkflowAction{
			ID: workflows.ManagerReportID(o.ID), Workflow: workflows.ManagerReportType, TaskQueue: workflows.TaskQueue,
			Args: []any{workflows.ReportInput{Schedule: o.ID}}, Priority: workflows.FollowUpPriority(),
		},
		Overlap: enumspb.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE, CatchupWindow: reportCatchUp, Paused: o.State == evidence.SchedulePaused,
	}
}

// reportRepair makes sure that no report has lost its schedule; see repair.
type reportRepair struct {
	orders    ReportOrders
	schedules client.ScheduleClient
	log       *slog.Logger
	after     evidence.ReportScheduleID // up to where this round has come
}

// turn looks at the next page. A schedule that is gone is only noted: the turn that follows the orders makes it again.
func (r *reportRepair) turn(ctx context.Context) (more bool, err error) {
	standing, err := r.orders.StandingSchedules(ctx, r.after, reportBatch)
	if err != nil {
		return false, err
	}
	for _, o := range standing {
		_, err := r.schedules.GetHandle(ctx, workflows.ManagerReportID(o.ID)).Describe(ctx)
		var missing *serviceerror.NotFound
		switch {
		case errors.As(err, &missing):
			r.log.WarnContext(ctx, "a planned report had lost its schedule", slog.String("schedule", string(o.ID)))
			if err := r.orders.ScheduleLost(ctx, o.ID); err != nil {
				return false, err
			}
		case err != nil:
			r.log.WarnContext(ctx, "the schedules of reports wait for Temporal", slog.String("error", temporalx.ErrorCode(err)))
			pause(ctx, connectPause)
			return true, nil // the round goes on here after a while
		}
		r.after = o.ID
	}
	if len(standing) == reportBatch {
		return true, nil
	}
	r.after = ""
	return false, nil
}
