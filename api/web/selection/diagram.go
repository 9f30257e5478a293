package selection

import (
	"bytes"
	"html/template"
	"strings"
	"unicode/utf8"

	"evidencedesk/api/web/ui"
)

// Measures of the diagram, in units of its own; it grows with the page.
const (
	boxWidth   = 340
	boxGap     = 60 // between a box and what stands beside it
	rowGap     = 36 // between two boxes, where the arrow is
	lineHeight = 20 // of a line of text
	boxPadding = 12 // around the text
	lineLength = 42 // characters that fit into a box
	diagramMax = 2*boxWidth + boxGap
)

// diagram is a drawing of boxes and arrows, ready for its template.
type diagram struct {
	Width, Height int
	Words         string // the whole in words
	Boxes         []drawn
	Arrows        []arrow
}

// drawn is a box with its place and its text in lines.
type drawn struct {
	X, Y, Width, Height int
	Side                bool
	Text                []drawnLine
}

type drawnLine struct {
	X, Y int
	Bold bool
	Text string
}

// arrow is a line with a head at its end.
type arrow struct{ X1, Y1, X2, Y2 int }

// draw places the boxes below one another, with what left the flow to the right of the box before.
func draw(boxes []box) diagram {
	d := diagram{Width: diagramMax, Words: summary(boxes)}
	y, end := 1, 0 // the top of the next box, and the lowest edge so far
	last := -1     // the main box before
	for _, b := range boxes {
		one := place(b)
		if b.Side {
			one.X, one.Y = boxWidth+boxGap-1, d.Boxes[last].Y
			if prior := d.Boxes[len(d.Boxes)-1]; prior.Side {
				one.Y = prior.Y + prior.Height + boxPadding
			}
			middle := one.Y + lineHeight
			d.Arrows = append(d.Arrows, arrow{boxWidth, min(middle, d.Boxes[last].Y+d.Boxes[last].Height-1), one.X, middle})
		} else {
			if last >= 0 {
				y = end + rowGap
				middle := boxWidth / 2 //nolint:mnd // half
				d.Arrows = append(d.Arrows, arrow{middle, d.Boxes[last].Y + d.Boxes[last].Height, middle, y})
			}
			one.X, one.Y, last = 1, y, len(d.Boxes)
		}
		one = one.lettered(b)
		end = max(end, one.Y+one.Height)
		d.Boxes = append(d.Boxes, one)
	}
	d.Height = end + 1
	return d
}

// place measures a box.
func place(b box) drawn {
	n := len(wrapped(heading(b)))
	for _, l := range b.Lines {
		n += len(wrapped(l.words()))
	}
	return drawn{Width: boxWidth - 1, Height: n*lineHeight + 2*boxPadding, Side: b.Side} //nolint:mnd // above and below
}

// lettered puts the text into a box.
func (d drawn) lettered(b box) drawn {
	y := d.Y + boxPadding
	add := func(text string, bold bool) {
		for _, part := range wrapped(text) {
			y += lineHeight
			d.Text = append(d.Text, drawnLine{d.X + boxPadding, y - boxPadding/2, bold, part}) //nolint:mnd // the base line
		}
	}
	add(heading(b), true)
	for _, l := range b.Lines {
		add(l.words(), false)
	}
	return d
}

func heading(b box) string { return b.Heading + " (n = " + ui.Number(b.N) + ")" }

func (l line) words() string { return l.Text + " (n = " + ui.Number(l.N) + ")" }

// wrapped breaks a text into lines that fit into a box; a figure stays whole, and a word that is too long is cut.
func wrapped(text string) []string {
	const figure, whole = "(n = ", "(n\u00a0=\u00a0"
	text = strings.Join(strings.Fields(text), " ")
	var lines []string
	current := ""
	for word := range strings.SplitSeq(strings.ReplaceAll(text, figure, whole), " ") {
		for utf8.RuneCountInString(word) > lineLength {
			runes := []rune(word)
			lines, word = append(lines, joined(" ", current, string(runes[:lineLength]))), string(runes[lineLength:])
			current = ""
		}
		if longer := joined(" ", current, word); utf8.RuneCountInString(longer) <= lineLength {
			current = longer
			continue
		}
		lines, current = append(lines, current), word
	}
	if current != "" {
		lines = append(lines, current)
	}
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], whole, figure)
	}
	return lines
}

// The drawing has colours of its own as attributes: it is downloaded and printed too, where no style sheet reaches it.
const drawing = `{{define "drawing"}}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {{.Width}} {{.Height}}" role="img" aria-labelledby="flow-title flow-desc" font-family="Arial, sans-serif" font-size="15">
<title id="flow-title">Flow of the records</title>
<desc id="flow-desc">{{.Words}}</desc>
<defs><marker id="flow-head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path d="M0 0 8 4 0 8z" fill="#212b32"/></marker></defs>
{{range .Arrows}}<line x1="{{.X1}}" y1="{{.Y1}}" x2="{{.X2}}" y2="{{.Y2}}" stroke="#212b32" stroke-width="1.5" marker-end="url(#flow-head)"/>
{{end}}{{range .Boxes}}<rect x="{{.X}}" y="{{.Y}}" width="{{.Width}}" height="{{.Height}}" fill="{{if .Side}}#f0f4f5{{else}}#ffffff{{end}}" stroke="#212b32" stroke-width="1.5"/>
{{range .Text}}<text x="{{.X}}" y="{{.Y}}" fill="#212b32"{{if .Bold}} font-weight="bold"{{end}}>{{.Text}}</text>
{{end}}{{end}}</svg>{{end}}`

// HTML is the drawing as part of a page.
func (d diagram) HTML() (template.HTML, error) {
	var b bytes.Buffer
	t, err := template.New("").Parse(drawing)
	if err != nil {
		return "", err
	}
	err = t.ExecuteTemplate(&b, "drawing", d)
	return template.HTML(b.String()), err //nolint:gosec // the template escaped it
}

// file is the drawing as a file of its own.
func (d diagram) file() ([]byte, error) {
	svg, err := d.HTML()
	return []byte(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + string(svg) + "\n"), err
}
