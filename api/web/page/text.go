package page

import (
	"strings"
	"time"

	"evidencedesk/api/web/ui"
)

// Count is a number with its noun: "1 request", "1,204 requests".
func Count(n int, noun string) string { return ui.Number(n) + " " + Plural(n, noun) }

// Plural is a noun for a number of things, without the number: "day", "days", "searches", "libraries".
func Plural(n int, noun string) string {
	stem, y := strings.CutSuffix(noun, "y")
	switch {
	case n == 1:
		return noun
	case y && !strings.ContainsAny(stem[len(stem)-1:], "aeiou"):
		return stem + "ies"
	case strings.HasSuffix(noun, "ch"), strings.HasSuffix(noun, "s"):
		return noun + "es"
	}
	return noun + "s"
}

// Minutes is a length of time in words: "45 minutes", "2 hours 10 minutes".
func Minutes(n int) string {
	const hour = 60
	switch {
	case n < hour:
		return Count(n, "minute")
	case n%hour == 0:
		return Count(n/hour, "hour")
	}
	return Count(n/hour, "hour") + " " + Count(n%hour, "minute")
}

// Shorten is the beginning of a text, cut at a word, for a heading or a link. The length is in code points.
func Shorten(text string, most int) string {
	text = strings.Join(strings.Fields(text), " ")
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	text = string(runes[:most])
	if at := strings.LastIndexByte(text, ' '); at > most/2 { //nolint:mnd // one very long word is cut inside
		text = text[:at]
	}
	return strings.TrimRight(text, " ,;:.") + "…"
}

// Lower makes the first letter small, for words of ours inside a sentence; abbreviations stay.
func Lower(s string) string {
	if len(s) < 2 || s[1] >= 'A' && s[1] <= 'Z' { //nolint:mnd // a letter alone is an abbreviation
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

// DateWords writes a date of the API, such as "2026-11-27", for people: "Friday 27 November 2026". What is none stays as it is.
func DateWords(date string) string {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return date
	}
	return t.Format(dayLayout)
}

// dayLayout is how a day is written in a sentence.
const dayLayout = "Monday 2 January 2006"
