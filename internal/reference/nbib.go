package reference

import (
	"slices"
	"strings"
)

// nbibCodec is the tagged text of PubMed (NLM's "MEDLINE/PubMed data element descriptions"): tags padded to four, a hyphen and a
// space; longer values go on in lines that are indented; a blank line between records.
func nbibCodec() codec {
	t := tagged{
		split:  nbibLine,
		indent: func(line string) bool { return strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t") },
		begins: func(d *draft, tag string, blank bool) bool {
			if tag == "PMID" {
				return d.has("PMID") || blank
			}
			return blank && tag == d.entries[0].tag
		},
		own: overlayShort,
	}
	return codec{read: t.read, fill: fillNBIB, entries: nbibEntries, print: printNBIB}
}

var (
	nbibName = pattern(`^[A-Z][A-Z0-9]{1,3}$`)
	nbibTag  = pattern(`^([A-Z][A-Z0-9]{1,3})[ \t]{0,2}-[ \t]?(.*)$`)
	nbibLow  = pattern(`^(pmid|[a-z]{2}  |[a-z]{3} )- (.*)$`) // prose stands farther in
)

func nbibLine(line string) (tag, value string, ok bool) {
	m := nbibTag().FindStringSubmatch(line)
	if m == nil {
		m = nbibLow().FindStringSubmatch(line)
	}
	if m == nil || strings.IndexByte(line, '-') > 5 {
		return "", "", false
	}
	return strings.ToUpper(strings.TrimSpace(m[1])), m[2], true
}

func fillNBIB(b *build, entries []entry) {
	full := "" // the author whose short form may follow
	for _, e := range entries {
		switch e.tag {
		case "FAU":
			b.Authors = append(b.Authors, e.value)
			full = cleanName(e.value)
			continue
		case "AU":
			if strings.EqualFold(strings.TrimSuffix(e.value, "."), "et al") {
				b.extra(andOthers, "author")
				full = ""
				continue
			}
			if short := initialled(e.value); full == "" {
				b.Authors = append(b.Authors, short)
			} else if !shortOf(short, full) {
				b.extra(e.tag, e.value)
			}
			full = ""
			continue
		case "CN":
			b.Authors = append(b.Authors, e.value)
		case "FED":
			b.Editors = append(b.Editors, e.value)
		case "ED":
			if n := len(b.Editors); n == 0 || !shortOf(initialled(e.value), cleanName(b.Editors[n-1])) {
				b.Editors = append(b.Editors, initialled(e.value))
			}
		default:
			if !nbibWork(b, e) && !nbibIdentifier(b, e) {
				b.extra(e.tag, e.value)
			}
		}
	}
	nbibSettle(b)
	b.eric()
	b.deduce()
}

// eric settles what ERIC writes otherwise in the same format: its number under OID, the publisher of a report under JT.
func (b *build) eric() {
	if !slices.Contains(b.Extra, Field{"OWN", "ERIC"}) {
		return
	}
	if b.Database == "" {
		b.Database = "ERIC"
	}
	for i, f := range b.Extra {
		if f.Tag == "OID" && b.Accession == "" && ericNumber().MatchString(f.Value) {
			b.Accession = f.Value
			b.Extra = slices.Delete(b.Extra, i, i+1)
			break
		}
	}
	b.Type = ericType(b.PubTypes)
	if b.Type != Article && b.Publisher == "" {
		b.Publisher, b.Journal = b.Journal, ""
	}
}

var ericNumber = pattern(`^E[DJ][0-9]{4,9}$`)

// ericType is the type that ERIC's publication types stand for; journal articles always say so.
func ericType(list []string) Type {
	t := Other
	for _, p := range list {
		switch kind, _, _ := strings.Cut(p, " "); kind {
		case "Journal":
			return Article
		case "Dissertations/Theses":
			return Thesis
		case "Books", "Collected":
			t = Book
		case "Reports", "Guides", "Numerical/Quantitative":
			if t == Other {
				t = Report
			}
		}
	}
	return t
}

func nbibWork(b *build, e entry) bool {
	switch e.tag {
	case "TI":
		b.once(&b.Title, e.tag, e.value)
	case "BTI":
		b.once(&b.BookTitle, e.tag, e.value)
	case "JT":
		b.once(&b.Journal, e.tag, e.value)
	case "TA":
		b.once(&b.Abbreviation, e.tag, e.value)
	case "DP":
		b.when(e.tag, e.value)
	case "VI":
		b.once(&b.Volume, e.tag, e.value)
	case "IP":
		b.once(&b.Issue, e.tag, e.value)
	case "PG":
		b.once(&b.Pages, e.tag, e.value)
	case "EN":
		b.once(&b.Edition, e.tag, e.value)
	case "PB":
		b.once(&b.Publisher, e.tag, e.value)
	case "PL":
		b.once(&b.Place, e.tag, e.value)
	case "AB":
		b.once(&b.Abstract, e.tag, e.value)
	case "LA":
		b.once(&b.Language, e.tag, e.value)
	case "MH", "OT":
		b.Keywords = append(b.Keywords, e.value)
	case "PT":
		b.PubTypes = append(b.PubTypes, e.value)
	case "GN":
		b.Notes = append(b.Notes, e.value)
	default:
		return false
	}
	return true
}

func nbibIdentifier(b *build, e entry) bool {
	switch e.tag {
	case "PMID":
		b.pmid(e.tag, e.value)
	case "PMC":
		b.pmcid(e.tag, e.value)
	case "IS":
		b.serial(e.tag, e.value)
	case "ISBN":
		b.serial(e.tag, e.value)
	case "LID", "AID":
		return b.article(e)
	case "URL":
		b.links(e.tag, e.value)
	case "UI":
		b.once(&b.Accession, e.tag, e.value)
	case "DB":
		b.once(&b.Database, e.tag, e.value)
	case "PRO":
		b.once(&b.Provider, e.tag, e.value)
	default:
		return false
	}
	return true
}

// article takes an identifier of an article, whose kind stands behind it in brackets.
func (b *build) article(e entry) bool {
	if isURL(e.value) {
		b.links(e.tag, e.value)
		return true
	}
	plain, kind, _ := strings.Cut(e.value, " [")
	switch kind {
	case "doi]":
		if doi := PlainDOI(plain); doi != "" && (b.DOI == "" || b.DOI == doi) {
			b.DOI = doi
			return true
		}
	case "pii]":
		f := Field{"AID", e.value}
		for _, x := range b.Extra {
			if x == f {
				return true
			}
		}
		b.Extra = append(b.Extra, f)
		return true
	}
	return false
}

// nbibSettle gives the type, which PubMed says by its publication types.
func nbibSettle(b *build) {
	switch {
	case b.BookTitle != "" && b.Title == "":
		b.Title, b.BookTitle = b.BookTitle, ""
		b.Type = Book
	case b.BookTitle != "":
		b.Type = Chapter
	default:
		b.Type = pubTypes(b.PubTypes)
	}
}

// pubTypes is the type that PubMed's publication types stand for.
func pubTypes(list []string) Type {
	t := Article
	for _, p := range list {
		switch strings.ToLower(p) {
		case "preprint":
			return Preprint
		case "practice guideline", "guideline":
			t = Guideline
		case "technical report":
			t = Report
		case "academic dissertation":
			t = Thesis
		}
	}
	return t
}
