package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// DraftBody is a submission as far as it has got.
type DraftBody struct {
	Submission map[string]any `json:"submission" doc:"As for POST /requests, whatever is there yet"`
	Confirming
}

// SavedDraft is a draft that was just saved.
type SavedDraft struct {
	postgres.Draft

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type addDraftIn struct{ Body DraftBody }

// OfDraft names a draft.
type OfDraft struct {
	ID string `path:"id" format:"uuid"`
}

// ChangingDraft names a draft and the version that its writer has read.
type ChangingDraft struct {
	OfDraft

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type saveDraftIn struct {
	ChangingDraft

	Body DraftBody
}

func registerDrafts(api huma.API, h *contents) {
	handle(api, route("list-drafts", http.MethodGet, "/drafts", "List one's own drafts", tagDrafts, signedIn(), describe("The newest first.")), h.listDrafts)
	handle(api, route("get-draft", http.MethodGet, "/drafts/{id}", "Read one's own draft", tagDrafts, signedIn()), h.getDraft)

	add := route("add-draft", http.MethodPost, "/drafts", "Keep a submission that is not complete", tagDrafts, signedIn(), keyed, created)
	handle(api, add, func(ctx context.Context, in *addDraftIn) (*newOut[SavedDraft], error) {
		return h.addDraft(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-draft", http.MethodPut, "/drafts/{id}", "Save one's own draft", tagDrafts, signedIn(), preconditioned,
		describe("Made for saving every few seconds. Submitting with the draft's identifier removes it.")), h.saveDraft)
	handle(api, route("remove-draft", http.MethodDelete, "/drafts/{id}", "Throw one's own draft away", tagDrafts, signedIn(), noContent, preconditioned),
		h.removeDraft)
}

func (h *contents) listDrafts(ctx context.Context, _ *struct{}) (*listOut[postgres.Draft], error) {
	items, err := h.Content.Store.Drafts(ctx, caller(ctx).Person)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (h *contents) getDraft(ctx context.Context, in *OfDraft) (*rowOut[postgres.Draft], error) {
	d, err := h.Content.Store.Draft(ctx, caller(ctx).Person, in.ID)
	return &rowOut[postgres.Draft]{ETag: etag(d.Version), Body: d}, err
}

func (h *contents) addDraft(ctx context.Context, in *addDraftIn, k postgres.Creation) (*newOut[SavedDraft], error) {
	warnings, err := h.readDraft(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	d, err := h.Content.Store.AddDraft(ctx, caller(ctx).Person, in.Body.Submission, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedDraft]{ETag: etag(d.Version), Location: base + "/drafts/" + d.ID, Body: SavedDraft{d, warnings}}, nil
}

func (h *contents) saveDraft(ctx context.Context, in *saveDraftIn) (*rowOut[SavedDraft], error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := h.readDraft(ctx, in.Body)
	if err != nil {
		return nil, err
	}
	d, err := h.Content.Store.SaveDraft(ctx, caller(ctx).Person, in.ID, version, in.Body.Submission)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedDraft]{ETag: etag(d.Version), Body: SavedDraft{d, warnings}}, nil
}

func (h *contents) removeDraft(ctx context.Context, in *ChangingDraft) (*nothing, error) {
	version, err := ifMatch(in.IfMatch)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.RemoveDraft(ctx, caller(ctx).Person, in.ID, version); err != nil {
		return nil, both(ctx, err)
	}
	return &nothing{}, nil
}

// readDraft has the identifier guard read every text of a draft.
func (h *contents) readDraft(ctx context.Context, b DraftBody) ([]Finding, error) {
	var texts []Text
	for _, t := range postgres.DraftTexts(b.Submission) {
		texts = append(texts, Text{Field: t.Field, Value: t.Text})
	}
	return h.guarded(ctx, draftLibrary(ctx, b.Submission), b.Confirm, texts...)
}

// draftLibrary is whose patterns of hospital numbers count for a draft: the library that it is meant for, where the writer
// belongs to it, or the writer's only one; otherwise none.
func draftLibrary(ctx context.Context, body map[string]any) evidence.LibraryID {
	p := caller(ctx)
	if id, ok := body["library"].(string); ok && p.In(evidence.LibraryID(id)) != nil {
		return evidence.LibraryID(id)
	}
	if mine := p.Libraries(evidence.Roles()...); len(mine) == 1 {
		return mine[0]
	}
	return ""
}
