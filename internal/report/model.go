package report

import "time"

// Report is a report, ready to be rendered. Figures that are hidden are not in it at all, so whatever is made from it is as safe
// as it is.
type Report struct {
	Version   int       `json:"version"` // of this model; see [Version]
	Title     string    `json:"title"`
	Libraries []string  `json:"libraries"`        // their names
	Scope     Scope     `json:"scope"`            // what was asked for
	Filter    []string  `json:"filter,omitempty"` // the same in words: "Specialty: Cardiology"
	Period    Period    `json:"period"`
	AsOf      time.Time `json:"as_of"`    // when the figures were counted
	Complete  bool      `json:"complete"` // nothing is hidden: for the library's own staff only
	Sections  []Section `json:"sections"`
	Caveats   []Caveat  `json:"caveats,omitempty"`
}

// Section is a part of a report with one table at most.
type Section struct {
	ID      string   `json:"id"`
	Heading string   `json:"heading"` // what it is about: Timeliness
	Finding string   `json:"finding"` // what it shows, in a sentence made by this package
	Table   Table    `json:"table"`
	Notes   []string `json:"notes,omitempty"` // method, rates and their date
}

// Table is rows of cells under columns. If the rows add up, the total belongs into the table even where it stands elsewhere too:
// without it, [Suppress] does not know that they do.
type Table struct {
	Caption string   `json:"caption,omitempty"`
	Columns []Column `json:"columns,omitempty"`
	Rows    []Row    `json:"rows,omitempty"`
	Total   *Row     `json:"total,omitempty"`
}

// Column says what stands in the cells below.
//
// Counts and Base say which numbers are one and the same wherever they stand; [Suppress] relies on it. Two cells whose period,
// group and counts agree are about the same requests or people.
type Column struct {
	ID      string `json:"id"`
	Heading string `json:"heading"`
	Kind    Kind   `json:"kind"`
	Metric  string `json:"metric,omitempty"`  // the definition behind it, unless a cell has another
	Counts  string `json:"counts,omitempty"`  // what N counts; the metric if empty
	Base    string `json:"base,omitempty"`    // what Of counts
	Period  Period `json:"period,omitzero"`   // if it is not the report's: last year
	PartOf  string `json:"part_of,omitempty"` // the column that this one and others add up to
	Unit    string `json:"unit,omitempty"`    // what is counted, in the plural: requests
}

// Row is a line of a table.
type Row struct {
	ID      string `json:"id"`
	Heading string `json:"heading"`
	Group   string `json:"group,omitempty"`  // whom it is about: specialty=cardiology; empty is everybody in the report
	Within  string `json:"within,omitempty"` // the row of this table that it and others add up to; empty is the total
	Cells   []Cell `json:"cells"`            // one a column
}

// Kind is what a cell holds.
type Kind string

// The kinds of cell, and what their fields hold. N is never negative: of a sum or a quantile it says how many requests or
// people the value comes from, and is 0 only if the value comes from nobody's request (a budget, a head count of staff).
const (
	Count    Kind = "count"    // N
	Share    Kind = "share"    // N of Of; Low and High are its Wilson interval, from 0 to 1
	Hours    Kind = "hours"    // Value in minutes, from N
	Money    Kind = "money"    // Value in pence, from N
	Quantile Kind = "quantile" // Value is the median in minutes, Low and High the quartiles, from N
	Ratio    Kind = "ratio"    // 1 to Value, from N
	Change   Kind = "change"   // Value is by how much a count of the same row grew
	Text     Kind = "text"     // Text
)

// Cell is one figure, or a text.
type Cell struct {
	Kind   Kind    `json:"kind"`
	N      int     `json:"n,omitempty"`
	Of     int     `json:"of,omitempty"`
	Value  float64 `json:"value,omitempty"`
	Low    float64 `json:"low,omitempty"`
	High   float64 `json:"high,omitempty"`
	Text   string  `json:"text,omitempty"`
	Hidden bool    `json:"hidden,omitempty"` // the figure would tell of few people; Of may still be there
	Metric string  `json:"metric,omitempty"` // if it is not the column's
	Counts string  `json:"counts,omitempty"` // if they are not the column's
	Base   string  `json:"base,omitempty"`
	Cases  string  `json:"cases,omitempty"` // the query that lists the cases behind it
	Link   string  `json:"link,omitempty"`  // of a text: where it leads
}

// CountOf is a cell with a count.
func CountOf(n int) Cell { return Cell{Kind: Count, N: n} }

// ShareOf is a cell with a share and its Wilson interval.
func ShareOf(n, of int) Cell {
	low, high := Wilson(n, of)
	return Cell{Kind: Share, N: n, Of: of, Low: low, High: high}
}

// ChangeOf is a cell with the change from last year to this.
func ChangeOf(now, before int) Cell { return Cell{Kind: Change, Value: float64(now - before)} }

// TextOf is a cell with words.
func TextOf(text string) Cell { return Cell{Kind: Text, Text: text} }

// Hidden counts the figures of a report that are not shown.
func (r Report) Hidden() int {
	n := 0
	for _, s := range r.Sections {
		for _, row := range s.Table.All() {
			for _, c := range row.Cells {
				if c.Hidden {
					n++
				}
			}
		}
	}
	return n
}

// All is every row of a table, the total last.
func (t Table) All() []Row {
	if t.Total == nil {
		return t.Rows
	}
	return append(append(make([]Row, 0, len(t.Rows)+1), t.Rows...), *t.Total)
}
