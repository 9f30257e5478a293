package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	reports "evidencedesk/internal/report"
)

// ReportRun is one run of a schedule.
type ReportRun struct {
	ID          evidence.ReportRunID `json:"id" format:"uuid"`
	Period      reports.Period       `json:"period"`
	PeriodTitle string               `json:"period_title"`
	AskedBy     evidence.PersonID    `json:"asked_by,omitempty" format:"uuid" doc:"Absent: the schedule"`
	Asker       string               `json:"asker,omitempty"`
	MadeAt      time.Time            `json:"made_at"`
	EndedAt     *time.Time           `json:"ended_at,omitempty"`
	Outcome     string               `json:"outcome,omitempty" enum:"published,prepared,already" doc:"Absent: it has not ended. already: this period was published before"`
	Report      string               `json:"report,omitempty" format:"uuid"`
}

// mostRuns is how many runs are listed of a schedule.
const mostRuns = 100

// AskRun asks for a report of a period at once; the worker makes it. Errors: NotFound; Invalid for a period that has not ended or is
// not of the schedule's kind.
func (s *PublishedReports) AskRun(ctx context.Context, library evidence.LibraryID, by evidence.PersonID, id string, p reports.Period, k Creation) (ReportRun, error) {
	now, err := s.Schedule(ctx, library, id)
	if err != nil {
		return ReportRun{}, err
	}
	zone, err := time.LoadLocation(now.Zone)
	if err != nil {
		return ReportRun{}, err
	}
	switch {
	case p.Kind() != now.Kind:
		return ReportRun{}, evidence.InvalidField("period", "unknown", "Choose a period of the kind that this schedule reports.")
	case !p.To().Before(reports.DateOf(s.now().In(zone))):
		return ReportRun{}, evidence.InvalidField("period", "future", "Choose a period that is over.")
	}
	schedule, person := uuid.MustParse(id), uuid.MustParse(string(by))
	ids, err := creator{s.pool, s.now}.create(ctx, person, schedule, k, 1, func(q *sqlc.Queries, ids []uuid.UUID) error {
		return q.InsertReportRun(ctx, sqlc.InsertReportRunParams{
			ID: ids[0], Schedule: schedule, Key: ids[0].String(), Period: p.String(), Person: &person, Now: s.now(),
		})
	})
	if err != nil {
		return ReportRun{}, contentError(err)
	}
	row, err := s.q.GetReportRun(ctx, ids[0])
	return reportRunOf(row.ReportRun, ""), contentError(err)
}

// Runs lists the last runs of a schedule, the newest first. Errors: NotFound.
func (s *PublishedReports) Runs(ctx context.Context, library evidence.LibraryID, id string) ([]ReportRun, error) {
	if _, err := s.Schedule(ctx, library, id); err != nil {
		return nil, err
	}
	rows, err := s.q.ReportRuns(ctx, sqlc.ReportRunsParams{Schedule: uuid.MustParse(id), Most: mostRuns})
	return each(rows, func(r sqlc.ReportRunsRow) ReportRun { return reportRunOf(r.ReportRun, r.Asker) }), contentError(err)
}

func reportRunOf(r sqlc.ReportRun, asker string) ReportRun {
	period, _ := reports.ParsePeriod(r.Period) // was parsed before it was stored
	return ReportRun{
		ID: evidence.ReportRunID(r.ID.String()), Period: period, PeriodTitle: period.Title(), AskedBy: personOrNone(r.AskedBy), Asker: asker, MadeAt: r.MadeAt.UTC(),
		EndedAt: instant(r.EndedAt), Outcome: r.Outcome, Report: idText(r.ReportID),
	}
}

// BeginRun notes that the engine has started a run under a key, at the nominal time of its schedule. It may be repeated. A schedule
// that does not run any more has none.
func (s *PublishedReports) BeginRun(ctx context.Context, schedule evidence.ReportScheduleID, key string, nominal time.Time) (evidence.ReportPlan, error) {
	id, err := rowUUID(string(schedule))
	if err != nil {
		return evidence.ReportPlan{}, err
	}
	row, err := s.q.ReportScheduleByID(ctx, id)
	switch {
	case isMissing(err), err == nil && evidence.ScheduleState(row.State) != evidence.ScheduleActive:
		return evidence.ReportPlan{Ended: true}, nil
	case err != nil:
		return evidence.ReportPlan{}, contentError(err)
	}
	zone, err := time.LoadLocation(row.Zone)
	if err != nil {
		return evidence.ReportPlan{}, err
	}
	period, err := reports.At(nominal, zone, reports.PeriodKind(row.Kind))
	if err != nil {
		return evidence.ReportPlan{}, err
	}
	now := s.now()
	err = s.q.InsertReportRun(ctx, sqlc.InsertReportRunParams{ID: rowID(), Schedule: id, Key: key, Period: period.String(), Now: now, Started: &now})
	if err != nil {
		return evidence.ReportPlan{}, contentError(err)
	}
	run, err := s.q.ReportRunByKey(ctx, key)
	return evidence.ReportPlan{Run: evidence.ReportRunID(run.ID.String())}, contentError(err)
}

// ReportJob is what a run has to make.
type ReportJob struct {
	Schedule ReportSchedule
	Period   reports.Period
	Done     *evidence.ReportOutcome // an earlier attempt made it
}

// RunJob reads what a run has to make. Errors: NotFound.
func (s *PublishedReports) RunJob(ctx context.Context, run evidence.ReportRunID) (ReportJob, error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return ReportJob{}, err
	}
	row, err := s.q.GetReportRun(ctx, id)
	if err != nil {
		return ReportJob{}, contentError(err)
	}
	j := ReportJob{Schedule: scheduleOf(row.ReportSchedule)}
	if row.ReportRun.Outcome != "" {
		j.Done = &evidence.ReportOutcome{Outcome: row.ReportRun.Outcome, Report: idText(row.ReportRun.ReportID)}
	}
	j.Period, err = reports.ParsePeriod(row.ReportRun.Period)
	return j, err
}

// EndRun publishes or prepares what a run made, and owes the letters about it, all at once. It may be repeated: the first counts.
func (s *PublishedReports) EndRun(ctx context.Context, run evidence.ReportRunID, p ReportPublication) (done evidence.ReportOutcome, err error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return done, err
	}
	err = s.tx(ctx, func(q *sqlc.Queries) error {
		if err := q.LockPublishing(ctx, uuid.MustParse(string(p.Library))); err != nil {
			return err
		}
		row, err := q.GetReportRun(ctx, id)
		if err != nil {
			return err
		}
		if row.ReportRun.Outcome != "" {
			done = evidence.ReportOutcome{Outcome: row.ReportRun.Outcome, Report: idText(row.ReportRun.ReportID)}
			return nil
		}
		p.Schedule = evidence.ReportScheduleID(row.ReportSchedule.ID.String())
		if done, err = s.finish(ctx, q, p, row.ReportSchedule.Publishes); err != nil {
			return err
		}
		return q.EndReportRun(ctx, sqlc.EndReportRunParams{ID: id, Now: s.now(), Outcome: done.Outcome, Report: uuid.MustParse(done.Report)})
	})
	return done, err
}

// finish publishes or prepares. A period that was published before is left as it is; its link is owed all the same.
func (s *PublishedReports) finish(ctx context.Context, q *sqlc.Queries, p ReportPublication, publishes bool) (done evidence.ReportOutcome, err error) {
	library, period, of := uuid.MustParse(string(p.Library)), p.Complete.Period.String(), scopeJSON(p.Complete.Scope)
	known, err := q.PublishedOf(ctx, sqlc.PublishedOfParams{Library: library, Period: period, Scope: of})
	switch {
	case err == nil:
		done = evidence.ReportOutcome{Outcome: evidence.ReportAlready, Report: known.String()}
	case !isMissing(err):
		return done, err
	case publishes:
		id := rowID()
		done = evidence.ReportOutcome{Outcome: evidence.ReportPublished, Report: id.String()}
		if err := s.insert(ctx, q, id, p); err != nil {
			return done, err
		}
	default:
		return s.prepare(ctx, q, p, period, of)
	}
	done.Letters, err = tellRecipients(ctx, q, uuid.MustParse(done.Report), p.Schedule)
	return done, err
}

// prepare keeps a report for a manager to look at. One of the same period that still waits gives way to it, and keeps its address.
func (s *PublishedReports) prepare(ctx context.Context, q *sqlc.Queries, p ReportPublication, period string, of []byte) (done evidence.ReportOutcome, err error) {
	library, id := uuid.MustParse(string(p.Library)), rowID()
	waiting, err := q.ListReportDrafts(ctx, sqlc.ListReportDraftsParams{Library: library, Most: mostPublished})
	if err != nil {
		return done, err
	}
	for _, d := range waiting {
		if d.Period == period && d.ScheduleID.String() == string(p.Schedule) {
			id = d.ID
			if _, err := q.DropReportDraft(ctx, id); err != nil {
				return done, err
			}
		}
	}
	complete, err := reports.Write(p.Complete)
	if err != nil {
		return done, err
	}
	err = q.InsertReportDraft(ctx, sqlc.InsertReportDraftParams{
		ID: id, Library: library, Period: period, Scope: of, Title: p.Complete.Title, Complete: complete, Definitions: p.Definitions,
		Schedule: uuid.MustParse(string(p.Schedule)), Now: s.now(),
	})
	if err != nil {
		return done, err
	}
	n, err := q.TellManagers(ctx, sqlc.TellManagersParams{Report: id, Kind: string(evidence.NoticeReportPrepared), Library: library})
	return evidence.ReportOutcome{Outcome: evidence.ReportPrepared, Report: id.String(), Letters: int(n)}, err
}
