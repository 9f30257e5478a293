package reference

import (
	"strings"
)

func fillCSV(b *build, entries []entry) {
	if len(entries) > 0 && strings.HasPrefix(entries[0].tag, wosPrefix) {
		for i := range entries {
			entries[i].tag = strings.TrimPrefix(entries[i].tag, wosPrefix)
		}
		fillWoS(b, entries)
		return
	}
	if len(entries) > 0 && strings.HasPrefix(entries[0].tag, ovidPrefix) {
		for i := range entries {
			entries[i].tag = strings.TrimPrefix(entries[i].tag, ovidPrefix)
		}
		fillOvid(b, entries)
		return
	}
	var whole csvWhole
	for _, e := range entries {
		if csvNothing().MatchString(e.value) {
			continue
		}
		if !whole.take(e) && !b.csvKind(e) && !b.csvList(e) && !b.csvIdentifier(e) {
			b.csvOne(e)
		}
	}
	b.csvWhole(whole)
	for _, p := range b.PubTypes {
		if t := typeNamed(p); b.Type == "" && t != Other {
			b.Type = t
		}
	}
	if b.PMID == "" && plainDigits(b.Accession) && medline(b.Database) {
		b.PMID = PlainPMID(b.Accession)
	}
	b.deduce()
}

// csvNothing is a cell that is empty, or says so in the words of statistics programs.
var csvNothing = pattern(`^\s*(?:NA|N/A|NULL|NaN|None|-)?\s*$`)

func (b *build) csvList(e entry) bool {
	switch e.tag {
	case "authors":
		b.Authors = append(b.Authors, csvTurned(splitNames(e.value))...)
	case "editors":
		b.Editors = append(b.Editors, csvTurned(splitNames(e.value))...)
	case "keywords":
		b.csvKeywords(e.value)
	case "terms":
		b.Keywords = append(b.Keywords, splitOutside(e.value)...)
	case "pub_types":
		b.PubTypes = append(b.PubTypes, keywordSeparator().Split(sentenceEnd().ReplaceAllString(e.value, "$1; "), -1)...)
	case "notes":
		b.Notes = append(b.Notes, e.value)
	case "urls":
		b.links(e.tag, e.value)
	case "issn", "isbn":
		b.serial(e.tag, e.value)
	case "year", "date":
		b.when(e.tag, e.value)
	default:
		return false
	}
	return true
}

func (b *build) csvIdentifier(e entry) bool {
	switch e.tag {
	case "doi":
		b.doi(e.tag, e.value)
	case "pmid":
		b.pmid(e.tag, e.value)
	case "pmcid":
		b.pmcid(e.tag, e.value)
	default:
		return false
	}
	return true
}

func (b *build) csvOne(e entry) {
	if p := b.csvField(e.tag); p != nil {
		b.once(p, e.tag, e.value)
		return
	}
	b.extra(e.tag, e.value)
}

func (b *build) csvField(column string) *string {
	switch column {
	case "title":
		return &b.Title
	case "journal":
		return &b.Journal
	case "abbreviation":
		return &b.Abbreviation
	case "book_title":
		return &b.BookTitle
	case "volume":
		return &b.Volume
	case "issue":
		return &b.Issue
	case "pages":
		return &b.Pages
	case "edition":
		return &b.Edition
	case "publisher":
		return &b.Publisher
	case "place":
		return &b.Place
	case "abstract":
		return &b.Abstract
	case "language":
		return &b.Language
	case "accession":
		return &b.Accession
	case "database":
		return &b.Database
	case "provider":
		return &b.Provider
	}
	return nil
}
