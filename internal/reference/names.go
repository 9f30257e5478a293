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

var (
	naturalOrder    = pattern(`^(?:\p{L}[\p{L}\p{M}'’-]+|\p{Lu}\.?)(?: (?:\p{L}[\p{L}\p{M}'’-]*|\p{Lu}\.)){0,4} \p{L}[\p{L}\p{M}'’-]+$`)
	dottedInitials  = pattern(`^([\p{L}][^.,;0-9]*?) ((?:\p{Lu}\p{Ll}?\.[ -]?){1,5})$`)
	bareInitials    = pattern(`^(\p{L}[\p{L}\p{M}'’ -]*?) (\p{Lu}[\p{Lu}-]{0,4}(?: (?:Jr|Sr|2nd|3rd|II|III|IV))?)$`)
	leadingInitials = pattern(`^((?:\p{Lu}\.?[ -]?){1,4}) \p{L}[\p{L}\p{M}'’ -]+$|^\p{Lu}{1,4} \p{L}[\p{L}\p{M}'’ -]+$`)
	groupWord       = pattern(`(?i)\b(?:group|trial|study|society|committee|collaborati\w*|consortium|network|association|organi[sz]ation|institute|university|department|ministry|agency|investigators|team|college|hospital|trust|cent(?:re|er)|council|commission|federation|foundation|service|services|programme|program|party|force|panel|board|office|unit)\b`)
	particle        = pattern(`^(?:von|van|de|der|den|del|della|di|da|dos|du|la|le|ter|ten|af|zu|zur|al|el|bin|ibn)$`)
)
