package strategy

import (
	"regexp"
	"slices"
	"strings"
)

// token is a word, a bracket or a quoted phrase with its place.
type token struct {
	text string
	at   int
}

var tokenForm = regexp.MustCompile(`"[^"]*"|[()\[\]{}]|[^\s()\[\]{}"]+`)

func tokens(text string) []token {
	var list []token
	for _, at := range tokenForm.FindAllStringIndex(text, -1) {
		list = append(list, token{text[at[0]:at[1]], at[0]})
	}
	return list
}

func isOperator(s string) bool {
	return strings.EqualFold(s, "and") || strings.EqualFold(s, "or") || strings.EqualFold(s, "not")
}

// operators looks at AND, OR and NOT and at proximity.
func (l *linter) operators(line Line) {
	list := tokens(masked(line.Text))
	depth := 0 // of square brackets, in which field names and headings stand
	for i, t := range list {
		switch t.text {
		case "[":
			depth++
		case "]":
			depth = max(0, depth-1)
		}
		if depth > 0 || l.heading(line, t) {
			continue
		}
		before, after := at(list, i-1), at(list, i+1)
		switch {
		case isOperator(t.text):
			l.operator(line, t, before, after, i == 0, i == len(list)-1)
		case misspelt(t.text, before, after):
			l.warn(line, t.at, CodeMisspelt, "“"+t.text+"” looks like an operator with a slip: AND, OR and NOT are known.")
		default:
			l.proximity(line, t, before, after)
		}
	}
	if text := strings.ToLower(line.Text); notForm.MatchString(masked(text)) && (!strings.Contains(text, "human") || !strings.Contains(text, "animal")) {
		l.warn(line, notForm.FindStringIndex(masked(text))[0], CodeNot, "NOT can lose records that are wanted: look at what it takes out.")
	}
}

var notForm = regexp.MustCompile(`(?i)\bnot\b`)

func at(list []token, i int) string {
	if i < 0 || i >= len(list) {
		return ""
	}
	return list[i].text
}

// operator looks at one AND, OR or NOT among its neighbours.
func (l *linter) operator(line Line, t token, before, after string, first, last bool) {
	switch {
	case isOperator(after) && !strings.EqualFold(after, "not"):
		l.warn(line, t.at, CodeRepeated, "Two operators follow each other.")
	case last || after == ")":
		l.warn(line, t.at, CodeDangling, "Nothing follows “"+t.text+"”.")
	case first || before == "(":
		l.warn(line, t.at, CodeDangling, "Nothing comes before “"+t.text+"”.")
	case l.platform == PubMed && t.text != strings.ToUpper(t.text) && !meshFollows(line.Text[t.at:]):
		// PubMed help: Boolean operators are written in capitals; elsewhere they may be small.
		l.warn(line, t.at, CodeLowerCase, "PubMed reads operators only in capitals: write "+strings.ToUpper(t.text)+".")
	}
}

// heading reports whether a word stands in a subject heading of Ovid or the Cochrane Library, where "and" is part of the name.
func (l *linter) heading(line Line, t token) bool {
	rest := line.Text[t.at:]
	switch l.platform {
	case Ovid:
		found := ovidHeading.FindString(rest)
		return found != "" && headed.MatchString(line.Text[:t.at]) && t.text == strings.ToLower(t.text) && isOperator(t.text) && !strings.Contains(found, " or ")
	case Cochrane:
		return strings.Contains(line.Text, "MeSH descriptor:") && !strings.Contains(rest, "]") && isOperator(t.text) && t.text == strings.ToLower(t.text)
	default:
		return false
	}
}

var (
	ovidHeading = regexp.MustCompile(`^(?:and|or|not) [A-Za-z ,'-]*/`)
	headed      = regexp.MustCompile(`(?:^|[(/] ?|\bor |\bexp |\*)[A-Z][A-Za-z,' -]*$`)
	meshTag     = regexp.MustCompile(`^[^()\[\]]*\[(?i:mesh|mh|majr|sh)\b`)
)

// meshFollows reports whether a small "and" is part of a subject heading, such as Wounds and Injuries[Mesh].
func meshFollows(rest string) bool {
	found := meshTag.FindString(rest)
	return found != "" && !strings.Contains(found, " AND ") && !strings.Contains(found, " OR ") && !strings.Contains(found, " NOT ")
}

// misspelt reports whether a word is an operator with letters changed. What can be a word or an acronym is one only between brackets or lines.
func misspelt(word, before, after string) bool {
	if before == "" || after == "" {
		return false
	}
	if slices.Contains([]string{"adn", "andd", "annd", "anf", "nto", "orr", "andnot", "ANDNOT", "ANDD", "ANDOR", "NTO", "ORR"}, word) {
		return true
	}
	if !slices.Contains([]string{"nad", "adn", "nda", "dna", "ro", "ot", "ad", "an", "nt", "ont", "0r"}, strings.ToLower(word)) {
		return false
	}
	closes := before == ")" || before == "]" || lineNumber.MatchString(before) || strings.HasSuffix(before, ".") || strings.HasSuffix(before, "/")
	opens := after == "(" || lineNumber.MatchString(after)
	return closes && opens
}

var (
	lineNumber = regexp.MustCompile(`^[#Ss]?[0-9]{1,3}$`)
	adjForm    = regexp.MustCompile(`(?i)^adj[0-9]{0,2}$`)
	nearForm   = regexp.MustCompile(`(?i)^near/[0-9]{1,2}$`)
	nextForm   = regexp.MustCompile(`^(?:NEXT(?:/[0-9]{1,2})?|next/[0-9]{1,2})$`)
	preForm    = regexp.MustCompile(`(?i)^(?:pre|p|n)/[0-9]{1,2}$`)
	withinForm = regexp.MustCompile(`^[NW](?:[1-9]|1[0-9]|2[0-5])$`)
)

// proximity looks at operators of nearness: each platform has its own, and reads those of the others as words.
func (l *linter) proximity(line Line, t token, before, after string) {
	if l.dialect.near == "" || before == "" || after == "" {
		return
	}
	for _, kind := range []struct {
		name string
		form *regexp.Regexp
	}{{"adj", adjForm}, {"near/", nearForm}, {"next", nextForm}, {"pre/", preForm}, {"N", withinForm}} {
		if kind.form.MatchString(t.text) && !slices.Contains(l.dialect.proximity, kind.name) {
			l.warn(line, t.at, CodeProximity, "“"+t.text+"” is not known on "+l.dialect.name+", which has "+l.dialect.near+".")
			return
		}
	}
}
