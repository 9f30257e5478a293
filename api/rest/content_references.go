package rest

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// ReferencesBody is one or more references to be appended to the list.
type ReferencesBody struct {
	References []postgres.ReferenceContent `json:"references" minItems:"1" maxItems:"5000" nullable:"false"`
	Confirming
}

// ReferenceBody is a reference as its writer wants it to be.
type ReferenceBody struct {
	postgres.ReferenceContent
	Confirming
}

// AddedReferences are references that were just appended.
type AddedReferences struct {
	Items    []postgres.Reference `json:"items" nullable:"false"`
	Warnings []Finding            `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// SavedReference is a reference that was just saved.
type SavedReference struct {
	postgres.Reference

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type referencesIn struct {
	OfRequest

	Cursor string `query:"cursor" maxLength:"64" doc:"From the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"1000" default:"200"`
}

type addReferencesIn struct {
	OfRequest

	Body ReferencesBody
}

type saveReferenceIn struct {
	Changing

	Body ReferenceBody
}

type addReferencesOut struct {
	Body AddedReferences
}

func registerReferences(api huma.API, h *contents) {
	handle(api, route("list-references", http.MethodGet, "/requests/{id}/references", "List the references", tagContent, readers(),
		describe("In the order of the report. Outside the library: those of the report that was delivered.")), h.listReferences)
	handle(api, route("get-reference", http.MethodGet, "/requests/{id}/references/{item}", "Read a reference", tagContent, readers()), h.getReference)

	add := route("add-references", http.MethodPost, "/requests/{id}/references", "Append references", tagContent, writers(), keyed, created, conflicts,
		describe("All or none, in their order."))
	handle(api, add, func(ctx context.Context, in *addReferencesIn) (*addReferencesOut, error) {
		return h.addReferences(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-reference", http.MethodPut, "/requests/{id}/references/{item}", "Save a reference", tagContent, writers(), conflicts,
		preconditioned), h.saveReference)
	handle(api, route("remove-reference", http.MethodDelete, "/requests/{id}/references/{item}", "Take a reference out", tagContent, writers(), noContent,
		conflicts, preconditioned), h.removeReference)
}

func (h *contents) listReferences(ctx context.Context, in *referencesIn) (*pageOut[postgres.Reference], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	after := 0
	if in.Cursor != "" {
		if after, err = strconv.Atoi(in.Cursor); err != nil || after < 1 || after > evidence.MaxReferences {
			return nil, evidence.InvalidField("cursor", "malformed", "Use a cursor that this list gave you.")
		}
	}
	items, more, err := h.Content.Store.References(ctx, a, after, in.Limit)
	if err != nil {
		return nil, err
	}
	return pageOf(items, more, func(r postgres.Reference) string { return strconv.Itoa(r.Position) }), nil
}

func (h *contents) getReference(ctx context.Context, in *OfItem) (*rowOut[postgres.Reference], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	r, err := h.Content.Store.Reference(ctx, a, in.Item)
	if err != nil {
		return nil, err
	}
	return &rowOut[postgres.Reference]{ETag: etag(r.Version), Body: r}, nil
}

func (h *contents) addReferences(ctx context.Context, in *addReferencesIn, k postgres.Creation) (*addReferencesOut, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	var texts []Text
	for i, r := range in.Body.References {
		texts = append(texts, referenceTexts(indexed("references", i, ""), r)...)
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, texts...)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.AddReferences(ctx, a, in.Body.References, k)
	if err != nil {
		return nil, err
	}
	return &addReferencesOut{Body: AddedReferences{Items: items, Warnings: warnings}}, nil
}

func (h *contents) saveReference(ctx context.Context, in *saveReferenceIn) (*rowOut[SavedReference], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, referenceTexts("", in.Body.ReferenceContent)...)
	if err != nil {
		return nil, err
	}
	r, err := h.Content.Store.SaveReference(ctx, a, in.Item, version, in.Body.ReferenceContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedReference]{ETag: etag(r.Version), Body: SavedReference{r, warnings}}, nil
}

func (h *contents) removeReference(ctx context.Context, in *Changing) (*nothing, error) {
	a, version, err := h.change(ctx, *in)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.RemoveReference(ctx, a, in.Item, version); err != nil {
		return nil, both(ctx, err)
	}
	return &nothing{}, nil
}

// referenceTexts lists what a librarian writes about a reference. The rest was published, and names its authors.
func referenceTexts(at string, r postgres.ReferenceContent) []Text {
	return []Text{{at + "note", r.Note}, {at + "theme", r.Theme}}
}

type orderIn struct {
	OfRequest

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    struct {
		IDs []string `json:"ids" maxItems:"5000" nullable:"false" doc:"Every reference of the list, once, in the new order"`
	}
}

func registerOrder(api huma.API, h *contents) {
	const path = "/requests/{id}/references/order"
	handle(api, route("get-reference-order", http.MethodGet, path, "Read the order of the references", tagContent, insiders()),
		func(ctx context.Context, in *OfRequest) (*rowOut[postgres.Order], error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			o, err := h.Content.Store.ReferenceOrder(ctx, a)
			return &rowOut[postgres.Order]{ETag: etag(o.Version), Body: o}, err
		})
	handle(api, route("reorder-references", http.MethodPut, path, "Reorder the references", tagContent, writers(), conflicts, preconditioned,
		describe("Version and ETag are those of the order, which adding and taking out change too.")),
		func(ctx context.Context, in *orderIn) (*rowOut[postgres.Order], error) {
			a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
			if err != nil {
				return nil, err
			}
			o, err := h.Content.Store.Reorder(ctx, a, version, in.Body.IDs)
			if err != nil {
				return nil, both(ctx, err)
			}
			return &rowOut[postgres.Order]{ETag: etag(o.Version), Body: o}, nil
		})
}
