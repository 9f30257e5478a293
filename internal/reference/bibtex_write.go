package reference

import (
	"strings"
)

func bibtexEntries(r Record, n int) []entry {
	var v values
	v.put("ENTRYTYPE", bibtexTypeName(r.Type))
	key := bibtexKey(r, n)
	v.put("citekey", key)
	v.put("author", r.Authors...)
	v.put("editor", r.Editors...)
	for _, f := range r.Extra {
		if f == (Field{andOthers, "author"}) && len(r.Authors) > 0 || f == (Field{andOthers, "editor"}) && len(r.Editors) > 0 {
			v.put(andOthers, f.Value)
		}
	}
	v.put("title", r.Title)
	v.put("journal", r.Journal)
	v.put("shortjournal", r.Abbreviation)
	v.put("booktitle", r.BookTitle)
	v.put("year", year(r))
	v.put("month", r.Date)
	v.put("volume", r.Volume)
	v.put("number", r.Issue)
	v.put("pages", r.Pages)
	v.put("edition", r.Edition)
	v.put("publisher", r.Publisher)
	v.put("address", r.Place)
	v.put("doi", r.DOI)
	v.put("pmid", r.PMID)
	v.put("pmcid", r.PMCID)
	v.put("issn", strings.Join(r.ISSN, ", "))
	v.put("isbn", strings.Join(r.ISBN, ", "))
	v.put("url", strings.Join(r.URLs, " "))
	v.put("language", r.Language)
	v.put("accession", r.Accession)
	v.put("database", r.Database)
	v.put("provider", r.Provider)
	v.put("document_type", r.PubTypes...)
	v.put("keywords", strings.Join(r.Keywords, "; "))
	v.put("abstract", r.Abstract)
	v.put("note", r.Notes...)
	return v
}

func printBibTeX(entries []entry, overlay string, _ int) string {
	var b strings.Builder
	names := map[string][]string{}
	for _, e := range entries {
		if e.tag == "author" || e.tag == "editor" {
			names[e.tag] = append(names[e.tag], bibtexName(e.value))
		}
	}
	for _, e := range entries {
		if e.tag == andOthers && len(names[e.value]) > 0 {
			names[e.value] = append(names[e.value], "others")
		}
	}
	for _, e := range entries {
		var value string
		switch e.tag {
		case "ENTRYTYPE":
			b.WriteString("@" + e.value + "{")
			continue
		case "citekey":
			b.WriteString(e.value)
			continue
		case "author", "editor":
			value = strings.Join(names[e.tag], " and ")
			delete(names, e.tag)
		case andOthers:
		case "url", "doi", "pmid":
			value = bibtexVerbatim(e.value)
		default:
			value = latexEscaped(e.value)
		}
		if value != "" {
			b.WriteString(",\n  " + e.tag + " = {" + value + "}")
		}
	}
	if overlay != "" {
		b.WriteString(",\n  " + overlayField + " = {" + percent(overlay) + "}")
	}
	b.WriteString("\n}\n\n")
	return b.String()
}

// bibtexName keeps a group, or a name that the rules of BibTeX would turn, together by braces.
func bibtexName(s string) string {
	text := latexEscaped(s)
	parts := strings.Split(s, ",")
	if len(parts) == 2 && !strings.Contains(strings.ToLower(s), " and ") && !strings.EqualFold(s, "others") {
		return text
	}
	return "{" + text + "}"
}

// bibtexVerbatim hides only what would end the value.
func bibtexVerbatim(s string) string {
	return strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "~", `\textasciitilde{}`, "^", `\textasciicircum{}`, "_", `\_`,
		"%", `\%`, "&", `\&`, "#", `\#`, "$", `\$`).Replace(s)
}
