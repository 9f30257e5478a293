package reference

import (
	"errors"
	"io"
	"strings"
)

// csvVertical is whether a table has the names of fields in its first column and a field in every row, as Embase.com exports "one
// field per row": a title and two more names that are known, in the first rows.
func csvVertical(head string) bool {
	delim := csvDelimiter(head)
	known := map[string]bool{}
	rows := strings.SplitN(head, "\n", 3*maxHeadingRows)
	for _, row := range rows[:max(len(rows)-1, 0)] {
		name, _, cells := strings.Cut(row, string(delim))
		if field := labelledField(strings.Trim(name, "\" ")); cells && field != "" {
			known[field] = true
		}
	}
	return known["title"] && len(known) > 2
}

// readVertical makes a record of the rows up to a blank one, or up to the name that began the record.
func readVertical(rows *csvRows, r *reading) error {
	var d *draft
	emit := func() error {
		if d == nil {
			return nil
		}
		done := d
		d = nil
		return r.emit(done)
	}
	for {
		row, err := rows.next()
		if errors.Is(err, io.EOF) {
			return emit()
		}
		if err != nil {
			return err
		}
		if strings.TrimSpace(strings.Join(row.cells, "")) == "" {
			if err := emit(); err != nil {
				return err
			}
			continue
		}
		field := labelledField(cleanText(row.cells[0]))
		if d != nil && len(d.entries) > 1 && field != "" && field == d.entries[0].tag {
			if err := emit(); err != nil {
				return err
			}
		}
		if d == nil && field == "" && len(row.cells) == 1 {
			r.between(row.line, row.cells[0])
			continue
		}
		if d == nil {
			d = &draft{line: row.line}
		}
		verticalRow(d, row, field)
	}
}

func verticalRow(d *draft, row csvRow, field string) {
	if row.cut {
		d.warn(row.line, WarnRecordCut, "")
	}
	if row.open {
		d.warn(row.line, WarnUnclosed, "")
	}
	if field == "" {
		if field = cleanText(row.cells[0]); field == "" {
			field = "column"
		}
	}
	if len(row.cells) == 1 {
		d.add(labelledLead, row.cells[0], row.line)
		return
	}
	var cells []string
	for _, cell := range row.cells[1:] {
		if strings.TrimSpace(cell) != "" {
			cells = append(cells, unguarded(cell))
		}
	}
	switch {
	case csvNames(field):
		d.add(field, strings.ReplaceAll(strings.Join(cells, ";"), "\n", ";")+";", row.line)
	case field == "keywords", field == "pub_types", field == "issn", field == "isbn":
		d.add(field, strings.Join(cells, "; "), row.line)
	default:
		for _, cell := range cells {
			d.add(field, cell, row.line)
		}
	}
}
