package chart

import (
	"strings"
	"unicode/utf8"
)

// Measures of text, in units of the drawing.
const (
	fontSize   = 16
	lineHeight = 20
	baseline   = 15 // of a line of text below its top
)

// widths are those of the printable ASCII characters from the space on, in thousandths of the size of the font: the metrics of
// Helvetica, which Arial shares.
var widths = [...]int{
	278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
}

// Widths of other characters: letters with accents are no wider than a capital; from there on, square ones.
const (
	otherWidth  = 778
	squareFrom  = 0x1100
	squareWidth = 1000
)

// measure is how wide a text is, rounded up.
func measure(text string) int {
	sum := 0
	for _, r := range text {
		switch i := int(r) - ' '; {
		case i >= 0 && i < len(widths):
			sum += widths[i]
		case i > 0 && r < squareFrom || r >= '–' && r <= '…' || r == '−':
			sum += otherWidth
		default:
			sum += squareWidth
		}
	}
	return (sum*fontSize + 999) / 1000
}

func widest(texts ...string) int {
	most := 0
	for _, t := range texts {
		most = max(most, measure(t))
	}
	return most
}

// wrap breaks a text into lines no wider than given, cutting words that are wider. What does not fit into so many lines is left
// out and marked by an ellipsis; the table beside the chart has it.
func wrap(text string, width, lines int) []string {
	var all []string
	current := ""
	for _, word := range strings.Fields(strings.ToValidUTF8(text, "\ufffd")) {
		if longer := strings.TrimSpace(current + " " + word); measure(longer) <= width {
			current = longer
			continue
		}
		if current != "" {
			all = append(all, current)
		}
		for measure(word) > width {
			head := fitting(word, width)
			all, word = append(all, head), word[len(head):]
		}
		current = word
	}
	if current != "" {
		all = append(all, current)
	}
	if len(all) > lines {
		last := all[lines-1] + "…"
		if measure(last) > width {
			last = fitting(all[lines-1], width-measure("…")) + "…"
		}
		all = append(all[:lines-1], last)
	}
	return all
}

// short is a text on one line.
func short(text string, width int) string {
	return strings.Join(wrap(text, width, 1), "")
}

// fitting is as much of a word as fits, one character at least.
func fitting(word string, width int) string {
	end := 0
	for i, r := range word {
		if next := i + utf8.RuneLen(r); i == 0 || measure(word[:next]) <= width {
			end = next
			continue
		}
		break
	}
	return word[:end]
}
