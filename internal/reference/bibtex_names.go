package reference

import (
	"net/url"
	"strings"
)

// splitAnd splits a list of names at "and" outside braces.
func splitAnd(raw string) []string {
	raw = strings.Join(strings.Fields(raw), " ")
	var out []string
	depth, start := 0, 0
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case c == '{' && !escaped(raw, i):
			depth++
		case c == '}' && !escaped(raw, i):
			depth--
		case c == ' ':
			if depth <= 0 && len(raw) >= i+5 && strings.EqualFold(raw[i:i+5], " and ") {
				out = append(out, raw[start:i])
				start = i + 5
				i += 4
			}
		}
	}
	return append(out, raw[start:])
}

// person adds one name: "{Group}", "Family, Given", "Family, Jr, Given" or "Given von Family".
func (p *bibtexParser) person(field, raw string, line int) {
	raw = strings.TrimSpace(raw)
	text, unknown := latexText(raw)
	if unknown != "" {
		p.d.warn(line, WarnLaTeX, unknown)
	}
	text = cleanText(text)
	switch parts := strings.Split(text, ","); {
	case text == "":
		return
	case strings.EqualFold(raw, "others"):
		p.d.warn(line, WarnMoreAuthors, field)
		p.d.add(andOthers, field, line)
		return
	case enclosed(raw): // a group
	case len(parts) == 3 && bibtexSuffix().MatchString(strings.TrimSpace(parts[1])):
		text = strings.TrimSpace(parts[0]) + ", " + strings.TrimSpace(parts[2]) + ", " + strings.TrimSpace(parts[1])
	case len(parts) == 1:
		text = bibtexTurned(raw, text)
	}
	p.d.add(field, text, line)
}

// andOthers is the tag under which Extra says that the source does not name all authors or editors.
const andOthers = "and others"

// enclosed is whether one pair of braces holds the whole text.
func enclosed(raw string) bool {
	depth := 0
	for i := range len(raw) {
		switch c := raw[i]; {
		case c == '{' && !escaped(raw, i):
			depth++
		case c == '}' && !escaped(raw, i):
			depth--
		}
		if depth <= 0 && i < len(raw)-1 {
			return false
		}
	}
	return depth == 0 && raw != ""
}

var bibtexSuffix = pattern(`^(?i:jr|sr|ii|iii|iv)\.?$`)

// bibtexTurned puts the family name first; a name that is kept together by braces is one word.
func bibtexTurned(raw, text string) string {
	if at := strings.LastIndex(raw, " {"); at > 0 && strings.HasSuffix(raw, "}") && strings.Count(raw[at:], "{") == 1 {
		family, _ := latexText(raw[at+1:])
		given, _ := latexText(raw[:at])
		return cleanText(family) + ", " + cleanText(given)
	}
	if m := dottedInitials().FindStringSubmatch(text); m != nil {
		return text // "Family I.", as Scopus used to write
	}
	return turned(text)
}

// percent hides what BibTeX would understand.
func percent(s string) string { return url.PathEscape(s) }

func unpercent(s string) string {
	plain, err := url.PathUnescape(strings.TrimSpace(s))
	if err != nil {
		return s
	}
	return plain
}
