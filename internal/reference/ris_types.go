package reference

import "strings"

// risType maps the two dozen types of RIS. Those that are narrower than ours are kept beside.
func (v *risValues) risType(e entry) {
	code := strings.ToUpper(e.value)
	t := risTypeOf(code)
	switch t {
	case "":
		v.kind(e.tag, e.value, e.line)
	default:
		v.Type = t
		if risTypeCode(t) != code {
			v.extra(e.tag, code)
		}
	}
}

func risTypeOf(code string) Type {
	switch code {
	case "JOUR", "EJOUR", "JFULL", "INPR", "MGZN", "NEWS", "ABST":
		return Article
	case "BOOK", "EBOOK", "EDBOOK", "WHOLE", "SER", "CLSWK":
		return Book
	case "CHAP", "ECHAP", "BOOKSECTION":
		return Chapter
	case "RPRT", "GOVDOC":
		return Report
	case "ELEC", "WEB", "BLOG", "ICOMM":
		return WebPage
	case "THES", "DISS":
		return Thesis
	case "CPAPER", "CONF":
		return ConferencePaper
	case "GEN", "UNPB", "UNPD", "STAND", "DATA", "DBASE", "AGGR", "CTLG", "COMP", "ENCYC", "DICT", "PAMP", "PAT", "SLIDE", "VIDEO", "SOUND",
		"MANSCPT", "MULTI", "PCOMM", "HEAR", "LEGAL", "CASE", "BILL", "STAT", "MAP", "MPCT", "MUSIC", "ART", "CHART", "EQUA", "FIGURE",
		"GRANT", "ANCIENT", "ADVS", "UNBILL", "JOURNAL_OTHER":
		return Other
	}
	return ""
}

func risTypeCode(t Type) string {
	switch t {
	case Article:
		return "JOUR"
	case Book:
		return "BOOK"
	case Chapter:
		return "CHAP"
	case Report, Guideline:
		return "RPRT"
	case WebPage:
		return "ELEC"
	case Thesis:
		return "THES"
	case ConferencePaper:
		return "CPAPER"
	case Preprint:
		return "UNPB"
	default:
		return "GEN"
	}
}

// medline is whether a database is one whose accession numbers are PMIDs.
func medline(database string) bool {
	low := strings.ToLower(database)
	return strings.Contains(low, "medline") || strings.Contains(low, "pubmed")
}

func plainDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// prefixedPMID takes accession numbers such as "MEDLINE:12345678", "PMID: 12345678" and "rayyan" ones not.
func prefixedPMID(s string) string {
	if plainDigits(s) {
		return ""
	}
	return PlainPMID(s)
}

func same(a, b []string) bool {
	if len(b) == 0 {
		return true
	}
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
