package rest

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// Presences knows who has a request open. It is forgotten when the database restarts.
type Presences interface {
	// Meet notes that the person has the request open, and lists who else has.
	Meet(ctx context.Context, a postgres.Access, doing string) ([]postgres.Presence, error)
}

// PresenceBody says what the caller does with the request.
type PresenceBody struct {
	Doing string `json:"doing" enum:"reading,writing"`
}

// Present is a colleague who has the request open.
type Present struct {
	Person evidence.PersonID `json:"person" format:"uuid"`
	Name   string            `json:"name"`
	Doing  string            `json:"doing" enum:"reading,writing"`
	SeenAt time.Time         `json:"seen_at"`
}

func registerPresence(api huma.API, h *contents) {
	handle(api, route("meet", http.MethodPost, "/requests/{id}/presence", "Say that one has a request open, and see who else has", tagContent, insiders(),
		describe("Call it about once a minute. Who was not seen for two minutes is no longer listed.")),
		func(ctx context.Context, in *struct {
			OfRequest

			Body PresenceBody
		},
		) (*listOut[Present], error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			others, err := h.Desk.Presences.Meet(ctx, a, in.Body.Doing)
			return list(each(others, func(p postgres.Presence) Present { return Present(p) })), err
		})
}
