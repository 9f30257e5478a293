package reference

import (
	"html"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean gives a record the form that Read gives: every value on one line, plain text without markup and invisible characters,
// Unicode NFC; identifiers plain; lists without blanks and repetitions. What is no such identifier moves to Extra or Notes, so
// that nothing is lost. Clean is idempotent.
func Clean(r Record) Record {
	for _, p := range []*string{
		&r.Title, &r.Date, &r.Journal, &r.Abbreviation, &r.BookTitle, &r.Volume, &r.Issue, &r.Pages, &r.Edition,
		&r.Publisher, &r.Place, &r.Abstract, &r.Language, &r.Accession, &r.Database, &r.Provider,
	} {
		*p = cleanText(*p)
	}
	r.Type = Type(cleanText(string(r.Type)))
	r.Pages = strings.NewReplacer("\u2010", "-", "\u2011", "-", "\u2012", "-", "–", "-", "—", "-", "−", "-").Replace(r.Pages)
	r.Authors, r.Editors = cleanNames(r.Authors), cleanNames(r.Editors)
	r.URLs, r.Keywords, r.PubTypes = distinct(r.URLs), distinct(r.Keywords), distinct(r.PubTypes)
	r.Notes = distinct(r.Notes)
	var extra []Field
	for _, f := range r.Extra {
		if f = (Field{cleanText(f.Tag), cleanText(f.Value)}); f.Tag != "" && f.Value != "" {
			extra = append(extra, f)
		}
	}
	r.Extra = extra
	cleanIdentifiers(&r)
	return r
}

func cleanIdentifiers(r *Record) {
	plain := func(p *string, tag string, to func(string) string) {
		was := cleanText(*p)
		*p = to(was)
		if *p == "" && was != "" {
			r.Extra = append(r.Extra, Field{tag, was})
		}
	}
	plain(&r.DOI, "doi", PlainDOI)
	plain(&r.PMID, "pmid", PlainPMID)
	plain(&r.PMCID, "pmcid", plainPMCID)
	all := func(list []string, tag string, to func(string) string) []string {
		var out []string
		for _, v := range distinct(list) {
			if p := to(v); p == "" {
				r.Extra = append(r.Extra, Field{tag, v})
			} else if !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
		return out
	}
	r.ISSN, r.ISBN = all(r.ISSN, "issn", plainISSN), all(r.ISBN, "isbn", plainISBN)
	if y := strconv.Itoa(r.Year); r.Year != 0 && yearIn(y) != r.Year {
		r.Year = 0
		r.Extra = append(r.Extra, Field{"year", y})
	}
}

// distinct cleans the values of a list; what is empty or there already is left out.
func distinct(list []string) []string {
	var out []string
	seen := make(map[string]bool, len(list))
	for _, v := range list {
		if v = cleanText(v); v != "" && !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// cleanNames keeps repetitions: two authors may have one name.
func cleanNames(list []string) []string {
	var out []string
	for _, v := range list {
		if v = cleanName(v); v != "" {
			out = append(out, v)
		}
	}
	return out
}

// cleanText makes a value one line of plain text.
func cleanText(s string) string {
	if plainASCII(s) {
		return s
	}
	for range 5 {
		next := spaced(unmarked(s))
		if next == s {
			return s
		}
		s = next
	}
	if next := spaced(unmarked(s)); next != s { // markup in markup in markup: an attack, or a wreck
		s = spaced(strings.NewReplacer("<", " ", "&", " ").Replace(next))
	}
	return s
}

// plainASCII is whether there is nothing to clean; most values are so.
func plainASCII(s string) bool {
	space := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == ' ':
			if space {
				return false
			}
			space = true
		case c < ' ' || c >= 0x7F || c == '<' || c == '&':
			return false
		default:
			space = false
		}
	}
	return !space || s == ""
}

// spaced drops what cannot be seen, composes accents and makes every run of white space one space.
func spaced(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case invisible(r):
			continue
		case space:
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

func invisible(r rune) bool {
	return unicode.IsControl(r) || r == 0xFEFF || r == 0x200B || r == 0xAD || r&0xFFFE == 0xFFFE || r >= 0xFDD0 && r <= 0xFDEF
}

// unmarked takes markup out of a value: tags of HTML, JATS and MathML, comments and character references. A less-than sign that
// opens no such tag stays.
func unmarked(s string) string {
	if strings.IndexByte(s, '<') >= 0 {
		s = raised().ReplaceAllStringFunc(s, superscript)
		s = blockTag().ReplaceAllString(s, " ")
		s = inlineTag().ReplaceAllString(s, "")
	}
	if strings.IndexByte(s, '&') >= 0 {
		s = ampersand().ReplaceAllString(s, "&")
		s = characterReference().ReplaceAllStringFunc(s, html.UnescapeString)
	}
	return s
}

// superscript keeps an exponent an exponent: ten to the sixth is not one hundred and six.
func superscript(tagged string) string {
	digits := raised().FindStringSubmatch(tagged)[1]
	return strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹",
		"+", "⁺", "-", "⁻", "−", "⁻", "n", "ⁿ").Replace(digits)
}

var (
	raised             = pattern(`(?i)<sup>([0-9+n−-]{1,6})</sup>`)
	blockTag           = pattern(`(?i)</?(?:[a-z]+:)?(?:p|br|div|sec|section|title|label|li|ul|ol|list|list-item|table|tr|td|th|h[1-6]|hr|blockquote|abstract|abstracttext|script|style)` + attributes)
	inlineTag          = pattern(`(?i)</?(?:[a-z]+:)?(?:i|b|u|em|strong|sub|sup|inf|sc|scp|small|big|span|font|a|italic|bold|underline|tt|code|img|iframe|svg|g|object|inline-formula|tex-math|math|mrow|mi|mn|mo|msub|msup|msubsup|mtext|mspace|mfrac|mstyle|mover|munder|semantics|annotation|xref|ext-link|styled-content|highlight)` + attributes + `|<!--[^<>]*-->|<!\[CDATA\[|\]\]>`)
	ampersand          = pattern(`&(?:(?i:amp|#0*38|#x0*26);)+`)
	characterReference = pattern(`&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});`)
)

const attributes = `(?:\s+[a-z:_-]+\s*=[^<>]*)?\s*/?>`

// cutRunes cuts a text to so many runes; it says whether it had to.
func cutRunes(s string, most int) (string, bool) {
	if len(s) <= most || utf8.RuneCountInString(s) <= most {
		return s, false
	}
	n := 0
	for i := range s {
		if n == most {
			return s[:i], true
		}
		n++
	}
	return s, false
}
