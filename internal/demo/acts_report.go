package demo

import (
	"context"
	"fmt"
	"net/http"

	"evidencedesk/internal/apiclient"
	"evidencedesk/internal/evidence"
)

// search records one search, with the time it took.
func (s *scene) search(ctx context.Context, i int) error {
	n, err := s.count(ctx, s.owner(), "searches")
	if err == nil && n <= i {
		err = s.post(ctx, s.owner(), "searches", s.record(s.request.Content.Searches[i]))
	}
	if err != nil {
		return err
	}
	return s.spend(ctx, s.owner(), "search", 55)
}

// record is a search as it was run at the time of the step.
func (s *scene) record(search Search) body {
	lines := make([]body, len(search.Lines))
	for n, line := range search.Lines {
		lines[n] = body{"n": n + 1, "text": line.Text, "hits": line.Hits}
	}
	b := body{
		"source": search.Source, "lines": lines, "run_at": s.at, "run_by": PersonID(s.owner()),
		"records_retrieved": search.Retrieved, "records_exported": search.Retrieved,
	}
	b["kind"], b["platform"] = s.kind(search.Source)
	if search.Note != "" {
		b["note"] = search.Note
	}
	return b
}

// kind gives the kind of a source and the platform it is usually searched on.
func (s *scene) kind(source string) (kind, platform string) {
	term, _ := s.vocabulary.Term("sources", source)
	first := func(list string) string {
		if codes := term.Refs[list]; len(codes) > 0 {
			return codes[0]
		}
		return "other"
	}
	kind, platform = first("source_kinds"), first("platforms")
	if source == "cinahl" {
		platform = "ebscohost"
	}
	return kind, platform
}

func (s *scene) completeSearch(ctx context.Context) error {
	if err := s.give(ctx, s.owner(), evidence.CompleteSearch, body{}); err != nil {
		return err
	}
	return s.spend(ctx, s.owner(), "screen", 50)
}

func (s *scene) addReferences(ctx context.Context) error {
	if n, err := s.count(ctx, s.owner(), "references"); err != nil || n > 0 {
		return err
	}
	return s.post(ctx, s.owner(), "references", body{"references": s.references()})
}

// references gives the references of the report, which nobody can take for real ones: their journal does not exist, and
// their DOIs are of the prefix 10.5555, which Crossref keeps for tests.
func (s *scene) references() []body {
	types := map[string]string{"guidance": "guideline", "grey": "report", "other_trusts": "report", "cds": "web_page"}
	var list []body
	for i, r := range s.request.Content.References {
		b := body{"title": r.Title, "year": r.Year, "tier": r.Tier, "type": "article"}
		optional := map[string]string{"url": r.URL, "theme": r.Theme, "note": r.Note}
		if kind, ok := types[r.Tier]; ok {
			b["type"] = kind
		} else {
			b["authors"] = []string{"Example A", "Specimen B"}
			optional["journal"] = "Journal of Invented Examples"
			optional["doi"] = fmt.Sprintf("10.5555/evidencedesk.%s.%d", s.request.Key, i+1)
		}
		for field, text := range optional {
			if text != "" {
				b[field] = text
			}
		}
		list = append(list, b)
	}
	return list
}

// writeSummary fills the empty page.
func (s *scene) writeSummary(ctx context.Context) error {
	var page struct {
		Text string `json:"text"`
	}
	r, err := s.as(s.owner()).Get(ctx, s.path("summary"), &page)
	if err != nil {
		return err
	}
	if page.Text == "" {
		b, err := s.summary(ctx)
		if err != nil {
			return err
		}
		if _, err := s.as(s.owner()).Do(ctx, http.MethodPut, s.path("summary"), b, nil, apiclient.IfMatch(r.ETag)); err != nil {
			return err
		}
	}
	return s.spend(ctx, s.owner(), "write", 80)
}

// summary is what the librarian writes, with the evidence table and the ratings that name references.
func (s *scene) summary(ctx context.Context) (body, error) {
	c := s.request.Content
	b := body{"text": c.Summary, "bottom_line": c.BottomLine, "product": s.request.Product}
	if len(c.Sections) > 0 {
		b["sections"] = c.Sections
	}
	if len(c.Table)+len(c.Ratings) == 0 {
		return b, nil
	}
	var list struct {
		Items []struct {
			ID string `json:"id"`
		} `json:"items"`
	}
	if _, err := s.as(s.owner()).Get(ctx, s.path("references"), &list); err != nil {
		return nil, err
	}
	var table, ratings []body
	for _, r := range c.Table {
		table = append(table, body{
			"reference": list.Items[r.Reference-1].ID, "design": r.Design, "setting": r.Setting, "n": r.Number, "comparison": r.Comparison,
			"outcomes": r.Outcomes, "finding": r.Finding, "limits": r.Limits,
		})
	}
	for _, r := range c.Ratings {
		ratings = append(ratings, body{
			"outcome": r.Outcome, "level": r.Level, "rated_by": "source", "source_reference": list.Items[r.Reference-1].ID, "reason": r.Reason,
		})
	}
	b["evidence_table"], b["certainties"] = table, ratings
	return b, nil
}

// reviewers are librarians of the other library who are asked to read a strategy.
func reviewers() map[string]string {
	return map[string]string{"northmoor": "eastlib", "eastvale": "librarian"}
}

func (s *scene) submitForCheck(ctx context.Context) error {
	b := body{}
	if s.needs.strategy {
		b["reviewer"] = PersonID(reviewers()[s.request.Library])
	}
	return s.give(ctx, s.owner(), evidence.SubmitForCheck, b)
}

// review is a reading of what was submitted for check.
type review struct {
	Reviewer evidence.PersonID `json:"reviewer"`
	Version  int               `json:"subject_version"`
	Digest   string            `json:"subject_digest"`
}

func (s *scene) approve(ctx context.Context) error {
	read, err := s.read(ctx)
	if err != nil {
		return err
	}
	if err := s.give(ctx, s.second(), evidence.Approve, body{"version": read.Version, "digest": read.Digest}); err != nil {
		return err
	}
	return s.spend(ctx, s.second(), "review", 30)
}

// read gives the second librarian's reading, which it writes unless that has been done.
func (s *scene) read(ctx context.Context) (review, error) {
	var list struct {
		Items []review `json:"items"`
	}
	if _, err := s.as(s.second()).Get(ctx, s.path("check-reviews"), &list); err != nil {
		return review{}, err
	}
	for _, r := range list.Items {
		if r.Reviewer == PersonID(s.second()) {
			return r, nil
		}
	}
	var r review
	b := body{"verdict": "accept", "comment": "Each statement has its reference, and the limits are explained."}
	_, err := s.as(s.second()).Do(ctx, http.MethodPost, s.path("check-reviews"), b, &r, s.key("-reading"))
	return r, err
}

func (s *scene) deliver(ctx context.Context) error {
	outcome := evidence.Answered
	if s.request.Story == "nothing_found" {
		outcome = evidence.NothingFound
	}
	return s.give(ctx, s.owner(), evidence.Deliver, body{"outcome": outcome})
}
