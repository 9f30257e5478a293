package strategy

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	// combination is a line that does nothing but combine others in one way.
	combination = regexp.MustCompile(`(?i)^\(?[#s]?[0-9]{1,4}(?: (and|or|not) [#s]?[0-9]{1,4})+\)?$`)
	operatorIn  = regexp.MustCompile(`(?i)\b(and|or|not)\b`)
	shortForm   = regexp.MustCompile(`(?i)^(and|or)/[0-9,-]+$|^[0-9,-]+/(and|or)$`)
	limiting    = regexp.MustCompile(`(?i)^limit ([0-9]{1,4}) to `)
)

// count compares a line's number of records with those of the lines that it combines: AND, NOT and limits never find more than any of
// their lines, OR never less than each nor more than all together.
func (l *linter) count(line Line) {
	if line.Hits == nil {
		return
	}
	if *line.Hits == 0 {
		l.warn(line, -1, CodeNothing, "This line found nothing.")
	}
	how, lines := l.combined(line)
	if len(lines) == 0 {
		return
	}
	least, most, sum := *lines[0].Hits, *lines[0].Hits, 0
	for _, o := range lines {
		least, most, sum = min(least, *o.Hits), max(most, *o.Hits), sum+*o.Hits
	}
	limit, cannot := least, "more"
	switch {
	case how == "not":
		limit = *lines[0].Hits
	case how == "or" && *line.Hits < most:
		limit, cannot = most, "fewer"
	case how == "or":
		limit = sum
	}
	if cannot == "more" && *line.Hits > limit || cannot == "fewer" && *line.Hits < limit {
		l.warn(line, -1, CodeImpossible, fmt.Sprintf("The count cannot be right: %s of these lines cannot find %s than %s.", words(how), cannot, grouped(limit)))
	}
}

func words(how string) string {
	if how == "limit" {
		return "a limit"
	}
	return strings.ToUpper(how)
}

// combined gives the lines that a line does nothing but combine, all with counts, and the operator.
func (l *linter) combined(line Line) (how string, lines []Line) {
	text := strings.TrimSpace(line.Text)
	switch {
	case limiting.MatchString(text):
		how = "limit"
	case combination.MatchString(text):
		for _, found := range operatorIn.FindAllString(text, -1) {
			if how != "" && !strings.EqualFold(found, how) {
				return "", nil
			}
			how = strings.ToLower(found)
		}
	case shortForm.MatchString(text):
		how = strings.ToLower(operatorIn.FindString(text))
	default:
		return "", nil
	}
	for _, n := range inOrder(text, references(text, l.platform)) {
		i := slices.IndexFunc(l.lines, func(o Line) bool { return o.N == n })
		if i < 0 || l.lines[i].Hits == nil || n == line.N {
			return "", nil
		}
		lines = append(lines, l.lines[i])
	}
	return how, lines
}

// inOrder puts first the line that a text names first, which is the one from which NOT takes away.
func inOrder(text string, list []int) []int {
	first := number(regexp.MustCompile(`[0-9]+`).FindString(text))
	if i := slices.Index(list, first); i > 0 {
		list[0], list[i] = list[i], list[0]
	}
	return list
}
