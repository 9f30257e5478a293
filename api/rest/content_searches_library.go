package rest

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/strategy"
)

// CopySearchBody names the search to copy.
type CopySearchBody struct {
	Request evidence.RequestID `json:"request" format:"uuid" doc:"To which it belongs: this one, or any that you may see"`
	Search  string             `json:"search" format:"uuid"`
	Rerun   bool               `json:"rerun,omitempty" doc:"It is to be run again as it was; only a search of this request"`
	Confirming
}

// StrategyPage is one page of earlier strategies.
type StrategyPage struct {
	Items []postgres.FoundStrategy `json:"items" nullable:"false" doc:"The newest first"`
	Next  string                   `json:"next,omitempty" doc:"The cursor of the next page; absent on the last one"`
}

// HistoryBody is what was copied from a platform.
type HistoryBody struct {
	Text string `json:"text" minLength:"1" maxLength:"1000000"`
}

// ReadHistory is a pasted search with what is to be looked at in its lines.
type ReadHistory struct {
	strategy.History

	Warnings []StrategyWarning `json:"warnings" nullable:"false"`
}

// StrategyWarning is something to look at in a line. It is advice: the line may be right as it is.
type StrategyWarning strategy.Warning

type copySearchIn struct {
	OfRequest

	Body CopySearchBody
}

type strategiesIn struct {
	Text     string `query:"q" maxLength:"200" doc:"Words of the question, a reference such as ED-2026-000123, or part of a line"`
	Source   string `query:"source" maxLength:"64" doc:"A code of sources"`
	Platform string `query:"platform" maxLength:"64" doc:"A code of platforms"`
	Cursor   string `query:"cursor" maxLength:"64" doc:"From another page"`
}

func registerStrategies(api huma.API, h *contents) {
	handle(api, route("list-strategies", http.MethodGet, "/strategies", "List earlier strategies to copy from", tagContent, writers(),
		describe("Searches with lines: those of your own libraries as they stand, and those of reports that were shared as they were delivered.")), h.listStrategies)
	handle(api, route("read-history", http.MethodPost, "/strategies/read", "Read a search history", tagContent, writers(),
		describe("Finds the lines, counts, platform and database in what was copied from Ovid, EBSCOhost, ProQuest, PubMed, the Cochrane Library, Embase.com or Web of Science. Nothing is stored.")),
		h.readHistory)
	again := route("copy-search", http.MethodPost, "/requests/{id}/searches/copies", "Copy a search", tagContent, writers(), keyed, created, conflicts,
		describe("Starts a search with the lines, limits and filters of another, without its counts and dates, and notes where it came from."))
	handle(api, again, func(ctx context.Context, in *copySearchIn) (*newOut[SavedSearch], error) {
		return h.copySearch(ctx, in, creation(ctx, again))
	})
}

func (h *contents) listStrategies(ctx context.Context, in *strategiesIn) (*struct{ Body StrategyPage }, error) {
	items, more, err := h.Content.Store.Strategies(ctx, postgres.StrategyQuery{
		Person: caller(ctx).Person, Text: in.Text, Source: in.Source, Platform: in.Platform, Cursor: in.Cursor,
	})
	if err != nil {
		return nil, err
	}
	p := StrategyPage{Items: items}
	if more {
		p.Next = items[len(items)-1].ID
	}
	return &struct{ Body StrategyPage }{p}, nil
}

func (h *contents) readHistory(_ context.Context, in *struct{ Body HistoryBody }) (*listOut[ReadHistory], error) {
	items := []ReadHistory{}
	for _, one := range strategy.ParseHistory(in.Body.Text) {
		warnings := each(strategy.Lint(one.Strategy(), one.Platform), func(w strategy.Warning) StrategyWarning { return StrategyWarning(w) })
		items = append(items, ReadHistory{one, warnings})
	}
	return list(items), nil
}

func (h *contents) copySearch(ctx context.Context, in *copySearchIn, k postgres.Creation) (*newOut[SavedSearch], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	if in.Body.Rerun && string(in.Body.Request) != in.ID {
		return nil, evidence.InvalidField("rerun", "not-allowed", "Only a search of this request can be run again. Copy this one instead.")
	}
	from, err := h.enter(ctx, string(in.Body.Request))
	if err != nil {
		return nil, err
	}
	content, err := h.Content.Store.Copied(ctx, from, in.Body.Search, h.Vocabulary, in.Body.Rerun)
	if err != nil {
		return nil, err
	}
	warnings, err := h.guarded(ctx, a.Library(), in.Body.Confirm, SearchBody{SearchContent: content}.texts()...)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.AddSearch(ctx, a, content, k)
	if err != nil {
		return nil, err
	}
	return &newOut[SavedSearch]{ETag: etag(s.Version), Location: location(in.ID, "searches", s.ID), Body: SavedSearch{s, warnings}}, nil
}
