package chart

// BarChart is bars from left to right, with what each of them was before if that is given.
type BarChart struct {
	Now, Before string // what the two bars of a row are called; without Before there is one
	Bars        []Bar
	Most        float64 // where the scale ends; 0 for the largest value
}

// Bar is one row of a bar chart.
type Bar struct {
	Label       string
	Now, Before Value
}

// Bars draws a bar chart. The scale begins at 0. It is an [InputError] without bars, or if a value is negative or beyond Most.
func Bars(f Frame, chart BarChart) (SVG, error) {
	most, err := chart.check(f)
	if err != nil {
		return SVG{}, err
	}
	c, y := &canvas{}, 0
	if chart.Before != "" {
		y = c.key(f.Width, boxes, []string{chart.Now, chart.Before})
	}
	all := make([]row, len(chart.Bars))
	for i, b := range chart.Bars {
		all[i] = row{b.Label, []string{b.Now.Text}}
		if chart.Before != "" {
			all[i].texts = append(all[i].texts, b.Before.Text)
		}
	}
	r, top := newRows(f, all), y
	for i, b := range chart.Bars {
		y = r.write(c, y, all[i], func(line, top int) int {
			v := []Value{b.Now, b.Before}[line]
			if v.Absent {
				return r.left
			}
			at := r.place(v.Size, most)
			c.rect("bar", line+1, r.left, top, at-r.left, barHeight)
			return at
		})
	}
	if r.labels > 0 {
		r.axis(c, top, y-rowGap)
	}
	return c.finish(f, y, describeBars(chart)), nil
}

func (b BarChart) check(f Frame) (float64, error) {
	if len(b.Bars) == 0 {
		return 0, wrong("there is no bar")
	}
	most := b.Most
	for _, bar := range b.Bars {
		for _, v := range []Value{bar.Now, bar.Before} {
			if !v.Absent && b.Most == 0 {
				most = max(most, v.Size)
			}
		}
	}
	for _, bar := range b.Bars {
		if err := checkValues(most, bar.Now, bar.Before); err != nil {
			return 0, err
		}
	}
	return most, f.check()
}
