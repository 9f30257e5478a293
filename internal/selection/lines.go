package selection

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Line is one line of a strategy.
type Line struct {
	N    int
	Text string
}

var (
	hashRef    = regexp.MustCompile(`#([0-9]{1,4})\b`)
	combining  = regexp.MustCompile(`(?i)^[\s()#0-9]*(?:\b(?:and|or|not)\b[\s()#0-9]*)+$`)
	bareRef    = regexp.MustCompile(`\b([0-9]{1,4})\b`)
	operatorOR = regexp.MustCompile(`(?i)\bor\b`)
	operatorAN = regexp.MustCompile(`(?i)\b(?:and|not)\b`)
)

// references finds the lines that a line names: #3, or bare numbers where a line is nothing but numbers and operators.
func references(text string) []int {
	form := hashRef
	if combining.MatchString(text) && !hashRef.MatchString(text) {
		form = bareRef
	}
	var list []int
	for _, m := range form.FindAllStringSubmatch(text, -1) {
		if n, err := strconv.Atoi(m[1]); err == nil && !slices.Contains(list, n) {
			list = append(list, n)
		}
	}
	return list
}

// LostBy names the lines at which the last line lost a paper, given which lines find it: those nearest to the words, so that
// a combination is blamed only when all that it combines finds the paper.
func LostBy(lines []Line, finds map[int]bool) []int {
	if len(lines) == 0 {
		return nil
	}
	text := map[int]string{}
	for _, l := range lines {
		text[l.N] = l.Text
	}
	var lost []int
	seen := map[int]bool{}
	var walk func(n int)
	walk = func(n int) {
		if seen[n] || finds[n] {
			return
		}
		seen[n] = true
		before := len(lost)
		// One of an OR's parts is enough, so none of them is to blame by itself.
		if t := text[n]; operatorAN.MatchString(t) || !operatorOR.MatchString(t) {
			for _, ref := range references(t) {
				if _, known := text[ref]; known && ref < n {
					walk(ref)
				}
			}
		}
		if len(lost) == before {
			lost = append(lost, n)
		}
	}
	walk(lines[len(lines)-1].N)
	slices.Sort(lost)
	return lost
}

// LineTest is what to paste into a platform to find out whether line n finds a paper; empty where the paper has nothing
// that the platform could look up. Platforms are codes of the vocabulary; how each looks up a PubMed identifier or a title
// is from its own help pages (Ovid: .ui., EBSCOhost: PM, ProQuest: PMID; titles as phrases).
func LineTest(platform string, n int, p Paper) string {
	title := strings.ReplaceAll(p.Title, `"`, "")
	forms := map[string]struct{ pmid, title string }{
		"pubmed":    {"#%d AND %s[uid]", "#%d AND \"%s\"[ti]"},
		"ovid":      {"%d and %s.ui.", "%d and \"%s\".ti."},
		"ebscohost": {"S%d AND PM %s", "S%d AND TI \"%s\""},
		"proquest":  {"S%d AND PMID(%s)", "S%d AND TI(\"%s\")"},
		"cochrane":  {"", "#%d AND (\"%s\"):ti"},
	}
	form, known := forms[platform]
	if !known {
		form.title = "#%d AND \"%s\""
	}
	switch {
	case form.pmid != "" && p.PMID != "":
		return fmt.Sprintf(form.pmid, n, p.PMID)
	case title != "":
		return fmt.Sprintf(form.title, n, title)
	case p.DOI != "":
		return fmt.Sprintf("#%d AND \"%s\"", n, p.DOI)
	}
	return ""
}
