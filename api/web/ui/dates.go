package ui

import "strings"

// DateInput asks for a day in three boxes, named {name}.day, {name}.month and {name}.year. Field.Value is not used.
type DateInput struct {
	Field
	Day, Month, Year string // what was typed

	// BadDay, BadMonth and BadYear mark the boxes that the error is about; with an error and none of them all are marked.
	BadDay, BadMonth, BadYear bool
}

// DateBox is one of the three boxes.
type DateBox struct {
	Name, ID, Label, Value string
	Width                  int
	Bad                    bool
}

// Boxes are the three boxes in the order of the page.
func (d DateInput) Boxes() []DateBox {
	all := d.Error != "" && !d.BadDay && !d.BadMonth && !d.BadYear
	id := d.base()
	return []DateBox{
		{d.Name + ".day", id + "-day", "Day", d.Day, 2, all || d.BadDay},
		{d.Name + ".month", id + "-month", "Month", d.Month, 2, all || d.BadMonth},
		{d.Name + ".year", id + "-year", "Year", d.Year, 4, all || d.BadYear},
	}
}

func (d DateInput) base() string { return d.Field.Target() }

// Target is the id of the first box that is wrong, else of the first.
func (d DateInput) Target() string {
	boxes := d.Boxes()
	for _, b := range boxes {
		if b.Bad {
			return b.ID
		}
	}
	return boxes[0].ID
}

// GroupID is the id of the three boxes together.
func (d DateInput) GroupID() string { return d.base() }

func (d DateInput) problem() (target, text string) { return d.Target(), d.Error }

func (DateInput) template() string { return "date-input" }

// ISO is what was typed as "2026-11-27" (RFC 3339), unchecked; empty when all three boxes are.
func (d DateInput) ISO() string {
	if d.Day == "" && d.Month == "" && d.Year == "" {
		return ""
	}
	return pad(d.Year, 4) + "-" + pad(d.Month, 2) + "-" + pad(d.Day, 2)
}

func pad(s string, width int) string {
	s = strings.TrimSpace(s)
	return strings.Repeat("0", max(0, width-len(s))) + s
}
