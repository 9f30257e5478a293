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
func (b *book) layOut(name string, head, columns int, numeric bool) {
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
	corner, err := excelize.CoordinatesToCellName(before+1, head+1)
	b.keep(err)
	panes := &excelize.Panes{Freeze: true, XSplit: before, YSplit: head, TopLeftCell: corner, ActivePane: "bottomLeft"}
	if before > 0 {
		panes.ActivePane = "bottomRight"
	}
	b.keep(b.SetPanes(name, panes))
	b.keep(b.SetPageLayout(name, &excelize.PageLayoutOptions{Size: new(paperA4), Orientation: new("landscape"), FitToWidth: new(1), FitToHeight: new(0)}))
	b.keep(b.SetSheetProps(name, &excelize.SheetPropsOptions{FitToPage: new(true)}))
}

// paperA4 is what Excel calls it.
const paperA4 = 9

// alignFigures puts the headings of figures above their figures, at the right.
func (b *book) alignFigures(sheet string, line, columns int) {
	if columns < 2 {
		return
	}
	first, err := excelize.CoordinatesToCellName(2, line)
	b.keep(err)
	last, err := excelize.CoordinatesToCellName(columns, line)
	b.keep(err)
	b.keep(b.SetCellStyle(sheet, first, last, b.styles[figureStyle]))
}
