package reference

import (
	"strings"
)

func bibtexCodec() codec {
	return codec{read: readBibTeX, fill: fillBibTeX, entries: bibtexEntries, print: printBibTeX}
}

// bibtexReader collects one entry at a time: to the brace that closes it, or to a line that begins another.
type bibtexReader struct {
	*reading
	open    strings.Builder
	d       *draft
	depth   int
	strings map[string]string // of @string
}

func readBibTeX(l *lines, r *reading) error {
	s := &bibtexReader{reading: r, strings: bibtexMonths()}
	if err := l.each(func(line string, _ bool) error {
		if s.d != nil && bibtexStart().MatchString(line) {
			s.d.warn(l.n, WarnUnclosed, "")
			if err := s.close(); err != nil {
				return err
			}
		}
		if l.cut && s.d != nil {
			s.d.warn(l.n, WarnLineCut, "")
		}
		return s.line(line+"\n", l.n)
	}); err != nil {
		return err
	}
	if s.d != nil {
		s.d.warn(l.n, WarnUnclosed, "")
		return s.close()
	}
	return nil
}

var (
	bibtexStart = pattern(`^[ \t]*@[A-Za-z]+[ \t]*[{(]`)
	bibtexEntry = pattern(`@[A-Za-z]+[ \t]*[{(]`)
)

// line takes a line or the rest of one: what stands before an entry, the entry, what stands behind.
func (s *bibtexReader) line(line string, n int) error {
	for line != "" {
		if s.d == nil {
			at := bibtexEntry().FindStringIndex(line)
			if at == nil {
				s.between(n, line)
				return nil
			}
			s.between(n, line[:at[0]])
			s.d = &draft{line: n}
			s.take(line[at[0]:at[1]], n)
			s.depth = 1
			line = line[at[1]:]
		}
		end := s.closing(line)
		s.take(line[:end], n)
		line = line[end:]
		if s.depth == 0 {
			if err := s.close(); err != nil {
				return err
			}
		}
	}
	return nil
}

// closing finds where the entry ends in a text, counting braces as BibTeX does, or the end of the text.
func (s *bibtexReader) closing(text string) int {
	round := strings.HasSuffix(strings.TrimSpace(s.open.String()[:min(s.open.Len(), 24)]), "(")
	for i := range len(text) {
		switch c := text[i]; {
		case c == '{' && !escaped(text, i):
			s.depth++
		case c == '}' && !escaped(text, i):
			s.depth--
		case c == ')' && round && s.depth == 1:
			s.depth = 0
		}
		if s.depth <= 0 {
			s.depth = 0
			return i + 1
		}
	}
	return len(text)
}

// escaped is whether a brace is a character of the text: "\{". BibTeX itself counts those; exports do not balance them.
func escaped(text string, i int) bool {
	n := 0
	for i--; i >= 0 && text[i] == '\\'; i-- {
		n++
	}
	return n%2 == 1
}

func (s *bibtexReader) take(text string, line int) {
	if s.d.room(line, len(text)) {
		s.open.WriteString(text)
	}
}

// close understands what was collected.
func (s *bibtexReader) close() error {
	d, text := s.d, s.open.String()
	s.d, s.depth = nil, 0
	s.open.Reset()
	d.size, d.full = 0, false
	p := &bibtexParser{text: text, line: d.line, d: d, strings: s.strings}
	kind := strings.ToLower(p.word())
	p.space()
	p.at++ // the brace
	switch kind {
	case "comment":
		s.warn(d.line, WarnComment, text)
		return nil
	case "preamble":
		s.warn(d.line, WarnComment, text)
		return nil
	case "string":
		if len(s.strings) < maxBibTeXStrings {
			p.definition()
		}
		return nil
	}
	d.add("ENTRYTYPE", kind, d.line)
	d.add("citekey", p.key(), d.line)
	p.fields()
	return s.emit(d)
}

const maxBibTeXStrings = 2000

// bibtexMonths are the abbreviations that every BibTeX style defines.
func bibtexMonths() map[string]string {
	return map[string]string{
		"jan": "January", "feb": "February", "mar": "March", "apr": "April", "may": "May", "jun": "June", "jul": "July",
		"aug": "August", "sep": "September", "oct": "October", "nov": "November", "dec": "December",
	}
}
