package duplicate

import (
	"slices"
	"strings"
)

// state is what the comparison of one field says.
type state int

const (
	unknown state = iota // missing on one side, or not comparable
	agree
	differ
)

const placeBytes = 500 // of pages, volumes and names of journals are read

// pages are the first and the last page; an article number counts as the first.
type pages struct {
	prefix      string // "s" of S31, "e" of e1002, "cd" of CD001234
	first, last string // digits
}

// readPages reads "1008-12" as 1008 to 1012 (MEDLINE's short form). What has no number at its beginning is unknown.
func readPages(s string) pages {
	s = fold(s[:min(len(s), placeBytes)])
	for _, lead := range []string{"pp.", "pp ", "p.", "pages ", "art. no.", "article no.", "article ", "no."} {
		s = strings.TrimPrefix(strings.TrimSpace(s), lead)
	}
	s, _, _ = strings.Cut(strings.TrimSpace(s), ",")
	from, to, _ := strings.Cut(strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "--", "-").Replace(s), "-")
	var p pages
	p.prefix, p.first = splitPage(from)
	if p.first == "" || countOfPages(from) {
		return pages{}
	}
	_, p.last = splitPage(to)
	if short := len(p.first) - len(p.last); p.last != "" && short > 0 {
		p.last = p.first[:short] + p.last
	}
	return p
}

// countOfPages: "12 p", "6p." say how long it is, not where.
func countOfPages(s string) bool {
	ws := words(s)
	return len(ws) == 2 && (ws[1] == "p" || ws[1] == "pp" || ws[1] == "pages")
}

func splitPage(s string) (prefix, digits string) {
	ws := words(s)
	switch {
	case len(ws) == 0 || len(ws) > 3:
	case number(ws[0]):
		digits = ws[0]
	case len(ws) > 1 && len(ws[0]) <= 4 && number(ws[1]):
		prefix, digits = ws[0], ws[1]
	}
	return prefix, strings.TrimLeft(digits, "0")
}

// comparePages looks at the first pages. Page 1 is where every unpaged paper begins, and an electronic number says nothing
// against a printed page.
func comparePages(a, b pages) state {
	if a.first == "" || b.first == "" {
		return unknown
	}
	same := a.first == b.first && (a.prefix == b.prefix || a.prefix == "" || b.prefix == "")
	one := a.first == "1" || b.first == "1"
	switch {
	case !same && sameEnd(a, b):
		return agree
	case same && one && (a.last == "" || a.last != b.last):
		return unknown
	case same:
		return agree
	case one, a.electronic() != b.electronic():
		return unknown
	}
	return differ
}

// sameEnd: ranges with one last page whose first pages differ by a figure are one range with a typing error.
func sameEnd(a, b pages) bool {
	return a.last != "" && a.last == b.last && a.prefix == b.prefix && len(a.first) > 1 && len(a.first) == len(b.first) &&
		a.first != a.last && b.first != b.last && oneTypo(a.first, b.first)
}

func (p pages) electronic() bool { return p.prefix == "e" || p.prefix == "cd" || len(p.first) >= 5 }

// volume is the first number of a volume or an issue: 38 of "38 (Supplement 1)"; Roman ones are read.
func volume(s string) string {
	ws := words(fold(s[:min(len(s), placeBytes)]))
	for _, w := range ws {
		if number(w) {
			return canonical(w)
		}
	}
	if len(ws) == 1 && number(canonical(ws[0])) {
		return canonical(ws[0])
	}
	return ""
}

// journal is the words of a journal's name, without small words.
type journal struct {
	meeting bool // the name of a conference
	words   []string
	main    []string // up to a colon or bracket: without "a publication of …"
}

var meetingWords = set("congress conference meeting symposium annual proceedings sessions workshop")

var journalStops = set("the of and for in on de la le der die und et a an")

func readJournal(s string) journal {
	s = fold(s[:min(len(s), placeBytes)])
	if i := strings.Index(s, "conference:"); i > 0 {
		s = s[:i]
	}
	main := s
	if i := strings.IndexAny(s, ":([=/"); i > 0 {
		main = s[:i]
	}
	j := journal{words: journalWords(s), main: journalWords(main)}
	j.meeting = slices.ContainsFunc(j.words, func(w string) bool { return meetingWords[w] })
	return j
}

func journalWords(s string) []string {
	return slices.DeleteFunc(words(s), func(w string) bool { return journalStops[w] })
}

// compareJournals knows abbreviations ("N Engl J Med"), acronyms ("JAMA") and names with an addition behind a colon. One name
// that begins another is no contradiction and no agreement: Circulation, Circulation Research. Nor is the name of a meeting, which
// stands where others give the journal of its supplement.
func compareJournals(a, b []journal) state {
	found := map[state]bool{}
	for _, x := range a {
		for _, y := range b {
			s := compareJournal(x, y)
			if s == agree {
				return agree
			}
			found[s] = true
		}
	}
	if found[differ] && !found[unknown] {
		return differ
	}
	return unknown
}

func compareJournal(x, y journal) state {
	for _, p := range [][2][]string{{x.words, y.words}, {x.main, y.words}, {x.words, y.main}, {x.main, y.main}} {
		if abbreviates(p[0], p[1]) || abbreviates(p[1], p[0]) {
			if min(len(x.main), len(y.main)) == 1 && len(x.words) != len(y.words) && len(p[0]) == len(p[1]) {
				return unknown // Circulation: Heart Failure is not Circulation
			}
			return agree
		}
	}
	if begins(x.words, y.words) || begins(y.words, x.words) || x.meeting || y.meeting {
		return unknown
	}
	return differ
}

func abbreviates(short, long []string) bool {
	if len(short) == 1 && len(short[0]) > 1 && len(short[0]) == len(long) && initials(long) == short[0] {
		return true
	}
	if len(short) == 0 || len(short) != len(long) {
		return false
	}
	for i, w := range short {
		if !shortened(w, long[i]) {
			return false
		}
	}
	return true
}

func initials(ws []string) string {
	var b strings.Builder
	for _, w := range ws {
		b.WriteByte(w[0])
	}
	return b.String()
}

// shortened: "engl" of "england", "natl" of "national", "jt" of "joint": the same first letter, the others in their order, and of
// two letters the second is the last.
func shortened(w, of string) bool {
	if w == "" || of == "" || w[0] != of[0] {
		return false
	}
	if strings.HasPrefix(of, w) {
		return true
	}
	if len(w) == 2 {
		return w[1] == of[len(of)-1]
	}
	j := 0
	for i := 0; i < len(of) && j < len(w); i++ {
		if of[i] == w[j] {
			j++
		}
	}
	return j == len(w)
}

func begins(short, long []string) bool {
	if len(short) == 0 || len(short) > len(long) {
		return false
	}
	for i, w := range short {
		if !shortened(w, long[i]) {
			return false
		}
	}
	return true
}
