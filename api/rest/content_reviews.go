package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// ReviewBody is what a second librarian found.
type ReviewBody struct {
	postgres.ReviewContent
	Confirming
}

// SavedReview is a reading that was just saved.
type SavedReview struct {
	postgres.Review

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type addReviewIn struct {
	OfRequest

	Body ReviewBody
}

type saveReviewIn struct {
	Changing

	Body ReviewBody
}

func registerReviews(api huma.API, h *contents) {
	checkers := only(evidence.Librarian)
	checkers.Relations = []string{"reviewer"}
	handle(api, route("list-check-reviews", http.MethodGet, "/requests/{id}/check-reviews", "List the readings of checks", tagContent, insiders()), h.listReviews)
	handle(api, route("get-check-review", http.MethodGet, "/requests/{id}/check-reviews/{item}", "Read a reading", tagContent, insiders()), h.getReview)
	handle(api, route("add-check-review", http.MethodPost, "/requests/{id}/check-reviews", "Start reading for a check", tagContent, checkers, keyed, created,
		conflicts, describe("One for each check and person: a second call gives the first one's row. A strategy is read by the six PRESS elements. Save the reading before approve or return-for-changes.")),
		h.addReview)
	handle(api, route("save-check-review", http.MethodPut, "/requests/{id}/check-reviews/{item}", "Save a reading", tagContent, checkers, conflicts,
		preconditioned), h.saveReview)
}

func (h *contents) listReviews(ctx context.Context, in *OfRequest) (*listOut[postgres.Review], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.Reviews(ctx, a)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (h *contents) getReview(ctx context.Context, in *OfItem) (*rowOut[postgres.Review], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	r, err := h.Content.Store.Review(ctx, a, in.Item)
	return &rowOut[postgres.Review]{ETag: etag(r.Version), Body: r}, err
}

func (h *contents) addReview(ctx context.Context, in *addReviewIn) (*newOut[SavedReview], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	r, err := h.Content.Store.AddReview(ctx, a, in.Body.ReviewContent)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedReview]{ETag: etag(r.Version), Location: location(in.ID, "check-reviews", r.ID), Body: SavedReview{r, warnings}}, nil
}

func (h *contents) saveReview(ctx context.Context, in *saveReviewIn) (*rowOut[SavedReview], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	r, err := h.Content.Store.SaveReview(ctx, a, in.Item, version, in.Body.ReviewContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedReview]{ETag: etag(r.Version), Body: SavedReview{r, warnings}}, nil
}

func (b ReviewBody) texts() []Text {
	list := []Text{{"comment", b.Comment}}
	for i, e := range b.Elements {
		list = append(list, Text{indexed("elements", i, "comment"), e.Comment})
	}
	return list
}
