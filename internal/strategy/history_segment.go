package strategy

import (
	"regexp"
	"strings"
)

// record is one numbered entry of a history: its number and the rows that belong to it.
type record struct {
	n    int
	rows []string
}

// marker is a way in which rows are numbered.
type marker int

const (
	noMarker marker = iota
	setMarker
	hashMarker
	bareMarker
)

var (
	// Line numbers have no leading nought: "007" is not one.
	setForm  = regexp.MustCompile(`^(?:Set ?#? ?:? ?)?[Ss]([1-9][0-9]{0,3})[.:)]?(?:\s+(.*))?$`)
	hashForm = regexp.MustCompile(`^# ?([1-9][0-9]{0,3})[.:)]?(?:\s+(.*))?$`)
	bareForm = regexp.MustCompile(`^([1-9][0-9]{0,3})([.:)]\s+|\t\s*|\s{2,}|\s)?(.*)$`)
	// joining is what follows a number that refers to a line: then it does not begin one.
	joining = regexp.MustCompile(`(?i)^(?:and|or|not|adj[0-9]*|near(?:/[0-9]+)?|next|with|n[0-9]+|w[0-9]+|pre/[0-9]+)(?:\s|$|\()|^[)\]}]`)
	tick    = regexp.MustCompile(`^[\s☐□▢•✓✔*-]+(\S.*)$`)
)

// start reads the beginning of a numbered row.
func start(row string, m marker) (n int, rest string, strong, ok bool) {
	if found := tick.FindStringSubmatch(row); found != nil {
		row = found[1]
	}
	form := map[marker]*regexp.Regexp{setMarker: setForm, hashMarker: hashForm, bareMarker: bareForm}[m]
	found := form.FindStringSubmatch(row)
	if found == nil {
		return 0, "", false, false
	}
	rest = found[len(found)-1]
	if m == bareMarker {
		strong = len(found[2]) > 1 || found[2] == "\t"
		if found[2] == "" && rest != "" {
			return 0, "", false, false // 2016-2024, 5th
		}
	}
	if joining.MatchString(rest) {
		return 0, "", false, false
	}
	return number(found[1]), strings.TrimSpace(rest), strong, true
}

// segment cuts a history into its numbered records, a block for each search, and gives the rows above the first record.
func segment(rows []string, p Platform) (blocks [][]record, header []string) {
	m := numbering(rows, p)
	if m == noMarker {
		return nil, nil
	}
	s := segmenter{marker: m, rows: rows}
	for i, row := range rows {
		row = strings.TrimSpace(row)
		if n, rest, again, ok := s.begins(i, row); ok {
			if again || len(s.blocks) == 0 {
				s.blocks, s.down = append(s.blocks, nil), false
			}
			last := len(s.blocks) - 1
			s.blocks[last] = append(s.blocks[last], record{n, []string{rest}})
			continue
		}
		if len(s.blocks) == 0 {
			header = append(header, row)
			continue
		}
		last := s.blocks[len(s.blocks)-1]
		last[len(last)-1].rows = append(last[len(last)-1].rows, row)
	}
	return s.blocks, header
}

type segmenter struct {
	marker marker
	rows   []string
	blocks [][]record
	down   bool // the last line comes first
}

// begins reports whether a row begins a record, and whether with it another search begins.
func (s *segmenter) begins(i int, row string) (n int, rest string, again, ok bool) {
	n, rest, strong, ok := start(row, s.marker)
	if !ok {
		return 0, "", false, false
	}
	if len(s.blocks) == 0 {
		return n, rest, false, s.marker != bareMarker || n == 1 || strong
	}
	block := s.blocks[len(s.blocks)-1]
	before := block[len(block)-1].n
	if s.marker == bareMarker {
		return s.beginsBare(i, n, rest, strong, block)
	}
	if len(block) == 1 && n != before {
		s.down = n < before
		return n, rest, false, true
	}
	return n, rest, n >= before == s.down, true
}

// beginsBare is begins for numbers without a sign, which may as well be counts, years or references.
func (s *segmenter) beginsBare(i, n int, rest string, strong bool, block []record) (int, string, bool, bool) {
	before := block[len(block)-1].n
	const gap = 20 // lines that somebody may have taken out
	switch alone := rest == ""; {
	case alone && (n != before+1 && (!s.down || n != before-1) || s.countFollows(i)):
		return 0, "", false, false
	case len(block) == 1 && n == before-1 && strong:
		s.down = true
		return n, rest, false, true
	case s.down && n == before-1, !s.down && n == before+1:
		return n, rest, false, true
	case n == 1 && strong && !alone && !s.down:
		return n, rest, true, true
	case strong && !alone && !s.down && n > before && n < before+gap, strong && !alone && s.down && n < before:
		return n, rest, false, true
	}
	return 0, "", false, false
}

// countFollows reports whether the next row that says something is a number too: then this one is the count.
func (s *segmenter) countFollows(i int) bool {
	for _, row := range s.rows[i+1:] {
		if row = strings.TrimSpace(row); row != "" {
			return countOnly.MatchString(row)
		}
	}
	return true // the last row of all: a count
}

// numbering finds in which way the rows of a history are numbered, if they are.
func numbering(rows []string, p Platform) marker {
	counts := map[marker]int{}
	first := map[marker]int{}
	for _, row := range rows {
		for _, m := range []marker{setMarker, hashMarker, bareMarker} {
			n, rest, strong, ok := start(strings.TrimSpace(row), m)
			if !ok || m == bareMarker && (rest == "" && n > MaxLines) {
				continue
			}
			if counts[m]++; counts[m] == 1 || n == 1 {
				first[m] = n
			}
			if m == bareMarker && strong {
				first[m] = 1
			}
		}
	}
	for _, m := range []marker{setMarker, hashMarker} {
		if counts[m] > 1 || counts[m] == 1 && (first[m] == 1 || p != "") {
			return m
		}
	}
	if counts[bareMarker] > 0 && first[bareMarker] == 1 && !onlyCombines(rows) {
		return bareMarker
	}
	return noMarker
}

// onlyCombines reports whether numbers at the beginning of rows are references: no row that begins with a number has a text of its own.
func onlyCombines(rows []string) bool {
	for _, row := range rows {
		if _, rest, _, ok := start(strings.TrimSpace(row), bareMarker); ok && (rest == "" || !countOnly.MatchString(rest)) {
			return false
		}
	}
	return true
}
