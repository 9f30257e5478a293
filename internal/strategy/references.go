package strategy

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var (
	quoted = regexp.MustCompile(`"[^"]*"|“[^”]*”`)
	pieces = regexp.MustCompile(`[()\[\]{}]|[^\s()\[\]{}]+`)
	// listed is Ovid's short form, such as "or/1-3", "and/4,6-7" or "1-3/or".
	listed = regexp.MustCompile(`^(?:(?i:and|or)/([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)|([0-9]+(?:-[0-9]+)?(?:,[0-9]+(?:-[0-9]+)?)*)/(?i:and|or))$`)
	// hashed is a line of PubMed and the Cochrane Library, or with S one of EBSCOhost and ProQuest; a range has two of them.
	hashed = regexp.MustCompile(`^[#sS]([0-9]{1,4})(?:-[#sS]?([0-9]{1,4}))?$`)
	bare   = regexp.MustCompile(`^[0-9]{1,3}$`)
)

// References gives the numbers of the lines to which a line refers, in the ways of the usual platforms: "1 or 2", "or/1-3",
// "limit 7 to english", "S1 AND S2", "#1 AND #2". A bare number counts only between operators, so "type 2 diabetes" is none.
func References(text string) []int { return references(text, "") }

// references is References for a platform: S1 is a line only of EBSCOhost and ProQuest, and a bare number none where lines are #1.
func references(text string, p Platform) []int {
	tokens := pieces.FindAllString(quoted.ReplaceAllString(text, " _ "), -1)
	at := func(i int) string {
		if i < 0 || i >= len(tokens) {
			return ""
		}
		return strings.ToLower(tokens[i])
	}
	var list []int
	for i, token := range tokens {
		if found := hashed.FindStringSubmatch(token); found != nil && (token[0] == '#' || p == "" || p == EBSCOhost || p == ProQuest) {
			list = append(list, span(found[1], found[2])...)
			continue
		}
		if found := listed.FindStringSubmatch(token); found != nil {
			for part := range strings.SplitSeq(found[1]+found[2], ",") {
				from, to, _ := strings.Cut(part, "-")
				list = append(list, span(from, to)...)
			}
			continue
		}
		if !bare.MatchString(token) || p == PubMed || p == Cochrane || p == Embase || p == WebOfScience {
			continue
		}
		if i == 1 && at(0) == "limit" || i == 0 && at(1) == "use" || at(i-1) == "from" && (at(0) == "remove" || at(0) == "dedup") || joins(at(i-1)) && joins(at(i+1)) && !alone(tokens, i) {
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
