// Package duplicate finds records that are one publication, and says why.
//
// It compares pairs of records that share a key (blocking), decides each pair by named rules, and forms groups of the certain
// pairs. It removes nothing and chooses nothing: a certain pair is to be linked, a doubtful pair is a question for a person.
// The rules, their reasons and their measured figures are in docs/deduplication.md.
package duplicate

import (
	"cmp"
	"slices"

	"evidencedesk/internal/reference"
)

// Item is a record under the identifier that its owner gave it.
type Item struct {
	ID     string // unique among the items of a run
	Record reference.Record
}

// Certainty is how sure a rule is that two records are one publication.
type Certainty string

// Certain pairs may be linked without asking; doubtful pairs await a person.
const (
	Certain  Certainty = "certain"
	Doubtful Certainty = "doubtful"
)

// Pair is two records that are, or may be, one publication.
type Pair struct {
	A, B      string // identifiers, A < B
	Certainty Certainty
	Rule      Rule    // the one that decided
	Fields    []Field // that agree, in the order of Fields
	Against   []Field // that differ; a reader of a doubtful pair wants to see them first
}

// Skip is a block of records that was too large to be compared in full, with the reason in Key.
type Skip struct {
	Key     string // what its records share, without their text: "title", "doi", …
	Records int
}

// Result is what a run found. It depends on the set of items only, not on their order.
type Result struct {
	Pairs  []Pair     // sorted by A, then B
	Groups [][]string // of two and more identifiers, joined by certain pairs; each sorted, sorted by the first
	Skips  []Skip     // sorted by key; empty with ordinary data
}

// Find compares all items with each other. Records with the same content are linked to the one with the lowest identifier, not
// to each other.
func Find(items []Item) Result {
	return FindNew(nil, items)
}

// FindNew compares fresh items with the known ones and with each other, and spares the comparison of known items with known ones.
// Its pairs are those of Find over both in which a fresh item takes part, and besides those of known items that a fresh item
// joins by certain pairs, because a fresh item can make one of them doubtful: store them all, over what is stored. Its groups are
// those that fresh items join or touch, in full. It is the same as Find over both if fresh identifiers sort after known ones, as UUIDs version 7 do.
func FindNew(known, fresh []Item) Result {
	m := NewMatcher()
	for _, item := range known {
		m.Known(item)
	}
	for _, item := range fresh {
		m.Fresh(item)
	}
	return m.Result()
}

// Groups joins pairs into groups of two and more identifiers, each sorted, sorted by the first. It looks at no certainty: hand in
// the pairs that are linked.
func Groups(pairs []Pair) [][]string {
	sets := newSets[string]()
	for _, p := range pairs {
		sets.join(p.A, p.B)
	}
	return sets.groups()
}

func sortPairs(pairs []Pair) {
	slices.SortFunc(pairs, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
}
