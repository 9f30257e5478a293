package strategy

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
)

// column is what the cells below a heading hold.
type column int

const (
	columnOther column = iota
	columnNumber
	columnQuery
	columnHits
)

// columnOf knows a column by its heading.
func columnOf(heading string) column {
	switch strings.ToLower(strings.Trim(strings.TrimSpace(heading), "#.▲▼ ")) {
	case "search number", "no", "id", "set", "line", "search id", "number":
		return columnNumber
	case "query", "search", "searches", "searched for", "search terms", "search query", "search string":
		return columnQuery
	case "results", "hits", "result", "items found", "result count", "count", "records":
		return columnHits
	case "":
		if strings.Contains(heading, "#") {
			return columnNumber
		}
	}
	return columnOther
}

// parseCSV reads a history that was exported with commas between its columns, as PubMed does. It is one only when the first row that
// says something names a column of queries and one of counts.
func parseCSV(text string) (History, bool) {
	text = strings.TrimLeft(text, " \n\t")
	first, _, _ := strings.Cut(text, "\n")
	if !strings.Contains(first, ",") {
		return History{}, false
	}
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord, reader.LazyQuotes = -1, true
	heads, err := reader.Read()
	if err != nil {
		return History{}, false
	}
	columns := make([]column, len(heads))
	for i, head := range heads {
		columns[i] = columnOf(head)
	}
	if !slices.Contains(columns, columnQuery) || !slices.Contains(columns, columnHits) {
		return History{}, false
	}
	h := History{Other: []string{strings.Join(heads, ", ")}}
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return History{}, false
		}
		h.addRow(columns, heads, cells)
	}
	h.Platform = recognise(h.words())
	return h, true
}

// addRow takes one row of a table.
func (h *History) addRow(columns []column, heads, cells []string) {
	line := HistoryLine{}
	line.N = len(h.Lines) + 1
	var notes []string
	for i, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" {
			continue
		}
		kind, head := columnOther, ""
		if i < len(columns) {
			kind, head = columns[i], heads[i]
		}
		switch {
		case kind == columnNumber && bareForm.MatchString(strings.TrimLeft(cell, "#Ss ")) && number(strings.TrimLeft(cell, "#Ss ")) > 0:
			line.N = number(strings.TrimLeft(cell, "#Ss "))
		case kind == columnQuery && line.Text == "":
			line.Text = strings.Join(strings.Fields(cell), " ")
		case kind == columnHits && countOnly.MatchString(cell) && hitsOf(countOnly.FindStringSubmatch(cell)[1]) != nil:
			line.Hits = hitsOf(countOnly.FindStringSubmatch(cell)[1])
		default:
			notes = append(notes, joinedBy(": ", strings.TrimSpace(head), cell))
		}
	}
	line.Note = strings.Join(notes, "; ")
	if line.Text == "" && line.Hits == nil && line.Note == "" {
		return
	}
	h.add(line)
}

// joinedBy puts two texts together, with something between them where neither is empty.
func joinedBy(between, a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + between + b
}
