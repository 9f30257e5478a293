package reference

import (
	"slices"
	"strings"
)

// labelledCodec is text for people in which the names of fields are written out: ProQuest ("Title: ..."), EBSCOhost, Ovid's citations
// (names at the margin, values indented), Embase's and Scopus's plain text. Names mean what they mean at the head of a column. It is
// read only.
func labelledCodec() codec { return codec{read: readLabelled, fill: fillLabelled} }

type labelledReader struct {
	*reading
	d       *draft
	blank   bool // the line before was blank
	bounded bool // records are numbered: what stands before the first is a heading
	alone   bool // names of fields stand alone at the margin, values are indented
	upper   bool // names of fields are in capitals
	inset   bool // the line before was indented
	scopus  bool // "SOURCE: Scopus" ends a record, and authors and title have no names
}

func readLabelled(l *lines, r *reading) error {
	head, _ := l.r.Peek(sniffBytes)
	s := &labelledReader{reading: r, bounded: labelledNumber().Match(head), scopus: scopusHead().Match(head)}
	if err := l.each(func(line string, blank bool) error {
		err := s.line(line, blank, l)
		s.blank, s.inset = blank, !blank && (line[0] == ' ' || line[0] == '\t')
		return err
	}); err != nil {
		return err
	}
	return s.close()
}

var (
	labelledNumber = pattern(`(?mi)^[ \t]*(?:<[0-9]{1,7}\.? ?>|(?:record|document|citation)[ :#]*[0-9]{1,7}(?: of [0-9]{1,7})?)[.:]?[ \t]*$`)
	labelledRule   = pattern(`^(?:[_=]{8,}|[-*]{20,})$`)
	labelledTag    = pattern(`^([A-Z][A-Za-z][A-Za-z /()&'-]{0,48}?) ?: ?(.*)$`)
	scopusHead     = pattern(`(?m)^EXPORT DATE: ?[0-9]`)
	scopusEnd      = pattern(`^SOURCE: Scopus$`)
)

func (s *labelledReader) line(line string, blank bool, l *lines) error {
	text := strings.TrimSpace(line)
	switch {
	case blank:
		return nil
	case labelledNumber().MatchString(text):
		s.numbers.at(l.n)
		err := s.close()
		s.d = &draft{line: l.n}
		return err
	case labelledRule().MatchString(text):
		s.numbers.at(l.n)
		if s.bounded && !strings.HasPrefix(text, "_") {
			return nil
		}
		return s.close()
	}
	label, value, ok := s.label(line)
	if s.d == nil {
		if s.bounded || !ok && !s.scopus || scopusHead().MatchString(text) || text == "Scopus" {
			s.between(l.n, line)
			return nil
		}
		s.d = &draft{line: l.n}
	} else if ok && !s.bounded && !s.scopus && s.again(label) {
		if err := s.close(); err != nil {
			return err
		}
		s.d = &draft{line: l.n}
	}
	if l.cut {
		s.d.warn(l.n, WarnLineCut, label)
	}
	s.take(label, value, text, ok, l.n)
	if s.scopus && scopusEnd().MatchString(text) {
		return s.close()
	}
	return nil
}

// again is whether a name begins another record of a file that does not number them: that of the first value, after a blank line.
func (s *labelledReader) again(label string) bool {
	return s.blank && len(s.d.entries) > 1 && label == s.d.entries[0].tag
}

func (s *labelledReader) take(label, value, text string, ok bool, line int) {
	switch {
	case ok:
		s.d.add(label, labelledNames(label, value), line)
	case len(s.d.entries) == 0 || s.d.entries[len(s.d.entries)-1].tag == labelledLead:
		s.d.add(labelledLead, text, line)
	case isURL(text) && s.d.entries[len(s.d.entries)-1].value != "":
		s.d.add("urls", text, line)
	default:
		last := &s.d.entries[len(s.d.entries)-1]
		text = labelledNames(last.tag, text)
		if last.value != "" && csvNames(last.tag) && !strings.HasSuffix(last.value, ";") && len(last.more) == 0 && s.alone {
			text = "; " + text
		}
		s.d.extend(text, line)
	}
}

// labelledLead is the tag of lines that stand at the head of a record without a name.
const labelledLead = "text"

// labelledNames sets semicolons where names of persons are only set apart by wide spaces.
func labelledNames(label, value string) string {
	if csvNames(label) && !strings.Contains(value, ";") {
		names := wideSpace().Split(strings.TrimSpace(value), -1)
		for i, name := range names {
			if wordEnd().MatchString(name) {
				names[i] = strings.TrimSuffix(name, ".")
			}
		}
		return strings.Join(names, "; ")
	}
	return value
}

var (
	wideSpace = pattern(`[ \t]{2,}`)
	wordEnd   = pattern(`\p{L}{3}\.$`)
)

// label recognises the name of a field at the margin. In an abstract only names that are known count, after a blank line or in capitals
// where all are so: its own headings look alike.
func (s *labelledReader) label(line string) (label, value string, ok bool) {
	if line == "" || line[0] == ' ' || line[0] == '\t' {
		return "", "", false
	}
	text := strings.TrimSpace(line)
	if m := labelledTag().FindStringSubmatch(text); m != nil && (!s.alone || labelledField(m[1]) != "") {
		return s.named(m[1], m[2])
	}
	if s.alone && len(text) <= maxColumnName {
		if field := labelledField(text); field != "" {
			return field, "", true
		}
		return text, "", true
	}
	field := labelledField(text)
	capitals := text == strings.ToUpper(text)
	if field == "" || s.upper && !capitals || s.d == nil && !s.upper && !capitals {
		return "", "", false
	}
	if s.d == nil || len(s.d.entries) == 0 {
		s.upper, s.alone = capitals, !capitals
	}
	return field, "", s.upper || s.alone
}

func (s *labelledReader) named(name, value string) (label, text string, ok bool) {
	field := labelledField(name)
	capitals := name == strings.ToUpper(name)
	s.upper = s.upper || s.scopus
	if s.d == nil || len(s.d.entries) == 0 {
		s.upper = field != "" && capitals
		return field, value, field != ""
	}
	switch last := s.d.entries[len(s.d.entries)-1].tag; {
	case s.upper && !capitals:
		return "", "", false
	case last == "abstract" && !(field != "" && (s.blank || s.inset || s.upper && capitals || s.bounded && labelledCertain(name))):
		return "", "", false
	case field == "" && last == "title" && !s.blank:
		return "", "", false
	case field == "":
		field = name
	}
	return field, value, true
}

// labelledField is what a name of a field means: a column's, or one that has no field and is kept under its own name.
func labelledField(name string) string {
	key := folded(name)
	switch key {
	case "source", "citation":
		return "citation"
	case "authornamesfull", "location", "institution", "an", "day", "month":
		return name
	case "majorsubjects", "minorsubjects", "identifierkeyword":
		return "keywords"
	}
	if field := csvColumn(name); field != "" {
		return field
	}
	if slices.Contains(labelledOthers(), key) {
		return name
	}
	return ""
}

// labelledCertain is whether a name is that of a field, and no heading in an abstract.
func labelledCertain(name string) bool {
	return slices.Contains([]string{
		"subjects", "subjectterms", "subjectheadings", "documenttype", "publicationtype", "accessionnumber", "database", "digitalobjectidentifier",
		"doi", "issn", "isbn", "publicationyear", "releasedate", "persistentlink", "uniqueidentifier",
	}, folded(name)) && name != strings.ToUpper(name) || name == "DOI" || name == "ISSN" || name == "ISBN"
}

func labelledOthers() []string {
	return []string{
		"classification", "numberofpages", "countryofpublication", "publicationsubject", "sourcetype", "copyright",
		"lastupdated", "documentfeature", "affiliation", "affiliations", "authoraffiliation", "correspondenceaddress", "fundingdetails",
		"references", "status", "abbreviatedsource", "registrynumber", "peerreviewed", "links", "entrydate", "updatecode", "company",
		"people", "volumeissue", "correspondence", "openaccess", "publicationstage", "conferencename", "clinicaltrialnumber", "credit",
	}
}

func (s *labelledReader) close() error {
	if s.d == nil {
		return nil
	}
	d := s.d
	s.d = nil
	for i, e := range d.entries { // a line taken for a name that nothing follows
		if e.value == "" && len(e.more) == 0 && labelledField(e.tag) == "" {
			d.entries[i].tag, d.entries[i].value = "notes", e.tag
		}
	}
	return s.emit(d)
}
