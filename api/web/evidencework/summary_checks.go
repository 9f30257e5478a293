package evidencework

import (
	"fmt"
	"strconv"
	"strings"

	"evidencedesk/api/web/page"
)

// checks is what the writer may want to look at before sending the summary.
func (s *summaryDesk) checks(f *page.Form, o outline) []string {
	text := readSummaryOnly(f)
	counts := cited(textsOf(text))
	var list, unused, unknown []string
	for i := range s.references {
		if counts[i+1] == 0 {
			unused = append(unused, strconv.Itoa(i+1))
		}
	}
	for n := range counts {
		if (n < 1 || n > len(s.references)) && !isYear(n) {
			unknown = append(unknown, "["+strconv.Itoa(n)+"]")
		}
	}
	say := func(bad []string, one, many string) {
		sortNumbers(bad)
		switch len(bad) {
		case 0:
		case 1:
			list = append(list, fmt.Sprintf(one, bad[0]))
		default:
			list = append(list, fmt.Sprintf(many, enumerate(bad)))
		}
	}
	say(unknown, "%s is not a reference of the list.", "%s are not references of the list.")
	say(unused, "Reference %s is not cited.", "References %s are not cited.")
	if strings.Contains(strings.Join(textsOf(text), " "), gone) {
		list = append(list, "A reference was removed that a sentence still needs: look for "+gone+".")
	}
	if o.BottomLine && text.BottomLine == "" {
		list = append(list, "There is no bottom line yet.")
	}
	bottom, all := wordCount(text.BottomLine), wordCount(strings.Join(textsOf(text), " "))
	return append(list, fmt.Sprintf("Bottom line: %s. Whole summary: %s.", page.Count(bottom, "word"), page.Count(all, "word")))
}

func wordCount(s string) int { return len(strings.Fields(s)) }

// isYear reports whether a number in brackets is more likely a year than a reference: [2019-2024].
func isYear(n int) bool { return n >= 1900 && n <= 2100 }
