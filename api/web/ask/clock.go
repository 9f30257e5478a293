package ask

import (
	"strings"
	"time"
)

// clockForms are the ways in which people write a time of day.
var clockForms = []string{"15:04", "15.04", "1504", "3:04pm", "3.04pm", "3pm"}

// clockTime reads a time of day such as "2:30pm", "14:30", "9am" or "midday" as the time since midnight; false when it is none.
func clockTime(s string) (time.Duration, bool) {
	s = strings.ToLower(strings.ReplaceAll(s, " ", ""))
	switch s {
	case "midday", "noon":
		return 12 * time.Hour, true
	case "midnight":
		return 0, true
	}
	for _, form := range clockForms {
		if t, err := time.Parse(form, s); err == nil {
			return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, true
		}
	}
	return 0, false
}
