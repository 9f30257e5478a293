package rest

import (
	"context"
	"time"

	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/pubmed"
	"evidencedesk/internal/selection"
)

// LineCounter asks PubMed how many records a query finds.
type LineCounter interface {
	Count(ctx context.Context, q pubmed.Query) (pubmed.Found, error)
}

// Limits of asking for lines: PubMed takes three questions a second.
const (
	maxLinesAsked = 40
	linesTimeout  = 18 * time.Second // shorter than handleTimeout
)

// TestedLine is one line of a search with whether it finds a paper.
type TestedLine struct {
	N     int    `json:"n"`
	Text  string `json:"text"`
	Finds *bool  `json:"finds,omitempty" doc:"Absent: it could not be asked"`
	Test  string `json:"test,omitempty" doc:"What to paste into the platform to find out"`
}

// TestedLines is what became of a paper in the lines of a search.
type TestedLines struct {
	Paper      postgres.TestPaper `json:"paper"`
	Search     string             `json:"search" format:"uuid"`
	Source     string             `json:"source" doc:"A code of sources"`
	SourceName string             `json:"source_name,omitempty"`
	Platform   string             `json:"platform,omitempty" doc:"A code of platforms"`
	// Why is absent when every line was asked.
	Why    string       `json:"why,omitempty" enum:"not-pubmed,not-configured,no-pmid,no-lines,too-many-lines,line-malformed,not-answered" doc:"Why it is not determinable here"`
	Lines  []TestedLine `json:"lines" nullable:"false"`
	LostBy []int        `json:"lost_by,omitempty" doc:"The lines that lost the paper, nearest to the words"`
}

type testLinesIn struct {
	OfItem

	Search string `query:"search" format:"uuid" required:"true" doc:"A search of the request"`
}

func (h *contents) testLines(ctx context.Context, in *testLinesIn) (*bodyOut[TestedLines], error) {
	a, err := h.enter(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	p, err := h.Content.Store.TestPaper(ctx, a, in.Item)
	if err != nil {
		return nil, err
	}
	s, err := h.Content.Store.Search(ctx, a, in.Search)
	if evidence.CodeOf(err) == evidence.NotFound {
		err = evidence.InvalidField("search", "unknown", "Name a search of this request.")
	}
	if err != nil {
		return nil, err
	}
	out := TestedLines{Paper: p, Search: s.ID, Source: s.Source, SourceName: s.SourceName, Platform: s.Platform, Lines: []TestedLine{}}
	for _, l := range s.Lines {
		out.Lines = append(out.Lines, TestedLine{N: l.N, Text: l.Text, Test: selection.LineTest(s.Platform, l.N, p.Paper())})
	}
	h.askLines(ctx, s, p, &out)
	return &bodyOut[TestedLines]{out}, nil
}

// askLines asks PubMed, where it can be asked, and says why otherwise.
func (h *contents) askLines(ctx context.Context, s postgres.Search, p postgres.TestPaper, out *TestedLines) {
	queries, why := h.lineQueries(s, p)
	if out.Why = why; why != "" {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, linesTimeout)
	defer cancel()
	finds := map[int]bool{}
	var lines []selection.Line
	for i, query := range queries {
		found, err := h.Content.Lines.Count(ctx, pubmed.Query{Term: "(" + query + ") AND " + p.PMID + "[uid]"})
		if err != nil {
			out.Why = "not-answered"
			return
		}
		l := &out.Lines[i]
		one := found.Count > 0
		l.Finds, finds[l.N] = &one, one
		lines = append(lines, selection.Line{N: l.N, Text: l.Text})
	}
	out.LostBy = selection.LostBy(lines, finds)
}

// lineQueries writes each line so that it stands alone, or says why none can be asked.
func (h *contents) lineQueries(s postgres.Search, p postgres.TestPaper) (queries []string, why string) {
	switch {
	case s.Platform != "pubmed":
		return nil, "not-pubmed"
	case p.PMID == "":
		return nil, "no-pmid"
	case len(s.Lines) == 0:
		return nil, "no-lines"
	case len(s.Lines) > maxLinesAsked:
		return nil, "too-many-lines"
	case h.Content.Lines == nil:
		return nil, "not-configured"
	}
	lines := make([]pubmed.Line, len(s.Lines))
	for i, l := range s.Lines {
		lines[i] = pubmed.Line{N: l.N, Text: l.Text}
	}
	queries, err := pubmed.Expand(lines)
	if err != nil {
		return nil, "line-malformed"
	}
	return queries, ""
}
