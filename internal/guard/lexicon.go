package guard

import (
	_ "embed"
	"strings"
	"sync"
)

// The word lists are plain text, one or more words a line, # for a comment.
var (
	//go:embed lexicon/given.txt
	givenText string
	//go:embed lexicon/surnames.txt
	surnameText string
	//go:embed lexicon/ordinary.txt
	ordinaryText string
	//go:embed lexicon/clinical.txt
	clinicalText string
)

// lexicon holds the word lists. A word may be in several: "may" is a given name,
// a month and a verb.
type lexicon struct {
	given, surname, ordinary map[string]struct{}
}

//nolint:gochecknoglobals // read-only after its first use
var words = sync.OnceValue(func() lexicon {
	ordinary := wordSet(ordinaryText)
	for w := range wordSet(clinicalText) {
		ordinary[w] = struct{}{}
	}
	return lexicon{given: wordSet(givenText), surname: wordSet(surnameText), ordinary: ordinary}
})

func wordSet(text string) map[string]struct{} {
	set := make(map[string]struct{})
	for line := range strings.Lines(text) {
		line, _, _ = strings.Cut(line, "#")
		for w := range strings.FieldsSeq(line) {
			set[strings.ToLower(w)] = struct{}{}
		}
	}
	return set
}

func has(set map[string]struct{}, w string) bool {
	_, ok := set[w]
	return ok
}

// isGiven, isSurname: w, in small letters, is in the list of names. A
// double-barrelled name counts by either half.
func isGiven(w string) bool   { return inParts(words().given, w) }
func isSurname(w string) bool { return inParts(words().surname, w) }

func inParts(set map[string]struct{}, w string) bool {
	if has(set, w) {
		return true
	}
	for {
		part, rest, more := strings.Cut(w, "-")
		if more && has(set, part) {
			return true
		}
		if !more {
			return has(set, part)
		}
		w = rest
	}
}

func isKnownName(w word) bool { return isGiven(w.bare()) || isSurname(w.bare()) }

// isOrdinary: a word of everyday or clinical language, by list, by plural, or
// by an ending that names do not have.
func isOrdinary(w word) bool {
	lower := w.bare()
	set := words().ordinary
	if has(set, lower) || strings.HasSuffix(lower, "s") && has(set, strings.TrimSuffix(lower, "s")) {
		return true
	}
	if isGiven(lower) || isSurname(lower) {
		return false
	}
	if first, _, ok := strings.Cut(lower, "-"); ok && has(set, first) {
		return true
	}
	return clinicalEnding(lower)
}

// clinicalEnding recognises medicine, disease and abstract words by their ends.
func clinicalEnding(w string) bool {
	if len(w) < 6 {
		return false
	}
	for _, end := range []string{
		"itis", "osis", "emia", "aemia", "oma", "pathy", "ectomy", "otomy", "ostomy", "plasty", "scopy", "graphy", "gram", "logy", "logical", "logist",
		"mab", "nib", "statin", "pril", "sartan", "olol", "azole", "cillin", "mycin", "micin", "floxacin", "cycline", "parin", "xaban", "gatran",
		"gliptin", "gliflozin", "glutide", "tide", "zepam", "zolam", "barbital", "caine", "curium", "curonium", "fentanil", "oxetine", "triptan",
		"tidine", "prazole", "vir", "navir", "setron", "dronate", "dronic", "lukast", "phylline", "terol", "tropium", "sone", "solone", "nide",
		"idine", "amine", "azine", "apine", "idone", "profen", "fenac", "coxib", "platin", "rubicin", "taxel", "bicin", "limus", "cept", "kinra",
		"tion", "sion", "ment", "ness", "ity", "ism", "ance", "ence", "ing", "ical", "ous", "ful", "able", "ible", "ative", "tive", "ology", "therapy",
		"rrhoea", "rrhea", "uria", "algia", "phobia", "plegia", "paresis", "trophy", "genic", "lytic", "toxic", "cyte", "cytic", "ular", "ally", "ily",
	} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// neverName: words that follow a title without being a name even with a
// capital: "Mr and", "Miss The", and abbreviations read as words.
func neverName(lower string) bool {
	lower, _, _ = strings.Cut(lower, "-")
	switch lower {
	case "and", "or", "the", "a", "an", "of", "in", "on", "with", "for", "to", "is", "was", "has", "nhs", "dob", "who", "then", "no", "not",
		"imaging", "scan", "scans", "angiography", "angiogram", "spectroscopy", "spectrometry", "enterography", "elastography", "tablets", "tablet",
		"capsules", "venography", "urography", "arthrogram", "guided", "linac", "safety", "conditional", "x", "men", "president", "chair", "speaker":
		return true
	}
	return false
}
