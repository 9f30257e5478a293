package duplicate

import "slices"

// Rule is the code of a rule.
type Rule string

// The rules, in the order in which they are tried. The first six make a pair certain.
const (
	RuleIdentical    Rule = "identical"
	RulePMID         Rule = "pmid_title"
	RuleDOI          Rule = "doi_title"
	RulePlace        Rule = "title_place"
	RuleAbstract     Rule = "title_abstract"
	RuleTitle        Rule = "title_authors_journal"
	RuleChain        Rule = "chain"
	RuleID           Rule = "id_unconfirmed"
	RuleTitleOnly    Rule = "title_only"
	RuleContradicted Rule = "title_contradicted"
	RuleNotice       Rule = "notice_of"
	RulePlaceOnly    Rule = "place_other_title"
	RuleSimilar      Rule = "similar_title"
)

// Rules are all rules in their order.
func Rules() []Rule {
	return []Rule{
		RuleIdentical, RulePMID, RuleDOI, RulePlace, RuleAbstract, RuleTitle,
		RuleChain, RuleID, RuleTitleOnly, RuleContradicted, RuleNotice, RulePlaceOnly, RuleSimilar,
	}
}

// Explain is the rule in a plain English sentence; empty for an unknown code.
func (r Rule) Explain() string {
	switch r {
	case RuleIdentical:
		return "Both records say exactly the same."
	case RulePMID:
		return "Same PubMed number and same title."
	case RuleDOI:
		return "Same DOI and same title, and nothing speaks against it."
	case RulePlace:
		return "Same title at the same place: volume and first page, in the same journal or by the same authors."
	case RuleAbstract:
		return "Same title, authors and abstract, within a year."
	case RuleTitle:
		return "Same title, authors, journal and year, and nothing speaks against it."
	case RuleChain:
		return "These agree, but linking them would join records that contradict each other."
	case RuleID:
		return "Same DOI or PubMed number, but the title is generic or other fields speak against it."
	case RuleContradicted:
		return "Same title, and the same authors or place, but another field speaks against it."
	case RulePlaceOnly:
		return "Same authors at the same place, under different titles or none: perhaps a translation."
	case RuleNotice:
		return "One may be the correction of the other, or the reply to it: same title, journal and authors."
	case RuleSimilar:
		return "Much the same title in the same year, and one record says too little to tell them apart."
	case RuleTitleOnly:
		return "Same title, and too little else to be certain."
	}
	return ""
}

// decide is the verdict of the rules on one pair; ok is false when none applies.
func decide(e evidence) (r Rule, c Certainty, ok bool) {
	for _, rule := range certainRules {
		if rule.holds(e) {
			return rule.code, Certain, true
		}
	}
	for _, rule := range doubtfulRules {
		if rule.holds(e) {
			return rule.code, Doubtful, true
		}
	}
	return "", "", false
}

type rule struct {
	code  Rule
	holds func(evidence) bool
}

var certainRules = []rule{
	{RulePMID, samePMID},
	{RuleDOI, sameDOI},
	{RulePlace, samePlace},
	{RuleAbstract, sameAbstract},
	{RuleTitle, sameTitle},
}

var doubtfulRules = []rule{
	{RuleID, idUnconfirmed},
	{RuleTitleOnly, titleOnly},
	{RuleContradicted, titleContradicted},
	{RuleNotice, noticeOf},
	{RulePlaceOnly, placeOnly},
	{RuleSimilar, similarTitle},
}

// only reports whether nothing but the given fields, and the issue, speaks against the pair, and of those no more than one.
func (e evidence) only(allowed ...Field) bool {
	n := 0
	for _, f := range e.conflicts() {
		if f == FieldIssue {
			continue
		}
		if !slices.Contains(allowed, f) {
			return false
		}
		n++
	}
	return n <= 1
}

// onlyTitle reports whether nothing but the title speaks against the pair.
func (e evidence) onlyTitle() bool { return e.only(FieldTitle) }

// samePMID: the number is given by one authority to one record. One detail may be wrong: pages before print, a year, a name.
func samePMID(e evidence) bool {
	return e.pmid == agree && e.title.alike >= titleContained &&
		e.only(FieldAuthors, FieldYear, FieldJournal, FieldVolume, FieldPages, FieldAbstract)
}

// sameDOI: a supplement of a conference has one DOI for hundreds of abstracts, some by the same authors, so the title must be the
// same, and tell. Names may differ only when the place confirms: databases take given names for family names.
func sameDOI(e evidence) bool {
	if e.doi != agree || !e.only(FieldAuthors, FieldYear, FieldJournal, FieldVolume) || e.authors == differ && !e.place() {
		return false
	}
	confirmed := e.pages == agree || e.abstract == agree
	if e.title.alike == titleSame {
		return !e.weak || confirmed
	}
	return e.title.alike >= titleContained && !e.weak && confirmed
}

// samePlace: a title may be generic here, since volume and page tell; two letters on one page have different authors.
func samePlace(e evidence) bool {
	if e.proceedings() {
		return true
	}
	if !e.place() || !e.only() {
		return false
	}
	if e.authors != agree && (e.weak || e.journal != agree) {
		return false
	}
	if e.title.alike >= titleNear {
		return !e.weak || e.journal == agree || !e.generic && e.lastPage
	}
	return e.title.alike == titleContained && e.journal == agree && e.sameYear
}

// proceedings have pages and no volume, and every database names them in its own way. A range of pages, told by both ends, makes
// up for the name unless it begins on page 1, as unnumbered papers do.
func (e evidence) proceedings() bool {
	if e.title.alike < titleNear || e.weak || e.authors != agree || !e.sameYear || !e.lastPage || e.volume == differ {
		return false
	}
	return e.only() || !e.pageOne && e.only(FieldJournal)
}

// sameAbstract: a paper and the talk before it share title, people and abstract, so the place must agree in something.
func sameAbstract(e evidence) bool {
	placed := e.journal == agree || e.volume == agree || e.pages == agree
	return e.title.alike >= titleNear && !e.weak && e.abstract == agree && e.authors == agree && e.year == agree && placed && e.only()
}

// sameTitle is for records without pages. Columns and yearly reports repeat their titles, so year and journal must agree and the
// issue must not differ. Volume and issue together make up for a year that is one off, the volume for the name of a meeting.
func sameTitle(e evidence) bool {
	if e.weak || e.authors != agree || e.year != agree || e.issue == differ || !e.only() {
		return false
	}
	if e.title.alike >= titleNear && e.journal == agree && e.volume == agree && e.issue == agree {
		return true
	}
	return e.title.alike == titleSame && e.sameYear && (e.journal == agree || e.volume == agree)
}
