package chart

import "strconv"

// Measures of the key, which stands above a chart.
const (
	swatch    = 16
	swatchGap = 8  // between a swatch and its words
	keyGap    = 24 // between two entries
	keyRow    = 26
	longLine  = 36 // of a sample of a line
)

// keyKind is what the samples of a key look like.
type keyKind int

const (
	boxes keyKind = iota
	samples
)

// key writes what the series are called, as many to a row as fit, and says how high it is.
func (c *canvas) key(width int, kind keyKind, names []string) int {
	x, y, sample := 0, 0, swatch
	if kind == samples {
		sample = longLine
	}
	for i, name := range names {
		lines := wrap(name, width-sample-swatchGap, 3)
		w := sample + swatchGap + widest(lines...)
		if x > 0 && (x+w > width || len(lines) > 1) {
			x, y = 0, y+keyRow
		}
		if kind == samples {
			c.sample(i+1, x, y+lineHeight/2)
		} else {
			c.rect("key", i+1, x+1, y+2, swatch-2, swatch)
		}
		c.lines("text", x+sample+swatchGap, y, start, lines)
		x += w + keyGap
		if len(lines) > 1 {
			x, y = 0, y+keyRow+(len(lines)-1)*lineHeight
		}
	}
	if x > 0 {
		y += keyRow
	}
	return y
}

// sample draws a piece of the line of a series.
func (c *canvas) sample(n, x, y int) {
	c.element("line", append([]string{
		"class", class("line", n), "x1", strconv.Itoa(x + 2), "y1", strconv.Itoa(y), "x2", strconv.Itoa(x + longLine - 2), "y2", strconv.Itoa(y),
	}, stroke(n)...)...)
	c.marker(n, point{x + longLine/2, y})
}
