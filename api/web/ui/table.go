package ui

import (
	"slices"
	"strconv"
	"time"
)

// Table is a table with a caption.
type Table struct {
	ID            string
	Caption       string
	CaptionHidden bool
	CaptionSize   string // "s", "m", "l", "xl"
	Columns       []Column
	Rows          []Row
	Compact       bool
	Striped       bool
	Stack         bool   // one card per row on small screens; for up to seven columns
	Scroll        bool   // scrolls sideways on small screens; for dense figures
	Empty         string // said instead of the rows when there are none
}

// Column is a column and its heading.
type Column struct {
	Text      string
	Hidden    bool   // only screen readers say the heading
	Numeric   bool   // figures, at the right
	RowHeader bool   // its cells name their rows
	Select    bool   // its cells are boxes to tick
	SortHref  string // sorts by this column
	Sort      string // "ascending" or "descending": the list is sorted by it now
	Width     string // "one-quarter" and so on
}

// Row is a row of a table.
type Row struct {
	Cells []Cell
	Fresh bool // new since the page was last looked at: says so
}

// Cell is what a row has in a column. Parts come after the text.
type Cell struct {
	Text  string
	Href  string // the text is a link
	More  string // words after the text that only screen readers say
	Note  string // a second, quieter line
	Parts []Component
}

// TextCell is plain text.
func TextCell(text string) Cell { return Cell{Text: text} }

// LinkCell is a link.
func LinkCell(href, text string) Cell { return Cell{Href: href, Text: text} }

// NumberCell is a whole number with commas.
func NumberCell(n int) Cell { return Cell{Text: Number(n)} }

// TimeCell is a day as tables show it: "Fri 27 Nov".
func TimeCell(t time.Time) Cell { return Cell{Parts: []Component{Time{At: t, Style: TimeDay}}} }

// TagCell is a tag.
func TagCell(text, colour string) Cell {
	return Cell{Parts: []Component{Tag{Text: text, Colour: colour}}}
}

// PartsCell is any components.
func PartsCell(parts ...Component) Cell { return Cell{Parts: parts} }

// SelectBox ticks a row. Label names what is ticked, for screen readers.
type SelectBox struct {
	Name    string
	Value   string
	Label   string // "Select ED-2026-000123"
	Checked bool
}

// BoxID is the id of the box.
func (s SelectBox) BoxID() string { return IDOf(s.Name + "-" + s.Value) }

// Due is a deadline: words first, then colour; with the date under them.
type Due struct {
	Text   string // "2 days overdue"
	Colour string // of the tag; empty: plain text
	At     time.Time
}

// Number writes n with commas at the thousands.
func Number(n int) string {
	s := strconv.Itoa(max(n, -n))
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	if n < 0 {
		return "−" + s
	}
	return s
}

// GridRow is a row whose cells know their columns.
type GridRow struct {
	Fresh bool
	Cells []GridCell
}

// GridCell is a cell that knows its column.
type GridCell struct {
	Cell
	Column Column
	Fresh  bool // says that the row is new

	stack bool
}

// Labelled reports whether the cell shows the heading of its column on small screens; a cell in which nothing stands does not.
func (g GridCell) Labelled() bool {
	return g.stack && !g.Column.Select && g.Column.Text != "" && (g.Text != "" || g.Note != "" || len(g.Parts) > 0)
}

// Grid are the rows. Cells beyond the columns are left out.
func (t Table) Grid() []GridRow {
	rows := make([]GridRow, len(t.Rows))
	for i, row := range t.Rows {
		rows[i].Fresh = row.Fresh
		for j, cell := range row.Cells[:min(len(row.Cells), len(t.Columns))] {
			column := t.Columns[j]
			rows[i].Cells = append(rows[i].Cells, GridCell{Cell: cell, Column: column, Fresh: row.Fresh && column.RowHeader, stack: t.Stack})
		}
	}
	return rows
}

// NoRows reports whether only Empty is said.
func (t Table) NoRows() bool { return len(t.Rows) == 0 && t.Empty != "" }

// CaptionID is the id of the caption, which names the box that scrolls.
func (t Table) CaptionID() string {
	switch {
	case !t.Scroll:
		return ""
	case t.ID != "":
		return t.ID + "-caption"
	default:
		return "table-" + slug(t.Caption) + "-caption"
	}
}

// Sorts reports whether any column sorts.
func (t Table) Sorts() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.SortHref != "" })
}

// Ticks reports whether rows can be ticked.
func (t Table) Ticks() bool {
	return slices.ContainsFunc(t.Columns, func(c Column) bool { return c.Select })
}

func (Table) template() string     { return "table" }
func (SelectBox) template() string { return "select-box" }
func (Due) template() string       { return "due" }
