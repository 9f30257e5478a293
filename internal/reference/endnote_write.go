package reference

import (
	"encoding/xml"
	"slices"
	"strings"
)

// endnoteType maps EndNote's names of types; those that are narrower than ours are kept beside.
func (b *build) endnoteType(e entry) {
	b.kind(e.tag, e.value, e.line)
	if name, _ := endnoteTypeOf(b.Type); b.Type != Other && name != e.value {
		b.extra(e.tag, e.value)
	}
}

// endnoteTypeOf gives EndNote's name and number of a type.
func endnoteTypeOf(t Type) (name, number string) {
	switch t {
	case Article:
		return "Journal Article", "17"
	case Book:
		return "Book", "6"
	case Chapter:
		return "Book Section", "5"
	case Report:
		return "Report", "27"
	case Guideline:
		return "Standard", "58"
	case WebPage:
		return "Web Page", "12"
	case Thesis:
		return "Thesis", "32"
	case ConferencePaper:
		return "Conference Paper", "47"
	default:
		return "Generic", "13"
	}
}

func endnoteTypeName(number string) string {
	for _, t := range []Type{Article, Book, Chapter, Report, Guideline, WebPage, Thesis, ConferencePaper} {
		if name, n := endnoteTypeOf(t); n == number {
			return name
		}
	}
	switch number {
	case "10":
		return "Conference Proceedings"
	case "43":
		return "Electronic Article"
	}
	return "Generic"
}

func endnoteEntries(r Record, _ int) []entry {
	var v values
	name, _ := endnoteTypeOf(r.Type)
	v.put("ref-type", name)
	v.put("contributors/authors/author", r.Authors...)
	v.put("contributors/secondary-authors/author", r.Editors...)
	v.put("titles/title", r.Title)
	if r.Type == Chapter || r.Type == ConferencePaper {
		v.put("titles/secondary-title", r.BookTitle)
	} else {
		v.put("titles/secondary-title", r.Journal)
	}
	v.put("periodical/full-title", r.Journal)
	v.put("periodical/abbr-1", r.Abbreviation)
	v.put("pages", r.Pages)
	v.put("volume", r.Volume)
	v.put("number", r.Issue)
	v.put("edition", r.Edition)
	v.put("keywords/keyword", r.Keywords...)
	v.put("dates/year", year(r))
	v.put("dates/pub-dates/date", r.Date)
	v.put("pub-location", r.Place)
	v.put("publisher", r.Publisher)
	v.put("isbn", r.ISSN...)
	v.put("isbn", r.ISBN...)
	v.put("accession-num", r.Accession)
	v.put("custom2", r.PMCID)
	v.put("electronic-resource-num", r.DOI)
	v.put("abstract", r.Abstract)
	v.put("notes", r.Notes...)
	v.put("work-type", r.PubTypes...)
	v.put("urls/related-urls/url", r.URLs...)
	v.put("remote-database-name", r.Database)
	v.put("remote-database-provider", r.Provider)
	v.put("language", r.Language)
	v.extras(r, endnoteUnmapped)
	return v
}

func printEndNote(entries []entry, overlay string, _ int) string {
	if overlay != "" {
		entries = append(slices.Clip(entries), entry{tag: "custom7", value: overlayField + " " + overlay})
	}
	var b strings.Builder
	var open []string
	b.WriteString("<record>")
	for _, e := range entries {
		path := strings.Split(e.tag, "/")
		shared := 0
		for shared < len(open) && shared < len(path)-1 && open[shared] == path[shared] {
			shared++
		}
		closeElements(&b, open[shared:])
		for _, name := range path[shared : len(path)-1] {
			b.WriteString("<" + name + ">")
		}
		open = path[:len(path)-1]
		leaf := path[len(path)-1]
		start, value := leaf, e.value
		if leaf == "ref-type" {
			start, value = endnoteTypeElement(e.value)
		}
		b.WriteString("<" + start + ">")
		_ = xml.EscapeText(&b, []byte(value)) // a strings.Builder never fails
		b.WriteString("</" + leaf + ">")
	}
	closeElements(&b, open)
	b.WriteString("</record>\n")
	return b.String()
}

func endnoteTypeElement(name string) (start, number string) {
	number = "13"
	for _, t := range []Type{Article, Book, Chapter, Report, Guideline, WebPage, Thesis, ConferencePaper} {
		if n, code := endnoteTypeOf(t); n == name {
			number = code
		}
	}
	return `ref-type name="` + name + `"`, number
}

func closeElements(b *strings.Builder, open []string) {
	for _, name := range slices.Backward(open) {
		b.WriteString("</" + name + ">")
	}
}
