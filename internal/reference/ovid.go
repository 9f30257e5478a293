package reference

import (
	"slices"
	"strings"
)

// Ovid's tagged text ("Citavi", "EndNote", "Brief citation") looks like RIS without a type, but its tags are those of Ovid's databases:
// CP is the country of publication, IP the issue, IS the ISSN, SO the whole source. VN names Ovid in every record.

// ovidTagged is whether the values of a record have Ovid's tags.
func ovidTagged(entries []entry) bool {
	return slices.ContainsFunc(entries, func(e entry) bool { return e.tag == "VN" && strings.HasPrefix(e.value, "Ovid") })
}

// fillOvid makes a record of values with Ovid's tags.
func fillOvid(b *build, entries []entry) {
	var rest []entry
	var full, sources []string
	for _, e := range entries {
		switch tag := ovidTag(e.tag); tag {
		case "AU":
			b.ovidPerson(e)
		case "FA":
			full = append(full, cleanName(e.value))
		case "SO":
			sources = append(sources, e.value)
		case "":
			b.extra(e.tag, e.value)
		case "PM":
			b.ovidPM(e)
		default:
			e.tag = tag
			rest = append(rest, e)
		}
	}
	authors := b.Authors
	b.Authors = nil
	fillTags(b, rest).settle()
	b.Authors = append(b.ovidFull(authors, full), b.Authors...)
	for i, s := range sources {
		if b.source(s) || i == 0 || s != sources[i-1] {
			b.extra("SO", s)
		}
	}
	if b.Type == "" && b.Journal != "" {
		b.Type = Article
	}
	b.deduce()
}

// ovidFull prefers the full names when they are those of the authors.
func (b *build) ovidFull(authors, full []string) []string {
	if len(full) > 0 && fullNames(authors, full) {
		return full
	}
	for _, name := range full {
		b.extra("FA", name)
	}
	return authors
}

// ovidTag gives the tag of RIS that means the same; empty for a tag that has no field, or means something else in RIS.
func ovidTag(tag string) string {
	switch tag {
	case "CP", "PC":
		return "CY"
	case "ES", "IB", "IL":
		return "SN"
	case "NJ":
		return "JF"
	case "IO", "TA":
		return "J2"
	case "SI": // registry and number of a trial
		return "N1"
	case "XL":
		return "UR"
	case "EN":
		return "ET"
	case "AS", "CR", "ED", "EP", "SP", "PI", "RN", "CA", "SU", "DC", "DJ", "OD", "ST", "CS", "CE", "DA", "DD", "DG", "C1", "C2", "C3", "M1", "M2", "RI", "US":
		return ""
	}
	return tag
}

// ovidPerson takes a name without what Ovid writes behind it: the role in brackets, degrees, and marks of the address.
func (b *build) ovidPerson(e entry) {
	name := e.value
	if at := strings.Index(name, " ["); at > 0 {
		name = name[:at]
	}
	name = ovidDegrees().ReplaceAllString(ovidMarks().ReplaceAllString(name, ""), "")
	name = initialled(strings.TrimRight(ovidMarks().ReplaceAllString(name, ""), ", "))
	if wordEnd().MatchString(name) {
		name = strings.TrimSuffix(name, ".")
	}
	if strings.Contains(e.value, "[Ed") {
		b.Editors = append(b.Editors, name)
	} else {
		b.Authors = append(b.Authors, name)
	}
	if len(name)+3 < len(e.value) {
		b.extra(e.tag, e.value)
	}
}

var (
	ovidMarks   = pattern(`(?:[ ,]+(?:[0-9]{1,2}|[*+#]))+(?:,?[0-9*+#])*$`)
	ovidDegrees = pattern(`(?:,? (?:M\.?D|Ph\.?D|[BM]\.?Sc|[BM]A|M\.?P\.?H|MBBS|MBBCh|MRCP|FRCP|FRCS|FACSM|FACP|RN|DrPH|DPhil|DO|BSN|MSN|DNP)\.?)+$`)
)

// ovidPM takes the identifier of PubMed Central, which Ovid gives with a date, or a PMID.
func (b *build) ovidPM(e entry) {
	if id, _, _ := strings.Cut(e.value, " "); plainPMCID(id) != "" {
		b.pmcid(e.tag, id)
		if id != e.value {
			b.extra(e.tag, e.value)
		}
		return
	}
	b.pmid(e.tag, e.value)
}

// ovidLinks gives the addresses in the lines that Ovid puts behind a record; nil when the line is none of those.
func ovidLinks(line string) []string {
	if !strings.HasPrefix(line, "Link to the ") {
		return nil
	}
	var links []string
	for part := range strings.SplitSeq(strings.TrimPrefix(line, "Link to the "), "Link to the ") {
		if _, address, ok := strings.Cut(part, ": "); ok && isURL(strings.TrimSpace(address)) {
			links = append(links, strings.TrimSpace(address))
		} else {
			return nil
		}
	}
	return links
}

var (
	ovidAN       = pattern(`(?i)ovidweb\.cgi\?.*?[?&]AN=([^&\s]+)`)
	ovidDatabase = pattern(`(?i)ovidweb\.cgi\?.*?[?&]D=([a-z]+)`)
)

// ovidAddress takes accession number and database out of an address of Ovid.
func (b *build) ovidAddress(address string) {
	if m := ovidAN().FindStringSubmatch(address); m != nil {
		if b.Accession == "" {
			b.Accession = m[1]
		}
		b.Extra = slices.DeleteFunc(b.Extra, func(f Field) bool { return f.Tag == "ID" && f.Value == b.Accession })
	}
	if m := ovidDatabase().FindStringSubmatch(address); m != nil && b.Database == "" {
		b.Database = ovidDatabaseNamed(strings.ToLower(m[1]))
	}
	if b.PMID == "" && plainDigits(b.Accession) && medline(b.Database) {
		b.PMID = PlainPMID(b.Accession)
	}
}

// ovidDatabaseNamed is what Ovid's codes of databases stand for (Ovid Database Guide); empty for others.
func ovidDatabaseNamed(code string) string {
	for _, d := range []struct{ prefix, name string }{
		{"med", "Ovid MEDLINE(R)"},
		{"mes", "Ovid MEDLINE(R)"},
		{"ppez", "Ovid MEDLINE(R)"},
		{"prem", "Ovid MEDLINE(R)"},
		{"pmnm", "Ovid MEDLINE(R)"},
		{"emed", "Embase"},
		{"emez", "Embase"},
		{"oemez", "Embase"},
		{"emca", "Embase"},
		{"psyc", "APA PsycInfo"},
		{"caba", "CAB Abstracts"},
		{"cagh", "Global Health"},
		{"amed", "AMED"},
		{"hmic", "HMIC"},
		{"cctr", "Cochrane Central Register of Controlled Trials"},
		{"coch", "Cochrane Database of Systematic Reviews"},
		{"mwic", "Maternity & Infant Care"},
	} {
		if strings.HasPrefix(code, d.prefix) {
			return d.name
		}
	}
	return ""
}
