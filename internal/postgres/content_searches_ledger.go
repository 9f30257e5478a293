package postgres

import (
	"context"
	"time"

	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// Ledger gathers what is known of how a question was searched for, in the words of the vocabulary: for the PRISMA-S meter and the
// methods of a report. Readers outside the library get what was delivered.
func (c *Content) Ledger(ctx context.Context, a Access, words *vocabulary.Catalogue) (strategy.Ledger, error) {
	searches, err := c.Searches(ctx, a)
	if err != nil {
		return strategy.Ledger{}, err
	}
	return c.LedgerOf(ctx, a, words, searches)
}

// LedgerOf is Ledger for searches that were read before, such as those of a frozen version of the report.
func (c *Content) LedgerOf(ctx context.Context, a Access, words *vocabulary.Catalogue, searches []Search) (strategy.Ledger, error) {
	facts, err := c.q.SearchingFacts(ctx, a.request)
	if err != nil {
		return strategy.Ledger{}, contentError(err)
	}
	r := ReportingContent{Statements: listFrom[SearchStatement](facts.Statements), Dedup: fromJSON[SearchDedup](facts.Dedup)}
	if !a.insider() && a.delivered == 0 {
		r = ReportingContent{}
	}
	l := strategy.Ledger{
		Searches: searchesInWords(words, searches), Statements: map[int]string{}, Names: map[int]string{},
		Dedup:      strategy.Dedup{Method: r.Dedup.Method, Software: r.Dedup.Software, Before: r.Dedup.Before, After: r.Dedup.After},
		Imported:   strategy.Counts{Records: int(facts.Records), Publications: int(facts.Publications), Confirmed: int(facts.Confirmed)},
		Systematic: facts.Type == "systematic_review",
	}
	for _, s := range r.Statements {
		l.Statements[s.Item] = s.Text
	}
	items, _ := words.Get(vocabulary.PrismaSItems)
	for i, t := range items.Terms {
		l.Names[i+1] = t.Label
	}
	for _, review := range fromJSON[[]struct {
		At       time.Time
		Verdict  string
		Elements int
	}](facts.Reviews) {
		l.Reviews = append(l.Reviews, strategy.Review{At: review.At, Verdict: words.Label(vocabulary.ReviewVerdicts, review.Verdict), Elements: review.Elements})
	}
	return l, nil
}

// searchesInWords turns search records into what a reader of a report needs of them.
func searchesInWords(words *vocabulary.Catalogue, searches []Search) []strategy.Search {
	numbers := map[string]int{}
	for i, s := range searches {
		numbers[s.ID] = i + 1
	}
	return each(searches, func(s Search) strategy.Search {
		out := strategy.Search{
			ID: s.ID, Source: s.SourceName, Code: strategy.Platform(s.Platform), Kind: s.Kind, KindName: words.Label(vocabulary.SourceKinds, s.Kind),
			Group: s.MultiDBGroup, Coverage: s.Coverage, Method: s.Method, RerunOf: numbers[s.IsRerunOf], AdaptedFrom: s.AdaptedFrom,
			Alerts: s.Alerts, Found: s.RecordsRetrieved, Exported: s.RecordsExported, Note: s.Note,
			Lines:   each(s.Lines, func(l StrategyLine) strategy.Line { return strategy.Line{N: l.N, Text: l.Text, Hits: l.Hits} }),
			Limits:  each(s.Limits, func(l SearchLimit) strategy.Limit { return strategy.Limit(l) }),
			Filters: each(s.Filters, func(f SearchFilter) strategy.Filter { return strategy.Filter(f) }),
			AI:      each(s.AIUse, func(u AIUse) strategy.AIUse { return aiInWords(words, u) }),
		}
		if out.Source == "" {
			out.Source = words.Label(vocabulary.Sources, s.Source)
		}
		if s.Platform != "" && s.Platform != "web" && s.Platform != "other" {
			out.Platform = words.Label(vocabulary.Platforms, s.Platform)
		} else if s.Platform != "" {
			out.Platform = out.Source // its own website, or something of no name
		}
		if s.RunAt != nil {
			out.RunAt = *s.RunAt
		}
		return out
	})
}

func aiInWords(words *vocabulary.Catalogue, u AIUse) strategy.AIUse {
	out := strategy.AIUse{
		Stage: words.Label(vocabulary.TimeEntryStages, u.Stage), Tool: u.Tool, Version: u.Version, Prompt: u.Prompt, Link: u.Link, Note: u.Note,
		Checked: u.OutputCheckedBy != "",
	}
	if u.AccessedAt != nil {
		out.AccessedAt = *u.AccessedAt
	}
	return out
}
