package reportfile

import (
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"evidencedesk/internal/report"
)

// What a workbook may have (Microsoft, Excel specifications and limits).
const (
	maxSheetName = 31
	maxCellText  = 32_767
	columnWidth  = 22
	firstWidth   = 44
	textWidth    = 60  // of a column on a sheet without numbers
	soleWidth    = 100 // of the only column
)

// XLSX gives a sheet for each section, and one each for what the report is, its caveats and what its figures mean. Numbers are
// numbers with their formats; texts are texts, so none is a formula. The mark stands in the first row of every sheet and in its
// printed header.
func XLSX(f File) (out []byte, err error) {
	b := &book{File: excelize.NewFile(), file: f, used: map[string]bool{}}
	defer func() { _ = b.Close() }()
	stamp := f.Report.AsOf.UTC().Format(time.RFC3339)
	if err := b.SetDocProps(&excelize.DocProperties{
		Title: f.title(), Creator: strings.Join(f.Report.Libraries, ", "), Language: "en-GB", Created: stamp, Modified: stamp,
	}); err != nil {
		return nil, err
	}
	if err := b.makeStyles(); err != nil {
		return nil, err
	}
	about := [][]any{}
	for _, known := range f.facts() {
		about = append(about, []any{known.Label, known.Text})
	}
	for _, s := range f.Report.Sections {
		if s.Finding != "" {
			about = append(about, []any{s.Heading, s.Finding})
		}
	}
	b.sheet("Report", f.title(), []string{"About", ""}, about)
	b.sheet("Caveats", "Before you use these figures", []string{"What to know"}, caveats(f))
	for _, s := range f.Report.Sections {
		b.section(s)
	}
	b.beside()
	if b.err != nil {
		return nil, b.err
	}
	buffer, err := b.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

func (f File) title() string { return f.Report.Title + ", " + f.Report.Period.Title() }

func caveats(f File) [][]any {
	rows := [][]any{}
	for _, c := range f.Report.Caveats {
		rows = append(rows, []any{c.Text})
	}
	return rows
}

// book is a workbook in the making. It keeps the first error.
type book struct {
	*excelize.File

	file   File
	used   map[string]bool
	styles map[string]int
	err    error
}

// The formats of numbers.
const (
	plainStyle   = ""
	boldStyle    = "bold"
	rightStyle   = "right"  // a text among figures
	figureStyle  = "figure" // the heading of figures
	titleStyle   = "title"  // bold, in one line over all columns
	countStyle   = "#,##0"
	percentStyle = "0%"
	hoursStyle   = "#,##0.0"
	moneyStyle   = `"£"#,##0`
	changeStyle  = "+#,##0;-#,##0;0"
	ratioStyle   = `"1:"#,##0.#`
)

func (b *book) makeStyles() error {
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	plain, err := b.NewStyle(&excelize.Style{Alignment: top})
	if err != nil {
		return err
	}
	b.styles = map[string]int{plainStyle: plain}
	for _, format := range []string{countStyle, percentStyle, hoursStyle, moneyStyle, changeStyle, ratioStyle} {
		id, err := b.NewStyle(&excelize.Style{CustomNumFmt: &format, Alignment: &excelize.Alignment{Vertical: "top"}})
		if err != nil {
			return err
		}
		b.styles[format] = id
	}
	id, err := b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top})
	if err != nil {
		return err
	}
	b.styles[boldStyle] = id
	right := &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "right"}
	for style, font := range map[string]*excelize.Font{rightStyle: nil, figureStyle: {Bold: true}} {
		if b.styles[style], err = b.NewStyle(&excelize.Style{Font: font, Alignment: right}); err != nil {
			return err
		}
	}
	b.styles[titleStyle], err = b.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	return err
}

// styled is a number with its format.
type styled struct {
	value float64
	style string
}

// sheet adds a sheet: the mark if there is one, a title, a header row and rows of texts and numbers.
func (b *book) sheet(name, title string, head []string, rows [][]any) {
	if b.err != nil {
		return
	}
	name = b.free(name)
	if len(b.used) == 1 {
		b.err = b.SetSheetName("Sheet1", name)
	} else {
		_, b.err = b.NewSheet(name)
	}
	line := 1
	if mark := b.file.marked(); mark != "" {
		b.row(name, line, titleStyle, titleStyle, mark)
		line++
		b.keep(b.SetHeaderFooter(name, &excelize.HeaderFooterOptions{OddHeader: "&C" + mark, OddFooter: "&R&P / &N"}))
	}
	b.row(name, line, titleStyle, titleStyle, title)
	line += 2
	heading, plain := boldStyle, plainStyle // of all columns but the first
	if numeric(rows) {
		heading, plain = figureStyle, rightStyle
	}
	b.row(name, line, boldStyle, heading, texts(head)...)
	b.layOut(name, line, head, numeric(rows))
	for _, cells := range rows {
		line++
		b.row(name, line, plainStyle, plain, cells...)
	}
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

func texts(words []string) []any {
	all := make([]any, len(words))
	for i, w := range words {
		all[i] = w
	}
	return all
}

// row writes cells, the first in a style of its own.
func (b *book) row(sheet string, line int, first, others string, cells ...any) {
	style := first
	for i, c := range cells {
		if i > 0 {
			style = others
		}
		at, err := excelize.CoordinatesToCellName(i+1, line)
		b.keep(err)
		id := b.styles[style]
		switch v := c.(type) {
		case styled:
			id = b.styles[v.style]
			b.keep(b.SetCellFloat(sheet, at, v.value, -1, 64))
		case string:
			b.keep(b.SetCellStr(sheet, at, cut(v, maxCellText)))
		}
		if id != 0 {
			b.keep(b.SetCellStyle(sheet, at, at, id))
		}
	}
}

func cut(text string, most int) string {
	if letters := []rune(text); len(letters) > most {
		return string(letters[:most-1]) + "…"
	}
	return text
}

// free is a name that a sheet can have and none has yet.
func (b *book) free(name string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, name)
	tried := cut(name, maxSheetName)
	for n := 2; b.used[strings.ToLower(tried)]; n++ {
		tail := " " + strconv.Itoa(n)
		tried = cut(name, maxSheetName-len(tail)) + tail
	}
	b.used[strings.ToLower(tried)] = true
	return tried
}

func round(v float64, places int) float64 {
	by := math.Pow10(places)
	return math.Round(v*by) / by
}

// formatOf is how numbers of a kind are written.
func formatOf(kind report.Kind) string {
	return map[report.Kind]string{
		report.Count: countStyle, report.Share: percentStyle, report.Hours: hoursStyle, report.Quantile: hoursStyle, report.Money: moneyStyle,
		report.Change: changeStyle, report.Ratio: ratioStyle,
	}[kind]
}
