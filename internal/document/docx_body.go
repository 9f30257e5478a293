package document

import (
	"strconv"
	"strings"
)

// place is where a block stands: which style its paragraphs have and how deep its lists are.
type place struct {
	style string
	list  int // w:numId of the list item that comes next; 0: none
	level int
	inset int // of paragraphs that go on in a list item
}

func (w *docxWriter) report(r Report) {
	w.paragraph(place{style: "Subtitle"}, plain(r.Kind+" "+r.Reference))
	w.paragraph(place{style: "Title"}, plain(r.Title))
	for _, p := range r.Parts {
		if p.wide() {
			w.section(docxPortrait)
			w.width = docxLong
		}
		if p.Heading != "" {
			w.paragraph(place{style: "Heading1"}, plain(p.Heading))
		}
		w.blocks(place{}, p.Blocks)
		if p.wide() {
			w.section(docxLandscape)
			w.width = docxWidth
		}
	}
}

// section ends the pages so far, which have the size.
func (w *docxWriter) section(size string) {
	w.raw(`<w:p><w:pPr><w:spacing w:after="0"/><w:sectPr><w:footerReference w:type="default" r:id="rIdFooter"/>%s</w:sectPr></w:pPr></w:p>`, size)
}

func (w *docxWriter) blocks(at place, list []Block) {
	for _, b := range list {
		w.block(at, b)
		at.list = 0 // only the first paragraph of an item has its number
	}
}

func (w *docxWriter) block(at place, b Block) {
	switch b.Kind {
	case Paragraph:
		if b.Muted {
			at.style = "Note"
		}
		w.paragraph(at, b.Runs)
	case Heading:
		w.paragraph(place{style: "Heading" + strconv.Itoa(min(b.Level+1, docxHeadings))}, b.Runs)
	case List:
		w.list(at, b)
	case Quote:
		w.blocks(place{style: "Quote"}, b.Blocks)
	case Code:
		for _, line := range strings.Split(b.Text, "\n") {
			w.paragraph(place{style: "Code"}, plain(line))
		}
		w.paragraph(place{}, nil)
	case Table:
		w.table(b)
	case Rule:
		w.raw(`<w:p><w:pPr><w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="D8DDE0"/></w:pBdr></w:pPr></w:p>`) //nolint:misspell // the attribute is called so
	case Facts:
		w.facts(b.Facts)
	case Callout:
		style := "Answer"
		if b.Tone == Warning {
			style = "Warning"
		}
		w.paragraph(place{style: style + "Heading"}, plain(b.Caption))
		w.blocks(place{style: style}, b.Blocks)
	case References:
		w.references(b)
	}
}

const docxHeadings = 5 // levels that styles.xml has

func (w *docxWriter) list(at place, b Block) {
	number := docxBulletList
	if b.Ordered {
		number = w.newList(docxDecimals, max(b.Start, 1))
		if b.Start == 0 && len(b.Items) > 0 {
			w.numbers[number-1].start = 1
		}
	}
	level := at.level
	if at.inset > 0 {
		level++
	}
	level = min(level, docxLevels-1)
	for _, item := range b.Items {
		style := at.style
		if style == "" {
			style = "ListParagraph"
		}
		w.blocks(place{style: style, list: number, level: level, inset: docxIndent * (level + 1)}, item)
	}
}

// Indents in twentieths of a point: of a list, and of a callout behind its bar.
const (
	docxIndent = 340
	docxBar    = 227
)

// paragraph writes one paragraph. Its properties stand in the order of the schema (ECMA-376 17.3.1.26).
func (w *docxWriter) paragraph(at place, runs []Run) {
	w.raw(`<w:p><w:pPr>`)
	if at.style != "" {
		w.raw(`<w:pStyle w:val="%s"/>`, at.style)
	}
	if at.list > 0 {
		w.raw(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, at.level, at.list)
		if at.style == "Answer" || at.style == "Warning" { // whose bar stands before the marks
			w.raw(`<w:ind w:left="%d" w:hanging="%d"/>`, docxBar+docxIndent*(at.level+1), docxIndent)
		}
	} else if at.inset > 0 {
		w.raw(`<w:ind w:left="%d"/>`, at.inset)
	}
	w.raw(`</w:pPr>`)
	w.runs(runs)
	w.raw(`</w:p>`)
}

func (w *docxWriter) runs(list []Run) {
	for _, r := range list {
		w.run(r)
	}
}

func (w *docxWriter) run(r Run) {
	closing := ""
	switch number, inside := strings.CutPrefix(r.Link, "#ref-"); {
	case inside:
		w.raw(`<w:hyperlink w:anchor="ref_%s" w:history="1">`, escape(number))
		closing = `</w:hyperlink>`
	case linkForm.MatchString(r.Link):
		w.links = append(w.links, r.Link)
		w.raw(`<w:hyperlink r:id="rIdLink%d" w:history="1">`, len(w.links)-1)
		closing = `</w:hyperlink>`
	}
	w.raw(`<w:r><w:rPr>`)
	switch {
	case closing != "":
		w.raw(`<w:rStyle w:val="Hyperlink"/>`)
	case r.Code:
		w.raw(`<w:rStyle w:val="CodeText"/>`)
	}
	for _, look := range []struct {
		on  bool
		tag string
	}{{r.Strong, "b"}, {r.Italic, "i"}, {r.Struck, "strike"}} {
		if look.on {
			w.raw(`<w:%s/>`, look.tag)
		}
	}
	w.raw(`</w:rPr>`)
	if r.Break {
		w.raw(`<w:br/>`)
	}
	w.raw(`<w:t xml:space="preserve">%s</w:t></w:r>%s`, escape(r.Text), closing)
}

func (w *docxWriter) references(b Block) {
	number, next := 0, 0
	for _, e := range b.Entries {
		at := place{style: "Reference"}
		if b.Ordered {
			if e.Number != next || number == 0 {
				number = w.newList(docxReferences, e.Number)
			}
			at.list, next = number, e.Number+1
		}
		w.entry(at, e)
	}
}

func (w *docxWriter) entry(at place, e Entry) {
	runs := append([]Run{}, e.Runs...)
	if e.Key {
		runs = append(runs, Run{Text: " Key paper", Strong: true})
	}
	w.raw(`<w:p><w:pPr><w:pStyle w:val="%s"/>`, at.style)
	if at.list > 0 {
		w.raw(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="%d"/></w:numPr>`, at.list)
	}
	w.bookmark++
	w.raw(`</w:pPr><w:bookmarkStart w:id="%d" w:name="ref_%d"/>`, w.bookmark, e.Number)
	w.runs(runs)
	w.raw(`<w:bookmarkEnd w:id="%d"/></w:p>`, w.bookmark)
	text := place{style: "ReferenceText"}
	if e.Note != "" {
		w.paragraph(text, append([]Run{{Text: "Note: ", Strong: true}}, lined(e.Note)...))
	}
	if len(e.Links) > 0 {
		var links []Run
		for i, l := range e.Links {
			if i > 0 {
				links = append(links, Run{Text: " · "})
			}
			links = append(links, l)
		}
		w.paragraph(text, links)
	}
	for i, b := range asParagraphs(e.Abstract) {
		if i == 0 {
			b.Runs = append([]Run{{Text: "Abstract: ", Strong: true}}, b.Runs...)
		}
		w.paragraph(text, b.Runs)
	}
}
