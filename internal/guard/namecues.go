package guard

import (
	"regexp"
	"strings"
)

// personNoun: "patient Jean Marsh", "pt: Kowalski", "lady called" aside.
func (d *document) personNoun(i int) (personName, bool) {
	w := d.words[i]
	if !isPersonNoun(w.lower) || i > 0 && w.lower == "user" && d.words[i-1].lower != "service" {
		return personName{}, false
	}
	j := d.skipOwner(i)
	if j < 0 {
		return personName{}, false
	}
	if isPersonNoun(d.words[j].lower) || isTitle(d.words[j].lower) {
		return personName{}, false
	}
	n, ok := d.readName(j, trustCue)
	if !ok || d.isStaff(j, n.last) || d.isWork(n) {
		return personName{}, false
	}
	n = d.trimName(n)
	if j > i+1 && n.words+n.initials < 2 && !strings.Contains(d.gap(j), ",") {
		return personName{}, false
	}
	return n, d.nounHolds(i, n)
}

// skipOwner passes "of mine," and "is" between a person and the name.
func (d *document) skipOwner(i int) int {
	marks := ":,-("
	if d.words[i].lower == "pt" {
		marks += "."
	}
	j := d.follows(i, marks)
	for skipped := 0; j >= 0 && skipped < 3; skipped++ {
		switch d.words[j].lower {
		case "of", "mine", "ours", "here", "is", "was", "in", "question", "today":
			j = d.follows(j, ":,-(")
		default:
			return j
		}
	}
	return j
}

func isPersonNoun(lower string) bool {
	switch lower {
	case "patient", "pt", "client", "resident", "lady", "gentleman", "gent", "man", "woman", "girl", "boy", "baby", "child", "infant", "neonate",
		"toddler", "teenager", "chap", "lad", "user", "newborn", "inpatient", "youngster", "schoolgirl", "schoolboy", "pensioner", "adolescent":
		return true
	}
	return false
}

// nounHolds weighs a name after a word for a person.
func (d *document) nounHolds(i int, n personName) bool {
	first := d.words[n.lead]
	gap := d.gap(n.first)
	ordinary := isOrdinary(first)
	switch {
	case n.words >= 2 && n.given && n.known >= 1 && (!ordinary || isGiven(first.bare())):
		return true
	case n.words >= 2 && !ordinary && n.known >= 1:
		return true
	case n.words >= 2 && !ordinary && n.shaped:
		return strings.ContainsAny(gap, ",:") || d.goesOn(n)
	case n.words == 1 && n.initials > 0:
		return !ordinary && (n.known > 0 || n.shaped)
	case n.words == 0:
		letters := d.text[d.words[n.first].start:min(len(d.text), d.words[n.last].end+1)]
		return n.initials >= 2 && n.initials <= 3 && strings.Contains(letters, ".") && !strings.HasPrefix(letters, "I.D")
	case ordinary:
		return false
	case n.given:
		return !strings.Contains(gap, ",") || first.capitalised()
	}
	colon := strings.ContainsAny(gap, ":") && first.capitalised()
	baby := i > 0 && d.words[i-1].lower == "baby" || d.words[i].lower == "baby"
	if strings.HasSuffix(first.lower, "'s") {
		return false
	}
	return baby && n.known > 0 || (n.known > 0 || n.shaped) && (colon || d.goesOn(n))
}

// goesOn: the words after the name speak of a person.
func (d *document) goesOn(n personName) bool {
	return aboutPerson.MatchString(d.after(d.words[n.last].end, 24))
}

// aboutPerson is how a sentence about one person goes on.
var aboutPerson = regexp.MustCompile(`(?i)^\s?(?:,\s?)?(?:\(?\d{1,3}\s?(?:y|m\b|f\b)|has\b|had\b|is\b|was\b|who\b|needs\b|wants\b|presented\b|came\b|attended\b|admitted\b|takes\b|lives\b|aged\b|age\b|dob\b|d\.o\.b|nhs\b|hosp|mrn\b|bed\b|on\b|with\b|[,(]?\s?\d{1,2}[/.\-]\d)`)

// subjectName: "Re: Alan Marsh", "regarding J. Nowak".
func (d *document) subjectName(i int) (personName, bool) {
	switch d.words[i].lower {
	case "re", "regarding", "concerning", "reference", "ref", "about", "for", "subject":
	default:
		return personName{}, false
	}
	j := d.follows(i, ":-(")
	if j < 0 {
		return personName{}, false
	}
	n, ok := d.readName(j, trustCue)
	if !ok || d.isStaff(i, n.last) || d.isWork(n) {
		return personName{}, false
	}
	n = d.trimName(n)
	return n, d.subjectHolds(i, n)
}

// subjectHolds: after "re" a topic is likelier than a name, so a name must be
// whole, or be followed by something that only follows a person.
func (d *document) subjectHolds(i int, n personName) bool {
	first := d.words[n.lead]
	full := n.words >= 2 || n.words == 1 && n.initials > 0
	identity := d.goesOn(n)
	known := n.known > 0 && (!isOrdinary(first) || n.given && n.words >= 2 && n.known >= 2)
	switch d.words[i].lower {
	case "re", "regarding", "concerning", "subject":
		if full && known && (n.given || n.initials > 0 || n.known >= 2) {
			return true
		}
		return identity && (full && n.shaped && !isOrdinary(first) || known && !isOrdinary(first))
	}
	return identity && full && known && n.given
}

// calledName: "a lady called Jean", "known as Bob", "goes by Sam", "by the name of".
func (d *document) calledName(i int) (personName, bool) {
	switch d.words[i].lower {
	case "called", "named":
	case "as":
		if i == 0 || d.words[i-1].lower != "known" {
			return personName{}, false
		}
	case "of":
		if i == 0 || d.words[i-1].lower != "name" {
			return personName{}, false
		}
	case "by":
		if i == 0 || d.words[i-1].lower != "goes" {
			return personName{}, false
		}
	default:
		return personName{}, false
	}
	j := d.follows(i, ":'\"")
	if j < 0 {
		return personName{}, false
	}
	n, ok := d.readName(j, trustCue)
	if !ok || d.isStaff(j, n.last) || d.isWork(n) {
		return personName{}, false
	}
	person := personBefore.MatchString(d.before(d.words[i].start, 32))
	first := d.words[n.lead]
	holds := !isOrdinary(first) && (n.given || person && (n.known > 0 || n.shaped)) || person && isGiven(first.bare()) && n.shaped
	return d.trimName(n), holds && !strings.HasSuffix(first.lower, "'s")
}

var personBefore = regexp.MustCompile(`(?i)\b(?:patient|pt|lady|gentleman|gent|man|woman|girl|boy|baby|child|person|resident|client|mum|dad|chap|bloke|lad|guy|teenager|toddler|neonate|son|daughter|wife|husband|she|he|is|he's|she's|who|infant|user|pensioner)\W{1,2}(?:(?:is|was|who is|who's|been|being|also|he's|she's)\W){0,2}(?:known\s|goes\s|by the name\s)?$`)

// relativeName: "his wife Margaret", "daughter: Susan Hill".
func (d *document) relativeName(i int) (personName, bool) {
	if !isRelative(d.words[i].lower) {
		return personName{}, false
	}
	j := d.follows(i, ":,-(")
	if j < 0 {
		return personName{}, false
	}
	n, ok := d.readName(j, trustCue)
	if !ok || d.isStaff(j, n.last) || d.isWork(n) {
		return personName{}, false
	}
	first := d.words[n.lead]
	owned := ownRelative.MatchString(d.before(d.words[i].start, 16))
	if !isGiven(first.bare()) && !(owned && n.shaped) || isOrdinary(first) && n.words < 2 {
		return personName{}, false
	}
	if d.words[i].lower == "sister" && !owned {
		return personName{}, false
	}
	return d.trimName(n), true
}

var ownRelative = regexp.MustCompile(`(?i)\b(?:his|her|their|pt's|patient's|twin|older|younger|eldest|youngest|late)\s$`)

func isRelative(lower string) bool {
	switch lower {
	case "wife", "husband", "daughter", "son", "mum", "mother", "dad", "father", "partner", "brother", "sister", "carer", "niece", "nephew",
		"granddaughter", "grandson", "grandmother", "grandfather", "nan", "guardian", "fiance", "fiancee", "cousin", "daughter-in-law", "son-in-law", "twin":
		return true
	}
	return false
}
