package testenv

import (
	"context"
	"testing"

	"go.temporal.io/sdk/testsuite"

	"evidencedesk/activities"
	"evidencedesk/internal/evidence"
)

// ReadAtOnce carries out the steps of an import's workflow before the upload is answered, for tests without an engine.
func ReadAtOnce(t testing.TB, store activities.ImportStore) func(context.Context, evidence.ImportID) error {
	t.Helper()
	return func(_ context.Context, id evidence.ImportID) error {
		var suite testsuite.WorkflowTestSuite
		env := suite.NewTestActivityEnvironment()
		a := &activities.Imports{Store: store}
		env.RegisterActivity(a)
		for _, step := range []any{a.Read, a.Compare} {
			if _, err := env.ExecuteActivity(step, id); err != nil {
				return err
			}
		}
		return nil
	}
}
