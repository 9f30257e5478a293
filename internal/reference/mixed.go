package reference

import "strings"

// Files that somebody put together hold records of several formats. Where a record may end, a line that can only begin a record of
// another format of tagged text hands the rest of the file to that format's reader.

// handover is what lines watch for: where a record may begin, and what begins one.
type handover struct {
	format  Format // that reads now
	open    bool   // a record may begin at the next line
	to      Format // that reads on; empty: the file ended
	pending string // its first line
}

// sees says whether this line belongs to another format.
func (h *handover) sees(line string) bool {
	if h.format == "" {
		return false
	}
	open := h.open
	h.open = recordMayEnd(line)
	if !open || strings.TrimSpace(line) == "" {
		return false
	}
	if f := recordBegins(line); f != "" && f != h.format {
		h.to, h.pending = f, line
		return true
	}
	return false
}

func recordMayEnd(line string) bool {
	text := strings.TrimSpace(line)
	switch text {
	case "", "ER", "EF", "}", "ER -", "ER  -":
		return true
	}
	return numbering().MatchString(text)
}

// recordBegins recognises the first line of a record when there can be no doubt about its format.
func recordBegins(line string) Format {
	switch {
	case risBegins().MatchString(line):
		return RIS
	case nbibBegins().MatchString(line):
		return NBIB
	case wosBegins().MatchString(line):
		return WebOfScience
	case bibtexBegins().MatchString(line):
		return BibTeX
	case enwBegins().MatchString(line):
		return EndNoteTagged
	case refworksBegins().MatchString(line):
		return RefWorks
	}
	return ""
}

var (
	risBegins      = pattern(`^TY {1,2}- ?[A-Z]{3,11}\s*$`)
	nbibBegins     = pattern(`^PMID ?- ?[0-9]{1,9}\s*$`)
	wosBegins      = pattern(`^(?:PT [JBSCP]|FN (?:Clarivate|Thomson|ISI|Web of|Evidence Desk).*)\s*$`)
	bibtexBegins   = pattern(`^@[A-Za-z]{3,20}\{[^\s{},"]+,\s*$`)
	enwBegins      = pattern(`^%0 [A-Z][A-Za-z ]{2,30}\s*$`)
	refworksBegins = pattern(`^RT [A-Z][A-Za-z, /]{2,50}\s*$`)
)
