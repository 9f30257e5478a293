package chart

import "math"

// StackChart is bars that are made of parts of a whole, one after the other.
type StackChart struct {
	Parts []string // what they are called, three at most
	Rows  []Stack
	Most  float64 // the whole: 1 for shares, 100 for percentages
}

// Stack is one bar. Text is what stands beside it; a size that is hidden leaves the bar out.
type Stack struct {
	Label  string
	Text   string
	Sizes  []float64 // one a part; together no more than the whole
	Absent bool
}

// mostSeries is how many series a chart can tell apart without colour.
const mostSeries = 3

// Stacks draws bars of parts. It is an [InputError] if a bar has not one size for each part, or more than the whole.
func Stacks(f Frame, chart StackChart) (SVG, error) {
	if err := chart.check(f); err != nil {
		return SVG{}, err
	}
	c := &canvas{}
	y := c.key(f.Width, boxes, chart.Parts)
	all := make([]row, len(chart.Rows))
	for i, s := range chart.Rows {
		all[i] = row{s.Label, []string{s.Text}}
	}
	r, top := newRows(f, all), y
	for i, s := range chart.Rows {
		y = r.write(c, y, all[i], func(_, top int) int {
			from, sum := r.left, 0.0
			if s.Absent {
				return from
			}
			for n, size := range s.Sizes {
				sum += size
				to := min(r.place(sum, chart.Most), r.right)
				c.rect("part", n+1, from, top, to-from, barHeight)
				from = to
			}
			return from
		})
	}
	if r.labels > 0 {
		r.axis(c, top, y-rowGap)
	}
	return c.finish(f, y, describeStacks(chart)), nil
}

func (s StackChart) check(f Frame) error {
	if len(s.Rows) == 0 || len(s.Parts) == 0 || len(s.Parts) > mostSeries {
		return wrong("%d bars of %d parts", len(s.Rows), len(s.Parts))
	}
	for _, one := range s.Rows {
		sum := 0.0
		for _, size := range one.Sizes {
			sum += size
			if err := checkValues(s.Most, Value{Size: size}); err != nil {
				return err
			}
		}
		const rounding = 1e-9
		if !one.Absent && (len(one.Sizes) != len(s.Parts) || math.IsNaN(sum) || sum > s.Most*(1+rounding)) {
			return wrong("%v are not %d parts of %v", one.Sizes, len(s.Parts), s.Most)
		}
	}
	return f.check()
}

// Interval is a share with the interval that it lies in, each from 0 to 1.
type Interval struct {
	Label            string
	Text             string
	Share, Low, High float64
	Absent           bool
}

// Intervals draws shares as points on a scale from 0% to 100%, with their intervals as lines. It is an [InputError] if a share
// lies outside its interval, or that outside the scale.
func Intervals(f Frame, all []Interval) (SVG, error) {
	if err := checkIntervals(f, all); err != nil {
		return SVG{}, err
	}
	c, y := &canvas{}, 0
	texts := make([]row, len(all))
	for i, one := range all {
		texts[i] = row{one.Label, []string{one.Text}}
	}
	r := newRows(f, texts)
	for i, one := range all {
		y = r.write(c, y, texts[i], func(_, top int) int {
			if one.Absent {
				return r.left
			}
			return r.interval(c, one, top+barHeight/2)
		})
	}
	r.percentages(c, y)
	return c.finish(f, y+lineHeight+whisker, describeIntervals(all)), nil
}

// whisker is half of how high the ends of an interval are.
const whisker = 6

func (r rows) interval(c *canvas, one Interval, y int) int {
	low, at, high := r.place(one.Low, 1), r.place(one.Share, 1), r.place(one.High, 1)
	c.line("interval", low, y, high, y)
	c.line("interval", low, y-whisker, low, y+whisker)
	c.line("interval", high, y-whisker, high, y+whisker)
	c.marker(1, point{min(max(at, r.left+whisker), r.right-whisker), y})
	return high
}

// percentages draws the scale below.
func (r rows) percentages(c *canvas, y int) {
	c.line("base", r.left, y, r.right, y)
	for _, tick := range []struct {
		at   float64
		text string
		to   anchor
	}{{0, "0%", start}, {0.5, "50%", middle}, {1, "100%", end}} {
		x := r.place(tick.at, 1)
		c.line("base", x, y, x, y+whisker)
		c.text("text", x, y+whisker, tick.to, tick.text)
	}
}

func checkIntervals(f Frame, all []Interval) error {
	if len(all) == 0 {
		return wrong("there is no share")
	}
	for _, one := range all {
		if one.Absent {
			continue
		}
		if err := checkValues(1, Value{Size: one.Share}, Value{Size: one.Low}, Value{Size: one.High}); err != nil {
			return err
		}
		if one.Low > one.Share || one.Share > one.High {
			return wrong("%v does not lie from %v to %v", one.Share, one.Low, one.High)
		}
	}
	return f.check()
}
