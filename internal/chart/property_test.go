package chart_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/chart"
)

func drawFrame(rt *rapid.T) chart.Frame {
	return chart.Frame{
		ID: "c", Title: "T " + drawText(rt), Desc: drawText(rt), Width: rapid.OneOf(rapid.Just(chart.Wide), rapid.Just(chart.Narrow), rapid.IntRange(chart.Narrow, chart.Wide)).Draw(rt, "width"),
	}
}

// drawText is words of all lengths, markup among them.
func drawText(rt *rapid.T) string {
	word := rapid.OneOf(rapid.SampledFrom([]string{
		"Cardiology", "and", "the", `<script>alert("1")</script>`, "&amp;", "Donaudampfschifffahrtsgesellschaftskapitän", "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "診療", "'",
	}), rapid.String())
	return strings.Join(rapid.SliceOfN(word, 0, 9).Draw(rt, "words"), " ")
}

func drawValue(rt *rapid.T, most float64) chart.Value {
	return chart.Value{
		Size:   rapid.OneOf(rapid.Float64Range(0, most), rapid.Just(0.0), rapid.Just(most), rapid.Map(rapid.IntRange(0, int(most)), func(n int) float64 { return float64(n) })).Draw(rt, "size"),
		Text:   rapid.OneOf(rapid.SampledFrom([]string{"1,234", "62% (31 of 50)", "hidden", ""}), rapid.Just("less than 1% (1 of 250,000), 0% to 1%")).Draw(rt, "text"),
		Absent: rapid.IntRange(0, 5).Draw(rt, "absent") == 0,
	}
}

func TestBarsStayInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f, most := drawFrame(rt), rapid.SampledFrom([]float64{1, 7, 100, 250_000}).Draw(rt, "most")
		c := chart.BarChart{Now: drawText(rt)}
		if rapid.Bool().Draw(rt, "compared") {
			c.Before = "before " + drawText(rt)
		}
		for range rapid.IntRange(1, 24).Draw(rt, "bars") {
			c.Bars = append(c.Bars, chart.Bar{Label: drawText(rt), Now: drawValue(rt, most), Before: drawValue(rt, most)})
		}
		svg, err := chart.Bars(f, c)
		if err != nil {
			rt.Fatal(err)
		}
		inspect(rt, svg)
		if again, _ := chart.Bars(f, c); again != svg {
			rt.Fatal("the same figures give another drawing")
		}
	})
}

func TestLinesStayInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f, most := drawFrame(rt), rapid.SampledFrom([]float64{1, 7, 100, 250_000}).Draw(rt, "most")
		c := chart.LineChart{Unit: rapid.SampledFrom([]string{"", "%", " hours"}).Draw(rt, "unit")}
		for range rapid.IntRange(1, 24).Draw(rt, "periods") {
			c.Labels = append(c.Labels, rapid.OneOf(rapid.SampledFrom(months()), rapid.Just("July to September 2026"), rapid.String()).Draw(rt, "label"))
		}
		for range rapid.IntRange(1, 3).Draw(rt, "series") {
			s := chart.Series{Name: drawText(rt)}
			for range c.Labels {
				s.Values = append(s.Values, drawValue(rt, most))
			}
			c.Series = append(c.Series, s)
		}
		svg, err := chart.Lines(f, c)
		if err != nil {
			rt.Fatal(err)
		}
		inspect(rt, svg)
	})
}

func TestSharesStayInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f := drawFrame(rt)
		c := chart.StackChart{Most: 1}
		parts := rapid.IntRange(1, 3).Draw(rt, "parts")
		for range parts {
			c.Parts = append(c.Parts, drawText(rt))
		}
		var all []chart.Interval
		for range rapid.IntRange(1, 12).Draw(rt, "rows") {
			s, left := chart.Stack{Label: drawText(rt), Text: drawValue(rt, 1).Text, Absent: rapid.Bool().Draw(rt, "absent")}, 1.0
			for range parts {
				n := rapid.Float64Range(0, left).Draw(rt, "size")
				s.Sizes, left = append(s.Sizes, n), left-n
			}
			c.Rows = append(c.Rows, s)
			low, high := s.Sizes[0]/2, min(1, s.Sizes[0]*1.5)
			all = append(all, chart.Interval{Label: s.Label, Text: s.Text, Share: s.Sizes[0], Low: low, High: high, Absent: s.Absent})
		}
		svg, err := chart.Stacks(f, c)
		if err != nil {
			rt.Fatal(err)
		}
		inspect(rt, svg)
		if svg, err = chart.Intervals(f, all); err != nil {
			rt.Fatal(err)
		}
		inspect(rt, svg)
	})
}

func TestRadarStaysInside(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := chart.RadarChart{Series: []string{"Own " + drawText(rt), "Validated"}[:rapid.IntRange(1, 2).Draw(rt, "series")]}
		for i := range rapid.IntRange(3, 8).Draw(rt, "spokes") {
			s := chart.Spoke{Short: string(rune('1' + i)), Label: drawText(rt)}
			for range c.Series {
				s.Levels = append(s.Levels, chart.Level{
					Level: rapid.IntRange(0, 4).Draw(rt, "level"), Absent: rapid.IntRange(0, 5).Draw(rt, "absent") == 0,
					Within: rapid.SampledFrom([]chart.Within{chart.Reached, chart.Low, chart.Medium, chart.High}).Draw(rt, "within"),
				})
			}
			c.Spokes = append(c.Spokes, s)
		}
		svg, err := chart.Radar(drawFrame(rt), c)
		if err != nil {
			rt.Fatal(err)
		}
		inspect(rt, svg)
	})
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	good := chart.Frame{ID: "c", Title: "T", Width: chart.Wide}
	one := func(v float64) []chart.Bar { return []chart.Bar{{Label: "a", Now: chart.Value{Size: v}}} }
	draw := func(f chart.Frame, c chart.BarChart) error { _, err := chart.Bars(f, c); return err }
	series := func(n, values int) error {
		_, err := chart.Lines(good, chart.LineChart{Labels: []string{"a", "b"}, Series: append([]chart.Series{}, make([]chart.Series, n)...)})
		if values == 2 {
			s := chart.Series{Values: make([]chart.Value, values)}
			_, err = chart.Lines(good, chart.LineChart{Labels: []string{"a", "b"}, Series: []chart.Series{s, s, s, s}})
		}
		return err
	}
	_, stack := chart.Stacks(good, chart.StackChart{Parts: []string{"a", "b"}, Most: 1, Rows: []chart.Stack{{Sizes: []float64{0.6, 0.6}}}})
	_, interval := chart.Intervals(good, []chart.Interval{{Share: 0.5, Low: 0.6, High: 0.7}})
	_, level := chart.Radar(good, chart.RadarChart{Series: []string{"a"}, Spokes: make([]chart.Spoke, 3)})
	for name, err := range map[string]error{
		"not a number": draw(good, chart.BarChart{Bars: one(math.NaN())}), "without end": draw(good, chart.BarChart{Bars: one(math.Inf(1)), Most: 9}),
		"negative": draw(good, chart.BarChart{Bars: one(-1)}), "beyond the scale": draw(good, chart.BarChart{Bars: one(10), Most: 9}), "no bar": draw(good, chart.BarChart{}),
		"an identifier": draw(chart.Frame{ID: "a b", Title: "T", Width: 320}, chart.BarChart{Bars: one(1)}),
		"no title":      draw(chart.Frame{ID: "a", Width: 320}, chart.BarChart{Bars: one(1)}),
		"too narrow":    draw(chart.Frame{ID: "a", Title: "T", Width: 100}, chart.BarChart{Bars: one(1)}),
		"no values":     series(1, 0), "four lines": series(4, 2), "more than all": stack, "outside": interval, "no levels": level,
	} {
		if err == nil {
			t.Errorf("%s: it was drawn", name)
		}
	}
}

// What a chart says when nobody wrote a description.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	f := chart.Frame{ID: "c", Title: "T", Width: chart.Narrow}
	values := func(all ...float64) (out []chart.Value) {
		for _, v := range all {
			out = append(out, chart.Value{Size: v, Text: strings.Repeat("I", int(v)), Absent: v == 0})
		}
		return out
	}
	for want, values := range map[string][]chart.Value{
		"Line chart of 3 periods. n: I in a, II in c. Highest: b, III. Lowest: a, I.": values(1, 3, 2),
		"Line chart of 3 periods. n: II in b.":                                        values(0, 2, 0),
		"Line chart of 3 periods. n: no figures.":                                     values(0, 0, 0),
		"n: II in a, II in c. All that have a figure are the same: II.":               values(2, 2, 2),
	} {
		svg, err := chart.Lines(f, chart.LineChart{Labels: []string{"a", "b", "c"}, Series: []chart.Series{{Name: "n", Values: values}}})
		if err != nil || !strings.Contains(svg.String(), want+"</desc>") {
			t.Errorf("%v: it does not say %q:\n%s", err, want, svg)
		}
	}
}
