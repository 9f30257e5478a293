package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/fulltext"
	"evidencedesk/internal/postgres"
)

type publicationsIn struct {
	OfRequest

	Verdict string `query:"verdict" enum:"undecided,include,maybe,exclude,all" default:"all"`
	Text    string `query:"q" maxLength:"200" doc:"Words that must all stand in the citation or the abstract"`
	Source  string `query:"source" maxLength:"64" doc:"A code of sources: those that a search of it found"`
	Sort    string `query:"sort" enum:"added,title,newest,author" default:"added"`
	Cursor  string `query:"cursor" maxLength:"12000" doc:"From the page before, with the same order"`
	Limit   int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type screenIn struct {
	OfRequest

	Record string `query:"record" format:"uuid" doc:"Absent: the first that is undecided"`
}

func registerPublications(api huma.API, h *contents) {
	handle(api, route("list-records", http.MethodGet, "/requests/{id}/records", "List the records as publications", tagRecords, insiders(),
		describe("Each publication by the record that stands for it, with where it was found and what was decided.")), h.listPublications)
	handle(api, route("get-record", http.MethodGet, "/requests/{id}/records/{item}", "Read the publication of a record", tagRecords, insiders(),
		describe("The ETag is that of the decision.")), h.getPublication)
	handle(api, route("get-screening", http.MethodGet, "/requests/{id}/screening", "Read what is to be decided on", tagRecords, insiders(),
		describe("A publication with the next undecided one and the one that the reader decided before.")), h.screen)
	handle(api, route("list-full-text-routes", http.MethodGet, "/requests/{id}/references/{item}/routes", "List the ways to the whole text of a reference", tagContent,
		readers(), describe("The best first: free copies, the library's subscriptions, asking the library.")), h.routes)
	handle(api, route("get-selection-flow", http.MethodGet, "/requests/{id}/flow", "Count the way of the records", tagRecords, insiders(),
		describe("From where they were found to the report, as PRISMA 2020 draws it, and what each source contributes.")), h.flow)
}

func (h *contents) listPublications(ctx context.Context, in *publicationsIn) (*bodyOut[postgres.PublicationPage], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := h.Content.Store.Publications(ctx, a, postgres.PublicationQuery{
		Verdict: in.Verdict, Source: in.Source, Text: in.Text, Sort: in.Sort, Cursor: in.Cursor, Limit: in.Limit,
	})
	return &bodyOut[postgres.PublicationPage]{p}, err
}

func (h *contents) getPublication(ctx context.Context, in *OfItem) (*rowOut[postgres.Publication], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := h.Content.Store.Publication(ctx, a, in.Item)
	return &rowOut[postgres.Publication]{ETag: etag(p.Decision.Version), Body: p}, err
}

func (h *contents) screen(ctx context.Context, in *screenIn) (*bodyOut[postgres.Screen], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.Screen(ctx, a, in.Record)
	return &bodyOut[postgres.Screen]{s}, err
}

func (h *contents) flow(ctx context.Context, in *OfRequest) (*bodyOut[postgres.SelectionFlow], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	f, err := h.Content.Store.SelectionFlow(ctx, a)
	return &bodyOut[postgres.SelectionFlow]{f}, err
}

func (h *contents) routes(ctx context.Context, in *OfItem) (*listOut[fulltext.Route], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	routes, err := h.Content.Store.Routes(ctx, a, in.Item)
	if err != nil {
		return nil, err
	}
	return list(routes), nil
}
