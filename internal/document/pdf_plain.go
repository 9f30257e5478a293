package document

import (
	"bytes"
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gobolditalic"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
)

// Sizes of the plain PDF: points for letters, millimetres for everything else.
const (
	pdfText    = 10.5
	pdfLine    = 5.2
	pdfMargin  = 18.0
	pdfWidth   = 210 - 2*pdfMargin
	pdfIndent  = 7.0
	pdfBottom  = 20.0
	pdfHighest = 297 - pdfBottom
)

// plainPDF prints a report without a browser. The Go fonts know Latin, Greek and Cyrillic; other letters become boxes.
func plainPDF(r Report) ([]byte, error) {
	f := fpdf.New("P", "mm", "A4", "")
	for style, font := range map[string][]byte{"": goregular.TTF, "B": gobold.TTF, "I": goitalic.TTF, "BI": gobolditalic.TTF} {
		f.AddUTF8FontFromBytes("text", style, font)
	}
	f.AddUTF8FontFromBytes("code", "", gomono.TTF)
	f.SetLang("en-GB")
	f.SetTitle(r.Title, true)
	f.SetSubject(r.Kind+" "+r.Reference, true)
	f.SetAuthor(r.Library, true)
	f.SetCreator("Evidence Desk", true)
	f.SetCreationDate(docxTime(r))
	f.SetModificationDate(docxTime(r))
	f.SetMargins(pdfMargin, pdfMargin, pdfMargin)
	f.SetAutoPageBreak(true, pdfBottom)
	f.AliasNbPages("{pages}")
	w := &pdfWriter{Fpdf: f, links: map[string]int{}, places: map[string]bool{}}
	f.SetFooterFunc(func() { w.footer(r) })
	f.AddPage()
	w.report(r)
	var out bytes.Buffer
	err := f.Output(&out)
	return out.Bytes(), err
}

type pdfWriter struct {
	*fpdf.Fpdf

	links  map[string]int // of the references, by their address
	places map[string]bool
	tone   [3]int // of the text
}

func (w *pdfWriter) footer(r Report) {
	version := ", version " + strconv.Itoa(r.Version)
	if r.Draft {
		version = ", draft, not checked"
	}
	below := r.Reference + version
	if r.Footer != "" {
		below = r.Footer
	}
	w.SetY(-14)
	w.SetX(pdfMargin) // a list may have moved the margin in
	w.SetFont("text", "", 8)
	w.SetTextColor(76, 98, 114)
	const left = pdfWidth * 4 / 5
	w.CellFormat(left, pdfLine, legible(below), "", 0, "L", false, 0, "")
	w.CellFormat(pdfWidth-left, pdfLine, "Page "+strconv.Itoa(w.PageNo())+" of {pages}", "", 0, "R", false, 0, "")
}

// legible leaves out what the fonts cannot hold: they know the basic plane only.
func legible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r > 0xFFFF:
			return '□'
		case r < ' ' && r != '\n':
			return ' '
		}
		return r
	}, text)
}

func (w *pdfWriter) report(r Report) {
	w.colour(76, 98, 114)
	w.say(pdfText, plain(r.Kind+" "+r.Reference))
	w.Bookmark(legible(r.Title), 0, -1)
	w.colour(0, 48, 135)
	w.say(18, []Run{{Text: r.Title, Strong: true}})
	w.Ln(2)
	for _, p := range r.Parts {
		if p.Heading != "" {
			w.heading(p.Heading, 0)
		}
		w.blocks(p.Blocks)
	}
}

func (w *pdfWriter) colour(r, g, b int) { w.tone = [3]int{r, g, b} }

// heading writes a heading with its bookmark, on the next page when little room is left.
func (w *pdfWriter) heading(text string, level int) {
	if w.GetY() > pdfHighest-4*pdfLine {
		w.AddPage()
	}
	sizes := []float64{14, 12, 11, pdfText}
	w.Ln(2)
	w.Bookmark(legible(text), level+1, -1)
	w.colour(0, 48, 135)
	w.say(sizes[min(level, len(sizes)-1)], []Run{{Text: text, Strong: true}})
}

// say writes a paragraph in the size, in the colour that was set for it, and goes to the next line.
func (w *pdfWriter) say(size float64, runs []Run) {
	line := size / pdfText * pdfLine
	for _, r := range runs {
		if r.Break {
			w.Ln(line)
		}
		w.run(size, line, r)
	}
	w.Ln(line)
	w.Ln(1.4)
	w.colour(33, 43, 50)
}

func (w *pdfWriter) run(size, line float64, r Run) {
	family, style := "text", ""
	if r.Strong {
		style = "B"
	}
	if r.Italic {
		style += "I"
	}
	if r.Code {
		family, style = "code", ""
	}
	if r.Struck {
		style += "S"
	}
	w.SetTextColor(w.tone[0], w.tone[1], w.tone[2])
	inside := strings.HasPrefix(r.Link, "#ref-")
	if inside || linkForm.MatchString(r.Link) {
		w.SetTextColor(0, 94, 184)
	}
	w.SetFont(family, style, size)
	switch text := legible(r.Text); {
	case text == "":
	case inside:
		w.WriteLinkID(line, text, w.target(r.Link))
	case linkForm.MatchString(r.Link):
		w.WriteLinkString(line, text, r.Link)
	default:
		w.Write(line, text)
	}
}

// target is the link to a reference, wherever it is going to stand.
func (w *pdfWriter) target(address string) int {
	id, ok := w.links[address]
	if !ok {
		id = w.AddLink()
		w.links[address] = id
	}
	return id
}

// inset does something with the left margin moved in.
func (w *pdfWriter) inset(by float64, do func()) {
	left, _, _, _ := w.GetMargins()
	w.SetLeftMargin(left + by)
	w.SetX(left + by)
	do()
	w.SetLeftMargin(left)
	w.SetX(left)
}
