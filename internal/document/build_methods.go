package document

import (
	"strconv"
	"strings"
)

// methods describe how was searched, each source with its lines as they were run (PRISMA-S items 1, 8 and 13).
func (b *builder) methods() {
	var blocks []Block
	for _, m := range b.Methods {
		if m.Heading != "" {
			blocks = append(blocks, Block{Kind: Heading, Level: 1, Runs: plain(m.Heading)})
		}
		for _, p := range m.Paragraphs {
			blocks = append(blocks, asParagraphs(p)...)
		}
		if len(m.Lines) > 0 {
			blocks = append(blocks, strategy(m.Heading, m.Lines))
		}
	}
	b.add(Part{ID: "methods", Heading: "How we searched", Folded: true, Blocks: blocks})
}

func strategy(of string, lines []Line) Block {
	t := Block{Kind: Table, Caption: "Lines of the search: " + of, Head: []string{"Line", "Search", "Results"}, RowHeads: true}
	for _, l := range lines {
		hits := "Not recorded"
		if l.Hits != nil {
			hits = Count(*l.Hits)
		}
		t.Rows = append(t.Rows, [][]Run{plain(l.Number), {{Text: l.Text, Code: true}}, plain(hits)})
	}
	return t
}

// Count writes a number with commas between the thousands.
func Count(n int) string {
	digits := strconv.Itoa(n)
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 && digits[i-1] != '-' {
			b.WriteByte(',')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// about closes a report: what it is not, how to get the articles, where it can be found.
func (b *builder) about() {
	var blocks []Block
	for _, text := range b.Disclaimers {
		blocks = append(blocks, asParagraphs(text)...)
	}
	if b.Library.Articles != "" {
		blocks = append(blocks, Block{Kind: Paragraph, Runs: []Run{
			{Text: "Where there is no link to the full text, "}, {Text: "ask the library for the article", Link: b.Library.Articles}, {Text: "."},
		}})
	}
	if len(b.Searches) > 0 {
		blocks = append(blocks, says("To bring this up to date, ask the library to run the searches again, or run the lines as they stand in “How we searched”."))
	}
	if b.Address != "" {
		blocks = append(blocks, Block{Kind: Paragraph, Muted: true, Runs: []Run{{Text: "This version can always be read at "}, {Text: b.Address, Link: b.Address}, {Text: "."}}})
	}
	b.add(Part{ID: "about", Heading: "About this report", Blocks: blocks})
}
