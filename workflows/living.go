package workflows

import (
	"errors"
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// The types of workflow that run searches, as the server knows them. They never change.
const (
	RunSearchType    = "RunSearch"
	LivingSearchType = "LivingSearch"
)

const (
	runSearchPrefix    = "run-search/"
	livingSearchPrefix = "living-search/"
)

// RunSearchID names the workflow of a run in PubMed.
func RunSearchID(id evidence.PubMedRunID) string { return runSearchPrefix + string(id) }

// LivingSearchID names the schedule of a watched request, and with an instant behind it the workflows that it starts.
func LivingSearchID(id evidence.RequestID) string { return livingSearchPrefix + string(id) }

const (
	pubmedAttempt  = 4 * time.Hour // fifty thousand records at three requests a second take two minutes; PubMed may be slow
	runSearchGives = 6 * time.Hour // with all attempts; a person waits for it
	watchGives     = 3 * 24 * time.Hour
	pubmedPause    = 10 * time.Second
	pubmedLongest  = 30 * time.Minute
	importsPause   = 5 * time.Second
	importsLongest = 10 * time.Minute
	importsGive    = 7 * 24 * time.Hour
	keepAttempt    = 5 * time.Minute
)

// asking are the options of activities that ask PubMed.
func asking(ctx workflow.Context, within time.Duration) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: pubmedAttempt, ScheduleToCloseTimeout: within, HeartbeatTimeout: activities.MissedBeats, Priority: FollowUpPriority(),
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: pubmedPause, BackoffCoefficient: pauseDoublesBy, MaximumInterval: pubmedLongest},
	})
}

// keeping are the options of activities that only write to the store: they are tried for ever.
func keeping(ctx workflow.Context) workflow.Context {
	return workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: keepAttempt, Priority: FollowUpPriority(),
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: importsPause, BackoffCoefficient: pauseDoublesBy, MaximumInterval: importsLongest},
	})
}

// RunSearch runs a recorded search in PubMed: the hits of each line, and if wanted the records of the last one, which become an
// import with a workflow of its own. What cannot be run ends the run with a code; only the store's absence makes it wait.
func RunSearch(ctx workflow.Context, run evidence.PubMedRunID) (activities.Ran, error) {
	var l *activities.Living
	var counted, fetched activities.Ran
	if err := workflow.ExecuteActivity(asking(ctx, runSearchGives), l.CountSearchLines, run).Get(ctx, &counted); err != nil {
		return counted, giveUp(err, func(code string) error {
			return workflow.ExecuteActivity(keeping(ctx), l.EndSearchRun, run, code).Get(ctx, nil)
		})
	}
	if counted.Problem != "" || !counted.Fetch {
		return counted, workflow.ExecuteActivity(keeping(ctx), l.EndSearchRun, run, counted.Problem).Get(ctx, nil)
	}
	if err := workflow.ExecuteActivity(asking(ctx, runSearchGives), l.FetchSearchRecords, run).Get(ctx, &fetched); err != nil {
		return fetched, giveUp(err, func(code string) error {
			return workflow.ExecuteActivity(keeping(ctx), l.EndSearchRun, run, code).Get(ctx, nil)
		})
	}
	return fetched, nil
}

// LivingSearch looks at a watched report once: it runs again what can be run without a person, waits until the records have been
// read and compared, and concludes. A search that cannot be run keeps nothing else from being done.
func LivingSearch(ctx workflow.Context, watch evidence.WatchID) (evidence.WatchOutcome, error) {
	var l *activities.Living
	var plan evidence.WatchPlan
	var outcome evidence.WatchOutcome
	if err := workflow.ExecuteActivity(keeping(ctx), l.BeginWatchRun, watch).Get(ctx, &plan); err != nil || plan.Ended {
		return outcome, err
	}
	for _, search := range plan.Searches {
		if err := workflow.ExecuteActivity(asking(ctx, watchGives), l.FetchWatchedSearch, plan.Run, search).Get(ctx, nil); err != nil {
			if err := giveUp(err, func(code string) error {
				return workflow.ExecuteActivity(keeping(ctx), l.LeaveWatchedSearch, plan.Run, search, code).Get(ctx, nil)
			}); err != nil {
				return outcome, err
			}
		}
	}
	waiting := workflow.WithScheduleToCloseTimeout(keeping(ctx), importsGive)
	if err := workflow.ExecuteActivity(waiting, l.AwaitWatchImports, plan.Run).Get(ctx, nil); temporal.IsCanceledError(err) {
		return outcome, err
	}
	// Imports that are not ready after a week are concluded without: the next run does not look for their records again, but they
	// are in the list of records, and their import says what holds it up.
	err := workflow.ExecuteActivity(keeping(ctx), l.ConcludeWatchRun, plan.Run).Get(ctx, &outcome)
	return outcome, err
}

// giveUp records with the store why a part is given up. A cancelled workflow is only ended.
func giveUp(err error, record func(code string) error) error {
	if temporal.IsCanceledError(err) {
		return err
	}
	code := unanswered
	var failed *temporal.ApplicationError
	if errors.As(err, &failed) {
		code = failed.Type()
	}
	return record(code)
}

// unanswered is the code of a search that was given up without an answer.
const unanswered = "pubmed-unreachable"
