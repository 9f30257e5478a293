package reference

import "strings"

// risValues is a record in the making with what only the whole of it decides.
type risValues struct {
	*build
	first, last    string // pages
	full, journal  string // JF or JN; JO
	secondary      string // T2
	authors, alias []string
}

// fillRIS makes a record of the values of RIS. Tags have synonyms, and some mean different things in different databases: then the value decides.
func fillRIS(b *build, entries []entry) {
	v := &risValues{build: b}
	for _, e := range entries {
		if !v.names(e) && !v.titles(e) && !v.numbers(e) && !v.identifiers(e) && !v.others(e) {
			b.extra(e.tag, e.value)
		}
	}
	v.settle()
	b.deduce()
}

func (v *risValues) names(e entry) bool {
	switch e.tag {
	case "AU":
		v.authors = append(v.authors, risNames(e.value)...)
	case "A1":
		v.alias = append(v.alias, risNames(e.value)...)
	case "A2", "A3", "ED":
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
	if !strings.Contains(value, ",") && !groupWord().MatchString(value) {
		value = initialled(value)
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
	case "JA", "J1", "J2", "JI":
		v.once(&v.Abbreviation, e.tag, e.value)
	case "AB", "N2":
		v.abstract(e)
	default:
		return false
	}
	return true
}

// abstract keeps the longer of two; the other is a note.
func (v *risValues) abstract(e entry) {
	switch {
	case v.Abstract == "", strings.HasPrefix(e.value, v.Abstract):
		v.Abstract = e.value
	case strings.HasPrefix(v.Abstract, e.value):
	case len(e.value) > len(v.Abstract):
		v.Notes = append(v.Notes, v.Abstract)
		v.Abstract = e.value
	default:
		v.Notes = append(v.Notes, e.value)
	}
}

func (v *risValues) numbers(e entry) bool {
	switch e.tag {
	case "PY", "Y1", "YR", "DA":
		v.when(e.tag, e.value)
	case "DP": // the provider; in Ovid's and PubMed's tags the date of publication
		if yearIn(e.value) != 0 && e.value[0] >= '0' && e.value[0] <= '9' {
			v.when(e.tag, e.value)
			break
		}
		v.once(&v.Provider, e.tag, e.value)
	case "VL", "VI":
		v.once(&v.Volume, e.tag, e.value)
	case "IS": // the issue; in Ovid's tags the ISSN
		if issn := plainISSN(e.value); issn != "" && strings.Contains(e.value, "-") {
			v.serial(e.tag, e.value)
			break
		}
		v.once(&v.Issue, e.tag, e.value)
	case "IP", "CP":
		v.once(&v.Issue, e.tag, e.value)
	case "SP":
		v.once(&v.first, e.tag, e.value)
	case "EP":
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

func (v *risValues) identifiers(e entry) bool {
	switch e.tag {
	case "DO", "DI":
		v.doi(e.tag, e.value)
	case "PM":
		v.pmid(e.tag, e.value)
	case "AN", "UI", "UT":
		v.once(&v.Accession, e.tag, e.value)
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
		v.PubTypes = append(v.PubTypes, e.value)
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
