package page

import (
	"regexp"
	"strconv"
	"strings"
)

// dayTimes are the ways in which people write a time of day, without spaces and with colons: 5pm, 2:30pm, 14:30, 1430.
var dayTimes = regexp.MustCompile(`^([0-9]{1,2}?)(?::?([0-9]{2}))?(am|pm)?$`)

// noon is where the hours of a clock begin again.
const noon = 12

// TimeOfDay reads a time of day as people write it: 5pm, 2:30 p.m., 2.30pm, 14:30, 1430, midday, midnight. An hour alone, such as 9, is
// none: it could be in the evening.
func TimeOfDay(typed string) (hour, minute int, ok bool) {
	s := strings.ToLower(strings.Join(strings.Fields(typed), ""))
	s = strings.NewReplacer("a.m.", "am", "p.m.", "pm", ".", ":").Replace(s)
	switch strings.TrimPrefix(s, "12") {
	case "midday", "noon":
		return noon, 0, true
	case "midnight":
		return 0, 0, true
	}
	found := dayTimes.FindStringSubmatch(s)
	if found == nil || found[2] == "" && found[3] == "" {
		return 0, 0, false
	}
	hour, _ = strconv.Atoi(found[1]) // digits, by the form
	minute, _ = strconv.Atoi(found[2])
	if half := found[3]; half != "" {
		if hour < 1 || hour > noon {
			return 0, 0, false
		}
		if hour %= noon; half == "pm" {
			hour += noon
		}
	}
	return hour, minute, hour < 24 && minute < 60
}
