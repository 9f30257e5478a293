package duplicate

import (
	"cmp"
	"slices"
)

// Matcher takes the items one by one, so that a caller that reads them from a table need not hold all records at once: it keeps
// what is compared, about a kilobyte for each.
type Matcher struct{ all []*features }

// NewMatcher is an empty matcher.
func NewMatcher() *Matcher { return &Matcher{} }

// Known adds an item that was compared before.
func (m *Matcher) Known(item Item) { m.all = append(m.all, readFeatures(item, false)) }

// Fresh adds an item that was not compared yet.
func (m *Matcher) Fresh(item Item) { m.all = append(m.all, readFeatures(item, true)) }

// Result compares what was added.
func (m *Matcher) Result() Result {
	all := slices.Clone(m.all)
	slices.SortFunc(all, func(x, y *features) int { return cmp.Compare(x.id, y.id) })
	distinct, copies := withoutCopies(all)
	r := newRun(distinct)
	r.compareFresh()
	r.follow(copies)
	r.breakChains()
	return r.result(copies)
}

// Compare decides one pair by itself; ok is false when nothing speaks for it. It serves a page that shows two records side by side.
func Compare(a, b Item) (p Pair, ok bool) {
	if a.ID > b.ID {
		a, b = b, a
	}
	x, y := readFeatures(a, true), readFeatures(b, true)
	if x.whole == y.whole {
		return copyOf(x, y), true
	}
	return pairOf(x, y)
}

func pairOf(x, y *features) (Pair, bool) {
	e := compare(x, y)
	rule, certainty, ok := decide(e)
	if !ok {
		return Pair{}, false
	}
	return Pair{A: x.id, B: y.id, Certainty: certainty, Rule: rule, Fields: e.fields(agree), Against: e.conflicts()}, true
}

// copied is a record that says the same as one that is kept.
type copied struct {
	Pair
	kept  int // its place among the distinct ones
	fresh bool
}

// withoutCopies keeps one of the records that say exactly the same, a known one if there is, and links the others to it. Only the
// one that is kept takes part in the comparison: a file imported twenty times costs no more than once.
func withoutCopies(all []*features) (distinct []*features, copies []copied) {
	first := map[uint64]*features{}
	for _, f := range all {
		if kept, ok := first[f.whole]; !ok || kept.fresh && !f.fresh {
			first[f.whole] = f
		}
	}
	place := map[*features]int{}
	for _, f := range all {
		if first[f.whole] == f {
			place[f] = len(distinct)
			distinct = append(distinct, f)
		}
	}
	for _, f := range all {
		if kept := first[f.whole]; kept != f {
			copies = append(copies, copied{Pair: copyOf(kept, f), kept: place[kept], fresh: f.fresh})
		}
	}
	return distinct, copies
}

func copyOf(kept, f *features) Pair {
	e := compare(kept, f)
	return Pair{
		A: min(kept.id, f.id), B: max(kept.id, f.id), Certainty: Certain, Rule: RuleIdentical, Fields: e.fields(agree),
	}
}
