package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// PrismaS is how far the searches of a request are reported.
type PrismaS struct {
	Items      []strategy.PrismaItem `json:"items" nullable:"false" doc:"All sixteen, in their order"`
	Reported   int                   `json:"reported" doc:"Those for which nothing is missing"`
	Mandatory  bool                  `json:"mandatory" doc:"It is a systematic review: every item is to be reported; otherwise this is advice"`
	Vocabulary string                `json:"vocabulary" doc:"The version of the names of the items"`
}

// SearchMethods is how the searching was done, as a report prints it.
type SearchMethods struct {
	strategy.Methods

	Markdown string `json:"markdown" doc:"All of it"`
	Text     string `json:"text" doc:"All of it as plain text"`
}

// ReportingBody is what is told of the searches as a whole.
type ReportingBody struct {
	postgres.ReportingContent
	Confirming
}

// SavedReporting is what is told of the searches, as it was just saved.
type SavedReporting struct {
	postgres.Reporting

	Warnings []Finding `json:"warnings,omitempty" doc:"Look again: this may identify a patient"`
}

// ChangingRequest names a request and the version of its one row that its writer has read.
type ChangingRequest struct {
	OfRequest

	IfMatch string `header:"If-Match" maxLength:"100" doc:"The ETag that was read; required"`
}

type saveReportingIn struct {
	ChangingRequest

	Body ReportingBody
}

func registerReporting(api huma.API, h *contents) {
	handle(api, route("get-prisma-s", http.MethodGet, "/requests/{id}/searches/prisma-s", "See how far the searches are reported", tagContent, insiders(),
		describe("The sixteen items of PRISMA-S as the ledger stands, each with where what is missing can be written.")), h.prismaS)
	handle(api, route("get-search-methods", http.MethodGet, "/requests/{id}/searches/methods", "Read the methods of the searches", tagContent, readers(),
		describe("Written from the ledger: sources, dates, limits, strategies with their results, peer review, duplicates and use of AI. Outside the library: of the report that was delivered.")),
		h.searchMethods)
	handle(api, route("get-search-reporting", http.MethodGet, "/requests/{id}/searches/reporting", "Read the statements about the searches", tagContent, insiders()),
		h.getReporting)
	handle(api, route("save-search-reporting", http.MethodPut, "/requests/{id}/searches/reporting", "Save the statements about the searches", tagContent,
		writers(), conflicts, preconditioned, describe("What was left out and why, by PRISMA-S item, and how duplicates were removed elsewhere. Version 1 is that nothing has been said.")),
		h.saveReporting)
}

func (h *contents) prismaS(ctx context.Context, in *OfRequest) (*struct{ Body PrismaS }, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Insider(); err != nil {
		return nil, err
	}
	l, err := h.Content.Store.Ledger(ctx, a, h.Vocabulary)
	if err != nil {
		return nil, err
	}
	items := strategy.Meter(l)
	names, _ := h.Vocabulary.Get(vocabulary.PrismaSItems)
	return &struct{ Body PrismaS }{PrismaS{
		Items: items[:], Reported: strategy.Reported(items), Mandatory: l.Systematic, Vocabulary: names.Version,
	}}, nil
}

func (h *contents) searchMethods(ctx context.Context, in *OfRequest) (*struct{ Body SearchMethods }, error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	l, err := h.Content.Store.Ledger(ctx, a, h.Vocabulary)
	if err != nil {
		return nil, err
	}
	m := strategy.Appendix(l)
	return &struct{ Body SearchMethods }{SearchMethods{Methods: m, Markdown: m.Markdown(), Text: m.Text()}}, nil
}

func (h *contents) getReporting(ctx context.Context, in *OfRequest) (*rowOut[postgres.Reporting], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if err := a.Insider(); err != nil {
		return nil, err
	}
	r, err := h.Content.Store.Reporting(ctx, a)
	return &rowOut[postgres.Reporting]{ETag: etag(r.Version), Body: r}, err
}

func (h *contents) saveReporting(ctx context.Context, in *saveReportingIn) (*rowOut[SavedReporting], error) {
	a, version, err := h.changeRequest(ctx, in.ID, in.IfMatch)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, in.Body.texts()...)
	if err != nil {
		return nil, err
	}
	r, err := h.Content.Store.SaveReporting(ctx, a, version, in.Body.ReportingContent)
	if err != nil {
		return nil, both(ctx, err)
	}
	return &rowOut[SavedReporting]{ETag: etag(r.Version), Body: SavedReporting{r, warnings}}, nil
}

// texts lists every free text for the identifier guard.
func (b ReportingBody) texts() []Text {
	list := []Text{{"dedup.method", b.Dedup.Method}, {"dedup.software", b.Dedup.Software}}
	for i, s := range b.Statements {
		list = append(list, Text{indexed("statements", i, "text"), s.Text})
	}
	return list
}
