package strategy

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Methods is how the searching was done, ready to be printed: the summary first, then a section for each search and for what was
// done with the records.
type Methods struct {
	Summary  string            `json:"summary" doc:"One paragraph for the methods of a paper or a report"`
	Sections []AppendixSection `json:"sections" nullable:"false"`
}

// AppendixSection is one part of the appendix.
type AppendixSection struct {
	Heading    string   `json:"heading"`
	Paragraphs []string `json:"paragraphs,omitempty"`
	Strategy   []Line   `json:"strategy,omitempty" doc:"The lines exactly as they were run"`
}

// Appendix writes the methods of a search from its ledger, in the order of PRISMA-S: sources, strategies, limits, filters, dates,
// peer review, records and duplicates (PRISMA-S 2021, items 1 to 16). A ledger without searches gives no sections.
func Appendix(l Ledger) Methods {
	m := Methods{Sections: []AppendixSection{}}
	if len(l.Searches) == 0 {
		m.Summary = "No search has been recorded."
		return m
	}
	m.Summary = l.summary()
	for i, s := range l.Searches {
		m.Sections = append(m.Sections, l.searchSection(i, s))
	}
	m.Sections = append(m.Sections, l.processSection())
	return m
}

// summary is the paragraph for the methods of a paper.
func (l Ledger) summary() string {
	run := slices.DeleteFunc(slices.Clone(l.Searches), func(s Search) bool { return s.RunAt.IsZero() })
	if len(run) == 0 {
		return "The searches below are planned; none has been run yet."
	}
	var parts []string
	var databases, others []string
	for _, s := range run {
		if s.Kind == "database" || s.Kind == "register" {
			databases = add(databases, s.Name())
		} else {
			others = add(others, s.Name())
		}
	}
	if len(databases) > 0 {
		parts = append(parts, "We searched "+enumerate(databases)+" "+l.between(run)+".")
		if len(others) > 0 {
			parts = append(parts, "We also used "+enumerate(others)+".")
		}
	} else {
		parts = append(parts, "We searched "+enumerate(others)+" "+l.between(run)+".")
	}
	parts = append(parts, l.limitSentence(run), l.filterSentence(run), l.reviewSentence(), l.recordSentence(run), l.dedupSentence(), aiSentence(run),
		"The full strategies are given below, exactly as they were run.")
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
}

// Name is a source with its platform: "Medline (Ovid)".
func (s Search) Name() string {
	if s.Platform == "" || strings.EqualFold(s.Platform, s.Source) {
		return s.Source
	}
	return s.Source + " (" + s.Platform + ")"
}

// between says when the searches were run: "on 3 March 2026" or "between 3 March 2026 and 9 March 2026".
func (l Ledger) between(run []Search) string {
	first, last := run[0].RunAt, run[0].RunAt
	for _, s := range run {
		if s.RunAt.Before(first) {
			first = s.RunAt
		}
		if s.RunAt.After(last) {
			last = s.RunAt
		}
	}
	if l.day(first) == l.day(last) {
		return "on " + l.day(first)
	}
	return "between " + l.day(first) + " and " + l.day(last)
}

func (l Ledger) day(t time.Time) string {
	zone := l.Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2 January 2006")
}

func (l Ledger) limitSentence(run []Search) string {
	var list []string
	for _, s := range run {
		for _, limit := range s.Limits {
			list = add(list, strings.ToLower(limit.Kind)+prefixed(" ", limit.Value))
		}
	}
	switch {
	case len(list) > 0:
		return "Limits were applied for " + enumerate(list) + "; the reasons are given with each search."
	case l.Statements[itemLimits] != "":
		return "Limits: " + sentence(l.Statements[itemLimits])
	}
	return "No limits are recorded."
}

func (l Ledger) filterSentence(run []Search) string {
	var list []string
	for _, s := range run {
		for _, f := range s.Filters {
			list = add(list, f.words())
		}
	}
	switch {
	case len(list) > 0:
		return "Published search filters used: " + strings.Join(list, "; ") + "."
	case l.Statements[itemFilters] != "":
		return "Search filters: " + sentence(l.Statements[itemFilters])
	}
	return ""
}

func (f Filter) words() string {
	words := f.Name + prefixed(", ", f.Version)
	if f.Modified {
		words += ", modified"
	}
	return words + prefixed(" (", f.Citation, ")")
}

func (l Ledger) reviewSentence() string {
	if slices.ContainsFunc(l.Reviews, func(r Review) bool { return r.Elements > 0 }) {
		return "The strategy was peer reviewed by a second librarian using the PRESS 2015 guideline."
	}
	if len(l.Reviews) > 0 {
		return "The strategy was read by a second librarian."
	}
	if l.Statements[itemPeerReview] != "" {
		return "Peer review: " + sentence(l.Statements[itemPeerReview])
	}
	return ""
}

func (l Ledger) recordSentence(run []Search) string {
	total, counted := 0, 0
	for _, s := range run {
		if s.Found != nil {
			total, counted = total+*s.Found, counted+1
		}
	}
	if counted == 0 {
		return ""
	}
	if counted < len(run) {
		return fmt.Sprintf("The number of records is known of %d of the %d searches: %s together.", counted, len(run), grouped(total))
	}
	return "The searches found " + count1(total, "record") + "."
}

func (l Ledger) dedupSentence() string {
	switch c, d := l.Imported, l.Dedup; {
	case c.Records > 0:
		text := fmt.Sprintf("%s imported; after records of one publication had been put together, %s remained.",
			count1(c.Records, "record")+was(c.Records), count1(c.Publications, "publication"))
		if c.Confirmed > 0 {
			text += " A person judged " + count1(c.Confirmed, "doubtful pair") + "."
		}
		return text
	case d.Method != "" || d.Software != "":
		text := "Duplicates were removed" + prefixed(" with ", d.Software) + prefixed(": ", strings.TrimRight(d.Method, ". "))
		if d.Before != nil && d.After != nil {
			text += fmt.Sprintf(" (%s before, %s after)", grouped(*d.Before), grouped(*d.After))
		}
		return text + "."
	case l.Statements[itemDedup] != "":
		return "Duplicates: " + sentence(l.Statements[itemDedup])
	}
	return ""
}

func aiSentence(run []Search) string {
	var list []string
	for _, s := range run {
		for _, u := range s.AI {
			list = add(list, u.Tool+prefixed(" ", u.Version))
		}
	}
	if len(list) == 0 {
		return ""
	}
	return "Artificial intelligence was used (" + enumerate(list) + "); tool, version, date and prompt are given with each search."
}

func was(n int) string {
	if n == 1 {
		return " was"
	}
	return " were"
}

// count1 counts something whose plural takes an s.
func count1(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(n) + " " + what + "s"
}

// grouped writes a number with commas between thousands.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// add adds what is not yet in the list.
func add(list []string, s string) []string {
	if s == "" || slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// enumerate writes a list as a sentence does: "A, B and C".
func enumerate(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// prefixed puts something before, and perhaps behind, a text that says something.
func prefixed(prefix, text string, behind ...string) string {
	if text == "" {
		return ""
	}
	return prefix + text + strings.Join(behind, "")
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") {
		return s
	}
	return s + "."
}
