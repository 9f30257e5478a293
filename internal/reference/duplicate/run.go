package duplicate

import (
	"cmp"
	"slices"
)

// run is one comparison of records that all differ.
type run struct {
	all      []*features
	blocking *blocking
	asked    map[[2]int]bool // pairs that were compared
	pairs    []edge
	followed []bool
}

// edge is a pair with the places of its records.
type edge struct {
	Pair
	a, b int
}

func newRun(all []*features) *run {
	return &run{all: all, blocking: newBlocking(all), asked: map[[2]int]bool{}, followed: make([]bool, len(all))}
}

// compareFresh compares every pair of a block in which a record is fresh.
func (r *run) compareFresh() {
	for _, block := range r.blocking.blocks {
		for j, b := range block {
			for _, a := range block[:j] {
				if r.all[a].fresh || r.all[b].fresh {
					r.compare(a, b)
				}
			}
		}
	}
}

func (r *run) compare(a, b int) {
	a, b = min(a, b), max(a, b)
	id := [2]int{a, b}
	if r.asked[id] {
		return
	}
	r.asked[id] = true
	if p, ok := pairOf(r.all[a], r.all[b]); ok {
		r.pairs = append(r.pairs, edge{Pair: p, a: a, b: b})
	}
}

// follow compares known records with each other where a certain pair, or a copy, leads from a fresh one to them: whether a group
// holds together can only be said of all its pairs.
func (r *run) follow(copies []copied) {
	for _, c := range copies {
		if c.fresh {
			r.followRecord(c.kept)
		}
	}
	for i := 0; i < len(r.pairs); i++ {
		if e := r.pairs[i]; e.Certainty == Certain {
			r.followRecord(e.a)
			r.followRecord(e.b)
		}
	}
}

func (r *run) followRecord(i int) {
	if r.all[i].fresh || r.followed[i] {
		return
	}
	r.followed[i] = true
	for _, n := range r.blocking.of[i] {
		for _, j := range r.blocking.blocks[n] {
			if j != i && !r.all[j].fresh {
				r.compare(i, j)
			}
		}
	}
}

// result sorts what was found and drops the doubtful pairs of known records, which were found when one of them was fresh.
func (r *run) result(copies []copied) Result {
	var out Result
	for _, c := range copies {
		if c.fresh || r.followed[c.kept] {
			out.Pairs = append(out.Pairs, c.Pair)
		}
	}
	for _, e := range r.pairs {
		if r.all[e.a].fresh || r.all[e.b].fresh || e.Certainty == Certain || e.Rule == RuleChain {
			out.Pairs = append(out.Pairs, e.Pair)
		}
	}
	sortPairs(out.Pairs)
	certain := slices.DeleteFunc(slices.Clone(out.Pairs), func(p Pair) bool { return p.Certainty != Certain })
	out.Groups = Groups(certain)
	for kind, n := range r.blocking.skips {
		out.Skips = append(out.Skips, Skip{Key: kind.String(), Records: n})
	}
	slices.SortFunc(out.Skips, func(x, y Skip) int { return cmp.Compare(x.Key, y.Key) })
	return out
}
