package records

import (
	"fmt"
	"strconv"

	"evidencedesk/api/rest"
	"evidencedesk/api/web/page"
	"evidencedesk/api/web/ui"
	"evidencedesk/internal/postgres"
)

// warningsAtOnce is how many warnings a page lists.
const warningsAtOnce = 100

// warningList is a page of what was odd in an import.
type warningList struct {
	More     string // when not every warning was kept
	Table    ui.Table
	Pages    ui.Pagination
	Download string // address of all of them as CSV
}

func (d *desk) warnings(i postgres.Import) (*warningList, error) {
	at := d.records("imports", string(i.ID))
	var list rest.ImportWarnings
	path := d.API("imports", string(i.ID), "warnings") + query("cursor", d.visit.Query("cursor"), "limit", strconv.Itoa(warningsAtOnce))
	if err := d.visit.Read(path, &list); err != nil {
		if p, ok := refusal(err); ok && p.Names("cursor", "malformed") {
			return nil, page.ErrNotFound
		}
		return nil, err
	}
	w := &warningList{Download: at + "/warnings.csv", Pages: d.warningPages(at, list), Table: ui.Table{
		Caption: "Warnings", CaptionHidden: true, Compact: true, Stack: true, Empty: "The texts of the warnings were erased.",
		Columns: []ui.Column{{Text: "What", RowHeader: true}, {Text: "Record", Numeric: true}, {Text: "Line", Numeric: true}, {Text: "Where"}},
	}}
	for _, x := range list.Items {
		w.Table.Rows = append(w.Table.Rows, ui.Row{Cells: []ui.Cell{ui.TextCell(x.Message), numberOrNone(x.Record), numberOrNone(x.Line), ui.TextCell(x.Detail)}})
	}
	if 0 < list.Kept && list.Kept < list.Total {
		w.More = "The first " + ui.Number(list.Kept) + " of " + page.Count(list.Total, "warning") + " are listed."
	}
	return w, nil
}

// warningPages leads to the pages before and after. Where the page begins is in its address, and no more than a word for people.
func (d *desk) warningPages(at string, list rest.ImportWarnings) ui.Pagination {
	p := ui.Pagination{Label: "Pages of warnings", Total: page.Count(list.Kept, "warning")}
	from := 1
	if n, err := strconv.Atoi(d.visit.Query("from")); err == nil && list.Prev != "" && 1 < n && n <= list.Kept {
		from = n
	}
	turn := func(cursor string, from int) string {
		return at + query("cursor", cursor, "from", strconv.Itoa(max(1, from))) + "#warnings"
	}
	if list.Prev != "" {
		p.PreviousHref = turn(list.Prev, from-warningsAtOnce)
	}
	if list.Next != "" {
		p.NextHref = turn(list.Next, from+len(list.Items))
	}
	if p.PreviousHref+p.NextHref != "" {
		p.Total = fmt.Sprintf("Showing %s to %s of %s", ui.Number(from), ui.Number(from+len(list.Items)-1), p.Total)
	}
	return p
}

func numberOrNone(n int) ui.Cell {
	if n == 0 {
		return ui.TextCell("–")
	}
	return ui.NumberCell(n)
}
