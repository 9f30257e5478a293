package score

import (
	"slices"
	"strings"

	"evidencedesk/internal/reference"
	"evidencedesk/internal/reference/duplicate"
)

// text is a record as its runs of three letters.
type text struct {
	id       string
	trigrams []uint32
}

// derive makes publications of labels that give no groups, by the runs of three letters that two texts share. It knows nothing of the
// rules that are measured. What a label means is read from the set itself: if most labelled records have a record
// without the label that says the same, the label marks what can be removed; if not, it marks every member of a group.
func (s *Set) derive() {
	var labelled, others []text
	for _, item := range s.Items {
		t := text{item.ID, trigrams(item.Record)}
		if s.Labelled[item.ID] {
			labelled = append(labelled, t)
		} else {
			others = append(others, t)
		}
	}
	s.Truth = map[string]string{}
	for _, item := range s.Items {
		s.Truth[item.ID] = item.ID
	}
	alike := 0
	for _, t := range labelled {
		best, likeness := nearest(t, others)
		if likeness >= sameText {
			alike++
		}
		if best != "" {
			s.Truth[t.id] = best
		}
	}
	if s.MarksMembers = 2*alike < len(labelled); s.MarksMembers {
		s.joinLabelled(labelled)
	}
}

const sameText = 0.6 // of all runs of two records; different papers share a third at most

// joinLabelled joins each labelled record to the labelled one that is most like it and to all that say the same.
func (s *Set) joinLabelled(labelled []text) {
	var pairs []duplicate.Pair
	for i, t := range labelled {
		s.Truth[t.id] = t.id
		if best, _ := nearest(t, labelled); best != "" {
			pairs = append(pairs, duplicate.Pair{A: t.id, B: best})
		}
		for _, u := range labelled[:i] {
			if likeness(t.trigrams, u.trigrams) >= sameText {
				pairs = append(pairs, duplicate.Pair{A: t.id, B: u.id})
			}
		}
	}
	for _, g := range duplicate.Groups(pairs) {
		for _, id := range g {
			s.Truth[id] = g[0]
		}
	}
}

// nearest is the other record that is most like t, the first of equals.
func nearest(t text, among []text) (id string, most float64) {
	for _, u := range among {
		if l := likeness(t.trigrams, u.trigrams); u.id != t.id && l > most {
			id, most = u.id, l
		}
	}
	return id, most
}

const abstractBeginning = 300 // bytes; more would drown title and place

func trigrams(r reference.Record) []uint32 {
	abstract := letters(r.Abstract)
	s := letters(r.Title) + " " + letters(strings.Join(r.Authors, " ")) + " " + letters(r.Journal) + " " +
		letters(r.Volume) + " " + letters(r.Pages) + " " + abstract[:min(len(abstract), abstractBeginning)]
	var out []uint32
	for i := 0; i+3 <= len(s); i++ {
		out = append(out, uint32(s[i])<<16|uint32(s[i+1])<<8|uint32(s[i+2]))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// likeness is the share of all runs that both have.
func likeness(a, b []uint32) float64 {
	shared, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			shared, i, j = shared+1, i+1, j+1
		case a[i] < b[j]:
			i++
		default:
			j++
		}
	}
	return float64(shared) / float64(max(1, len(a)+len(b)-shared))
}
