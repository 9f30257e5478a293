package reference

import (
	"slices"
	"strings"
)

// risValues is a record in the making with what only the whole of it decides.
type risValues struct {
	*build
	first, last    string // pages
	id             string // of the program, or the accession number
	full, journal  string // JF or JN; JO
	secondary      string // T2
	authors, alias []string
}

// fillRIS makes a record of the values of RIS. Tags have synonyms, and some mean different things in different databases: then the value decides.
func fillRIS(b *build, entries []entry) {
	if ovidTagged(entries) && !slices.ContainsFunc(entries, func(e entry) bool { return e.tag == "TY" }) {
		fillOvid(b, entries)
		return
	}
	fillTags(b, entries).settle()
	b.deduce()
}

func fillTags(b *build, entries []entry) *risValues {
	v := &risValues{build: b}
	for _, e := range entries {
		if e.value == "NA" && risSingle(e.tag) { // nothing, as R writes it
			continue
		}
		if !v.names(e) && !v.titles(e) && !v.numbers(e) && !v.identifiers(e) && !v.others(e) {
			b.extra(e.tag, e.value)
		}
	}
	return v
}

// risSingle is whether a tag has one value that is not a name, a title or a word of a list.
func risSingle(tag string) bool {
	return strings.Contains(" AB N2 VL IS SP EP SN DO UR PY Y1 DA LA AN PB CY ET DB DP JA J2 C2 AD N1 ", " "+tag+" ")
}

func (v *risValues) names(e entry) bool {
	switch e.tag {
	case "AU":
		v.authors = append(v.authors, risNames(e.value)...)
	case "A1":
		v.alias = append(v.alias, risNames(e.value)...)
	case "A2", "A3", "ED":
		if strings.Count(e.value, ",") > 3 && !strings.ContainsAny(e.value, ";.") { // PsycInfo: the families of authors that are cited
			return false
		}
		v.Editors = append(v.Editors, risNames(e.value)...)
	case "CA":
		v.authors = append(v.authors, e.value)
	default:
		return false
	}
	return true
}

// risNames splits names that stand on one line; the format wants one on each.
func risNames(value string) []string {
	if strings.Contains(value, ";") {
		return splitNames(value)
	}
	if names := alternating(value); len(names) > 1 {
		return names
	}
	if !strings.Contains(value, ",") && !groupWord().MatchString(value) {
		value = initialled(value)
		if leadingInitials().MatchString(value) { // IEEE
			value = turned(value)
		}
	}
	return []string{value}
}

func (v *risValues) titles(e entry) bool {
	switch e.tag {
	case "TI", "T1":
		v.once(&v.Title, e.tag, e.value)
	case "BT":
		v.once(&v.BookTitle, e.tag, e.value)
	case "T2":
		v.once(&v.secondary, e.tag, e.value)
	case "JF", "JN", "JT":
		v.once(&v.full, e.tag, e.value)
	case "JO":
		v.once(&v.journal, e.tag, e.value)
	case "JA", "J1", "J2", "JI", "NL":
		v.once(&v.Abbreviation, e.tag, e.value)
	case "AB", "N2":
		v.abstract(e)
	default:
		return false
	}
	return true
}

// abstract keeps the first of two, unless it is only the beginning of the other or next to nothing; the other is a note.
func (v *risValues) abstract(e entry) {
	switch {
	case v.Abstract == "", strings.HasPrefix(e.value, v.Abstract):
		v.Abstract = e.value
	case strings.HasPrefix(v.Abstract, e.value):
	case len(e.value) > 3*len(v.Abstract):
		v.Notes = append(v.Notes, v.Abstract)
		v.Abstract = e.value
	default:
		v.Notes = append(v.Notes, e.value)
	}
}

func (v *risValues) numbers(e entry) bool {
	switch e.tag {
	case "PY", "Y1", "YR", "DA":
		if strings.Contains(e.value, ", Vol. ") && v.source(e.value) { // EBSCOhost's generic text
			v.extra(e.tag, e.value)
			break
		}
		v.when(e.tag, e.value)
	case "DP": // the provider; in Ovid's and PubMed's tags the date of publication
		if yearIn(e.value) != 0 && e.value[0] >= '0' && e.value[0] <= '9' {
			v.when(e.tag, e.value)
			break
		}
		v.once(&v.Provider, e.tag, e.value)
	case "VL", "VI":
		v.once(&v.Volume, e.tag, e.value)
	case "IS", "IP", "CP", "NO":
		return v.issue(e)
	case "SP":
		v.once(&v.first, e.tag, e.value)
	case "EP", "LP": // HighWire
		v.once(&v.last, e.tag, e.value)
	case "PG":
		v.once(&v.Pages, e.tag, e.value)
	case "SN", "BN", "EI":
		v.serial(e.tag, e.value)
	case "ET":
		v.once(&v.Edition, e.tag, e.value)
	default:
		return false
	}
	return true
}

// issue takes the tags that name the issue, and in some databases the ISSN, the country or a note.
func (v *risValues) issue(e entry) bool {
	issn := plainISSN(e.value)
	switch {
	case e.tag == "IS" && issn != "" && (strings.Contains(e.value, "-") || !dateOnly().MatchString(e.value)):
		v.serial(e.tag, e.value)
	case e.tag == "IS", e.tag == "IP", strings.ContainsAny(e.value, "0123456789"):
		v.once(&v.Issue, e.tag, e.value)
	case e.tag == "CP":
		v.once(&v.Place, e.tag, e.value)
	default:
		return false
	}
	return true
}

func (v *risValues) identifiers(e entry) bool {
	switch e.tag {
	case "DO", "DI":
		v.doi(e.tag, e.value)
	case "PM":
		v.pmid(e.tag, e.value)
	case "AN", "UI", "UT":
		number, more, _ := strings.Cut(e.value, ". Language: ") // EBSCOhost: the whole note
		v.once(&v.Accession, e.tag, number)
		if more != "" {
			v.extra(e.tag, e.value)
		}
	case "ID":
		v.id = e.value
		return false
	case "UR", "LK", "US", "L1", "L2", "L3", "L4":
		if doi := PlainDOI(e.value); doi != "" && !isURL(e.value) {
			v.keepDOI(doi, e.tag, e.value)
			break
		}
		v.links(e.tag, e.value)
	case "C2", "C5", "C7":
		return v.custom(e)
	default:
		return false
	}
	return true
}

// custom takes the tags in which EndNote keeps the PMCID and Scopus and Embase the PMID; an article number stands for pages.
func (v *risValues) custom(e entry) bool {
	switch {
	case plainPMCID(e.value) != "":
		v.pmcid(e.tag, e.value)
	case e.tag == "C7":
		v.once(&v.Pages, e.tag, e.value)
	case PlainPMID(e.value) != "" && len(e.value) >= 6:
		v.pmid(e.tag, e.value)
	default:
		return false
	}
	return true
}

func (v *risValues) others(e entry) bool {
	switch e.tag {
	case "TY":
		v.risType(e)
	case "KW", "KY", "DE", "MH", "SH":
		v.keywords(e.value)
	case "N1", "RN":
		v.Notes = append(v.Notes, e.value)
	case "M3": // the kind of article in EBSCOhost and Ovid, the DOI in others
		if doi := PlainDOI(e.value); doi != "" {
			v.keepDOI(doi, e.tag, e.value)
			break
		}
		v.PubTypes = append(v.PubTypes, e.value)
	case "PT", "DT":
		v.PubTypes = append(v.PubTypes, keywordSeparator().Split(e.value, -1)...)
	case "LA", "LG":
		v.once(&v.Language, e.tag, e.value)
	case "PB", "PU":
		v.once(&v.Publisher, e.tag, e.value)
	case "CY", "PP", "PI":
		v.once(&v.Place, e.tag, e.value)
	case "VN":
		v.once(&v.Provider, e.tag, e.value)
	case "DB":
		v.once(&v.Database, e.tag, e.value)
	default:
		return false
	}
	return true
}
