package reportfile

import (
	"strings"
	"time"

	"evidencedesk/internal/document"
	"evidencedesk/internal/report"
)

// Document is the report as a document of headings, tables and paragraphs, from which Word and a plain PDF are made.
func Document(f File) document.Report {
	r := document.Report{
		Kind: "Report,", Reference: f.Report.Period.Title(), Title: f.Report.Title, Version: 1, Library: strings.Join(f.Report.Libraries, ", "),
		Dated: f.Report.AsOf.UTC().Format(time.DateOnly), Footer: f.title(),
	}
	if mark := f.marked(); mark != "" {
		r.Footer = mark
		r.Parts = append(r.Parts, warning("mark", mark, "Small groups are shown. A published report hides them."))
	}
	if p := f.Published; p != nil && p.SupersededFor != "" {
		r.Parts = append(r.Parts, warning("superseded", "Another report has taken the place of this one", "What is wrong with it: "+p.SupersededFor))
	}
	r.Parts = append(r.Parts, f.about())
	if len(f.Report.Caveats) > 0 {
		r.Parts = append(r.Parts, f.cautions())
	}
	for _, s := range f.Report.Sections {
		r.Parts = append(r.Parts, sectionPart(s))
	}
	return f.besides(r)
}

// Word is the report as a Word document.
func Word(f File) ([]byte, error) { return document.DOCX(Document(f)) }

func warning(id, caption, text string) document.Part {
	return document.Part{ID: id, Blocks: []document.Block{{Kind: document.Callout, Tone: document.Warning, Caption: caption, Blocks: document.Paragraphs(text)}}}
}

func (f File) about() document.Part {
	var facts []document.Fact
	for _, known := range f.facts() {
		facts = append(facts, document.Fact{Label: known.Label, Text: known.Text})
	}
	if p := f.Published; p != nil && f.BaseURL != "" {
		facts = append(facts, document.Fact{Label: "To be read at", Text: f.BaseURL + p.Address, Link: f.BaseURL + p.Address})
	}
	return document.Part{ID: "about", Blocks: []document.Block{{Kind: document.Facts, Facts: facts}}}
}

func (f File) cautions() document.Part {
	list := document.Block{Kind: document.List}
	for _, c := range f.Report.Caveats {
		list.Items = append(list.Items, []document.Block{paragraph(c.Text)})
	}
	return document.Part{ID: "caveats", Heading: "Before you use these figures", Blocks: []document.Block{list}}
}

func paragraph(text string) document.Block {
	return document.Block{Kind: document.Paragraph, Runs: []document.Run{{Text: text}}}
}

func muted(text string) document.Block {
	b := paragraph(text)
	b.Muted = true
	return b
}

func sectionPart(s report.Section) document.Part {
	shows, about := heading(s)
	if about != "" { // in one heading, as on the page: it says what it is about wherever it is listed, and never stands alone
		shows = about + ": " + shows
	}
	p := document.Part{ID: s.ID, Heading: shows}
	t := document.Block{Kind: document.Table, Caption: s.Table.Caption, Head: []string{s.Heading}, RowHeads: true}
	for _, c := range s.Table.Columns {
		t.Head = append(t.Head, c.Heading)
	}
	for _, row := range s.Table.All() {
		cells := [][]document.Run{{{Text: row.Heading}}}
		for _, c := range row.Cells {
			cells = append(cells, []document.Run{{Text: said(c)}})
		}
		t.Rows = append(t.Rows, cells)
	}
	if len(t.Rows) > 0 {
		p.Blocks = append(p.Blocks, t)
	} else {
		p.Blocks = append(p.Blocks, paragraph("Nothing was counted."))
	}
	for _, note := range s.Notes {
		p.Blocks = append(p.Blocks, muted(note))
	}
	return p
}

// besides adds what is no figure.
func (f File) besides(r document.Report) document.Report {
	var said, told []document.Block
	for _, q := range f.Quotes {
		said = append(said, document.Block{Kind: document.Quote, Blocks: append(document.Paragraphs(q.Text), paragraph(q.By))})
	}
	if text := f.withdrawn(); text != "" {
		said = append(said, muted(text))
	}
	for _, c := range f.Cases {
		told = append(told, document.Block{Kind: document.Heading, Level: 1, Runs: []document.Run{{Text: c.Title}}})
		told = append(told, document.Paragraphs(c.Text)...)
	}
	if text := f.takenDown(); text != "" {
		told = append(told, muted(text))
	}
	means := document.Block{Kind: document.Facts}
	for _, d := range f.used() {
		means.Facts = append(means.Facts, document.Fact{Label: d.Title, Text: d.Definition + " " + d.Limits})
	}
	seen := document.Block{Kind: document.Table, Caption: "Reviews of this report", Head: []string{"Reviewed by", "On", "Note"}, RowHeads: true}
	for _, v := range f.Reviews {
		seen.Rows = append(seen.Rows, [][]document.Run{{{Text: v.Reviewer}}, {{Text: v.On}}, {{Text: v.Note}}})
	}
	for _, p := range []document.Part{
		{ID: "quotes", Heading: "In their words", Blocks: said},
		{ID: "cases", Heading: "Case studies", Blocks: told},
		{ID: "reviews", Heading: "Who has reviewed this report", Blocks: []document.Block{seen}},
		{ID: "definitions", Heading: "What the figures mean", Blocks: []document.Block{means}},
	} {
		if len(p.Blocks) > 0 && (p.ID != "reviews" || len(seen.Rows) > 0) && (p.ID != "definitions" || len(means.Facts) > 0) {
			r.Parts = append(r.Parts, p)
		}
	}
	return r
}
