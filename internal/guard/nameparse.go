package guard

import (
	"strings"
	"unicode/utf8"
)

// personName is a run of words read as one person's name.
type personName struct {
	first, last int // word indices, inclusive
	lead        int // the first full word, past initials and particles
	known       int // words that are in the lists of given names or surnames
	given       bool
	words       int // full words, initials apart
	initials    int
	shaped      bool // every full word is capitalised, so it looks like a name
}

// maxNameWords keeps a name from swallowing a sentence.
const maxNameWords = 5

// readName reads a name that begins at word i. trust says how far the words
// before it promise that a name follows; with full trust small letters will do.
func (d *document) readName(i int, trust nameTrust) (personName, bool) {
	n := personName{first: i, last: i - 1, lead: i, shaped: true}
	for j := i; j < len(d.words) && j-i < maxNameWords; j++ {
		if j > i && !nameGap(d.gap(j), n, d.words[j-1]) {
			break
		}
		if !d.takeNameWord(&n, j, trust) {
			break
		}
	}
	return n, n.words > 0 || n.initials >= 2
}

// nameTrust is how strongly the context promises a name.
type nameTrust int

const (
	trustNone  nameTrust = iota // nothing says so: capitals and known names only
	trustCue                    // "patient", "re:": capitals, or a known name
	trustTitle                  // Mr, Mrs: almost any word
	trustLabel                  // "surname:": any word that is not ordinary language
)

// takeNameWord adds word j to the name if it can be part of one.
func (d *document) takeNameWord(n *personName, j int, trust nameTrust) bool {
	w := d.words[j]
	if w.isNumber() {
		return false
	}
	loud := d.shouting(j)
	switch {
	case d.isInitial(j, loud), trust >= trustCue && d.leadsSurname(j):
		n.initials += w.letters()
	case isParticle(w.lower) && (j > n.first || trust >= trustCue && d.particleLeads(j)):
		if !d.particleLeads(j) {
			return false
		}
	case d.isNameWord(w, n, trust, loud):
		if n.words == 0 {
			n.lead = j
		}
		n.words++
		if isKnownName(w) {
			n.known++
		}
		n.given = n.given || isGiven(w.bare())
		n.shaped = n.shaped && !loud && (w.capitalised() || w.allCaps())
	default:
		return false
	}
	n.last = j
	return true
}

// isNameWord decides on one full word.
func (d *document) isNameWord(w word, n *personName, trust nameTrust, loud bool) bool {
	ordinary := isOrdinary(w)
	upper := w.capitalised() && !loud
	switch {
	case w.letters() < 2:
		return false
	case upper && (!ordinary || isKnownName(w)):
		return true
	case upper:
		// "Mrs Pain": a title makes a name of a capitalised ordinary word, once.
		return trust == trustTitle && n.words == 0 && !neverName(w.lower)
	case w.allCaps() && !loud:
		known := isKnownName(w) && w.letters() > 2
		return known && (!ordinary || w.letters() > 3) || !ordinary && w.letters() > 2 && (w.letters() > 4 || trust >= trustTitle)
	case trust < trustCue || ordinary && !isSurname(w.bare()):
		return false
	case isKnownName(w):
		return !ordinary || trust >= trustTitle && n.words <= 1
	}
	return trust >= trustTitle && !neverName(w.lower) && (n.words == 0 || n.given && n.words == 1)
}

// isInitial: a single capital, or two capitals with a full stop.
func (d *document) isInitial(j int, loud bool) bool {
	w := d.words[j]
	if w.letters() != 1 || !w.allCaps() || !isASCIIUpper(w.text) {
		return false
	}
	dotted := strings.HasPrefix(d.text[w.end:], ".")
	return dotted || !loud && w.text != "I" && w.text != "A"
}

// leadsSurname: "Mrs A Fenwick", "pt k. nowak": a letter that is a word by itself
// or is small counts as an initial before a surname.
func (d *document) leadsSurname(j int) bool {
	w := d.words[j]
	if w.letters() != 1 || j+1 >= len(d.words) {
		return false
	}
	next, gap := d.words[j+1], d.gap(j+1)
	if w.text == "A" || w.text == "I" {
		return gap == " " && next.capitalised() && isSurname(next.bare()) && !isOrdinary(next)
	}
	return strings.HasPrefix(gap, ".") && len(gap) <= 2 && isSurname(next.bare())
}

func isASCIIUpper(s string) bool { return s[0] >= 'A' && s[0] <= 'Z' }

// isParticle: the small words inside a surname.
func isParticle(lower string) bool {
	switch lower {
	case "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ten", "ter",
		"bin", "bint", "ibn", "abu", "al", "el", "st", "ap", "ab", "ferch", "mac", "mc", "nic", "ni", "o", "e", "y", "ur", "ul":
		return true
	}
	return false
}

// particleLeads: a particle counts only when a name word follows.
func (d *document) particleLeads(j int) bool {
	for k := j + 1; k < len(d.words) && k <= j+2; k++ {
		w := d.words[k]
		if strings.TrimLeft(d.gap(k), " .") != "" {
			return false
		}
		if w.capitalised() || w.allCaps() && w.letters() > 2 || isSurname(w.lower) {
			return !isOrdinary(w) || isSurname(w.lower)
		}
		if !isParticle(w.lower) {
			return false
		}
	}
	return false
}

// nameGap: what may stand between two parts of a name. A comma joins only
// "SURNAME, Forename".
func nameGap(gap string, n personName, prev word) bool {
	switch gap {
	case " ", "  ", ". ", ".", "-":
		return gap == " " || gap == "  " || prev.letters() <= 2 || isParticle(prev.lower)
	case ", ", ",":
		return n.words == 1 && n.initials == 0
	}
	return false
}

// trimName drops trailing words that only the reader, not the lists, took: a
// comma must be followed by a given name or an initial.
func (d *document) trimName(n personName) personName {
	for j := n.first + 1; j <= n.last; j++ {
		if strings.Contains(d.gap(j), ",") && !isGiven(d.words[j].bare()) && d.words[j].letters() > 1 {
			n.last = j - 1
			n.known, n.words, n.initials, n.given = 0, 0, 0, false
			for k := n.first; k < j; k++ {
				d.recount(&n, d.words[k])
			}
			return n
		}
	}
	return n
}

func (d *document) recount(n *personName, w word) {
	if utf8.RuneCountInString(w.text) == 1 {
		n.initials++
		return
	}
	n.words++
	if isKnownName(w) {
		n.known++
	}
	n.given = n.given || isGiven(w.bare())
}
