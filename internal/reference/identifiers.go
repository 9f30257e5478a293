package reference

import (
	"net/url"
	"regexp"
	"strings"
	"sync"
	"unicode"
)

// PlainDOI gives a DOI as the DOI handbook compares them: without resolver or label, lower case, percent signs decoded, without
// the punctuation that follows it in a sentence. It is empty when the text is no DOI.
func PlainDOI(s string) string {
	if !strings.Contains(s, "10.") && !strings.Contains(s, "10%2") {
		return ""
	}
	s = settled(s, func(s string) string {
		s = strings.ToLower(cleanText(s))
		if plain, err := url.PathUnescape(s); err == nil {
			s = cleanText(plain)
		}
		return s
	})
	s = strings.TrimSuffix(doiPrefix().ReplaceAllString(s, ""), " [doi]")
	if !doiPattern().MatchString(s) {
		return ""
	}
	if end := strings.IndexFunc(s, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) }); end >= 0 {
		s = s[:end]
	}
	s = trimSentence(s)
	if !doiPattern().MatchString(s) {
		return ""
	}
	return s
}

// settled applies a function until nothing changes. Only functions that shorten may be given.
func settled(s string, f func(string) string) string {
	for range 20 {
		next := f(s)
		if next == s {
			return s
		}
		s = next
	}
	return ""
}

// trimSentence takes off what belongs to the sentence around an identifier; a closing bracket only when nothing opens it.
func trimSentence(s string) string {
	for s != "" {
		last := s[len(s)-1]
		switch {
		case strings.IndexByte(".,;:'\"", last) >= 0:
		case last == ')' && strings.Count(s, ")") > strings.Count(s, "("):
		case last == ']' && strings.Count(s, "]") > strings.Count(s, "["):
		case last == '>' && strings.Count(s, ">") > strings.Count(s, "<"):
		case last == '}' && strings.Count(s, "}") > strings.Count(s, "{"):
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// PlainPMID gives the digits of a PubMed identifier, bare, labelled or in an address of PubMed; empty when the text is none.
func PlainPMID(s string) string {
	m := pmidPattern().FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ""
	}
	return m[1]
}

// plainPMCID gives "PMC" and digits.
func plainPMCID(s string) string {
	m := pmcidPattern().FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ""
	}
	return "PMC" + m[1]
}

// plainISSN gives 1234-567X (ISO 3297); a remark in brackets after it is left out. The check digit is not tested: it is what the source says.
func plainISSN(s string) string {
	m := issnPattern().FindStringSubmatch(strings.TrimSpace(s))
	if m == nil {
		return ""
	}
	return m[1] + "-" + strings.ToUpper(m[2])
}

// plainISBN gives the 10 or 13 characters of an ISBN.
func plainISBN(s string) string {
	s, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "ISBN"), "(")
	s = strings.ToUpper(strings.NewReplacer("-", "", " ", "", ":", "").Replace(s))
	if !isbnPattern().MatchString(s) {
		return ""
	}
	return s
}

// Families gives the family name of each author; a group stands as it is.
func Families(authors []string) []string {
	out := make([]string, len(authors))
	for i, a := range authors {
		family, _, _ := strings.Cut(a, ",")
		out[i] = strings.TrimSpace(family)
	}
	return out
}

// yearIn is the first year in a text: four digits that stand alone, or begin a date of eight.
func yearIn(s string) int {
	m := yearPattern().FindStringSubmatch(s)
	if m == nil {
		m = dayPattern().FindStringSubmatch(s)
	}
	if m == nil {
		return 0
	}
	y := 0
	for _, d := range m[1] {
		y = y*10 + int(d-'0')
	}
	return y
}

func isURL(s string) bool {
	low := strings.ToLower(s)
	return (strings.HasPrefix(low, "http://") || strings.HasPrefix(low, "https://") || strings.HasPrefix(low, "www.") || strings.HasPrefix(low, "ftp://")) &&
		!strings.ContainsAny(s, " \t")
}

var (
	doiPrefix    = pattern(`^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|info:doi/|urn:doi:|doi\s*[:=]?\s*(?:https?://(?:dx\.)?doi\.org/)?)`)
	doiPattern   = pattern(`^10\.[0-9]{4,9}(?:\.[0-9]+)*/\S`)
	doiInText    = pattern(`(?i)(?:doi\s*[:=]?\s*|doi\.org/)(10\.[0-9]{4,9}(?:\.[0-9]+)*/\S+)`)
	pmidPattern  = pattern(`(?i)^(?:(?:pmid|pubmed|medline|pubmed id|pubmed pmid)\s*[:=]?\s*|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/)?0*([1-9][0-9]{0,8})/?(?:\s*\[pmid\])?$`)
	pmidInText   = pattern(`(?i)\b(?:PMID|PubMed ID)\s*[:=]?\s*(?:NLM)?0*([1-9][0-9]{0,8})\b`)
	pubmedInTag  = pattern(`^(?i:pubmed|medline)[: ]\s*([1-9][0-9]{0,8})\b`)
	pmcidPattern = pattern(`(?i)^(?:pmcid\s*[:=]?\s*)?PMC\s?([0-9]{1,9})$`)
	pmcidInText  = pattern(`(?i)\bPMCID\s*[:=]?\s*(PMC[0-9]{1,9})\b`)
	issnPattern  = pattern(`^(?:(?i:e?-?issn)[: ]*)?([0-9]{4})[-–]?([0-9]{3}[0-9Xx])(?:\s*\([^()]*\))?$`)
	isbnPattern  = pattern(`^(?:97[89])?[0-9]{9}[0-9X]$`)
	dayPattern   = pattern(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[^0-9]|$)`)
	yearPattern  = pattern(`(?:^|[^0-9])(1[4-9][0-9]{2}|20[0-9]{2}|21[0-9]{2})(?:[^0-9]|$)`)
)

// pattern is a regular expression that is made when it is first used, and cannot be changed.
func pattern(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}
