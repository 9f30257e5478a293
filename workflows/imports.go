package workflows

import (
	"time"

	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// ImportRecordsType is the type of the workflow of one import. It never changes.
const ImportRecordsType = "ImportRecords"

// ImportWorkflowID names the workflow of an import.
func ImportWorkflowID(id evidence.ImportID) string { return "import/" + string(id) }

const (
	importAttempt = time.Hour // of one of its two steps; 50,000 records take less than a minute
	importPause   = time.Second
	importLongest = time.Minute
)

// Imported says what became of an import. It counts, and quotes nothing.
type Imported struct {
	Read     activities.ImportRead     `json:"read"`
	Compared activities.ImportCompared `json:"compared"`
}

// ImportRecords reads what was uploaded or fetched, and compares its records with those that the request has. A worker that dies is
// followed by another, which goes on where the first stopped; a database that cannot be reached is tried for ever. A file
// that cannot be read, and an import that was undone meanwhile, are ordinary ends.
func ImportRecords(ctx workflow.Context, id evidence.ImportID) (Imported, error) {
	ctx = workflow.WithActivityOptions(ctx, workflow.ActivityOptions{
		StartToCloseTimeout: importAttempt, HeartbeatTimeout: activities.MissedBeats,
		RetryPolicy: &temporal.RetryPolicy{InitialInterval: importPause, BackoffCoefficient: pauseDoublesBy, MaximumInterval: importLongest},
	})
	var i *activities.Imports
	var done Imported
	if err := workflow.ExecuteActivity(ctx, i.Read, id).Get(ctx, &done.Read); err != nil {
		return done, err
	}
	if done.Read.Problem != "" || done.Read.Gone {
		return done, nil
	}
	err := workflow.ExecuteActivity(ctx, i.Compare, id).Get(ctx, &done.Compared)
	return done, err
}
