package rest

import (
	"context"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// SummaryBody is the summary as its writer wants it to be.
type SummaryBody struct {
	postgres.SummaryText
	Confirming
}

// SavedSummary is the working copy that was just saved.
type SavedSummary struct {
	postgres.Summary

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

type saveSummaryIn struct {
	OfRequest

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
	Body    SummaryBody
}

type versionIn struct {
	OfRequest

	Version string `path:"version" doc:"A whole number from 1"`
}

func registerSummary(api huma.API, h *contents) {
	handle(api, route("get-summary", http.MethodGet, "/requests/{id}/summary", "Read the summary", tagContent, readers(),
		describe("The working copy; at version 1 it is an empty page. Outside the library: the version that was delivered, and nothing before that.")),
		h.getSummary)
	handle(api, route("save-summary", http.MethodPut, "/requests/{id}/summary", "Save the summary", tagContent, writers(), conflicts, preconditioned,
		describe("Made for saving every few seconds: a text that is stored already changes nothing and keeps its version.")), h.saveSummary)
	handle(api, route("list-summary-versions", http.MethodGet, "/requests/{id}/summary/versions", "List the frozen versions", tagContent, readers(),
		describe("The newest first, without text. Outside the library: the one that was delivered last.")), h.listVersions)
	handle(api, route("get-summary-version", http.MethodGet, "/requests/{id}/summary/versions/{version}", "Read a frozen version", tagContent, readers(),
		describe("The whole report as it was submitted for check or delivered: text, references and searches.")), h.getVersion)
}

func (h *contents) getSummary(ctx context.Context, in *OfRequest) (*rowOut[postgres.Summary], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.Summary(ctx, a)
	return &rowOut[postgres.Summary]{ETag: etag(s.Version), Body: s}, err
}

func (h *contents) saveSummary(ctx context.Context, in *saveSummaryIn) (*rowOut[SavedSummary], error) {
	a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.SaveSummary(ctx, a, version, in.Body.SummaryText)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedSummary]{ETag: etag(s.Version), Body: SavedSummary{s, warnings}}, nil
}

func (h *contents) listVersions(ctx context.Context, in *OfRequest) (*listOut[postgres.VersionInfo], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	items, err := h.Content.Store.Versions(ctx, a)
	if err != nil {
		return nil, err
	}
	return list(items), nil
}

func (h *contents) getVersion(ctx context.Context, in *versionIn) (*rowOut[postgres.SummaryVersion], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	n, err := strconv.Atoi(in.Version)
	if err != nil {
		return nil, &evidence.Error{Code: evidence.NotFound} // no version has such a number
	}
	v, err := h.Content.Store.Version(ctx, a, n)
	return &rowOut[postgres.SummaryVersion]{ETag: etag(v.Version), Body: v}, err
}

// texts lists every free text of a summary for the identifier guard.
func (b SummaryBody) texts() []Text {
	list := []Text{{"text", b.Text}, {"bottom_line", b.BottomLine}, {"certainty.reason", b.Certainty.Reason}}
	for i, s := range b.Sections {
		list = append(list, Text{indexed("sections", i, "heading"), s.Heading}, Text{indexed("sections", i, "text"), s.Text})
	}
	return list
}
