// Package publishing makes the reports that libraries plan: it counts a period as the live page does and hands the result to the
// store, which keeps it for good or for a manager to look at.
package publishing

import (
	"context"
	"time"

	"evidencedesk/internal/calendar"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/impact"
	"evidencedesk/internal/metric"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/report"
	"evidencedesk/internal/vocabulary"
)

// Store keeps schedules, their runs and what they made: *postgres.PublishedReports.
type Store interface {
	BeginRun(ctx context.Context, schedule evidence.ReportScheduleID, key string, nominal time.Time) (evidence.ReportPlan, error)
	RunJob(ctx context.Context, run evidence.ReportRunID) (postgres.ReportJob, error)
	EndRun(ctx context.Context, run evidence.ReportRunID, p postgres.ReportPublication) (evidence.ReportOutcome, error)
}

// Libraries knows what libraries and the organisations that they serve are called.
type Libraries interface {
	Directory(ctx context.Context, at postgres.Place) ([]postgres.Library, error)
}

// Calendars knows by whose clock a library works.
type Calendars interface {
	Calendar(ctx context.Context, library evidence.LibraryID) (*calendar.Calendar, error)
}

// Publisher makes the reports of schedules.
type Publisher struct {
	Store     Store
	Libraries Libraries
	Calendars Calendars
	Figures   impact.Counter
	Worth     impact.More
	Metrics   *metric.Registry
	Words     *vocabulary.Catalogue
	Now       func() time.Time
}

// BeginReport notes that a run has begun whose nominal time is this. It may be repeated under its key.
func (p *Publisher) BeginReport(ctx context.Context, schedule evidence.ReportScheduleID, key string, nominal time.Time) (evidence.ReportPlan, error) {
	return p.Store.BeginRun(ctx, schedule, key, nominal)
}

// MakeReport counts what a run reports, and publishes or prepares it. It may be repeated: the first counts.
func (p *Publisher) MakeReport(ctx context.Context, run evidence.ReportRunID) (evidence.ReportOutcome, error) {
	job, err := p.Store.RunJob(ctx, run)
	if err != nil || job.Done != nil {
		return orNothing(job.Done), err
	}
	ask, err := p.ask(ctx, job)
	if err != nil {
		return evidence.ReportOutcome{}, err
	}
	complete, err := impact.New(p.Figures, p.Metrics, p.Worth).Make(ctx, ask)
	if err != nil {
		return evidence.ReportOutcome{}, err
	}
	return p.Store.EndRun(ctx, run, postgres.ReportPublication{
		Library: job.Schedule.Library, Complete: complete, Definitions: p.Metrics.Version(), Leave: Leaving(report.DateOf(ask.Now)),
	})
}

func orNothing(done *evidence.ReportOutcome) evidence.ReportOutcome {
	if done == nil {
		return evidence.ReportOutcome{}
	}
	return *done
}

// Leaving makes of a complete report the one that may leave the library today.
func Leaving(today report.Date) postgres.Leaving {
	return func(complete report.Report, earlier ...report.Published) report.Report {
		return impact.Leave(complete, today, earlier...)
	}
}

// ask is what the live page would ask for the schedule.
func (p *Publisher) ask(ctx context.Context, job postgres.ReportJob) (impact.Ask, error) {
	library := job.Schedule.Library
	cal, err := p.Calendars.Calendar(ctx, library)
	if err != nil {
		return impact.Ask{}, err
	}
	known, err := p.Libraries.Directory(ctx, postgres.Place{})
	if err != nil {
		return impact.Ask{}, err
	}
	names := impact.GroupNames{Words: p.Words, Named: map[string]string{}}
	a := impact.Ask{Title: job.Schedule.Title, Period: job.Period, Scope: job.Schedule.Scope(library), Now: p.Now().In(cal.Location())}
	for _, l := range known {
		if l.ID != library {
			continue
		}
		a.Libraries = append(a.Libraries, l.Name)
		names.Named[string(l.ID)] = l.Name
		for _, o := range l.Organisations {
			names.Named[o.ID] = o.Name
		}
	}
	a.Names, a.Filter = names, names.Filter(a.Scope)
	return a, nil
}
