package reference

import (
	"regexp"
	"strings"
)

// Databases that show a journal, its date, volume, issue and pages in one line do it each in its own order. sourceForms are the orders;
// the names of the groups are the parts.
func sourceForms() []func() *regexp.Regexp {
	return []func() *regexp.Regexp{
		sourceEBSCOIssue, sourceEmbase, sourceEmbaseOvid, sourceEBSCO, sourceAPA, sourceOvid, sourceCDSR, sourceOvidJournals, sourcePubMed, sourceERIC,
	}
}

const (
	sourceVolume = `(?P<volume>[0-9]{1,5})`
	sourceIssue  = `(?:\((?P<issue>[^()]{1,30})\))?`
	sourcePages  = `(?P<pages>[A-Za-z]{0,2}[0-9][^ ;,()]*?)`
	sourceDate   = `(?P<date>[^;:()]*?[12][0-9]{3}[^;:()]*?)`
)

var (
	// Journal of Ward Practice (J Ward Pract), 2018 Apr; 9(4): 33-41.
	sourceEBSCO = pattern(`^(?P<journal>.+?)(?: \((?P<abbreviation>[A-Z][^()]*)\))?[,.] ?(?P<date>[^;]*?[12][0-9]{3}[^;]*); ?(?:Vol\. )?` + sourceVolume +
		` ?` + sourceIssue + `[:,] ?(?:p\.? ?)?(?P<pages>[A-Za-z]?[0-9][^ .;,]*)`)
	// Journal of Ward Practice. May2019, Vol. 75 Issue 5, p100-109. 10p.
	sourceEBSCOIssue = pattern(`^(?:(?P<journal>.+?)[.,] )?(?P<date>[^.,]*?[12][0-9]{3}), Vol\. ` + sourceVolume + `(?: Issue (?P<issue>[^,]+))?(?:, p(?P<pages>[^., ]+))?[.,].*$`)
	// Bone & Ward. 31(2):44-9, 2019 Feb 12.
	sourceOvid = pattern(`^(?P<journal>.+?)\. +(?:Vol\.? ?)?` + sourceVolume + ` ?` + sourceIssue + ` ?(?:: ?` + sourcePages + `)?, ?` + sourceDate + `\.?$`)
	// Cochrane Database of Systematic Reviews. (3):CD000001, 2016 Mar 11.
	sourceCDSR = pattern(`^(?P<journal>.+?)\. +\((?P<issue>[^()]{1,30})\):` + sourcePages + `, ?` + sourceDate + `\.?$`)
	// Bone and Ward. Conference: ... 38 (15) (pp 44-49), 2019. Article Number: 7. Date of Publication: 12 Feb 2019.
	sourceEmbaseOvid = pattern(`^(?P<journal>.+?)\. (?:Conference: .*?\. )?(?:` + sourceVolume + ` ?)?` + sourceIssue + ` ?\((?:pp? ?` + sourcePages +
		`|no pagination|[^()]*)\), ?(?P<year>[12][0-9]{3})\.?(?: Article Number: (?P<article>[^ ]+?)\.?)?(?: .*?Date of Publication: (?P<date>.+?)\.?)?$`)
	// Acta Mobilis November/December 2010;6(2):611-613.
	sourceOvidJournals = pattern(`^(?P<journal>[^;:]+?),? (?P<date>(?:(?:[A-Z][a-z]+\.?/?){1,3} (?:[0-9]{1,2},? )?)?[12][0-9]{3});` + sourceVolume + sourceIssue +
		`(?:: ?` + sourcePages + `)?\.?$`)
	// Psychology of Wards, Vol 24(7), Sep, 2019. pp. 847-856.
	sourceAPA = pattern(`^(?P<journal>.+?)[,.] Vol\.? ?` + sourceVolume + ` ?` + sourceIssue + `,? ?(?P<date>(?:[A-Za-z]{3}[A-Za-z/. -]*,? )?[12][0-9]{3})[.,]? (?:pp?\.? ?)?` + sourcePages + `\.?$`)
	// Endoscopic Ward (2014) 3:3 (152-160). Date of Publication: 25 Aug 2014.
	sourceEmbase = pattern(`^(?P<journal>.+?) \((?P<year>[12][0-9]{3})\) ` + `(?P<volume>[0-9A-Za-z]{1,8})(?::(?P<issue>[^ ]+)| (?P<supplement>(?:SUPPL|Suppl)[^()]*?))?` +
		`(?: \((?:` + sourcePages + `)\))?(?: Article Number: (?P<article>[^ ]+?))?\.?(?: Date of Publication: (?P<date>.+?))?$`)
	// BMJ Ward. 2019 May 1;9(5):e1. doi: ...
	sourcePubMed = pattern(`^(?P<journal>.+?)\. (?P<date>(?:18|19|20)[0-9]{2}[^;:.]*)(?:;(?P<volume>[^(:;. ]*)(?:\((?P<issue>[^)]*)\))?(?::(?P<pages>[^. ]+?))?)?\.(?: .*)?$`)
	// v21 n2 p98-101 Apr 1990.
	sourceERIC = pattern(`^v(?P<volume>[0-9]+)(?: n(?P<issue>[^ ]+))?(?: p(?P<pages>[0-9][^ ]*))? (?P<date>(?:[A-Z][^ ]* )?[12][0-9]{3})$`)
)

// sourceParts takes a line apart; nil when it is in no order that is known.
func sourceParts(text string) map[string]string {
	text = strings.TrimSpace(text)
	for _, form := range sourceForms() {
		m := form().FindStringSubmatch(text)
		if m == nil {
			continue
		}
		parts := map[string]string{}
		for i, name := range form().SubexpNames() {
			if name != "" && m[i] != "" {
				parts[name] = strings.TrimSpace(m[i])
			}
		}
		return parts
	}
	return nil
}

// source takes what a line of the source says, where the record has it from nowhere better. It says whether the line was understood.
func (b *build) source(text string) bool {
	parts := sourceParts(text)
	if parts == nil {
		return false
	}
	if parts["pages"] == "" {
		parts["pages"] = parts["article"]
	}
	if parts["issue"] == "" {
		parts["issue"] = parts["supplement"]
	}
	for _, p := range []struct {
		field *string
		name  string
	}{{&b.Journal, "journal"}, {&b.Abbreviation, "abbreviation"}, {&b.Volume, "volume"}, {&b.Issue, "issue"}, {&b.Pages, "pages"}} {
		if *p.field == "" {
			*p.field = parts[p.name]
		}
	}
	date := parts["date"]
	if yearIn(date) == 0 {
		date = parts["year"]
	}
	if b.Year == 0 || b.Date == "" && yearIn(date) == b.Year {
		b.when("date", strings.TrimRight(date, ",. "))
	}
	return true
}
