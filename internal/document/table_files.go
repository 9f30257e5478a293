package document

import (
	"bytes"
	"encoding/csv"
	"fmt"

	"github.com/xuri/excelize/v2"
)

// TableCSV gives any table as comma-separated values, with a byte order mark and without formulas, as CSV does.
func TableCSV(head []string, rows [][]any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString("\uFEFF")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	if err := w.Write(head); err != nil {
		return nil, err
	}
	for _, row := range rows {
		line := make([]string, len(row))
		for i, cell := range row {
			line[i] = fmt.Sprint(cell)
			if text, words := cell.(string); words {
				line[i] = Harmless(text)
			}
		}
		if err := w.Write(line); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// TableXLSX gives any table as a workbook of one sheet. Texts are texts, so none is a formula; numbers are numbers.
func TableXLSX(title, name string, head []string, rows [][]any) (out []byte, err error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	if err := book.SetDocProps(&excelize.DocProperties{Title: title, Language: "en-GB"}); err != nil {
		return nil, err
	}
	if err := book.SetSheetName("Sheet1", name); err != nil {
		return nil, err
	}
	if err := sheet(book, name, head, nil); err != nil {
		return nil, err
	}
	for i, row := range rows {
		for j, cell := range row {
			at, err := excelize.CoordinatesToCellName(j+1, i+2) //nolint:mnd // below the heading
			if err != nil {
				return nil, err
			}
			if text, words := cell.(string); words {
				err = book.SetCellStr(name, at, cellText(text))
			} else {
				err = book.SetCellValue(name, at, cell)
			}
			if err != nil {
				return nil, err
			}
		}
	}
	buffer, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return buffer.Bytes(), nil
}
