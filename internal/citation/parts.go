package citation

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"evidencedesk/internal/reference"
)

// pageRange is one range of pages: "e12-e18" and "S45–50" too.
var pageRange = regexp.MustCompile(`^(\p{L}*)([0-9]+)\s*[-‐–—]+\s*(\p{L}*)([0-9]+)(\p{L}*)$`)

// pages writes ranges with an en dash. Minimal leaves out the digits that the last page shares with the first, as ICMJE does:
// 123–9; otherwise the last page is whole: 123–129.
func pages(text string, minimal bool) string {
	list := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for i, one := range list {
		list[i] = pageSpan(strings.TrimSpace(one), minimal)
	}
	return strings.Join(list, ", ")
}

func pageSpan(text string, minimal bool) string {
	m := pageRange.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	before, first, letters, last, after := m[1], m[2], m[3], m[4], m[5]
	if len(last) < len(first) {
		last = first[:len(first)-len(last)] + last // 123-9 is 123 to 129
	}
	if letters == "" {
		letters = before
	}
	if first == last && letters == before {
		return before + first + after
	}
	if minimal && letters == before {
		letters = "" // S9–12
	}
	if minimal && letters == "" && len(first) == len(last) {
		same := 0
		for same < len(first)-1 && first[same] == last[same] {
			same++
		}
		return before + first + "–" + last[same:] + after
	}
	return before + first + "–" + letters + last + after
}

// several reports whether the pages are more than one.
func several(pages string) bool { return strings.ContainsAny(pages, "–-,") }

// yearOf is the year with its letter; empty when it is not known.
func yearOf(r reference.Record, letter string) string {
	if r.Year == 0 {
		return ""
	}
	return strconv.Itoa(r.Year) + letter
}

var ordinal = regexp.MustCompile(`^([0-9]{1,3})(?:st|nd|rd|th)?(?:\s+ed(?:ition|n|\.)?)?$`)

// edition writes "2nd ed." whether the source says 2, 2nd or 2nd edition. The first one is not told.
func edition(text, word string) string {
	m := ordinal.FindStringSubmatch(strings.TrimSpace(strings.ToLower(text)))
	if m == nil {
		if text == "" || strings.HasSuffix(strings.ToLower(text), strings.TrimSuffix(word, ".")) || strings.Contains(strings.ToLower(text), "edition") {
			return text
		}
		return text + " " + word
	}
	n, _ := strconv.Atoi(m[1])
	if n < 2 {
		return ""
	}
	ending := "th"
	if n/10%10 != 1 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return strconv.Itoa(n) + ending + " " + word
}

// publisher is who published it: a web page or a report without one is published by its site or series.
func publisher(r reference.Record) string {
	if r.Publisher != "" {
		return r.Publisher
	}
	switch r.Type {
	case reference.Article, reference.Chapter, reference.ConferencePaper:
		return ""
	default:
		return r.Journal
	}
}

// within is the work in which a chapter or a paper stands.
func within(r reference.Record) string {
	if r.BookTitle != "" {
		return r.BookTitle
	}
	return r.Journal
}

// periodical reports whether a record stands in a journal with volumes.
func periodical(r reference.Record) bool {
	switch r.Type {
	case reference.Article:
		return true
	case reference.ConferencePaper:
		return r.BookTitle == "" && r.Journal != "" && r.Volume != ""
	case reference.Preprint, reference.Other, "":
		return r.Journal != "" && (r.Volume != "" || r.Pages != "")
	default:
		return false
	}
}

// address is where a record can be read: its DOI, else the address that it came with.
func address(r reference.Record) string {
	switch {
	case r.DOI != "":
		return DOILink(r.DOI)
	case len(r.URLs) > 0:
		return r.URLs[0]
	}
	return ""
}

// shorten keeps the first words of a title, for a mark in the text.
func shorten(title string, most int) string {
	if utf8.RuneCountInString(title) <= most {
		return title
	}
	cut := string([]rune(title)[:most])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}
