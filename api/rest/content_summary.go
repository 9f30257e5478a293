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
	handle(api, route("get-summary-claims", http.MethodGet, "/requests/{id}/summary/claims", "Look at what the summary claims", tagContent, insiders(),
		describe("Of the working copy: sentences that cite nothing, citations of nothing, references never used, and which sentence stands on which references. It is advice and refuses nothing.")),
		h.getClaims)
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
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, summaryTexts("", in.Body.SummaryText)...)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.SaveSummary(ctx, a, version, in.Body.SummaryText)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedSummary]{ETag: etag(s.Version), Body: SavedSummary{s, warnings}}, nil
}

func (h *contents) getClaims(ctx context.Context, in *OfRequest) (*rowOut[postgres.Claims], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	c, err := h.Content.Store.Claims(ctx, a)
	return &rowOut[postgres.Claims]{ETag: etag(c.Version), Body: c}, err
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

// summaryTexts lists every free text of a summary for the identifier guard; at is the path to it with its dot, or nothing.
func summaryTexts(at string, s postgres.SummaryText) []Text {
	list := []Text{{at + "text", s.Text}, {at + "bottom_line", s.BottomLine}}
	for i, part := range s.Sections {
		list = append(list, Text{at + indexed("sections", i, "heading"), part.Heading}, Text{at + indexed("sections", i, "text"), part.Text})
	}
	for i, row := range s.EvidenceTable {
		for _, cell := range row.Cells() {
			list = append(list, Text{at + indexed("evidence_table", i, cell.Name), cell.Text})
		}
	}
	for i, c := range s.Certainties {
		list = append(list, Text{at + indexed("certainties", i, "outcome"), c.Outcome}, Text{at + indexed("certainties", i, "reason"), c.Reason})
	}
	return list
}
