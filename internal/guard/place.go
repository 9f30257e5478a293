package guard

import (
	"regexp"
	"strings"
)

// Where a patient lies. A ward alone is where the asker works; a bed, or a ward
// with an age, points at one person.
const (
	bedNo  = `(?:bed|bd|cubicle|side ?room|sideroom|s/r|sr|bay|trolley|chair|cot|incubator|resus|room)[ :#\-]?(?:space |no\.? ?|number |bay )?`
	wardNo = `(?:ward|wd)[ :\-]?(?:no\.? ?)?`
	digit  = `(?:\d{1,2}[a-fA-F]?|[A-F]\d{0,2})`
	bedAt  = bedNo + digit
	wardID = wardNo + `(?:\d{1,3}[a-zA-Z]?|[A-Z]\d{1,2})`
	// Cedar ward, Ward Cedar, the Maple Suite: one or two capitalised words.
	wardName = `(?-i:(?:[A-Z][a-z]+|[A-Z]{2,})(?: [A-Z][a-z]+)?) (?:ward|unit|suite|wing)|ward (?-i:[A-Z][a-z]+)`
	wardType = `(?:icu|itu|hdu|nicu|picu|scbu|amu|mau|sau|eau|ccu|cdu|emu|asu|hasu|resus|majors|minors|labour ward|delivery suite|stroke unit|acute medical unit|coronary care|intensive care)`
	// Right beside a bed number a ward's name needs no capital.
	anyWard = `[a-z]+ (?:[a-z]+ )?ward|ward [a-z]{3,}`
	linkTo  = `[ ,;:/\-(]{1,3}(?:(?:on|in|of|at|the|our|my|now)[ ,]{1,2}){0,3}`
)

var (
	bedOnWard = regexp.MustCompile(`(?i)\b` + bedAt + `\b` + linkTo + `(?:` + bedAt + linkTo + `)?(?:` + wardID + `|` + wardName + `|` + anyWard + `|` + wardType + `)\b`)
	wardBed   = regexp.MustCompile(`(?i)\b(?:` + wardID + `|` + wardName + `|[a-z]+ ward|(?-i:[A-Z]{2,5})|` + wardType + `)` + linkTo + `(?:` + bedAt + linkTo + `)?` + bedAt + `\b`)
	bayBed    = regexp.MustCompile(`(?i)\b(?:bay|b) ?` + digit + `[ ,/\-]{1,3}(?:bed|b) ?\d{1,2}\b`)
	shortBed  = regexp.MustCompile(`\b(?:[Ww]d?\d{1,2}[ ,/]{1,2}[Bb]d?\d{1,2}|[Bb]d?\d{1,2} ?(?:,|/|on) ?[Ww](?:d|ard)? ?\d{1,2})\b`)
	onlyBed   = regexp.MustCompile(`(?i)\b(?:bed|cubicle|side ?room|trolley|cot|incubator)[ :#\-]?(?:space |no\.? ?|number )?\d{1,2}[a-f]?\b`)
	onlyWard  = regexp.MustCompile(`(?i)\b(?:` + wardID + `|` + wardName + `)\b`)

	bedPerson   = regexp.MustCompile(`(?i)\b(?:in|pt|patient|lady|gentleman|gent|man|woman|chap|lad|she|he|her|him|for|from|baby|boy|girl|child|re|about|who is)\s*[:,\-]?\s*(?:the )?$`)
	bedMeasure  = regexp.MustCompile(`(?i)^\s?(?:°|%|degrees?|deg\b|hours?|hrs?\b|h\b|days?|d\b|weeks?|wks?|months?|nights?|mins?\b|minutes?|times|x\b|cm|mm|kg|inch|ft\b|m\b|beds?\b|bedded|metres?|per\b|to\b|or\b|and\b|-\s?\d|\.\d|units?\b|years?|hourly|occupancy|capacity|:\d|,\d{3}|percent|/7|/52|/24)`)
	bedHeading  = regexp.MustCompile(`^\s?[:\-,]\s`)
	bedSubject  = regexp.MustCompile(`(?i)^[\s,;:\-(]{0,3}(?:is|was|has|had|who|needs?|ready|please|pls|on|with|asking|aged?|pt|patient|wants|came|\d{2,3}\s?(?:y|f\b|m\b)|lady|gentleman|gent|man|woman|keeps|still|now|newly)`)
	personAge   = `\b\d{1,3}[\s\-]?(?:y/?o|yrs?(?:[\s\-]old)?|years?[\s\-]old|f|m)\b`
	agedPerson  = regexp.MustCompile(`(?i)\b\d{1,3}\s?[fm]\b`)
	agedNear    = regexp.MustCompile(`(?i)(?:` + personAge + `|\b(?:age|aged)\s\d{1,3}\b)`)
	onePerson   = regexp.MustCompile(`(?i)\b(?:pt|patient|lady|gentleman|gent|man|woman|chap|female|male|boy|girl|she|he|her|him|who|[fm])\b`)
	groupOfBeds = regexp.MustCompile(`(?i)(?:\d+[\s\-]|\b(?:per|each|every|of|head of|staff(?:ed)?|team|nurses?|sister|manager|matron|doctors?|we|i|our|from|work)\s+(?:(?:on|in|at|the|of|work|am|are|working|based)\s+){0,3})$`)
)

// bedsAndWards finds a bed on a ward, a bed spoken of as a person, and a ward
// beside one person's age.
func (d *document) bedsAndWards() []Finding {
	var found []Finding
	add := func(m []int) { found = append(found, d.span(m[0], m[1], KindBedNameAge)) }
	for _, re := range []*regexp.Regexp{bedOnWard, wardBed, bayBed} {
		for _, m := range re.FindAllStringIndex(d.text, -1) {
			if !bedMeasure.MatchString(d.after(m[1], 16)) {
				add(m)
			}
		}
	}
	for _, m := range shortBed.FindAllStringIndex(d.text, -1) {
		add(m)
	}
	for _, m := range onlyBed.FindAllStringIndex(d.text, -1) {
		if d.bedOfOnePerson(m) {
			add(m)
		}
	}
	for _, m := range onlyWard.FindAllStringIndex(d.text, -1) {
		if d.wardOfOnePerson(m) {
			add(m)
		}
	}
	return found
}

func (d *document) bedOfOnePerson(m []int) bool {
	before, after := d.before(m[0], 32), d.after(m[1], 40)
	if bedMeasure.MatchString(after) {
		return false
	}
	opening := strings.TrimSpace(lastSentence(before)) == "" && bedHeading.MatchString(after)
	return opening || bedPerson.MatchString(before) || bedSubject.MatchString(after) || agedNear.MatchString(lastSentence(before))
}

// wardOfOnePerson: an age and a person within the same sentence as the ward.
func (d *document) wardOfOnePerson(m []int) bool {
	before, after := lastSentence(d.before(m[0], 60)), firstSentence(d.after(m[1], 60))
	if groupOfBeds.MatchString(d.before(m[0], 32)) {
		return false
	}
	return describesOne(before) || describesOne(after)
}

func describesOne(s string) bool {
	return agedPerson.MatchString(s) || agedNear.MatchString(s) && onePerson.MatchString(s)
}

var sentenceEnd = regexp.MustCompile(`[.!?]\s|\n`)

func firstSentence(s string) string {
	if m := sentenceEnd.FindStringIndex(s); m != nil {
		return s[:m[0]]
	}
	return s
}

func lastSentence(s string) string {
	all := sentenceEnd.FindAllStringIndex(s, -1)
	if len(all) == 0 {
		return s
	}
	return s[all[len(all)-1][1]:]
}
