package claims

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sentence ends at a full stop, a question or exclamation mark, with what closes it and the citations that follow, before space
// and a capital, a digit or a sign. The rules below say where a full stop ends none.
var (
	closing      = regexp.MustCompile(`^[)\]"'”’*_]+`)
	trailing     = regexp.MustCompile(`^ ?\[[0-9]{1,4}(?: *[,;–-] *[0-9]{1,4})*\][)*_]*`)
	lastWord     = regexp.MustCompile(`(?:^|[\s("'“‘\[*_/-])([\pL.]+)$`)
	wordBefore   = regexp.MustCompile(`([\pL]+)[ \t\n]+\pL$`)
	firstLetters = regexp.MustCompile(`^[\pL.]+`)
)

// sentenceEnd is where the first sentence of a paragraph ends, with the space after it; always more than 0 for a text that is not
// empty.
func sentenceEnd(text string) int {
	for i := len(itemForm.FindString(text)); i < len(text); {
		if skip := atom(text[i:]); skip > 0 {
			i += skip
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		if !strings.ContainsRune(".!?…", r) {
			continue
		}
		end := i + len(closing.FindString(text[i:]))
		after := end + follow(text[end:])
		next := strings.TrimLeft(text[after:], " \t\r\n")
		if next == "" {
			return len(text)
		}
		spaced := len(text)-after > len(next)
		if spaced && begins(next) && !(r == '.' && after == end && abbreviated(text[:i-size], next)) {
			return len(text) - len(next)
		}
	}
	return len(text)
}

// follow is how much after a full stop still belongs to its sentence: citations, unless the next sentence begins with them.
func follow(rest string) int {
	n := 0
	for {
		found := trailing.FindString(rest[n:])
		if found == "" || strings.HasPrefix(rest[n+len(found):], "(") {
			return n
		}
		n += len(found)
		if next := strings.TrimLeft(rest[n:], " \t\r\n"); next != "" && !begins(next) && trailing.FindString(rest[n:]) == "" {
			return 0 // [1] showed that
		}
	}
}

// begins reports whether a sentence can begin so: not with a small letter.
func begins(next string) bool {
	r, _ := utf8.DecodeRuneInString(strings.TrimLeft(next, "\"'“‘([*_"))
	return !unicode.IsLower(r)
}

// Bounds of how far is looked for one word or address, in bytes, so that no text takes long.
const (
	maxWord = 64
	maxAtom = 2048
)

// atom is the length of what no sentence ends in, at the beginning of the text: code, and the address of a link.
func atom(text string) int {
	text = text[:min(len(text), maxAtom)]
	switch {
	case text[0] == '`':
		if end := strings.IndexByte(text[1:], '`'); end >= 0 {
			return end + 2
		}
	case strings.HasPrefix(text, "]("):
		if end := strings.IndexAny(text, ")\n"); end >= 0 {
			return end
		}
	case text[0] == '<':
		if end := strings.IndexAny(text, "> \n"); end > 0 && text[end] == '>' {
			return end
		}
	}
	return 0
}

// shortened are British abbreviations after which a sentence goes on, in small letters and without their last full stop.
func shortened(word string) bool {
	return slices.Contains(strings.Fields(`al e.g i.e eg ie cf vs v viz ca c approx dr mr mrs ms prof st sr jr dept incl excl resp
		fig figs tab ref refs vol vols ch chap para eds edn esp wk wks hr hrs yr yrs mth mths jan feb mar apr jun jul aug sep sept oct nov
		dec inc ltd plc co univ assoc suppl`), word)
}

// beforeNumbers are words that are abbreviations only before a number: "No. 5", "p. 12".
func beforeNumbers(word string) bool {
	return slices.Contains(strings.Fields("no nos p pp s sec art min max est n q"), word)
}

// lettered are words after which a single capital is a name and not an initial, as in vitamin D.
func lettered(word string) bool {
	return slices.Contains(strings.Fields(`vitamin hepatitis group grade type class category arm influenza table appendix figure phase
		stage level protein factor option plan study trial cohort band tier part section haemophilia panel and or`), word)
}

// abbreviated reports whether the full stop after before ends a word that is shortened, and no sentence.
func abbreviated(before, next string) bool {
	before = before[max(0, len(before)-maxWord):]
	found := lastWord.FindStringSubmatch(before)
	if found == nil {
		return false
	}
	word := strings.TrimLeft(found[1], ".")
	small := strings.ToLower(word)
	first, _ := utf8.DecodeRuneInString(next)
	switch {
	case small == "al":
		return !unicode.IsUpper(first) // after "et al." a capital begins a sentence
	case small == "etc", small == "a.m", small == "p.m":
		return false
	case shortened(small):
		return true
	case beforeNumbers(small):
		return unicode.IsDigit(first)
	case utf8.RuneCountInString(small) == 1 && strings.ToUpper(small) == word:
		return initial(before, next)
	}
	return strings.Contains(small, ".") && strings.ToUpper(small) == word && len(firstLetters.FindString(next)) > 0 // U.K. trials
}

// initial reports whether a single capital is the initial of a name: "J. Alder", "by J. K. Alder".
func initial(before, next string) bool {
	found := wordBefore.FindStringSubmatch(before)
	if found != nil && lettered(strings.ToLower(found[1])) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(next)
	return unicode.IsUpper(r)
}
