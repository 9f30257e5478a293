package reference

import "strings"

// deduce looks for identifiers where databases hide them, when they stand nowhere better. The value stays where it is.
func (b *build) deduce() {
	b.tidy()
	for _, u := range b.URLs {
		if b.DOI == "" && doiInText().MatchString(u) && strings.Contains(u, "doi.org/") {
			b.DOI = PlainDOI(u)
		}
		if b.PMID == "" {
			b.PMID = pmidOfAddress(u)
		}
		b.openURL(u)
		if m := numberInAddress().FindStringSubmatch(u); m != nil && b.Accession == "" {
			b.Accession = m[1] + m[2]
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
		if m := numberInAddress().FindStringSubmatch(f.Value); m != nil && b.Accession == "" {
			b.Accession = m[1] + m[2]
		}
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

// pmidOfAddress is the PMID in an address of PubMed or Europe PMC.
func pmidOfAddress(address string) string {
	if m := europePMC().FindStringSubmatch(address); m != nil {
		return PlainPMID(m[1])
	}
	if strings.Contains(address, "pubmed") {
		return PlainPMID(address)
	}
	return ""
}

// numberInAddress is the accession number in an address of Scopus, EBSCOhost or Web of Science.
var numberInAddress = pattern(`(?i)(?:scopus\.com/\S*[?&]eid=|ebsco(?:host)?\.com/\S*[?&]AN=)([A-Za-z0-9.-]+)|^<Go to (?:ISI|WoS)>://((?:WOS|MEDLINE|BIOSIS|CABI|CCC):[A-Z0-9]+)$`)

var europePMC = pattern(`(?i)europepmc\.org/(?:abstract|article)/med/([0-9]{1,9})/?$`)
