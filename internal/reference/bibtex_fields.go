package reference

import (
	"strconv"
	"strings"
)

func fillBibTeX(b *build, entries []entry) {
	var month, day, key string
	for _, e := range entries {
		switch e.tag {
		case "ENTRYTYPE":
			b.bibtexType(e)
		case "citekey":
			key = e.value
		case "author":
			b.Authors = append(b.Authors, e.value)
		case "editor":
			b.Editors = append(b.Editors, e.value)
		case "month":
			month = e.value
		case "day":
			day = e.value
		default:
			if !b.bibtexList(e) && !b.bibtexIdentifier(e) {
				b.bibtexOne(e)
			}
		}
	}
	if date := strings.TrimSpace(day + " " + month); date != "" {
		b.once(&b.Date, "month", date)
	}
	if key != bibtexKey(b.Record, b.n) && key != "" {
		b.extra("citekey", key)
	}
	b.deduce()
}

func (b *build) bibtexOne(e entry) {
	if p := b.bibtexField(e.tag); p != nil {
		b.once(p, e.tag, e.value)
		return
	}
	b.extra(e.tag, e.value)
}

func (b *build) bibtexList(e entry) bool {
	switch e.tag {
	case "year", "date":
		b.when(e.tag, e.value)
	case "keywords", "keyword", "author_keywords", "keywords-plus", "index_keywords":
		b.bibtexKeywords(e.value)
	case "issn", "isbn", "eissn":
		b.serial(e.tag, e.value)
	case "url", "link":
		b.links(e.tag, e.value)
	case "note", "annote", "annotation":
		b.Notes = append(b.Notes, e.value)
	case "document_type":
		b.PubTypes = append(b.PubTypes, e.value)
	default:
		return false
	}
	return true
}

// bibtexKeywords splits at semicolons; at commas when there is none.
func (b *build) bibtexKeywords(value string) {
	switch {
	case strings.Contains(value, ";"):
		b.keywords(value)
	case strings.Contains(value, ", "):
		b.Keywords = append(b.Keywords, splitOutside(value)...)
	default:
		b.Keywords = append(b.Keywords, splitTight(value)...)
	}
}

func (b *build) bibtexIdentifier(e entry) bool {
	switch e.tag {
	case "doi":
		b.doi(e.tag, e.value)
	case "pmid", "pubmed_id":
		b.pmid(e.tag, e.value)
	case "pmcid", "pmc":
		b.pmcid(e.tag, e.value)
	case "pages":
		b.once(&b.Pages, e.tag, bibtexPages(e.value))
	case "art_number", "article-number", "eid":
		if b.Pages != "" {
			b.extra(e.tag, e.value)
		} else {
			b.Pages = e.value
		}
	default:
		return false
	}
	return true
}

// bibtexPages writes ranges with one hyphen: two are how LaTeX asks for a dash.
func bibtexPages(s string) string {
	return strings.NewReplacer("–", "-", "—", "-").Replace(s)
}

func (b *build) bibtexField(tag string) *string {
	switch tag {
	case "title":
		return &b.Title
	case "journal", "journaltitle":
		return &b.Journal
	case "shortjournal", "abbrev_source_title", "journal-iso":
		return &b.Abbreviation
	case "booktitle":
		return &b.BookTitle
	case "volume":
		return &b.Volume
	case "number", "issue":
		return &b.Issue
	case "edition":
		return &b.Edition
	case "publisher", "institution", "school", "organization":
		return &b.Publisher
	case "address", "location":
		return &b.Place
	case "abstract":
		return &b.Abstract
	case "language", "langid":
		return &b.Language
	case "unique-id", "accession":
		return &b.Accession
	case "source", "database":
		return &b.Database
	case "provider":
		return &b.Provider
	}
	return nil
}

func (b *build) bibtexType(e entry) {
	t := bibtexTypeOf(e.value)
	if t == "" {
		t = Other
		b.warn(e.line, WarnUnknownType, e.value)
	}
	b.Type = t
	if bibtexTypeName(t) != e.value {
		b.extra(e.tag, e.value)
	}
}

func bibtexTypeOf(name string) Type {
	switch name {
	case "article", "periodical", "suppperiodical":
		return Article
	case "book", "mvbook", "proceedings", "mvproceedings", "collection", "mvcollection", "booklet":
		return Book
	case "incollection", "inbook", "bookinbook", "suppbook":
		return Chapter
	case "techreport", "report":
		return Report
	case "online", "electronic", "www", "webpage":
		return WebPage
	case "phdthesis", "mastersthesis", "thesis":
		return Thesis
	case "inproceedings", "conference":
		return ConferencePaper
	case "misc", "unpublished", "manual", "dataset", "software", "patent", "reference", "inreference":
		return Other
	}
	return ""
}

func bibtexTypeName(t Type) string {
	switch t {
	case Article:
		return "article"
	case Book:
		return "book"
	case Chapter:
		return "incollection"
	case Report, Guideline:
		return "techreport"
	case WebPage:
		return "online"
	case Thesis:
		return "phdthesis"
	case ConferencePaper:
		return "inproceedings"
	default:
		return "misc"
	}
}

// bibtexKey is the citation key that we write: family name, year and place in the file, in plain letters.
func bibtexKey(r Record, n int) string {
	name := "ref"
	if len(r.Authors) > 0 {
		var b strings.Builder
		for _, c := range folded(Families(r.Authors[:1])[0]) {
			if c >= 'a' && c <= 'z' {
				b.WriteRune(c)
			}
		}
		if b.Len() > 0 {
			name = b.String()
		}
	}
	return name + year(r) + "-" + strconv.Itoa(n)
}
