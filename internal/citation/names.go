package citation

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// name is a person with a family name, or a group with nothing else.
type name struct {
	family string // with the particles that belong to it: "van der Berg"
	given  []string
	suffix string // Jr, III
	group  bool
}

// Forms in which sources write people.
var (
	// "Alder JB", "van der Berg K", "O'Neil-Smith JP Jr": MEDLINE's form.
	shortForm = regexp.MustCompile(`^((?:\p{Ll}[\p{L}'’]*\s+)*\p{Lu}[\p{L}'’‐-]*(?:\s\p{Lu}[\p{L}'’‐-]*\p{Ll}[\p{L}'’‐-]*)?)\s+(\p{Lu}(?:-?\p{Lu}){0,3})(?:\s+(Jr|Sr|2nd|3rd|II|III|IV)\.?)?$`)
	// Initials that were written without spaces: "JB", "J.B.", "J.-P.".
	initialsForm = regexp.MustCompile(`^(?:-?\p{Lu}\.?){1,4}$`)
	suffixForm   = regexp.MustCompile(`^(?:Jr|Sr|2nd|3rd|II|III|IV)\.?$`)
	groupWord    = regexp.MustCompile(`(?i)\b(?:and|of|for|the|group|committee|organi[sz]ation|institute|society|college|department|trust|network|collaboration|consortium|investigators|authority|council|university|ministry|agency)\b`)
)

// parseName reads "Family, Given", "Family, I. J., Jr" and "Family IJ". What is none of these is a group and stays as it is.
func parseName(text string) name {
	if m := shortForm.FindStringSubmatch(text); m != nil {
		return name{family: m[1], given: initialsOf(m[2]), suffix: m[3]}
	}
	family, given, ok := strings.Cut(text, ",")
	family, given = strings.TrimSpace(family), strings.TrimSpace(given)
	if !ok || family == "" || given == "" || groupWord.MatchString(text) {
		return name{family: strings.TrimRight(text, ", "), group: true}
	}
	n := name{family: family}
	if before, after, two := strings.Cut(given, ","); two {
		given, n.suffix = strings.TrimSpace(before), strings.TrimSpace(after)
		if suffixForm.MatchString(given) { // "Alder, Jr, J."
			given, n.suffix = n.suffix, given
		}
	}
	n.suffix = strings.TrimSuffix(n.suffix, ".")
	n.readGiven(given)
	if n.suffix != "" && !suffixForm.MatchString(n.suffix) || len(n.given) == 0 {
		return name{family: text, group: true}
	}
	return n
}

// readGiven takes given names apart; particles that follow them belong before the family name.
func (n *name) readGiven(text string) {
	words := strings.Fields(strings.ReplaceAll(text, ".", ". "))
	var particles []string
	for len(words) > 1 && suffixForm.MatchString(words[len(words)-1]) {
		n.suffix, words = strings.TrimSuffix(words[len(words)-1], "."), words[:len(words)-1]
	}
	for len(words) > 1 && lower(words[len(words)-1]) {
		particles, words = append([]string{words[len(words)-1]}, particles...), words[:len(words)-1]
	}
	if len(particles) > 0 {
		n.family = strings.Join(particles, " ") + " " + n.family
	}
	for _, word := range words {
		if initialsForm.MatchString(word) {
			n.given = append(n.given, initialsOf(word)...)
			continue
		}
		n.given = append(n.given, word)
	}
}

// initialsOf parts "JB" into J and B, and "J-P" into J and -P.
func initialsOf(text string) []string {
	var list []string
	hyphen := ""
	for _, r := range text {
		switch {
		case r == '-' || r == '‐':
			hyphen = "-"
		case unicode.IsLetter(r):
			list, hyphen = append(list, hyphen+string(r)), ""
		}
	}
	return list
}

func lower(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsLower(r)
}

// initials are the first letters of the given names. Each letter is followed by stop; two names are parted by gap, and those of a
// double name by hyphen.
func (n name) initials(stop, gap, hyphen string) string {
	var b strings.Builder
	for i, given := range n.given {
		for j, half := range strings.FieldsFunc(given, func(r rune) bool { return r == '-' || r == '‐' }) {
			r, _ := utf8.DecodeRuneInString(half)
			if !unicode.IsLetter(r) {
				continue
			}
			switch {
			case j > 0 || b.Len() > 0 && strings.HasPrefix(given, "-"):
				b.WriteString(hyphen)
			case i > 0 && b.Len() > 0:
				b.WriteString(gap)
			}
			b.WriteString(string(unicode.ToUpper(r)) + stop)
		}
	}
	return b.String()
}

// medline is "Alder JB Jr": family name, initials and nothing between them.
func (n name) medline() string {
	if n.group {
		return n.family
	}
	text := n.family + " " + n.initials("", "", "")
	if n.suffix != "" {
		text += " " + n.suffix
	}
	return text
}

// inverted is "Alder, J.B." with the gap between the initials.
func (n name) inverted(gap string) string {
	if n.group {
		return n.family
	}
	text := n.family + ", " + n.initials(".", gap, "-")
	switch n.suffix {
	case "":
	case "Jr", "Sr":
		text += ", " + n.suffix + "."
	default:
		text += ", " + n.suffix
	}
	return text
}

// spoken is "J. B. Alder" with the gap between the initials, as editors stand.
func (n name) spoken(gap string) string {
	if n.group {
		return n.family
	}
	return n.initials(".", gap, "-") + " " + n.family
}

func names(list []string, write func(name) string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = write(parseName(text))
	}
	return out
}

// enumerate writes "A", "A and B", "A, B and C" with the word before the last one.
func enumerate(list []string, and string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + and + list[len(list)-1]
}

// Inverted writes a person's name as reference managers read it, "Alder, J. B."; a group stays as it is.
func Inverted(text string) string {
	n := parseName(strings.Join(strings.Fields(text), " "))
	if n.group {
		return n.family
	}
	given := make([]string, len(n.given))
	for i, g := range n.given {
		if given[i] = g; utf8.RuneCountInString(strings.TrimPrefix(g, "-")) == 1 {
			given[i] += "."
		}
	}
	out := n.family + ", " + strings.ReplaceAll(strings.Join(given, " "), " -", "-")
	if n.suffix != "" {
		out += ", " + n.suffix
	}
	return out
}
