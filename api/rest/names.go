package rest

import (
	"regexp"
	"strings"
)

// fieldName is the shape of the names that this API uses. Anything else that a client sends as a name might be text about a
// patient, so it is not repeated.
var fieldName = regexp.MustCompile(`^[a-z][a-z_]{0,29}(?:[0-9]{1,3}[a-z_]{0,19})?$`)

// safeName gives the name as it may be shown in a problem.
func safeName(name string) string {
	if fieldName.MatchString(name) {
		return name
	}
	return "?"
}

var listIndex = regexp.MustCompile(`^\[[0-9]{1,6}\]$`)

// safePath gives a path of huma's such as body.items[3].code as it may be shown, without the part that says where it
// was sent.
func safePath(path string) string {
	for _, where := range []string{"body", "query", "header", "path", "cookie"} {
		if path == where {
			return ""
		}
		if rest, ok := strings.CutPrefix(path, where+"."); ok {
			path = rest
			break
		}
		if rest, ok := strings.CutPrefix(path, where+"["); ok {
			path = "[" + rest
			break
		}
	}
	return safeField(path)
}

// safeField gives the path of a field in a body as it may be shown.
func safeField(path string) string {
	parts := strings.Split(path, ".")
	for i, part := range parts {
		name, index, found := strings.Cut(part, "[")
		if name != "" {
			name = safeName(name)
		}
		if found && listIndex.MatchString("["+index) {
			name += "[" + index
		}
		parts[i] = name
	}
	return strings.Join(parts, ".")
}

// lowerASCII reports whether a key could be one of ours: encoding/json would also take Question for question.
func lowerASCII(key string) bool {
	for _, r := range key {
		if r > 0x7e || 'A' <= r && r <= 'Z' {
			return false
		}
	}
	return true
}
