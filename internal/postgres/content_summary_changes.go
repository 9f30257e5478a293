package postgres

import (
	"bytes"
	"context"
	"maps"
	"slices"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
)

// Bound is which text a check or a delivery is about.
type Bound struct {
	Subject evidence.Subject
	Version int
	Digest  string
}

// SentDigest gives the digest of the version that was sent last; empty before the first delivery.
func (c *Content) SentDigest(ctx context.Context, a Access) (string, error) {
	if err := a.reads(); err != nil || a.delivered == 0 {
		return "", err
	}
	v, err := c.q.GetSummaryVersion(ctx, sqlc.GetSummaryVersionParams{Request: a.request, Version: fit(a.delivered)})
	return v.Digest, contentError(err)
}

// Changed names what differs between two texts of one subject, in words of ours and none of theirs. A strategy that was never sent for
// checking is taken to be the searches as they stand. Nothing is named where one of the two is not there.
func (c *Content) Changed(ctx context.Context, a Access, before, after Bound) ([]string, error) {
	compare := c.changedReport
	if before.Subject == evidence.Strategy {
		compare = c.changedStrategy
	}
	list, err := compare(ctx, a, before, after)
	if evidence.CodeOf(err) == evidence.NotFound {
		return nil, nil
	}
	return list, err
}

func (c *Content) changedReport(ctx context.Context, a Access, before, after Bound) ([]string, error) {
	old, err := c.Version(ctx, a, before.Version)
	if err != nil {
		return nil, err
	}
	now, err := c.Version(ctx, a, after.Version)
	if err != nil {
		return nil, err
	}
	asked := []QuestionText{{}, {}}
	if old.Question != now.Question {
		for i, v := range []SummaryVersion{old, now} {
			if asked[i], err = c.AnsweredQuestion(ctx, a, v); err != nil {
				return nil, err
			}
		}
	}
	question := asked[0].Question != asked[1].Question || asked[0].Framework != asked[1].Framework ||
		!maps.Equal(asked[0].FrameworkText, asked[1].FrameworkText) || asked[0].Exclusions != asked[1].Exclusions
	var list []string
	if question {
		list = []string{"the question"}
	}
	return append(list, changedParts(old, now)...), nil
}

// changedParts names the parts of a report that differ, in their order.
func changedParts(old, now SummaryVersion) []string {
	was, is := reportOf(old).canonical(), reportOf(now).canonical()
	var list []string
	for _, part := range []struct {
		name        string
		before, now any
	}{
		{"the product", was.Text.Product, is.Text.Product},
		{"the bottom line", was.Text.BottomLine, is.Text.BottomLine},
		{"the main text", was.Text.Text, is.Text.Text},
		{"the sections", was.Text.Sections, is.Text.Sections},
		{"the evidence table", was.Text.EvidenceTable, is.Text.EvidenceTable},
		{"the ratings of certainty", was.Text.Certainties, is.Text.Certainties},
		{"the references", was.References, is.References},
		{"the searches", was.Searches, is.Searches},
		{"what is said of how we searched", was.Methods, is.Methods},
		{"the disclaimers", was.Disclaimers, is.Disclaimers},
	} {
		if !bytes.Equal(jsonOf(part.before), jsonOf(part.now)) {
			list = append(list, part.name)
		}
	}
	return list
}

func reportOf(v SummaryVersion) report {
	return report{text: v.SummaryText, references: v.References, searches: v.Searches, disclaimers: v.Disclaimers, methods: v.Methods}
}

func (c *Content) changedStrategy(ctx context.Context, a Access, before, after Bound) ([]string, error) {
	old, err := c.CheckedStrategy(ctx, a, before.Digest)
	if err != nil {
		return nil, err
	}
	sent, err := c.CheckedStrategy(ctx, a, after.Digest)
	switch {
	case err == nil:
		return changedSearches(old.Searches, sent.Searches), nil
	case evidence.CodeOf(err) == evidence.NotFound && old.Moved:
		return changedSearches(old.Searches, old.Now), nil
	}
	return nil, err
}

func changedSearches(old, now []Search) []string {
	find := func(list []Search, id string) int {
		return slices.IndexFunc(list, func(s Search) bool { return s.ID == id })
	}
	var list []string
	say := func(words string) {
		if !slices.Contains(list, words) {
			list = append(list, words)
		}
	}
	for _, s := range now {
		i := find(old, s.ID)
		switch {
		case i < 0:
			say("a search that was added")
		case !bytes.Equal(jsonOf(old[i].Lines), jsonOf(s.Lines)):
			say("the lines of a search")
		case !bytes.Equal(jsonOf(old[i].SearchContent), jsonOf(s.SearchContent)):
			say("the details of a search")
		}
	}
	if slices.ContainsFunc(old, func(s Search) bool { return find(now, s.ID) < 0 }) {
		say("a search that was taken out")
	}
	return list
}
