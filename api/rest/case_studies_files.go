package rest

import (
	"context"
	"encoding/csv"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/casestudy"
	"evidencedesk/internal/document"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

const (
	wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	csvType  = "text/csv; charset=utf-8"
)

func registerCaseFiles(api huma.API, d Deps) {
	handle(api, route("list-published-case-studies", http.MethodGet, "/case-studies", "List case studies that libraries published beyond themselves", tagCases, publishedReaders(),
		describe("Without the request, and without a name unless whoever is quoted agreed to be named.")), d.listPublishedCases)
	handle(api, route("export-case-study", http.MethodGet, "/libraries/{id}/case-studies/{case}/versions/{version}/word", "Export a case study as a Word document", tagCases, workers(),
		downloads(wordType)), d.exportCase)
	handle(api, route("export-case-studies", http.MethodGet, "/libraries/{id}/case-list", "Export the list of case studies as CSV", tagCases, workers(), downloads(csvType)), d.exportCases)
}

func (d Deps) exportCase(ctx context.Context, in *caseVersionIn) (*huma.StreamResponse, error) {
	s, err := d.cases().Shown(ctx, in.library(), in.Case, in.Version)
	if err != nil {
		return nil, err
	}
	body, err := document.DOCX(d.caseReport(s))
	if err != nil {
		return nil, err
	}
	return download(wordType, "case-study-v"+strconv.Itoa(s.Version)+".docx", func(to io.Writer) error {
		_, err := to.Write(body)
		return err
	}), nil
}

// QuotationWithdrawn stands where a quotation stood whose consent was withdrawn.
const QuotationWithdrawn = "Quotation withdrawn."

// CaseParts are the parts of a case study with their headings, in the order in which good stories run; those that say nothing are left
// out.
func CaseParts(t postgres.CaseText) []document.Fact {
	figure := t.Figure
	if figure != "" {
		figure += "\n\n" + t.FigureBasis
	}
	var list []document.Fact
	for _, p := range []document.Fact{
		{Label: "Where it happened", Text: t.Setting},
		{Label: "The challenge", Text: t.Challenge},
		{Label: "What the library did", Text: t.Role},
		{Label: "What was done with it", Text: t.Intervention},
		{Label: "The outcome", Text: t.Outcome},
		{Label: "What it amounts to", Text: figure},
	} {
		if p.Text != "" {
			list = append(list, p)
		}
	}
	return list
}

// Attribution says whose words a quotation is.
func Attribution(q postgres.CaseQuote) string {
	if q.Name != "" {
		return q.Name + ", " + q.Speaker
	}
	return q.Speaker
}

func (d Deps) caseReport(s postgres.CaseShown) document.Report {
	day := s.ApprovedAt
	r := document.Report{
		Reference: "Case study", Kind: "Case study", Title: s.Text.Title, Version: s.Version, Library: s.LibraryName, Draft: day == nil,
		Facts: []document.Fact{{Label: "Library", Text: s.LibraryName}},
	}
	if day != nil {
		r.Dated = day.Format(time.DateOnly)
		r.Facts = append(r.Facts, document.Fact{Label: "Approved on", Text: day.Format("2 January 2006")})
	}
	if s.Text.Workstream != "" {
		r.Facts = append(r.Facts, document.Fact{Label: "Workstream", Text: d.Vocabulary.Label(vocabulary.KfHWorkstreams, s.Text.Workstream)})
	}
	r.Parts = []document.Part{{ID: "facts", Blocks: []document.Block{{Kind: document.Facts, Facts: r.Facts}}}}
	for i, p := range CaseParts(s.Text) {
		r.Parts = append(r.Parts, document.Part{ID: "part-" + strconv.Itoa(i+1), Heading: p.Label, Blocks: document.Paragraphs(p.Text)})
	}
	var quotes []document.Block
	for _, q := range s.Quotes {
		words := q.Text + "\n\n" + Attribution(q)
		if q.Withdrawn {
			words = QuotationWithdrawn
		}
		quotes = append(quotes, document.Block{Kind: document.Quote, Blocks: document.Paragraphs(words)})
	}
	if quotes != nil {
		r.Parts = append(r.Parts, document.Part{ID: "quotes", Heading: "In their words", Blocks: quotes})
	}
	return r
}

func (d Deps) exportCases(ctx context.Context, in *OfLibrary) (*huma.StreamResponse, error) {
	all, err := d.cases().Cases(ctx, in.library(), "")
	if err != nil {
		return nil, err
	}
	rows := [][]string{{"Title", "Stage", "Request", "Workstream", "Published", "For", "Changed"}}
	for _, c := range all {
		published := ""
		if c.PublishedAt != nil {
			published = c.PublishedAt.Format(time.DateOnly)
		}
		stream := ""
		if c.Workstream != "" {
			stream = d.Vocabulary.Label(vocabulary.KfHWorkstreams, c.Workstream)
		}
		rows = append(rows, []string{c.Title, casestudy.Stage.Words(c.Stage), c.Reference, stream, published, c.Audience, c.UpdatedAt.Format(time.DateOnly)})
	}
	return download(csvType, "case-studies.csv", func(to io.Writer) error { return writeRows(to, rows) }), nil
}

// writeRows writes a table as RFC 4180 has it, with a byte order mark, by which Excel knows UTF-8. No cell is a formula.
func writeRows(to io.Writer, rows [][]string) error {
	if _, err := io.WriteString(to, "\uFEFF"); err != nil {
		return err
	}
	out := csv.NewWriter(to)
	out.UseCRLF = true
	for _, row := range rows {
		cells := each(row, plainCell)
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
