package activities

import (
	"context"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/pubmed"
)

// BeginWatchRun makes the run of a watch that the calling workflow carries out.
func (l *Living) BeginWatchRun(ctx context.Context, watch evidence.WatchID) (evidence.WatchPlan, error) {
	plan, err := l.Store.BeginWatchRun(ctx, watch, activity.GetInfo(ctx).WorkflowExecution.ID)
	return plan, concealed(err)
}

// FetchWatchedSearch fetches what one search finds in PubMed that was added since it was last run.
func (l *Living) FetchWatchedSearch(ctx context.Context, run evidence.WatchRunID, search string) (Ran, error) {
	b := beat(ctx)
	defer b.stop()
	job, err := l.Store.WatchJob(ctx, run, search)
	switch {
	case err != nil:
		return Ran{}, conceal(err)
	case job.Done:
		return Ran{}, nil
	case l.PubMed == nil:
		return l.leave(ctx, run, search, NotConfigured)
	}
	queries, err := alone(job.Lines)
	switch {
	case err != nil:
		return l.leaveFor(ctx, run, search, err)
	case len(queries) == 0: // they were taken out since the look began
		return l.leave(ctx, run, search, SearchChanged)
	}
	q := pubmed.Query{Term: queries[len(queries)-1], Since: job.Since}
	found, err := l.PubMed.Count(ctx, q)
	n := found.Count
	if err == nil && n > 0 {
		n, err = l.fetch(ctx, b, q, evidence.DefaultFetch, job.Into)
	}
	if err != nil {
		return l.leaveFor(ctx, run, search, err)
	}
	return Ran{Records: n}, concealed(l.Store.NoteWatched(ctx, run, search, n, ""))
}

// LeaveWatchedSearch gives up one search of a run: a person is asked to export its records.
func (l *Living) LeaveWatchedSearch(ctx context.Context, run evidence.WatchRunID, search, problem string) error {
	return concealed(l.Store.NoteWatched(ctx, run, search, 0, problem))
}

func (l *Living) leave(ctx context.Context, run evidence.WatchRunID, search, problem string) (Ran, error) {
	return Ran{Problem: problem}, concealed(l.Store.NoteWatched(ctx, run, search, 0, problem))
}

func (l *Living) leaveFor(ctx context.Context, run evidence.WatchRunID, search string, err error) (Ran, error) {
	code, _, lasting := reason(err)
	if !lasting {
		return Ran{}, passing(err)
	}
	return l.leave(ctx, run, search, code)
}

// AwaitWatchImports fails until the records of a run have been read and compared; the workflow tries again after a pause.
func (l *Living) AwaitWatchImports(ctx context.Context, run evidence.WatchRunID) error {
	ended, err := l.Store.WatchImportsEnded(ctx, run)
	if err != nil {
		return conceal(err)
	}
	if !ended {
		return temporal.NewApplicationErrorWithOptions(ImportsPending, ImportsPending, temporal.ApplicationErrorOptions{
			Category: temporal.ApplicationErrorCategoryBenign, // it is expected, and no line in a log
		})
	}
	return nil
}

// ConcludeWatchRun compares what came with what the report knows, looks for notices about its papers, and tells the owner if there
// is anything to look at.
func (l *Living) ConcludeWatchRun(ctx context.Context, run evidence.WatchRunID) (evidence.WatchOutcome, error) {
	outcome, err := l.Store.ConcludeWatchRun(ctx, run)
	return outcome, concealed(err)
}
