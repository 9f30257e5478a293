package postgres

import (
	"context"

	"evidencedesk/internal/strategy"
	"evidencedesk/internal/vocabulary"
)

// Ledger gathers what is known of how a question was searched for, in the words of the vocabulary: for the PRISMA-S meter and the
// methods of a report. Readers outside the library get what was delivered, in the figures of that day.
func (c *Content) Ledger(ctx context.Context, a Access, words *vocabulary.Catalogue) (strategy.Ledger, error) {
	if !a.insider() {
		v, err := c.deliveredReport(ctx, a)
		return LedgerOf(words, v), err
	}
	searches, err := c.Searches(ctx, a)
	if err != nil {
		return strategy.Ledger{}, err
	}
	m, _, err := methodsOf(ctx, c.q, a.request)
	if err != nil {
		return strategy.Ledger{}, contentError(err)
	}
	return LedgerOf(words, SummaryVersion{Searches: searches, Methods: &m}), nil
}

// LedgerOf is the ledger of one version of a report.
func LedgerOf(words *vocabulary.Catalogue, v SummaryVersion) strategy.Ledger {
	var m Methods
	if v.Methods != nil {
		m = *v.Methods
	}
	l := strategy.Ledger{
		Searches: searchesInWords(words, v.Searches), Statements: map[int]string{}, Names: map[int]string{},
		Dedup:      strategy.Dedup{Method: m.Dedup.Method, Software: m.Dedup.Software, Before: m.Dedup.Before, After: m.Dedup.After},
		Imported:   strategy.Counts{Records: m.Records, Publications: m.Publications, Confirmed: m.Confirmed},
		Systematic: m.Systematic,
	}
	for _, s := range m.Statements {
		l.Statements[s.Item] = s.Text
	}
	items, _ := words.Get(vocabulary.PrismaSItems)
	for i, t := range items.Terms {
		l.Names[i+1] = t.Label
	}
	for _, r := range m.Reviews {
		l.Reviews = append(l.Reviews, strategy.Review{At: r.At, Verdict: words.Label(vocabulary.ReviewVerdicts, r.Verdict), Elements: r.Elements})
	}
	return l
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
