package report

import (
	"maps"
	"slices"
)

// family is what is counted of a group, whatever the period.
type family struct{ group, counts string }

// days is a stretch of days.
type days struct{ from, to Date }

// mostStretches bounds how many stretches of days are told apart for one family; monthly, quarterly and yearly reports of a
// year make 78.
const mostStretches = 120

// counted gives every number of a report with what it is about.
func (r Report) counted(give func(at place, n int)) {
	for i, s := range r.Sections {
		for j, row := range s.Table.All() {
			for k, c := range row.Cells {
				at := r.places(i, j, k)
				switch c.Kind {
				case Share:
					give(at[1], c.Of)
					give(at[0], c.N)
				case Count, Hours, Money, Quantile, Ratio:
					give(at[0], c.N)
				default:
				}
			}
		}
	}
}

// subtractPeriods takes in what a reader can subtract in time: a quarter from a year to date, the year to date of June from that of
// September. What is left is a number of its own, and may be small.
func (b *builder) subtractPeriods(r Report, earlier []Published) {
	families, order := map[family]map[days]int{}, []family(nil)
	take := func(at place, n int) {
		f, d := family{at.group, at.counts}, days{at.from, at.to}
		if families[f] == nil {
			families[f], order = map[days]int{}, append(order, f)
		}
		if _, known := families[f][d]; !known { // the latest has it
			families[f][d] = n
		}
	}
	r.counted(take)
	mine := len(order)
	for _, p := range slices.Backward(earlier) {
		p.Complete.counted(take)
	}
	for _, f := range order[:mine] {
		b.subtract(f, families[f])
	}
}

// subtract takes in the differences between the stretches of one family, and the differences between those.
func (b *builder) subtract(f family, values map[days]int) {
	all := slices.SortedFunc(maps.Keys(values), days.compare)
	for i := 0; i < len(all) && len(all) < mostStretches; i++ {
		for j := range i {
			whole, part := all[i], all[j]
			if part.length() > whole.length() {
				whole, part = part, whole
			}
			rest, ok := whole.less(part)
			if !ok {
				continue
			}
			left := values[whole] - values[part]
			if known, met := values[rest]; met && known != left || left < 0 {
				continue // corrected since: the figures do not fit, and nothing can be subtracted
			} else if !met {
				values[rest], all = left, append(all, rest)
			}
			b.net.sum(b.stretch(f, whole, values), b.stretch(f, part, values), b.stretch(f, rest, values))
		}
	}
}

// stretch is the number of a stretch of days; one that no report is about is unseen.
func (b *builder) stretch(f family, d days, values map[days]int) int {
	id := identity{place{d.from, d.to, f.group, f.counts}, values[d]}
	i, known := b.known[id]
	if !known {
		i = b.number(id, 0)
		b.net.numbers[i].state = unseen
	}
	return i
}

func (d days) length() int { return d.from.DaysUntil(d.to) }

func (d days) compare(other days) int {
	return Period{from: d.from, to: d.to}.Compare(Period{from: other.from, to: other.to})
}

// less is what is left of a stretch without a shorter one that begins or ends with it.
func (d days) less(part days) (days, bool) {
	switch {
	case d == part:
		return days{}, false
	case d.from == part.from:
		return days{part.to.AddDays(1), d.to}, true
	case d.to == part.to:
		return days{d.from, part.from.AddDays(-1)}, true
	default:
		return days{}, false
	}
}
