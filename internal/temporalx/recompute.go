package temporalx

import (
	"context"
	"errors"

	"go.temporal.io/api/serviceerror"

	"evidencedesk/internal/evidence"
	"evidencedesk/workflows"
)

// Signaller is the part of Temporal's client that tells workflows something they cannot refuse.
type Signaller interface {
	SignalWorkflow(ctx context.Context, workflowID, runID, signalName string, arg any) error
}

// CalendarChanged has the requests compute their dates again and counts those that were told. One whose workflow is not
// there, because it waits to be started or has ended, is passed over: it starts with the calendar in force. Errors:
// EngineUnavailable.
func CalendarChanged(ctx context.Context, c Signaller, ids []evidence.RequestID) (told int, err error) {
	for _, id := range ids {
		err := c.SignalWorkflow(ctx, workflows.RequestWorkflowID(id), "", workflows.CalendarChangedSignal, nil)
		var missing *serviceerror.NotFound
		switch {
		case err == nil:
			told++
		case !errors.As(err, &missing):
			return told, unavailable(err)
		}
	}
	return told, nil
}
