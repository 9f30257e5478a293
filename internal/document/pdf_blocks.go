package document

import (
	"strconv"
	"strings"
)

func (w *pdfWriter) blocks(list []Block) {
	for _, b := range list {
		w.block(b)
	}
}

func (w *pdfWriter) block(b Block) {
	switch b.Kind {
	case Paragraph:
		if b.Muted {
			w.colour(76, 98, 114)
		}
		w.say(pdfText, b.Runs)
	case Heading:
		w.heading(words(b.Runs), b.Level)
	case List:
		w.list(b)
	case Quote:
		w.inset(pdfIndent, func() { w.blocks(b.Blocks) })
	case Code:
		for _, line := range strings.Split(b.Text, "\n") {
			w.say(pdfText-1, []Run{{Text: line, Code: true}})
		}
	case Table:
		w.table(b)
	case Rule:
		w.rule()
	case Facts:
		for _, f := range b.Facts {
			w.say(pdfText, []Run{{Text: f.Label + ": ", Strong: true}, {Text: f.Text, Link: f.Link}})
		}
		w.Ln(1)
	case Callout:
		w.callout(b)
	case References:
		for _, e := range b.Entries {
			w.entry(e, b.Ordered)
		}
	}
}

func (w *pdfWriter) list(b Block) {
	for i, item := range b.Items {
		mark := "•"
		if b.Ordered {
			mark = strconv.Itoa(max(b.Start, 1)+i) + "."
		}
		w.marked(mark, pdfIndent, func() { w.blocks(item) })
	}
}

func (w *pdfWriter) rule() {
	left, _, right, _ := w.GetMargins()
	w.SetDrawColor(216, 221, 224)
	w.Line(left, w.GetY(), 210-right, w.GetY())
	w.Ln(pdfLine)
}

// marked writes a mark in the margin of what follows.
func (w *pdfWriter) marked(mark string, indent float64, inside func()) {
	w.SetFont("text", "", pdfText)
	w.SetTextColor(33, 43, 50)
	if w.GetY() > pdfHighest-pdfLine {
		w.AddPage()
	}
	w.colour(33, 43, 50)
	w.CellFormat(indent, pdfLine, mark, "", 0, "L", false, 0, "")
	w.SetX(w.GetX() - indent)
	w.inset(indent, inside)
}

// callout has a bar on its left, on each page that it reaches.
func (w *pdfWriter) callout(b Block) {
	w.heading(b.Caption, 0)
	top, first := w.GetY(), w.PageNo()
	w.inset(pdfIndent/2, func() { w.blocks(b.Blocks) })
	if w.PageNo() != first {
		top = pdfMargin
	}
	w.SetDrawColor(0, 127, 59)
	if b.Tone == Warning {
		w.SetDrawColor(255, 184, 28)
	}
	w.SetLineWidth(1.2)
	w.Line(pdfMargin, top, pdfMargin, w.GetY()-1)
	w.SetLineWidth(0.2)
	w.Ln(1)
}

func (w *pdfWriter) entry(e Entry, numbered bool) {
	if w.GetY() > pdfHighest-2*pdfLine {
		w.AddPage()
	}
	w.SetLink(w.target(anchor(e.Number)), w.GetY(), -1)
	body := func() {
		runs := append([]Run{}, e.Runs...)
		if e.Key {
			runs = append(runs, Run{Text: " Key paper", Strong: true})
		}
		w.say(pdfText, runs)
		if e.Note != "" {
			w.say(pdfText-1, append([]Run{{Text: "Note: ", Strong: true}}, lined(e.Note)...))
		}
		for _, l := range e.Links {
			w.say(pdfText-1, []Run{l})
		}
		for i, b := range asParagraphs(e.Abstract) {
			if i == 0 {
				b.Runs = append([]Run{{Text: "Abstract: ", Strong: true}}, b.Runs...)
			}
			w.say(pdfText-1, b.Runs)
		}
		w.Ln(1.5)
	}
	if numbered {
		w.marked(strconv.Itoa(e.Number)+".", pdfIndent*1.4, body)
		return
	}
	body()
}

// table writes rows whose cells wrap; the header row comes again on each page.
func (w *pdfWriter) table(b Block) {
	const size, line, pad = 8.5, 4.2, 1.5
	if len(b.Head) > wideTable {
		w.stacked(b)
		return
	}
	widths := make([]float64, len(b.Head))
	for i, n := range columnWidths(b, docxWidth) {
		widths[i] = float64(n) / docxWidth * pdfWidth
	}
	if b.Caption != "" {
		w.say(pdfText-1, []Run{{Text: b.Caption, Strong: true}})
	}
	row := func(cells []string, style string) {
		split, height := make([][]string, len(widths)), 1
		w.SetFont("text", style, size)
		for i := range widths {
			if i < len(cells) {
				split[i] = w.SplitText(legible(cells[i]), widths[i]-2*pad)
			}
			height = max(height, len(split[i]))
		}
		w.cells(split, widths, height, line, pad)
	}
	row(b.Head, "B")
	for _, r := range b.Rows {
		texts := make([]string, len(r))
		for i, cell := range r {
			texts[i] = words(cell)
		}
		row(texts, "")
	}
	w.Ln(3)
}

// stacked writes each row of a table with many columns as a list of what its cells say.
func (w *pdfWriter) stacked(b Block) {
	for _, row := range b.Rows {
		if len(row) > 0 {
			w.say(pdfText, append([]Run{{Text: b.Head[0] + ": ", Strong: true}}, row[0]...))
		}
		w.inset(pdfIndent, func() {
			for i := 1; i < len(row); i++ {
				if words(row[i]) != "" {
					w.say(pdfText-1, append([]Run{{Text: b.Head[i] + ": ", Strong: true}}, row[i]...))
				}
			}
		})
		w.Ln(1)
	}
}

// cells writes the lines of a row side by side, over as many pages as they need.
func (w *pdfWriter) cells(split [][]string, widths []float64, height int, line, pad float64) {
	w.SetTextColor(33, 43, 50)
	for n := range height {
		if w.GetY()+line+pad > pdfHighest {
			w.AddPage()
			w.SetTextColor(33, 43, 50)
		}
		x, y := pdfMargin, w.GetY()
		for i, width := range widths {
			if n < len(split[i]) {
				w.SetXY(x+pad/2, y)
				w.CellFormat(width-pad, line, split[i][n], "", 0, "L", false, 0, "")
			}
			x += width
		}
		w.SetXY(pdfMargin, y+line)
	}
	w.Ln(pad / 2)
	w.SetDrawColor(216, 221, 224)
	w.Line(pdfMargin, w.GetY(), pdfMargin+pdfWidth, w.GetY())
	w.Ln(pad / 2)
}
