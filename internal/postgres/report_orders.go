package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// UnstartedRuns lists the runs that somebody asked for and that no workflow carries out yet.
func (s *PublishedReports) UnstartedRuns(ctx context.Context, most int) ([]evidence.ReportRunOrder, error) {
	rows, err := s.q.UnstartedReportRuns(ctx, fit(most))
	return each(rows, func(r sqlc.UnstartedReportRunsRow) evidence.ReportRunOrder {
		return evidence.ReportRunOrder{Run: evidence.ReportRunID(r.ID.String()), Schedule: evidence.ReportScheduleID(r.ScheduleID.String())}
	}), err
}

// RunStarted notes that a workflow carries a run out.
func (s *PublishedReports) RunStarted(ctx context.Context, run evidence.ReportRunID) error {
	id, err := rowUUID(string(run))
	if err != nil {
		return err
	}
	return s.q.ReportRunStarted(ctx, sqlc.ReportRunStartedParams{ID: id, Now: s.now()})
}

// UnsyncedSchedules lists the schedules that the engine does not have as they are.
func (s *PublishedReports) UnsyncedSchedules(ctx context.Context, most int) ([]evidence.ReportOrder, error) {
	rows, err := s.q.UnsyncedReportSchedules(ctx, fit(most))
	return each(rows, reportOrder), err
}

// ScheduleSynced notes that the engine's schedule is as the order said.
func (s *PublishedReports) ScheduleSynced(ctx context.Context, o evidence.ReportOrder) error {
	id, err := rowUUID(string(o.ID))
	if err != nil {
		return err
	}
	return s.q.ReportScheduleSynced(ctx, sqlc.ReportScheduleSyncedParams{ID: id, Version: fit(o.Version)})
}

// StandingSchedules lists the schedules that the engine must have, active and paused ones, in the order of their identifiers; after is
// the last one of the page before, or empty.
func (s *PublishedReports) StandingSchedules(ctx context.Context, after evidence.ReportScheduleID, most int) ([]evidence.ReportOrder, error) {
	var from *uuid.UUID
	if after != "" {
		id, err := rowUUID(string(after))
		if err != nil {
			return nil, err
		}
		from = &id
	}
	rows, err := s.q.ReportSchedulesAfter(ctx, sqlc.ReportSchedulesAfterParams{After: from, Most: fit(most)})
	return each(rows, func(r sqlc.ReportSchedulesAfterRow) evidence.ReportOrder {
		return reportOrder(sqlc.UnsyncedReportSchedulesRow(r))
	}), err
}

// ScheduleLost notes that the engine has lost a schedule, so that it is made again, and the runs that somebody asked for with it.
func (s *PublishedReports) ScheduleLost(ctx context.Context, id evidence.ReportScheduleID) error {
	key, err := rowUUID(string(id))
	if err != nil {
		return err
	}
	return s.q.ReportScheduleLost(ctx, key)
}

// MissedRuns are those of the nominal times of a schedule whose period no run has reported. One that was begun and never ended counts
// as missed: begun again under its key it is the same run. Errors: NotFound.
func (s *PublishedReports) MissedRuns(ctx context.Context, id evidence.ReportScheduleID, nominal []time.Time) (missed []time.Time, err error) {
	key, err := rowUUID(string(id))
	if err != nil {
		return nil, err
	}
	row, err := s.q.ReportScheduleByID(ctx, key)
	if err != nil {
		return nil, contentError(err)
	}
	zone, err := time.LoadLocation(row.Zone)
	if err != nil {
		return nil, err
	}
	about := make([]string, len(nominal))
	for i, due := range nominal {
		period, err := reports.At(due, zone, reports.PeriodKind(row.Kind))
		if err != nil {
			return nil, err
		}
		about[i] = period.String()
	}
	reported, err := s.q.ReportedPeriods(ctx, sqlc.ReportedPeriodsParams{Schedule: key, Periods: about})
	for i, due := range nominal {
		if !slices.Contains(reported, about[i]) {
			missed = append(missed, due)
		}
	}
	return missed, contentError(err)
}

func reportOrder(r sqlc.UnsyncedReportSchedulesRow) evidence.ReportOrder {
	first, months := int(time.January), 1
	switch reports.PeriodKind(r.Kind) {
	case reports.Quarterly:
		months = 3
	case reports.Yearly:
		months = 12
	case reports.NationalYearly:
		first, months = int(time.April), 12
	default:
	}
	return evidence.ReportOrder{
		ID: evidence.ReportScheduleID(r.ID.String()), Version: int(r.Version), Months: months, First: first, Day: int(r.Day), Zone: r.Zone,
		State: evidence.ScheduleState(r.State), Since: r.RunsSince.UTC(),
	}
}
