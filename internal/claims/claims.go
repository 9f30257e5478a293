// Package claims looks at what a report says and on which references it stands.
//
// It cuts a text in Markdown into sentences, finds the citations in them, and lists what a careful writer wants to look at: sentences
// that claim something and cite nothing, citations of nothing, and references that no sentence uses. It judges no sentence: whether
// the reference says so is for the people who wrote and who check the report.
//
// Everything here is a pure function of the texts and of how many references there are.
package claims

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text is one text of a report.
type Text struct {
	Section string // the path of the text in the API: bottom_line, text, sections[0].text
	Heading string // what stands above it
	Body    string // Markdown
}

// Finding is one piece of a text that somebody may want to look at.
type Finding struct {
	Section  string
	Sentence int    // from 1, among the pieces that [Sentences] gives
	Excerpt  string // how it begins
	Numbers  []int  // of a citation of nothing: what it cites
}

// Link is one sentence and the places of the references that it cites.
type Link struct {
	Section  string
	Sentence int
	Numbers  []int
}

// Report is what [Check] found.
type Report struct {
	Claims      int       // sentences that claim something
	Unsupported []Finding // those of them that cite no reference
	Unknown     []Finding // sentences that cite numbers that are no references
	Removed     []Finding // sentences whose reference was taken out
	Unused      []int     // references that are cited nowhere, by place
	Support     []Link
	Nothing     bool // a sentence says that nothing was found
}

// Check looks at the texts of a report that has so many references.
//
// A sentence needs no support where it claims nothing of the world: headings, questions, a sentence that introduces a list with a
// colon, tables, code, what stands under a heading about the search itself (see [OfTheSearch]), and a sentence that says that the
// search found nothing.
func Check(texts []Text, references int) Report {
	var r Report
	used := make([]bool, references+1)
	for _, t := range texts {
		r.text(t, used)
	}
	for n := 1; n <= references; n++ {
		if !used[n] {
			r.Unused = append(r.Unused, n)
		}
	}
	return r
}

func (r *Report) text(t Text, used []bool) {
	whole := OfTheSearch(t.Heading)
	exempt, above := whole, 0
	for i, s := range Sentences(t.Body) {
		if s.Kind == Heading && !whole && (above == 0 || s.Level <= above) {
			exempt, above = OfTheSearch(s.Text), 0
			if exempt {
				above = s.Level // until a heading that is as high
			}
		}
		if s.Kind == Code {
			continue
		}
		f := Finding{Section: t.Section, Sentence: i + 1, Excerpt: excerpt(s.Text)}
		known := r.citations(s, f, used)
		nothing := s.Kind == Prose && SaysNothing(s.Text)
		r.Nothing = r.Nothing || nothing
		if s.Kind != Prose || exempt || nothing {
			continue
		}
		r.Claims++
		if !known {
			r.Unsupported = append(r.Unsupported, f)
		}
	}
}

// citations notes what a sentence cites and reports whether any of it is a reference.
func (r *Report) citations(s Sentence, f Finding, used []bool) bool {
	var known []int
	for _, n := range citedIn(s.Text) {
		switch {
		case n >= 1 && n < len(used):
			used[n] = true
			known = append(known, n)
		case !isYear(n):
			f.Numbers = append(f.Numbers, n)
		}
	}
	if f.Numbers != nil {
		r.Unknown = append(r.Unknown, f)
	}
	if strings.Contains(s.Text, Removed) {
		r.Removed = append(r.Removed, f)
	}
	if known != nil {
		r.Support = append(r.Support, Link{f.Section, f.Sentence, known})
	}
	return known != nil
}

// OfTheSearch reports whether what stands under a heading is about the search and the report, and not about the world: where we
// looked, scope, gaps, limits, what to try next.
func OfTheSearch(heading string) bool {
	return searchHeading.MatchString(strings.ToLower(plain(heading)))
}

var searchHeading = regexp.MustCompile(`^(where and how we (looked|searched)|how we (looked|searched)|where we looked|what we searched|` +
	`search(es)?|search (extent|methods?|strateg(y|ies)|history|report)|methods?|scope( and limits)?|(evidence )?gaps?( and limit(ation)?s)?|` +
	`gaps in the evidence|limit(ation)?s( of this (search|report|summary))?|what we did not find|what we found nothing on|nothing found|` +
	`(what to try next|next steps|further searching)|about this (list|report|search|summary)|notes for the review team|disclaimers?)$`)

// SaysNothing reports whether a sentence says that the search found nothing. That a study found no difference is a claim.
func SaysNothing(sentence string) bool {
	s := strings.ToLower(plain(sentence))
	for _, form := range nothingForms {
		if at := form.FindStringIndex(s); at != nil && !effectForm.MatchString(s[at[1]:]) {
			return true
		}
	}
	return false
}

// published are the words for what a search finds.
const published = `(stud(y|ies)|trials?|evidence|reviews?|guidance|guidelines?|papers?|reports?|articles?|research|literature|` +
	`records?|results?|references|evaluations?|polic(y|ies)|data)`

var (
	nothingForms = []*regexp.Regexp{
		regexp.MustCompile(`\b(we|i|our search(es)?|the search(es)?|searching|searches) (have |has |had )?(also )?` +
			`(found|identified|located|retrieved|returned|saw) (no|nothing|none|neither)\b`),
		regexp.MustCompile(`\b(did not|didn't|didn’t|could not|couldn't|couldn’t|unable to|failed to) (find|identify|locate|retrieve)\b`),
		regexp.MustCompile(`\b(no|nothing|none|neither)\b.{0,80}\b(was|were|has been|have been|could be) (found|identified|located|retrieved|returned)\b`),
		regexp.MustCompile(`^nothing( (was|is))?( published| relevant| found)? (on|about|for|that)\b`),
		regexp.MustCompile(`^(there (is|are|was|were) )?no (published |relevant |eligible |direct |local |uk |nhs |recent )*` + published +
			` (on|about|for|that (looks|looked|meets|met|addresse[sd]|answer(s|ed)?))\b`),
	}
	effectForm = regexp.MustCompile(`^ (\pL+ ){0,2}(differences?|effects?|benefits?|associations?|changes?|reductions?|increases?|improvements?|harms?)\b`)
)

// plain takes the signs of Markdown off the ends of a text.
func plain(s string) string {
	return strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// excerptLength is how much of a sentence is shown, in characters.
const excerptLength = 80

func excerpt(s string) string {
	s = strings.Join(strings.Fields(itemForm.ReplaceAllString(s, "")), " ")
	if utf8.RuneCountInString(s) <= excerptLength {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:excerptLength])) + "…"
}
