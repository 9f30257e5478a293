package queue

import (
	"strings"
	"time"

	"evidencedesk/api/web/page"
)

// occurred reads when something was received from a date and a time of day; both empty: now, which is the zero time. A time
// alone is today's.
func occurred(v *page.Visit, f *page.Form) time.Time {
	const field, hour = "occurred_at", 0
	typed := f.Get(field + ".time")
	day := f.Date(field, hour, v.Zone)
	switch {
	case f.Error(field) != "":
		return time.Time{}
	case day.IsZero() && typed == "":
		return time.Time{}
	case typed == "":
		f.Wrong(field+".time", "Give the time too, such as 2:30pm.")
		return time.Time{}
	}
	at, ok := timeOfDay(typed)
	if !ok {
		f.Wrong(field+".time", "Give a time of day, such as 2:30pm or 14:30.")
		return time.Time{}
	}
	if day.IsZero() {
		day = v.Now().In(v.Zone)
	}
	when := time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, v.Zone)
	if when.After(v.Now()) {
		f.Wrong(field, "Give a time that has passed.")
		return time.Time{}
	}
	return when
}

// timeOfDay reads a time as people write it: 2:30pm, 2.30 pm, 2pm, 14:30, 1430, midday, midnight.
func timeOfDay(typed string) (time.Time, bool) {
	s := strings.ToLower(strings.Join(strings.Fields(typed), ""))
	s = strings.NewReplacer(".", ":", "noon", "midday").Replace(strings.NewReplacer("a.m.", "am", "p.m.", "pm").Replace(s))
	switch s {
	case "midday":
		s = "12:00"
	case "midnight":
		s = "00:00"
	}
	for _, layout := range []string{"3:04pm", "3pm", "15:04", "1504"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
