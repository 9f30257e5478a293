package reference

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// folded is a text for comparing: lower case letters and digits without accents.
func folded(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}
