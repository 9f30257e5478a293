package chart

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// canvas collects the elements of a drawing.
type canvas struct {
	b strings.Builder
}

// anchor is which end of a text stands at its place.
type anchor string

const (
	start  anchor = "start"
	middle anchor = "middle"
	end    anchor = "end"
)

// escape writes text so that it can be nothing but text.
func (c *canvas) escape(text string) {
	// A strings.Builder never fails, and characters that XML does not know are replaced.
	_ = xml.EscapeText(&c.b, []byte(text))
}

// open begins an element with attributes in pairs of name and value.
func (c *canvas) open(name string, attributes ...string) {
	c.b.WriteString("<" + name)
	for i := 0; i+1 < len(attributes); i += 2 {
		c.b.WriteString(" " + attributes[i] + `="`)
		c.escape(attributes[i+1])
		c.b.WriteString(`"`)
	}
	c.b.WriteString(">")
}

func (c *canvas) close(name string) { c.b.WriteString("</" + name + ">\n") }

func (c *canvas) element(name string, attributes ...string) {
	c.open(name, attributes...)
	c.close(name)
}

func (c *canvas) words(name, text string, attributes ...string) {
	c.open(name, attributes...)
	c.escape(text)
	c.close(name)
}

// class is the class of a part of a chart; n counts the series from 1, and is 0 for what belongs to none.
func class(part string, n int) string {
	if n == 0 {
		return "app-chart__" + part
	}
	return "app-chart__" + part + " app-chart__" + part + "--" + strconv.Itoa(n)
}

// text writes one line whose top is y.
func (c *canvas) text(part string, x, y int, at anchor, text string) {
	c.words("text", text, "class", class(part, 0), "x", strconv.Itoa(x), "y", strconv.Itoa(y+baseline), "text-anchor", string(at))
}

// lines writes lines below one another.
func (c *canvas) lines(part string, x, y int, at anchor, lines []string) {
	for i, l := range lines {
		c.text(part, x, y+i*lineHeight, at, l)
	}
}

// Without a style sheet, series are told apart by how much they are filled, and by the dashes of their line.
func fill(n int) []string {
	switch n {
	case 1:
		return []string{"fill", "currentColor"}
	case 2:
		return []string{"fill", "currentColor", "fill-opacity", "0.3", "stroke", "currentColor"}
	default:
		return []string{"fill", "none", "stroke", "currentColor"}
	}
}

func stroke(n int) []string {
	drawn := []string{"fill", "none", "stroke", "currentColor", "stroke-width", "3"}
	switch n {
	case 2:
		return append(drawn, "stroke-dasharray", "8 4")
	case 3:
		return append(drawn, "stroke-dasharray", "2 4")
	default:
		return drawn
	}
}

// rect draws a filled part of series n.
func (c *canvas) rect(part string, n, x, y, w, h int) {
	c.element("rect", append([]string{
		"class", class(part, n), "x", strconv.Itoa(x), "y", strconv.Itoa(y), "width", strconv.Itoa(w), "height", strconv.Itoa(h),
	}, fill(n)...)...)
}

// line draws a thin line; one of a grid is lighter.
func (c *canvas) line(part string, x1, y1, x2, y2 int) {
	opacity := "1"
	if part == "grid" {
		opacity = gridOpacity
	}
	c.element("line", "class", class(part, 0), "x1", strconv.Itoa(x1), "y1", strconv.Itoa(y1), "x2", strconv.Itoa(x2), "y2", strconv.Itoa(y2),
		"stroke", "currentColor", "stroke-width", "1", "stroke-opacity", opacity)
}

const gridOpacity = "0.3"

// point is a place in the drawing.
type point struct{ x, y int }

func places(points []point) string {
	all := make([]string, len(points))
	for i, p := range points {
		all[i] = strconv.Itoa(p.x) + "," + strconv.Itoa(p.y)
	}
	return strings.Join(all, " ")
}

// marker draws the point of a series: a disc, a square or a diamond.
func (c *canvas) marker(n int, p point) {
	const r = 5
	switch n {
	case 1:
		c.element("circle", append([]string{"class", class("dot", n), "cx", strconv.Itoa(p.x), "cy", strconv.Itoa(p.y), "r", strconv.Itoa(r)}, fill(1)...)...)
	case 2:
		c.element("rect", append([]string{
			"class", class("dot", n), "x", strconv.Itoa(p.x - r), "y", strconv.Itoa(p.y - r), "width", strconv.Itoa(2 * r), "height", strconv.Itoa(2 * r),
		}, fill(1)...)...)
	default:
		diamond := []point{{p.x, p.y - r - 1}, {p.x + r + 1, p.y}, {p.x, p.y + r + 1}, {p.x - r - 1, p.y}}
		c.element("polygon", append([]string{"class", class("dot", n), "points", places(diamond)}, fill(1)...)...)
	}
}

// finish is the drawing with what has been collected. The description is that of the frame, or the one made from the figures.
func (c *canvas) finish(f Frame, height int, described string) SVG {
	if f.Desc != "" {
		described = f.Desc
	}
	width, title, desc := strconv.Itoa(f.Width), f.ID+"-title", f.ID+"-desc"
	out := canvas{}
	out.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "app-chart__svg", "viewBox", "0 0 "+width+" "+strconv.Itoa(height), "width", width,
		"height", strconv.Itoa(height), "role", "img", "aria-labelledby", title+" "+desc, "focusable", "false",
		"font-family", "Arial, sans-serif", "font-size", strconv.Itoa(fontSize), "fill", "currentColor")
	out.b.WriteString("\n")
	out.words("title", f.Title, "id", title)
	out.words("desc", described, "id", desc)
	out.b.WriteString(c.b.String())
	out.close("svg")
	return SVG{Width: f.Width, Height: height, markup: out.b.String()}
}
