package reference

import (
	"slices"
	"strings"
)

func wosEntries(r Record, _ int) []entry {
	var v values
	v.put("PT", wosTypeCode(r.Type))
	v.put("AU", r.Authors...)
	v.put("BE", r.Editors...)
	v.put("TI", r.Title)
	v.put("SO", r.Journal)
	v.put("JI", r.Abbreviation)
	v.put("LA", r.Language)
	v.put("DT", strings.Join(r.PubTypes, "; "))
	v.put("DE", strings.Join(r.Keywords, "; "))
	v.put("AB", r.Abstract)
	v.put("PU", r.Publisher)
	v.put("PI", r.Place)
	v.put("SN", r.ISSN...)
	v.put("BN", r.ISBN...)
	v.put("PD", r.Date)
	v.put("PY", year(r))
	v.put("VL", r.Volume)
	v.put("IS", r.Issue)
	first, last := pageRange(r.Pages)
	v.put("BP", first)
	v.put("EP", last)
	v.put("DI", r.DOI)
	v.put("UT", r.Accession)
	v.put("PM", r.PMID)
	v.extras(r, wosUnmapped)
	return v
}

func wosUnmapped(tag string) bool {
	var b build
	fillWoS(&b, []entry{{tag: tag, value: "x"}})
	return !slices.Contains([]string{"ER", "FN", "VR", "EF", "C1", "CR", overlayShort}, tag) && shortTag().MatchString(tag) &&
		len(b.Extra) == 1 && b.Extra[0].Tag == tag && b.Type == ""
}

func wosTypeCode(t Type) string {
	switch t {
	case Book, Chapter, Report, Thesis, Guideline:
		return "B"
	case ConferencePaper:
		return "C"
	default:
		return "J"
	}
}

func printWoS(entries []entry, overlay string, _ int) string {
	var b strings.Builder
	for i, e := range entries {
		if i > 0 && e.tag == entries[i-1].tag && (e.tag == "AU" || e.tag == "BE") {
			b.WriteString("   " + e.value + "\n")
			continue
		}
		b.WriteString(e.tag + " " + e.value + "\n")
	}
	if overlay != "" {
		b.WriteString(overlayShort + " " + overlay + "\n")
	}
	b.WriteString("ER\n\n")
	return b.String()
}
