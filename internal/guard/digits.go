package guard

import (
	"regexp"
	"strings"
)

// digitWindow is a run of digit words read as one number.
type digitWindow struct {
	last   int    // index of its last word
	digits string // without separators
	commas bool   // some groups are split by a comma
	shape  string // group lengths, "334"; groups split only by a line break are one
}

// maxSeparator is the longest gap, in bytes, inside one number: space, hyphen,
// space, or a line break with a little indentation.
const maxSeparator = 4

// digitWindows lists every reading of the digits from word i on: one group, two
// groups and so on, up to eleven digits.
func (d *document) digitWindows(i int) []digitWindow {
	var out []digitWindow
	var digits, shape strings.Builder
	group, commas := 0, false
	for j := i; j < len(d.words) && d.words[j].isNumber(); j++ {
		if j > i {
			gap := d.gap(j)
			if !isSeparator(gap) {
				break
			}
			commas = commas || gap == ","
			if !strings.Contains(gap, "\n") {
				shape.WriteString(groupLetter(group))
				group = 0
			}
		}
		digits.WriteString(d.words[j].text)
		group += len(d.words[j].text)
		if digits.Len() > 11 {
			break
		}
		out = append(out, digitWindow{j, digits.String(), commas, shape.String() + groupLetter(group)})
	}
	return out
}

// groupLetter writes a group length as one character: 1–9, then a, b.
func groupLetter(n int) string {
	const letters = "0123456789ab"
	if n >= len(letters) {
		return "+"
	}
	return letters[n : n+1]
}

func isSeparator(gap string) bool {
	if gap == "" || len(gap) > maxSeparator {
		return false
	}
	if gap == "," {
		return true
	}
	return strings.Trim(gap, " .-/\n") == ""
}

// plausible layouts of an unlabelled number: 3-3-4 as printed, all together, the
// CHI layout 6-4, and 3-7 where one space is missing.
func (w digitWindow) plausible() bool {
	switch w.shape {
	case "a", "64", "37", "1111111111":
		return !w.commas
	case "334":
		return true
	}
	return false
}

// insideLongerNumber reports whether the digits are a part of something longer:
// a card number, a decimal, an amount of money, a telephone number with country
// code, an ISBN-13, or a code with letters.
func (d *document) insideLongerNumber(i int, w digitWindow) bool {
	if i > 0 && d.joinedBefore(i, w) || countryOrMoney.MatchString(d.before(d.words[i].start, 12)) {
		return true
	}
	return w.last+1 < len(d.words) && d.joinedAfter(w)
}

func (d *document) joinedBefore(i int, w digitWindow) bool {
	prev, gap := d.words[i-1], d.gap(i)
	if !prev.isNumber() {
		return gap == "" && !gluedLabel(prev)
	}
	if tight(gap) {
		return strings.ContainsAny(gap, ".,") || len(w.shape) > 1 || len(prev.text) > 2
	}
	if !isSeparator(gap) || strings.Contains(gap, "\n") {
		return false
	}
	if prev.text == "44" || prev.text == "0044" || prev.text == "978" || prev.text == "979" {
		return true
	}
	return len(prev.text) == 3 && len(w.shape) > 1
}

func (d *document) joinedAfter(w digitWindow) bool {
	next, gap := d.words[w.last+1], d.gap(w.last+1)
	if !next.isNumber() {
		return gap == "" && !gluedAfter(next.lower)
	}
	if tight(gap) && !(gap == "/" && w.shape == "a") {
		return strings.ContainsAny(gap, ".,") || len(w.shape) > 1 || len(next.text) > 2
	}
	if gap != " " || len(next.text) != 3 || len(w.shape) == 1 {
		return false
	}
	// Two numbers one after the other are a list, not a longer number.
	for _, follow := range d.digitWindows(w.last + 1) {
		if len(follow.digits) == 10 && ValidNHSNumber(follow.digits) {
			return false
		}
	}
	return true
}

// tight: no space and no line break between two digit groups.
func tight(gap string) bool { return gap != "" && !strings.ContainsAny(gap, " \n") && len(gap) == 1 }

// gluedLabel: words people run into the number itself, NHS9990000018.
// In file names any small ordinary word will do; a code is in capitals.
func gluedLabel(w word) bool {
	if !w.allCaps() && w.letters() > 2 && isOrdinary(w) {
		return true
	}
	switch w.lower {
	case "nhs", "nhsno", "nhsnumber", "nhsnum", "nhsid", "no", "number", "num", "pt", "patient", "chi", "hcn":
		return true
	}
	return false
}

// gluedAfter: words run onto the end of a number in haste.
func gluedAfter(lower string) bool {
	switch lower {
	case "and", "dob", "pt", "who", "has", "is", "with", "male", "female", "referral", "letter", "for", "on":
		return true
	}
	return false
}

// countryOrMoney stands before a telephone number abroad or an amount.
var countryOrMoney = regexp.MustCompile(`(?:[+$£€]|\+\d{1,3}[ \-.(]{1,2}|\b00\d{2}[ \-]|\(\d{2,5}\)[ \-]?)$`)

var countUnit = regexp.MustCompile(`(?i)^\s?(?:records?|results?|hits?|references|citations|articles|papers|titles|abstracts|cells?|copies|reads|people|participants|births|tokens|rows|words|dollars|pounds|euros?|gbp|usd|bp|base pairs|cfu|iu|units?)\b`)

// isCount reports whether the digits count something: "1234567890 records".
func (d *document) isCount(w digitWindow) bool {
	return len(w.shape) == 1 && countUnit.MatchString(d.after(d.words[w.last].end, 24))
}
