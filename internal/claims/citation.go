package claims

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A citation is the number of a reference in square brackets: [1], [2, 4] or [3-5]. The number is the place in the list, from 1.
// What stands before an opening bracket is a link of Markdown instead: [1](address).
var (
	citationForm = regexp.MustCompile(`\[[0-9]{1,4}(?: *[,;–-] *[0-9]{1,4})*\]\(?`)
	citedNumber  = regexp.MustCompile(`[0-9]+|[–-]`)
)

// maxSpan is how many references one range such as [3-5] may name.
const maxSpan = 200

// Removed stands in a text where the citation of a reference was that is no longer in the list.
const Removed = "[reference removed]"

// numbers reads a citation; none for what is a link.
func numbers(citation string) []int {
	if strings.HasSuffix(citation, "(") {
		return nil
	}
	var list []int
	span := false
	for _, token := range citedNumber.FindAllString(citation, -1) {
		n, err := strconv.Atoi(token)
		if err != nil {
			span = true
			continue
		}
		if span && len(list) > 0 && n > list[len(list)-1] && n-list[len(list)-1] <= maxSpan {
			for between := list[len(list)-1] + 1; between < n; between++ {
				list = append(list, between)
			}
		}
		list, span = append(list, n), false
	}
	return list
}

// Cited counts how often each number is cited in the texts.
func Cited(texts ...string) map[int]int {
	counts := map[int]int{}
	for _, text := range texts {
		for _, citation := range citationForm.FindAllString(text, -1) {
			for _, n := range numbers(citation) {
				counts[n]++
			}
		}
	}
	return counts
}

// citedIn lists the numbers that a text cites, ascending, each once.
func citedIn(text string) []int {
	var list []int
	for n := range Cited(text) {
		list = append(list, n)
	}
	slices.Sort(list)
	return list
}

// Recite gives the citations of a text new numbers: moved[old] is the new one, 0 for a reference that is gone. Numbers that moved
// does not know, and texts without any that changes, stay as they were typed.
func Recite(text string, moved map[int]int) string {
	return citationForm.ReplaceAllStringFunc(text, func(citation string) string {
		list := numbers(citation)
		changes := slices.ContainsFunc(list, func(n int) bool { to, known := moved[n]; return known && to != n })
		if !changes {
			return citation
		}
		var fresh []int
		for _, n := range list {
			to, known := moved[n]
			if !known {
				to = n
			}
			if to > 0 {
				fresh = append(fresh, to)
			}
		}
		if len(fresh) == 0 {
			return Removed
		}
		slices.Sort(fresh)
		return "[" + written(slices.Compact(fresh)) + "]"
	})
}

// written lists numbers as a citation does, three and more in a row as a range: "1, 3-5".
func written(list []int) string {
	var parts []string
	for i := 0; i < len(list); {
		end := i
		for end+1 < len(list) && list[end+1] == list[end]+1 {
			end++
		}
		if end-i < 2 {
			end = i
		}
		part := strconv.Itoa(list[i])
		if end > i {
			part += "-" + strconv.Itoa(list[end])
		}
		parts, i = append(parts, part), end+1
	}
	return strings.Join(parts, ", ")
}

// Moves says for each place of the old order where its reference stands in the new one, 0 where it does not.
func Moves(before, after []string) map[int]int {
	moved := make(map[int]int, len(before))
	for i, id := range before {
		moved[i+1] = slices.Index(after, id) + 1
	}
	return moved
}

// isYear reports whether a number in brackets is more likely a year than a reference: [2019-2024].
func isYear(n int) bool { return n >= 1900 && n <= 2100 }
