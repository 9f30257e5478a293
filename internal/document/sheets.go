package document

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// maxCell is how many characters a cell of Excel holds (Microsoft, Excel specifications and limits).
const maxCell = 32_767

// referenceHead are the columns of the references, searchHead those of the searches.
func referenceHead() []string {
	return []string{
		"Number", "Type", "Authors", "Title", "Journal or publisher", "Year", "Volume", "Issue", "Pages", "DOI", "PMID", "Link", "Kind of evidence or theme", "Key paper", "Note", "Abstract",
	}
}

func searchHead() []string {
	return []string{"Source", "Platform", "Kind", "Run on", "Coverage", "Found", "Exported", "Line", "Search", "Results", "Limits", "Filters", "Note"}
}

func referenceRows(r Report) [][]string {
	var rows [][]string
	for i, ref := range r.references {
		if ref.Erased {
			continue
		}
		c, year, link, key := ref.Record, "", "", ""
		if c.Year != 0 {
			year = strconv.Itoa(c.Year)
		}
		if len(c.URLs) > 0 {
			link = c.URLs[0]
		}
		if ref.Key {
			key = "yes"
		}
		rows = append(rows, []string{
			strconv.Itoa(i + 1), strings.ReplaceAll(string(c.Type), "_", " "), strings.Join(c.Authors, "; "), c.Title,
			orElse(c.Journal, orElse(c.BookTitle, c.Publisher)), year, c.Volume, c.Issue, c.Pages, c.DOI, c.PMID, link, ref.Group, key, ref.Note, c.Abstract,
		})
	}
	return rows
}

// searchRows has a row for each line of each search, and one for a search without lines.
func searchRows(r Report) [][]string {
	var rows [][]string
	for _, s := range r.searches {
		run := ""
		if !s.RunAt.IsZero() {
			run = s.RunAt.Format(time.DateOnly)
		}
		of := func(line, text, hits string) []string {
			return []string{s.Source, s.Platform, s.Kind, run, s.Coverage, number(s.Found), number(s.Exported), line, text, hits, s.Limits, s.Filters, s.Note}
		}
		if len(s.Lines) == 0 {
			rows = append(rows, of("", "", ""))
		}
		for _, l := range s.Lines {
			rows = append(rows, of(l.Number, l.Text, number(l.Hits)))
		}
	}
	return rows
}

func number(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// CSV gives the references as comma-separated values (RFC 4180) with a byte order mark, by which Excel knows UTF-8. A text that a
// spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
func CSV(r Report) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write(referenceHead()); err != nil {
		return nil, err
	}
	for _, row := range referenceRows(r) {
		for i := range row {
			row[i] = Harmless(row[i])
		}
		if err := w.Write(row); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// Harmless is a text as a cell of a CSV file: what a spreadsheet would take for a formula gets an apostrophe before it.
func Harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(cell)[0]) {
		return "'" + cell
	}
	return cell
}

// XLSX gives references and searches as a workbook of two sheets. Every cell is a text, so none is a formula.
func XLSX(r Report) (out []byte, err error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	stamp := docxTime(r).Format(time.RFC3339)
	if err := book.SetDocProps(&excelize.DocProperties{
		Title: r.Title, Subject: r.Kind + " " + r.Reference, Creator: r.Library, Language: "en-GB", Created: stamp, Modified: stamp,
	}); err != nil {
		return nil, err
	}
	if err := book.SetSheetName("Sheet1", "References"); err != nil {
		return nil, err
	}
	if _, err := book.NewSheet("Searches"); err != nil {
		return nil, err
	}
	if err := sheet(book, "References", referenceHead(), referenceRows(r)); err != nil {
		return nil, err
	}
	if err := sheet(book, "Searches", searchHead(), searchRows(r)); err != nil {
		return nil, err
	}
	buffer, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}

const sheetColumn = 22 // characters, of every column: wide enough to read, narrow enough to scroll

func sheet(book *excelize.File, name string, head []string, rows [][]string) error {
	bold, err := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return err
	}
	w, err := book.NewStreamWriter(name)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(head), sheetColumn); err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range append([][]string{head}, rows...) {
		cells := make([]any, len(row))
		for j, text := range row {
			cells[j] = excelize.Cell{Value: cellText(text)}
			if i == 0 {
				cells[j] = excelize.Cell{Value: text, StyleID: bold}
			}
		}
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, cells); err != nil {
			return err
		}
	}
	return w.Flush()
}

func cellText(text string) string {
	if utf8.RuneCountInString(text) > maxCell {
		return string([]rune(text)[:maxCell-1]) + "…"
	}
	return text
}
