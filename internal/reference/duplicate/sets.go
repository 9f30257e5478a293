package duplicate

import (
	"cmp"
	"maps"
	"slices"
)

// sets are disjoint sets of identifiers.
type sets[K cmp.Ordered] struct{ parent map[K]K }

func newSets[K cmp.Ordered]() *sets[K] { return &sets[K]{parent: map[K]K{}} }

// root is the least member of the set of id.
func (s *sets[K]) root(id K) K {
	up, ok := s.parent[id]
	if !ok || up == id {
		return id
	}
	top := s.root(up)
	s.parent[id] = top
	return top
}

func (s *sets[K]) join(a, b K) {
	a, b = s.root(a), s.root(b)
	low, high := min(a, b), max(a, b)
	s.parent[low], s.parent[high] = low, low
}

// groups are the sets that were joined, each sorted, sorted by the first.
func (s *sets[K]) groups() [][]K {
	members := map[K][]K{}
	for id := range s.parent {
		top := s.root(id)
		members[top] = append(members[top], id)
	}
	groups := make([][]K, 0, len(members))
	for _, ids := range members {
		if len(ids) > 1 {
			slices.Sort(ids)
			groups = append(groups, ids)
		}
	}
	slices.SortFunc(groups, func(x, y []K) int { return cmp.Compare(x[0], y[0]) })
	return groups
}

func (s *sets[K]) clone() *sets[K] { return &sets[K]{parent: maps.Clone(s.parent)} }
