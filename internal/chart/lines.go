package chart

import (
	"math"
	"strconv"
)

// LineChart is how figures went from one period to the next, for up to three series.
type LineChart struct {
	Labels []string // of the periods, in order; a chart shows as many as fit
	Series []Series
	Unit   string  // written behind the figures of the scale: "%"
	Most   float64 // where the scale ends at least; 0 for the largest value
}

// Series is one line; where a value is absent, it is broken.
type Series struct {
	Name   string
	Values []Value // one a label
}

// Measures of charts with lines.
const (
	plotHeight = 240
	mostName   = 170 // wide: of the names at the ends of the lines
	mostPeriod = 110
	mostUnit   = 50
	tickGap    = 10
	inset      = 8 // between the edges of the plot and the first and last point
)

// plot is where the points go.
type plot struct {
	left, right, top, bottom int
	points                   int
	scale                    scale
}

// Lines draws lines over time with their names at their ends, or above where it is narrow. The scale begins at 0. It is an
// [InputError] without periods, with more than three series, or if a value is negative.
func Lines(f Frame, chart LineChart) (SVG, error) {
	sc, err := chart.check(f)
	if err != nil {
		return SVG{}, err
	}
	c, top := &canvas{}, lineHeight/2
	names := make([]string, len(chart.Series))
	for i, s := range chart.Series {
		names[i] = s.Name
	}
	p := plot{right: f.Width - inset, points: len(chart.Labels), scale: sc}
	if f.narrow() {
		top += c.key(f.Width, samples, names)
	} else {
		p.right = f.Width - min(widest(names...), mostName) - 2*tickGap
	}
	p.top, p.bottom = top, top+plotHeight
	p.left = p.grid(c, chart.Unit) + inset
	labels := make([]string, len(chart.Labels))
	for i, l := range chart.Labels {
		labels[i] = short(l, mostPeriod)
	}
	p.periods(c, labels)
	for i, s := range chart.Series {
		p.draw(c, i+1, s.Values)
	}
	if !f.narrow() {
		p.names(c, chart.Series)
	}
	return c.finish(f, p.bottom+tickGap+lineHeight+2, describeLines(chart)), nil
}

func (l LineChart) check(f Frame) (scale, error) {
	if len(l.Labels) == 0 || len(l.Series) == 0 || len(l.Series) > mostSeries {
		return scale{}, wrong("%d lines over %d periods", len(l.Series), len(l.Labels))
	}
	if measure(l.Unit) > mostUnit {
		return scale{}, wrong("the unit %q is too long", l.Unit)
	}
	most, whole := l.Most, l.Most == math.Trunc(l.Most)
	for _, s := range l.Series {
		if len(s.Values) != len(l.Labels) {
			return scale{}, wrong("%d values for %d periods", len(s.Values), len(l.Labels))
		}
		for _, v := range s.Values {
			if err := checkValues(math.MaxInt32, v); err != nil {
				return scale{}, err
			}
			if !v.Absent {
				most, whole = max(most, v.Size), whole && v.Size == math.Trunc(v.Size)
			}
		}
	}
	return newScale(most, whole), f.check()
}

// grid draws the lines of the scale and their figures, and says where the plot begins.
func (p plot) grid(c *canvas, unit string) int {
	var ticks []string
	for i := range p.scale.ticks + 1 {
		ticks = append(ticks, p.scale.text(i)+unit)
	}
	left := widest(ticks...) + tickGap
	for i, text := range ticks {
		y := p.y(float64(i) * p.scale.step)
		part := "grid"
		if i == 0 {
			part = "base"
		}
		c.line(part, left, y, p.right+inset, y)
		c.text("text", left-tickGap, y-lineHeight/2, end, text)
	}
	return left
}

// periods writes as many labels as fit beside one another, at equal distances.
func (p plot) periods(c *canvas, labels []string) {
	for every := 1; every <= len(labels); every++ {
		free, fits := 0, true
		for i := 0; i < len(labels); i += every {
			at := p.label(i, labels[i])
			fits = fits && at >= free
			free = at + measure(labels[i]) + tickGap
		}
		if !fits && every < len(labels) {
			continue
		}
		for i := 0; i < len(labels); i += every {
			c.text("text", p.label(i, labels[i]), p.bottom+tickGap, start, labels[i])
			c.line("tick", p.x(i), p.bottom, p.x(i), p.bottom+tickGap/2)
		}
		return
	}
}

// label is where a label begins: in the middle below its point, but inside the chart.
func (p plot) label(i int, text string) int {
	w := measure(text)
	return max(min(p.x(i)-w/2, p.right+inset-w), 0)
}

func (p plot) x(i int) int {
	if p.points == 1 {
		return (p.left + p.right) / 2
	}
	return p.left + int(math.Round(float64(i)*float64(p.right-p.left)/float64(p.points-1)))
}

func (p plot) y(size float64) int {
	return p.bottom - int(math.Round(size/p.scale.most()*float64(p.bottom-p.top)))
}

// draw draws a series, in pieces where a value is absent.
func (p plot) draw(c *canvas, n int, values []Value) {
	var piece, all []point
	finish := func() {
		if len(piece) > 1 {
			c.element("polyline", append([]string{"class", class("line", n), "points", places(piece)}, stroke(n)...)...)
		}
		piece = nil
	}
	for i, v := range values {
		if v.Absent {
			finish()
			continue
		}
		at := point{p.x(i), p.y(v.Size)}
		piece, all = append(piece, at), append(all, at)
	}
	finish()
	for _, at := range all {
		c.marker(n, at)
	}
}

// scale is the figures beside a plot: from 0 in equal steps.
type scale struct {
	step  float64
	ticks int
}

func (s scale) most() float64 { return s.step * float64(s.ticks) }

// mostTicks is how many steps a scale has at most. A step is 1, 2 or 5 times a power of ten.
const mostTicks = 5

// leastScale keeps the figures of a scale short; smaller values lie at its bottom.
const leastScale = 0.01

func newScale(most float64, whole bool) scale {
	if most <= 0 {
		return scale{1, 1}
	}
	most = max(most, leastScale)
	power := math.Pow(10, math.Floor(math.Log10(most))-1)
	for _, times := range []float64{1, 2, 5, 10, 20, 50} {
		step := times * power
		if whole && step < 1 {
			continue
		}
		if ticks := int(math.Ceil(most/step - 1e-9)); ticks <= mostTicks {
			return scale{step, ticks}
		}
	}
	return scale{most, 1}
}

// text writes the i-th figure of the scale, with no more decimals than its steps have.
func (s scale) text(i int) string {
	decimals := max(0, int(-math.Floor(math.Log10(s.step)+1e-9)))
	text := strconv.FormatFloat(float64(i)*s.step, 'f', decimals, 64)
	for at := len(text) - 3; decimals == 0 && at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}
