package postgres

import (
	"context"
	"strings"

	"github.com/google/uuid"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// TaskFreshExport asks the team to export the records of a search that the machine cannot run again.
const TaskFreshExport = "fresh_export"

// ConcludeWatchRun writes what was found, in one transaction with the notice to the owner, if there is anything to look at. A run that
// was concluded gives the same counts again.
func (l *Living) ConcludeWatchRun(ctx context.Context, run evidence.WatchRunID) (evidence.WatchOutcome, error) {
	id, err := rowUUID(string(run))
	if err != nil {
		return evidence.WatchOutcome{}, err
	}
	var outcome evidence.WatchOutcome
	err = l.tx(ctx, func(q *sqlc.Queries) error {
		w, err := q.WatchRunByID(ctx, id)
		if err != nil {
			return err
		}
		if w.State != WatchRunning {
			outcome = evidence.WatchOutcome{New: int(w.NewCount), Retracted: int(w.Retracted), Exports: int(w.Exports)}
			return nil
		}
		outcome, err = l.conclude(ctx, q, w)
		return err
	})
	return outcome, err
}

func (l *Living) conclude(ctx context.Context, q *sqlc.Queries, w sqlc.WatchRun) (evidence.WatchOutcome, error) {
	at, err := q.WatchStanding(ctx, w.RequestID)
	if err != nil {
		return evidence.WatchOutcome{}, err
	}
	if at.Anonymous { // erased meanwhile: nobody looks at it any more
		_, err := q.FinishWatchRun(ctx, sqlc.FinishWatchRunParams{ID: w.ID, State: WatchNothing, Now: l.now()})
		return evidence.WatchOutcome{}, err
	}
	if err := l.exports(ctx, q, w); err != nil {
		return evidence.WatchOutcome{}, err
	}
	checked, err := l.retractions(ctx, q, w, int(at.Delivered))
	if err != nil {
		return evidence.WatchOutcome{}, err
	}
	if _, err := q.InsertNewFindings(ctx, sqlc.InsertNewFindingsParams{Run: w.ID, Now: l.now()}); err != nil {
		return evidence.WatchOutcome{}, err
	}
	n, err := q.CountFindings(ctx, w.ID)
	if err != nil {
		return evidence.WatchOutcome{}, err
	}
	outcome := evidence.WatchOutcome{New: int(n.NewRecords), Retracted: int(n.Retracted), Exports: int(n.Exports)}
	state := WatchNothing
	if outcome != (evidence.WatchOutcome{}) {
		state = WatchReview
		if err := tellOwner(ctx, q, at, w.ID, outcome); err != nil {
			return outcome, err
		}
	}
	if err := q.EndBrokenRuns(ctx, sqlc.EndBrokenRunsParams{ID: w.ID, Now: l.now()}); err != nil {
		return outcome, err
	}
	_, err = q.FinishWatchRun(ctx, sqlc.FinishWatchRunParams{
		ID: w.ID, State: state, NewCount: n.NewRecords, Retracted: n.Retracted, Exports: n.Exports, Checked: fit(checked), Now: l.now(),
	})
	return outcome, err
}

// exports asks for the records of searches that were not run.
func (l *Living) exports(ctx context.Context, q *sqlc.Queries, w sqlc.WatchRun) error {
	parts, err := q.WatchParts(ctx, w.ID)
	if err != nil {
		return err
	}
	wanted := false
	for _, p := range parts {
		code := p.Problem
		if code == "" && p.ImportState == ImportRefused {
			code = p.ImportProblem
		}
		if code == "" {
			continue
		}
		wanted = true
		if err := q.InsertExportFinding(ctx, sqlc.InsertExportFindingParams{
			ID: rowID(), Run: w.ID, Request: w.RequestID, Search: &p.SearchID, Code: code, Now: l.now(),
		}); err != nil {
			return err
		}
	}
	if !wanted {
		return nil
	}
	return q.InsertWatchTask(ctx, sqlc.InsertWatchTaskParams{ID: rowID(), Request: w.RequestID, Now: l.now()})
}

// retractions looks for notices about the papers of the report as it was delivered, and counts the papers.
func (l *Living) retractions(ctx context.Context, q *sqlc.Queries, w sqlc.WatchRun, version int) (int, error) {
	report, err := q.GetSummaryVersion(ctx, sqlc.GetSummaryVersionParams{Request: w.RequestID, Version: fit(version)})
	if isMissing(err) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	references := fromJSON[[]Reference](report.Refs)
	notices, err := noticesAbout(ctx, q, references)
	if err != nil {
		return 0, err
	}
	for _, n := range notices {
		reference, err := uuid.Parse(n.Reference)
		if err != nil {
			return 0, err
		}
		number := fit(n.Number)
		_, err = q.InsertRetractionFinding(ctx, sqlc.InsertRetractionFindingParams{
			ID: rowID(), Run: w.ID, Request: w.RequestID, Reference: &reference, Number: &number, Title: n.Title, Doi: n.DOI, Pmid: n.PMID, Code: n.Nature,
			NoticedOn: dateOf(n.Date), Now: l.now(),
		})
		if err != nil {
			return 0, err
		}
	}
	return len(references), nil
}

// tellOwner owes a notice to who owns the request, or to the librarians when nobody does, or nobody any more.
func tellOwner(ctx context.Context, q *sqlc.Queries, at sqlc.WatchStandingRow, run uuid.UUID, found evidence.WatchOutcome) error {
	who := sqlc.NoticeAudienceParams{Request: at.RequestID, Library: at.LibraryID, People: []uuid.UUID{}}
	if at.Owner != nil {
		who.People = []uuid.UUID{*at.Owner}
		if told, err := owe(ctx, q, who, run, evidence.NoticeWatchFound, found); err != nil || told > 0 {
			return err
		}
	}
	who.People, who.Role = []uuid.UUID{}, orNil(string(evidence.Librarian))
	_, err := owe(ctx, q, who, run, evidence.NoticeWatchFound, found)
	return err
}

// owe queues a notice of a run for an audience, with how much it found, and says how many people there are.
func owe(ctx context.Context, q *sqlc.Queries, who sqlc.NoticeAudienceParams, run uuid.UUID, kind evidence.NoticeKind, found evidence.WatchOutcome) (int, error) {
	people, err := q.NoticeAudience(ctx, who)
	if err != nil {
		return 0, err
	}
	owed := owedNotices{request: who.Request, step: "watch-" + run.String(), kind: kind, found: found}
	for _, p := range people {
		owed.add(p, uuid.Nil)
	}
	return len(people), owed.queue(ctx, q)
}

func lowerDOI(doi string) string { return strings.ToLower(strings.TrimSpace(doi)) }
