package view

import (
	"html/template"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/impact"
	"evidencedesk/internal/report"
)

// mostBars is how many groups a chart shows; the table has them all.
const mostBars = 12

// draw is the chart of a section, if one helps to see what the table says.
func draw(id string, s report.Section) *ui.Drawing {
	title := s.Finding
	if title == "" {
		title = s.Heading
	}
	paint := painter(s)
	if paint == nil {
		return nil
	}
	wide, err := paint(chart.Frame{ID: id + "-wide", Title: title, Width: chart.Wide})
	if err != nil {
		return nil // nothing that can be drawn: the table says what there is
	}
	narrow, err := paint(chart.Frame{ID: id + "-narrow", Title: title, Width: chart.Narrow})
	if err != nil {
		return nil
	}
	return &ui.Drawing{Wide: markup(wide), Narrow: markup(narrow)}
}

func markup(s chart.SVG) template.HTML { return template.HTML(s.String()) } //nolint:gosec // package chart escapes everything

func painter(s report.Section) func(chart.Frame) (chart.SVG, error) {
	switch s.ID {
	case impact.Months:
		return func(f chart.Frame) (chart.SVG, error) { return chart.Lines(f, lines(s.Table)) }
	case impact.Matrix, impact.Uses:
		return func(f chart.Frame) (chart.SVG, error) { return chart.Intervals(f, intervals(s.Table)) }
	case impact.Activity, impact.Timeliness, impact.Response, impact.Quality:
		return nil
	}
	if len(s.Table.Rows) < 2 || s.Table.Columns[0].Kind != report.Count {
		return nil
	}
	return func(f chart.Frame) (chart.SVG, error) { return chart.Bars(f, bars(s.Table)) }
}

// lines are columns of counts over the rows, which are months.
func lines(t report.Table) chart.LineChart {
	c := chart.LineChart{}
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

// bars are the groups of a table: its first column, and the same a year before if there are both.
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
