package chart

import (
	"fmt"
	"strings"
)

// A chart without a description gets one made from its figures: how many there are, which is highest and lowest, and how a line
// went from its first figure to its last. The words of the figures are those of the chart.

func describeBars(b BarChart) string {
	values, labels := make([]Value, len(b.Bars)), make([]string, len(b.Bars))
	for i, bar := range b.Bars {
		values[i], labels[i] = bar.Now, bar.Label
	}
	return extremes(fmt.Sprintf("Bar chart of %s.", many(len(b.Bars), "row")), labels, values)
}

func describeStacks(s StackChart) string {
	parts := []string{fmt.Sprintf("Bar chart of %s, each in the parts %s.", many(len(s.Rows), "row"), strings.Join(s.Parts, ", "))}
	for _, one := range s.Rows {
		parts = append(parts, one.Label+": "+one.Text+".")
	}
	return strings.Join(parts, " ")
}

func describeIntervals(all []Interval) string {
	values, labels := make([]Value, len(all)), make([]string, len(all))
	for i, one := range all {
		values[i], labels[i] = Value{one.Share, one.Text, one.Absent}, one.Label
	}
	return extremes(fmt.Sprintf("Chart of %s with 95%% intervals.", many(len(all), "share")), labels, values)
}

func describeLines(l LineChart) string {
	parts := []string{fmt.Sprintf("Line chart of %s.", many(len(l.Labels), "period"))}
	for _, s := range l.Series {
		parts = append(parts, course(s, l.Labels))
	}
	return strings.Join(parts, " ")
}

// course says how one line went.
func course(s Series, labels []string) string {
	first, last := -1, -1
	for i, v := range s.Values {
		if v.Absent {
			continue
		}
		if first < 0 {
			first = i
		}
		last = i
	}
	if first < 0 {
		return s.Name + ": no figures."
	}
	if first == last {
		return fmt.Sprintf("%s: %s in %s.", s.Name, s.Values[first].Text, labels[first])
	}
	way := fmt.Sprintf("%s: %s in %s, %s in %s.", s.Name, s.Values[first].Text, labels[first], s.Values[last].Text, labels[last])
	return extremes(way, labels, s.Values)
}

// extremes adds which of some values is highest and which lowest.
func extremes(text string, labels []string, values []Value) string {
	high, low := -1, -1
	for i, v := range values {
		if v.Absent {
			continue
		}
		if high < 0 || v.Size > values[high].Size {
			high = i
		}
		if low < 0 || v.Size < values[low].Size {
			low = i
		}
	}
	switch {
	case high < 0:
		return text + " There are no figures."
	case values[high].Size == values[low].Size:
		return text + fmt.Sprintf(" All that have a figure are the same: %s.", values[high].Text)
	default:
		return text + fmt.Sprintf(" Highest: %s, %s. Lowest: %s, %s.", labels[high], values[high].Text, labels[low], values[low].Text)
	}
}

func describeRadar(r RadarChart) string {
	return fmt.Sprintf("Radar chart of %s, from 0 in the middle to %d. %s.", many(len(r.Spokes), "outcome"), TopLevel, strings.Join(r.list(), ". "))
}

// list is the radar in words: "1 Leadership: level 2, high (validated: level 2)".
func (r RadarChart) list() []string {
	all := make([]string, len(r.Spokes))
	for i, s := range r.Spokes {
		all[i] = s.Short + " " + s.Label + ": " + s.Levels[0].String()
		if len(s.Levels) > 1 {
			all[i] += " (" + r.Series[1] + ": " + s.Levels[1].String() + ")"
		}
	}
	return all
}

func many(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
