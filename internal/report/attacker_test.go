package report_test

import "math"

// unbounded is more than any number of the tests.
const unbounded = 200

// attacker is a reader with pencil and paper: unknown whole numbers between bounds, and sums that they obey. It shares no code
// with the package, and finds out whether the unknowns can be given values that fit.
type attacker struct {
	low, high []int
	sums      []equation
	looks     int
}

// equation says that the numbers, each so many times, come to nothing.
type equation map[int]int

// knows adds a number that is shown, or one that is not and is at least floor.
func (a *attacker) knows(value int) int { return a.between(value, value) }

func (a *attacker) between(low, high int) int {
	a.low, a.high = append(a.low, low), append(a.high, high)
	return len(a.low) - 1
}

func (a *attacker) sum(total int, parts ...int) {
	e := equation{total: 1}
	for _, p := range parts {
		e[p]--
	}
	a.sums = append(a.sums, e)
}

// tighten narrows the bounds until nothing changes, and reports whether they still fit.
func (a *attacker) tighten(low, high []int) bool {
	for changed := true; changed; {
		changed = false
		for _, e := range a.sums {
			for i, times := range e {
				least, most := 0, 0 // of all others
				for j, t := range e {
					if j != i {
						least += min(t*low[j], t*high[j])
						most += max(t*low[j], t*high[j])
					}
				}
				from, to := -most, -least // times × number
				if times < 0 {
					from, to = -to, -from
				}
				size := float64(max(times, -times))
				if l := int(math.Ceil(float64(from) / size)); l > low[i] {
					low[i], changed = l, true
				}
				if h := int(math.Floor(float64(to) / size)); h < high[i] {
					high[i], changed = h, true
				}
				if low[i] > high[i] {
					return false
				}
			}
		}
	}
	return true
}

// possible reports whether there are whole numbers that fit everything, with number i between low and high. It tries values
// wherever narrowing leaves a choice, so it is exact, unless it runs out of patience; then it goes by the bounds.
func (a *attacker) possible(i, low, high int) bool {
	l, h := append([]int(nil), a.low...), append([]int(nil), a.high...)
	l[i], h[i] = max(l[i], low), min(h[i], high)
	a.looks = 0
	return l[i] <= h[i] && a.search(l, h)
}

func (a *attacker) search(low, high []int) bool {
	a.looks++
	if !a.tighten(low, high) {
		return false
	}
	if a.looks > 5_000 {
		return true
	}
	open := -1
	for i := range low {
		if low[i] < high[i] && (open < 0 || high[i]-low[i] < high[open]-low[open]) {
			open = i
		}
	}
	if open < 0 {
		return true
	}
	for v := low[open]; v <= high[open]; v++ {
		l, h := append([]int(nil), low...), append([]int(nil), high...)
		l[open], h[open] = v, v
		if a.search(l, h) {
			return true
		}
	}
	return false
}
