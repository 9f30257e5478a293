package mine

import (
	"regexp"
	"strconv"
	"strings"

	"evidencedesk/internal/postgres"
)

// risType is the type of a reference in RIS (Research Information Systems' tag list, as EndNote, Zotero and Mendeley read it).
func risType(kind string) string {
	switch kind {
	case "article":
		return "JOUR"
	case "book":
		return "BOOK"
	case "chapter":
		return "CHAP"
	case "report", "guideline":
		return "RPRT"
	case "web_page":
		return "ELEC"
	case "thesis":
		return "THES"
	case "conference_paper":
		return "CPAPER"
	case "preprint":
		return "UNPB"
	}
	return "GEN"
}

// writeRIS writes references as RIS: one tag a line, two letters, two spaces, a hyphen and a space, CR LF at the end; TY first
// and ER last.
func writeRIS(list []postgres.Reference) string {
	var b strings.Builder
	for _, r := range list {
		if !r.Erased {
			writeRecord(&b, r.ReferenceContent)
		}
	}
	return b.String()
}

func writeRecord(b *strings.Builder, r postgres.ReferenceContent) {
	line := func(tag, value string) {
		if value = strings.Join(strings.Fields(value), " "); value != "" {
			b.WriteString(tag + "  - " + value + "\r\n")
		}
	}
	line("TY", risType(r.Type))
	for _, a := range r.Authors {
		line("AU", risAuthor(a))
	}
	line("TI", r.Title)
	line("T2", r.Journal)
	if r.Year != nil {
		line("PY", strconv.Itoa(*r.Year))
	}
	line("VL", r.Volume)
	line("IS", r.Issue)
	first, last := pages(r.Pages)
	line("SP", first)
	line("EP", last)
	line("AB", r.Abstract)
	line("N1", r.Note)
	line("KW", r.Theme)
	line("DO", r.DOI)
	line("AN", r.PMID)
	if web(r.URL) {
		line("UR", r.URL)
	} else if r.DOI != "" {
		line("UR", doiAddress(r.DOI))
	}
	b.WriteString("ER  - \r\n\r\n")
}

// pages parts "45-50" and "45–50"; what is no range stays whole.
func pages(text string) (first, last string) {
	i := strings.IndexAny(text, "-–")
	if i < 0 {
		return text, ""
	}
	return strings.TrimSpace(text[:i]), strings.TrimLeft(text[i:], "-– ")
}

// vancouver is a name as Vancouver prints it: a family name, perhaps after particles such as "van der", and up to three initials.
var vancouver = regexp.MustCompile(`^((?:\p{Ll}[\p{Ll}']*\s+)*[\p{L}'’-]+)\s+(\p{Lu}{1,3})$`)

// risAuthor writes a name as RIS wants it, "Alder, J. B."; one that it cannot part stays as it is printed.
func risAuthor(name string) string {
	name = strings.Join(strings.Fields(name), " ")
	m := vancouver.FindStringSubmatch(name)
	if m == nil {
		return name
	}
	var initials []string
	for _, letter := range m[2] {
		initials = append(initials, string(letter)+".")
	}
	return m[1] + ", " + strings.Join(initials, " ")
}
