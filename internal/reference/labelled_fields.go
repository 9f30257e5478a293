package reference

import "strings"

// fillLabelled settles what has no name of its own, and the source in which Ovid, EBSCOhost and Scopus put journal, year and pages.
func fillLabelled(b *build, entries []entry) {
	var named []entry
	var lead, sources []string
	for _, e := range entries {
		switch e.tag {
		case labelledLead:
			lead = append(lead, e.value)
		case "citation":
			if b.Database == "" && strings.EqualFold(e.value, "scopus") {
				e.tag = "database"
				named = append(named, e)
				continue
			}
			sources = append(sources, e.value)
		default:
			named = append(named, e)
		}
	}
	fillCSV(b, named)
	b.lead(lead)
	for _, s := range sources {
		b.source(s)
		b.extra("source", s)
	}
	b.tidy()
	if b.Type == "" && b.Journal != "" {
		b.Type = Article
	}
	for _, f := range b.Extra { // Ovid's MEDLINE says no database, but a status
		if f.Tag == "Status" && b.PMID == "" && plainDigits(b.Accession) && medline(f.Value) {
			b.PMID = PlainPMID(b.Accession)
		}
	}
}

// lead takes the lines at the head of a record: the title; in Scopus's text authors, title and source.
func (b *build) lead(lines []string) {
	for i, line := range lines {
		m := scopusSource().FindStringSubmatch(line)
		if m == nil || i == 0 || b.Title != "" {
			continue
		}
		b.Title = lines[i-1]
		if i > 1 {
			b.Authors = append(scopusNames(lines[0]), b.Authors...)
			lines[0] = ""
		}
		b.when("year", m[1])
		b.once(&b.Journal, "journal", m[2])
		b.rest(m[3])
		b.extra("source", line)
		lines[i-1], lines[i] = "", ""
	}
	for _, line := range lines {
		switch {
		case line == "", line == b.Title:
		case b.Title == "":
			b.Title = line
		case isURL(line):
			b.links("urls", line)
		default:
			b.Notes = append(b.Notes, line)
		}
	}
}

var (
	scopusSource = pattern(`^\(([12][0-9]{3})\) ([^,]+),?(.*)$`)
	scopusRest   = pattern(`^ ?([0-9]{1,5})?(?: \(([^()]{1,30})\))?,?(?: art\. no\. ([^ ,]+),?)?(?: pp\. ([^ ,]+?)\.?)?[ .,]*(?:Cited .*)?$`)
	scopusName   = pattern(`[^,;]+, (?:\p{Lu}\p{Ll}?\.[ -]?)+(?:, |$)`)
)

// scopusNames splits "Okafor, A., Haddad, R.".
func scopusNames(text string) []string {
	names := scopusName().FindAllString(text, -1)
	if strings.Join(names, "") != text {
		return splitNames(text)
	}
	for i, name := range names {
		names[i] = strings.TrimSuffix(strings.TrimSpace(name), ",")
	}
	return names
}

func (b *build) parts(journal, abbreviation, date, volume, issue, pages string) {
	for _, p := range []struct {
		field *string
		value string
	}{{&b.Journal, journal}, {&b.Abbreviation, abbreviation}, {&b.Volume, volume}, {&b.Issue, issue}, {&b.Pages, pages}} {
		if *p.field == "" {
			*p.field = p.value
		}
	}
	if b.Year == 0 {
		b.when("date", strings.TrimSpace(date))
	}
}

func (b *build) rest(text string) {
	m := scopusRest().FindStringSubmatch(text)
	if m == nil {
		return
	}
	pages := m[4]
	if pages == "" {
		pages = m[3]
	}
	b.parts("", "", "", m[1], m[2], pages)
}
