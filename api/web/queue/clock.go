package queue

import (
	"time"

	"evidencedesk/api/web/page"
)

// occurred reads when something was received from a date and a time of day; both empty: now, which is the zero time. A time
// alone is today's.
func occurred(v *page.Visit, f *page.Form) time.Time {
	const field = "occurred_at"
	typed := f.Get(field + ".time")
	day := f.Date(field, 0, v.Zone)
	switch {
	case f.Error(field) != "":
		return time.Time{}
	case day.IsZero() && typed == "":
		return time.Time{}
	case typed == "":
		f.Wrong(field+".time", "Give the time too, such as 2:30pm.")
		return time.Time{}
	}
	hour, minute, ok := page.TimeOfDay(typed)
	if !ok {
		f.Wrong(field+".time", "Give a time of day, such as 2:30pm or 14:30.")
		return time.Time{}
	}
	if day.IsZero() {
		day = v.Now().In(v.Zone)
	}
	when := time.Date(day.Year(), day.Month(), day.Day(), hour, minute, 0, 0, v.Zone)
	if when.After(v.Now()) {
		f.Wrong(field, "Give a time that has passed.")
		return time.Time{}
	}
	return when
}
