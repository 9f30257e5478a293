package chart_test

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/internal/chart"
)

// reporter is a test, whether drawn or not.
type reporter interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// box is where something is drawn.
type box struct {
	left, top, right, bottom int
	text                     string
}

func (b box) overlaps(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

// inspect reads a drawing as a browser would: it must be well formed, have a name and a description, hold no style and no script,
// keep inside its box, and have no text on another.
func inspect(t reporter, svg chart.SVG) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg.String()))
	var texts []box
	ids, described, last := map[string]bool{}, []string(nil), xml.StartElement{}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("it is not well formed: %v\n%s", err, svg)
			return
		}
		switch e := token.(type) {
		case xml.StartElement:
			last = e.Copy()
			inspectElement(t, svg, last)
			ids[attr(e, "id")] = true
			if e.Name.Local == "svg" {
				described = strings.Fields(attr(e, "aria-labelledby"))
				if attr(e, "role") != "img" || attr(e, "viewBox") != "0 0 "+strconv.Itoa(svg.Width)+" "+strconv.Itoa(svg.Height) {
					t.Errorf("the drawing is not an image of its size: %v", e.Attr)
				}
			}
		case xml.CharData:
			if last.Name.Local == "text" && strings.TrimSpace(string(e)) != "" {
				texts = append(texts, textBox(last, string(e)))
			}
		}
	}
	if len(described) != 2 || !ids[described[0]] || !ids[described[1]] {
		t.Errorf("it has no name and description: %v", described)
	}
	inspectTexts(t, svg, texts)
}

func inspectTexts(t reporter, svg chart.SVG, texts []box) {
	t.Helper()
	for i, b := range texts {
		if b.left < 0 || b.top < 0 || b.right > svg.Width || b.bottom > svg.Height {
			t.Errorf("a text leaves the drawing of %d × %d: %+v", svg.Width, svg.Height, b)
		}
		for _, o := range texts[:i] {
			if b.overlaps(o) {
				t.Errorf("texts overlap: %+v and %+v", o, b)
			}
		}
	}
}

func textBox(e xml.StartElement, text string) box {
	x, y, w := number(e, "x"), number(e, "y"), chart.Measure(text)
	switch attr(e, "text-anchor") {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	const baseline = 15
	return box{x, y - baseline, x + w, y - baseline + chart.LineHeight, text}
}

// inspectElement looks at one element.
func inspectElement(t reporter, svg chart.SVG, e xml.StartElement) {
	t.Helper()
	known := []string{"svg", "title", "desc", "text", "rect", "line", "circle", "polygon", "polyline"}
	if !slices.Contains(known, e.Name.Local) {
		t.Errorf("there is an element %q", e.Name.Local)
	}
	inspectAttributes(t, e)
	var xs, ys []int
	switch e.Name.Local {
	case "rect":
		xs = []int{number(e, "x"), number(e, "x") + number(e, "width")}
		ys = []int{number(e, "y"), number(e, "y") + number(e, "height")}
		if number(e, "width") < 0 || number(e, "height") < 0 {
			t.Errorf("a box is turned inside out: %v", e.Attr)
		}
	case "line":
		xs, ys = []int{number(e, "x1"), number(e, "x2")}, []int{number(e, "y1"), number(e, "y2")}
	case "circle":
		r := number(e, "r")
		xs, ys = []int{number(e, "cx") - r, number(e, "cx") + r}, []int{number(e, "cy") - r, number(e, "cy") + r}
	case "polygon", "polyline":
		for p := range strings.FieldsSeq(attr(e, "points")) {
			x, y, _ := strings.Cut(p, ",")
			xs, ys = append(xs, whole(x)), append(ys, whole(y))
		}
	default:
		return
	}
	if slices.Min(xs) < 0 || slices.Max(xs) > svg.Width || slices.Min(ys) < 0 || slices.Max(ys) > svg.Height {
		t.Errorf("%s leaves the drawing of %d × %d: %v", e.Name.Local, svg.Width, svg.Height, e.Attr)
	}
}

// inspectAttributes finds style and script, and classes of others.
func inspectAttributes(t reporter, e xml.StartElement) {
	t.Helper()
	for _, a := range e.Attr {
		name := a.Name.Local
		if name == "style" || name == "href" || strings.HasPrefix(name, "on") {
			t.Errorf("there is an attribute %s", name)
		}
		if name == "class" {
			for _, c := range strings.Fields(a.Value) {
				if !strings.HasPrefix(c, "app-chart__") {
					t.Errorf("there is a class %s", c)
				}
			}
		}
	}
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// number is a whole number; anything else, NaN too, lies outside every drawing.
func number(e xml.StartElement, name string) int { return whole(attr(e, name)) }

func whole(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return -1 << 20
	}
	return n
}
