package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// ManagerReportType is the type of the workflow that makes a report of figures, as the server knows it. It never changes.
const ManagerReportType = "ManagerReport"

const managerReportPrefix = "manager-report/"

// ManagerReportID names the schedule of a library's report, and with an instant behind it the workflows that it starts.
func ManagerReportID(id evidence.ReportScheduleID) string { return managerReportPrefix + string(id) }

// ReportRunWorkflowID names the workflow of a run that somebody asked for.
func ReportRunWorkflowID(o evidence.ReportRunOrder) string {
	return ManagerReportID(o.Schedule) + "/" + string(o.Run)
}

// ReportInput says which report is to be made.
type ReportInput struct {
	Schedule evidence.ReportScheduleID `json:"schedule"`
	Run      evidence.ReportRunID      `json:"run,omitempty"` // that somebody asked for; empty: the schedule's turn
}

// reportAttempt is one try at counting a year and what was published before.
const reportAttempt = 10 * time.Minute

// nominalTime is when a schedule meant this run to begin, whenever it does; the server writes it. A run that no schedule started
// takes the time at which it did.
func nominalTime(ctx workflow.Context) time.Time {
	key := temporal.NewSearchAttributeKeyTime("TemporalScheduledStartTime")
	if at, ok := workflow.GetTypedSearchAttributes(ctx).GetTime(key); ok {
		return at
	}
	return workflow.GetInfo(ctx).WorkflowStartTime
}

// ManagerReport makes one report of one nominal period: it counts, publishes or prepares, and owes letters with a link. The store's
// absence makes it wait; a run that is late reports the period that it was meant for.
func ManagerReport(ctx workflow.Context, in ReportInput) (evidence.ReportOutcome, error) {
	var r *activities.Reports
	plan := evidence.ReportPlan{Run: in.Run}
	var done evidence.ReportOutcome
	if in.Run == "" {
		key := workflow.GetInfo(ctx).WorkflowExecution.ID
		if err := workflow.ExecuteActivity(keeping(ctx), r.BeginReport, in.Schedule, key, nominalTime(ctx).UTC()).Get(ctx, &plan); err != nil || plan.Ended {
			return done, err
		}
	}
	counting := workflow.WithHeartbeatTimeout(workflow.WithStartToCloseTimeout(keeping(ctx), reportAttempt), activities.MissedBeats)
	err := workflow.ExecuteActivity(counting, r.MakeReport, plan.Run).Get(ctx, &done)
	return done, err
}
