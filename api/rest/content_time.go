package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
)

// TimeBody is a stretch of the caller's own work.
type TimeBody struct {
	postgres.TimeContent
	Confirming
}

// SavedTime is an entry that was just saved.
type SavedTime struct {
	postgres.TimeEntry

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// Times is the caller's own entries, and for managers what everybody spent.
type Times struct {
	Items  []postgres.TimeEntry `json:"items" nullable:"false" doc:"The caller's own"`
	Totals []postgres.TimeTotal `json:"totals,omitempty" doc:"Managers only: minutes by person and stage"`
}

type timesOut struct{ Body Times }

type addTimeIn struct {
	OfRequest

	Body TimeBody
}

type saveTimeIn struct {
	Changing

	Body TimeBody
}

func registerTimes(api huma.API, h *contents) {
	handle(api, route("list-time-entries", http.MethodGet, "/requests/{id}/time-entries", "List one's own time entries", tagContent, insiders()), h.listTimes)
	handle(api, route("get-time-entry", http.MethodGet, "/requests/{id}/time-entries/{item}", "Read one's own time entry", tagContent, insiders()), h.getTime)

	add := route("add-time-entry", http.MethodPost, "/requests/{id}/time-entries", "Note time spent", tagContent, insiders(), keyed, created,
		describe("At any stage: time spent on a request that ended early counts too."))
	handle(api, add, func(ctx context.Context, in *addTimeIn) (*newOut[SavedTime], error) {
		return h.addTime(ctx, in, creation(ctx, add))
	})
	handle(api, route("save-time-entry", http.MethodPut, "/requests/{id}/time-entries/{item}", "Save one's own time entry", tagContent, insiders(),
		preconditioned), h.saveTime)
	handle(api, route("remove-time-entry", http.MethodDelete, "/requests/{id}/time-entries/{item}", "Take one's own time entry out", tagContent, insiders(),
		noContent, preconditioned), h.removeTime)
}

func (h *contents) listTimes(ctx context.Context, in *OfRequest) (*timesOut, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	own, totals, err := h.Content.Store.Times(ctx, a)
	return &timesOut{Body: Times{Items: own, Totals: totals}}, err
}

func (h *contents) getTime(ctx context.Context, in *OfItem) (*rowOut[postgres.TimeEntry], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	t, err := h.Content.Store.Time(ctx, a, in.Item)
	return &rowOut[postgres.TimeEntry]{ETag: etag(t.Version), Body: t}, err
}

func (h *contents) addTime(ctx context.Context, in *addTimeIn, k postgres.Creation) (*newOut[SavedTime], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"note", in.Body.Note})
	if err != nil {
		return nil, err
	}
	t, err := h.Content.Store.AddTime(ctx, a, in.Body.TimeContent, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedTime]{ETag: etag(t.Version), Location: location(in.ID, "time-entries", t.ID), Body: SavedTime{t, warnings}}, nil
}

func (h *contents) saveTime(ctx context.Context, in *saveTimeIn) (*rowOut[SavedTime], error) {
	a, version, err := h.change(ctx, in.Changing)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, Text{"note", in.Body.Note})
	if err != nil {
		return nil, err
	}
	t, err := h.Content.Store.SaveTime(ctx, a, in.Item, version, in.Body.TimeContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedTime]{ETag: etag(t.Version), Body: SavedTime{t, warnings}}, nil
}

func (h *contents) removeTime(ctx context.Context, in *Changing) (*nothing, error) {
	a, version, err := h.change(ctx, *in)
	if err != nil {
		return nil, err
	}
	if err := h.Content.Store.RemoveTime(ctx, a, in.Item, version); err != nil {
		return nil, both(ctx, err)
	}
	return &nothing{}, nil
}
