package citation

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"evidencedesk/internal/reference"
)

// Mark is how a text refers to one reference of its list: a number, or author and year.
type Mark struct {
	Text   string // what stands between the brackets: "3", "Alder and Birch, 2024a"
	Letter string // what tells its year apart from others of the same author
}

// Marks makes the marks for a list of references in the order of the list. Two that would look the same get letters, in the order of
// their titles (APA 7, 8.19; Cite Them Right).
func Marks(s Style, list []reference.Record) []Mark {
	marks := make([]Mark, len(list))
	if s.Numbered() {
		for i := range list {
			marks[i].Text = strconv.Itoa(i + 1)
		}
		return marks
	}
	alike := map[string][]int{}
	for i, r := range list {
		r = tidy(r)
		who := author(s, r)
		key := who + "\x00" + strconv.Itoa(r.Year)
		alike[key] = append(alike[key], i)
		marks[i].Text = who
	}
	for _, group := range alike {
		if len(group) > 1 {
			slices.SortStableFunc(group, func(a, b int) int { return cmp.Compare(strings.ToLower(list[a].Title), strings.ToLower(list[b].Title)) })
			for n, i := range group {
				marks[i].Letter = letters(n)
			}
		}
	}
	for i := range marks {
		marks[i].Text += ", " + markYear(s, list[i], marks[i].Letter)
	}
	return marks
}

func markYear(s Style, r reference.Record, letter string) string {
	if y := yearOf(r, letter); y != "" {
		return y
	}
	if s == APA {
		return "n.d." + after(letter, "-") + letter
	}
	return "no date" + after(letter, " ") + letter
}

// letters counts a, b to z, then aa, ab and so on.
func letters(n int) string {
	const alphabet = 26
	text := string(rune('a' + n%alphabet))
	if n >= alphabet {
		return letters(n/alphabet-1) + text
	}
	return text
}

const (
	apaNamed   = 2  // authors in a mark; with more the first stands for all (APA 7, 8.17)
	titleRunes = 60 // of a title that stands for its missing author
)

// author is who wrote it, in a mark.
func author(s Style, r reference.Record) string {
	families := names(r.Authors, func(n name) string { return n.family })
	most, and := harvardAuthors, " and "
	if s == APA {
		most, and = apaNamed, " & "
	}
	switch {
	case len(families) == 0:
		return shorten(r.Title, titleRunes)
	case len(families) > most:
		return families[0] + " et al."
	}
	return enumerate(families, and)
}

// Before reports whether a stands before b in a list by author, year and title, the order of Harvard and APA.
func Before(a, b reference.Record) int {
	return cmp.Or(cmp.Compare(sortKey(a), sortKey(b)), cmp.Compare(a.Year, b.Year), cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)))
}

func sortKey(r reference.Record) string {
	if list := people(r.Authors); len(list) > 0 {
		return strings.ToLower(strings.Join(names(list, func(n name) string { return n.inverted("") }), " "))
	}
	return strings.ToLower(r.Title)
}
