package chart_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencedesk/internal/chart"
)

var update = flag.Bool("update", false, "write the drawings that the charts are compared with")

func months() []string {
	return []string{"Oct 2025", "Nov 2025", "Dec 2025", "Jan 2026", "Feb 2026", "Mar 2026", "Apr 2026", "May 2026", "Jun 2026", "Jul 2026", "Aug 2026", "Sep 2026"}
}

func size(v float64, text string) chart.Value { return chart.Value{Size: v, Text: text} }

func bars(f chart.Frame) (chart.SVG, error) {
	f.Title = "Most requests came from cardiology"
	return chart.Bars(f, chart.BarChart{Now: "This year", Before: "Last year", Bars: []chart.Bar{
		{Label: "Cardiology", Now: size(120, "120"), Before: size(90, "90")},
		{Label: "Emergency medicine and the acute assessment unit", Now: size(64, "64"), Before: size(71, "71")},
		{Label: "Palliative care", Now: chart.Value{Text: "hidden", Absent: true}, Before: size(0, "0")},
	}})
}

func lines(f chart.Frame) (chart.SVG, error) {
	f.Title, f.Desc = "Requests rose over the year", "Received rose from 30 to 52 & answered followed."
	received, answered := make([]chart.Value, 12), make([]chart.Value, 12)
	for i := range received {
		received[i], answered[i] = size(float64(30+2*i), "n"), size(float64(28+2*i-i%3), "n")
	}
	answered[4] = chart.Value{Absent: true}
	return chart.Lines(f, chart.LineChart{Labels: months(), Series: []chart.Series{{Name: "Received", Values: received}, {Name: "Answered by the agreed date", Values: answered}}})
}

func stacks(f chart.Frame) (chart.SVG, error) {
	f.Title = "Better informed decisions were reported by most"
	return chart.Stacks(f, chart.StackChart{Parts: []string{"Immediately", "Probably in future"}, Most: 1, Rows: []chart.Stack{
		{Label: "Better informed decisions", Text: "56% now, 20% later", Sizes: []float64{0.56, 0.2}},
		{Label: "Money saved <or> not", Text: "hidden", Absent: true},
	}})
}

func intervals(f chart.Frame) (chart.SVG, error) {
	f.Title = "Nine in ten answers met the agreed date"
	return chart.Intervals(f, []chart.Interval{
		{Label: "Agreed date", Text: "92% (138 of 150)", Share: 0.92, Low: 0.865, High: 0.954},
		{Label: "Date first asked for", Text: "0% (0 of 20)", Share: 0, Low: 0, High: 0.161},
		{Label: "Of few", Text: "hidden", Absent: true},
	})
}

func radar(f chart.Frame) (chart.SVG, error) {
	f.Title = "Highest in impact, lowest in skill mix"
	all := []chart.Spoke{}
	for i, name := range []string{"Leadership", "Decisions", "Needs", "Skill mix", "Quality", "Impact"} {
		own := chart.Level{Level: i % 5, Within: []chart.Within{chart.Low, chart.Medium, chart.High}[i%3]}
		all = append(all, chart.Spoke{Short: string(rune('1' + i)), Label: name, Levels: []chart.Level{own, {Level: 2}}})
	}
	return chart.Radar(f, chart.RadarChart{Series: []string{"Own", "validated"}, Spokes: all})
}

func TestGolden(t *testing.T) {
	t.Parallel()
	for name, draw := range map[string]func(chart.Frame) (chart.SVG, error){"bars": bars, "lines": lines, "stacks": stacks, "intervals": intervals, "radar": radar} {
		for layout, width := range map[string]int{"wide": chart.Wide, "narrow": chart.Narrow} {
			t.Run(name+"/"+layout, func(t *testing.T) {
				t.Parallel()
				svg, err := draw(chart.Frame{ID: name, Width: width})
				if err != nil {
					t.Fatal(err)
				}
				path := filepath.Join("testdata", name+"-"+layout+".svg")
				if *update {
					if err := os.WriteFile(path, []byte(svg.String()), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), svg.String()); diff != "" {
					t.Error(diff)
				}
				inspect(t, svg)
			})
		}
	}
}
