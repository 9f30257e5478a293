package guard

import (
	"unicode"
	"unicode/utf8"
)

// document is a text made plain for matching. Typographic variety (full-width
// digits, no-break spaces, en dashes, combining accents) is folded away, one
// code point to at most one, so that patterns can stay simple and every
// position still leads back to the original.
type document struct {
	text  string // folded
	at    []int  // byte offset in text → code point offset in the original; one entry more than bytes
	words []word
}

// word is a run of letters, with inner apostrophes and hyphens, or of digits.
type word struct {
	start, end int // byte offsets in document.text
	text       string
	lower      string
}

func newDocument(s string) *document {
	d := &document{at: make([]int, 0, len(s)+1)}
	folded := make([]byte, 0, len(s))
	n := 0
	for _, r := range s {
		if f, keep := foldRune(r); keep {
			before := len(folded)
			folded = utf8.AppendRune(folded, f)
			for range len(folded) - before {
				d.at = append(d.at, n)
			}
		}
		n++
	}
	d.at = append(d.at, n)
	d.text = string(folded)
	d.words = splitWords(d.text)
	return d
}

// foldRune returns the plain form of r, and false where r is invisible.
// Superscripts are left alone: 10⁹ is not the number 109. An underscore is a
// space because file names use it so.
func foldRune(r rune) (rune, bool) {
	switch {
	case r == '\n' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return '\n', true
	case r == '_' || unicode.IsSpace(r) || unicode.Is(unicode.Zs, r):
		return ' ', true
	case r < unicode.MaxASCII:
		return r, r >= ' '
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		return 0, false
	case unicode.Is(unicode.Pd, r) || r == '\u2212':
		return '-', true
	case r == '\u2018' || r == '\u2019' || r == '\u02bc' || r == '\u00b4' || r == '\uff07':
		return '\'', true
	case r == '\u00b7' || r == '\u2022' || r == '\u2024' || r == '\u2219':
		return '.', true
	case r > '\uff00' && r < '\uff5f':
		return r - 0xfee0, true
	case unicode.Is(unicode.Nd, r):
		return digitValue(r), true
	}
	return r, true
}

// digitValue folds a decimal digit of any script to ASCII. Unicode keeps the
// ten digits of a script together and in order.
func digitValue(r rune) rune {
	for _, t := range unicode.Nd.R16 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	for _, t := range unicode.Nd.R32 {
		if r >= rune(t.Lo) && r <= rune(t.Hi) {
			return '0' + (r-rune(t.Lo))%10
		}
	}
	return r
}

// span turns a byte range of the folded text into a finding.
func (d *document) span(start, end int, k Kind) Finding {
	from := d.at[start]
	return Finding{Start: from, Length: d.at[end] - from, Kind: k, Action: BaseAction(k)}
}

// length is that of the original, in code points.
func (d *document) length() int { return d.at[len(d.at)-1] }

// before returns at most n bytes of folded text that end at pos, cut at a line
// break only where the caller's pattern does so.
func (d *document) before(pos, n int) string {
	from := max(0, pos-n)
	for from < pos && !utf8.RuneStart(d.text[from]) {
		from++
	}
	return d.text[from:pos]
}

// after returns at most n bytes of folded text from pos.
func (d *document) after(pos, n int) string {
	to := min(len(d.text), pos+n)
	for to < len(d.text) && !utf8.RuneStart(d.text[to]) {
		to--
	}
	return d.text[pos:to]
}
