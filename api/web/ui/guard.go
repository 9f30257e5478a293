package ui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// GuardNotice explains what looks like a patient's identifier and asks for each either to take it out or to say why it identifies
// nobody. It stands inside the form, before the fields. What is chosen comes back as _confirm values; see ParseConfirm.
type GuardNotice struct {
	Heading  string // a default when empty
	Findings []GuardFinding
	Reasons  []GuardReason
	Kept     []Hidden // what was said before of findings about which nobody asks again
}

// GuardFinding is one finding of the identifier guard. Excerpt is what the person typed, and goes to that person's page only.
type GuardFinding struct {
	Field   string // its path in the body
	Label   string // the field's label
	Start   int    // in code points
	Kind    string // "nhs_number"
	Looks   string // "an NHS number"
	Excerpt string
	Message string // what to do
	Reason  string // the reason chosen before
}

// GuardReason is a reason why a finding identifies nobody.
type GuardReason struct {
	Code  string
	Label string
	Kinds []string // what it can be said of; empty: everything
}

// GuardAnswer is a finding with the question about it.
type GuardAnswer struct {
	GuardFinding
	Select Select
}

// Target is the id of the field that the finding is in.
func (a GuardAnswer) Target() string { return IDOf(a.Field) }

// Answers are the findings with their questions.
func (g GuardNotice) Answers() []GuardAnswer {
	list := make([]GuardAnswer, len(g.Findings))
	for i, f := range g.Findings {
		options := []Option{{"", "I will take it out"}}
		for _, r := range g.Reasons {
			if len(r.Kinds) == 0 || slices.Contains(r.Kinds, f.Kind) {
				options = append(options, Option{ConfirmValue(f.Field, f.Start, f.Kind, r.Code), r.Label})
			}
		}
		field := Field{
			Name: ConfirmName, ID: "confirm-" + strconv.Itoa(i+1), Label: "What do you want to do?",
			LabelMore: fmt.Sprintf("about finding %d, in: %s", i+1, f.Label),
		}
		if f.Reason != "" {
			field.Value = ConfirmValue(f.Field, f.Start, f.Kind, f.Reason)
		}
		list[i] = GuardAnswer{f, Select{Field: field, Items: options}}
	}
	return list
}

// HeadingText is the heading with its default.
func (g GuardNotice) HeadingText() string {
	return cmp.Or(g.Heading, "What you wrote may identify a patient")
}

// Intro says what the notice is about.
func (g GuardNotice) Intro() string {
	return "Nothing has been saved yet, and what you wrote is still below. Take out what could identify a patient: a search never needs it. If it identifies nobody, say why."
}

func (GuardNotice) template() string { return "guard-notice" }

// ConfirmName is the name of the field in which a GuardNotice sends its answers.
const ConfirmName = "_confirm"

// ConfirmValue is one answer: where the finding is, what it looks like, and why it identifies nobody.
func ConfirmValue(field string, start int, kind, reason string) string {
	return strings.Join([]string{field, strconv.Itoa(start), kind, reason}, "|")
}

// ParseConfirm reads an answer of a GuardNotice. It is false for an empty answer, which means: not confirmed.
func ParseConfirm(value string) (field string, start int, kind, reason string, ok bool) {
	parts := strings.Split(value, "|")
	if len(parts) != 4 || parts[0] == "" || parts[2] == "" || parts[3] == "" {
		return "", 0, "", "", false
	}
	start, err := strconv.Atoi(parts[1])
	if err != nil || start < 0 {
		return "", 0, "", "", false
	}
	return parts[0], start, parts[2], parts[3], true
}
