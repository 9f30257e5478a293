package reference

import "strings"

func nbibEntries(r Record, _ int) []entry {
	var v values
	v.put("PMID", r.PMID)
	v.put("DP", r.Date)
	if !strings.Contains(r.Date, year(r)) || r.Date == "" {
		v.put("DP", year(r))
	}
	if r.Type == Book && r.BookTitle == "" {
		v.put("BTI", r.Title)
	} else {
		v.put("TI", r.Title)
		v.put("BTI", r.BookTitle)
	}
	for _, a := range r.Authors {
		if strings.Contains(a, ",") {
			v.put("FAU", a)
		} else {
			v.put("CN", a)
		}
	}
	v.put("FED", r.Editors...)
	v.put("VI", r.Volume)
	v.put("IP", r.Issue)
	v.put("PG", r.Pages)
	v.put("JT", r.Journal)
	v.put("TA", r.Abbreviation)
	v.put("IS", r.ISSN...)
	v.put("ISBN", r.ISBN...)
	if r.DOI != "" {
		v.put("AID", r.DOI+" [doi]")
	}
	v.put("PMC", r.PMCID)
	v.put("EN", r.Edition)
	v.put("PB", r.Publisher)
	v.put("PL", r.Place)
	v.put("LA", r.Language)
	v.put("PT", r.PubTypes...)
	v.put("MH", r.Keywords...)
	v.put("AB", r.Abstract)
	v.put("URL", r.URLs...)
	v.put("UI", r.Accession)
	v.put("DB", r.Database)
	v.put("PRO", r.Provider)
	v.put("GN", r.Notes...)
	v.extras(r, nbibUnmapped)
	return v
}

func nbibUnmapped(tag string) bool {
	var b build
	fillNBIB(&b, []entry{{tag: tag, value: "x"}})
	return tag != overlayShort && tag != "PMID" && tag != "TY" && tag != "PT" && // which begin records of other formats
		nbibName().MatchString(tag) && len(b.Extra) == 1 && b.Extra[0].Tag == tag
}

func printNBIB(entries []entry, overlay string, n int) string {
	var b strings.Builder
	if n > 1 {
		b.WriteString("\n")
	}
	if len(entries) == 0 || entries[0].tag != "PMID" {
		b.WriteString("PMID-\n") // without a number it only says that a record begins
	}
	for _, e := range entries {
		b.WriteString(nbibPadded(e.tag) + "- " + e.value + "\n")
	}
	if overlay != "" {
		b.WriteString(nbibPadded(overlayShort) + "- " + overlay + "\n")
	}
	return b.String()
}

func nbibPadded(tag string) string {
	return tag + strings.Repeat(" ", max(4-len(tag), 0))
}
