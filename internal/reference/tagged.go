package reference

import "strings"

// tagged is how a kind of tagged text looks: what begins and ends a record, and what a line says.
type tagged struct {
	split  func(line string) (tag, value string, ok bool)
	indent func(line string) bool                      // whether a line without a tag goes on with the value before
	begins func(d *draft, tag string, blank bool) bool // whether a tag begins another record
	end    string                                      // tag that ends a record
	own    string                                      // tag of our overlay
	header func(tag string) bool                       // tags of the file, not of a record
	lists  func(tag string) bool                       // whether every line of continuation is a value of its own
}

// read reads a file of tagged text whose lines wrap.
func (t tagged) read(l *lines, r *reading) error {
	s := &taggedReader{tagged: t, reading: r}
	if err := l.each(func(line string, blank bool) error {
		err := s.line(line, blank, l)
		s.blank = blank
		return err
	}); err != nil {
		return err
	}
	if s.d != nil && t.end != "" {
		s.d.warn(l.n, WarnNoEnd, "")
	}
	return s.close()
}

type taggedReader struct {
	tagged
	*reading
	d     *draft
	blank bool
}

func (s *taggedReader) close() error {
	if s.d == nil {
		return nil
	}
	d := s.d
	s.d = nil
	return s.emit(d)
}

func (s *taggedReader) line(line string, blank bool, l *lines) error {
	if blank {
		return nil
	}
	tag, value, ok := s.split(line)
	switch {
	case !ok:
		return s.text(line, l)
	case s.header != nil && s.header(tag):
		if tag == "EF" {
			return s.close()
		}
		return nil
	case s.end != "" && tag == s.end:
		if s.d == nil {
			s.between(l.n, value)
		}
		return s.close()
	}
	if s.d != nil && s.begins(s.d, tag, s.blank) {
		if s.end != "" {
			s.d.warn(l.n, WarnNoEnd, "")
		}
		if err := s.close(); err != nil {
			return err
		}
	}
	if s.d == nil {
		s.d = &draft{line: l.n}
	}
	if l.cut {
		s.d.warn(l.n, WarnLineCut, tag)
	}
	if tag == s.own {
		tag = overlayTag
	}
	s.d.add(tag, value, l.n)
	return nil
}

// text takes a line without a tag.
func (s *taggedReader) text(line string, l *lines) error {
	trimmed := strings.TrimSpace(line)
	switch {
	case s.d == nil:
		s.between(l.n, line)
	case s.blank && !s.indent(line) && numbering().MatchString(trimmed):
		s.numbers.at(l.n)
		return s.close()
	case s.lists != nil && s.lists(s.d.entries[len(s.d.entries)-1].tag):
		s.d.add(s.d.entries[len(s.d.entries)-1].tag, trimmed, l.n)
	default:
		s.d.extend(trimmed, l.n)
	}
	return nil
}
