package reference

// The Cochrane Library exports "citations" as plain text with tags that end with a colon. What they mean is what RIS tags mean.

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
	}
	return m[1], m[2], true
}
