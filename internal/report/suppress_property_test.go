package report_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"evidencedesk/internal/report"
)

// The columns of the tables that are attacked.
const (
	received = iota
	urgent
	routine
	met
	lastYear
	change
	median
)

// drawTable is a table of counts with two parts, a share, last year, the change and a median, and its total.
func drawTable(rt *rapid.T, by string, rows []int) report.Table {
	t := report.Table{Columns: []report.Column{
		{ID: "received", Kind: report.Count, Counts: "received"},
		{ID: "urgent", Kind: report.Count, Counts: "urgent", PartOf: "received"},
		{ID: "routine", Kind: report.Count, Counts: "routine", PartOf: "received"},
		{ID: "met", Kind: report.Share, Counts: "met", Base: "received"},
		{ID: "last", Kind: report.Count, Counts: "received", Period: report.Year(2025)},
		{ID: "change", Kind: report.Change},
		{ID: "median", Kind: report.Quantile, Counts: "received"},
	}}
	small := rapid.OneOf(rapid.IntRange(0, 7), rapid.IntRange(0, 20))
	var total [4]int
	for i, n := range rows {
		values := [4]int{n, rapid.IntRange(0, n).Draw(rt, "urgent"), rapid.IntRange(0, n).Draw(rt, "met"), small.Draw(rt, "last")}
		id := fmt.Sprintf("%s=%d", by, i)
		t.Rows = append(t.Rows, lineOf(id, id, values))
		for k, v := range values {
			total[k] += v
		}
	}
	all := lineOf("total", "", total)
	t.Total = &all
	return t
}

func lineOf(id, group string, v [4]int) report.Row {
	return report.Row{ID: id, Group: group, Cells: []report.Cell{
		report.CountOf(v[0]), report.CountOf(v[1]), report.CountOf(v[0] - v[1]), report.ShareOf(v[2], v[0]), report.CountOf(v[3]),
		report.ChangeOf(v[0], v[3]),
		{Kind: report.Quantile, N: v[0], Value: 60, Low: 30, High: 90},
	}}
}

// secret is a number that must not be found out: where it stands, and what it is.
type secret struct {
	name         string
	number, real int
	unseen       bool // not a cell: only a small one matters
}

// study puts a published table into the attacker's hands, and gives its lines of numbers and what it wants to know.
func (a *attacker) study(whole, shown report.Table) (lines [][]int, secrets []secret) {
	truth := whole.All()
	for i, row := range shown.All() {
		line := make([]int, median+2)
		learn := func(column, real int, hidden bool) int {
			if !hidden {
				return a.knows(real)
			}
			n := a.between(min(real, 1), unbounded)
			secrets = append(secrets, secret{fmt.Sprintf("%s column %d", row.ID, column), n, real, false})
			return n
		}
		for _, k := range []int{received, urgent, routine, lastYear} {
			line[k] = learn(k, truth[i].Cells[k].N, row.Cells[k].Hidden)
		}
		share, real := row.Cells[met], truth[i].Cells[met]
		line[met] = learn(met, real.N, share.Hidden)
		line[median+1] = a.between(0, unbounded) // those who were not met
		if real.Of > real.N {
			a.low[line[median+1]] = 1
		}
		secrets = append(secrets, secret{row.ID + " not met", line[median+1], real.Of - real.N, true})
		a.sum(line[received], line[urgent], line[routine])
		a.sum(line[received], line[met], line[median+1])
		a.reads(line, row)
		lines = append(lines, line)
	}
	for _, k := range []int{received, urgent, routine, met, lastYear} {
		var parts []int
		for _, line := range lines[:len(lines)-1] {
			parts = append(parts, line[k])
		}
		a.sum(lines[len(lines)-1][k], parts...)
	}
	return lines, secrets
}

// reads takes in what cells tell of others: a share of how many there were, a median of how many it comes from, and a change of
// either year.
func (a *attacker) reads(line []int, row report.Row) {
	if of := row.Cells[met].Of; of > 0 || !row.Cells[met].Hidden {
		a.sum(line[received], a.knows(of))
	}
	if c := row.Cells[median]; !c.Hidden {
		a.sum(line[received], a.knows(c.N))
	}
	if c := row.Cells[change]; !c.Hidden {
		more := a.knows(int(c.Value))
		a.sum(line[received], line[lastYear], more)
	}
}

// keep fails the test if a small number can be told to be small, or another hidden one can be told at all.
func (a *attacker) keep(rt *rapid.T, secrets []secret) {
	for _, s := range secrets {
		small := s.real > 0 && s.real < 5
		switch {
		case a.low[s.number] == a.high[s.number]:
			rt.Fatalf("%s is not hidden", s.name)
		case small && !a.possible(s.number, 5, unbounded):
			rt.Fatalf("%s can only be under 5, and is %d", s.name, s.real)
		case !small && !s.unseen && !a.possible(s.number, 0, s.real-1) && !a.possible(s.number, s.real+1, unbounded):
			rt.Fatalf("%s can only be %d", s.name, s.real)
		}
	}
}

func TestNoSmallNumberIsFoundOut(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		counts := rapid.SliceOfN(rapid.OneOf(rapid.IntRange(0, 7), rapid.IntRange(0, 25)), 1, 4)
		specialties := counts.Draw(rt, "specialties")
		groups := spread(rt, specialties)
		whole := report.Report{Period: report.Year(2026), Sections: []report.Section{
			{ID: "specialty", Table: drawTable(rt, "specialty", specialties)}, {ID: "staff", Table: countsOnly(drawTable(rt, "staff", groups))},
		}}
		shown := report.Suppress(whole, report.FewerThanFive())
		a := &attacker{}
		lines, secrets := a.study(whole.Sections[0].Table, shown.Sections[0].Table)
		secrets = append(secrets, a.studyCounts(lines[len(lines)-1][received], whole.Sections[1].Table, shown.Sections[1].Table)...)
		a.keep(rt, secrets)
	})
}

// spread deals the same people to other groups, so that both tables have one total.
func spread(rt *rapid.T, from []int) []int {
	left := 0
	for _, n := range from {
		left += n
	}
	var to []int
	for range rapid.IntRange(0, 3).Draw(rt, "more groups") {
		n := min(left, rapid.IntRange(0, 9).Draw(rt, "group"))
		to, left = append(to, n), left-n
	}
	return append(to, left)
}

func countsOnly(t report.Table) report.Table {
	t.Columns = t.Columns[:1]
	for i := range t.Rows {
		t.Rows[i].Cells = t.Rows[i].Cells[:1]
	}
	total := *t.Total
	total.Cells = total.Cells[:1]
	t.Total = &total
	return t
}

// studyCounts adds a second table whose total is that of the first.
func (a *attacker) studyCounts(total int, whole, shown report.Table) []secret {
	var parts []int
	var secrets []secret
	for i, row := range shown.Rows {
		real := whole.Rows[i].Cells[0].N
		if !row.Cells[0].Hidden {
			parts = append(parts, a.knows(real))
			continue
		}
		parts = append(parts, a.between(min(real, 1), unbounded))
		secrets = append(secrets, secret{row.ID, parts[i], real, false})
	}
	a.sum(total, parts...)
	if !shown.Total.Cells[0].Hidden {
		a.sum(total, a.knows(whole.Total.Cells[0].N))
	}
	return secrets
}
