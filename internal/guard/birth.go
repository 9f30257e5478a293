package guard

import (
	"regexp"
	"sort"
	"strings"
)

// birthReach is how far before a date its label is looked for, in bytes.
const birthReach = 96

const (
	weekday     = `(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day\s*,?\s*)?`
	birthFiller = `(?:\b(?:is|was|of|the|on|as|a|given|recorded|stated|listed|approx|approximately|circa|about|patients?|patient's|pts?|pt's|her|his|their|for|this|that|notes|age|and|nhs|no|number|sex|gender|year|years|yrs?|yo|male|female|[mf]|uk|format|dd|mm|yyyy|yy|d|y|confirmed|lady|gentleman|woman|man|child|baby|mum|mother)\b|[\s.:;=,\-()\[\]'"*|>?/#]|\b\d{1,3}(?:yo|yrs?|y|[mf])?\b[ ,;/])*`
)

const birthWords = `(?:\bd ?[./\-\\]? ?[o0] ?[./\-\\]? ?b\b|\bd of b\b|\bdates?[ \-]of[ \-](?:birth|brith|bith|birht)|\bbirth[ \-]?date|\bbirth ?day(?: date)?\s*[:=]|\bdate born)`

var (
	birthLabel = regexp.MustCompile(`(?i)` + birthWords + birthFiller + `$`)
	// Further off, over words that no list foresees: "the date of birth on the form reads".
	birthFar   = regexp.MustCompile(`(?i)` + birthWords + `([^\d\n;!?]{0,48})$`)
	birthBreak = regexp.MustCompile(`(?i)[.][\s]|[<>≥≤%]|\b(?:not|missing|unknown|before|after|between|since|until|till|admi\w+|seen|review\w*|attend\w*|discharg\w*|` +
		`died|death|diagnos\w*|start\w*|deadline|needed|due|search\w*|publish\w*|version|updated?|from\s+(?:the\s+)?$|range|records|` +
		`fields?|dataset|extract|guideline|cohorts?|errors?|accura\w+|older|younger|greater|less|than|clinic|appointment|today|referred|` +
		`onset|operation|surgery|lmp|edd|audit|reported|collected|used|is one)\b`)
	bornLabel  = regexp.MustCompile(`(?i)\bborn\b(?:[\s:=,\-(]|\bapprox\b|\bin\b)*(?:(?:[a-z\-']+\s+){0,4}?(?:at\s+)?(?:\d{2}(?:\s?[+/&]\s?[0-6](?:/7)?)?\s?(?:weeks?|wks?|/40)?\s*)?(?:gestation\s*,?\s*)?(?:by\s+[a-z\- ]{2,30})?\bon\s*:?\s*)?` + weekday + `(?:the\s+)?$`)
	shortBorn  = regexp.MustCompile(`(?:^|[\s(,;/])[bB]\.?\s?:?\s?$`)
	anniverse  = regexp.MustCompile(`(?i)(?:\b(?:birth ?day|b'?day)|\bturn(?:s|ed|ing)? \d{1,3})(?:\b(?:is|was|on|the|falls|fell|being|coming|up|will|be|this|next|last|her|his|as|given)\b|[\s:=\-,(])*` + weekday + `(?:the )?$`)
	birthAfter = regexp.MustCompile(`(?i)^\s?[(\[,\-=]{0,2}\s?(?:is |was |as )?(?:the |her |his |pt |patient )?(?:d ?[./]? ?o ?[./]? ?b\b|date of birth|birth[ \-]?date|birth ?day\b)`)

	manyBorn = regexp.MustCompile(`(?i)\b(?:babies|infants|children|kids|people|patients|pts|women|men|those|adults|cohorts?|individuals|anyone|everyone|everybody|` +
		`all|participants|neonates|newborns|births|persons|boys|girls|males|females|mothers|adolescents|adults|staff|students|singletons|` +
		`survivors|residents|nurses|doctors|populations?|generation|pupils|members|pregnancies)\b[^.;!?\n]{0,40}$`)
	bornThing = regexp.MustCompile(`(?i)\b(?:nhs|trust|hospital|service|library|college|charity|it|idea|organisation|programme|movement|project|department|unit|discipline|specialty|registry|network)\s+(?:was|were|is)\s*$`)
	bornLimit = regexp.MustCompile(`(?i)\b(?:before|after|since|between|from|until|prior|earlier|later|during)\b`)
	someBorn  = regexp.MustCompile(`(?i)\b(?:he|she|pt|patient|baby|infant|child|boy|girl|son|daughter|lady|gentleman|man|woman|gent|mum|mother|dad|father|neonate|` +
		`newborn|twins?|triplets|name|who|him|her|his|resident|client|toddler|teenager|[mf]|male|female|yo|was)\b[^.;!?\n]{0,40}$`)
	rangeAfter = regexp.MustCompile(`(?i)^\s?(?:cohort|birth|onwards?|on-?wards|and onwards|or (?:later|after|before|earlier)|and (?:after|before|later|earlier|\d|` +
		`(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)? [a-z])|to\b|until|through|till|-\s?\d|study|survey|and over|are\b|were\b|have\b|will\b|` +
		`should\b|can\b)`)
	notPerson = regexp.MustCompile(`(?i)(?:\bthe nhs(?:'s)?|\bnhs|\btrust'?s?|\blibrary'?s?|\bhospital'?s?|\bcharity'?s?|\bits)\s+(?:\d+\w*\s+)?$`)
	ageSex    = regexp.MustCompile(`(?i)(?:\baged?\s\d{1,3}|\b\d{1,3}[\s\-]?(?:y/?o|yrs?(?: old)?|years?[ \-]old|f|m|female|male)(?:\s?(?:f|m|female|male|lady|gentleman|man|woman))?)[\s,;(/\-]{1,3}$`)
)

// lastBirthYear bounds dates that are a birth only by where they stand (after a
// name, in brackets). A date of the last dozen years is more often a clinic visit.
const lastBirthYear = 2012

// birthDates finds dates of birth: by label, by "born", by "birthday", and full
// dates standing where a date of birth stands. neighbours lists the start and end of
// the names and numbers already found.
func (d *document) birthDates(dates []dateSpan, neighbours []byteSpan) []Finding {
	var found []Finding
	file := len(neighbours) > 0 && d.isPatientFile(dates)
	for _, s := range dates {
		whole := s.form == formFull || s.form == formCompact && s.year > 0
		beside := whole && (file && bornLongAgo(s) || d.besideIdentity(s, neighbours))
		if beside || d.isBirth(s, dates) {
			found = append(found, d.span(s.start, s.end, KindDateOfBirth))
		}
	}
	return found
}

func (d *document) isBirth(s dateSpan, all []dateSpan) bool {
	before, after := d.before(s.start, birthReach), d.after(s.end, 32)
	if !strings.ContainsAny(before+after, "bB") && !strings.Contains(before, "urn") && !ageSex.MatchString(before) {
		return false // every other label of a birth has a b in it
	}
	if birthLabel.MatchString(before) {
		return s.form != formYear && s.form != formMonthYear || !rangeAfter.MatchString(after)
	}
	if m := birthFar.FindStringSubmatch(before); m != nil && s.form <= formDayMonth && !birthBreak.MatchString(m[1]) {
		return true
	}
	if s.form == formCompact || s.form == formYear {
		return false
	}
	if m := anniverse.FindStringIndex(before); m != nil {
		return s.form != formMonthYear && !notPerson.MatchString(before[:m[0]]) && !rangeAfter.MatchString(after)
	}
	if s.form == formFull && (shortBorn.MatchString(before) || ageSex.MatchString(before) && bornLongAgo(s)) {
		return true
	}
	if m := birthAfter.FindStringIndex(after); m != nil && s.form == formFull {
		return !labelsAnother(d, s.end+m[1], all)
	}
	return d.bornHere(s, before, after)
}

// bornHere judges "born" before a date: one person, not a cohort or a range.
func (d *document) bornHere(s dateSpan, before, after string) bool {
	m := bornLabel.FindStringIndex(before)
	if m == nil || bornLimit.MatchString(before[m[0]:]) || bornThing.MatchString(before[:m[0]]) || rangeAfter.MatchString(after) || manyBorn.MatchString(before[:m[0]]) {
		return false
	}
	return s.form != formMonthYear || someBorn.MatchString(before[:m[0]])
}

// labelsAnother reports whether a label at pos belongs to the date after it.
func labelsAnother(d *document, pos int, all []dateSpan) bool {
	i := sort.Search(len(all), func(i int) bool { return all[i].start >= pos })
	if i == len(all) || all[i].start-pos > birthReach {
		return false
	}
	return birthLabel.MatchString("dob" + d.text[pos:all[i].start])
}

// byteSpan is a range of the folded text.
type byteSpan struct{ start, end int }

var sideGap = regexp.MustCompile(`^[\s,;:(\[)\]/|\-]{1,4}$`)

// besideIdentity: a full date right after a name or a patient number, or right
// before one, is how demographics are pasted. neighbours are sorted.
func (d *document) besideIdentity(s dateSpan, neighbours []byteSpan) bool {
	if !bornLongAgo(s) {
		return false
	}
	i := sort.Search(len(neighbours), func(i int) bool { return neighbours[i].start >= s.end })
	if i < len(neighbours) && d.besides(s.end, neighbours[i].start) {
		return true
	}
	return i > 0 && neighbours[i-1].end <= s.start && d.besides(neighbours[i-1].end, s.start)
}

func (d *document) besides(from, to int) bool {
	return to-from <= 4 && sideGap.MatchString(d.text[from:to])
}

// bornLongAgo: two-figure years count, since nobody abbreviates them in a limit.
func bornLongAgo(s dateSpan) bool { return s.year == 0 || s.year >= 1890 && s.year <= lastBirthYear }
