package report

import "fmt"

// state is what a reader may know of a number.
type state int

const (
	shown  state = iota // may still be hidden
	hidden              // was shown and is no more
	unseen              // stands nowhere, but could be got by subtraction
	fixed               // shown in an earlier report
)

// number is one number of the reports.
type number struct {
	value     int
	floor     int // the least that it can be, if it is hidden
	cost      int // of hiding it
	state     state
	sensitive bool // tells of a small group
	safe      bool // another set of numbers in which it is different has been found
}

func (n number) hidden() bool { return n.state == hidden || n.state == unseen }

// term is a number in a sum, so many times; use is the same seen from the number.
type (
	term struct{ number, times int }
	use  struct{ sum, times int }
)

// network is all numbers, and the sums that they obey.
type network struct {
	threshold int
	numbers   []number
	sums      [][]term        // each comes to nothing: the total once, less its parts
	uses      [][]use         // the sums of a number
	met       map[string]bool // sums, which several columns can have in common
}

func (s *network) add(n number) int {
	s.numbers, s.uses = append(s.numbers, n), append(s.uses, nil)
	return len(s.numbers) - 1
}

// sum takes in that parts add up to a total. If they do not, because people belong to several parts, nothing is taken in: a
// reader cannot subtract either.
func (s *network) sum(total int, parts ...int) {
	left, times := s.numbers[total].value, map[int]int{total: 1}
	order := []int{total}
	for _, p := range parts {
		left -= s.numbers[p].value
		if _, met := times[p]; !met {
			order = append(order, p)
		}
		times[p]--
	}
	if left != 0 {
		return
	}
	var terms []term
	for _, i := range order {
		if times[i] != 0 {
			terms = append(terms, term{i, times[i]})
		}
	}
	name := fmt.Sprint(terms)
	if len(terms) == 0 || s.met[name] {
		return
	}
	s.met[name] = true
	for _, t := range terms {
		s.uses[t.number] = append(s.uses[t.number], use{len(s.sums), t.times})
	}
	s.sums = append(s.sums, terms)
}

// protect makes every hidden number safe, hiding others where it must, and reports whether it hid any.
func (s *network) protect() bool {
	more := false
	for i := range s.numbers {
		n := s.numbers[i]
		if n.safe || !n.hidden() || n.state == unseen && !n.sensitive {
			continue
		}
		more = s.cover(i) || more
		s.numbers[i].safe = true
	}
	return more
}

// cover makes one number safe: by what is hidden already, by hiding the least costly of the others, or, where neither will do,
// by hiding what is bound up with it. It reports whether it hid any.
func (s *network) cover(i int) bool {
	by := []int{1, -1}
	if s.numbers[i].sensitive {
		by = []int{s.threshold - s.numbers[i].value}
	}
	for _, d := range by {
		if s.walk(i, d) {
			return false
		}
	}
	for _, d := range by {
		if last := s.shift(s.values(), i, d, true); last != nil {
			return s.hide(last)
		}
	}
	return s.hideAround(i, by[0])
}

func (s *network) values() []int {
	y := make([]int, len(s.numbers))
	for i, n := range s.numbers {
		y[i] = n.value
	}
	return y
}

// walk reports whether a number can be another by so much, with nothing but hidden numbers changing. It goes in steps of one, so
// that several hidden numbers can share what one could not bear.
func (s *network) walk(i, by int) bool {
	y, step := s.values(), 1
	if by < 0 {
		step = -1
	}
	for ; by != 0; by -= step {
		last := s.shift(y, i, step, false)
		if last == nil {
			return false
		}
		for ; last != nil; last = last.before {
			y[last.number] += last.by
		}
	}
	return true
}

// hide hides what a way went through.
func (s *network) hide(last *move) bool {
	more := false
	for ; last != nil; last = last.before {
		if n := &s.numbers[last.number]; n.state == shown {
			n.state, more = hidden, true
		}
	}
	return more
}

// hideAround hides the numbers that sums bind to this one, then those bound to these, until it is safe or nothing is left to
// hide. Zeros stay.
func (s *network) hideAround(i, by int) bool {
	more, met, ring := false, map[int]bool{i: true}, []int{i}
	for len(ring) > 0 && !s.walk(i, by) {
		var next []int
		for _, at := range ring {
			if n := &s.numbers[at]; n.state == shown && n.value > 0 {
				n.state, more = hidden, true
			}
			for _, u := range s.uses[at] {
				for _, t := range s.sums[u.sum] {
					if !met[t.number] {
						met[t.number], next = true, append(next, t.number)
					}
				}
			}
		}
		ring = next
	}
	return more
}
