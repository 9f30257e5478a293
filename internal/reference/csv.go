package reference

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

func csvCodec() codec {
	return codec{read: readCSV, fill: fillCSV, entries: csvEntries, print: printCSV, head: csvHead()}
}

// maxHeadingRows is how many rows of a table may stand above the row of column names.
const maxHeadingRows = 20

func readCSV(l *lines, r *reading) error {
	head, _ := l.r.Peek(sniffBytes)
	rows := &csvRows{in: l, delim: csvDelimiter(string(head)), line: 1}
	if !csvHorizontal(string(head)) && csvVertical(string(head)) {
		r.codec.fill = fillLabelled
		return readVertical(rows, r)
	}
	var columns []string
	for tried := 0; ; {
		row, err := rows.next()
		if errors.Is(err, io.EOF) {
			if columns == nil {
				return refusedAs(ColumnNames)
			}
			return nil
		}
		if err != nil {
			return err
		}
		text := strings.TrimSpace(strings.Join(row.cells, " "))
		switch {
		case text == "":
		case columns != nil:
			if err := r.emit(csvDraft(row, columns)); err != nil {
				return err
			}
		case csvSeparator().MatchString(text):
		default:
			if columns = csvColumns(row.cells); columns == nil {
				r.warn(row.line, WarnHeading, text)
				if tried++; tried == maxHeadingRows {
					return refusedAs(ColumnNames)
				}
			}
		}
	}
}

var csvSeparator = pattern(`^(?i:sep) ?= ?.?$`)

// csvDraft takes the cells of a row under the names of their columns.
func csvDraft(row csvRow, columns []string) *draft {
	d := &draft{line: row.line}
	if row.cut {
		d.warn(row.line, WarnRecordCut, "")
	}
	if row.open {
		d.warn(row.line, WarnUnclosed, "")
	}
	for i, cell := range row.cells {
		if strings.TrimSpace(cell) == "" {
			continue
		}
		tag := fmt.Sprintf("column %d", i+1)
		if i < len(columns) {
			tag = columns[i]
		} else {
			d.warn(row.line, WarnColumns, tag)
		}
		if tag == overlayField {
			d.add(overlayTag, cell, row.line)
			continue
		}
		cell = unguarded(cell)
		switch {
		case csvNames(tag), tag == "keywords", tag == "pub_types":
			cell = strings.ReplaceAll(cell, "\n", ";")
		case strings.HasPrefix(tag, ovidPrefix) && tag != ovidPrefix+"AB":
			for line := range strings.SplitSeq(cell, "\n") {
				d.add(tag, line, row.line)
			}
			continue
		}
		d.add(tag, cell, row.line)
	}
	return d
}

// guarded makes a cell safe in a spreadsheet, which would take it for a formula: an apostrophe in front, and in front of an
// apostrophe, so that it can be taken off again (OWASP, CSV injection).
func guarded(cell string) string {
	if cell != "" && strings.IndexByte("=+-@'", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

func unguarded(cell string) string {
	if len(cell) > 1 && cell[0] == '\'' && strings.IndexByte("=+-@'", cell[1]) >= 0 {
		return cell[1:]
	}
	return cell
}

// csvRows reads rows as RFC 4180 says, and forgives quotation marks that are not doubled.
type csvRows struct {
	in    *lines
	delim byte
	line  int
}

type csvRow struct {
	cells []string
	line  int
	cut   bool // longer than MaxRecordBytes
	open  bool // a quotation mark was not closed
}

func (c *csvRows) next() (csvRow, error) {
	row := csvRow{line: c.line}
	var cell strings.Builder
	size, quoted, fresh := 0, false, true
	done := func() {
		row.cells = append(row.cells, cell.String())
		cell.Reset()
		fresh = true
	}
	for {
		b, err := c.in.r.ReadByte()
		if err != nil {
			if !errors.Is(err, io.EOF) || size == 0 {
				return row, err
			}
			row.open = quoted
			done()
			return row, nil
		}
		if size++; b == '\n' {
			c.line++
		}
		switch {
		case quoted && b == '"':
			if c.take('"') {
				cell.WriteByte('"')
			} else {
				quoted = false
			}
			continue
		case quoted && size <= MaxRecordBytes:
		case quoted && b == '\n': // a mark that nothing closes: the rest of the file is not one cell
			row.open = true
			done()
			return row, nil
		case b == '"' && fresh:
			quoted, fresh = true, false
			continue
		case b == c.delim && len(row.cells) < maxCells:
			done()
			continue
		case b == '\n':
			done()
			return row, nil
		}
		fresh = fresh && b == ' '
		if size <= MaxRecordBytes {
			cell.WriteByte(b)
		} else {
			row.cut = true
		}
	}
}

const maxCells = 1000 // of one row; what follows stays in the last

// take reads the next byte if it is the one that is asked for.
func (c *csvRows) take(want byte) bool {
	next, err := c.in.r.Peek(1)
	if err != nil || next[0] != want {
		return false
	}
	_, err = c.in.r.Discard(1)
	return err == nil
}

// csvDelimiter is the one that splits some early line into the most names of columns that are known.
func csvDelimiter(head string) byte {
	best, found := byte(','), 0
	rows := strings.SplitN(head, "\n", maxHeadingRows+1)
	for _, row := range rows[:min(len(rows), maxHeadingRows)] {
		for _, delim := range []byte(",;\t|") {
			known := 0
			for _, name := range strings.Split(row, string(delim)) {
				if csvColumn(strings.Trim(name, "\" ")) != "" {
					known++
				}
			}
			if known > found {
				best, found = delim, known
			}
		}
	}
	return best
}
