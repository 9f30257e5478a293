package duplicate

import (
	"cmp"
	"slices"
)

// Questions are the doubtful pairs that a person need be asked about: none within a group, and one for two groups, the one whose
// rule comes first. An answer to it settles the others.
func Questions(pairs []Pair) []Pair {
	joined := newSets[string]()
	for _, p := range pairs {
		if p.Certainty == Certain {
			joined.join(p.A, p.B)
		}
	}
	best := map[[2]string]Pair{}
	for _, p := range pairs {
		a, b := joined.root(p.A), joined.root(p.B)
		if p.Certainty != Doubtful || a == b {
			continue
		}
		between := [2]string{min(a, b), max(a, b)}
		if old, ok := best[between]; !ok || asksBetter(p, old) {
			best[between] = p
		}
	}
	out := make([]Pair, 0, len(best))
	for _, p := range best {
		out = append(out, p)
	}
	sortPairs(out)
	return out
}

func asksBetter(p, q Pair) bool {
	rules := Rules()
	return cmp.Or(
		cmp.Compare(slices.Index(rules, p.Rule), slices.Index(rules, q.Rule)),
		cmp.Compare(len(q.Fields), len(p.Fields)),
		cmp.Compare(p.A, q.A), cmp.Compare(p.B, q.B)) < 0
}
