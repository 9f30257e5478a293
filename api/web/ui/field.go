package ui

import "strings"

// IDOf is the id of a field in the page: its name with every character outside [a-z0-9-] turned into "-".
func IDOf(name string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return '-'
	}, name)
}

// Field is what all form fields share.
type Field struct {
	Name  string // the path of the field in the API's body, such as "limits.from"
	ID    string // only where the name comes twice in a page; otherwise IDOf(Name)
	Label string // of a group of choices: its legend

	LabelMore      string // words after the label that only screen readers say, such as ": Falls alarms"
	LabelSize      string // "s", "m", "l", "xl"; empty: as running text
	LabelIsHeading bool   // the label is the h1 of the page
	LabelHidden    bool   // only screen readers say the label
	Caption        string // above a label that is the heading, such as "Question 2 of 4"

	Hint  string
	Value string // what was typed, kept as it was
	Error string // what to do, the same words as in the summary of errors; empty: no error

	Optional     bool   // adds "(optional)" to the label
	Autocomplete string // token of HTML, such as "email"; "off" for what is no personal detail
	InputMode    string // such as "numeric"
	Classes      string // more classes of the control
	GroupClasses string // more classes of the group around label and control
	DescribedBy  string // ids of further explanations in the page
	Guard        bool   // while typing, the identifier guard puts a kind note under the field
}

// Target is the id of the control, which the summary of errors links to.
func (f Field) Target() string {
	if f.ID != "" {
		return f.ID
	}
	return IDOf(f.Name)
}

// LabelText is the label with "(optional)" where the field is.
func (f Field) LabelText() string {
	if f.Optional && f.Label != "" {
		return f.Label + " (optional)"
	}
	return f.Label
}

// CaptionClass is the class of the caption, which goes with the size of the label.
func (f Field) CaptionClass() string {
	if f.LabelSize == "" || f.LabelSize == "s" {
		return "nhsuk-caption"
	}
	return "nhsuk-caption-" + f.LabelSize
}

// HintID is the id of the hint, empty without one.
func (f Field) HintID() string {
	if f.Hint == "" {
		return ""
	}
	return f.Target() + "-hint"
}

// ErrorID is the id of the error, empty without one.
func (f Field) ErrorID() string {
	if f.Error == "" {
		return ""
	}
	return f.Target() + "-error"
}

// Describes lists the ids of everything that explains the control, for aria-describedby.
func (f Field) Describes() string {
	ids := strings.Fields(f.DescribedBy)
	for _, id := range []string{f.HintID(), f.ErrorID()} {
		if id != "" {
			ids = append(ids, id)
		}
	}
	return strings.Join(ids, " ")
}

// GuardID is the id of the note of the identifier guard.
func (f Field) GuardID() string { return f.Target() + "-guard" }

func (f Field) problem() (target, text string) { return f.Target(), f.Error }
