package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

// SearchBody is a search record as its writer wants it to be.
type SearchBody struct {
	postgres.SearchContent
	Confirming
}

// SavedSearch is a search record that was just saved.
type SavedSearch struct {
	postgres.Search

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type addSearchIn struct {
	OfRequest

	Body SearchBody
}

type saveSearchIn struct {
	Changing

	Body SearchBody
}

func registerSearches(api huma.API, h *contents) {
	handle(api, route("list-searches", http.MethodGet, "/requests/{id}/searches", "List the searches", tagContent, readers(),
		describe("In the order in which they were begun. Outside the library: those of the report that was delivered.")), h.listSearches)
	handle(api, route("get-search", http.MethodGet, "/requests/{id}/searches/{item}", "Read a search", tagContent, readers()), h.getSearch)

	add := route("add-search", http.MethodPost, "/requests/{id}/searches", "Record a search", tagContent, writers(), keyed, created, conflicts)
	handle(api, add, func(ctx context.Context, in *addSearchIn) (*newOut[SavedSearch], error) {
		return h.addSearch(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-search", http.MethodPut, "/requests/{id}/searches/{item}", "Save a search", tagContent, writers(), conflicts, preconditioned),
		h.saveSearch)
	handle(api, route("remove-search", http.MethodDelete, "/requests/{id}/searches/{item}", "Take a search out", tagContent, writers(), noContent, conflicts,
		preconditioned, describe("Frozen versions of the report keep it. Not while another record says that it re-ran this one.")), h.removeSearch)
}

func (h *contents) listSearches(ctx context.Context, in *OfRequest) (*listOut[postgres.Search], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.Searches(ctx, a)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (h *contents) getSearch(ctx context.Context, in *OfItem) (*rowOut[postgres.Search], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.Search(ctx, a, in.Item)
	if err != nil {
		return nil, err
	}
	return &rowOut[postgres.Search]{ETag: etag(s.Version), Body: s}, nil
}

func (h *contents) addSearch(ctx context.Context, in *addSearchIn, k postgres.Creation) (*newOut[SavedSearch], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.AddSearch(ctx, a, in.Body.SearchContent, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedSearch]{ETag: etag(s.Version), Location: location(in.ID, "searches", s.ID), Body: SavedSearch{s, warnings}}, nil
}

func (h *contents) saveSearch(ctx context.Context, in *saveSearchIn) (*rowOut[SavedSearch], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.SaveSearch(ctx, a, in.Item, version, in.Body.SearchContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedSearch]{ETag: etag(s.Version), Body: SavedSearch{s, warnings}}, nil
}

func (h *contents) removeSearch(ctx context.Context, in *Changing) (*nothing, error) {
	a, version, err := h.change(ctx, *in)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.RemoveSearch(ctx, a, in.Item, version); err != nil {
		return nil, both(ctx, err)
	}
	return &nothing{}, nil
}

// texts lists every free text of a search for the identifier guard.
func (b SearchBody) texts() []Text {
	list := []Text{
		{"source_name", b.SourceName},
		{"method", b.Method},
		{"multi_db_group", b.MultiDBGroup},
		{"coverage", b.Coverage},
		{"adapted_from", b.AdaptedFrom},
		{"note", b.Note},
		{"alerts", b.Alerts},
	}
	for i, l := range b.Lines {
		list = append(list, Text{indexed("lines", i, "text"), l.Text}, Text{indexed("lines", i, "note"), l.Note})
	}
	for i, l := range b.Limits {
		list = append(list, Text{indexed("limits", i, "kind"), l.Kind}, Text{indexed("limits", i, "value"), l.Value}, Text{indexed("limits", i, "reason"), l.Reason})
	}
	for i, f := range b.Filters {
		list = append(list, Text{indexed("filters", i, "name"), f.Name}, Text{indexed("filters", i, "version"), f.Version},
			Text{indexed("filters", i, "citation"), f.Citation})
	}
	for i, u := range b.AIUse {
		list = append(list, Text{indexed("ai_use", i, "tool"), u.Tool}, Text{indexed("ai_use", i, "version"), u.Version},
			Text{indexed("ai_use", i, "prompt"), u.Prompt}, Text{indexed("ai_use", i, "note"), u.Note})
	}
	return list
}
