package strategy

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Warning is something to look at again. It is advice: the line may be right as it is.
type Warning struct {
	N    int // of the line
	Text string
}

// Check looks for slips that PRESS names under syntax and line numbers: brackets and quotation marks that do not close, references
// to lines that do not exist or come later, and lines that no other line uses (PRESS 2015, element 5).
func Check(lines []Line) []Warning {
	var found []Warning
	warn := func(n int, format string, args ...any) {
		found = append(found, Warning{n, fmt.Sprintf(format, args...)})
	}
	numbers := make([]int, len(lines))
	for i, l := range lines {
		numbers[i] = l.N
	}
	used := map[int]bool{}
	for _, l := range lines {
		if text := unbalanced(l.Text); text != "" {
			warn(l.N, "%s", text)
		}
		for _, n := range References(l.Text) {
			used[n] = true
			switch {
			case n == l.N:
				warn(l.N, "This line refers to itself.")
			case !slices.Contains(numbers, n):
				warn(l.N, "There is no line %d.", n)
			case n > l.N:
				warn(l.N, "Line %d comes after this one.", n)
			}
		}
	}
	if len(used) == 0 {
		return found // the lines are not combined by number
	}
	for _, l := range lines[:len(lines)-1] {
		if !used[l.N] {
			warn(l.N, "No other line uses this one.")
		}
	}
	slices.SortStableFunc(found, func(a, b Warning) int { return a.N - b.N })
	return found
}

// unbalanced says which bracket or quotation mark has no partner; empty when all have.
func unbalanced(text string) string {
	if strings.Count(text, `"`)%2 == 1 || strings.Count(text, "“") != strings.Count(text, "”") {
		return "A quotation mark has no partner."
	}
	var open []rune
	for _, r := range quoted.ReplaceAllString(text, "") {
		switch r {
		case '(', '[', '{':
			open = append(open, r)
		case ')', ']', '}':
			if len(open) == 0 || open[len(open)-1] != partner(r) {
				return fmt.Sprintf("A closing bracket %c has no partner.", r)
			}
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("An opening bracket %c has no partner.", open[len(open)-1])
	}
	return ""
}

func partner(closing rune) rune {
	return map[rune]rune{')': '(', ']': '[', '}': '{'}[closing]
}

var (
	quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”`)
	words  = regexp.MustCompile(`[()\[\]{}]|[^\s()\[\]{}]+`)
	// listed is Ovid's short form, such as "or/1-3" or "and/4,6-7".
	listed = regexp.MustCompile(`^(?i:and|or)/([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)$`)
	// hashed is a line of PubMed and the Cochrane Library, or with S one of EBSCOhost and ProQuest; a range has two of them.
	hashed = regexp.MustCompile(`^[#sS]([0-9]{1,4})(?:-[#sS]?([0-9]{1,4}))?$`)
	bare   = regexp.MustCompile(`^[0-9]{1,3}$`)
)

// References gives the numbers of the lines to which a line refers, in the ways of the usual platforms: "1 or 2", "or/1-3",
// "limit 7 to english", "S1 AND S2", "#1 AND #2". A bare number counts only between operators, so "type 2 diabetes" is none.
func References(text string) []int {
	tokens := words.FindAllString(quoted.ReplaceAllString(text, " _ "), -1)
	at := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return strings.ToLower(tokens[i])
	}
	var list []int
	for i, token := range tokens {
		if found := hashed.FindStringSubmatch(token); found != nil {
			list = append(list, span(found[1], found[2])...)
			continue
		}
		if found := listed.FindStringSubmatch(token); found != nil {
			for part := range strings.SplitSeq(found[1], ",") {
				from, to, _ := strings.Cut(part, "-")
				list = append(list, span(from, to)...)
			}
			continue
		}
		if !bare.MatchString(token) {
			continue
		}
		if i == 1 && at(0) == "limit" || joins(at(i-1)) && joins(at(i+1)) && !alone(tokens, i) {
			list = append(list, number(token))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// joins reports whether a word can stand beside a line number: an operator, a bracket, or the end of the line.
func joins(word string) bool {
	return slices.Contains([]string{"", "and", "or", "not", "(", ")", "[", "]", "{", "}"}, word)
}

// alone reports whether a number stands in brackets of its own or is the whole line: then it is a year or a count, not a line.
func alone(tokens []string, i int) bool {
	operators := []string{"and", "or", "not"}
	return !slices.ContainsFunc(operators, func(o string) bool {
		return i > 0 && strings.EqualFold(tokens[i-1], o) || i+1 < len(tokens) && strings.EqualFold(tokens[i+1], o)
	})
}

const maxSpan = 500 // lines that one strategy may have

func span(from, to string) []int {
	first, err := strconv.Atoi(from)
	if err != nil || first < 1 {
		return nil
	}
	last, err := strconv.Atoi(to)
	if err != nil || last < first || last-first > maxSpan {
		last = first
	}
	var list []int
	for n := first; n <= last; n++ {
		list = append(list, n)
	}
	return list
}
