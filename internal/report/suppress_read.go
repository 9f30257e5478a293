package report

import (
	"cmp"
	"strconv"
)

// Costs of hiding a number, on top of its value: a part is hidden before a number that others are a share of, and that before a total.
const (
	costOfBase  = 1_000_000
	costOfTotal = 1_000_000_000
)

// place is what a number is about: a stretch of days, a group and what is counted.
type place struct {
	from, to      Date
	group, counts string
}

// identity tells numbers apart. The value is part of it, so that two that should agree and do not are two.
type identity struct {
	place
	value int
}

// spot is where a cell stands; the total is the line after the last row.
type spot struct{ section, line, column int }

// refs are the numbers of a cell.
type refs struct {
	counted bool
	n, of   int
}

// builder makes the network of numbers from reports.
type builder struct {
	rule   Rule
	net    network
	known  map[identity]int
	rests  map[[2]int]int // those who are not counted in a share
	closed map[place]bool // hidden in an earlier report
	cells  map[spot]refs
}

func newBuilder(rule Rule) *builder {
	return &builder{
		rule: rule, net: network{threshold: rule.Threshold, met: map[string]bool{}}, known: map[identity]int{}, rests: map[[2]int]int{},
		closed: map[place]bool{},
	}
}

// number is the index of a number, which is made when it is first met.
func (b *builder) number(id identity, cost int) int {
	i, ok := b.known[id]
	if !ok {
		state := shown
		if b.closed[id.place] || b.rule.small(id.value) {
			state = hidden
		}
		i = b.net.add(number{value: id.value, state: state, sensitive: b.rule.small(id.value), floor: b.rule.floor(id.value)})
		b.known[id] = i
	}
	b.net.numbers[i].cost = max(b.net.numbers[i].cost, cost+id.value)
	return i
}

// small reports whether a number tells of a small group.
func (r Rule) small(n int) bool { return n < r.Threshold && (n > 0 || r.HideZero) }

// floor is the least that a hidden number can be for a reader: zeros are shown, so it is not zero.
func (r Rule) floor(n int) int {
	if r.HideZero {
		return 0
	}
	return min(n, 1)
}

// read takes in the tables of a report, and says which numbers each cell has.
func (b *builder) read(r Report) map[spot]refs {
	cells := map[spot]refs{}
	for i, s := range r.Sections {
		for j, row := range s.Table.All() {
			total := s.Table.Total != nil && j == len(s.Table.Rows)
			for k, c := range row.Cells {
				cells[spot{i, j, k}] = b.take(c, r.places(i, j, k), total)
			}
		}
		b.addDown(s.Table, i, cells)
		b.addAcross(s.Table, i, cells)
	}
	return cells
}

// remember takes in an earlier report: what it showed is known, and what it hid stays hidden.
func (b *builder) remember(p Published) {
	for at, numbers := range b.read(p.Complete) {
		if !numbers.counted {
			continue
		}
		c, places := p.Shown.at(at), p.Complete.places(at.section, at.line, at.column)
		b.recall(numbers.n, places[0], c.Hidden)
		if numbers.of != numbers.n {
			b.recall(numbers.of, places[1], c.Hidden && c.Of == 0)
		}
	}
}

// at is the cell at a place; where there is none, one that hides nothing.
func (r Report) at(s spot) Cell {
	if s.section >= len(r.Sections) {
		return Cell{}
	}
	rows := r.Sections[s.section].Table.All()
	if s.line >= len(rows) || s.column >= len(rows[s.line].Cells) {
		return Cell{}
	}
	return rows[s.line].Cells[s.column]
}

func (b *builder) recall(i int, at place, wasHidden bool) {
	n := &b.net.numbers[i]
	switch {
	case !wasHidden:
		n.state = fixed
	case n.state != fixed:
		n.state, b.closed[at] = unseen, true
	}
}

// tie hides a share of a hidden number, and reports whether it hid any.
func (b *builder) tie() bool {
	more := false
	for _, at := range b.cells {
		n := &b.net.numbers[at.n]
		if at.counted && b.net.numbers[at.of].hidden() && n.state == shown {
			n.state, more = hidden, true
		}
	}
	return more
}

// take makes the numbers of one cell.
func (b *builder) take(c Cell, at [2]place, total bool) refs {
	cost := 0
	if total {
		cost = costOfTotal
	}
	switch c.Kind {
	case Count, Hours, Money, Quantile, Ratio:
		n := b.number(identity{at[0], c.N}, cost)
		return refs{true, n, n}
	case Share:
		n, of := b.number(identity{at[0], c.N}, cost), b.number(identity{at[1], c.Of}, max(cost, costOfBase))
		if _, known := b.rests[[2]int{n, of}]; !known {
			rest := c.Of - c.N
			b.rests[[2]int{n, of}] = b.net.add(number{value: rest, state: unseen, sensitive: b.rule.small(rest), floor: b.rule.floor(rest)})
			b.net.sum(of, n, b.rests[[2]int{n, of}])
		}
		return refs{true, n, of}
	default:
		return refs{}
	}
}

// places is what the two numbers of a cell are about. Without a name for what it counts, a cell stands alone.
func (r Report) places(section, line, column int) [2]place {
	t := r.Sections[section].Table
	row, col := t.All()[line], t.Columns[column]
	c := row.Cells[column]
	period := r.Period
	if !col.Period.IsZero() {
		period = col.Period
	}
	alone := strconv.Itoa(section) + "/" + strconv.Itoa(line) + "/" + strconv.Itoa(column)
	counts := cmp.Or(c.Counts, col.Counts, c.Metric, col.Metric, alone)
	base := cmp.Or(c.Base, col.Base, counts+"/of")
	return [2]place{{period.from, period.to, row.Group, counts}, {period.from, period.to, row.Group, base}}
}

// addDown takes in that rows add up to their total, and rows within a row to that.
func (b *builder) addDown(t Table, section int, cells map[spot]refs) {
	for k := range t.Columns {
		for j, row := range t.All() {
			total := t.Total != nil && j == len(t.Rows)
			if row.ID == "" && !total {
				continue
			}
			whole := cells[spot{section, j, k}]
			var n, of []int
			for i, part := range t.Rows {
				if at := cells[spot{section, i, k}]; at.counted && (total && part.Within == "" || !total && part.Within == row.ID) {
					n, of = append(n, at.n), append(of, at.of)
				}
			}
			if whole.counted && len(n) > 0 {
				b.net.sum(whole.n, n...)
				b.net.sum(whole.of, of...)
			}
		}
	}
}

// addAcross takes in that columns add up to the one that they are part of.
func (b *builder) addAcross(t Table, section int, cells map[spot]refs) {
	for k, col := range t.Columns {
		for j := range t.All() {
			whole := cells[spot{section, j, k}]
			var n []int
			for i, part := range t.Columns {
				if at := cells[spot{section, j, i}]; at.counted && col.ID != "" && part.PartOf == col.ID {
					n = append(n, at.n)
				}
			}
			if whole.counted && len(n) > 0 {
				b.net.sum(whole.n, n...)
			}
		}
	}
}
