package score

import (
	"strings"
	"unicode"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

func (s *Set) figures(groups [][]string) Figures {
	f := Figures{Members: s.members(groups)}
	if s.Derived && !s.MarksMembers {
		f.Removable = s.removableByLabel(groups)
		return f
	}
	f.Removable = s.removable(groups)
	if !s.Derived {
		pairs := s.pairs(groups)
		f.Pairs = &pairs
	}
	return f
}

// members counts records: true when another record is the same publication, found when in a group.
func (s *Set) members(groups [][]string) Counts {
	found := map[string]bool{}
	for _, g := range groups {
		for _, id := range g {
			found[id] = true
		}
	}
	size := s.sizes()
	var c Counts
	for _, item := range s.Items {
		truth := size[s.Truth[item.ID]] > 1
		if s.MarksMembers {
			truth = s.Labelled[item.ID]
		}
		c.count(truth, found[item.ID])
	}
	return c
}

func (c *Counts) count(truth, found bool) {
	switch {
	case truth && found:
		c.TP++
	case truth:
		c.FN++
	case found:
		c.FP++
	default:
		c.TN++
	}
}

func (s *Set) sizes() map[string]int {
	size := map[string]int{}
	for _, publication := range s.Truth {
		size[publication]++
	}
	return size
}

// removable counts what would go if one record of each group were kept: a publication all of whose records go is a false one.
func (s *Set) removable(groups [][]string) Counts {
	left, removed := s.sizes(), 0
	publications := len(left)
	for _, g := range groups {
		for _, id := range g[1:] {
			left[s.Truth[id]]--
			removed++
		}
	}
	lost := 0
	for _, n := range left {
		if n == 0 {
			lost++
		}
	}
	tp := removed - lost
	return Counts{TP: tp, FP: lost, FN: len(s.Items) - publications - tp, TN: publications - lost}
}

// removableByLabel keeps the labelled record of each group if it has one.
func (s *Set) removableByLabel(groups [][]string) Counts {
	removed := map[string]bool{}
	for _, g := range groups {
		keep := g[0]
		for _, id := range g {
			if !s.Labelled[id] {
				keep = id
				break
			}
		}
		for _, id := range g {
			removed[id] = id != keep
		}
	}
	var c Counts
	for _, item := range s.Items {
		c.count(s.Labelled[item.ID], removed[item.ID])
	}
	return c
}

func (s *Set) pairs(groups [][]string) Counts {
	var c Counts
	var found, truth int
	for _, g := range groups {
		found += choose(len(g))
		parts := map[string]int{}
		for _, id := range g {
			parts[s.Truth[id]]++
		}
		for _, n := range parts {
			c.TP += choose(n)
		}
	}
	for _, n := range s.sizes() {
		truth += choose(n)
	}
	c.FP, c.FN = found-c.TP, truth-c.TP
	c.TN = choose(len(s.Items)) - c.TP - c.FP - c.FN
	return c
}

func choose(n int) int { return n * (n - 1) / 2 }

// falseMerges are the certain pairs of two publications. Where groups are derived only the labels prove one: a group with a record
// that has no duplicate, or with two records to keep.
func (s *Set) falseMerges(certain []duplicate.Pair) []FalseMerge {
	records := s.records()
	kept := s.keptByGroup(certain)
	var out []FalseMerge
	for _, p := range certain {
		if s.Truth[p.A] == s.Truth[p.B] || s.Derived && !s.proved(p, kept) {
			continue
		}
		a, b := records[p.A], records[p.B]
		out = append(out, FalseMerge{Pair: p, A: a.Title, B: b.Title, Contradictory: s.contradiction(p, a, b)})
	}
	return out
}

func (s *Set) proved(p duplicate.Pair, kept map[string]int) bool {
	if s.MarksMembers {
		return !s.Labelled[p.A] || !s.Labelled[p.B]
	}
	return kept[p.A] > 1
}

// keptByGroup is how many records without a label are in the group of each.
func (s *Set) keptByGroup(certain []duplicate.Pair) map[string]int {
	out := map[string]int{}
	for _, g := range duplicate.Groups(certain) {
		n := 0
		for _, id := range g {
			if !s.Labelled[id] {
				n++
			}
		}
		for _, id := range g {
			out[id] = n
		}
	}
	return out
}

// contradiction says why two records that are labelled as two publications are one by their own content.
func (s *Set) contradiction(p duplicate.Pair, a, b reference.Record) string {
	switch {
	case s.Disputed[p.A] || s.Disputed[p.B]:
		return "one record is labelled both removed and unique"
	case plain(a) == plain(b):
		return "the two records have the same content"
	case a.PMID != "" && a.PMID == b.PMID:
		return "the two records have one PubMed number"
	case a.DOI != "" && letters(a.DOI) == letters(b.DOI) && letters(a.Title) == letters(b.Title):
		return "the two records have one DOI and one title"
	}
	return ""
}

// plain is the content of a record, letters and digits only.
func plain(r reference.Record) string {
	return letters(r.Title) + "|" + letters(strings.Join(r.Authors, " ")) + "|" + letters(r.Journal) + "|" + letters(r.Volume) +
		"|" + letters(r.Issue) + "|" + letters(r.Pages)
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func (s *Set) records() map[string]reference.Record {
	out := make(map[string]reference.Record, len(s.Items))
	for _, item := range s.Items {
		out[item.ID] = item.Record
	}
	return out
}

// missed are the first members of the parts into which found groups leave a publication.
func (s *Set) missed(groups [][]string) [][2]string {
	root := map[string]string{}
	for _, g := range groups {
		for _, id := range g {
			root[id] = g[0]
		}
	}
	first := map[string]string{}
	var out [][2]string
	seen := map[string]bool{}
	for _, item := range s.Items {
		id := item.ID
		if root[id] == "" {
			root[id] = id
		}
		before, ok := first[s.Truth[id]]
		if !ok {
			first[s.Truth[id]] = id
			seen[root[id]] = true
			continue
		}
		if !seen[root[id]] {
			seen[root[id]] = true
			out = append(out, [2]string{before, id})
		}
	}
	return out
}
