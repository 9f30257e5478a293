package rest

import (
	"cmp"
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
)

// RunBody asks for a search to be run in PubMed.
type RunBody struct {
	Fetch bool `json:"fetch,omitempty" doc:"Fetch the records that the last line finds, too"`
	Most  int  `json:"most,omitempty" minimum:"1" maximum:"50000" doc:"If more are found, none is fetched; 10,000 unless said"`
}

// RunList is the newest runs of a search.
type RunList struct {
	Items      []postgres.PubMedRun `json:"items" nullable:"false" doc:"The newest first"`
	Configured bool                 `json:"configured" doc:"This service may ask PubMed"`
}

type runSearchIn struct {
	OfItem

	Body RunBody
}

func registerPubMedRuns(api huma.API, h *contents) {
	run := route("run-search", http.MethodPost, "/requests/{id}/searches/{item}/run", "Run a search in PubMed", tagContent, writers(), keyed, created, conflicts,
		describe("Counts the hits of every line and writes them, with the day, to the search record as it was run. The work is done by the worker; the run says how far it is. "+
			"A service that is not connected to PubMed answers invalid with the code not-configured."))
	handle(api, run, func(ctx context.Context, in *runSearchIn) (*newOut[postgres.PubMedRun], error) {
		return h.runSearch(ctx, in, creation(ctx, run))
	})
	handle(api, route("list-search-runs", http.MethodGet, "/requests/{id}/searches/{item}/runs", "List the runs of a search in PubMed", tagContent, insiders()),
		func(ctx context.Context, in *OfItem) (*struct{ Body RunList }, error) {
			a, err := h.enter(ctx, in.ID)
			if err != nil {
				return nil, err
			}
			items, err := h.Content.Store.Living().Runs(ctx, a, in.Item)
			return &struct{ Body RunList }{RunList{Items: items, Configured: h.Content.PubMed}}, err
		})
}

func (h *contents) runSearch(ctx context.Context, in *runSearchIn, k postgres.Creation) (*newOut[postgres.PubMedRun], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if !h.Content.PubMed {
		return nil, evidence.InvalidField("platform", "not-configured", "This service is not connected to PubMed.")
	}
	r, err := h.Content.Store.Living().AskRun(ctx, a, postgres.RunOrder{
		Search: in.Item, Fetch: in.Body.Fetch, Most: cmp.Or(in.Body.Most, evidence.DefaultFetch),
	}, k)
	if err != nil {
		return nil, err
	}
	return &newOut[postgres.PubMedRun]{Location: location(in.ID, "searches", in.Item) + "/runs", Body: r}, nil
}
