package view

import (
	"html/template"

	"evidencedesk/api/web/ui"
	"evidencedesk/internal/chart"
	"evidencedesk/internal/report"
	"evidencedesk/internal/reportfile"
)

// draw is the chart of a section in both layouts, if one helps to see what the table says.
func draw(id string, s report.Section) *ui.Drawing {
	wide, ok := reportfile.Draw(chart.Frame{ID: id + "-wide", Width: chart.Wide}, s)
	if !ok {
		return nil
	}
	narrow, ok := reportfile.Draw(chart.Frame{ID: id + "-narrow", Width: chart.Narrow}, s)
	if !ok {
		return nil
	}
	return &ui.Drawing{Wide: markup(wide), Narrow: markup(narrow)}
}

func markup(s chart.SVG) template.HTML { return template.HTML(s.String()) } //nolint:gosec // package chart escapes everything
