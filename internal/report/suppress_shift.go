package report

import (
	"cmp"
	"container/heap"
)

// move is one step of a way from the numbers as they are to others that fit as well: a number becomes another by so much.
type move struct {
	number, by   int
	before       *move
	off          []use // the sums that do not hold after it, and by how much
	cost, length int   // so far
	order        int   // in which it was found, so that equals are taken in turn
}

// mostLooks bounds the search for one way. A search that gives up hides more than it must, never less.
const mostLooks = 2_000

// shift finds the least costly way on which one number becomes another by so much and every sum still holds. It is a search
// for the best first: a sum that does not hold is mended by one of its other numbers, and so on. Without others, only
// hidden numbers take part; with them, each shown one costs what hiding it does.
func (s *network) shift(y []int, i, by int, others bool) *move {
	if y[i]+by < s.numbers[i].floor {
		return nil
	}
	q := queue{s.then(nil, i, by)}
	for looks := 0; len(q) > 0 && looks < mostLooks; looks++ {
		last, ok := heap.Pop(&q).(*move)
		if !ok {
			return nil
		}
		if len(last.off) == 0 {
			return last
		}
		mend := s.easiest(last.off)
		for _, t := range s.sums[mend.sum] {
			if mend.times%t.times != 0 || last.has(t.number) {
				continue
			}
			by := -mend.times / t.times
			if price, may := s.price(y, t.number, by, others); may {
				next := s.then(last, t.number, by)
				next.cost, next.order = last.cost+price, looks*len(s.numbers)+t.number
				heap.Push(&q, next)
			}
		}
	}
	return nil
}

// then is the move of a number after another move.
func (s *network) then(before *move, number, by int) *move {
	next := &move{number: number, by: by, before: before}
	if before != nil {
		next.cost, next.length = before.cost, before.length+1
		next.off = append(make([]use, 0, len(before.off)+len(s.uses[number])), before.off...)
	}
	for _, u := range s.uses[number] {
		next.off = adjust(next.off, u.sum, u.times*by)
	}
	return next
}

// adjust changes by how much a sum is off, and drops it when it holds.
func adjust(off []use, sum, by int) []use {
	for i := range off {
		if off[i].sum != sum {
			continue
		}
		if off[i].times += by; off[i].times == 0 {
			off[i] = off[len(off)-1]
			off = off[:len(off)-1]
		}
		return off
	}
	return append(off, use{sum, by})
}

// easiest is the sum with the fewest numbers to choose from.
func (s *network) easiest(off []use) use {
	best := off[0]
	for _, u := range off[1:] {
		if cmp.Or(cmp.Compare(len(s.sums[u.sum]), len(s.sums[best.sum])), cmp.Compare(u.sum, best.sum)) < 0 {
			best = u
		}
	}
	return best
}

// price is what it costs to let a number become another, and whether it may.
func (s *network) price(y []int, i, by int, others bool) (int, bool) {
	n := s.numbers[i]
	switch {
	case y[i]+by < n.floor:
		return 0, false
	case n.hidden():
		return 0, true
	default:
		return n.cost + 1, others && n.state == shown && n.value > 0
	}
}

func (m *move) has(number int) bool {
	for ; m != nil; m = m.before {
		if m.number == number {
			return true
		}
	}
	return false
}

// queue holds ways that are not finished: the cheapest first, then the one with the fewest sums to mend, then the shortest.
type queue []*move

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(len(a.off), len(b.off)), cmp.Compare(a.length, b.length), cmp.Compare(a.order, b.order)) < 0
}

// Push adds one at the end, for package heap.
func (q *queue) Push(x any) {
	if m, ok := x.(*move); ok {
		*q = append(*q, m)
	}
}

// Pop takes the last one off, for package heap.
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
