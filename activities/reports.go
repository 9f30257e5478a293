package activities

import (
	"context"
	"time"

	"evidencedesk/internal/evidence"
)

// ReportMaker makes the reports that libraries plan. Each method may be repeated.
type ReportMaker interface {
	// BeginReport notes that the engine has begun a run under a key, at the nominal time of its schedule, whose last whole period it
	// reports however late it is.
	BeginReport(ctx context.Context, schedule evidence.ReportScheduleID, key string, nominal time.Time) (evidence.ReportPlan, error)
	// MakeReport counts, and publishes or prepares the report, and owes the letters with its link.
	MakeReport(ctx context.Context, run evidence.ReportRunID) (evidence.ReportOutcome, error)
}

// Reports are the activities of planned reports.
type Reports struct {
	Maker ReportMaker
}

// BeginReport begins a run of a schedule.
func (r *Reports) BeginReport(ctx context.Context, schedule evidence.ReportScheduleID, key string, nominal time.Time) (evidence.ReportPlan, error) {
	plan, err := r.Maker.BeginReport(ctx, schedule, key, nominal)
	return plan, concealed(err)
}

// MakeReport makes the report of a run.
func (r *Reports) MakeReport(ctx context.Context, run evidence.ReportRunID) (done evidence.ReportOutcome, err error) {
	err = alive(ctx, func() error {
		done, err = r.Maker.MakeReport(ctx, run)
		return err
	})
	return done, err
}
