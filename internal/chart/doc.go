// Package chart draws the charts of reports as SVG that everybody can read: a title and a description for those who listen,
// text that keeps its size, shapes and dashes beside colour, and currentColor wherever no style sheet reaches, so that they work
// in forced colours and on paper. There is no script and no style attribute, which the content security policy of the pages
// forbids. The same input gives the same bytes. A chart stands beside a table of the same figures; it does not replace it.
package chart

import (
	"fmt"
	"math"
	"regexp"
)

// Widths of the two layouts, in units of the drawing, which are CSS pixels at full size. Text is 16 units high in both: a page
// shows the narrow one on a small screen instead of shrinking the wide one.
const (
	Wide   = 720
	Narrow = 320
)

// Frame is what every chart has.
type Frame struct {
	ID    string // begins the identifiers in the drawing, and must be the only such on the page: a letter, then letters, figures, - or _
	Title string // what the chart shows
	Desc  string // the same in a sentence or two; made from the figures if empty
	Width int    // Wide, Narrow or anything between
}

// SVG is a drawing. Everything in it is escaped.
type SVG struct {
	Width, Height int
	markup        string
}

// String is the markup, fit for a page and for a file of its own.
func (s SVG) String() string { return s.markup }

// Value is one figure of a chart.
type Value struct {
	Size   float64 // never negative
	Text   string  // as it is written: "62% (31 of 50)"
	Absent bool    // there is no figure, or it is hidden; Text says which
}

// InputError says why a chart cannot be drawn. It is a mistake of the program, not of a user.
type InputError struct{ Message string }

func (e *InputError) Error() string { return "chart-input: " + e.Message }

func wrong(format string, args ...any) error { return &InputError{fmt.Sprintf(format, args...)} }

var identifier = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

func (f Frame) check() error {
	switch {
	case !identifier.MatchString(f.ID):
		return wrong("%q cannot begin an identifier", f.ID)
	case f.Title == "":
		return wrong("a chart needs a title")
	case f.Width < Narrow || f.Width > Wide:
		return wrong("a width of %d is not from %d to %d", f.Width, Narrow, Wide)
	default:
		return nil
	}
}

// narrow reports whether labels stand above what they label, and not beside it.
func (f Frame) narrow() bool { return f.Width < (Wide+Narrow)/2 }

// checkValues refuses what cannot be drawn on a scale from 0 to most.
func checkValues(most float64, values ...Value) error {
	for _, v := range values {
		if !v.Absent && (math.IsNaN(v.Size) || v.Size < 0 || v.Size > most) {
			return wrong("a value of %v is not from 0 to %v", v.Size, most)
		}
	}
	return nil
}
