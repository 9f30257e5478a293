package reference

import (
	"slices"
	"strings"
)

// settle decides what needs the whole record.
func (v *risValues) settle() {
	v.Authors = v.authors
	if len(v.authors) == 0 {
		v.Authors = v.alias
	} else if !same(v.authors, v.alias) {
		v.Authors = append(v.Authors, v.alias...)
	}
	v.sources()
	v.pages()
	if v.PMID == "" && plainDigits(v.Accession) && medline(v.Database+" "+v.Provider) {
		v.PMID = PlainPMID(v.Accession)
	}
	if v.PMID == "" {
		v.PMID = prefixedPMID(v.Accession)
	}
	if v.PMID == "" && plainDigits(v.id) && medline(v.Database) && len(v.id) > 4 {
		v.PMID = PlainPMID(v.id)
	}
	for _, p := range v.PubTypes {
		if t := typeNamed(p); v.Type == "" && t != Other {
			v.Type = t
		}
	}
	v.shortTitle()
}

// shortTitle drops a short title that is the whole one: EndNote writes both.
func (v *risValues) shortTitle() {
	v.Extra = slices.DeleteFunc(v.Extra, func(f Field) bool { return f.Tag == "ST" && f.Value == v.Title })
}

// sources settles the journal, or the book that a chapter is in.
func (v *risValues) sources() {
	if v.secondary != "" {
		switch v.Type {
		case Chapter, ConferencePaper:
			v.once(&v.BookTitle, "T2", v.secondary)
		case Book, Thesis, Report, WebPage:
			v.extra("T2", v.secondary)
		default:
			if v.full != "" && len(v.secondary) > len(v.full) {
				v.full, v.secondary = v.secondary, v.full
			}
			v.once(&v.full, "T2", v.secondary)
		}
	}
	if v.full == "" {
		v.full, v.journal = v.journal, ""
	}
	v.Journal = v.full
	if v.Journal == v.BookTitle { // IEEE names the proceedings twice
		v.Journal = ""
	}
	if v.journal == "" || v.journal == v.full {
		return
	}
	if len(v.journal) > len(v.full) {
		v.Journal, v.journal = v.journal, v.full
	}
	v.once(&v.Abbreviation, "JO", v.journal)
}

func (v *risValues) pages() {
	pages := v.first
	switch {
	case v.last == "" || v.last == v.first:
	case v.first == "":
		pages = v.last
	case strings.HasSuffix(v.first, "-"+v.last):
	default:
		pages = v.first + "-" + v.last
	}
	if pages != "" && v.Pages != "" && pages != v.Pages {
		v.extra("C7", v.Pages)
		v.Pages = ""
	}
	if pages != "" {
		v.Pages = pages
	}
}
