package guard

import (
	"fmt"
	"regexp"
	"strings"
)

// maxSitePattern is the longest configurable pattern, in bytes.
const maxSitePattern = 200

// ParseHospitalPatterns compiles a site's own hospital-number shapes, such as
// `RXX\d{6}`, for Options.HospitalNumbers. Patterns are RE2, matched without
// regard to case and as whole words. A pattern that could match less than four
// characters would flag ordinary words and is refused.
func ParseHospitalPatterns(patterns []string) ([]*regexp.Regexp, error) {
	out := make([]*regexp.Regexp, 0, len(patterns))
	for i, p := range patterns {
		if strings.TrimSpace(p) == "" || len(p) > maxSitePattern {
			return nil, fmt.Errorf("hospital number pattern %d: 1 to %d characters", i+1, maxSitePattern)
		}
		re, err := regexp.Compile(`(?i)\b(?:` + p + `)\b`)
		if err != nil {
			return nil, fmt.Errorf("hospital number pattern %d: %w", i+1, err)
		}
		for _, tooShort := range []string{"", "a", "aa", "aaa", "1", "12", "123", "a1", "a12"} {
			if re.MatchString(tooShort) {
				return nil, fmt.Errorf("hospital number pattern %d: also matches text of fewer than four characters", i+1)
			}
		}
		out = append(out, re)
	}
	return out, nil
}

// The words that announce a hospital number.
const (
	numberWord = `(?:\s?(?:no|nos|num|numb|number|nmber|nubmer|nbr|id|i\.d|identifier|ident)\b|\s?#)`
	refWord    = `\s?(?:ref|reference)\b`
	recordKeys = `m\.r\.n|pas|epr|emis|systm ?one|rio|cerner|lorenzo|epic|meditech|pims|pid|medical record|health record|med rec|` +
		`case ?[- ]?notes?|case ?record|chart|district|notes|a&e|ed|admission|attendance|encounter|spell|episode|local|trust|in-?patient|out-?patient`
	ownerWords  = `hosp(?:ital)?|hosptial|hopsital|patient|patient's|pat|pt|pt's|pts|ptn|client|service user|resident|baby|mother's|unit`
	selfEvident = `mrn|mrno|casenotes?|case notes?|hosp|h\.n|hospno|pasno|ptid|kno|xno`
)

var (
	hospitalLabel = regexp.MustCompile(`(?i)\b(?:(?:` + ownerWords + `)[.'s]{0,2}[\s\-]?(?:reg(?:istration)? )?(?:` + numberWord + `|` + refWord + `)` +
		`|(?:` + recordKeys + `)[.'s]{0,2}[\s\-]?` + numberWord + `|[kxrd][\s\-]?(?:no|num|number)\b|(?:` + selfEvident + `)\b)`)
	// "casenotes 1500" counts notes; without the word "number" four digits are too few.
	selfEvidentLabel = regexp.MustCompile(`(?i)^(?:casenotes?|case notes?|hosp)$`)
	gluedHospital    = regexp.MustCompile(`(?i)\b(?:mrn|hospno|hosp|pasno|ptid)\d`)
	bareLabel        = regexp.MustCompile(`(?i)\b(?:patient|pt|hospital|unit|pas|epr|hn|h/n)[ :#]{1,2}`)
	hospitalGap      = regexp.MustCompile(`(?i)^(?:\b(?:is|was|as|the|of|for|this|that|patient|pt|her|his|their|in|question|given|below|being|no|number|lady|gentleman|child|baby|trust)\b|\([A-Za-z ]{2,16}\)|[\s.:;#=\-(\[\]'",*>|/])*`)

	hospitalValue = regexp.MustCompile(`^(?:(?i:[a-z]{1,4})[\-/.]?|[A-Z]{1,3} )?(?:\d{5,10}(?:[\-/.]\d{1,4})?|\d{1,4}(?:[ \-/.]\d{1,7}){0,3})(?i:[a-z]{0,2})\b` +
		`|^(?i:[a-z]{1,3}\d{1,3}[a-z]{1,2}\d{2,6})\b`)
	bareValue   = regexp.MustCompile(`(?i)^(?:[a-z]{1,3}\d{5,8}|\d{6,8})[a-z]?\b`)
	notValue    = regexp.MustCompile(`^(?:[A-Z]{1,3} )?(?:0\d{9,10}\b|0\d{2,4}[ \-]\d{3,4}[ \-]?\d{3,4}\b|(?:19|20)\d\d(?:[ \-/](?:19|20)?\d\d)?(?:[^\d/\-A-Za-z]|[/\-]\D|[/\-]?$)|\d{1,3}(?:,\d{3})+)`)
	innerDate   = regexp.MustCompile(`[ \-/.]\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}$`)
	notHospital = regexp.MustCompile(`(?i)(?:\b(?:tel|telephone|phone|fax|ext|switchboard|total|bed|ward|per|dect|room)|£)\s*$`)
	manyOf      = regexp.MustCompile(`(?i)^\s?(?:patients|admissions|cases|episodes|women|men|adults|children|deaths|beds|staff|per|a year|%|units?|mg|ml|days|hours|weeks|months|years)\b`)
)

// hospitalNumbers finds labelled hospital, unit, case-note and PAS numbers, and
// anything in a shape that the site has configured.
func (d *document) hospitalNumbers(site []*regexp.Regexp) []Finding {
	found := append(d.labelledHospital(), d.bareHospital()...)
	for _, re := range site {
		for _, m := range re.FindAllStringIndex(d.text, -1) {
			if m[1]-m[0] >= 4 {
				found = append(found, d.span(m[0], m[1], KindHospitalNumber))
			}
		}
	}
	return found
}

func (d *document) labelledHospital() []Finding {
	var found []Finding
	for _, m := range hospitalLabel.FindAllStringIndex(d.text, -1) {
		if notHospital.MatchString(d.before(m[0], 16)) {
			continue
		}
		bare := selfEvidentLabel.MatchString(d.text[m[0]:m[1]])
		start := m[1] + len(hospitalGap.FindString(d.after(m[1], 48)))
		if end, ok := d.hospitalValueAt(start, hospitalValue); ok && !(bare && onlyDigits(d.text[start:end], 4)) {
			found = append(found, d.span(start, end, KindHospitalNumber))
		}
	}
	for _, m := range gluedHospital.FindAllStringIndex(d.text, -1) {
		if end, ok := d.hospitalValueAt(m[1]-1, bareValue); ok {
			found = append(found, d.span(m[1]-1, end, KindHospitalNumber))
		}
	}
	return found
}

// fewestDigits and mostDigits bound a hospital number; three digits or fewer
// number a patient in a case series.
const (
	fewestDigits = 4
	mostDigits   = 14
)

// hospitalValueAt reads the number at pos. A year, a date, a telephone number
// or a count of something is not one.
func (d *document) hospitalValueAt(pos int, shape *regexp.Regexp) (int, bool) {
	rest := d.after(pos, 40)
	value := shape.FindString(rest)
	if cut := innerDate.FindStringIndex(value); cut != nil {
		value = value[:cut[0]]
	}
	n := digitCount(value)
	if n < fewestDigits || n > mostDigits || notValue.MatchString(rest) || isFigureDate(value) {
		return 0, false
	}
	tail := rest[len(value):]
	if countUnit.MatchString(tail) || manyOf.MatchString(tail) {
		return 0, false
	}
	return pos + len(value), true
}

// bareHospital: "pt K123456", a number of hospital shape right after "patient".
func (d *document) bareHospital() []Finding {
	var found []Finding
	for _, m := range bareLabel.FindAllStringIndex(d.text, -1) {
		end, ok := d.hospitalValueAt(m[1], bareValue)
		if ok && !notHospital.MatchString(d.before(m[0], 16)) {
			found = append(found, d.span(m[1], end, KindHospitalNumber))
		}
	}
	return found
}

// onlyDigits: at most limit digits and nothing else.
func onlyDigits(s string, limit int) bool { return len(s) <= limit && digitCount(s) == len(s) }

func digitCount(s string) int {
	n := 0
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n
}
