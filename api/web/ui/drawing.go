package ui

import "html/template"

// Drawing is a chart in two layouts, of which a screen shows the one that fits; paper gets the wide one. It stands above the table
// of its figures. The markup is that of package chart, which escapes everything in it.
type Drawing struct {
	Wide, Narrow template.HTML
}

func (Drawing) template() string { return "drawing" }

// FigureSection is a part of a report of figures: what it shows, a chart where one helps, and always the table of the same figures.
type FigureSection struct {
	ID      string
	Heading string // what it shows, or else what it is about
	About   string // what it is about, where the heading says what it shows
	Drawing *Drawing
	Table   Table
	Notes   []string
	Means   []Link // what its figures mean
}

func (FigureSection) template() string { return "figure-section" }
