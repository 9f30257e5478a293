package reference

import (
	"bytes"
	"encoding/csv"
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
	var first, last string
	for _, e := range entries {
		if csvNothing().MatchString(e.value) {
			continue
		}
		switch e.tag {
		case "first_page":
			first = e.value
		case "last_page":
			last = e.value
		case "type":
			b.kind(e.tag, e.value, e.line)
		default:
			if !b.csvList(e) && !b.csvIdentifier(e) {
				b.csvOne(e)
			}
		}
	}
	b.csvPages(first, last)
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

func (b *build) csvPages(first, last string) {
	pages := first
	if last != "" && last != first {
		pages = strings.TrimPrefix(first+"-"+last, "-")
	}
	if pages != "" {
		if b.Pages != "" {
			b.extra("pages", b.Pages)
		}
		b.Pages = pages
	}
}

func (b *build) csvList(e entry) bool {
	switch e.tag {
	case "authors":
		b.Authors = append(b.Authors, csvTurned(splitNames(e.value))...)
	case "editors":
		b.Editors = append(b.Editors, csvTurned(splitNames(e.value))...)
	case "keywords":
		b.csvKeywords(e.value)
	case "pub_types":
		b.PubTypes = append(b.PubTypes, keywordSeparator().Split(e.value, -1)...)
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

// csvKeywords splits at semicolons, or bars, or commas when there are several.
func (b *build) csvKeywords(value string) {
	switch {
	case strings.Contains(value, ";"):
		b.keywords(value)
	case strings.Contains(value, "|"):
		b.Keywords = append(b.Keywords, strings.Split(value, "|")...)
	case strings.Count(value, ", ") > 1:
		b.Keywords = append(b.Keywords, strings.Split(value, ", ")...)
	default:
		b.Keywords = append(b.Keywords, value)
	}
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

// csvLayout is the columns that we write, in order.
func csvLayout() []string {
	return []string{
		"type", "title", "authors", "editors", "year", "date", "journal", "abbreviation", "book_title", "volume", "issue", "pages", "edition",
		"publisher", "place", "doi", "pmid", "pmcid", "issn", "isbn", "urls", "abstract", "keywords", "language", "pub_types", "accession",
		"database", "provider", "notes",
	}
}

func csvEntries(r Record, _ int) []entry {
	var v values
	v.put("type", string(r.Type))
	v.put("title", r.Title)
	v.put("authors", csvJoined(r.Authors))
	v.put("editors", csvJoined(r.Editors))
	v.put("year", year(r))
	v.put("date", r.Date)
	v.put("journal", r.Journal)
	v.put("abbreviation", r.Abbreviation)
	v.put("book_title", r.BookTitle)
	v.put("volume", r.Volume)
	v.put("issue", r.Issue)
	v.put("pages", r.Pages)
	v.put("edition", r.Edition)
	v.put("publisher", r.Publisher)
	v.put("place", r.Place)
	v.put("doi", r.DOI)
	v.put("pmid", r.PMID)
	v.put("pmcid", r.PMCID)
	v.put("issn", strings.Join(r.ISSN, "; "))
	v.put("isbn", strings.Join(r.ISBN, "; "))
	v.put("urls", strings.Join(r.URLs, " "))
	v.put("abstract", r.Abstract)
	v.put("keywords", strings.Join(r.Keywords, "; "))
	v.put("language", r.Language)
	v.put("pub_types", strings.Join(r.PubTypes, "; "))
	v.put("accession", r.Accession)
	v.put("database", r.Database)
	v.put("provider", r.Provider)
	v.put("notes", strings.Join(r.Notes, " "))
	return v
}

// csvJoined ends one name with a semicolon too, so that nothing else in it is taken for what separates names.
func csvJoined(names []string) string {
	joined := strings.Join(names, "; ")
	if len(names) == 1 {
		joined += ";"
	}
	return joined
}

func csvHead() string { return csvLine(append(csvLayout(), overlayField)) }

func printCSV(entries []entry, overlay string, _ int) string {
	layout := csvLayout()
	cells := make([]string, 0, len(layout)+1)
	for _, column := range layout {
		cell := ""
		for _, e := range entries {
			if e.tag == column {
				cell = guarded(e.value)
			}
		}
		cells = append(cells, cell)
	}
	return csvLine(append(cells, overlay))
}

func csvLine(cells []string) string {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.UseCRLF = false
	_ = w.Write(cells) // a buffer never fails
	w.Flush()
	return b.String()
}
