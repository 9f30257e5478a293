package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

type decideMatchingIn struct {
	OfRequest

	Body postgres.Matching
}

func registerBulkDecisions(api huma.API, h *contents) {
	const at = "/requests/{id}/bulk-decisions"
	create := route("decide-matching-records", http.MethodPost, at, "Decide on all publications that a filter finds", tagRecords, writers(), keyed, conflicts,
		describe("All or none, at most 50,000, whatever was decided of them before. What is included stays, because it is in the report. The list of records tells of the last such decisions."))
	handle(api, create, func(ctx context.Context, in *decideMatchingIn) (*bodyOut[postgres.BulkDecision], error) {
		a, err := h.enter(ctx, in.ID)
		if err != nil {
			return nil, err
		}
		done, err := h.Content.Store.DecideMatching(ctx, a, in.Body, creation(ctx, create))
		return &bodyOut[postgres.BulkDecision]{done}, err
	})
	handle(api, route("take-back-bulk-decision", http.MethodPost, at+"/{item}/undo", "Take back a decision on all that a filter found", tagRecords, writers(),
		describe("Each publication is again what it was before, unless somebody has decided on it since. Once more changes nothing.")), h.takeBackBulk)
}

func (h *contents) takeBackBulk(ctx context.Context, in *OfItem) (*bodyOut[postgres.BulkDecision], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	done, err := h.Content.Store.TakeBackBulk(ctx, a, in.Item)
	return &bodyOut[postgres.BulkDecision]{done}, err
}
