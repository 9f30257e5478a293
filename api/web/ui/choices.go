package ui

import (
	"slices"
	"strconv"
	"strings"
)

// Item is one choice of Radios or Checkboxes.
type Item struct {
	Value   string
	Label   string
	Hint    string
	Checked bool   // Checkboxes; of Radios the field's Value decides, or Checked
	Divider string // this item is only a word between two choices, such as "or"
	ID      string // only where the counted id would not do
	Name    string // of a checkbox with a field of its own; otherwise the group's

	Focus bool // of a radio button: it is in focus when the page is shown

	// Exclusive makes a checkbox clear the others: "None of these".
	Exclusive bool
}

// Radios are choices of which one counts. The group's Label is the legend.
type Radios struct {
	Field
	Items  []Item
	Inline bool
	Small  bool
}

// Checkboxes are choices of which any number counts. The group's Label is the legend; a single box may go without.
type Checkboxes struct {
	Field
	Values []string // those that are chosen
	Items  []Item
	Small  bool
}

// Choice is an Item with what its place in the group gives it.
type Choice struct {
	Item
	ID   string
	Name string
	On   bool
}

// HintID is the id of the choice's hint.
func (c Choice) HintID() string { return c.ID + "-item-hint" }

// Choices are the items with their ids: the first has the group's, so that the summary of errors reaches it.
func (r Radios) Choices() []Choice {
	return choices(r.Field, r.Items, func(i Item) bool { return i.Checked || r.Value != "" && i.Value == r.Value })
}

// ItemDescribes lists the ids that explain one box. Without a legend the group's hint and error belong to the boxes themselves.
func (c Checkboxes) ItemDescribes(choice Choice) string {
	var ids []string
	if group := c.Describes(); c.Label == "" && group != "" {
		ids = append(ids, group)
	}
	if choice.Hint != "" {
		ids = append(ids, choice.HintID())
	}
	return strings.Join(ids, " ")
}

// Choices are the items with their ids: the first has the group's, so that the summary of errors reaches it.
func (c Checkboxes) Choices() []Choice {
	return choices(c.Field, c.Items, func(i Item) bool { return i.Checked || slices.Contains(c.Values, i.Value) })
}

func choices(f Field, items []Item, on func(Item) bool) []Choice {
	list := make([]Choice, len(items))
	for i, item := range items {
		list[i] = Choice{Item: item, ID: item.ID, Name: item.Name, On: on(item)}
		if item.ID == "" {
			list[i].ID = f.Target()
			if i > 0 {
				list[i].ID += "-" + strconv.Itoa(i+1)
			}
		}
		if item.Name == "" {
			list[i].Name = f.Name
		}
	}
	return list
}

func (Radios) template() string     { return "radios" }
func (Checkboxes) template() string { return "checkboxes" }
