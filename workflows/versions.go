package workflows

import (
	"fmt"

	"go.temporal.io/sdk/workflow"
)

// Change is one change of workflow code that a running history must not meet unprepared.
type Change struct {
	ID        string           // date and short name, such as 2027-01-notice-per-person; never used twice
	Date      string           // when it was released, YYYY-MM-DD
	Newest    workflow.Version // the version that new histories get
	Removable string           // after this date no open history is older: the longest follow-up lives 15 months
}

// Changes is every change in force, oldest first. A new command order, activity, timer or child, or one removed, needs a
// row here, a call of version with its ID, and a recorded history of each side. So does a change of evidence.Decide or
// evidence.DecideImpact that refuses what it once allowed, or the reverse: a replay would schedule other activities.
// A new field in an argument needs none. The first release has no older histories, so the table is empty.
func Changes() []Change { return nil }

// version tells which side of a change this history is on. It panics for a change that is not in the table.
func version(ctx workflow.Context, id string) workflow.Version {
	for _, c := range Changes() {
		if c.ID == id {
			return workflow.GetVersion(ctx, id, workflow.DefaultVersion, c.Newest)
		}
	}
	panic(fmt.Sprintf("workflows: the change %s is not in the table", id))
}
