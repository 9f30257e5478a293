package reference

import (
	"strings"
)

// tidy puts right what databases and programs write into the wrong field, or beside the value. What was taken away from a value is
// kept where it fits better.
func (b *build) tidy() {
	b.tidyVolume()
	b.tidyPages()
	if dateOnly().MatchString(b.Edition) { // EndNote keeps the date of the electronic publication there
		b.extra("edition", b.Edition)
		b.Edition = ""
	}
	if b.Year == 0 {
		b.Year = yearIn(b.Date)
	}
	if y := yearIn(b.Date); y != 0 && y == b.Year && len(b.Date) == 4 {
		b.Date = "" // it says no more than the year
	}
}

var (
	dateOnly    = pattern(`^(?:(?:19|20)[0-9]{6}|(?:19|20)[0-9]{2}/[0-9]{1,2}/[0-9]{1,2})$`)
	volumeWord  = pattern(`^(?i:(?:v(?:ol(?:ume)?)?\.? )+)([0-9][0-9A-Za-z]*)(?:,? (?i:issue|no\.?|n\.?|number) ?([0-9][^ ]*))?$`)
	volumeIssue = pattern(`^([0-9]{1,4}) ?\(([^()]{1,20})\)$`)
	pagesWord   = pattern(`^(?i:pages?|pp?\.?) ?([A-Za-z]?[0-9].*)$`)
	pagesSpaced = pattern(`^([A-Za-z]?[0-9]+) - ([A-Za-z]?[0-9]+)$`)
)

// tidyVolume takes "v. 7 issue 4" and "50(2)" apart.
func (b *build) tidyVolume() {
	m := volumeWord().FindStringSubmatch(b.Volume)
	if m == nil && b.Issue == "" {
		m = volumeIssue().FindStringSubmatch(b.Volume)
	}
	if m == nil || m[2] != "" && b.Issue != "" {
		return
	}
	b.Volume = m[1]
	if m[2] != "" {
		b.Issue = m[2]
	}
}

// tidyPages leaves the word "pages" out, and spaces about the hyphen.
func (b *build) tidyPages() {
	if m := pagesWord().FindStringSubmatch(b.Pages); m != nil {
		b.Pages = m[1]
	}
	if m := pagesSpaced().FindStringSubmatch(b.Pages); m != nil {
		b.Pages = m[1] + "-" + m[2]
	}
	if b.Pages != "" && noPages().MatchString(b.Pages) {
		b.extra("pages", b.Pages)
		b.Pages = ""
	}
}

var noPages = pattern(`^(?i:\(?no pagination(?: specified)?\)?|no-specified)$`)

// openURL takes identifiers out of an address for a link resolver (ANSI/NISO Z39.88) or for Ovid.
func (b *build) openURL(address string) {
	if !strings.Contains(address, "=") {
		return
	}
	if m := openDOI().FindStringSubmatch(address); m != nil && b.DOI == "" {
		b.DOI = PlainDOI(m[1])
	}
	if m := openPMID().FindStringSubmatch(address); m != nil && b.PMID == "" {
		b.PMID = PlainPMID(m[1])
	}
	if m := openISSN().FindStringSubmatch(address); m != nil && len(b.ISSN) == 0 {
		b.ISSN = append(b.ISSN, plainISSN(m[1]))
	}
	b.ovidAddress(address)
}

var (
	openDOI  = pattern(`(?i)[?&;](?:rft_)?id=(?:info:)?doi[:/](10\.[^&\s]+)`)
	openPMID = pattern(`(?i)[?&;](?:rft_)?id=(?:info:)?pmid[:/]([0-9]{1,9})(?:&|$)`)
	openISSN = pattern(`[?&](?:rft\.)?issn=([0-9]{4}-?[0-9]{3}[0-9Xx])(?:&|$)`)
)
