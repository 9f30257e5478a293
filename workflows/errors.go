package workflows

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
)

// refusal turns an error of the domain into one that reaches the caller of an Update whole: its type is the code, its
// detail the [evidence.Error]. Any other error is passed on.
func refusal(err error) error {
	var e *evidence.Error
	if !errors.As(err, &e) {
		return err
	}
	return temporal.NewNonRetryableApplicationError(string(e.Code), string(e.Code), nil, *e)
}

// moving refuses a command while a run hands over to the next; the caller repeats it.
func moving() error {
	return refusal(evidence.Refuse(evidence.EngineUnavailable, Moving))
}

// Moving is the detail of the refusal that a command meets while a run hands over to the next. It may be repeated at once.
const Moving = "The request is being moved. Try again."
