package document

import (
	"strings"
	"unicode/utf8"
)

// How wide the text is, in twentieths of a point: A4 without its margins, upright and on its side.
const (
	docxWidth = 9638
	docxLong  = 14570
)

// table writes a table whose first row is repeated on every page. Caption and description are what screen readers say of it.
func (w *docxWriter) table(b Block) {
	if b.Caption != "" {
		w.paragraph(place{style: "Caption"}, plain(b.Caption))
	}
	widths := columnWidths(b, w.width)
	w.openTable(widths, orElse(b.Caption, "Table"), true)
	w.raw(`<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, h := range b.Head {
		w.cell(widths[i], "TableHead", plain(h))
	}
	w.raw(`</w:tr>`)
	for _, row := range b.Rows {
		w.raw(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		for i := range b.Head {
			var runs []Run
			if i < len(row) {
				runs = row[i]
			}
			w.cell(widths[i], "TableText", runs)
		}
		w.raw(`</w:tr>`)
	}
	w.raw(`</w:tbl>`)
	w.paragraph(place{}, nil) // two tables in a row would become one
}

func (w *docxWriter) openTable(widths []int, description string, head bool) {
	first := 0
	if head {
		first = 1
	}
	w.raw(`<w:tbl><w:tblPr><w:tblStyle w:val="Lines"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="%d" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="%s"/><w:tblDescription w:val="%s"/></w:tblPr><w:tblGrid>`,
		w.width, first, escape(description), escape(description))
	for _, width := range widths {
		w.raw(`<w:gridCol w:w="%d"/>`, width)
	}
	w.raw(`</w:tblGrid>`)
}

func (w *docxWriter) cell(width int, style string, runs []Run) {
	w.raw(`<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/></w:tcPr>`, width)
	w.paragraph(place{style: style}, runs)
	w.raw(`</w:tc>`)
}

// facts are paragraphs: a table without a header row would be read as a layout.
func (w *docxWriter) facts(list []Fact) {
	for _, f := range list {
		w.paragraph(place{style: "ListParagraph"}, []Run{{Text: f.Label + ": ", Strong: true}, {Text: f.Text, Link: f.Link}})
	}
}

// columnWidths shares a width by how much each column says, within limits: each gets what its longest word needs, as far as there is
// room, and a long text does not get all.
func columnWidths(b Block, whole int) []int {
	const letter, padding, most = 115, 216, 40 // of a letter in a table, of a cell; characters
	floor, need := make([]int, len(b.Head)), make([]int, len(b.Head))
	floors, needs := 0, 0
	for i, h := range b.Head {
		word, longest := longestWord(h), longestWord(h)
		for _, row := range b.Rows {
			if i < len(row) {
				text := words(row[i])
				word, longest = max(word, longestWord(text)), max(longest, utf8.RuneCountInString(text))
			}
		}
		floor[i] = min(word, most/2)*letter + padding
		need[i] = min(longest, most)
		floors, needs = floors+floor[i], needs+need[i]
	}
	left := whole
	for i := range need {
		if floors >= whole {
			need[i] = whole * floor[i] / floors
		} else {
			need[i] = floor[i] + (whole-floors)*need[i]/max(needs, 1)
		}
		left -= need[i]
	}
	if len(need) > 0 {
		need[len(need)-1] += left
	}
	return need
}

func longestWord(text string) int {
	longest := 0
	for word := range strings.FieldsSeq(text) {
		longest = max(longest, utf8.RuneCountInString(word))
	}
	return longest
}
