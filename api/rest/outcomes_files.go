package rest

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"evidencedesk/internal/document"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

type outcomeFileIn struct {
	OfLibrary

	Outcome string `query:"outcome" maxLength:"64" doc:"Only this one"`
	Year    int    `query:"year" minimum:"0" maximum:"2199" doc:"The national year that ends in it; absent: every year"`
	Format  string `query:"format" enum:"csv,docx" default:"csv"`
}

func registerOutcomeFiles(api huma.API, d Deps) {
	handle(api, route("export-outcome-evidence", http.MethodGet, "/libraries/{id}/outcome-evidence", "Export the evidence for each outcome with its dates", tagOutcomes, workers(),
		downloads("text/csv", wordType)), d.exportEvidence)
}

func (d Deps) exportEvidence(ctx context.Context, in *outcomeFileIn) (*huma.StreamResponse, error) {
	tags, err := d.outcomes().Tags(ctx, in.library(), in.Outcome, in.Year)
	if err != nil {
		return nil, err
	}
	for i := range tags {
		tags[i].About = d.aboutTag(tags[i].Kind, tags[i].Target, tags[i].About)
	}
	if in.Format != "docx" {
		rows := [][]string{{"Outcome", "Kind", "What", "Date", "Note"}}
		for _, t := range tags {
			rows = append(rows, []string{d.outcomeTitle(t.Outcome), t.Kind, t.About, t.Dated, t.Note})
		}
		return download(csvType, "outcome-evidence.csv", func(to io.Writer) error { return writeRows(to, rows) }), nil
	}
	library, err := d.Directory.Library(ctx, in.library())
	if err != nil {
		return nil, err
	}
	body, err := document.DOCX(d.evidenceReport(library.Name, in.Outcome, tags))
	if err != nil {
		return nil, err
	}
	return download(wordType, "outcome-evidence.docx", func(to io.Writer) error {
		_, err := to.Write(body)
		return err
	}), nil
}

func (d Deps) outcomeTitle(code string) string {
	return d.Vocabulary.Label(postgres.Editions()[0], code)
}

// evidenceReport is a table for each outcome. An outcome without evidence says so: a gap is worth knowing.
func (d Deps) evidenceReport(library, only string, tags []postgres.OutcomeTag) document.Report {
	r := document.Report{
		Reference: "Outcomes framework", Kind: "Evidence", Title: "Evidence for the outcomes framework", Version: 1, Library: library, Dated: d.Now().Format(time.DateOnly),
	}
	framework, _ := d.Vocabulary.Get(vocabulary.Outcomes2021)
	r.Parts = append(r.Parts, document.Part{ID: "about", Blocks: document.Paragraphs(framework.Warning)})
	for _, term := range framework.Terms {
		if only != "" && only != term.Code {
			continue
		}
		table := document.Block{Kind: document.Table, Caption: "Evidence for " + term.Label, Head: []string{"Date", "What", "Kind", "Note"}, RowHeads: true}
		for _, t := range tags {
			if t.Outcome == term.Code {
				cells := [][]document.Run{}
				for _, text := range []string{t.Dated, t.About, t.Kind, t.Note} {
					cells = append(cells, []document.Run{{Text: text}})
				}
				table.Rows = append(table.Rows, cells)
			}
		}
		blocks := document.Paragraphs(term.Definition)
		if len(table.Rows) > 0 {
			blocks = append(blocks, table)
		} else {
			blocks = append(blocks, document.Paragraphs("There is no evidence yet.")...)
		}
		r.Parts = append(r.Parts, document.Part{ID: term.Code, Heading: term.Label, Blocks: blocks})
	}
	return r
}
