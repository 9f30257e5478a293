package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

// AttachmentBody describes a file.
type AttachmentBody struct {
	postgres.AttachmentContent
	Confirming
}

// SavedAttachment is a description that was just saved.
type SavedAttachment struct {
	postgres.Attachment

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type addAttachmentIn struct {
	OfRequest

	Body AttachmentBody
}

type saveAttachmentIn struct {
	Changing

	Body AttachmentBody
}

func registerAttachments(api huma.API, h *contents) {
	handle(api, route("list-attachments", http.MethodGet, "/requests/{id}/attachments", "List the attachments", tagContent, readers(),
		describe("The requester's side sees its own, and after delivery those of the library; with whom the report is shared, the files that they may download.")), h.listAttachments)
	handle(api, route("get-attachment", http.MethodGet, "/requests/{id}/attachments/{item}", "Read an attachment's description", tagContent, readers()),
		h.getAttachment)

	add := route("add-attachment", http.MethodPost, "/requests/{id}/attachments", "Describe a file", tagContent, askers(), keyed, created, conflicts)
	handle(api, add, func(ctx context.Context, in *addAttachmentIn) (*newOut[SavedAttachment], error) {
		return h.addAttachment(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-attachment", http.MethodPut, "/requests/{id}/attachments/{item}", "Rename a file, or say how it may be copied", tagContent, askers(),
		conflicts, preconditioned), h.saveAttachment)
	handle(api, route("remove-attachment", http.MethodDelete, "/requests/{id}/attachments/{item}", "Take a file's description out", tagContent, askers(),
		noContent, conflicts, preconditioned), h.removeAttachment)
}

func (h *contents) listAttachments(ctx context.Context, in *OfRequest) (*listOut[postgres.Attachment], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.Attachments(ctx, a)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (h *contents) getAttachment(ctx context.Context, in *OfItem) (*rowOut[postgres.Attachment], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f, err := h.Content.Store.Attachment(ctx, a, in.Item)
	return &rowOut[postgres.Attachment]{ETag: etag(f.Version), Body: f}, err
}

func (h *contents) addAttachment(ctx context.Context, in *addAttachmentIn, k postgres.Creation) (*newOut[SavedAttachment], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"name", in.Body.Name})
	if err != nil {
		return nil, err
	}
	f, err := h.Content.Store.AddAttachment(ctx, a, in.Body.AttachmentContent, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedAttachment]{ETag: etag(f.Version), Location: location(in.ID, "attachments", f.ID), Body: SavedAttachment{f, warnings}}, nil
}

func (h *contents) saveAttachment(ctx context.Context, in *saveAttachmentIn) (*rowOut[SavedAttachment], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"name", in.Body.Name})
	if err != nil {
		return nil, err
	}
	f, err := h.Content.Store.SaveAttachment(ctx, a, in.Item, version, in.Body.AttachmentContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedAttachment]{ETag: etag(f.Version), Body: SavedAttachment{f, warnings}}, nil
}

func (h *contents) removeAttachment(ctx context.Context, in *Changing) (*nothing, error) {
	a, version, err := h.change(ctx, *in)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.RemoveAttachment(ctx, a, in.Item, version); err != nil {
		return nil, both(ctx, err)
	}
	return &nothing{}, nil
}
