package reference

import (
	"regexp"
	"strconv"
	"strings"
)

// pubmedTextCodec is what PubMed shows people: "abstract" (1. Journal. Date;volume:pages., then title, authors and abstract, a blank
// line between them) and "summary" (1: authors. Title. Journal. ...). Its parts have no names, so what is not certain becomes a note.
// It is read only.
func pubmedTextCodec() codec { return codec{read: readPubMedText, fill: fillPubMedText} }

var pubmedNumber = pattern(`^([0-9]{1,7})([.:]) (.*)$`)

const (
	pubmedSummary = "summary"
	pubmedBlock   = "paragraph"
)

func readPubMedText(l *lines, r *reading) error {
	var d *draft
	blank, number := true, 0
	emit := func() error {
		if d == nil {
			return nil
		}
		return r.emit(d)
	}
	if err := l.each(func(line string, empty bool) error {
		was := blank
		if blank = empty; empty {
			return nil
		}
		text := strings.TrimSpace(line)
		m := pubmedNumber().FindStringSubmatch(line)
		switch {
		case m != nil && was && (number == 0 || m[1] == strconv.Itoa(number+1)):
			number, _ = strconv.Atoi(m[1])
			if err := emit(); err != nil {
				return err
			}
			d = &draft{line: l.n}
			tag := pubmedBlock
			if m[2] == ":" {
				tag = pubmedSummary
			}
			d.add(tag, m[3], l.n)
		case d == nil:
			r.between(l.n, line)
		case was || pubmedID().MatchString(text):
			d.add(pubmedBlock, text, l.n)
		default:
			d.extend(text, l.n)
		}
		return nil
	}); err != nil {
		return err
	}
	return emit()
}

var (
	pubmedID      = pattern(`^(DOI|PMCID|PMID): ?(\S+)(.*)$`)
	pubmedSource  = pattern(`^(.+?)\. ((?:18|19|20)[0-9]{2}[^;:.]*)(?:;([^(:;. ]*)(?:\(([^)]*)\))?(?::([^. ]+))?)?\.(.*)$`)
	pubmedAside   = pattern(`^(?:Author information|Collaborators|Comment (?:in|on)|Erratum|Update (?:in|of)|Conflict of interest|Copyright|©|\(c\)|Retract|Republished|Published by|\[Article in|Publisher:|Summary for|Expression of)`)
	pubmedPersons = pattern(`^[\p{L}][\p{L}\p{M}'’ -]* \p{Lu}{1,4}(?: (?:Jr|Sr|2nd|3rd))?(?:\([0-9, ]+\))?(?:,|;|\.$|\(#)`)
	pubmedMarks   = pattern(`(?:\([0-9#]+\))+`)
	pubmedInline  = pattern(`(?i)(?:doi: ?(10\.\S+?)\.?(?: |$)|PMCID: ?(PMC[0-9]+)|PMID: ?([0-9]+))`)
)

func fillPubMedText(b *build, entries []entry) {
	b.Type = Article
	b.Database = "PubMed"
	var free []string
	for i, e := range entries {
		m := pubmedID().FindStringSubmatch(e.value)
		switch {
		case e.tag == pubmedSummary:
			b.summary(e.value)
		case i == 0:
			b.citation(e.value)
		case m != nil:
			b.identifiers(m, e.value)
		case pubmedAside().MatchString(e.value):
			b.Notes = append(b.Notes, e.value)
		default:
			free = append(free, e.value)
		}
	}
	if len(entries) > 0 && entries[0].tag == pubmedSummary {
		b.Notes = append(b.Notes, free...)
		b.deduce()
		return
	}
	if len(free) > 0 {
		b.Title, free = strings.TrimSuffix(free[0], "."), free[1:]
	}
	if len(free) > 0 && pubmedPersons().MatchString(free[0]) {
		b.Authors = pubmedNames(strings.TrimSuffix(pubmedMarks().ReplaceAllString(free[0], ""), "."))
		free = free[1:]
	}
	b.Abstract = strings.Join(free, " ")
	b.deduce()
}

func pubmedNames(text string) []string {
	names := splitNames(text)
	for i, name := range names {
		names[i] = initialled(name)
	}
	return names
}

// citation takes the first line, "Journal. 2020 Jan;5(2):1-9. doi: ...", in its parts.
func (b *build) citation(text string) {
	m := pubmedSource().FindStringSubmatch(text)
	if m == nil {
		b.Notes = append(b.Notes, text)
		return
	}
	b.Abbreviation, b.Volume, b.Issue, b.Pages = m[1], m[3], m[4], m[5]
	b.Journal = m[1]
	b.Abbreviation = ""
	b.when("date", m[2])
	b.inline(m[6])
	if rest := strings.TrimSpace(m[6]); rest != "" {
		b.extra("citation", rest)
	}
}

// identifiers takes a line "DOI: ...", "PMCID: ..." or "PMID: ... [Indexed for MEDLINE]".
func (b *build) identifiers(m []string, whole string) {
	switch m[1] {
	case "DOI":
		b.doi("doi", m[2])
	case "PMCID":
		b.pmcid("pmcid", m[2])
	case "PMID":
		b.pmid("pmid", m[2])
	}
	if strings.TrimSpace(m[3]) != "" {
		b.extra("identifier", whole)
	}
}

func (b *build) inline(text string) {
	for _, m := range pubmedInline().FindAllStringSubmatch(text, -1) {
		switch {
		case m[1] != "" && b.DOI == "":
			b.DOI = PlainDOI(m[1])
		case m[2] != "" && b.PMCID == "":
			b.PMCID = plainPMCID(m[2])
		case m[3] != "" && b.PMID == "":
			b.PMID = PlainPMID(m[3])
		}
	}
}

// pubmedTextStarts is whether a file begins with a first numbered entry and names a PMID.
func pubmedTextStarts(s string) bool {
	return pubmedFirst().MatchString(s) && regexp.MustCompile(`\bPMID: ?[0-9]`).MatchString(s)
}

var pubmedFirst = pattern(`^[0-9]{1,7}[.:] [^\n]{10,}`)
