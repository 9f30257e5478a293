package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
)

const tagService = "The service"

// readyTimeout bounds the answer to a load balancer.
const readyTimeout = 3 * time.Second

// Health says that the process runs.
type Health struct {
	Status string `json:"status" enum:"ok"`
}

type healthOutput struct{ Body Health }

func registerHealth(api huma.API, d Deps) {
	handle(api, route("live", http.MethodGet, "", "Is the process running", tagService, anonymous(), at("/health/live")),
		func(context.Context, *struct{}) (*healthOutput, error) {
			return &healthOutput{Health{"ok"}}, nil
		})
	handle(api, route("ready", http.MethodGet, "", "Can it serve requests", tagService, anonymous(), at("/health/ready"),
		describe("Reaches the database. The engine is not asked: submissions and drafts work without it.")),
		func(ctx context.Context, _ *struct{}) (*healthOutput, error) {
			ctx, cancel := context.WithTimeout(ctx, readyTimeout)
			defer cancel()
			if err := d.Ready(ctx); err != nil {
				return nil, evidence.Refuse(evidence.StoreUnavailable, "")
			}
			return &healthOutput{Health{"ok"}}, nil
		})
}
