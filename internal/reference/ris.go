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
	blank  bool // the line before was blank
	ended  bool // records of this file end with ER
	number bool // the line before only numbered a record
	tight  bool // the last tag had no space before its hyphen, as in EBSCOhost's generic text

	typed    bool // a record of this file began with TY
	cochrane bool // tags end with a colon, and "Record #n of m" begins a record
}

func readRIS(l *lines, r *reading) error {
	s := &risReader{reading: r}
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
	if s.d == nil {
		s.d = &draft{line: l.n}
		if tag != "TY" && !s.cochrane && (s.typed || s.sum.Records == 0) {
			s.d.warn(l.n, WarnNoStart, tag)
		}
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

// close hands on the record that is read.
func (s *risReader) close() error {
	if s.d == nil {
		return nil
	}
	d := s.d
	s.d = nil
	return s.emit(d)
}

// end takes an ER line. Text on it is a note of the record.
func (s *risReader) end(value string, line int) error {
	s.ended = true
	if s.d == nil {
		if strings.TrimSpace(value) != "" {
			s.between(line, value)
		}
		return nil
	}
	if strings.TrimSpace(value) != "" {
		s.d.add("N1", value, line)
	}
	return s.close()
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
		s.between(n, line)
		return nil
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

// risLine splits a line into tag and value. The format asks for two spaces, a hyphen and a space; what is written by hand and by
// lesser programs has fewer, more, or tabs: then only tags that are known count, so that prose is not mistaken for one.
func risLine(line string) (tag, value string, ok bool) {
	if len(line) < 3 {
		return "", "", false
	}
	if risStrict(line) {
		return line[:2], line[min(6, len(line)):], true
	}
	m := risLoose().FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	tag = strings.ToUpper(m[1])
	if tag != m[1] && len(m[2]) < 2 && !strings.Contains(m[2], "\t") || !risKnown(tag) {
		return "", "", false
	}
	return tag, m[3], true
}

// risStrict is whether a line is as the format says; a space at its end may be missing.
func risStrict(line string) bool {
	return len(line) >= 5 && upper(line[0]) && (upper(line[1]) || line[1] >= '0' && line[1] <= '9') && line[2:5] == "  -" &&
		(len(line) == 5 || line[5] == ' ' || line[5] == '\t')
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

var (
	glued    = pattern(`(?:^|\s)TY {1,2}-(?: ?[A-Z]{3,11})?\s*$`) // the line that follows ER, without the end of line between them
	shortTag = pattern(`^[A-Z][A-Z0-9]$`)
	risTight = pattern(`^([A-Z]{2})- (.*)$`)
	risLower = pattern(`^([a-z][a-z0-9]) ?- (.*)$`)
	risLoose = pattern(`^[ \t]{0,3}([A-Za-z][A-Za-z0-9])([ \t]{0,4})[-–](?:[ \t]*(.*)|$)`)
)

// risProse is whether values of a tag are text in which a line may begin with two letters and a hyphen.
func risProse(tag string) bool {
	return tag == "AB" || tag == "N2" || tag == "N1" || tag == overlayTag
}

// risKnown is whether a tag is one that RIS files use.
func risKnown(tag string) bool {
	switch tag {
	case "TY", "ER", "ID", "AU", "ED", "TI", "TT", "ST", "JO", "JF", "JA", "JN", "JT", "JI", "J1", "J2", "J9", "BT", "CT", "PY", "DA", "YR",
		"DP", "DB", "DO", "DI", "AB", "KW", "KY", "DE", "SP", "EP", "PG", "VL", "VI", "IS", "IP", "SN", "BN", "EI", "UR", "LK", "LA", "LG", "PB",
		"PU", "PI", "PP", "CY", "ET", "AN", "UI", "UT", "AD", "AV", "NV", "OP", "SE", "PM", "PT", "DT", "SO", "RN", "RP", "CN", "CA", "PN", "CP",
		"AS", "VN", "MH", "SH", "EA", "US", "CC", "RI", "OI", "XD":
		return true
	}
	first, second := tag[0], tag[1]
	return strings.IndexByte("ACJLMNTUY", first) >= 0 && second >= '0' && second <= '9'
}

// risRepeats is whether a tag stands once for each of several values.
func risRepeats(tag string) bool {
	switch tag {
	case "AU", "A1", "A2", "A3", "A4", "ED", "KW", "KY", "DE", "MH", "SH", "UR", "N1":
		return true
	}
	return false
}
