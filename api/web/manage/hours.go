package manage

import (
	"fmt"
	"regexp"
	"strings"

	"evidencedesk/api/web/page"
	"evidencedesk/internal/calendar"
)

// How to write opening hours, for whoever wrote them otherwise.
const hoursHelp = "Write times such as 9am to 5pm, or 9am to 12:30pm, 1:30pm to 5pm."

var (
	betweenPeriods = regexp.MustCompile(`(?i)\s*(?:[,;\n&]|\band\b)\s*`)
	betweenTimes   = regexp.MustCompile(`(?i)\s*(?:[–—-]|\b(?:to|until|till)\b)\s*`)
)

// readHours reads the open periods of a day as people write them: "9am to 12:30pm, 1:30pm to 5pm" or "09:00-17:00". Nothing, or
// "closed", is a closed day. An hour alone, such as 9, is refused: it could be in the evening.
func readHours(text string) (periods []calendar.Period, ok bool) {
	periods = []calendar.Period{}
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "" || text == "closed" {
		return periods, true
	}
	for _, part := range betweenPeriods.Split(text, -1) {
		ends := betweenTimes.Split(part, -1)
		if len(ends) != 2 { //nolint:mnd // from and to
			return nil, false
		}
		from, okFrom := readTime(ends[0])
		to, okTo := readTime(ends[1])
		if !okFrom || !okTo {
			return nil, false
		}
		if to == "00:00" {
			to = "24:00"
		}
		periods = append(periods, calendar.Period{From: from, To: to})
	}
	return periods, true
}

// readTime reads a time of day into "HH:MM"; the end of the day is 24:00.
func readTime(s string) (string, bool) {
	if s = strings.TrimSpace(s); s == "24:00" || s == "24.00" {
		return "24:00", true
	}
	hour, minute, ok := page.TimeOfDay(s)
	return fmt.Sprintf("%02d:%02d", hour, minute), ok
}

// writeHours writes the open periods of a day so that readHours reads them: "9am to 5pm". A closed day is nothing.
func writeHours(periods []calendar.Period) string {
	words := make([]string, len(periods))
	for i, p := range periods {
		words[i] = writeTime(p.From) + " to " + writeTime(p.To)
	}
	return strings.Join(words, ", ")
}

// writeTime writes "13:30" as the NHS does: 1:30pm, midday, midnight. What is no time stays as it is.
func writeTime(s string) string {
	var hour, minute int
	if _, err := fmt.Sscanf(s, "%d:%d", &hour, &minute); err != nil {
		return s
	}
	half := "am"
	if hour >= 12 && hour < 24 {
		half = "pm"
	}
	twelve := (hour+11)%12 + 1
	switch {
	case minute > 0:
		return fmt.Sprintf("%d:%02d%s", twelve, minute, half)
	case hour == 0 || hour == 24:
		return "midnight"
	case hour == 12:
		return "midday"
	}
	return fmt.Sprintf("%d%s", twelve, half)
}

// openWords is the hours of a day in a sentence or a table.
func openWords(periods []calendar.Period) string {
	if len(periods) == 0 {
		return "Closed"
	}
	return writeHours(periods)
}
