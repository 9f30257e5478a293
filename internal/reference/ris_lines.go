package reference

import "strings"

// risLine splits a line into tag and value. The format asks for two spaces, a hyphen and a space; what is written by hand and by
// lesser programs has fewer, more, or tabs: then only tags that are known count, so that prose is not mistaken for one.
func risLine(line string) (tag, value string, ok bool) {
	if len(line) < 3 {
		return "", "", false
	}
	if risStrict(line) {
		return line[:2], line[min(6, len(line)):], true
	}
	m := risLoose().FindStringSubmatch(line)
	if m == nil {
		return "", "", false
	}
	tag = strings.ToUpper(m[1])
	if tag != m[1] && len(m[2]) < 2 && !strings.Contains(m[2], "\t") || !risKnown(tag) {
		return "", "", false
	}
	return tag, m[3], true
}

// risStrict is whether a line is as the format says; a space at its end may be missing.
func risStrict(line string) bool {
	return len(line) >= 5 && upper(line[0]) && (upper(line[1]) || line[1] >= '0' && line[1] <= '9') && line[2:5] == "  -" &&
		(len(line) == 5 || line[5] == ' ' || line[5] == '\t')
}

func upper(c byte) bool { return c >= 'A' && c <= 'Z' }

var (
	glued    = pattern(`(?:^|\s)TY {1,2}-(?: ?[A-Z]{3,11})?\s*$`) // the line that follows ER, without the end of line between them
	shortTag = pattern(`^[A-Z][A-Z0-9]$`)
	risTight = pattern(`^([A-Z]{2})- (.*)$`)
	risLower = pattern(`^([a-z][a-z0-9]) ?- (.*)$`)
	risLoose = pattern(`^[ \t]{0,3}([A-Za-z][A-Za-z0-9])([ \t]{0,4})[-–](?:[ \t]*(.*)|$)`)
)

// risProse is whether values of a tag are text in which a line may begin with two letters and a hyphen.
func risProse(tag string) bool {
	return tag == "AB" || tag == "N2" || tag == "N1" || tag == overlayTag
}

// risKnown is whether a tag is one that RIS files use.
func risKnown(tag string) bool {
	switch tag {
	case "TY", "ER", "ID", "AU", "ED", "TI", "TT", "ST", "JO", "JF", "JA", "JN", "JT", "JI", "J1", "J2", "J9", "BT", "CT", "PY", "DA", "YR",
		"DP", "DB", "DO", "DI", "AB", "KW", "KY", "DE", "SP", "EP", "PG", "VL", "VI", "IS", "IP", "SN", "BN", "EI", "UR", "LK", "LA", "LG", "PB",
		"PU", "PI", "PP", "CY", "ET", "AN", "UI", "UT", "AD", "AV", "NV", "OP", "SE", "PM", "PT", "DT", "SO", "RN", "RP", "CN", "CA", "PN", "CP",
		"AS", "VN", "MH", "SH", "EA", "US", "CC", "RI", "OI", "XD":
		return true
	}
	first, second := tag[0], tag[1]
	return strings.IndexByte("ACJLMNTUY", first) >= 0 && second >= '0' && second <= '9'
}

// risRepeats is whether a tag stands once for each of several values.
func risRepeats(tag string) bool {
	switch tag {
	case "AU", "A1", "A2", "A3", "A4", "ED", "KW", "KY", "DE", "MH", "SH", "UR", "N1":
		return true
	}
	return false
}
