package ui

import "strings"

// Versions shows two versions of the same text when somebody else saved first. Nothing is lost: the page's form keeps Yours.
type Versions struct {
	Heading string
	Theirs  string // "Saved by Tom Ellis at 2:41pm"
	Yours   string // "Yours, not saved"
	Fields  []VersionedField
}

// VersionedField is one field in both versions.
type VersionedField struct {
	Label  string
	Theirs string
	Yours  string
}

// VersionLine is a line of one version.
type VersionLine struct {
	Text    string
	Changed bool // not in the other version
}

// Their are the lines of the saved version.
func (f VersionedField) Their() []VersionLine { return against(f.Theirs, f.Yours) }

// Your are the lines of the version that is not saved.
func (f VersionedField) Your() []VersionLine { return against(f.Yours, f.Theirs) }

func against(text, other string) []VersionLine {
	known := map[string]bool{}
	for _, line := range lines(other) {
		known[line] = true
	}
	var list []VersionLine
	for _, line := range lines(text) {
		list = append(list, VersionLine{line, !known[line]})
	}
	return list
}

// lines are the lines of a text that hold more than space.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}

// SameLabels names the fields in which both versions agree: "Background, Known papers".
func (v Versions) SameLabels() string {
	var labels []string
	for _, f := range v.Fields {
		if f.Same() {
			labels = append(labels, f.Label)
		}
	}
	return strings.Join(labels, ", ")
}

// Same reports whether both versions agree.
func (f VersionedField) Same() bool { return f.Theirs == f.Yours }

func (Versions) template() string { return "versions" }
