package evidencework

import (
	"html/template"
	"strconv"
	"strings"

	"evidencedesk/api/web/markdown"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
	"evidencedesk/internal/vocabulary"
)

// report is a summary with its references as an article.
type report struct {
	Heading    string // of the whole
	Product    string
	Line       *ui.BottomLine
	LineHTML   template.HTML
	Certainty  string
	Sections   []reportSection
	References []reportReference
	Searched   string // until when, in words
	Empty      bool
}

// reportSection is a part of the text under a heading; the first one may have none.
type reportSection struct {
	ID      string
	Heading string
	HTML    template.HTML
}

// reportReference is a reference as it is printed.
type reportReference struct {
	ID    string
	Text  string
	Links ui.Parts
	Note  string
}

// report makes the article of a text with its references and searches.
func (d *desk) report(texts *markdown.Markdown, s postgres.SummaryText, references []postgres.Reference, searches []postgres.Search) report {
	product := s.Product
	if product == "" {
		product = d.Product
	}
	r := report{Heading: d.Title(), Empty: s.BottomLine == "" && s.Text == "" && len(s.Sections) == 0}
	if product != "" {
		r.Product = d.visit.Label(vocabulary.Products, product)
	}
	if s.BottomLine != "" {
		r.Line, r.LineHTML = &ui.BottomLine{}, texts.HTML(s.BottomLine, len(references))
	}
	if r.Certainty = certaintyWords(s.Certainty); r.Certainty != "" && r.Line != nil {
		r.Line.Certainty, r.Line.Note, r.Certainty = &ui.Tag{Text: levelWords(s.Certainty.Level), Colour: "grey"}, ratedWords(s.Certainty), ""
	}
	add := func(heading, text string) {
		r.Sections = append(r.Sections, reportSection{ID: "part-" + strconv.Itoa(len(r.Sections)+1), Heading: heading, HTML: texts.HTML(text, len(references))})
	}
	if s.Text != "" {
		add(outlineOf(product).Text, s.Text)
	}
	for _, part := range s.Sections {
		add(part.Heading, part.Text)
	}
	for i, ref := range references {
		r.References = append(r.References, reportReference{
			ID: "ref-" + strconv.Itoa(i+1), Text: printed(ref.ReferenceContent), Links: links(ref.ReferenceContent), Note: ref.Note,
		})
	}
	if last := lastRun(searches); !last.IsZero() {
		r.Searched = ui.TimeDate.Write(last.In(d.visit.Zone))
	}
	return r
}

// printed is a reference in one line, much as Vancouver style has it: authors, title, source, year.
func printed(r postgres.ReferenceContent) string {
	var parts []string
	for _, part := range []string{strings.Join(r.Authors, ", "), r.Title, source(r), year(r.Year)} {
		if part = strings.TrimRight(part, ". "); part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ". ") + "."
}

func levelWords(level string) string {
	return map[string]string{"high": "High certainty", "moderate": "Moderate certainty", "low": "Low certainty", "very_low": "Very low certainty"}[level]
}

func ratedWords(c postgres.Certainty) string {
	by := map[string]string{"source": "Rated by a source", "librarian": "Rated by the librarian"}[c.RatedBy]
	return joined(": ", by, c.Reason)
}

// certaintyWords says how certain the evidence is; empty where that is not stated.
func certaintyWords(c postgres.Certainty) string {
	if c.Level == "" {
		return ""
	}
	return joined(". ", levelWords(c.Level), ratedWords(c))
}

// Article is the frame of the report.
func (report) Article() ui.Article { return ui.Article{LabelledBy: "report"} }
