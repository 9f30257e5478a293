package duplicate

import (
	"slices"
	"strings"
	"unicode"
)

const (
	mostAuthors = 40   // are compared, as published procedures do, and as a bound on work
	authorBytes = 4000 // of a line of authors are read
)

// names are the authors as family names, and every other long word of their names for given names in the wrong place.
type names struct {
	first    []string // words of the first author's name
	families []string
	given    []string
}

var particles = set("van von der den de del della di da dos du la le el al bin ibn ter ten st jr sr phd md et and group anonymous anon")

func readNames(authors []string) names {
	var n names
	for _, line := range authors {
		for _, name := range splitNames(line[:min(len(line), authorBytes)]) {
			if len(n.families) >= mostAuthors {
				return n
			}
			n.add(name)
		}
	}
	return n
}

// splitNames separates names that an export ran together: "Smith J; Doe A", "Smith, J and Doe, A", "Smith J.Doe A".
func splitNames(line string) []string {
	line = strings.ReplaceAll(line, " and ", ";")
	var out []string
	start := 0
	for i := 0; i < len(line); i++ {
		if line[i] == ';' || runTogether(line, i) {
			out = append(out, line[start:i])
			start = i + 1
		}
	}
	return append(out, line[start:])
}

func runTogether(line string, i int) bool {
	return line[i] == '.' && i+2 < len(line) && upper(line[i+1]) && line[i+2] >= 'a' && line[i+2] <= 'z'
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

func (n *names) add(name string) {
	family, given, comma := strings.Cut(name, ",")
	var ws []string
	if comma && strings.TrimSpace(family) != "" {
		ws = nameWords(words(fold(family)))
		n.given = append(n.given, nameWords(words(fold(given)))...)
	} else {
		ws = nameWords(withoutInitials(name))
	}
	if len(ws) == 0 {
		return
	}
	if n.first == nil {
		n.first = ws
	}
	n.families = append(n.families, ws[len(ws)-1])
	n.given = append(n.given, ws[:len(ws)-1]...)
}

// nameWords drops initials and particles.
func nameWords(ws []string) []string {
	return slices.DeleteFunc(ws, func(w string) bool { return len(w) < 2 || particles[w] || number(w) })
}

// withoutInitials drops "GF" of "Lewis GF": short capitals behind a name.
func withoutInitials(name string) []string {
	var out []string
	for i, f := range strings.Fields(name) {
		plain := strings.Trim(f, ".,")
		if i > 0 && len(plain) <= 3 && strings.ToUpper(plain) == plain && !strings.ContainsFunc(plain, unicode.IsDigit) {
			continue
		}
		out = append(out, words(fold(f))...)
	}
	return out
}

// compareNames is agree when the first author and half of the shorter list are found on the other side, differ when hardly
// anybody is.
func compareNames(a, b *names) state {
	if len(a.families) == 0 || len(b.families) == 0 {
		return unknown
	}
	short, long := a, b
	if len(b.families) < len(a.families) {
		short, long = b, a
	}
	found := 0
	for i, w := range short.families {
		if long.has(w) || (i == 0 && slices.ContainsFunc(short.first, long.has)) {
			found++
		}
	}
	first := slices.ContainsFunc(a.first, func(w string) bool { return hasName(b.first, w) })
	switch n := len(short.families); {
	case 2*found >= n && first, 4*found >= 3*n && n > 1:
		return agree
	case 3*found < n, n == 1 && !first && found == 0:
		return differ
	}
	return unknown
}

func (n *names) has(w string) bool { return hasName(n.families, w) || hasName(n.given, w) }

func hasName(list []string, w string) bool {
	return slices.ContainsFunc(list, func(v string) bool {
		return v == w || (min(len(v), len(w)) >= 4 && oneTypo(v, w))
	})
}
