package selection

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Paper is a paper that the searches should find, as far as it is known.
type Paper struct {
	Title string
	Year  int // 0: unknown
	DOI   string
	PMID  string
}

// Empty reports whether nothing is known by which the paper could be found.
func (p Paper) Empty() bool { return p.Title == "" && p.DOI == "" && p.PMID == "" }

var (
	doiIn    = regexp.MustCompile(`(?i)\b10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s"<>]+`)
	pmidIn   = regexp.MustCompile(`(?i)(?:\bpmid:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/|ncbi\.nlm\.nih\.gov/pubmed/)([1-9][0-9]{0,8})\b`)
	onlyPMID = regexp.MustCompile(`^[1-9][0-9]{3,8}$`)
	yearIn   = regexp.MustCompile(`\b(?:1[89]|20)[0-9]{2}\b`)
	linkIn   = regexp.MustCompile(`(?i)\bhttps?://\S*`)
	labelIn  = regexp.MustCompile(`(?i)\b(?:doi|pmid|pmcid|epub|available (?:at|from))\b:?`)
	bulletIn = regexp.MustCompile(`^\s*(?:[-*•–]|\(?[0-9]{1,3}[.)])\s+`)
	sentence = regexp.MustCompile(`[.?!]\s+|\s[–—|]\s|\n`)
	authors  = regexp.MustCompile(`^(?:(?:[A-Z]{1,4}\.? )?[\p{Lu}][\p{L}'’-]+(?: [A-Z]{1,4}\b\.?)?(?:, | and | & |$|\.|;|\s)*)+(?:et al\.?)?$`)
)

// ParsePaper reads how people write down a paper: a DOI, a PMID, a link, a title with its year, or a whole citation in any
// style. What it cannot tell apart it takes as the title.
func ParsePaper(line string) Paper {
	line = strings.TrimSpace(bulletIn.ReplaceAllString(line, ""))
	var p Paper
	if onlyPMID.MatchString(line) && !yearIn.MatchString(line) || onlyPMID.MatchString(line) && len(line) > len("2026") {
		return Paper{PMID: line}
	}
	if doi := doiIn.FindString(line); doi != "" {
		p.DOI = PlainDOI(doi)
		line = strings.Replace(line, doi, " ", 1)
	}
	if m := pmidIn.FindStringSubmatch(line); m != nil {
		p.PMID = m[1]
		line = strings.Replace(line, m[0], " ", 1)
	}
	line = labelIn.ReplaceAllString(linkIn.ReplaceAllString(line, " "), " ")
	if years := yearIn.FindAllString(line, -1); len(years) > 0 {
		p.Year, _ = strconv.Atoi(years[len(years)-1])
	}
	p.Title = titleIn(line)
	return p
}

// titleIn finds the title in a citation: the longest of its sentences that is not a list of names.
func titleIn(line string) string {
	best := ""
	for _, part := range sentence.Split(line, -1) {
		part = trimmed(part)
		if len(part) > len(best) && !authors.MatchString(part) {
			best = part
		}
	}
	if best == "" {
		best = trimmed(line)
	}
	if !strings.ContainsFunc(best, unicode.IsLetter) {
		return ""
	}
	return best
}

var yearOnly = regexp.MustCompile(`^[\s(,;]*(?:1[89]|20)[0-9]{2}[a-z]?[\s),;:.]*|[\s(,;]*\(?\b(?:1[89]|20)[0-9]{2}\)?[\s).,;]*$`)

func trimmed(s string) string {
	s = yearOnly.ReplaceAllString(s, "")
	return strings.Trim(s, " \t\n.,;:\"'“”‘’()[]<>")
}

// PlainDOI gives a DOI in the form in which records keep it: without a resolver, in lower case, without what follows it in
// a sentence.
func PlainDOI(s string) string {
	s = strings.ToLower(doiIn.FindString(s))
	for {
		cut := strings.TrimRight(s, ".,;:]}'’")
		if strings.HasSuffix(cut, ")") && strings.Count(cut, ")") > strings.Count(cut, "(") {
			cut = strings.TrimSuffix(cut, ")")
		}
		if cut == s {
			return s
		}
		s = cut
	}
}

// ParsePapers reads one paper from each line; lines that say nothing are left out.
func ParsePapers(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); !ParsePaper(line).Empty() {
			lines = append(lines, line)
		}
	}
	return lines
}

// prefix is how long two titles must agree where one of them has a subtitle that the other has not.
const prefix = 40

// Matches reports whether a record, given as a paper, is this paper: the same DOI or PMID, or else the same title within a
// year. Identifiers that differ rule it out.
func (p Paper) Matches(record Paper) bool {
	switch {
	case p.DOI != "" && p.DOI == record.DOI, p.PMID != "" && p.PMID == record.PMID:
		return true
	case p.DOI != "" && record.DOI != "", p.PMID != "" && record.PMID != "", p.Title == "":
		return false
	case p.Year != 0 && record.Year != 0 && max(p.Year-record.Year, record.Year-p.Year) > 1:
		return false
	}
	return sameTitle(PlainTitle(p.Title), PlainTitle(record.Title))
}

func sameTitle(a, b string) bool {
	if a == b {
		return a != ""
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) >= prefix && strings.HasPrefix(b, a) && b[len(a)] == ' '
}

var markup = regexp.MustCompile(`</?[a-zA-Z][^<>]{0,20}>`)

// PlainTitle is a title without what databases write differently: case, accents, punctuation, markup.
func PlainTitle(s string) string {
	s = norm.NFKD.String(strings.ToLower(markup.ReplaceAllString(s, "")))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			return -1
		case unicode.IsLetter(r), unicode.IsDigit(r):
			return r
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// Years are the years in which records of some papers may have appeared, in order.
func Years(papers []Paper) []int {
	var list []int
	for _, p := range papers {
		if p.Year != 0 && p.Title != "" {
			list = append(list, p.Year-1, p.Year, p.Year+1)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
