package strategy

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Warning is something to look at again. It is advice: the line may be right as it is.
type Warning struct {
	N      int    `json:"n" doc:"The number of the line"`
	Column int    `json:"column,omitempty" doc:"Where in the line, in characters from 1; absent for the whole line"`
	Code   string `json:"code"`
	Text   string `json:"text"`
}

// The codes of warnings, under the element of PRESS 2015 to which each belongs.
const (
	// Element 2, Boolean and proximity operators.
	CodeLowerCase  = "lower-case-operator"
	CodeMisspelt   = "misspelt-operator"
	CodeRepeated   = "repeated-operator"
	CodeDangling   = "dangling-operator"
	CodeProximity  = "foreign-proximity"
	CodeNot        = "not-loses"
	CodeImpossible = "impossible-count"
	// Element 4, text words.
	CodeTruncation = "foreign-truncation"
	CodeShortStem  = "short-stem"
	// Element 5, spelling, syntax and line numbers.
	CodeUnknownLine = "unknown-line"
	CodeForwardLine = "forward-line"
	CodeSelfLine    = "self-line"
	CodeUnusedLine  = "unused-line"
	CodeBracket     = "unbalanced-bracket"
	CodeQuote       = "unbalanced-quote"
	CodeCurlyQuote  = "curly-quote"
	CodeEmptyField  = "empty-field"
	CodeField       = "foreign-field"
	CodeNothing     = "nothing-found"
)

// Check looks through lines whose platform is not known: it is taken from their way of writing.
func Check(lines []Line) []Warning { return Lint(lines, "") }

// Lint looks for slips that PRESS 2015 names: operators and proximity (element 2), truncation (element 4), syntax and line numbers
// (element 5). What a platform knows is from its own help pages. An unknown platform is recognised by the way of writing, and what
// depends on it is left out when it cannot be. The warnings come in the order of the lines.
func Lint(lines []Line, p Platform) []Warning {
	if !slices.Contains(Platforms(), p) {
		p = Recognise(lines)
	}
	l := &linter{lines: lines, platform: p, dialect: dialectOf(p), forms: fieldForms()}
	l.numbers()
	for _, line := range lines {
		l.balance(line)
		l.operators(line)
		l.fields(line)
		l.truncation(line)
		l.count(line)
	}
	slices.SortStableFunc(l.found, func(a, b Warning) int { return a.N - b.N })
	return l.found
}

type linter struct {
	lines    []Line
	platform Platform
	dialect  dialect
	forms    []fieldForm
	found    []Warning
}

// warn notes something at a byte of the line; less than 0 is the whole line.
func (l *linter) warn(line Line, at int, code, text string) {
	column := 0
	if at >= 0 && at <= len(line.Text) {
		column = utf8.RuneCountInString(line.Text[:at]) + 1
	}
	l.found = append(l.found, Warning{N: line.N, Column: column, Code: code, Text: text})
}

// numbers looks at references to lines: unknown, forward, to itself, and lines that nothing uses.
func (l *linter) numbers() {
	index := map[int]bool{}
	for _, line := range l.lines {
		index[line.N] = true
	}
	used := map[int]bool{}
	for _, line := range l.lines {
		for _, n := range references(line.Text, l.platform) {
			used[n] = true
			at := strings.Index(line.Text, number64(n))
			switch {
			case n == line.N:
				l.warn(line, at, CodeSelfLine, "This line refers to itself.")
			case !index[n]:
				l.warn(line, at, CodeUnknownLine, "There is no line "+number64(n)+".")
			case n > line.N:
				l.warn(line, at, CodeForwardLine, "Line "+number64(n)+" comes after this one.")
			}
		}
	}
	if len(used) == 0 {
		return // the lines are not combined by number
	}
	for _, line := range l.lines[:len(l.lines)-1] {
		if !used[line.N] {
			l.warn(line, -1, CodeUnusedLine, "No other line uses this one.")
		}
	}
}

// balance looks for brackets and quotation marks without a partner, and for curly marks, which some platforms do not read.
func (l *linter) balance(line Line) {
	if at := strings.IndexAny(line.Text, "“”„‘"); at >= 0 {
		l.warn(line, at, CodeCurlyQuote, "This has curly quotation marks. Check that the platform reads them: most want straight ones.")
	}
	if strings.Count(line.Text, `"`)%2 == 1 || strings.Count(line.Text, "“") != strings.Count(line.Text, "”") {
		l.warn(line, strings.LastIndexAny(line.Text, `"“”`), CodeQuote, "A quotation mark has no partner.")
		return
	}
	type bracket struct {
		sign rune
		at   int
	}
	var open []bracket
	for at, r := range masked(line.Text) {
		switch r {
		case '(', '[', '{':
			open = append(open, bracket{r, at})
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1].sign != partner(r) {
				l.warn(line, at, CodeBracket, "A closing bracket "+string(r)+" has no partner.")
				return
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		last := open[len(open)-1]
		l.warn(line, last.at, CodeBracket, "An opening bracket "+string(last.sign)+" has no partner.")
	}
}

func partner(closing rune) rune {
	return map[rune]rune{')': '(', ']': '[', '}': '{'}[closing]
}

// masked blanks what stands in quotation marks, so that places stay where they are.
func masked(text string) string {
	return quoted.ReplaceAllStringFunc(text, func(s string) string { return "\"" + strings.Repeat("_", len(s)-2) + "\"" })
}
