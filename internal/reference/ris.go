package reference

import (
	"strings"
)

func risCodec() codec {
	return codec{read: readRIS, fill: fillRIS, entries: risEntries, print: printRIS}
}

// risReader is the state of reading RIS. The format has no standard body; what is forgiven here is what Ovid, EBSCOhost,
// ProQuest, Embase, Scopus, Cochrane and reference managers do.
type risReader struct {
	*reading
	d      *draft
	held   *draft // ended, but what stands behind ER may belong to it
	blank  bool   // the line before was blank
	ended  bool   // records of this file end with ER
	number bool   // the line before only numbered a record
	tight  bool   // the last tag had no space before its hyphen, as in EBSCOhost's generic text

	typed    bool // a record of this file began with TY
	cochrane bool // tags end with a colon, and "Record #n of m" begins a record
}

func readRIS(l *lines, r *reading) error {
	head, _ := l.r.Peek(sniffBytes)
	s := &risReader{reading: r, cochrane: !risStarts().Match(head) && colonTagged(string(head))}
	if err := l.each(func(line string, blank bool) error {
		err := s.line(line, blank, l)
		s.blank = blank
		return err
	}); err != nil {
		return err
	}
	if s.d != nil && (s.ended || s.d.has("TY")) {
		s.d.warn(l.n, WarnNoEnd, "")
	}
	return s.close()
}

func (s *risReader) line(line string, blank bool, l *lines) error {
	if blank {
		return nil
	}
	split := risLine
	if s.cochrane {
		split = cochraneLine
	}
	tag, value, ok := split(line)
	if !ok {
		return s.text(line, l.n)
	}
	if err := s.boundary(tag, l.n); err != nil {
		return err
	}
	if tag == "ER" {
		if err := s.end(glued().ReplaceAllString(value, ""), l.n); err != nil {
			return err
		}
		if next := glued().FindString(value); next != "" {
			return s.line(strings.TrimSpace(next), false, l)
		}
		return nil
	}
	if s.d == nil && s.belongs(tag) {
		s.held.add(tag, value, l.n)
		return nil
	}
	if err := s.begin(tag, line, l.n); err != nil {
		return err
	}
	s.typed, s.tight = s.typed || tag == "TY", line[2] == '-'
	if l.cut {
		s.d.warn(l.n, WarnLineCut, tag)
	}
	if tag == overlayShort {
		tag = overlayTag
	}
	s.d.add(tag, value, l.n)
	return nil
}

// begin opens a record when none is open. A type is missing where others have one; Ovid's and EBSCOhost's tagged text has none.
func (s *risReader) begin(tag, line string, n int) error {
	if s.d != nil {
		return nil
	}
	if err := s.release(); err != nil {
		return err
	}
	s.d = &draft{line: n}
	if tag != "TY" && tag != "VN" && line[2] != '-' && !s.cochrane && (s.typed || s.sum.Records == 0) {
		s.d.warn(n, WarnNoStart, tag)
	}
	return nil
}

// boundary ends a record that has no end of its own, when this line can only begin another.
func (s *risReader) boundary(tag string, line int) error {
	defer func() { s.number = false }()
	if s.d == nil {
		return nil
	}
	begins := tag == "TY"
	if !s.d.has("TY") {
		begins = begins || s.number || s.blank && tag == s.d.entries[0].tag && !risRepeats(tag)
	}
	if !begins {
		return nil
	}
	if s.ended || s.d.has("TY") {
		s.d.warn(line, WarnNoEnd, "")
	}
	return s.close()
}

// belongs is whether a line right behind ER still says something of the record before: Ovid writes NL there.
func (s *risReader) belongs(tag string) bool {
	return s.held != nil && !s.blank && !risKnown(tag)
}

// release hands on the record that has ended.
func (s *risReader) release() error {
	if s.held == nil {
		return nil
	}
	d := s.held
	s.held = nil
	return s.emit(d)
}

// close hands on the record that is read, and the one before it.
func (s *risReader) close() error {
	if err := s.release(); err != nil || s.d == nil {
		return err
	}
	d := s.d
	s.d = nil
	return s.emit(d)
}

// end takes an ER line. Text on it is a note of the record.
func (s *risReader) end(value string, line int) error {
	s.ended = true
	if s.d == nil {
		return s.outside(value, line)
	}
	if strings.TrimSpace(value) != "" {
		s.d.add("N1", value, line)
	}
	d := s.d
	s.d = nil
	err := s.release()
	s.held = d
	return err
}

// text takes a line without a tag: it goes on with the value before it, or stands between records.
func (s *risReader) text(line string, n int) error {
	trimmed := strings.TrimSpace(line)
	if cochraneRecord().MatchString(trimmed) {
		s.cochrane = true
		return s.close()
	}
	if s.d != nil && s.blank && numbering().MatchString(trimmed) {
		s.number = true
		s.numbers.at(n)
		return nil
	}
	if s.d == nil {
		return s.outside(trimmed, n)
	}
	last := s.d.entries[len(s.d.entries)-1].tag
	if m := risLower().FindStringSubmatch(line); m != nil && !risProse(last) && risKnown(strings.ToUpper(m[1])) {
		s.d.add(strings.ToUpper(m[1]), m[2], n)
		return nil
	}
	if m := risTight().FindStringSubmatch(line); m != nil && s.tight {
		s.d.add(tightTag(m[1]), m[2], n)
		return nil
	}
	if risRepeats(last) && last != "N1" && last != "UR" {
		s.d.add(last, trimmed, n)
		return nil
	}
	s.d.extend(trimmed, n)
	return nil
}

// outside takes a line between records: links of Ovid belong to the record before, other text to the one that follows.
func (s *risReader) outside(text string, line int) error {
	if links := ovidLinks(text); s.held != nil && len(links) > 0 {
		for _, link := range links {
			s.held.add("UR", link, line)
		}
		return nil
	}
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if jstorHead().MatchString(text) {
		s.numbers.at(line)
		return nil
	}
	err := s.release()
	s.between(line, text)
	return err
}

// jstorHead are the lines that JSTOR writes above every record.
var jstorHead = pattern(`^(?:Provider: .*https?://\S+|Database: \S+|Content: text/plain; charset="[A-Za-z0-9-]+")$`)

// tightTag gives the tags of RIS for those of EBSCOhost's generic text; others are kept as they are.
func tightTag(tag string) string {
	switch tag {
	case "PD":
		return "DA"
	case "VO":
		return "VL"
	case "NO":
		return "IS"
	case "SU":
		return "KW"
	}
	return tag
}
