package worker

import (
	"context"
	"log/slog"
	"time"

	"evidencedesk/internal/temporalx"
)

// loop takes turns until ctx ends: at once after a turn that left work, otherwise after the poll. A turn that fails is
// logged and taken again; the store it could not reach may come back.
func loop(ctx context.Context, poll time.Duration, log *slog.Logger, what string, turn func(context.Context) (bool, error)) error {
	for ctx.Err() == nil {
		more, err := turn(ctx)
		if err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "turn failed", slog.String("component", what), slog.String("error", temporalx.ErrorCode(err)))
			more = false
		}
		if !more && !pause(ctx, poll) {
			return nil
		}
	}
	return nil
}
