package duplicate

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// letters that Unicode does not decompose, as catalogues write them in ASCII, and Greek letters by name, because one database
// prints the letter and the next its name.
var plainLetters = map[rune]string{
	'ø': "o", 'ł': "l", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", 'ŋ': "n",
	'α': " alpha ", 'β': " beta ", 'γ': " gamma ", 'δ': " delta ", 'ε': " epsilon ", 'ζ': " zeta ", 'η': " eta ",
	'θ': " theta ", 'κ': " kappa ", 'λ': " lambda ", 'μ': " mu ", 'ξ': " xi ", 'π': " pi ", 'ρ': " rho ", 'σ': " sigma ",
	'τ': " tau ", 'φ': " phi ", 'χ': " chi ", 'ψ': " psi ", 'ω': " omega ",
}

// fold is the text in lower case without accents, tags and entities. Only letters, digits and the punctuation survive.
func fold(s string) string {
	if strings.IndexByte(s, '&') >= 0 {
		s = html.UnescapeString(s)
	}
	s = withoutTags(s)
	if ascii(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		switch plain, ok := plainLetters[r]; {
		case ok:
			b.WriteString(plain)
		case !unicode.Is(unicode.Mn, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

const longestTag = 12 // "</subscript>"; more between < and > is a sentence with two comparisons

// withoutTags removes the mark-up of titles: <i>, </sup>.
func withoutTags(s string) string {
	if strings.IndexByte(s, '<') < 0 {
		return s
	}
	var b strings.Builder
	for {
		open := strings.IndexByte(s, '<')
		if open < 0 {
			b.WriteString(s)
			return b.String()
		}
		b.WriteString(s[:open])
		rest := s[open+1:]
		end := strings.IndexByte(rest, '>')
		if tagName(rest) && end > 0 && end <= longestTag {
			s = rest[end+1:]
			continue
		}
		b.WriteByte(' ')
		s = rest
	}
}

func tagName(s string) bool {
	s = strings.TrimPrefix(s, "/")
	return s != "" && (s[0]|0x20 >= 'a' && s[0]|0x20 <= 'z')
}

// words are the runs of letters and the runs of digits of a folded text: "il-6" and "il6" are the same words. An apostrophe
// joins: "crohn's" is "crohns".
func words(s string) []string {
	out := make([]string, 0, len(s)/6)
	start, kind := -1, 0
	var joined strings.Builder
	flush := func(end int) {
		if start >= 0 {
			w := s[start:end]
			if joined.Len() > 0 {
				joined.WriteString(w)
				w = strings.Clone(joined.String())
				joined.Reset()
			}
			out = append(out, w)
			start = -1
		}
	}
	for i, r := range s {
		k := runeKind(r)
		switch {
		case k == apostrophe && kind == letter && start >= 0 && nextIsLetter(s[i+utf8.RuneLen(r):]):
			joined.WriteString(s[start:i])
			start = i + utf8.RuneLen(r)
			continue
		case k != kind || k == other || k == apostrophe:
			flush(i)
			if k == letter || k == digit {
				start = i
			}
		}
		kind = k
	}
	flush(len(s))
	return out
}

const (
	other = iota
	letter
	digit
	apostrophe
)

func runeKind(r rune) int {
	switch {
	case r >= 'a' && r <= 'z':
		return letter
	case r >= '0' && r <= '9':
		return digit
	case r == '\'' || r == '’':
		return apostrophe
	case r < utf8.RuneSelf:
		return other
	case unicode.IsLetter(r):
		return letter
	case unicode.IsDigit(r):
		return digit
	}
	return other
}

func nextIsLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return runeKind(r) == letter
}

// oneTypo reports whether two words differ by one letter put in, left out, changed or swapped with its neighbour.
func oneTypo(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	if i == len(a) {
		return true
	}
	if a[i+1:] == b[i+1:] {
		return true
	}
	return i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func set(list string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(list) {
		out[w] = true
	}
	return out
}
