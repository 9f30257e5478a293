package page_test

import (
	"testing"

	"evidencedesk/api/web/page"
)

func TestTimesOfDay(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string][2]int{
		"5pm": {17, 0}, "2:30pm": {14, 30}, "2.30 PM": {14, 30}, "2 p.m.": {14, 0}, "11:40am": {11, 40}, "14:30": {14, 30}, "1430": {14, 30}, "930": {9, 30},
		"0915": {9, 15}, "09:05": {9, 5}, "midday": {12, 0}, "12 noon": {12, 0}, "noon": {12, 0}, "Midnight": {0, 0}, "12pm": {12, 0}, "12am": {0, 0}, "12:15am": {0, 15}, "0:00": {0, 0},
	} {
		hour, minute, ok := page.TimeOfDay(typed)
		if !ok || hour != want[0] || minute != want[1] {
			t.Errorf("%q is %d:%02d (%v), want %v", typed, hour, minute, ok, want)
		}
	}
	for _, typed := range []string{"", "5", "9", "14", "25:00", "13pm", "0pm", "12:60", "2:3pm", "half past two", "-1:00", "14:30:00", "noonish", "::"} {
		if hour, minute, ok := page.TimeOfDay(typed); ok {
			t.Errorf("%q is taken for %d:%02d", typed, hour, minute)
		}
	}
}

func TestWordsForNumbersAndDates(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		page.Count(1, "request"): "1 request", page.Count(1204, "request"): "1,204 requests", page.Count(0, "search"): "0 searches",
		page.Count(2, "library"): "2 libraries", page.Count(3, "day"): "3 days", page.Count(1, "stretch"): "1 stretch",
		page.Minutes(45): "45 minutes", page.Minutes(60): "1 hour", page.Minutes(130): "2 hours 10 minutes",
		page.DateWords("2026-11-27"): "Friday 27 November 2026", page.DateWords("soon"): "soon",
		page.Lower("By phone"): "by phone", page.Lower("DOI"): "DOI", page.Lower(""): "",
		page.Shorten(" a  short\none ", 20): "a short one", page.Shorten("one two three, four", 15): "one two three…", page.Shorten("abcdefghij klm", 8): "abcdefgh…",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
