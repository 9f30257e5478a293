// Package diff compares two versions of a text word by word, for people to read.
package diff

import (
	"strings"
	"unicode"
)

// Kind says what happened to a piece of text.
type Kind int

// The kinds.
const (
	Same Kind = iota
	Removed
	Added
)

// Piece is a run of text, white space included. The Same and Removed pieces of a comparison make up the old text, the Same and
// Added ones the new.
type Piece struct {
	Kind Kind
	Text string
}

// maxCells bounds the table of one comparison: about 4 million steps and 16 MB. Texts that differ over a longer stretch than that
// allows are shown as one replaced by the other.
const maxCells = 4 << 20

// Words compares two texts. First the lines are compared, then the words of the stretches of lines that differ.
func Words(before, after string) []Piece {
	var list []Piece
	for _, stretch := range compare(lines(before), lines(after)) {
		if stretch.same {
			list = add(list, Same, stretch.before...)
			continue
		}
		for _, run := range compare(split(strings.Join(stretch.before, "")), split(strings.Join(stretch.after, ""))) {
			if run.same {
				list = add(list, Same, run.before...)
				continue
			}
			list = add(list, Removed, run.before...)
			list = add(list, Added, run.after...)
		}
	}
	return list
}

func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		list = append(list, line)
	}
	return list
}

// split cuts a text into words and the white space between them.
func split(text string) []string {
	var list []string
	start, space := 0, false
	for i, r := range text {
		if s := unicode.IsSpace(r); s != space || i == 0 {
			if i > start {
				list = append(list, text[start:i])
			}
			start, space = i, s
		}
	}
	if start < len(text) {
		list = append(list, text[start:])
	}
	return list
}

func add(list []Piece, kind Kind, parts ...string) []Piece {
	text := strings.Join(parts, "")
	if text == "" {
		return list
	}
	if n := len(list); n > 0 && list[n-1].Kind == kind {
		list[n-1].Text += text
		return list
	}
	return append(list, Piece{kind, text})
}

// stretch is a run of parts that both texts have, or one that stands in the place of another.
type stretch struct {
	same          bool
	before, after []string
}

// compare finds a longest common subsequence by dynamic programming, after the common beginning and end are taken off.
func compare(a, b []string) []stretch {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	list := join(nil, stretch{same: true, before: a[:head]})
	for _, s := range middle(a[head:len(a)-tail], b[head:len(b)-tail]) {
		list = join(list, s)
	}
	return join(list, stretch{same: true, before: a[len(a)-tail:]})
}

func middle(a, b []string) []stretch {
	if len(a) == 0 || len(b) == 0 || len(a) > maxCells/len(b) {
		return []stretch{{before: a, after: b}}
	}
	width := len(b) + 1
	longest := make([]int32, (len(a)+1)*width) // of a[i:] and b[j:]
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			at := i*width + j
			if a[i] == b[j] {
				longest[at] = longest[at+width+1] + 1
			} else {
				longest[at] = max(longest[at+width], longest[at+1])
			}
		}
	}
	var list []stretch
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch at := i*width + j; {
		case a[i] == b[j]:
			list = join(list, stretch{same: true, before: a[i : i+1]})
			i, j = i+1, j+1
		case longest[at+width] >= longest[at+1]:
			list = join(list, stretch{before: a[i : i+1]})
			i++
		default:
			list = join(list, stretch{after: b[j : j+1]})
			j++
		}
	}
	return join(list, stretch{before: a[i:], after: b[j:]})
}

// join appends a stretch, to the last one where both are of a kind.
func join(list []stretch, s stretch) []stretch {
	if len(s.before)+len(s.after) == 0 {
		return list
	}
	if n := len(list); n > 0 && list[n-1].same == s.same {
		list[n-1].before = append(list[n-1].before[:len(list[n-1].before):len(list[n-1].before)], s.before...)
		list[n-1].after = append(list[n-1].after[:len(list[n-1].after):len(list[n-1].after)], s.after...)
		return list
	}
	return append(list, s)
}

// IsRemoved reports whether only the old text has the piece.
func (p Piece) IsRemoved() bool { return p.Kind == Removed }

// IsAdded reports whether only the new text has the piece.
func (p Piece) IsAdded() bool { return p.Kind == Added }

// Lines are the lines of the piece: a page breaks the text between them.
func (p Piece) Lines() []string { return strings.Split(p.Text, "\n") }
