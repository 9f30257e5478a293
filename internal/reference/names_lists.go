package reference

import "strings"

// splitNames splits one cell or line with several names.
func splitNames(s string) []string {
	var parts []string
	switch {
	case strings.Contains(s, ";"):
		for part := range strings.SplitSeq(s, ";") {
			parts = append(parts, packedNames(part)...)
		}
	case strings.Contains(s, "|"):
		parts = strings.Split(s, "|")
	case strings.Contains(s, "\n"):
		parts = strings.Split(s, "\n")
	case strings.Contains(s, " and ") && !groupWord().MatchString(s):
		parts = joinedNames(s)
	case strings.Contains(s, ","):
		parts = commaNames(strings.TrimSpace(s))
	default:
		parts = []string{s}
	}
	out := parts[:0]
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return allInitialled(out)
}

// allInitialled is for lists that write persons as "Family IJ": all of them, beside groups.
func allInitialled(names []string) []string {
	for _, name := range names {
		if !bareInitials().MatchString(name) && !groupWord().MatchString(name) && !strings.Contains(name, ",") {
			return names
		}
	}
	for i, name := range names {
		if !groupWord().MatchString(name) {
			names[i] = initialled(name)
		}
	}
	return names
}

// packedNames are the names between two semicolons: one, or several as PubMed's tables pack them before a group.
func packedNames(part string) []string {
	part = strings.TrimSpace(part)
	if names := commaNames(part); len(names) > 1 {
		return names
	}
	if wordEnd().MatchString(part) { // the full stop of the list
		part = strings.TrimSuffix(part, ".")
	}
	return []string{part}
}

// joinedNames splits at "and": "Smith, John and Lee, Kim", "Ada Okafor, Rana Haddad and Piotr Nowak".
func joinedNames(s string) []string {
	parts := strings.Split(s, " and ")
	first := strings.Split(strings.TrimSuffix(strings.TrimSpace(parts[0]), ","), ",")
	for _, name := range append(first, parts[1:]...) {
		if !naturalOrder().MatchString(strings.TrimSpace(name)) {
			if names := alternating(strings.Join(parts, ", ")); len(names) > 0 {
				return names
			}
			return parts
		}
	}
	return append(first, parts[1:]...)
}

// commaNames splits "Smith JA, Jones B", "Smith J.A., Jones B.", "Smith, J., Jones, B.", "JA Smith, B Jones" and "Ada Smith, Bo Jones,
// Cy Lee", and leaves "Smith, John" whole.
func commaNames(s string) []string {
	if names := alternating(s); len(names) > 0 {
		return names
	}
	parts := strings.Split(s, ",")
	short, dotted, first, natural := true, true, true, len(parts) > 2
	for i, p := range parts {
		p = strings.TrimSpace(p)
		parts[i] = p
		short = short && bareInitials().MatchString(strings.TrimSuffix(p, "."))
		dotted = dotted && dottedInitials().MatchString(p)
		first = first && leadingInitials().MatchString(strings.TrimSuffix(p, "."))
		natural = natural && naturalOrder().MatchString(p)
	}
	switch {
	case len(parts) < 2:
	case dotted:
		return parts
	case short:
		for i, p := range parts {
			parts[i] = initialled(strings.TrimSuffix(p, "."))
		}
		return parts
	case first, natural:
		for i, p := range parts {
			parts[i] = turned(strings.TrimSuffix(p, "."))
		}
		return parts
	}
	return []string{s}
}

// alternating splits a list in which family names and initials take turns, as APA and Scopus write: "Smith, J., & Jones, B. C.". It is
// empty when the text is no such list.
func alternating(s string) []string {
	s = strings.NewReplacer(", & ", ", ", " & ", ", ", ", and ", ", ").Replace(s)
	parts := strings.Split(strings.TrimRight(s, ", "), ",")
	if len(parts)%2 != 0 {
		return nil
	}
	names := make([]string, 0, len(parts)/2)
	for i := 0; i < len(parts); i += 2 {
		family, given := strings.TrimSpace(parts[i]), strings.TrimSpace(parts[i+1])
		if !onlyInitials().MatchString(given) || onlyInitials().MatchString(family) || family == "" || groupWord().MatchString(family) {
			return nil
		}
		names = append(names, family+", "+given)
	}
	return names
}

var onlyInitials = pattern(`^(?:\p{Lu}\p{Ll}?\.[ -]?){1,5}$|^\p{Lu}(?:[ -]?\p{Lu}){0,3}$`)

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

// fullNames is whether a list of full names is that of the short ones, one by one.
func fullNames(short, full []string) bool {
	if len(short) != len(full) {
		return false
	}
	for i := range short {
		if !shortOf(cleanName(short[i]), cleanName(full[i])) {
			return false
		}
	}
	return true
}
