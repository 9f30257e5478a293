package reportfile

import (
	"evidencedesk/internal/chart"
	"evidencedesk/internal/impact"
	"evidencedesk/internal/report"
)

// mostBars is how many groups a chart shows; the table has them all.
const mostBars = 12

// Draw is the chart of a section; false where none helps to see what the table says, or nothing can be drawn.
func Draw(f chart.Frame, s report.Section) (chart.SVG, bool) {
	if f.Title, _ = heading(s); len(s.Table.Rows) == 0 {
		return chart.SVG{}, false
	}
	var svg chart.SVG
	var err error
	switch s.ID {
	case impact.Months:
		svg, err = chart.Lines(f, lines(s.Table))
	case impact.Matrix, impact.Uses:
		svg, err = chart.Intervals(f, intervals(s.Table))
	case impact.Activity, impact.Timeliness, impact.Response, impact.Quality:
		return chart.SVG{}, false
	default:
		if len(s.Table.Rows) < 2 || s.Table.Columns[0].Kind != report.Count {
			return chart.SVG{}, false
		}
		svg, err = chart.Bars(f, bars(s.Table))
	}
	return svg, err == nil
}

// lines are columns of counts over the rows, which are months.
func lines(t report.Table) chart.LineChart {
	var c chart.LineChart
	for j, column := range t.Columns {
		series := chart.Series{Name: column.Heading}
		for _, row := range t.Rows {
			series.Values = append(series.Values, value(row.Cells[j]))
		}
		c.Series = append(c.Series, series)
	}
	for _, row := range t.Rows {
		c.Labels = append(c.Labels, row.Heading)
	}
	return c
}

// bars are the groups of a table by its first column.
func bars(t report.Table) chart.BarChart {
	c := chart.BarChart{Now: t.Columns[0].Heading}
	for _, row := range t.Rows[:min(len(t.Rows), mostBars)] {
		c.Bars = append(c.Bars, chart.Bar{Label: row.Heading, Now: value(row.Cells[0])})
	}
	return c
}

func intervals(t report.Table) []chart.Interval {
	var all []chart.Interval
	for _, row := range t.Rows {
		c := row.Cells[0]
		all = append(all, chart.Interval{
			Label: row.Heading, Text: c.String(), Share: c.Proportion(), Low: c.Low, High: c.High, Absent: c.Hidden || c.Of == 0,
		})
	}
	return all
}

func value(c report.Cell) chart.Value {
	return chart.Value{Size: float64(c.N), Text: c.String(), Absent: c.Hidden}
}
