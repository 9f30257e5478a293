package queue

import (
	"regexp"
	"strconv"
	"strings"

	"evidencedesk/internal/postgres"
)

// How a line names its source. A DOI begins with 10. and the number of a registrant (ISO 26324); a PubMed number has up to nine
// digits.
var (
	doiIn  = regexp.MustCompile(`(?i)(?:https?://(?:dx\.)?doi\.org/|\bdoi:?\s*)?\b(10\.[0-9]{4,9}/[^\s<>"]+)`)
	urlIn  = regexp.MustCompile(`(?i)\bhttps?://[^\s<>"]+`)
	pmidIn = regexp.MustCompile(`(?i)\b(?:pmid|pubmed):?\s*([1-9][0-9]{0,8})\b|^\s*([1-9][0-9]{5,8})\s*$`)
	pubmed = regexp.MustCompile(`(?i)^https?://pubmed\.ncbi\.nlm\.nih\.gov/([1-9][0-9]{0,8})/?$`)

	referenceAt = regexp.MustCompile(`^references\[([0-9]{1,4})\]`)
)

// sourceLines are the lines that name something.
func sourceLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// lineOf reads from the path of a wrong field which source it is of.
func lineOf(field string) (int, bool) {
	m := referenceAt.FindStringSubmatch(field)
	if m == nil {
		return 0, false
	}
	n, err := strconv.Atoi(m[1])
	return n, err == nil
}

// sources reads a reference from each line: its DOI, PubMed number or address if it has one, and the rest as its title.
func sources(text string) []postgres.ReferenceContent {
	var list []postgres.ReferenceContent
	for _, line := range sourceLines(text) {
		list = append(list, source(line))
	}
	return list
}

func source(line string) postgres.ReferenceContent {
	r := postgres.ReferenceContent{Type: "other"}
	rest := line
	if m := doiIn.FindStringSubmatchIndex(rest); m != nil {
		r.Type, r.DOI = "article", strings.TrimRight(rest[m[2]:m[3]], ".,;)]")
		rest = rest[:m[0]] + " " + rest[m[1]:]
	} else if m := urlIn.FindStringIndex(rest); m != nil {
		r.Type, r.URL = "web_page", strings.TrimRight(rest[m[0]:m[1]], ".,;)]")
		rest = rest[:m[0]] + " " + rest[m[1]:]
		if p := pubmed.FindStringSubmatch(r.URL); p != nil {
			r.Type, r.PMID = "article", p[1]
		}
	}
	if m := pmidIn.FindStringSubmatch(rest); m != nil && r.PMID == "" {
		r.Type, r.PMID = "article", m[1]+m[2] // one of them is empty
		rest = strings.Replace(rest, m[0], " ", 1)
	}
	r.Title = title(rest, line, r)
	return r
}

// title is what is left of the line; without it, what names the source.
func title(rest, line string, r postgres.ReferenceContent) string {
	rest = strings.NewReplacer("( )", "", "[ ]", "", "< >", "").Replace(strings.Join(strings.Fields(rest), " "))
	if rest = strings.Trim(rest, " ,;:|-–"); rest != "" {
		return rest
	}
	switch {
	case r.DOI != "":
		return "doi:" + r.DOI
	case r.PMID != "":
		return "PubMed " + r.PMID
	case r.URL != "":
		return r.URL
	}
	return line
}
