package ui

import (
	"cmp"
	"fmt"
	"strings"
)

// Input is one line of text.
type Input struct {
	Field
	Type   string // "text" (when empty), "email", "tel", "url"
	Width  int    // in characters: 2, 3, 4, 5, 10, 20, 30; 0: full
	Code   bool   // letters of one width, no spelling check: references and codes
	Prefix string // before the box, such as "£"
	Suffix string // after it, such as "minutes"
}

// Textarea is a box for several lines. With MaxLength it counts characters, with MaxWords words.
type Textarea struct {
	Field
	Rows      int // 5 when 0
	MaxLength int // in characters; 0: no count
	MaxWords  int // in words; 0: no count
	Threshold int // per cent of the maximum from which the count is shown; 0: always
}

// Select is a list to choose one of.
type Select struct {
	Field
	Items []Option
}

// Option is one entry of a Select. It is chosen when its value is the field's Value.
type Option struct {
	Value string
	Text  string
}

// FileUpload lets people choose a file. The form needs enctype="multipart/form-data".
type FileUpload struct {
	Field
	Accept   string // such as ".ris,.nbib"
	Multiple bool
}

// SearchInput is a search box with its button. It belongs in a form of its own with method GET.
type SearchInput struct {
	Field
	Width  int    // in characters; 0: full
	Button string // what screen readers call the button; "Search" when empty
}

// TimeInput is a time of day such as "2:30pm", typed as text.
type TimeInput struct{ Field }

// Hidden is a field that people do not see.
type Hidden struct {
	Name  string
	Value string
}

// Kind is the type of the box.
func (i Input) Kind() string { return cmp.Or(i.Type, "text") }

// Affixed reports whether something stands before or after the box.
func (i Input) Affixed() bool { return i.Prefix != "" || i.Suffix != "" }

// Input is the box that the time is typed into.
func (t TimeInput) Input() Input {
	f := t.Field
	f.Autocomplete = cmp.Or(f.Autocomplete, "off")
	return Input{Field: f, Width: 10}
}

// ButtonText is what the button is called.
func (s SearchInput) ButtonText() string { return cmp.Or(s.Button, "Search") }

// Lines is the number of lines shown.
func (t Textarea) Lines() int {
	if t.Rows == 0 {
		return 5
	}
	return t.Rows
}

// Counted reports whether the box counts.
func (t Textarea) Counted() bool { return t.MaxLength > 0 || t.MaxWords > 0 }

// Limit is the maximum, in words or characters.
func (t Textarea) Limit() int {
	if t.MaxWords > 0 {
		return t.MaxWords
	}
	return t.MaxLength
}

// CountType is what the script counts: characters as people count them, or words.
func (t Textarea) CountType() string {
	if t.MaxWords > 0 {
		return "words"
	}
	return "characters"
}

// CountText says the maximum; the script replaces it by what is left.
func (t Textarea) CountText() string {
	return fmt.Sprintf("You can enter up to %s %s", Number(t.Limit()), t.CountType())
}

// CountID is the id of the count.
func (t Textarea) CountID() string { return t.Target() + "-info" }

// Describes adds the count to what explains the control.
func (t Textarea) Describes() string {
	if t.Counted() {
		return strings.TrimSpace(t.CountID() + " " + t.Field.Describes())
	}
	return t.Field.Describes()
}

func (Input) template() string       { return "input" }
func (Textarea) template() string    { return "textarea" }
func (Select) template() string      { return "select" }
func (FileUpload) template() string  { return "file-upload" }
func (SearchInput) template() string { return "search-input" }
func (TimeInput) template() string   { return "time-input" }
func (Hidden) template() string      { return "hidden" }
