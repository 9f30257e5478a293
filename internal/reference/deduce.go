package reference

import "strings"

// deduce looks for identifiers where databases hide them, when they stand nowhere better. The value stays where it is.
func (b *build) deduce() {
	for _, u := range b.URLs {
		if b.DOI == "" && doiInText().MatchString(u) && strings.Contains(u, "doi.org/") {
			b.DOI = PlainDOI(u)
		}
		if b.PMID == "" && strings.Contains(u, "pubmed") {
			b.PMID = PlainPMID(u)
		}
	}
	for _, note := range b.Notes {
		if m := pmidInText().FindStringSubmatch(note); m != nil && b.PMID == "" {
			b.PMID = m[1]
		}
		if m := pmcidInText().FindStringSubmatch(note); m != nil && b.PMCID == "" {
			b.PMCID = plainPMCID(m[1])
		}
		if b.DOI == "" {
			b.DOI = doiOf(note)
		}
	}
	for _, f := range b.Extra {
		if m := pubmedInTag().FindStringSubmatch(f.Value); m != nil && b.PMID == "" {
			b.PMID = m[1]
		}
		if b.DOI == "" && doiPattern().MatchString(strings.ToLower(f.Value)) {
			b.DOI = PlainDOI(f.Value)
		}
	}
}

// doiOf is the DOI that a text names: all of it, or one that follows "doi".
func doiOf(text string) string {
	if doi := PlainDOI(text); doi != "" {
		return doi
	}
	if m := doiInText().FindStringSubmatch(text); m != nil {
		return PlainDOI(m[1])
	}
	return ""
}
