package metric

import (
	"slices"

	"evidencedesk/internal/report"
)

// Query asks for figures: each metric for each period, of everything in the scope and of each group of the dimensions. The scope
// names its libraries; without any, nothing is counted.
type Query struct {
	Scope   report.Scope
	Periods []report.Period // they do not overlap
	Metrics []Metric
	By      []Dimension
}

// Key says which figure: of which metric and period (by its place in the query), of everything or of one group.
type Key struct {
	Metric string
	Period int
	By     Dimension
	Group  string
}

// Figures are counted figures.
type Figures struct {
	kinds  map[string]report.Kind
	cells  map[Key]report.Cell
	groups map[Dimension]map[string]bool
}

// NewFigures makes Figures of some metrics, to be filled.
func NewFigures(metrics []Metric) Figures {
	f := Figures{kinds: map[string]report.Kind{}, cells: map[Key]report.Cell{}, groups: map[Dimension]map[string]bool{}}
	for _, m := range metrics {
		f.kinds[m.ID] = m.Kind
	}
	return f
}

// Keep notes what was counted.
func (f Figures) Keep(k Key, c report.Cell) {
	f.cells[k] = c
	if k.By == Everything || c.N == 0 && c.Of == 0 {
		return
	}
	if f.groups[k.By] == nil {
		f.groups[k.By] = map[string]bool{}
	}
	f.groups[k.By][k.Group] = true
}

// Cell is a figure. What no row was counted for is zero: of a count 0, of a share 0 of 0.
func (f Figures) Cell(k Key) report.Cell {
	c, ok := f.cells[k]
	if ok {
		return c
	}
	if f.kinds[k.Metric] == report.Share {
		return report.ShareOf(0, 0)
	}
	return report.Cell{Kind: f.kinds[k.Metric]}
}

// Groups are the groups of a dimension for which anything was counted, in any period, in the order of their codes.
func (f Figures) Groups(by Dimension) []string {
	all := make([]string, 0, len(f.groups[by]))
	for g := range f.groups[by] {
		all = append(all, g)
	}
	slices.Sort(all)
	return all
}
