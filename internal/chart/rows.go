package chart

import "math"

// Measures of charts whose rows stand below one another.
const (
	barHeight  = 18
	barRow     = 24 // a bar with the room around it
	rowGap     = 12
	mostLabel  = 250 // wide: of the labels on the left
	labelGap   = 12
	labelLines = 3
)

// row is what a chart of rows draws in one: its label, and lines of drawing with a text at the end of each.
type row struct {
	label string
	texts []string
}

// rows is where everything goes. Labels stand on the left, or above where it is narrow; texts stand after what is drawn, or above
// it where they are too long.
type rows struct {
	f      Frame
	labels int // how wide the column of labels is; 0 if they stand above
	left   int // where the scale begins
	right  int // and where it ends
	above  bool
}

func newRows(f Frame, all []row) rows {
	r := rows{f: f, left: 1}
	texts := 0
	for _, one := range all {
		texts = max(texts, widest(one.texts...))
		if !f.narrow() {
			r.labels = min(max(r.labels, measure(one.label)), mostLabel)
		}
	}
	if r.labels > 0 {
		r.left = r.labels + labelGap
	}
	r.right = f.Width - texts - swatchGap - 1
	if r.right-r.left < (f.Width-r.left)*2/5 {
		r.above, r.right = true, f.Width-swatchGap
	}
	return r
}

// place is where a size lies on a scale that ends at most.
func (r rows) place(size, most float64) int {
	if most <= 0 {
		return r.left
	}
	return r.left + int(math.Round(size/most*float64(r.right-r.left)))
}

// write writes the label and the texts of a row at y and draws its lines: draw is given the line and its top, and says where the
// drawing ends. It says where the next row begins.
func (r rows) write(c *canvas, y int, one row, draw func(line, top int) int) int {
	bottom := y
	if r.labels > 0 {
		lines := wrap(one.label, r.labels, labelLines)
		c.lines("label", r.labels, y, end, lines)
		bottom += len(lines) * lineHeight
	} else {
		lines := wrap(one.label, r.f.Width, labelLines)
		c.lines("label", 0, y, start, lines)
		y += len(lines) * lineHeight
	}
	for i, text := range one.texts {
		if r.above && text != "" {
			lines := wrap(text, r.f.Width-r.left, labelLines)
			c.lines("value", r.left, y, start, lines)
			y += len(lines) * lineHeight
		}
		at := draw(i, y+(barRow-barHeight)/2)
		if !r.above {
			c.text("value", at+swatchGap, y+(barRow-lineHeight)/2, start, text)
		}
		y += barRow
	}
	return max(y, bottom) + rowGap
}

// axis draws the line at which the scale begins.
func (r rows) axis(c *canvas, top, bottom int) { c.line("base", r.left, top, r.left, bottom) }
