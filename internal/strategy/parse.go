// Package strategy reads the lines of a search as a librarian types or pastes them, writes them back so that reading gives the
// same again, and looks for slips in how they refer to each other.
//
// A strategy is kept exactly as it was run (PRISMA-S item 8): apart from the number before a line, the count after it and the
// space around it, no character is changed.
package strategy

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Line is one line of a strategy.
type Line struct {
	N    int    `json:"n"`
	Text string `json:"text"`
	Hits *int   `json:"hits,omitempty" doc:"Absent where no count was recorded"`
}

// Limits of what is read as a number.
const (
	maxN    = 9_999
	maxHits = 1<<31 - 1
)

// noHits follows a line whose own last words would be read as its count.
const noHits = " (-)"

var (
	// marked is a number that can be nothing else: "12.", "12)", "12:", "#12.", "S12:" or a number before a tab or a wide gap.
	marked = regexp.MustCompile(`^[#sS]?([0-9]{1,4})(?:[.):][ \t]+|\t+ *| {2,})(\S.*)$`)
	// plain is a number and one space, which is a line number only when all lines count up from 1.
	plain = regexp.MustCompile(`^[#sS]?([0-9]{1,4}) (\S.*)$`)
	// count is the number of records after a line: "(28,914)", or a number after a tab or a wide gap.
	count = regexp.MustCompile(`^(.*\S)(?:\s+\(([0-9][0-9,]*)\)|(?:\t+ *| {2,})([0-9][0-9,]*))$`)
)

// Parse reads one line of a strategy from each line of the text, empty ones left out. A line without a number has that of the
// line before plus one. Numbers are taken as they are, even where they do not go up: the API says so at the line.
func Parse(text string) []Line {
	var rows []string
	for row := range strings.Lines(text) {
		if row = strings.TrimSpace(row); row != "" {
			rows = append(rows, row)
		}
	}
	counted := countsUp(rows)
	lines := make([]Line, 0, len(rows))
	for i, row := range rows {
		line := Line{N: 1}
		if i > 0 {
			line.N = lines[i-1].N + 1
		}
		if found := marked.FindStringSubmatch(row); found != nil {
			line.N, row = number(found[1]), found[2]
		} else if counted {
			found = plain.FindStringSubmatch(row)
			line.N, row = number(found[1]), found[2]
		}
		line.Text, line.Hits = cutCount(row)
		lines = append(lines, line)
	}
	return lines
}

// countsUp reports whether every row begins with a number and a space, the numbers being 1, 2, 3 and so on, and no row reads like
// a combination of lines when its number is taken off.
func countsUp(rows []string) bool {
	for i, row := range rows {
		found := plain.FindStringSubmatch(row)
		if found == nil || number(found[1]) != i+1 || joining.MatchString(found[2]) {
			return false
		}
	}
	return len(rows) > 1
}

func cutCount(row string) (string, *int) {
	if text, ok := strings.CutSuffix(row, noHits); ok {
		return strings.TrimSpace(text), nil
	}
	found := count.FindStringSubmatch(row)
	if found == nil {
		return row, nil
	}
	hits, err := strconv.Atoi(strings.ReplaceAll(found[2]+found[3], ",", ""))
	if err != nil || hits > maxHits {
		return row, nil
	}
	return found[1], &hits
}

func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil || n > maxN {
		return 0
	}
	return n
}

// Write puts the lines into the form that Parse reads: "1. exp Falls/ (28,914)".
func Write(lines []Line) string {
	var b strings.Builder
	for _, l := range lines {
		fmt.Fprintf(&b, "%d. %s", l.N, l.Text)
		switch {
		case l.Hits != nil:
			fmt.Fprintf(&b, " (%d)", *l.Hits)
		case count.MatchString(l.Text) || strings.HasSuffix(l.Text, noHits):
			b.WriteString(noHits)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
