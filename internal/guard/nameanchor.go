package guard

import (
	"regexp"
	"slices"
	"strings"
)

var (
	// identityLabel begins an identifier; ageLabel tells of one person's age.
	identityLabel = regexp.MustCompile(`(?i)\b(?:d ?[./]? ?o ?[./]? ?b\b|date of birth|born (?:on )?(?:the )?\d|nhs (?:no|number|num|id)\b|nhs:? ?\d{3}|chi (?:no|number)|` +
		`hosp(?:ital)?\.? (?:no|number|num|id)|mrn\b|unit (?:no|number)|case ?note|pas (?:no|number)|k (?:no|number))|\((?:mr|mrs|miss|ms|` +
		`mx)\)`)
	ageLabel = regexp.MustCompile(`(?i)(?:\baged? \d{1,3}\b|\b\d{1,3}[\s\-]?(?:y/?o\b|yrs?\b|years?[\s\-]old|year[\s\-]old|[mf]\b)|\bis an? \d{1,3}\b|\bwas admitted|` +
		`\bhas been admitted|\bwas seen (?:in|on|by)|\bis an inpatient|\bpresented (?:with|to)|\bcame in(?:to)?\b|\blives (?:in|at|with|` +
		`alone)|\bon ward \d|\bin bed \d|\b\d{2}[,;)])`)
	besideGap  = regexp.MustCompile(`^[\s,;:(\-|/.]{1,4}(?:(?:who|is|an?|the|our|patient|pt)\s){0,2}$`)
	personAged = regexp.MustCompile(`(?i)\b\d{1,3}[\s\-]?(?:y/?o|yrs?(?:[\s\-]old)?|years?[\s\-]old|[mf])(?:\s?[mf]\b)?(?:\s(?:lady|gentleman|gent|man|woman|male|` +
		`female|boy|girl|patient|pt|chap))?[\s,:(\-]{1,3}$`)
)

// besideNames finds names without a cue of their own, right before an
// identifier or an age, or right after an identifier.
func (d *document) besideNames(anchors []byteSpan, dates []dateSpan) []personName {
	var found []personName
	before := func(pos int, strong bool) {
		if n, ok := d.nameBefore(pos, strong); ok {
			found = append(found, n)
		}
	}
	for _, m := range identityLabel.FindAllStringIndex(d.text, -1) {
		before(m[0], true)
	}
	for _, m := range ageLabel.FindAllStringIndex(d.text, -1) {
		before(m[0], false)
	}
	for _, a := range anchors {
		before(a.start, true)
		if n, ok := d.nameAfter(a.end); ok {
			found = append(found, n)
		}
	}
	for _, s := range dates {
		if s.form == formFull && bornLongAgo(s) {
			before(s.start, false)
		}
	}
	return slices.Concat(found, d.afterAges(), d.listedNames())
}

// nameBefore looks back from pos over at most four words for a whole name that
// ends there.
func (d *document) nameBefore(pos int, strong bool) (personName, bool) {
	last := d.wordAt(pos) - 1
	for skipped := 0; last >= 0 && skipped < 3 && isLink(d.words[last].lower); skipped++ {
		last--
	}
	if last < 0 || d.words[last].end > pos || !besideGap.MatchString(strings.ToLower(d.text[d.words[last].end:pos])) {
		return personName{}, false
	}
	trust := trustCue
	if strong {
		trust = trustLabel
	}
	for first := max(0, last-3); first <= last; first++ {
		n, ok := d.readName(first, trust)
		if !ok || n.last != last || d.isStaff(first, last) || d.isWork(n) {
			continue
		}
		if d.standsAlone(n, strong) {
			return n, true
		}
	}
	return personName{}, false
}

func isLink(lower string) bool {
	switch lower {
	case "who", "is", "a", "an", "the", "our", "patient", "pt", "male", "female":
		return true
	}
	return false
}

// standsAlone: is it a whole name on its own merits? Beside an identifier a
// name in neither list will do if it is written as one.
func (d *document) standsAlone(n personName, strong bool) bool {
	first := d.words[n.lead]
	ordinary := isOrdinary(first)
	both := n.words >= 2 && n.known >= 2 && (n.given || strong)
	switch {
	case both && (!ordinary || n.shaped && n.given):
		return true
	case ordinary:
		return false
	case n.words >= 2 && isGiven(first.bare()):
		return n.shaped || strong
	case n.words >= 2 && n.shaped:
		return strong && n.words <= 4 || isGiven(first.bare()) || isSurname(d.words[n.last].bare())
	case n.words == 1 && n.initials > 0:
		return strong && (n.known > 0 || n.shaped)
	}
	if n.words != 1 || n.known != 1 || !first.capitalised() || !n.shaped {
		return false
	}
	return strong || isGiven(first.bare()) && !isSurname(first.bare())
}

// nameAfter reads a name right after an identifier: "999 … , Jean Marsh".
func (d *document) nameAfter(pos int) (personName, bool) {
	i := d.wordAt(pos)
	if i >= len(d.words) || strings.Trim(d.text[pos:d.words[i].start], " ,;:-/|(\n") != "" || d.words[i].start-pos > 4 {
		return personName{}, false
	}
	n, ok := d.readName(i, trustNone)
	if !ok || n.words+n.initials < 2 || d.isStaff(i, n.last) || d.isWork(n) {
		return personName{}, false
	}
	first := d.words[i]
	return d.trimName(n), n.known >= 2 && n.given || n.known >= 1 && !isOrdinary(first) && n.shaped
}

// afterAges: "67M John Marsh", "82 year old lady, Jean Marsh".
func (d *document) afterAges() []personName {
	var found []personName
	for i := range d.words {
		if i == 0 || !isGiven(d.words[i].bare()) || !personAged.MatchString(d.before(d.words[i].start, 36)) {
			continue
		}
		n, ok := d.readName(i, trustCue)
		if ok && n.words >= 2 && n.known >= 1 && !d.isStaff(i, n.last) && !d.isWork(n) && (n.shaped || n.known >= 2) {
			found = append(found, d.trimName(n))
		}
	}
	return found
}

var listedAfter = regexp.MustCompile(`^(?: -|:|;|\n|$| \(\d{2}|, ?\d)`)

// listedNames: "Marsh, Jean - UTI", surname first at the beginning of a line.
func (d *document) listedNames() []personName {
	var found []personName
	for i := range d.words {
		if i > 0 && !strings.Contains(d.gap(i), "\n") || !isSurname(d.words[i].bare()) || isOrdinary(d.words[i]) {
			continue
		}
		n, ok := d.readName(i, trustNone)
		if !ok || n.last == i || !strings.Contains(d.gap(i+1), ",") || !isGiven(d.words[i+1].bare()) || isOrdinary(d.words[i+1]) {
			continue
		}
		if listedAfter.MatchString(d.after(d.words[n.last].end, 8)) && !d.isWork(n) {
			found = append(found, n)
		}
	}
	return found
}

var (
	fileEnding  = regexp.MustCompile(`(?i)\.(?:pdf|docx?|odt|rtf|txt|jpe?g|png|tiff?|heic|xlsx?|csv|msg|eml|pptx?|zip|dcm)\s*$`)
	patientFile = regexp.MustCompile(`(?i)\b(?:referral|discharge|letter|clinic|notes?|scan|x-?ray|cxr|echo|ecg|results?|bloods?|ct|mri|consent|history|hx|photo|wound|` +
		`chart|kardex|admission|obs|biopsy|histology|dna ?cpr|care ?plan|assessment|summary|pathology|report|dob|medication|meds|drug)`)
	paperFile = regexp.MustCompile(`(?i)\b(?:et al|(?:19|20)\d\d|paper|article|guidelines?|protocol|review|lecture|slides|cv|poster|chapter|book|thesis|dissertation|appendix|strategy|search|poem|fund|inquiry)\b`)
)

// maxFileName is the longest text, in bytes, taken for a file name.
const maxFileName = 160

// isPatientFile: the text is the name of a file about a patient. A year in it
// speaks of a paper, unless it is part of a whole date.
func (d *document) isPatientFile(dates []dateSpan) bool {
	if len(d.text) > maxFileName || !fileEnding.MatchString(d.text) || !patientFile.MatchString(d.text) {
		return false
	}
	rest := []byte(d.text)
	for _, s := range dates {
		if s.form == formFull {
			copy(rest[s.start:s.end], strings.Repeat(" ", s.end-s.start))
		}
	}
	return !paperFile.Match(rest)
}

// fileNames: "John_Marsh_discharge_letter.pdf". A paper by John Marsh carries a
// year or says what it is.
func (d *document) fileNames(dates []dateSpan) []personName {
	if !d.isPatientFile(dates) {
		return nil
	}
	var found []personName
	for i := 0; i < len(d.words); i++ {
		n, ok := d.readName(i, trustCue)
		if !ok || n.words < 2 || n.known < 1 || !n.shaped && n.known < 2 || isOrdinary(d.words[i]) && !n.given || d.isStaff(i, n.last) {
			continue
		}
		found = append(found, n)
		i = n.last
	}
	return found
}
