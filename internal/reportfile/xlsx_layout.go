package reportfile

import (
	"slices"

	"github.com/xuri/excelize/v2"
)

// numeric says whether there is a number in the rows.
func numeric(rows [][]any) bool {
	return slices.ContainsFunc(rows, func(cells []any) bool {
		return slices.ContainsFunc(cells, func(c any) bool { _, is := c.(styled); return is })
	})
}

// layOut makes a sheet fit to read and to print: what stands above the rows and before the figures stays in sight, texts have room,
// and all columns come on one page across.
func (b *book) layOut(name string, line int, head []string, numeric bool) {
	columns := len(head)
	first, others, before := float64(firstWidth), float64(columnWidth), 1
	if !numeric {
		others, before = textWidth, 0
	}
	if columns == 1 {
		first, before = soleWidth, 0
	}
	b.keep(b.SetColWidth(name, "A", "A", first))
	if last, err := excelize.ColumnNumberToName(max(columns, 2)); err == nil {
		b.keep(b.SetColWidth(name, "B", last, others))
	}
	corner, err := excelize.CoordinatesToCellName(before+1, line+1)
	b.keep(err)
	panes := &excelize.Panes{Freeze: true, XSplit: before, YSplit: line, TopLeftCell: corner, ActivePane: "bottomLeft"}
	if before > 0 {
		panes.ActivePane = "bottomRight"
	}
	b.keep(b.SetPanes(name, panes))
	b.keep(b.SetPageLayout(name, &excelize.PageLayoutOptions{Size: new(paperA4), Orientation: new("landscape"), FitToWidth: new(1), FitToHeight: new(0)}))
	if slices.ContainsFunc(head, func(h string) bool { return len([]rune(h)) > columnWidth }) {
		b.keep(b.SetRowHeight(name, line, headHeight))
	}
	b.keep(b.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}))
}

const (
	paperA4    = 9  // what Excel calls it
	headHeight = 44 // points: three lines
)
