package guard

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// dateForm says how much of a date is written.
type dateForm int

const (
	formFull      dateForm = iota // day, month, year
	formDayMonth                  // 3 March
	formMonthYear                 // March 1951, 3/1951
	formYear                      // 1951
	formCompact                   // 03031951, 030351: a date only when a label says so
)

// dateSpan is a date expression in the folded text, by byte offsets.
type dateSpan struct {
	start, end int
	form       dateForm
	year       int // 0 where it is not written in four figures
}

const (
	numDay = `(?:0?[1-9]|[12]\d|3[01])`
	ordDay = `(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|eigth|ninth|nineth|tenth|eleventh|twelfth|twelth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth)|twentieth|thirtieth`
	anyDay = `(?:` + numDay + `(?: ?(?:st|nd|rd|th))?|` + ordDay + `)`
	// Any ending will do: months are often misspelt, and a date counts only by its label.
	month   = `(?:(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov)[a-z]{0,7}|dec(?:[em][a-z]{0,6})?)`
	units   = `(?:one|two|three|four|five|six|seven|eight|nine)`
	teens   = `(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)`
	tens    = `(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety)`
	tail    = `(?:` + tens + `(?:[ -]` + units + `)?|` + teens + `|(?:oh?|nought)[ -]` + units + `|hundred(?: and (?:` + tens + `(?:[ -]` + units + `)?|` + units + `|` + teens + `))?)`
	wordYr  = `(?:(?:eighteen|nineteen|twenty)[ -]` + tail + `|two thousand(?:(?: and)? (?:` + units + `|` + teens + `|` + tens + `(?:[ -]` + units + `)?))?)`
	figYr   = `(?:(?:18|19|20)\d\d|'?\d\d)`
	anyYr   = `(?:` + figYr + `|` + wordYr + `)`
	dateSep = `(?: ?[/.\-\\,] ?| )`
)

var (
	dateFigures  = regexp.MustCompile(`(?:\b|[Dd][Oo][Bb])(\d{1,2})(?:st|nd|rd|th)?(` + dateSep + `)(\d{1,2})(` + dateSep + `)(\d{4}|'?\d{2})\b`)
	dateISO      = regexp.MustCompile(`\b((?:18|19|20)\d\d)(` + dateSep + `)(\d{1,2})` + dateSep + `(\d{1,2})\b`)
	dateWords    = regexp.MustCompile(`(?i)\b` + anyDay + `(?:[ .,\-/]{0,3}(?:day )?(?:of )?(?:the )?)` + month + `\b(?:[ .,\-/']{1,3}(?:in )?(` + anyYr + `|` + tail + `)\b)?`)
	dateYearLed  = regexp.MustCompile(`(?i)\b((?:18|19|20)\d\d)[ .,\-/]{1,2}` + month + `[ .,\-/]{1,2}` + numDay + `\b`)
	dateGlued    = regexp.MustCompile(`(?i)\b` + numDay + month + `((?:19|20)?\d\d)\b`)
	dateAmerican = regexp.MustCompile(`(?i)\b` + month + `[ .,\-/]{1,2}(?:the )?` + anyDay + `\b(?:[ ,.\-/]{1,3}(` + anyYr + `)\b)?`)
	dateOrdinals = regexp.MustCompile(`(?i)\b(?:` + numDay + ` ?(?:st|nd|rd|th)|` + ordDay + `) of the (?:\d{1,2} ?(?:st|nd|rd|th)|` + ordDay + `)[ ,]{1,2}(` + anyYr + `|` + tail + `)\b`)
	dateMonthYr  = regexp.MustCompile(`(?i)\b` + month + `[ .,\-/']{1,3}(?:of )?(` + anyYr + `)\b|\b(?:0?[1-9]|1[0-2]) ?[/.\-] ?((?:18|19|20)\d\d)\b`)
	dateCompact  = regexp.MustCompile(`\b(?:\d{8}|\d{6})\b`)
	dateYear     = regexp.MustCompile(`(?i)\b(?:((?:18|19|20)\d\d)|nineteen[ -]` + tail + `)\b`)
)

// dates lists every date expression in order of place. Longer forms are looked
// for first; a shorter form inside a longer one is left out.
func (d *document) dates() []dateSpan {
	var out []dateSpan
	taken := make([]bool, len(d.text)+1)
	add := func(s dateSpan) {
		for i := s.start; i < s.end; i++ {
			if taken[i] {
				return
			}
		}
		for i := s.start; i < s.end; i++ {
			taken[i] = true
		}
		out = append(out, s)
	}
	d.figureDates(add)
	d.matchDates(dateOrdinals, formFull, formFull, add)
	d.matchDates(dateYearLed, formFull, formFull, add)
	d.matchDates(dateGlued, formFull, formFull, add)
	d.matchDates(dateWords, formFull, formDayMonth, add)
	d.matchDates(dateAmerican, formFull, formDayMonth, add)
	d.matchDates(dateMonthYr, formMonthYear, formMonthYear, add)
	d.compactDates(add)
	d.matchDates(dateYear, formYear, formYear, add)
	slices.SortFunc(out, func(a, b dateSpan) int { return cmp.Compare(a.start, b.start) })
	return out
}

// matchDates adds the matches of re: form when a year was written, else without.
func (d *document) matchDates(re *regexp.Regexp, form, without dateForm, add func(dateSpan)) {
	for _, m := range re.FindAllStringSubmatchIndex(d.text, -1) {
		s := dateSpan{start: m[0], end: m[1], form: without}
		for g := 2; g+1 < len(m); g += 2 {
			if m[g] >= 0 {
				s.form = form
				s.year = fullYear(d.text[m[g]:m[g+1]])
			}
		}
		add(s)
	}
}

// compactDates adds 03031951 and 19510303 with their year, and 030351 without.
func (d *document) compactDates(add func(dateSpan)) {
	for _, m := range dateCompact.FindAllStringIndex(d.text, -1) {
		s := dateSpan{start: m[0], end: m[1], form: formCompact}
		if t := d.text[m[0]:m[1]]; len(t) == 8 {
			if y := fullYear(t[4:]); y > 1850 && y < 2100 && validDayMonth(t[:2], t[2:4]) {
				s.year = y
			} else if y := fullYear(t[:4]); y > 1850 && y < 2100 && validDayMonth(t[6:], t[4:6]) {
				s.year = y
			}
		}
		add(s)
	}
}

// figureDates adds dates in figures: day first as in the UK, month first, ISO.
func (d *document) figureDates(add func(dateSpan)) {
	for _, m := range dateISO.FindAllStringSubmatchIndex(d.text, -1) {
		if validDayMonth(d.text[m[8]:m[9]], d.text[m[6]:m[7]]) {
			add(dateSpan{m[0], m[1], formFull, fullYear(d.text[m[2]:m[3]])})
		}
	}
	// A failed match must not hide one that begins a figure later: "12 3/3/51".
	for pos := 0; pos < len(d.text); {
		m := dateFigures.FindStringSubmatchIndex(d.text[pos:])
		if m == nil {
			return
		}
		at := func(g int) string { return d.text[pos+m[2*g] : pos+m[2*g+1]] }
		if plausibleFigures(at(1), at(2), at(3), at(4), at(5)) {
			add(dateSpan{pos + m[2], pos + m[1], formFull, fullYear(at(5))})
			pos += m[1]
			continue
		}
		pos += m[3]
	}
}

var aDate = regexp.MustCompile(`^(?:\d{1,2}[/.\-]\d{1,2}[/.\-]\d{2,4}|\d{4}[/.\-]\d{2}[/.\-]\d{2})\b`)

// startsDate reports whether word i begins a date in figures.
func (d *document) startsDate(i int) bool { return aDate.MatchString(d.after(d.words[i].start, 12)) }

// isFigureDate reports whether s is a whole date in figures.
func isFigureDate(s string) bool {
	m := dateFigures.FindStringSubmatch(s)
	return m != nil && m[0] == s && plausibleFigures(m[1], m[2], m[3], m[4], m[5])
}

func plausibleFigures(day, sep1, month, sep2, year string) bool {
	if strings.TrimSpace(sep1) != strings.TrimSpace(sep2) {
		return false
	}
	if len(year) == 4 && (year < "1850" || year > "2099") {
		return false
	}
	return validDayMonth(day, month) || validDayMonth(month, day)
}

func validDayMonth(day, month string) bool {
	dd, _ := strconv.Atoi(day) // digits by construction
	mm, _ := strconv.Atoi(month)
	return dd >= 1 && dd <= 31 && mm >= 1 && mm <= 12
}

// fullYear returns a year of four figures, else 0.
func fullYear(s string) int {
	if len(s) != 4 {
		return 0
	}
	y, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return y
}
