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
	if o.State == evidence.ScheduleEnded {
		return end(ctx, schedules, workflows.ManagerReportID(o.ID))
	}
	wanted := reportSchedule(o)
	wanted.ScheduleBackfill = backfills(missed)
	return bring(ctx, schedules, wanted, pausing(wanted))
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

// standingReports are the schedules of reports that there must be.
func standingReports(orders ReportOrders, schedules client.ScheduleClient, log *slog.Logger) *repair {
	return &repair{
		schedules: schedules, log: log,
		page: func(ctx context.Context, after string, most int) (all []standing, err error) {
			list, err := orders.StandingSchedules(ctx, evidence.ReportScheduleID(after), most)
			for _, o := range list {
				all = append(all, standing{string(o.ID), workflows.ManagerReportID(o.ID)})
			}
			return all, err
		},
		lost: func(ctx context.Context, of string) error {
			return orders.ScheduleLost(ctx, evidence.ReportScheduleID(of))
		},
	}
}
