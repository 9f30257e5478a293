package activities

import (
	"errors"

	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/evidence"
)

// ProjectionConflict is the type of the one failure that is not retried: the store holds another transition under this
// number. It means that the store and the workflow have parted, which the runbook for a lost Temporal mends.
const ProjectionConflict = "projection-conflict"

// ErrConflict is matched by a store's error when another transition is stored under the same number. A store may also
// wrap an error of its own whose Conflict method answers true, so that it need not import this package.
var ErrConflict = errors.New(ProjectionConflict)

// conceal turns a store's error into one that may be kept in a history: a code, and the five-character SQLSTATE if there
// is one, never the text, which can quote a row.
func conceal(err error) error {
	if IsConflict(err) {
		return temporal.NewNonRetryableApplicationError(ProjectionConflict, ProjectionConflict, nil)
	}
	code := evidence.StoreUnavailable
	var refusal *evidence.Error
	if errors.As(err, &refusal) {
		code = refusal.Code
	}
	message := string(code)
	var state interface{ SQLState() string }
	if errors.As(err, &state) {
		message += " " + state.SQLState()
	}
	return temporal.NewApplicationError(message, string(code))
}

// IsConflict reports whether a store's error says that another transition is stored under the same number.
func IsConflict(err error) bool {
	var conflict interface{ Conflict() bool }
	return errors.Is(err, ErrConflict) || errors.As(err, &conflict) && conflict.Conflict()
}
