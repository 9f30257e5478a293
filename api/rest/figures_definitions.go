package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/metric"
)

// DefinitionList is how every figure is defined.
type DefinitionList struct {
	Version string              `json:"version"`
	Items   []metric.Definition `json:"items" nullable:"false"`
}

func registerDefinitions(api huma.API, d Deps) {
	handle(api, route("list-definitions", http.MethodGet, "/reports/definitions", "See what figures mean", tagFigures, signedIn()),
		func(context.Context, *struct{}) (*struct{ Body DefinitionList }, error) {
			return &struct{ Body DefinitionList }{DefinitionList{d.Figures.Metrics.Version(), d.Figures.Metrics.Definitions()}}, nil
		})
	handle(api, route("get-definition", http.MethodGet, "/reports/definitions/{id}", "See what a figure means", tagFigures, signedIn(),
		describe("By the definition's identifier, or by that of a metric.")),
		func(_ context.Context, in *struct {
			ID string `path:"id" maxLength:"100"`
		},
		) (*struct{ Body metric.Definition }, error) {
			id := in.ID
			if m, ok := d.Figures.Metrics.Find(id); ok {
				id = m.Family
			}
			definition, ok := d.Figures.Metrics.Definition(id)
			if !ok {
				return nil, &evidence.Error{Code: evidence.NotFound}
			}
			return &struct{ Body metric.Definition }{definition}, nil
		})
}
