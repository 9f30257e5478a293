package temporalx

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"go.temporal.io/api/serviceerror"
	sdklog "go.temporal.io/sdk/log"
	"go.temporal.io/sdk/temporal"
)

// Logger passes the SDK's log on to slog, with the attributes of a fixed list only: an SDK that one day logs a payload
// does not reach the log with it. Errors are written as codes.
func Logger(l *slog.Logger) sdklog.Logger {
	return sdklog.NewStructuredLogger(slog.New(&filter{l.Handler()}))
}

// loggable lists the attributes that hold no content.
func loggable() []string {
	return []string{
		"Namespace", "TaskQueue", "WorkerID", "WorkflowType", "WorkflowID", "RunID", "ActivityID", "ActivityType", "Attempt",
		"WorkerType", "EventID", "EventType", "BuildID", "DeploymentName", "UpdateID", "UpdateName", "TimerID", "SignalName",
		"QueryType", "Name", "StackTrace", "PanicStack", "Error", "error", "panic", "component", "Duration", "LastHeartbeatTime",
	}
}

// filter is a slog handler that drops every attribute that is not loggable.
type filter struct{ slog.Handler }

// Handle implements slog.Handler.
func (f *filter) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(allowed(a)...)
		return true
	})
	return f.Handler.Handle(ctx, clean)
}

// WithAttrs implements slog.Handler.
func (f *filter) WithAttrs(attrs []slog.Attr) slog.Handler {
	var kept []slog.Attr
	for _, a := range attrs {
		kept = append(kept, allowed(a)...)
	}
	return &filter{f.Handler.WithAttrs(kept)}
}

// WithGroup implements slog.Handler.
func (f *filter) WithGroup(name string) slog.Handler { return &filter{f.Handler.WithGroup(name)} }

func allowed(a slog.Attr) []slog.Attr {
	if !slices.Contains(loggable(), a.Key) {
		return nil
	}
	switch v := a.Value.Any().(type) {
	case error:
		return []slog.Attr{slog.String(a.Key, ErrorCode(v))}
	case string, int, int32, int64, bool, fmt.Stringer:
		if strings.EqualFold(a.Key, "error") || a.Key == "panic" {
			return []slog.Attr{slog.String(a.Key, "withheld")}
		}
		return []slog.Attr{a}
	}
	if a.Value.Kind() == slog.KindString || a.Value.Kind() == slog.KindDuration || a.Value.Kind() == slog.KindTime {
		return []slog.Attr{a}
	}
	return []slog.Attr{slog.String(a.Key, fmt.Sprint(a.Value.Any()))}
}

// ErrorCode names an error without its text: the type of an application error, the text of one of Temporal's service,
// which holds none of ours, or else the Go type.
func ErrorCode(err error) string {
	var application *temporal.ApplicationError
	var service serviceerror.ServiceError
	switch {
	case errors.As(err, &application):
		return application.Type()
	case errors.As(err, &service):
		return service.Error()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err.Error()
	}
	return fmt.Sprintf("%T", err)
}
