package page

import (
	"strings"

	"evidencedesk/internal/guard"
)

// KindWords is what a finding of the identifier guard looks like, with its article: "an NHS number".
func KindWords(kind string) string {
	label := guard.Kind(kind).Label()
	if strings.HasSuffix(label, "details") {
		return label
	}
	if strings.ContainsRune("aeiNoO", rune(label[0])) && !strings.HasPrefix(label, "name") {
		return "an " + label
	}
	return "a " + label
}
