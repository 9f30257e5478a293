package temporalx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"go.temporal.io/api/serviceerror"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"

	"evidencedesk/internal/temporalx"
)

func TestLogHoldsNoContent(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	l := temporalx.Logger(slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug})))
	with := log.With(l, "WorkflowID", "evidence-request/1", "Input", "CANARY")
	with.Warn("activity failed", "Attempt", 3, "Error", errors.New("duplicate key (CANARY)"), "Result", "CANARY", "Error", "CANARY")
	with.Info("refused", "Error", temporal.NewApplicationError("CANARY", "already-claimed"))
	with.Error("server", "Error", serviceerror.NewUnavailable("connection refused"))
	with.Debug("panicked", "panic", "CANARY", "Name", "due-soon")
	got := out.String()
	if strings.Contains(got, "CANARY") {
		t.Error(got)
	}
	for _, want := range []string{"evidence-request/1", "Attempt=3", "already-claimed", "connection refused", "*errors.errorString", "due-soon"} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in %s", want, got)
		}
	}
}

func TestErrorCode(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]error{
		"store-unavailable":         fmt.Errorf("activity: %w", temporal.NewApplicationError("text", "store-unavailable")),
		"gone":                      serviceerror.NewNotFound("gone"),
		"context deadline exceeded": context.DeadlineExceeded,
		"*errors.errorString":       errors.New("text"),
	} {
		if got := temporalx.ErrorCode(err); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
