package ui

import "html/template"

// Drawing is a chart in two layouts, of which a screen shows the one that fits; paper gets the wide one. It stands above the table
// of its figures. The markup is that of package chart, which escapes everything in it.
type Drawing struct {
	Wide, Narrow template.HTML
}

func (Drawing) template() string { return "drawing" }
