package reference

import "strings"

// The Cochrane Library exports "citations" as plain text with tags that end with a colon, as SilverPlatter did. What they mean is what
// RIS tags mean.

var (
	cochraneRecord = pattern(`^Record #[0-9]+ of [0-9]+$`)
	cochraneTag    = pattern(`^([A-Z]{2,4}): ?(.*)$`)
)

func cochraneLine(line string) (tag, value string, ok bool) {
	m := cochraneTag().FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	switch m[1] {
	case "ID":
		return "AN", m[2], true
	case "SO":
		return "JO", m[2], true
	case "NO":
		return "IS", m[2], true
	case "DOI":
		return "DO", m[2], true
	case "ISSN":
		return "SN", m[2], true
	case "MESH":
		return "KW", m[2], true
	}
	return m[1], strings.TrimSpace(m[2]), true
}

// colonTagged is whether a text has titles under such a tag, and two more.
func colonTagged(s string) bool {
	tags := map[string]bool{}
	for _, m := range colonTags().FindAllStringSubmatch(s, 400) {
		tags[m[1]] = true
	}
	return tags["TI"] && len(tags) > 2
}

var colonTags = pattern(`(?m)^(TI|AU|SO|AB|AN|PY|YR|LA|DE|ISSN|DT|PT): +\S`)
