package reference

import (
	"bytes"
	"encoding/csv"
	"strings"
)

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
