package postgres

import (
	"context"
	"slices"
	"strconv"

	"evidencedesk/internal/claims"
	"evidencedesk/internal/evidence"
	"evidencedesk/internal/postgres/sqlc"
	"evidencedesk/internal/vocabulary"
)

// ClaimFinding is something about what a summary says that its writer may want to look at. It is advice: nothing is refused for it.
type ClaimFinding struct {
	Kind      string `json:"kind" enum:"unsupported,unknown,removed,unused,no_extent,no_reference,no_source" doc:"unsupported: a sentence that claims something and cites nothing, not even what is no reference; unknown: it cites numbers that are no references; removed: its reference was taken out; unused: a reference that is cited nowhere; no_extent: nothing was found and the summary does not say how far was searched; no_reference: a row of the evidence table whose reference was taken out; no_source: a rating whose source was taken out"`
	Section   string `json:"section,omitempty" doc:"The path of the text or row: bottom_line, text, sections[0].text, evidence_table[0], certainties[0]"`
	Sentence  int    `json:"sentence,omitempty" doc:"Its number among the sentences of that text, from 1"`
	Excerpt   string `json:"excerpt,omitempty" doc:"How the sentence begins"`
	Numbers   []int  `json:"numbers,omitempty" doc:"What it cites although it is not there"`
	Reference string `json:"reference,omitempty" format:"uuid" doc:"Of an unused reference"`
	Place     int    `json:"place,omitempty" doc:"Of an unused reference, from 1"`
}

// Claims is what the working copy says and on which references it stands.
type Claims struct {
	Version      int            `json:"version" doc:"Of the summary that was looked at"`
	Sentences    int            `json:"sentences" doc:"Those that claim something"`
	Supported    int            `json:"supported" doc:"Those of them that cite a reference of the list"`
	NothingFound bool           `json:"nothing_found,omitempty" doc:"A sentence says that the search found nothing"`
	Findings     []ClaimFinding `json:"findings"`
	Support      []Support      `json:"support" doc:"The references on which sentences stand"`
}

// Claims looks at the working copy. It is for the people who work on the request.
func (c *Content) Claims(ctx context.Context, a Access) (Claims, error) {
	if err := a.reads(); err != nil {
		return Claims{}, err
	}
	s, err := c.workingCopy(ctx, a)
	if err != nil {
		return Claims{}, err
	}
	rows, err := c.q.AllReferences(ctx, a.request)
	if err != nil {
		return Claims{}, contentError(err)
	}
	found := ClaimsOf(s.SummaryText, each(rows, referenceOf))
	found.Version = s.Version
	return found, nil
}

// ClaimsOf looks at a summary with the references that it may cite.
func ClaimsOf(s SummaryText, references []Reference) Claims {
	r := claims.Check(s.texts(), len(references))
	c := Claims{
		Sentences: r.Claims, Supported: r.Claims - len(r.Unsupported), NothingFound: r.Nothing, Findings: []ClaimFinding{}, Support: supportOf(r, references),
	}
	c.note("unsupported", elsewhere(r.Unsupported, slices.Concat(r.Unknown, r.Removed)))
	c.note("unknown", r.Unknown)
	c.note("removed", r.Removed)
	for _, n := range r.Unused {
		c.Findings = append(c.Findings, ClaimFinding{Kind: "unused", Reference: references[n-1].ID, Place: n})
	}
	if r.Nothing && blank(s.extent()) {
		c.Findings = append(c.Findings, ClaimFinding{Kind: "no_extent"})
	}
	c.dangling(s, references)
	return c
}

func (c *Claims) note(kind string, list []claims.Finding) {
	for _, f := range list {
		c.Findings = append(c.Findings, ClaimFinding{Kind: kind, Section: f.Section, Sentence: f.Sentence, Excerpt: f.Excerpt, Numbers: f.Numbers})
	}
}

// elsewhere leaves out the sentences of which something more exact is said: what cites a number that is no reference does cite.
func elsewhere(list, exact []claims.Finding) []claims.Finding {
	return slices.DeleteFunc(slices.Clone(list), func(f claims.Finding) bool {
		return slices.ContainsFunc(exact, func(e claims.Finding) bool { return e.Section == f.Section && e.Sentence == f.Sentence })
	})
}

// dangling notes the rows and ratings whose reference was taken out.
func (c *Claims) dangling(s SummaryText, references []Reference) {
	for i, r := range s.EvidenceTable {
		if !among(references, r.Reference) {
			c.Findings = append(c.Findings, ClaimFinding{Kind: "no_reference", Section: "evidence_table[" + strconv.Itoa(i) + "]"})
		}
	}
	for i, r := range s.Certainties {
		if r.SourceReference != "" && !among(references, r.SourceReference) {
			c.Findings = append(c.Findings, ClaimFinding{Kind: "no_source", Section: "certainties[" + strconv.Itoa(i) + "]"})
		}
	}
}

func among(references []Reference, id string) bool {
	return slices.ContainsFunc(references, func(r Reference) bool { return r.ID == id })
}

// texts are those of a summary that may cite.
func (s SummaryText) texts() []claims.Text {
	list := []claims.Text{{Section: "bottom_line", Body: s.BottomLine}, {Section: "text", Body: s.Text}}
	for i, part := range s.Sections {
		list = append(list, claims.Text{Section: "sections[" + strconv.Itoa(i) + "].text", Heading: part.Heading, Body: part.Text})
	}
	return list
}

// extent is what the summary says of how far was searched.
func (s SummaryText) extent() string {
	for _, part := range s.Sections {
		if part.Heading == vocabulary.ExtentHeading {
			return part.Text
		}
	}
	return ""
}

// support says which sentence of the text stands on which references. It follows from the text and the order of the references, so
// the digest needs no part of it.
func (r report) support() []Support {
	return supportOf(claims.Check(r.text.texts(), len(r.references)), r.references)
}

func supportOf(r claims.Report, references []Reference) []Support {
	return each(r.Support, func(l claims.Link) Support {
		return Support{Section: l.Section, Sentence: l.Sentence, Refs: each(l.Numbers, func(n int) string { return references[n-1].ID })}
	})
}

// whole refuses to freeze a report that names a reference which it does not have: a reader could not tell whose row or rating it is.
func (r report) whole() error {
	for _, row := range r.text.EvidenceTable {
		if !among(r.references, row.Reference) {
			return evidence.InvalidField("summary", "unknown", "A row of the evidence table stands for a reference that was taken out. Remove the row, or give it another reference.")
		}
	}
	for _, rating := range r.text.Certainties {
		if rating.SourceReference != "" && !among(r.references, rating.SourceReference) {
			return evidence.InvalidField("summary", "unknown", "A rating of certainty comes from a reference that was taken out. Name another source, or take the rating out.")
		}
	}
	return nil
}

// disclaimersOf are those that stand on a report today, in the library's words where it has its own.
func (c *Content) disclaimersOf(ctx context.Context, q *sqlc.Queries, a Access, r report) ([]Disclaimer, error) {
	kind, err := q.ReportKind(ctx, a.request)
	if err != nil {
		return nil, err
	}
	product := r.text.Product
	if product == "" {
		product = kind.Product
	}
	ai := slices.ContainsFunc(r.searches, func(s Search) bool { return len(s.AIUse) > 0 })
	own := fromJSON[map[string]string](kind.Words)
	return each(c.codes.DisclaimersFor(kind.Type, product, ai), func(t vocabulary.Term) Disclaimer {
		if words := own[t.Code]; words != "" {
			return Disclaimer{Code: t.Code, Text: words}
		}
		return Disclaimer{Code: t.Code, Text: t.Disclaimer.Text}
	}), nil
}
