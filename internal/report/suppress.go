package report

import "slices"

// Rule is how small a group is hidden.
type Rule struct {
	Threshold int  // counts from 1 to below it are hidden
	HideZero  bool // a zero is hidden too
}

// FewerThanFive hides the counts from 1 to 4. A zero is shown: that nobody in cardiology asked tells nothing about a person, and
// a table without its zeros cannot be read. Where even that is too much, set HideZero.
func FewerThanFive() Rule { return Rule{Threshold: 5} }

// Suppress is a report as it may leave the library: figures of small groups are hidden, and so are others, the smallest that
// will do, without which the small ones could be got by subtraction. What comes back is not Complete, and has neither findings nor
// caveats: say them anew from the cells that are left. Notes and captions are the caller's, and must not repeat a figure.
//
// Hidden are, with the value, what is made from it: percentages, intervals, medians, sums and the change from last year. A
// share counts as two groups, those counted and the others, so 47 of 48 is hidden as 1 of 48 is.
//
// What holds, of the whole report, for a reader who knows every figure shown, every total, which columns and rows add up, and
// that a hidden figure is not zero: for each number from 1 to 4, shown in a cell or got by subtraction, there is another set of
// whole numbers that fits everything shown and in which this number is 5 or more; and for each other hidden number there is one in
// which it is different. Tables of one report, and earlier reports of the same scope that are given, are taken together where
// period, group and counts agree (see [Column]); periods are subtracted from one another where they begin or end together, so a
// quarter and the year to date do not give away what lies between.
//
// What does not hold: a reader who knows this rule and reasons about why a figure was hidden can sometimes narrow it further.
// Earlier reports that are not given, reports of another scope (one filtered to a specialty against the whole), periods that
// overlap without a common end, and figures that differ between two reports because steps were noted late are not taken into
// account. And where earlier reports give a number away by themselves, all that touches it is hidden, which does not call them
// back. So: publish by the calendar (quarters, years), and one scope.
func Suppress(r Report, rule Rule, earlier ...Published) Report {
	b := newBuilder(rule)
	earlier = slices.DeleteFunc(slices.Clone(earlier), func(p Published) bool { return !p.Complete.Scope.Equal(r.Scope) })
	for _, p := range earlier {
		b.remember(p)
	}
	b.cells = b.read(r)
	b.subtractPeriods(r, earlier)
	for b.tie() || b.net.protect() {
	}
	return b.write(r)
}

// Published is a report that has left the library: as it was shown, and with nothing hidden, as the library keeps it.
type Published struct{ Complete, Shown Report }

// SuppressTable is Suppress for a table that stands alone.
func SuppressTable(t Table, rule Rule) Table {
	return Suppress(Report{Sections: []Section{{Table: t}}}, rule).Sections[0].Table
}

// write is a copy of the report without what is hidden.
func (b *builder) write(r Report) Report {
	r.Complete, r.Caveats = false, nil
	sections := make([]Section, len(r.Sections))
	for i, s := range r.Sections {
		s.Finding = ""
		rows := make([]Row, len(s.Table.Rows))
		for j, row := range s.Table.Rows {
			rows[j] = b.row(row, i, j)
		}
		if s.Table.Total != nil {
			total := b.row(*s.Table.Total, i, len(rows))
			s.Table.Total = &total
		}
		if s.Table.Rows != nil {
			s.Table.Rows = rows
		}
		sections[i] = s
	}
	if r.Sections != nil {
		r.Sections = sections
	}
	return r
}

// row is a copy of a row without what is hidden. A change goes with the counts beside it.
func (b *builder) row(row Row, section, line int) Row {
	cells, hidden := make([]Cell, len(row.Cells)), false
	for k, c := range row.Cells {
		cells[k] = b.cell(c, b.cells[spot{section, line, k}])
		hidden = hidden || c.Kind == Count && cells[k].Hidden
	}
	for k, c := range cells {
		if hidden && c.Kind == Change {
			cells[k] = without(c, 0)
		}
	}
	row.Cells = cells
	return row
}

func (b *builder) cell(c Cell, at refs) Cell {
	switch {
	case !at.counted:
		return c
	case b.net.numbers[at.of].hidden():
		return without(c, 0)
	case b.net.numbers[at.n].hidden():
		return without(c, c.Of) // Of is 0 in all but shares
	default:
		return c
	}
}

// without is a cell that says only that it is hidden, and of how many if that may be said.
func without(c Cell, of int) Cell {
	return Cell{Kind: c.Kind, Of: of, Hidden: true, Metric: c.Metric, Counts: c.Counts, Base: c.Base}
}
