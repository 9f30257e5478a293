package guard

import "regexp"

// Ages over 89 are few enough in one place to point at a person; so is a rare
// condition with a town. Both are inferred rules and only nudge.
const overEightyNine = `(?:9\d|1[01]\d)`

var (
	oldFigures = regexp.MustCompile(`(?i)\b` + overEightyNine + `[\s\-]?(?:y/?o\b|yrs?[\s\-]?old\b|years?[\s\-]old\b|year[\s\-]?old|yr[\s\-]?old|yrs?\b|years of age\b|y\.o\.|(?:f|(?-i:M))\b)`)
	oldAged    = regexp.MustCompile(`(?i)\b(?:aged?|age:|age of|age is|is now|turned)\s{0,2}:?\s?` + overEightyNine + `\b`)
	oldTenth   = regexp.MustCompile(`(?i)\b` + overEightyNine + `(?:st|nd|rd|th) birthday\b`)
	oldWords   = regexp.MustCompile(`(?i)\b(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a |one )hundred(?: and (?:one|two|three|four|five|six|seven|eight|nine|ten))?)[ -](?:years?[ -]old|yr[ -]?old|yo)\b`)
	oldNoun    = regexp.MustCompile(`(?i)\b(?:nonagenarian|centenarian) (?:lady|gentleman|man|woman|patient|pt|with|who)\b|\b(?:lady|gentleman|man|woman|patient|pt|she|he)(?:'s| is)? in (?:her|his|their) (?:nineties|90s)\b`)

	oldGroup = regexp.MustCompile(`(?i)(?:\b(?:over|above|under|below|than|least|between|to|from|and|or|until|up to|beyond|upto)\s(?:the age of\s)?|[<>≥≤+/~]\s?|\d\s?-\s?)$`)
	oldMany  = regexp.MustCompile(`(?i)\b(?:adults?|people|patients|persons|those|women|men|participants|residents|individuals|anyone|cohorts?|population|elders?|drivers|survivors)\s(?:who are\s)?$`)
	oldOpen  = regexp.MustCompile(`(?i)^\s?(?:\+|and (?:over|above|older|up|under|below)|or (?:over|above|older|more|under)|years?,? (?:and|or) (?:over|above|older)|` +
		`plus\b|-\s?\d|to\b|%|s\b|patients|people|adults|women|men|participants|ago|follow|experience|anniversary|(?:,| |-)?(?:day|month|` +
		`week)|mg|ml|mmol|bpm|mm)`)
	rareWords = regexp.MustCompile(`(?i)\b(?:the )?(?:only|sole|first|one of (?:only )?(?:two|three|four|five|a handful)|single) (?:known |confirmed |reported |` +
		`living |diagnosed )?(?:patient|case|person|child|family|adult|baby|man|woman|boy|girl|individual|` +
		`sufferer)s?\b[^.\n]{0,60}?\b(?:in|from|within|across) (?:the )?(?-i:[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)`)
	rarePerson  = regexp.MustCompile(`(?i)\b(?:patient|pt|lady|gentleman|man|woman|boy|girl|child|baby|family|\d{1,2}[\s\-]?(?:yo|y/o|year[\s\-]old))\b[^.\n]{0,50}?\b(?:from|living in|lives in|who lives in|resident in|of) (?-i:[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)\b[^.\n]{0,50}?\b(?:` + rareNames + `|rare|ultra-rare|orphan)\b`)
	rareTurned  = regexp.MustCompile(`(?i)\b(?:` + rareNames + `|(?:very |ultra-?|extremely )?rare [a-z]+)\b[^.\n]{0,40}?\b(?:patient|pt|lady|gentleman|man|woman|boy|girl|child|baby|family|\d{1,2}[\s\-]?(?:yo|y/o|year[\s\-]old))\b[^.\n]{0,20}?\b(?:from|living in|lives in|who lives in|resident in) (?-i:[A-Z][a-z]+(?:[ -][A-Z][a-z]+)?)`)
	rareGeneral = regexp.MustCompile(`(?i)\b(?:first|only|single) (?:reported |published |known )?(?:case|patient|person)s?\b[^.\n]{0,60}?\bin (?:the )?(?-i:UK|England|` +
		`Scotland|Wales|Britain|Europe|Ireland|America|United|Medline|Embase|Cochrane|English|January|February|March|April|May|June|July|` +
		`August|September|October|November|December|NICE|China|India|Japan|Africa|Australia|France|Germany|Italy|Spain)`)
)

// rareNames are conditions so uncommon that a town narrows them to a person or
// a family. Not complete: the word "rare" is the other way in.
const rareNames = `fabry|gaucher|pompe|niemann[\- ]pick|batten|progeria|fop|fibrodysplasia ossificans|creutzfeldt[\- ]jakob|cjd|fatal familial insomnia|ondine|` +
	`rett|angelman|prader[\- ]willi|cri du chat|wolf[\- ]hirschhorn|alkaptonuria|porphyria|stiff person|moyamoya|kearns[\- ]sayre|leigh syndrome|` +
	`epidermolysis bullosa|harlequin ichthyosis|xeroderma pigmentosum|huntington(?:'s)?|erdheim[\- ]chester|castleman|tay[\- ]sachs|krabbe|hurler|hunter syndrome|` +
	`sanfilippo|morquio|maple syrup urine|homocystinuria|cystinosis|wilson(?:'s)? disease|von hippel|li[\- ]fraumeni|proteus syndrome|kleine[\- ]levin|locked[\- ]in|situs inversus|conjoined|dicephalic|quintuplets|quadruplets`

// greatAges finds one person's age of 90 or more.
func (d *document) greatAges() []Finding {
	var found []Finding
	for _, re := range []*regexp.Regexp{oldFigures, oldAged, oldTenth, oldWords, oldNoun} {
		for _, m := range re.FindAllStringIndex(d.text, -1) {
			before, after := d.before(m[0], 32), d.after(m[1], 24)
			if oldGroup.MatchString(before) || oldMany.MatchString(before) || oldOpen.MatchString(after) {
				continue
			}
			found = append(found, d.span(m[0], m[1], KindAgeOver89))
		}
	}
	return found
}

// rarePlaces finds a rare condition tied to one person and a place.
func (d *document) rarePlaces() []Finding {
	var found []Finding
	for _, re := range []*regexp.Regexp{rareWords, rarePerson, rareTurned} {
		for _, m := range re.FindAllStringIndex(d.text, -1) {
			if !rareGeneral.MatchString(d.text[m[0]:m[1]]) {
				found = append(found, d.span(m[0], m[1], KindRareDiseasePlace))
			}
		}
	}
	return found
}
