package reference

import (
	"strconv"
	"strings"
)

// values collects what a record has under the tags of a format.
type values []entry

func (v *values) put(tag string, all ...string) {
	for _, value := range all {
		if value != "" {
			*v = append(*v, entry{tag: tag, value: value})
		}
	}
}

// extras puts the values without a field under their own tags, when the format would read every one of them as such.
func (v *values) extras(r Record, unmapped func(tag string) bool) {
	for _, f := range r.Extra {
		if !unmapped(f.Tag) {
			return
		}
	}
	for _, f := range r.Extra {
		v.put(f.Tag, f.Value)
	}
}

// year gives the year, unless the date says it.
func year(r Record) string {
	if r.Year == 0 {
		return ""
	}
	return strconv.Itoa(r.Year)
}

func risEntries(r Record, _ int) []entry {
	var v values
	v.put("TY", risTypeCode(r.Type))
	v.put("AU", r.Authors...)
	v.put("A2", r.Editors...)
	v.put("TI", r.Title)
	v.put("PY", year(r))
	v.put("DA", r.Date)
	if r.Type == Chapter || r.Type == ConferencePaper {
		v.put("T2", r.BookTitle)
		v.put("JF", r.Journal)
	} else {
		v.put("BT", r.BookTitle)
		v.put("T2", r.Journal)
	}
	v.put("J2", r.Abbreviation)
	v.put("VL", r.Volume)
	v.put("IS", r.Issue)
	first, last := pageRange(r.Pages)
	v.put("SP", first)
	v.put("EP", last)
	v.put("ET", r.Edition)
	v.put("PB", r.Publisher)
	v.put("CY", r.Place)
	v.put("SN", r.ISSN...)
	v.put("SN", r.ISBN...)
	v.put("DO", r.DOI)
	v.put("AN", r.Accession)
	v.put("PM", r.PMID)
	v.put("C2", r.PMCID)
	v.put("DB", r.Database)
	v.put("DP", r.Provider)
	v.put("LA", r.Language)
	v.put("M3", r.PubTypes...)
	v.put("KW", r.Keywords...)
	v.put("AB", r.Abstract)
	v.put("UR", r.URLs...)
	v.put("N1", r.Notes...)
	v.extras(r, func(tag string) bool {
		return tag != "ER" && tag != overlayShort && shortTag().MatchString(tag) && risUnmapped(tag)
	})
	return v
}

// risUnmapped is whether reading would keep the tag in Extra.
func risUnmapped(tag string) bool {
	var b build
	fillRIS(&b, []entry{{tag: tag, value: "x"}})
	return len(b.Extra) == 1 && b.Extra[0].Tag == tag && b.Type == ""
}

// pageRange splits "12-18" into its ends.
func pageRange(pages string) (first, last string) {
	first, last, ok := strings.Cut(pages, "-")
	if !ok || first == "" || last == "" || strings.ContainsAny(last, "- ,;") || strings.ContainsAny(first, " ,;") {
		return pages, ""
	}
	return first, last
}

func printRIS(entries []entry, overlay string, _ int) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(e.tag + "  - " + e.value + "\n")
	}
	if overlay != "" {
		b.WriteString(overlayShort + "  - " + overlay + "\n")
	}
	b.WriteString("ER  - \n\n")
	return b.String()
}
