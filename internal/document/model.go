// Package document makes the report of a request: one model, built by a pure function from the frozen version and the facts of the
// request, and rendered as HTML, Word, PDF, RIS, CSV and Excel. Whatever the format, a reader reads the same words in the same order.
//
// The same model gives the same bytes, except for PDF, into which its engine writes when it was made.
package document

import (
	"strings"

	"evidencedesk/internal/citation"
)

// Report is a report, ready to be rendered. Its JSON is what the API gives to systems that render it themselves.
type Report struct {
	Reference string         `json:"reference"` // ED-2026-000123
	Kind      string         `json:"kind"`      // Evidence summary
	Title     string         `json:"title"`
	Version   int            `json:"version"` // 0 for the working copy
	Draft     bool           `json:"draft,omitempty"`
	Style     citation.Style `json:"style"`
	Library   string         `json:"library"`
	Dated     string         `json:"dated"` // the day of the version, 2026-11-12
	Facts     []Fact         `json:"facts"` // who asked, who searched, when, up to when
	Parts     []Part         `json:"parts"`
	Listed    int            `json:"references"` // how many references it has
	Footer    string         `json:"-"`          // what stands below every page instead of the reference and the version

	references []Reference
	searches   []Search
}

// Fact is one line of what is known.
type Fact struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	Link  string `json:"link,omitempty"`
}

// Part is a section of the report.
type Part struct {
	ID      string  `json:"id"`
	Heading string  `json:"heading,omitempty"`
	Folded  bool    `json:"folded,omitempty"` // closed on a screen until somebody wants it
	Blocks  []Block `json:"blocks"`
}

// wideTable is how many columns a table may have on an upright page.
const wideTable = 6

// wide reports whether a part wants a page on its side: it has a table with many columns.
func (p Part) wide() bool {
	for _, b := range p.Blocks {
		if b.Kind == Table && len(b.Head) > wideTable {
			return true
		}
	}
	return false
}

// Kind is what a block is.
type Kind string

// The kinds of blocks, with the fields that each uses.
const (
	Paragraph  Kind = "paragraph"  // Runs, Muted
	Heading    Kind = "heading"    // Runs, Level from 1 within its part
	List       Kind = "list"       // Items, Ordered, Start
	Quote      Kind = "quote"      // Blocks
	Code       Kind = "code"       // Text
	Table      Kind = "table"      // Caption, Head, Rows; the first cell of a row names it when RowHeads
	Rule       Kind = "rule"       // nothing
	Facts      Kind = "facts"      // Facts
	Callout    Kind = "callout"    // Tone, Caption, Blocks
	References Kind = "references" // Entries, Ordered: they have numbers
)

// Block is a piece of a part. Which fields it uses depends on its kind.
type Block struct {
	Kind     Kind      `json:"kind"`
	Level    int       `json:"level,omitempty"`
	Runs     []Run     `json:"runs,omitempty"`
	Muted    bool      `json:"muted,omitempty"`
	Ordered  bool      `json:"ordered,omitempty"`
	Start    int       `json:"start,omitempty"`
	Items    [][]Block `json:"items,omitempty"`
	Blocks   []Block   `json:"blocks,omitempty"`
	Text     string    `json:"text,omitempty"`
	Tone     Tone      `json:"tone,omitempty"`
	Caption  string    `json:"caption,omitempty"`
	Head     []string  `json:"head,omitempty"`
	Rows     [][][]Run `json:"rows,omitempty"`
	RowHeads bool      `json:"row_heads,omitempty"`
	Facts    []Fact    `json:"facts,omitempty"`
	Entries  []Entry   `json:"entries,omitempty"`
}

// Tone is what a callout is for.
type Tone string

// The tones.
const (
	Answer  Tone = "answer"  // the bottom line
	Warning Tone = "warning" // the report was corrected, or is not the newest, or a draft
)

// Run is a piece of text in one appearance.
type Run struct {
	Text   string `json:"text"`
	Strong bool   `json:"strong,omitempty"`
	Italic bool   `json:"italic,omitempty"`
	Struck bool   `json:"struck,omitempty"`
	Code   bool   `json:"code,omitempty"`
	Break  bool   `json:"break,omitempty"` // a new line before the text
	Link   string `json:"link,omitempty"`  // http, https or mailto; or #ref-3, a reference of this report
	Label  string `json:"label,omitempty"` // what the link is, where its text does not say it
}

// Entry is a reference as the report lists it.
type Entry struct {
	Number   int    `json:"number"` // its place in the list of the report, from 1; citations lead to #ref-number
	Runs     []Run  `json:"runs"`
	Key      bool   `json:"key,omitempty"` // a key paper
	Note     string `json:"note,omitempty"`
	Links    []Run  `json:"links,omitempty"`
	Abstract string `json:"abstract,omitempty"`
}

// plain is a text in one run.
func plain(text string) []Run { return []Run{{Text: text}} }

// says is a paragraph of plain text.
func says(text string) Block { return Block{Kind: Paragraph, Runs: plain(text)} }

// words is what runs say.
func words(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		if r.Break {
			b.WriteByte(' ')
		}
		b.WriteString(r.Text)
	}
	return b.String()
}
