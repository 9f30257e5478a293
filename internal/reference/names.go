package reference

import (
	"strings"
)

// cleanName gives a name as "Family, Given" or "Family, I.", a group as it stands.
func cleanName(s string) string {
	s = strings.TrimRight(cleanText(s), ",; ")
	s = strings.TrimLeft(s, ",; ")
	family, given, personal := strings.Cut(s, ",")
	if personal {
		return cleanText(strings.TrimSpace(family) + ", " + strings.TrimSpace(given))
	}
	if m := dottedInitials().FindStringSubmatch(s); m != nil && !groupWord().MatchString(s) {
		return m[1] + ", " + m[2]
	}
	return s
}

// initialled is for sources that write persons as "Family IJ" and groups elsewhere (PubMed).
func initialled(s string) string {
	s = cleanText(s)
	if m := bareInitials().FindStringSubmatch(s); m != nil && !strings.Contains(s, ",") {
		return m[1] + ", " + strings.TrimSpace(m[2])
	}
	return s
}

// turned is for sources that write names in their order: "Given Family". Particles belong to the family name.
func turned(s string) string {
	s = cleanText(s)
	words := strings.Fields(s)
	if len(words) < 2 || strings.Contains(s, ",") || groupWord().MatchString(s) {
		return s
	}
	first := len(words) - 1
	for i := 1; i < len(words)-1; i++ {
		if particle().MatchString(words[i]) {
			first = i
			break
		}
	}
	return strings.Join(words[first:], " ") + ", " + strings.Join(words[:first], " ")
}

// shortOf is whether a short name is that of the full one: same family name, same first initial.
func shortOf(short, full string) bool {
	sf, sg, _ := strings.Cut(short, ",")
	ff, fg, _ := strings.Cut(full, ",")
	sg, fg = folded(sg), folded(fg)
	return folded(sf) == folded(ff) && (sg == "" || fg != "" && sg[0] == fg[0])
}

// splitNames splits one cell or line with several names.
func splitNames(s string) []string {
	var parts []string
	switch {
	case strings.Contains(s, ";"):
		parts = strings.Split(s, ";")
	case strings.Contains(s, "|"):
		parts = strings.Split(s, "|")
	case strings.Contains(s, "\n"):
		parts = strings.Split(s, "\n")
	case strings.Contains(s, " and ") && !groupWord().MatchString(s):
		parts = strings.Split(s, " and ")
	case strings.Contains(s, ","):
		parts = commaNames(strings.TrimSuffix(strings.TrimSpace(s), "."))
	default:
		parts = []string{s}
	}
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// commaNames splits "Smith JA, Jones B" and "JA Smith, B Jones", and leaves "Smith, John" whole.
func commaNames(s string) []string {
	parts := strings.Split(s, ",")
	last, first := true, true
	for i, p := range parts {
		parts[i] = strings.TrimSpace(p)
		last = last && bareInitials().MatchString(parts[i])
		first = first && leadingInitials().MatchString(parts[i])
	}
	switch {
	case last:
		for i, p := range parts {
			parts[i] = initialled(p)
		}
		return parts
	case first:
		for i, p := range parts {
			parts[i] = turned(p)
		}
		return parts
	}
	return []string{s}
}

// csvTurned puts family names first when a column has all names in their natural order (The Lens, trial registers).
func csvTurned(names []string) []string {
	for _, name := range names {
		if !naturalOrder().MatchString(name) || bareInitials().MatchString(name) {
			return names
		}
	}
	for i, name := range names {
		names[i] = turned(name)
	}
	return names
}

var (
	naturalOrder    = pattern(`^(?:\p{L}[\p{L}\p{M}'’-]+|\p{Lu}\.?)(?: (?:\p{L}[\p{L}\p{M}'’-]*|\p{Lu}\.)){0,4} \p{L}[\p{L}\p{M}'’-]+$`)
	dottedInitials  = pattern(`^([\p{L}][^.,;0-9]*?) ((?:\p{Lu}\p{Ll}?\.[ -]?){1,5})$`)
	bareInitials    = pattern(`^(\p{L}[\p{L}\p{M}'’ -]*?) (\p{Lu}[\p{Lu}-]{0,4}(?: (?:Jr|Sr|2nd|3rd|II|III|IV))?)$`)
	leadingInitials = pattern(`^((?:\p{Lu}\.?[ -]?){1,4}) \p{L}[\p{L}\p{M}'’ -]+$|^\p{Lu}{1,4} \p{L}[\p{L}\p{M}'’ -]+$`)
	groupWord       = pattern(`(?i)\b(?:group|trial|study|society|committee|collaborati\w*|consortium|network|association|organi[sz]ation|institute|university|department|ministry|agency|investigators|team|college|hospital|trust|cent(?:re|er)|council|commission|federation|foundation|service|services|programme|program|party|force|panel|board|office|unit)\b`)
	particle        = pattern(`^(?:von|van|de|der|den|del|della|di|da|dos|du|la|le|ter|ten|af|zu|zur|al|el|bin|ibn)$`)
)
